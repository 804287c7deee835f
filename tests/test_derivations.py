"""Derivations: every operation of the table, the slides' page, and lines that are checked."""

import math
import re
import shutil
import subprocess

import pytest
from test_draw_labels import HOSTILE
from test_notation import points, record

import autograd_lite as ag
from autograd_lite import Constant, Value, floats
from autograd_lite.primitives.operation import FLOATS, TABLE
from autograd_lite.viz.bounds import Bounds
from autograd_lite.viz.deriving import derivation as deriving
from autograd_lite.viz.deriving.definitions import TEXTBOOK, inverses
from autograd_lite.viz.deriving.derivation import Told, derive
from autograd_lite.viz.deriving.differentiation import Line
from autograd_lite.viz.deriving.evaluation import compute, slope
from autograd_lite.viz.deriving.samples import are_right
from autograd_lite.viz.formula.formulas import OUT, Formula, number, operand
from autograd_lite.viz.formula.latex import notation
from autograd_lite.viz.formula.scripts import Text
from autograd_lite.viz.story.derivations import Derivations
from autograd_lite.viz.story.helpers import Helpers
from autograd_lite.viz.story.steps import Product, Story


def begins(operation):
    """Whether calculus begins with a function: it is no formula of others, nor their inverse."""
    written = notation(operation, operation.arity[0])
    return (
        operation.name in floats.BASE
        and operation.name not in TEXTBOOK
        and written.kind in ("call", "foreign")
        and all(part.kind == "operand" for part in written.parts)
        and not inverses(operation)
    )


#: whose derivatives are longer than a line that is read
LONG = {"mish"}
#: those whose derivative has to be known
KNOWN = {"logistic_density", "log_cosh"} | {name for name, row in TABLE.items() if begins(row)}
each_operation = pytest.mark.parametrize("operation", TABLE.values(), ids=TABLE.keys())


def derived(node):
    """The told formulas of a node's local gradients, and the lines that lead there."""
    helpers = Helpers([node], {})
    gradients = helpers.gradients(node, range(len(node.parents)))
    return [
        (each.formula, derive(Told(node, i, each.formula, helpers.meanings(node))))
        for i, each in enumerate(gradients)
        if each.formula is not None
    ]


@each_operation
def test_every_operation_of_the_table_has_a_derivation_that_ends(operation):
    places = list(points(operation))
    for x in [*places[:2], *places[-1:]]:
        node = record(operation, *x)
        for told, lines in derived(node):
            if operation.name in KNOWN:
                assert lines is None
                continue
            if operation is ag.atan2 and x[1] < 0:
                assert lines is None  # the angle is no arctangent there
                continue
            assert lines is not None, (x, told)
            assert lines[-1].right[-1] == told
            assert all(rule for line in lines for rule in line.rules)


def numbers_of(node, letters):
    """What is known at the place of a node."""
    known = {operand(i): parent.data for i, parent in enumerate(node.parents)} | {OUT: node.data}
    for letter, meaning in letters:
        known[letter] = compute(meaning, known)
    return known


@each_operation
def test_the_lines_of_a_derivation_are_equations(operation):
    """Checked again without the derivation's own checker: only what stands in the lines."""
    x = next(points(operation))
    node = record(operation, *x)
    helpers = Helpers([node], {})
    for _, lines in derived(node):
        known = numbers_of(node, helpers.meanings(node).items())
        values = {}
        for line in lines or []:
            left = line.left
            if left is not None and left.kind == "symbol":
                values.setdefault(left, line.right[0])
        for letter in reversed(values):  # later letters stand in earlier ones or the other way
            known.setdefault(letter, math.nan)
        for _ in values:
            known |= {letter: compute(meaning, known) for letter, meaning in values.items()}
        last = None
        for line in lines or []:
            sides = [side for side in (line.left, *line.right) if side and not has_d(side)]
            sides = sides if line.left is not None else [last, *sides]
            got = [compute(side, known) for side in sides if side is not None]
            assert got == pytest.approx([got[0]] * len(got), rel=1e-9, abs=1e-12), line
            last = line.right[-1]
        if lines:  # the end is the engine's number
            end = next(i for i, x in enumerate(derived(node)) if x[1] == lines)
            assert got[-1] == pytest.approx(node.local_gradients[end], rel=1e-9, abs=1e-12)


def has_d(formula):
    return formula.kind == "derivative" or any(map(has_d, formula.parts))


