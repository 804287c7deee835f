"""The words that a batch is told in, with places for names and numbers."""

from typing import Final

#: of one, and of several
MORE_COLUMNS: Final = ("… {count} more column", "… {count} more columns")
MORE_ROWS: Final = ("… {count} more row", "… {count} more rows")
EXAMPLES: Final = ("{count} example", "{count} examples")
OUTPUTS: Final = "n = {count} outputs"

GIVEN: Final = "Given"
FORWARD: Final = "Forward pass"
BACKWARD: Final = "Backward pass"
RESULT: Final = "The gradient"

TITLE: Final = "{examples} at once: {cost} and its gradient, step by step"
TITLES: Final = {
    "given": "Given",
    "forward": "Forward: {name}",
    "seed": "{derivative} = 1",
    "backward": "Backward: {name} → {targets}",
    "result": "The gradient",
}
HEADINGS: Final = {
    "given": "The numbers that are given: {examples}, one column each",
    "forward": "Forward through {symbol}: the value of {name}",
    "seed": "The backward pass starts at the result",
    "backward": "Backward through {symbol}: what {name} sends on",
    "result": "The gradient of {name}",
}
SHAPE: Final = "{name} is {rows}×{columns}"
COLUMN: Final = "Every column is an example: m = {count}."
SEED: Final = "Moving the result moves the result just as much: the first upstream gradient."
NOT_USED: Final = "{derivative} is not used: no gradient flows to {name}, which is given."
UPSTREAM: Final = "upstream gradient"
LOCAL: Final = "local gradient"
DOWNSTREAM: Final = "downstream gradient"
TO: Final = "to {name}"
#: how upstream and local gradient make the downstream gradient
WAYS: Final = {
    "entries": "Every entry by itself: upstream ⊙ local.",
    "product": "The product of the matrices adds up over the examples.",
    "inner": "The product of the matrices adds up over the rows.",
    "sum": "{name} is the same for all examples: their gradients are added up.",
    "columns": "Column by column: each entry of {name} acts on every result of its column, and what "
    "they send back is added up.",
    "copy": "What arrives is passed on as it is.",
}
FIRST_ARRIVAL: Final = "The first of several to arrive at {name}."
LAST_ARRIVAL: Final = "Added to the others."
SO_FAR: Final = "Added to the others so far."
ENTRIES: Final = "Entry by entry"
#: spoken
TOLD_GIVEN: Final = "Given: {equations}."
TOLD_FORWARD: Final = "{equation}; {shape}."
TOLD_SEED: Final = "The backward pass starts at the result: {derivative} = 1."
TOLD_SENT: Final = (
    "To {name}: upstream gradient {upstream}, local gradient {local}. {way} This gives {product}."
)
TOLD_RESULT: Final = "The gradient: {equations}."
#: alternative text of the picture
DESCRIPTION: Final = "a batch of {count} examples in matrices: {names}"
