"""Install the peers that there are wheels of, one by one: the others are left out.

python benchmarks/install.py
"""

import subprocess
import sys
import tomllib
from pathlib import Path


def main() -> None:
    """Go through the dependency group."""
    project = tomllib.loads(Path(__file__).parents[1].joinpath("pyproject.toml").read_text())
    for peer in project["dependency-groups"]["peers"]:
        command = [sys.executable, "-m", "pip", "install", "-q", "--only-binary", ":all:", peer]
        if subprocess.run(command).returncode:
            print(f"{peer} could not be installed, and is left out")


if __name__ == "__main__":
    main()