def test_the_slides_page_on_the_derivative_of_sigmoid():
    y = ag.sigmoid(Value(0.5, "z"))
    y.label = "ŷ"
    lines = [" ".join(line.split()) for line in str(ag.derivation(y)).splitlines()]
    assert lines == [
        "Where ∂ŷ/∂z = ŷ·(1 − ŷ) comes from:",
        "ŷ = 1/(1 + exp(−z)) definition of σ(z)",
        "u = 1 + exp(−z) substitution",
        "ŷ = 1/u",
        "dŷ/du = −1/u² power rule",
        "du/dz = −exp(−z) sum rule, exponential rule, chain rule",
        "dŷ/dz = dŷ/du·du/dz = (−1/u²)·(−exp(−z)) = exp(−z)/u² chain rule",
        "= exp(−z)/(1 + exp(−z))² substituted back",
        "= (1 + exp(−z) − 1)/(1 + exp(−z))² 1 added and taken away again",
        "= 1/(1 + exp(−z)) − 1/(1 + exp(−z))² fraction split",
        "= ŷ − ŷ² because ŷ = 1/(1 + exp(−z))",
        "= ŷ·(1 − ŷ) factored out",
    ]


@pytest.mark.parametrize(
    ("node", "lines"),
    [
        (ag.tanh(Value(0.5, "x")),
         ["y = sinh(x)/cosh(x)", "(du/dx·v − u·dv/dx)/v²", "quotient rule", "= 1 − y²"]),
        (Value(3.0, "a") / Value(2.0, "b"), ["∂y/∂b = −a/b²", "power rule"]),
        (Value(3.0, "a") ** 3, ["dy/da = 3·a²", "power rule"]),
        (ag.asin(Value(0.5, "x")), ["dx/dy = cos(y) = √(1 − sin(y)²) = √(1 − x²)", "inverse"]),
        (ag.log(Value(0.5, "x")), ["x = exp(y)", "dy/dx = 1/(dx/dy) = 1/x"]),
        (ag.silu(Value(0.5, "x")), ["dy/dx = u + x·du/dx", "product rule"]),
        (ag.hypot(Value(3.0, "a"), Value(4.0, "b")), ["u = a² + b²", "= a/√(a² + b²)"]),
        (ag.relu(Value(-3.0, "x")), ["relu(x) where x ≤ 0", "derivative of a constant"]),
        (ag.softplus(Value(3.0, "x")), ["divided by exp(x)", "= σ(x)"]),
        (ag.half_squared_error(Value(0.5, "p"), Constant(1.0, "t")),
         ["u = t − p", "∂y/∂u = u", "∂u/∂p = −1", "= p − t"]),
    ],
    ids=lambda each: each.op.name if isinstance(each, Value) else "",
)  # fmt: skip
def test_the_rules_of_calculus(node, lines):
    shown = str(ag.derivation(node))
    for line in lines:
        assert line in shown


def test_compositions_in_a_rule_of_ones_own():
    @ag.custom_gradient(
        lambda m, out, x: (m.cos(m.log(1.0 + x * x)) * m.divide(2.0 * x, 1.0 + x * x),),
        latex=lambda x: rf"\sin(\log(1 + {x}^2))",
    )
    def wave(m, x):
        return m.sin(m.log(1.0 + x * x))

    shown = str(ag.derivation(wave(Value(0.5, "x"))))
    for line in ("u = log(1 + x²)", "v = 1 + x²", "dy/du = cos(u)", "dv/dx = 2·x"):
        assert line in shown


# What is not right is not told --------------------------------------------------------------


@pytest.mark.parametrize(
    "planted",
    [
        Line(None, (number(7.0),), ("simplified",)),
        Line(OUT, (operand(0),), ("definition",)),
        Line(Formula("derivative", (OUT, operand(0)), "d"), (number(1.0),), ("sum",)),
    ],
)
def test_a_line_that_is_wrong_is_found(planted):
    node = ag.sigmoid(Value(0.3, "x"))
    ((_, lines),) = derived(node)
    samples = [{operand(0): x, OUT: FLOATS.sigmoid(x)} for x in (0.3, -1.0, 2.0)]
    letters = {lines[1].left: lines[1].right[0], OUT: lines[2].right[0]}
    assert are_right(lines, letters, samples)
    for place in (1, len(lines)):
        assert not are_right([*lines[:place], planted, *lines[place:]], letters, samples)


def test_a_derivation_with_a_wrong_rule_is_not_told(monkeypatch):
    node = ag.sigmoid(Value(0.3, "x"))
    assert derived(node)[0][1] is not None
    wrong = "autograd_lite.viz.deriving.differentiation.of_function"
    monkeypatch.setattr(wrong, lambda f, inner: (number(2.0), ("power",)))
    assert derived(node)[0][1] is None


