"""How the documentation is built: ``make docs``; docs/index.md says what there is.

Nothing is asked of a network, when pages are built or when they are read: mathematics is MathML,
fonts are those of the reader, and names of other libraries are not linked (no inventories of
intersphinx, which would have to be fetched).
"""

import logging
import os
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "_ext"))
sys.path.insert(0, str(Path(__file__).parents[1] / "tools"))

import autograd_lite as ag

project = "autograd_lite"
author = copyright = "the authors of autograd_lite"
release = version = ag.__version__

extensions = [
    "myst_nb",
    "sphinx_copybutton",
    "sphinx.ext.autodoc",
    "as_on_the_code_host",
    "mathml",
    "pictures_in_words",
    "run_here",
    "write_reference",
]
root_doc = "index"
exclude_patterns = ["_ext", "_static", "_templates"]
source_suffix = {".md": "myst-nb", ".rst": "restructuredtext"}

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_typehints_format = "short"
autodoc_preserve_defaults = True
add_module_names = False
python_use_unqualified_type_names = True
toc_object_entries_show_parents = "hide"

# Pages of which the code is run: an error in one ends the build.
nb_execution_mode = "force"
nb_execution_in_temp = True
nb_execution_raise_on_error = True
nb_execution_show_tb = True
nb_execution_timeout = 120
nb_merge_streams = True
# Of an error that is wanted its message is shown, and not the lines and folders of this machine.
# Kernels do not warn that others here could listen, nor is it told that they start: no news.
_profile = Path(tempfile.mkdtemp(prefix="ipython-"), "profile_default")
_profile.mkdir()
(_profile / "ipython_config.py").write_text(
    "get_config().InteractiveShell.xmode = 'Minimal'\n"
    "get_config().IPKernelApp.log_level = 'ERROR'\n"
)
logging.getLogger("traitlets").setLevel(logging.WARNING)
os.environ["IPYTHONDIR"] = str(_profile.parent)

myst_enable_extensions = ["attrs_block", "colon_fence", "deflist"]
myst_fence_as_directive = ["math"]
myst_heading_anchors = 4
myst_url_schemes = {"http": None, "https": None, "mailto": None, "site": "{{path}}"}

nitpicky = True
highlight_language = "python"
copybutton_prompt_text = r">>> |\.\.\. |\$ "
copybutton_prompt_is_regexp = True

html_theme = "furo"
html_title = f"autograd_lite {release}"
html_static_path = ["_static"]
templates_path = ["_templates"]
html_css_files = ["site.css"]
html_js_files = [("site.js", {"defer": "defer"})]
html_copy_source = False
html_show_sphinx = False
html_last_updated_fmt = None
html_math_renderer = "mathml"
html_theme_options = {
    "light_css_variables": {
        "color-brand-primary": "#0b6b3a",
        "color-brand-content": "#0b6b3a",
    },
    "dark_css_variables": {
        "color-brand-primary": "#6fd39b",
        "color-brand-content": "#6fd39b",
    },
}
