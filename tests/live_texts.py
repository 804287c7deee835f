"""What a live page shows with other numbers, worked out without a browser."""

import re

from autograd_lite.compiler.program import evaluate
from autograd_lite.viz.formula.formulas import number, term
from autograd_lite.viz.formula.scripts import MathML, Text

MARK = re.compile("\ufdd0(\\d+) (\\w)(\\w)\ufdd1[^\ufdd2]*\ufdd2")
CHAIN = re.compile("\ufdd3([^\ufdd5]*)\ufdd5")
VARIANT = re.compile("\ufdd6([^\ufdd7]*)\ufdd7([^\ufdd8]*)\ufdd8")


def filled(text, numbers, precision=4):
    """A text with marks, as it reads with the numbers of the slots."""
    scripts = {"t": Text(precision), "m": MathML(precision), "g": Text(precision)}

    def written(found):
        value, script = numbers[int(found[1])], scripts[found[2]]
        if found[3] == "s":
            return script.later_term(term(value))
        return script._held(number(value), int(found[3]))

    variants = VARIANT.findall(text)
    if variants:
        holding = [each for when, each in variants if all(numbers[int(i)] for i in when.split())]
        text = holding[0]
    return CHAIN.sub(_shortened, MARK.sub(written, text))


def _shortened(found):
    sign, *links = found[1].split("\ufdd4")
    following = [*map(_read, links[1:]), None]
    return sign.join(
        link for link, after in zip(links, following, strict=True) if _read(link) != after
    )


def _read(link):
    labels = re.findall('aria-label="([^"]*)"', link)
    return re.sub(r"\s|<[^>]*>", "", "".join(labels) or link)


def shown(markup):
    """The words and formulas of a body, without derivations, whose lines are no numbers."""
    return re.sub(r"\s+", " ", re.sub(r"(?s)<details.*?</details>", "", markup)).replace('" ', '"')


def results(live, numbers):
    """The numbers of the slots for those of the leaves, by their names."""
    program = live.recorder.program()
    return evaluate(program, [numbers[each.name] for each in program.inputs])
