"""The machine in words."""

import os
import platform
import subprocess
from pathlib import Path


def cores() -> int:
    """How many this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def describe() -> str:
    """Processor, cores, operating system, Python."""
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return f"{_processor()}, {cores()} cores, {_system()}, {python}"


def _processor() -> str:
    try:
        text = Path("/proc/cpuinfo").read_text()
        found = dict(line.split(":", 1) for line in text.splitlines() if ":" in line)
        return {name.strip(): x.strip() for name, x in found.items()}["model name"]
    except (OSError, KeyError):
        command = ["sysctl", "-n", "machdep.cpu.brand_string"]
        try:
            return subprocess.run(
                command, capture_output=True, text=True, check=True
            ).stdout.strip()
        except (OSError, subprocess.CalledProcessError):
            return platform.processor() or platform.machine()


def _system() -> str:
    try:
        name = platform.freedesktop_os_release()["PRETTY_NAME"]
    except OSError:
        return f"{platform.system()} {platform.release()}"
    library = " ".join(platform.libc_ver())
    return f"{name} ({library})" if library else name
