"""What is installed, what works, and what to install for the rest."""

import platform
from collections.abc import Iterator
from contextlib import suppress
from importlib import metadata

from autograd_lite.compiler import compile
from autograd_lite.compiler.backends import BACKENDS
from autograd_lite.engine import engine_info
from autograd_lite.system.requirements import PACKAGE, installation, requirements
from autograd_lite.viz.diagram import layout


def diagnose() -> tuple[str, bool]:
    """The report, and whether pictures can be drawn."""
    picture, draws = _try_layout()
    found = ", ".join(program.name for program in layout.layout_programs())
    lines = [
        f"{version()}, Python {platform.python_version()}, "
        f"{platform.system()} {platform.machine()}",
        "",
        "Engine",
        *_columns([engine_info()]),
        "",
        f"Pictures (layout programs found, best first: {found or 'none'})",
        f"  {picture}",
        "",
        "Compiled code",
        *_columns([*((name, _try_backend(name)) for name in BACKENDS), *_target()]),
        "",
        "Packages",
        *_columns(list(_packages())),
    ]
    return "\n".join(lines), draws


def version() -> str:
    """The name of the package and its version."""
    return f"{PACKAGE} {_installed(PACKAGE) or '(run from a folder, not installed)'}"


def _try_layout() -> tuple[str, bool]:
    """Draw a picture; by whom it was drawn, or what to do."""
    try:
        layout.lay_out("digraph { a -> b }")
        return f"drawn by {layout.layout_program().name}", True
    except layout.LayoutError as error:
        return f"no: {error}", False


def _try_backend(name: str) -> str:
    """Compile a function; whether it works, or what to do."""
    try:
        works = compile(lambda x: x * x, backend=name)(3.0) == 9.0
    except (ImportError, ValueError) as error:
        return f"no: {error}"
    return "works" if works else "no: it computes a wrong result"


def _target() -> list[tuple[str, str]]:
    """What machine code is made for, if it is."""
    with suppress(ImportError, ValueError):
        from autograd_lite.compiler.backends.llvm.target import target

        return [("for", str(target()))]
    return []


def _packages() -> Iterator[tuple[str, str]]:
    """What the package asks for here, and what is there of it."""
    for name, extra in requirements():
        command = installation(extra) if extra else f"pip install {name}"
        purpose = f" (optional: {extra})" if extra else ""
        there = _installed(name)
        yield name, f"{there}{purpose}" if there else f"not found{purpose}: {command}"


def _installed(package: str) -> str | None:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None


def _columns(rows: list[tuple[str, str]]) -> list[str]:
    width = max((len(name) for name, _ in rows), default=0)
    return [f"  {name:{width}}  {text}" for name, text in rows]
