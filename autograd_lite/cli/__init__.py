"""The command line: ``autograd-lite``, or ``python -m autograd_lite``.

* ``program``: runs a command, and says what went wrong;
* ``options``: what can be written after a command;
* ``commands``: what every command makes of that;
* ``documentation``: where the pages of the documentation are;
* ``expressions``: the expression of a command, and the values of its names.
"""

from autograd_lite.cli.program import main

__all__ = ["main"]