def test_a_definition_that_is_wrong_is_not_used(monkeypatch):
    node = ag.tanh(Value(0.3, "x"))
    monkeypatch.setitem(deriving.definitions.__globals__["TEXTBOOK"], "tanh", r"\frac{\sinh(#)}{2}")
    assert derived(node)[0][1] is None


def test_the_differences_are_good_enough_to_check_with():
    x = operand(0)
    for shown, at, expected in [
        (Formula("power", (x, number(3.0))), 2.0, 12.0),
        (Formula("call", (x,), r"\log"), 1e-4, 1e4),
        (Formula("call", (x,), r"\sin"), 0.0, 1.0),
    ]:
        assert slope(shown, x, {x: at}) == pytest.approx(expected, rel=1e-8)


# p − y --------------------------------------------------------------------------------------


def cells(explanation):
    """The words of each row of the table."""
    table = str(explanation).split("──\n")[-1].split("\n\n")[0]
    return [" ".join(line.split()) for line in table.splitlines()]


def logits(labels="z₁ z₂ z₃"):
    return [Value(x, label) for x, label in zip((1.0, 2.0, 0.5), labels.split(), strict=True)]


def test_cross_entropy_tells_p_minus_y():
    loss = ag.cross_entropy(logits(), 1)
    loss.label = "L"
    told = str(ag.explain(loss))
    assert "z₂       p₂ − y₂ = 0.628532 − 1 = −0.371468" in told
    assert "z₁       p₁ − y₁ = 0.231224 − 0 = 0.231224" in told
    assert "where p₁ = exp(z₁)/(exp(z₁) + exp(z₂) + exp(z₃)) = 0.231224, p₂ = 0.628532" in told
    assert "y₁ = 0, y₂ = 1, y₃ = 0" in told
    latex = ag.explain(loss).latex()
    assert r"1 \cdot (p_{2} - y_{2}) = 1 \cdot (-0.371468) = -0.371468" in latex
    assert r"p_{1} &= \frac{e^{z_{1}}}{e^{z_{1}} + e^{z_{2}} + e^{z_{3}}} = 0.231224" in latex
    derivations = str(ag.explain(loss, derivations=True))
    for line in ("Where ∂L/∂z₂ = p₂ − y₂ comes from:", "Where ∂L/∂z₁ = p₁ − y₁ comes from:",
                 "= u − 1", "because p₂ = u"):  # fmt: skip
        assert line in derivations


def test_softmax_and_loss_as_nodes_of_their_own_are_told_together():
    loss = -ag.log(ag.softmax(logits())[1])
    loss.label = "L"
    told = str(ag.explain(loss))
    assert "−v₁·p₁ = −0.628532·0.231224 = −0.145332" in told
    assert (
        "Through L and v₁ together: ∂L/∂z₁ = p₁ − 0 = 0.231224 − 0 = 0.231224, "
        "∂L/∂z₂ = v₁ − 1 = 0.628532 − 1 = −0.371468, ∂L/∂z₃ = p₃ − 0" in told
    )
    weights = ag.softmax(logits())
    for i, each in enumerate(weights, start=1):
        each.label = f"p{i}"
    loss = -ag.log(weights[1]) + 0.0 * ag.sum(weights)  # weights that are nodes keep their names
    assert "−p2·p1" in str(ag.explain(loss))


def test_of_many_classes_the_first_and_the_last_are_told_together():
    for classes, together in ((60, True), (1001, False)):  # of so many there is no p
        xs = [Value(0.01 * i, f"z_{i}") for i in range(classes)]
        told = str(ag.explain(-ag.log(ag.softmax_component(*xs)), max_nodes=2000))
        assert ("∂v₃/∂z₅ = p₅ − 0" in told) == together
        assert ("(52 more), ∂v₃/∂z₅₈ = p₅₈ − 0" in told) == together
        assert "∂v₃/∂z₆ = " not in told


def test_sigmoid_and_binary_cross_entropy():
    z, y = Value(0.5, "z"), Constant(1.0, "y")
    told = str(ag.explain(ag.binary_cross_entropy_with_logits(z, y)))
    assert "ŷ − y = 0.622459 − 1 = −0.377541" in told
    assert "where ŷ = σ(z) = 0.622459" in told
    told = str(ag.explain(ag.binary_cross_entropy_with_logits(z, 1.0)))
    assert "ŷ − 1 = 0.622459 − 1 = −0.377541" in told
    p = ag.sigmoid(z)
    p.label = "ŷ"
    loss = ag.binary_cross_entropy(p, y)
    loss.label = "L"
    told = str(ag.explain(loss))
    assert "Through L and ŷ together: ∂L/∂z = ŷ − y = 0.622459 − 1 = −0.377541." in told


