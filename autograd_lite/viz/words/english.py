"""The catalogue of all words that a reader sees, in English, by where they stand.

What is in braces is put in; ``|`` stands between a form for one thing and one for several, chosen
by ``{count}``. An entry that is no whole sentence is part of another.
"""

from typing import Final

#: what a language is, besides its words
LANGUAGE: Final = {
    "code": "en",  # as HTML has it: de, zh-Hans
    "direction": "ltr",  # or rtl, from right to left
    "decimal": ".",  # the sign in numbers, . or ,
}

LISTS: Final = {
    "separator": ", ",
    "two": "{first} and {second}",
}

#: words that stand in formulas
FORMULA: Final = {
    "cases": "{value} if {condition} else {other}",
    "otherwise": "else",  # in the second line of two cases
    "more": "{count} more",
    "more_together": "{count} more: {together}",
}

#: the sentences of steps, in text; remarks
STORY: Final = {
    "given": "Given: {values}.",
    "constants": "Constants, which take no gradient: {values}.",
    "forward": "{equation}.",
    "seed": "The backward pass starts at the result: {gradient} = 1.",
    "nothing_sent": "All operands of {name} are constants: nothing is sent on.",
    "sent": (
        "To {operand}: upstream gradient {gradient} = {upstream} × local gradient "
        "{local_gradient} = {local} gives {product}, {arrival}."
    ),
    "sent_together": (
        "To {operands}: upstream gradient {gradient} = {upstream} × local gradients, "
        "Σ = {local}, gives Σ = {product}."
    ),
    "operands": "… {count} more operand|… {count} more operands",
    "operands_of": "{count} more operand of {name}: |{count} more operands of {name}: ",
    "operand": "{name} (operand {place})",
    "zero": "{product} (an upstream gradient of 0 sends 0, whatever the local one)",
    "only": "which is {gradient}",
    "first": "the first of several to arrive",
    "so_far": "added up so far: {total}",
    "last": "added up: {gradient} = {total}",
    "result": "The gradient: {gradients}.",
    "no_gradient": "No leaf takes a gradient.",
    "told_together": (
        "{count} of {all} products are told together, not one by one (max_edges={most})."
    ),
    "changed": (
        "Operands of {names} have been changed since the forward pass; the numbers told are those "
        "of the forward pass where it kept them. Run it again."
    ),
    "gradients_elsewhere": (
        "The leaves have gradients of backward passes that did not go through {name}: {gradients}."
    ),
    "gradients_scaled": (
        "The last backward pass brought {name} the gradient {factor} instead of 1, and so the "
        "leaves have {factor} times the gradients told here: {gradients}."
    ),
    "gradients_repeated": (
        "The leaves have {factor} times the gradients told here, as {factor} backward passes "
        "without zero_grad() leave them: {gradients}."
    ),
    "other_gradients": "The backward passes so far have left other gradients: {gradients}.",
}

#: the table of an explanation
EXPLAIN: Final = {
    "node": "node",
    "formula": "formula",
    "value": "value",
    "upstream": "upstream",
    "towards": "towards",
    "local": "local gradient",
    "product": "product",
    "accumulated": "accumulated",
    "given": "given: {values}",
    "leaf": "given",  # in place of a formula
    "where": "where {values}",
    "together": "Through {loss} and {activation} together: {equations}.",
}

#: where local gradients come from: the rules that lines name, which are joined by commas
DERIVATION: Final = {
    "heading": "Where {gradient} = {formula} comes from",
    "known_result": "{gradient} = {formula} is a known derivative.",
    "question": "Where does this come from?",
    "notation": "definition",
    "definition": "definition of {about}",
    "textbook": "definition of {about}",
    "branch": "{about} where {conditions}",
    "inverse": "because {about}",
    "substitution": "substitution",
    "constant": "derivative of a constant",
    "factor": "constant factor",
    "sum": "sum rule",
    "product": "product rule",
    "quotient": "quotient rule",
    "chain": "chain rule",
    "power": "power rule",
    "exponential": "exponential rule",
    "known": "known derivative",
    "reciprocal": "inverse function rule",
    "letters": "substituted",
    "back": "substituted back",
    "symbols": "because {about}",
    "recognized": "because {about}",
    "simplified": "simplified",
    "rearranged": "another form of it",
    "completed": "{about} added and taken away again",
    "split": "fraction split",
    "divided": "numerator and denominator divided by {about}",
    "factored": "factored out",
}

