"""Writes every file that is made from the table and the docstrings: ``make rules`` runs this.

The rules that were made of an earlier table, which may name rows that are gone, are not loaded; and
no file is touched unless all can be made.
"""

import os
import sys
from types import ModuleType
from typing import Any


class Records(dict[Any, Any]):
    """In place of the rules that are to be made: for each row, one that asks its record."""

    def __missing__(self, operation: Any) -> Any:
        from autograd_lite.engine.rule import Rule

        return Rule(operation)


def do_without_rules() -> None:
    """See to it that the package can be imported, whatever the file of the rules says."""
    os.environ["AUTOGRAD_LITE_ENGINE"] = "python"
    rules = ModuleType("autograd_lite.engine.rules")
    vars(rules).update(RULES=Records(), WITH_CHEAP_GRADIENTS={})
    sys.modules[rules.__name__] = rules


def make_all() -> None:
    """Make them all, then write them."""
    import make_doors
    import make_losses
    import make_methods
    import make_operations
    import make_reference
    import make_rules
    import make_types

    single = (
        make_rules, make_types, make_methods, make_operations, make_losses, make_reference
    )  # fmt: skip
    made = {each.PATH: each.text() for each in single} | make_doors.texts()
    for path, text in made.items():
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    do_without_rules()
    make_all()
