"""Pages of which the code is run in the browser, by Python and the library among the site's files.

Python is Pyodide and the layout program Viz.js, both from npm: ``make docs`` fetches them. Where
they are not there, a page says so in the place where its button would be.
"""

import shutil
import sys
import zipfile
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx

PAGES = {"how-to/browser"}
#: what such a page has where the button shall be
PLACE = '<div id="run-here"></div>'
#: the script of such a page, and what it needs
STATIC = Path(__file__).parents[1] / "_static" / "run"
#: where the Makefile puts what it fetches
FETCHED = Path(sys.prefix, "node_modules")
PYODIDE = [
    FETCHED / "pyodide" / name
    for name in (
        "pyodide.mjs",
        "pyodide.asm.mjs",
        "pyodide.asm.wasm",
        "python_stdlib.zip",
        "pyodide-lock.json",
        "package.json",  # which says the version and the licence
    )
]
VIZ = [FETCHED / "@viz-js" / "viz" / name for name in ("dist/viz.js", "package.json")]
#: the library, and what it imports to draw and to say what is missing
LIBRARY = ("autograd_lite", "graphviz", "packaging")
LEFT_OUT = {"_native", "__pycache__"}
NOT_FETCHED = (
    "This page was built where Python for the browser could not be fetched from npm: "
    "its cells can be read, and not be run."
)
FROM_A_SERVER = (
    "This page was opened as a file, and a browser loads Python from a server alone. One on this "
    "machine does: <code>python -m http.server -b localhost -d out/docs</code>, and then "
    '<a href="http://localhost:8000/how-to/browser.html">localhost:8000/how-to/browser.html</a>.'
)


def is_there() -> bool:
    """Whether Python for the browser was fetched."""
    return all(path.exists() for path in PYODIDE + VIZ)


def put(folder: Path) -> None:
    """Put into a folder what its page.js loads."""
    for name, paths in (("pyodide", PYODIDE), ("viz", VIZ)):
        (folder / name).mkdir(parents=True, exist_ok=True)
        for path in paths:
            shutil.copy(path, folder / name)
    pack(folder / "library.zip")


def pack(path: Path) -> None:
    """Write the library as its pure wheel has it, with what it needs."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, strict_timestamps=False) as archive:
        for name in LIBRARY:
            found = metadata.distribution(name)
            about = Path(f"{name}-{found.version}.dist-info")
            said = found.read_text("METADATA") or found.read_text("PKG-INFO")
            archive.writestr(str(about / "METADATA"), said)
            for file in found.files or []:
                if "LICENSE" in file.name and file.parts[0] != name:  # those inside come below
                    archive.write(file.locate(), about / "licenses" / file.name)
            root = Path(find_spec(name).origin).parent
            for file in sorted(root.rglob("*")):
                within = file.relative_to(root.parent)
                if file.is_file() and file.suffix != ".pyi" and LEFT_OUT.isdisjoint(within.parts):
                    archive.write(file, within)


def panel(folder: Path) -> str:
    """What stands in the place: a button, if its files are in a folder, or why there is none."""
    if not is_there():
        return f'<div id="run-here"><p>{NOT_FETCHED}</p></div>'
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    return (
        '<section id="run-here" aria-label="Python in this page"><p>'
        f'<button type="button" hidden>Load Python, {size / 1e6:.0f} MB</button> '
        f'<span role="status"></span></p><p class="from-a-server" hidden>{FROM_A_SERVER}</p>'
        "<noscript><p>Without scripts the cells can be read, and not be run.</p></noscript>"
        "</section>"
    )


def on_start(app: "Sphinx") -> None:
    """Put the files where the static ones will be."""
    if is_there() and app.builder.format == "html":
        put(Path(app.outdir, "_static", "run"))


def on_page(app: "Sphinx", page: str, template: str, context: dict[str, Any], tree: Any) -> None:
    """Fill the place, and bring the script and its looks."""
    if page in PAGES:
        context["body"] = context["body"].replace(PLACE, panel(Path(app.outdir, "_static", "run")))
        app.add_js_file("run/page.js", defer="defer")
        app.add_css_file("run/run.css")


def setup(app: "Sphinx") -> dict[str, Any]:
    """Listen."""
    app.connect("builder-inited", on_start)
    app.connect("html-page-context", on_page)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
