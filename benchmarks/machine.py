"""The machine in words."""

import math
import os
import platform
import subprocess
import sys
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


def resident_memory() -> float:
    """Bytes of this process in memory; where that is not told, the most there were."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except OSError:
        return most_memory()
    return float(pages * os.sysconf("SC_PAGE_SIZE"))


def most_memory() -> float:
    """The most bytes that this process had in memory; nan where that is not told."""
    try:
        import resource
    except ImportError:
        return math.nan
    unit = 1 if sys.platform == "darwin" else 1024
    return float(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit)