#: the slides of a walkthrough: titles in the list of steps, headings, tables, remarks
SLIDES: Final = {
    "title": "{name} and its gradient, step by step",
    "title_given": "Given",
    "title_forward": "Forward: {name}",
    "title_seed": "{gradient} = 1",
    "title_backward": "Backward: {name} → {targets}",
    "title_result": "The gradient",
    "no_targets": "nothing",
    "heading_given": "The numbers that are given",
    "heading_forward": "Forward through {operation}: the value of {name}",
    "heading_seed": "The backward pass starts at the result",
    "heading_backward": "Backward through {operation}: what {name} sends on",
    "heading_result": "The gradient of {name}",
    "seed": (
        "A change of the result changes the result by just as much: the first upstream gradient."
    ),
    "constants": (
        "{names} is a constant: no gradient flows to it.|"
        "{names} are constants: no gradient flows to them."
    ),
    "more": "… ({count} more)",
    "to": "to",
    "upstream": "upstream gradient",
    "local": "local gradient",
    "downstream": "downstream gradient",
    "value": "value",
    "gradient": "gradient",
    "first": "the first of several to arrive",
    "so_far": "added to the others: {total} so far",
    "last": "added to the others: {total}",
    "together": "together",
}

#: parts of a large graph that are told in one step: modules, layers, what is left out
PARTS: Final = {
    "layer": "Layer {number}",  # one that the graph shows by itself
    "time": "{name}, call {number}",
    "rest": "{count} more operation|{count} more operations",
    "title_forward": "Forward: {name}",
    "title_backward": "Backward: {name}",
    "heading_forward": "Forward through {name}: {inputs} in, {outputs} out",
    "heading_backward": "Backward through {name}",
    "in": "in",
    "out": "out",
    "arrives": "arrives",
    "sent": "sent on",
    "parameters": "parameters",
    "spoken_in": "{count} value goes in: {values}.|{count} values go in: {values}.",
    "spoken_out": "{count} value comes out: {values}.|{count} values come out: {values}.",
    "spoken_arrives": "{count} gradient arrives: {values}.|{count} gradients arrive: {values}.",
    "spoken_sent": (
        "{count} gradient is sent on: {values}.|{count} gradients are sent on: {values}."
    ),
    "nothing_sent": "What goes in takes no gradient: nothing is sent on.",
    "norm": (
        "The gradient of its {count} parameter has the norm {norm}.|"
        "The gradient of its {count} parameters has the norm {norm}."
    ),
    "count": "{count} parameter|{count} parameters",
    "operations": "The operation inside|The {count} operations inside",
    "gradients": "The gradient of its parameter|The gradients of its {count} parameters",
    "folded": "Of the {count} nodes of the graph, these are told together: {names}.",
    "moves": (
        "{name}: {count} parameter moves by {norm}.|"
        "{name}: {count} parameters move, by {norm} together."
    ),
}

#: several iterations: updates of parameters, and what they do to the result
UPDATES: Final = {
    "title": "{name}, its gradient and {count} update, step by step|"
    "{name}, its gradient and {count} updates, step by step",
    "iteration": "Iteration {number}",
    "title_iteration": "Iteration {number}: given",
    "heading_first": "Iteration {number}: the numbers that are given",
    "heading_again": "Iteration {number}: the numbers after the update",
    "replayed": (
        "The same operations as before, with the new numbers. A branch of the program stays the "
        "one that was recorded."
    ),
    "title_update": "Update: {names}",
    "heading_update": "Update by {optimizer}: a step against the gradient",
    "rate": "The learning rate is α = {rate}.",
    "clipped": (
        "The optimizer clips the gradient to g first: its norm goes from {before} to {after}."
    ),
    "more": "{count} more parameter moves too.|{count} more parameters move too.",
    "becomes": "{name} becomes {value}.",
    "title_comparison": "Before and after",
    "heading_comparison": "{name} before and after the update|"
    "{name} before and after {count} updates",
    "falls": "{name} falls from {before} to {after}.",
    "rises": "{name} rises from {before} to {after}.",
    "other": "{name} was {before} and is {after}.",
    "from_to": "{name} goes from {before} to {after}.",
}

#: the headings of a worksheet
WORKSHEET: Final = {
    "given": "Given",
    "forward": "Forward pass",
    "backward": "Backward pass",
    "sent": "What {name} sends on",
    "answers": "Answers",
}

