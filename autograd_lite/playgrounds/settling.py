"""Settings that do not go together are made to, and what became of them is told in sentences."""

from dataclasses import replace

from autograd_lite.playgrounds.configuration import (
    DATA,
    MOST_CLASSES,
    USUAL,
    Configuration,
    SettingError,
)
from autograd_lite.playgrounds.targets import FITTING, as_bits, as_signs, classes_of, endings

Settled = tuple[Configuration, list[str]]


def settled(wanted: Configuration, before: Configuration | None = None) -> Settled:
    """The nearest configuration whose settings fit each other, and notes about what was changed.

    What differs from the configuration ``before`` is what a reader has just chosen: the others
    give way to it.

    >>> from dataclasses import replace
    >>> start = Configuration()
    >>> found, notes = settled(replace(start, loss="binary_cross_entropy"), start)
    >>> found.output, notes
    ('sigmoid', ['The output is now sigmoid: tanh does not go with binary_cross_entropy.'])

    Raises SettingError if own points have no such classes.
    """
    notes: list[str] = []
    found = _of_own_points(_data(wanted, before, notes), before, notes)
    return _ending(found, before, notes), notes


def _chosen(field: str, wanted: Configuration, before: Configuration | None) -> bool:
    return before is not None and getattr(wanted, field) != getattr(before, field)


def _data(wanted: Configuration, before: Configuration | None, notes: list[str]) -> Configuration:
    """Data that there are for the problem; points that were added to others go."""
    found = wanted
    if found.data not in DATA[found.problem]:
        if _chosen("problem", found, before) and not _chosen("data", found, before):
            found = replace(found, data=DATA[found.problem][0])
            notes.append(f"The data are now {found.data}: {wanted.data} is no {found.problem}.")
        else:
            problem = next(name for name, data in DATA.items() if found.data in data)
            found = replace(found, problem=problem)
            notes.append(f"The problem is now {problem}, as the data {found.data} are.")
    moved = before is not None and found.data != before.data and found.points == before.points
    if moved and found.points and found.data != "own":
        found = replace(found, points=())
        notes.append("The points of the other data are gone; undo brings them back.")
    return found


def _of_own_points(
    wanted: Configuration, before: Configuration | None, notes: list[str]
) -> Configuration:
    """Points whose targets are as the problem has them."""
    if wanted.kind == "numbers":
        return wanted
    targets = {point[2] for point in wanted.points}
    classes, found = wanted.classes, wanted
    if wanted.data == "own" and -1.0 in targets and targets <= {-1.0, 1.0}:
        found = replace(wanted, classes=2)
    elif wanted.data == "own" and targets and all(t in range(MOST_CLASSES) for t in targets):
        found = replace(wanted, classes=max(classes, int(max(targets)) + 1))
        if classes == 2 and targets <= {0.0, 1.0}:
            signs = tuple((x, y, as_signs(t)) for x, y, t in wanted.points)
            if 0.0 in targets:
                found = replace(wanted, points=signs)
                notes.append("The classes 0 and 1 are now −1 and 1.")
    if found.data == "own" and found.classes != classes:
        notes.append(f"The number of classes is now {found.classes}, as your points have it.")
    allowed = classes_of(found)
    if found.data != "own" and before is not None and found.points == before.points:
        found = _added_before(found, before, notes)
    for t in sorted({point[2] for point in found.points} - {*allowed}):
        named = ", ".join(str(k).replace("-", "−") for k in allowed)
        raise SettingError("points", f"a class is one of {named}, and {t:g} is none")
    return found


def _added_before(found: Configuration, before: Configuration, notes: list[str]) -> Configuration:
    """Points that were added to as many classes as there were before."""
    points = found.points
    if before.kind != found.kind:  # −1 and 1 of two are 0 and 1 of several
        renamed = as_signs if found.kind == "two" else as_bits
        points = tuple((x, y, renamed(t)) for x, y, t in points)
    kept = tuple(point for point in points if point[2] in classes_of(found))
    if len(kept) < len(points):
        notes.append("Points of classes that are no more are gone; undo brings them back.")
    return replace(found, points=kept)


def _ending(wanted: Configuration, before: Configuration | None, notes: list[str]) -> Configuration:
    """A last activation and a loss that fit the targets, and each other."""
    losses, usual = FITTING[wanted.kind], USUAL[wanted.kind]
    loss, output = wanted.loss, wanted.output
    loss_chosen, output_chosen = (_chosen(name, wanted, before) for name in ("loss", "output"))
    if before is not None and before.kind != wanted.kind:
        loss = loss if loss_chosen else usual["loss"]
        output = output if output_chosen else usual["output"]
    if loss not in losses:
        notes.append(f"The loss is now {usual['loss']}: {loss} is not for these targets.")
        loss = usual["loss"]
    if not _fit(loss, output):
        others = [name for name in losses if _fit(name, output)]
        if others and output_chosen and not loss_chosen:
            notes.append(f"The loss is now {others[0]}: {loss} does not go with {output}.")
            loss = others[0]
        else:
            fitting = (endings(loss) or (usual["output"],))[0]
            notes.append(f"The output is now {fitting}: {output} does not go with {loss}.")
            output = fitting
    return replace(wanted, loss=loss, output=output)


def _fit(loss: str, output: str) -> bool:
    """Whether a last activation is one of those that a loss can have."""
    outputs = endings(loss)
    return output != "softmax" if outputs is None else output in outputs
