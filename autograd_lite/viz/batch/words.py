"""The words that a batch is told in, with places for names and numbers.

What has ``|`` in it has a form for one thing and one for several, chosen by ``count``.
"""

from typing import Final, Protocol

from autograd_lite.viz.bounds import grouped

BATCH: Final = {
    "more_columns": "… {count} more column|… {count} more columns",
    "more_rows": "… {count} more row|… {count} more rows",
    "examples": "{count} example|{count} examples",
    "rows_of": "rows of",
    "part_given": "Given: m = {examples}",
    "part_forward": "Forward pass",
    "part_backward": "Backward pass",
    "title": "{name} and its gradient for {examples} at once, step by step",
    "title_given": "Given",
    "title_forward": "Forward: {name}",
    "title_seed": "{gradient} = 1",
    "title_backward": "Backward: {name} → {targets}",
    "title_result": "The gradient",
    "heading_given": "The numbers that are given for {examples}",
    "heading_forward": "Forward: the value of {name}, {shape}",
    "heading_seed": "The backward pass starts at the result",
    "heading_backward": "Backward: what {name} sends on",
    "heading_result": "The gradient of {name}",
    "columns": "Every column of {names} is an example: m = {count}.",
    "constants": "No gradient flows to {names}, for they are given.|No gradient flows to {names}.",
    "seed": (
        "A change of the result changes the result by just as much: the first upstream gradient."
    ),
    "unused": "{equation} is not used: no gradient flows to {name}, which is given.",
    "to": "To {name}",
    "upstream": "upstream gradient",
    "local": "local gradient",
    "downstream": "downstream gradient",
    "entries": "Upstream and local gradient are multiplied entry by entry: ⊙.",
    "product": "The matrix product adds up over the {count} examples.",
    "inner": "The matrix product adds up over the rows of {name}.",
    "sum": "All examples share {name}: what their columns send is added up.",
    "columns_way": (
        "An entry of {name} acts on all results of its column; what they send back is added up."
    ),
    "copy": "What arrives is passed on.",
    "cost": "The first upstream gradient is 1, so this is the gradient itself.",
    "arrives_first": "It is the first of several to arrive at {name}.",
    "arrives_so_far": "It is added to what has arrived at {name}: {total} so far.",
    "arrives_last": "It is added to what has arrived at {name}: {total}.",
    "entry_by_entry": "The sums over the examples, entry by entry",
    "spoken_given": "Given: {values}.",
    "spoken_forward": "{equation}.",
    "spoken_seed": "The backward pass starts at the result: {gradient} = 1.",
    "spoken_sent": "To {name}: {equations}. {remarks}",
    "spoken_result": "The gradient: {values}.",
    "value": "value",
    "gradient": "gradient",
    "description": "a batch of {examples} in matrices: {names}",
}


class Words(Protocol):
    """What fills the templates of a language."""

    def __call__(self, key: str, /, **fields: "str | int") -> str:
        """The entry in plain text."""


def english(key: str, /, **fields: "str | int") -> str:
    """An entry in plain text."""
    forms = BATCH[key.removeprefix("batch.")].split("|")
    form = forms[-1] if fields.get("count") != 1 else forms[0]
    shown = {name: grouped(x) if isinstance(x, int) else x for name, x in fields.items()}
    return form.format_map(shown)