#: a deck that asks: its slides, and what it says of wrong numbers
PRACTICE: Final = {
    "title": "{title}?",
    "ask": (
        "Type each missing number, for example as 0.125 or 1/8, and press Enter. "
        "The next step shows the answer."
    ),
    "spoken": "Your turn: {equations}.",
    "missing": "?",
    "label": "{formula}, blank {number}",
    "multiply_local": (
        "That is the upstream gradient {gradient}: multiply it by the local gradient {local}."
    ),
    "multiply_upstream": (
        "That is the local gradient {local}: multiply it by the upstream gradient {gradient}."
    ),
    "added": "You have added: the upstream and the local gradient are multiplied.",
    "divided": "You have divided: the upstream and the local gradient are multiplied.",
    "all_arriving": "That is all that arrives at {name}; asked for is what {consumer} sends.",
    "one_arriving": "That is one of the gradients that arrive at {name}: add all of them up.",
    "local_of_other": "You have taken {local}: the local gradient with respect to {name}.",
    "value_for_local": (
        "You have multiplied by the value of {name}, and not by the local gradient {local}."
    ),
    "is_value": "That is the value of {name}, and not a gradient.",
    "is_upstream": "That is the upstream gradient {gradient}; asked for is the local one, {local}.",
    "is_downstream": "That is the downstream gradient; asked for is the local one, {local}.",
    "mixed_up": "You have put in {operand} where {name} belongs.",
    "goes_in": "That is {name}, which goes in; asked for is what comes out.",
}

#: the page around the slides; a template of the page has them as $page_…
PAGE: Final = {
    "forward": "forward values",
    "backward": "gradients, backward",
    "steps": "Steps",
    "skip": "Skip to the step",
    "picture": "The graph, with the numbers known so far",
    "picture_frame": "Picture",
    "slide": "The step",
    "alone": "Picture alone",
    "alone_hint": "Picture alone (F; Escape)",
    "larger": "Zoom in",
    "larger_hint": "Zoom in (+)",
    "smaller": "Zoom out",
    "smaller_hint": "Zoom out (−)",
    "whole": "Zoom back",
    "whole_hint": "Zoom back (0)",
    "first": "First step",
    "first_hint": "First step (Home)",
    "back": "Step back",
    "back_hint": "Step back (←)",
    "play": "Play",
    "play_hint": "Play, pause (P)",
    "next": "Next step",
    "next_hint": "Next step (→, space)",
    "last": "Last step",
    "last_hint": "Last step (End)",
    "panel": "Change numbers",
    "panel_hint": "Change numbers (L)",
    "parameters": "Parameters",
    "given": "Given",
    "reset": "Reset",
    "random": "Random",
    "undo": "Undo",
    "redo": "Redo",
    "descend": "Gradient descent",
    "rate": "Learning rate α",
    "run": "Run",
    "by_steps": "Steps",
    "epochs": "Epochs",
    "go": "Go",
    "curve": "Cost over the steps",
    "history": "History",
    "example": "Example",
    "used": "A step uses",
    "together": "all together",
    "in_turn": "in turn",
    "one_example": "this one alone",
    "step": "Step",
    "speed": "Speed",
    "frame": "Walkthrough",
}

#: what the script of a page says; it has them as ``words``
SCRIPT: Final = {
    "position": "Step {step} of {steps}: {title}",
    "play": "Play",
    "pause": "Pause",
    "changed": "{what}: {equation}",
    "at_step": "Step {step}",
    "mean": "mean of {name}",
    "curve": "Cost over the steps: {first} … {last}",
    "not_finite": "{equation}: no step leads on from here. Undo it or reset.",
    "random": "Random parameters",
    "reset": "Reset",
    "run": "Run",
    "stop": "Stop",
    "right": "Right.",
    "no_number": "That is no number. Write it as 0.125, 1/8 or 2.5e-3.",
    "sign": "The size is right, but the sign is not.",
    "point": "The digits are right, but the decimal point is not.",
    "upside_down": "That is upside down: 1 divided by what is asked for.",
    "close": "Close. Calculate with more digits.",
    "wrong": "Not yet. Look at each of the factors again.",
}

#: pictures of graphs: their notes, and their text for those who do not see them
DIAGRAM: Final = {
    "page": "Graph",
    "values": "{count} value|{count} values",
    "wires": "{count} wire|{count} wires",
    "nodes": "{count} node|{count} nodes",
    "parameters": "{count} parameter|{count} parameters",
    "leaves": "{count} leaf|{count} leaves",
    "operations": "{count} operation|{count} operations",
    "more_leaves": "… {count} more leaf|… {count} more leaves",
    "more_operations": "… {count} more operation|… {count} more operations",
    "in_boxes": "{nodes} in {count} box|{nodes} in {count} boxes",
    "drawn_as": "{wires} drawn as {count}",
    "data": "data",
    "gradient": "grad",
    "gradient_norm": "‖grad‖ {norm}",
    "wide_wires": "the wider a wire, the larger the gradient that flows back along it",
    "description": "graph of {size}",
    "left_out": "left out: {what}",
    "told": "{name} = {value}",  # in words, of a leaf and of the result of an operation
    "told_operation": "{name} = {operation} of {operands} = {value}",
    "told_gradient": "{told}, gradient {gradient}",
    "told_more": "{count} more",
}

