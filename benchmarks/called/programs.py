"""A training as a program of its own, from the start of Python to its end.

    python -m benchmarks.called.programs PEER FILE

trains as FILE says, and writes the parameters to the output.
"""

import os
import pickle
import subprocess
import sys
from pathlib import Path
from typing import Any

from benchmarks.called.peers import PEERS, Training

_FILE = Path("training.pickle")
_ROOT = Path(__file__).parents[2]


class Programs:
    """What runs a peer in programs; ``name`` is that of the peer."""

    def __init__(self, name: str) -> None:
        self._name = name

    def program(self, training: Training) -> Any:
        """The parameters, as such a program finds them."""
        _FILE.write_bytes(pickle.dumps(training))
        return self._run

    def _run(self) -> Any:
        command = [sys.executable, "-m", __name__, self._name, str(_FILE)]
        known = os.environ | {"PYTHONPATH": str(_ROOT)}
        done = subprocess.run(command, env=known, capture_output=True, check=False)
        if done.returncode:
            raise RuntimeError(done.stderr.decode(errors="replace").strip().rpartition("\n")[-1])
        return pickle.loads(done.stdout)


def main() -> None:
    """Train, and write the parameters."""
    name, file = sys.argv[1:]
    training = pickle.loads(Path(file).read_bytes())
    found = PEERS[name].make(1).fit(training)()
    sys.stdout.buffer.write(pickle.dumps(found))


if __name__ == "__main__":
    main()