def test_what_is_no_pair_is_not_told_as_one():
    z = Value(0.5, "z")
    p = ag.sigmoid(z)
    for loss in (ag.half_squared_error(p, 1.0), ag.log(p), -2.0 * ag.log(ag.softmax([z, 1.0])[0])):
        assert "together" not in str(ag.explain(loss))
    twice = ag.binary_cross_entropy(p, 1.0) + p  # another way leads through ŷ
    assert "together" not in str(ag.explain(twice))


def test_names_of_helpers_are_nobody_elses():
    xs = logits("p₁ p₂ y")
    told = str(ag.explain(ag.cross_entropy(xs, 0)))
    assert "q₁ − t₁" in told
    told = str(ag.explain(ag.cross_entropy([*logits("p₁ q₁ π₁"), Value(1.0, "s₁")], 0)))
    assert "a₁ − y₁" in told
    both = [Value(0.5, f"{letter}₁") for letter in "pqπsytτd"]
    assert "b₁ − a₁" in str(ag.explain(ag.cross_entropy(both, 0)))
    several = ag.cross_entropy(logits(), 0) + ag.cross_entropy(logits("a₁ a₂ a₃"), 2)
    told = str(ag.explain(several))
    assert "p₁[1] − y₁[1]" in told
    assert "p₃[2] − y₃[2]" in told


def test_a_hundred_classes_and_a_hundred_operands():
    xs = [Value(0.01 * i, f"z_{i}") for i in range(100)]
    told = str(ag.explain(ag.cross_entropy(xs, 3), derivations=True))
    assert "p₉₉ − y₉₉ = 0.0157409 − 0 = 0.0157409" in told
    assert "… (92 more), p₉₈ = " in told
    assert "Where ∂v₁/∂z₀ = p₀ − y₀ comes from:" in told
    assert max(len(line) for line in told.splitlines()[2:]) < 600
    total = str(ag.explain(ag.linear(xs[:50], xs[50:]), derivations=True))
    assert "sum rule, constant factor" in total
    assert total.count("comes from") == 1  # they are all alike


@pytest.mark.parametrize("odd", [math.nan, math.inf, -math.inf, -0.0, 1e300, -1e300, 5e-324, 7])
@each_operation
def test_no_number_is_too_odd(operation, odd):
    for n in (1, 2, 3):
        if n in operation.arity:
            operands = [Value(odd, "a"), *(Value(0.5, label) for label in "bc"[: n - 1])]
            node = Value.record_operation(operation, tuple(operands))
            derived(node)
            if operation.name in ("cross_entropy", "softmax_component", "sigmoid", "log"):
                told = ag.explain(node, derivations=True)
                assert str(told), told.latex()


# Derivations of a story ---------------------------------------------------------------------


def test_what_is_alike_is_derived_once():
    model = ag.nn.MLP(2, [3, 1], "sigmoid", rng=0)
    story = Story(model([1.0, 2.0])[0] if isinstance(model([1.0, 2.0]), list) else
                  model([1.0, 2.0]), "explain", Bounds(1000, 4000))  # fmt: skip
    text = Text(4)
    lefts = [text.write(each.left) for each in Derivations(story).one_of_each()]
    assert len(lefts) == len(set(lefts))
    assert len([left for left in lefts if "a" in left.split("/")[0]]) == 1  # sigmoid, once


def test_a_product_has_its_derivation():
    y = ag.sigmoid(Value(0.5, "z"))
    story = Story(y, "explain", Bounds(10, 10))
    (product,) = story.products[y]
    assert isinstance(product, Product)
    found = Derivations(story).of(product)
    assert Text(4).write(found.lines[-1].right[-1]) == "v₁·(1 − v₁)"


def test_letters_are_not_names_of_the_graph():
    y = ag.sigmoid(Value(0.5, "u"))
    y.label = "v"
    assert "w = 1 + exp(−u)" in str(ag.derivation(y))
    y = ag.sigmoid(Value(0.5, "u₂"))
    assert "v = 1 + exp(−u₂)" in str(ag.derivation(y))
    word = ag.sigmoid(Value(0.5, "uvw"))  # whose letters are no names
    assert "u = 1 + exp(−uvw)" in str(ag.derivation(word))


