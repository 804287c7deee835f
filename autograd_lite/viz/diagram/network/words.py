"""The words of a network's picture, as templates."""

from typing import Final

WORDS: Final = {
    "inputs": "Input",
    "hidden": "Hidden {number}",
    "the hidden": "Hidden",
    "output": "Output",
    "softmax": "Softmax",
    "maxout": "Maxout",
    "loss": "Loss",
    "more": "{count} more",
    "class": "class {number} of {count}",
    "weight": "weight",
    "gradient": "gradient of a weight",
    "width": "the wider, the larger",
}
