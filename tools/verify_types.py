"""How much of the public interface has types that a type checker knows: fails below the floor.

Run it by the Python of an installation that is not editable, for that is what users have:
``out/plain/.venv/bin/python tools/verify_types.py .venv/bin/basedpyright``.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

FLOOR = 0.97


def report(checker: str) -> dict:
    """What pyright says of the package as it is installed for this Python."""
    here = Path(sys.executable).parent
    done = subprocess.run(
        [checker, "--verifytypes", "autograd_lite", "--ignoreexternal", "--outputjson"],
        capture_output=True,
        text=True,
        cwd=here,  # not the folder of the sources, which would be found first
        env={**os.environ, "PATH": f"{here}{os.pathsep}{os.environ['PATH']}"},
    )
    return json.loads(done.stdout)["typeCompleteness"]


def main() -> None:
    found = report(str(Path(sys.argv[1]).absolute()))
    print(f"{found['completenessScore']:.2%} of the types are known; {FLOOR:.0%} are needed")
    if found["completenessScore"] < FLOOR:
        for symbol in found["symbols"]:
            if symbol["isExported"] and not symbol["isTypeKnown"]:
                print(symbol["name"], *(x["message"] for x in symbol["diagnostics"]), sep="\n    ")
        sys.exit(1)


if __name__ == "__main__":
    main()