def test_where_no_letter_and_no_label_is_left_there_is_no_derivation():
    xs = [Value(0.5, letter) for letter in deriving.LETTERS]

    @ag.custom_gradient(
        lambda m, out, x, *rest: (m.sin(m.log(1.0 + x * x))
                                  + x * m.cos(m.log(1.0 + x * x)) * m.divide(2.0 * x, 1.0 + x * x),
                                  *(0.0 for _ in rest)),
        latex=lambda x, *rest: rf"{x} \cdot \sin(\log(1 + {x}^2))",
    )  # fmt: skip
    def wave(m, x, *rest):
        return x * m.sin(m.log(1.0 + x * x))

    assert "substitution" not in str(ag.derivation(wave(*xs)))
    assert "substitution" in str(ag.derivation(wave(xs[0])))
    named = [Value(0.5, label) for label in ("y", "r", "f", "out")]
    assert "Where ∂v₁/∂y = 1 comes from" in str(ag.derivation(ag.sum(named)))


def test_rules_stand_beside_equations_of_any_width():
    product = Value(2.0, "a" * 24) * Value(3.0, "b" * 24)
    product.label = "c" * 24
    rows = [line for line in str(ag.derivation(product)).splitlines() if " = " in line]
    assert rows[1].endswith("a·" + "b" * 24 + "  definition")


def test_derivation_of_what_has_none():
    with pytest.raises(TypeError, match="of: an operation or a Value is needed, got 'sigmoid'"):
        ag.derivation("sigmoid")
    for leaf in (Value(1.0), Constant(2.0)):
        with pytest.raises(ValueError, match="of: the Value is no result of an operation"):
            ag.derivation(leaf)
    assert str(ag.derivation(ag.sin)) == "∂y/∂x = cos(x) is a known derivative."
    with pytest.raises(TypeError, match="derivations: "):
        ag.explain(ag.exp(Value(1.0)), derivations="yes")


@each_operation
def test_every_operation_can_be_asked_for(operation):
    shown = ag.derivation(operation)
    assert ("comes from" in str(shown)) == (operation.name not in {*KNOWN, *LONG, "identity"})
    bundle = shown._repr_mimebundle_()
    assert set(bundle) == {"text/plain", "text/markdown", "text/latex"}
    assert repr(shown).startswith("<Derivation of ")


@pytest.mark.parametrize("label", HOSTILE, ids=ascii)
def test_a_label_stays_text(label):
    y = ag.sigmoid(Value(0.5, label))
    shown = ag.derivation(y)
    assert not set(str(shown)) & set("\x1b\x00\u202e")
    assert not re.search(r"(?<!\\)<", shown.markdown())
    assert "\\input" not in shown.latex()


def typeset(blocks, folder):
    """How far lines stick out of a page, in points, and how many pages there are."""
    source = "\\documentclass{article}\\usepackage{amsmath}\\begin{document}\n%s\n\\end{document}"
    (folder / "x.tex").write_text(source % "\n\n".join(blocks), encoding="utf-8")
    command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "x.tex"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-2000:]
    wide = [float(x) for x in re.findall(r"Overfull \\hbox \(([\d.]+)pt", done.stdout)]
    return max(wide, default=0.0), int(re.search(r"\((\d+) pages?", done.stdout)[1])


@pytest.mark.skipif(not shutil.which("pdflatex"), reason="pdflatex is not installed")
def test_latex_breaks_over_lines_and_pages(tmp_path):
    blocks = [ag.derivation(row).latex() for row in TABLE.values()]
    xs = [Value(0.01 * i, f"z_{i}") for i in range(100)]
    blocks.append(ag.explain(ag.cross_entropy(xs, 3), derivations=True).latex())
    model = ag.nn.MLP(2, [3, 1], "sigmoid", rng=0)
    cost = ag.nn.cost(model, [[0.0, 1.0], [1.0, 1.0]], [1.0, 0.0], "half_squared_error")
    blocks.append(ag.explain(cost, derivations=True).latex())
    wide, pages = typeset(blocks, tmp_path)
    assert wide < 5.0
    assert pages > 10
    one = ag.explain(cost).latex()  # a block that is longer than a page
    assert one.count("align*") == 2
    whole = one.replace("\\allowdisplaybreaks", "")  # sticks out at the bottom
    assert typeset([one], tmp_path)[1] > typeset([whole], tmp_path)[1]


@pytest.mark.skipif(not shutil.which("pdflatex"), reason="pdflatex is not installed")
def test_latex_of_hostile_labels_compiles(tmp_path):
    typeset([ag.derivation(ag.exp(Value(0.5, label))).latex() for label in HOSTILE], tmp_path)