#: batches, told in matrices: pictures, explanations and walkthroughs
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
    "seed": (
        "A change of the result changes the result by just as much: the first upstream gradient."
    ),
    "unused": "{equation} is not used: no gradient flows to {name}, which is given.",
    "to": "To {name}",
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
    "description": "a batch of {examples} in matrices: {names}",
}

#: pictures of networks: headings of columns, what is left out, and what the width of a wire means
NETWORK: Final = {
    "inputs": "Input",
    "hidden": "Hidden",
    "hidden_of_several": "Hidden {number}",
    "output": "Output",
    "softmax": "Softmax",
    "maxout": "Maxout",
    "loss": "Loss",
    "more": "{count} more",
    "class": "class {number} of {count}",
    "weight": "weight {number}",
    "gradient": "gradient of a weight {number}",
    "width": "the wider, the larger",
    "whole_gradients": (
        "A parameter shows its whole gradient, also what came to it in other ways."
    ),
    "told": "network of {sizes}",
    "told_column": "{title}: {values}",
    "told_layer": "{title} ({activation}): {values}",
    "parameters": "Weights and biases",
    "target": "Target",
}

#: the page of a function, which a pointer moves over; its script has all of it as ``words``
EXPLORE: Final = {
    "title": "{function} and its gradient",
    "plot": "Plot, in which the arrow keys move the point",
    "numbers": "At the point",
    "tangent": "tangent",
    "gradient": "gradient",  # the heading of a column
    "graph": "How it is computed",
    "keys_curve": (
        "The point follows the pointer, a finger, or the keys ← and → (with Shift in larger "
        "steps). Wheel, two fingers, + and − zoom in on it; 0 zooms back."
    ),
    "keys_field": (
        "The point follows the pointer, a finger, or the arrow keys (with Shift in larger steps). "
        "Wheel, two fingers, + and − zoom in on it; 0 zooms back."
    ),
    "undefined": "Here the function has no number.",
    "no_tangent": "Here the curve has no tangent.",
    "gaps": "From {low} to {high} the curve has gaps.",
    "distance": (
        "From {low} to {high} the curve is at most {distance} away from its tangent: "
        "{share} % of the height of the window."
    ),
    "no_plane": "Here the function has no gradient.",
    "flat": "The gradient is 0: from here no direction leads up or down at first.",
    "gaps_plane": "In this window the function has gaps.",
    "distance_plane": (
        "In this window the function is at most {distance} away from its tangent plane: "
        "{share} % of the range of its values."
    ),
    "title_model": "{model} learns",
    "plane": "Plane with points, in which the arrow keys move the pointer",
    "prediction": "prediction",
    "target": "target",
    "training": "Training",
    "train": "Train",
    "pause": "Pause",
    "at_once": "At once",
    "renew": "New start weights",
    "rate": "learning rate",
    "steps": "steps",
    "size": "points a step",
    "add": "Add point",
    "undo": "Undo",
    "clear": "Clear",
    "keys_plane": (
        "Move over the plane with the pointer, a finger or the arrow keys; a press or Enter adds a "
        "point. Wheel, two fingers, + and − zoom, 0 zooms back; to drag moves the plane."
    ),
    "untrained": "cost {cost}",
    "trained": "{steps} steps, cost {cost}",
    "failed": "After {steps} steps the numbers are too large: take a smaller learning rate.",
    "pointed": "{names} = {x}, {other} = {y}: prediction {answer}",
    "added": "Added at {x}, {y}: {number} points",
}

CATALOGUE: Final = {
    "language": LANGUAGE,
    "list": LISTS,
    "formula": FORMULA,
    "story": STORY,
    "explain": EXPLAIN,
    "derivation": DERIVATION,
    "slides": SLIDES,
    "worksheet": WORKSHEET,
    "practice": PRACTICE,
    "parts": PARTS,
    "updates": UPDATES,
    "page": PAGE,
    "script": SCRIPT,
    "diagram": DIAGRAM,
    "batch": BATCH,
    "network": NETWORK,
    "explore": EXPLORE,
}
