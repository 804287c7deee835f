"""What the matrices of a batch are called: W, X, b, Z, Ŷ, after the labels of what is in them."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

from autograd_lite.labels import SUBSCRIPT
from autograd_lite.viz.batch.matrices import Application, Matrix
from autograd_lite.viz.formula.names import Name, name_of, printable

COST, LOSS, TARGET, PREDICTION, INPUT = "C", "L", "Y", "Ŷ", "X"
_INDEX = re.compile(r"[\u2080-\u2089\u208d\u208e]+$")
_LETTER = re.compile(r"([a-z])([\u0300-\u036f]*)(?![a-zA-Z])")


def name_matrices(
    matrices: Iterable[Matrix], applications: Iterable[Application], prediction: Matrix | None
) -> None:
    """Give every matrix a name, and no name twice."""
    linear = [each for each in applications if each.how == "linear"]
    weights = {id(each.operands[0]) for each in linear}
    biases = {id(each.operands[2]) for each in linear if len(each.operands) > 2}
    wishes = []
    for matrix in matrices:
        wish, alone = _wish(matrix, id(matrix) in biases, id(matrix) in weights)
        wishes.append((matrix, PREDICTION if matrix is prediction else wish, alone))
    often = Counter(wish for _, wish, _ in wishes)
    taken: Counter[str] = Counter()
    for matrix, wish, alone in wishes:
        text = alone if wish and often[wish] > 1 and alone else wish
        while not text or taken[text] or (text == wish and often[wish] > 1):
            taken[wish] += 1
            text = (wish or "V") + str(taken[wish]).translate(SUBSCRIPT)
            if not wish and often[text]:
                text = ""
        taken[text] += 1
        matrix.name = name_of(text)


def _wish(matrix: Matrix, is_bias: bool, is_weight: bool) -> tuple[str, str]:
    """The name that a matrix should have, and another that is its own if others have that too."""
    if matrix.role == "cost":
        return COST, ""
    if matrix.given is not None:
        return TARGET, ""
    lanes = matrix.lanes
    if not matrix.shared and len({node.label for node in lanes[0].nodes}) > 1:
        return "", ""  # one entry of each column
    labels = [printable(lane.label) for lane in lanes]
    stems = {stem(label) for label in labels}
    base = stems.pop() if len(stems) == 1 else ""
    alone = labels[0] if len(lanes) == 1 else ""
    if is_bias:
        return base, alone
    if matrix.shared and not is_weight and matrix.shape[1] == 1:
        return alone or base, ""
    return _capital(base), _capital(alone)


def stem(label: str) -> str:
    """A label without the index at its end."""
    if match := re.fullmatch(r"([^\W\d_]+)_\w+", label):
        return match[1]
    return _INDEX.sub("", label)


def _capital(text: str) -> str:
    """A single letter as a capital, with its accents and indices; words stay what they are."""
    apart = unicodedata.normalize("NFD", text)
    if not _LETTER.match(apart):
        return text
    return unicodedata.normalize("NFC", apart[0].upper() + apart[1:])


def small(name: Name, index: str) -> Name:
    """An entry of a matrix: its name with a small letter and an index."""
    apart = unicodedata.normalize("NFD", name.text)
    return name_of(unicodedata.normalize("NFC", apart[:1].lower() + apart[1:]) + index)


def transposed(name: Name) -> Name:
    """The name of a matrix whose rows are columns."""
    indexed = any(unicodedata.decomposition(c).startswith("<super>") for c in name.text)
    latex = f"({name.latex})" if indexed else name.latex
    latex += r"^{\mathsf{T}}"
    before, after = (f'<mo stretchy="false">{x * indexed}</mo>' for x in "()")
    core = f"{before}{name.mathml}{after}" if indexed else name.mathml
    mathml = f'<msup><mrow>{core}</mrow><mi mathvariant="normal">T</mi></msup>'
    return Name(f"({name.text})ᵀ" if indexed else f"{name.text}ᵀ", latex, mathml)
