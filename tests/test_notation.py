"""Formulas derived from the records: they say what the rules compute, and what slides write."""

import itertools
import math
import xml.etree.ElementTree as ET
from dataclasses import replace
from functools import reduce
from operator import add, mul

import pytest
from formulas import LETTERS, RESULT, evaluate, evaluate_text
from hypothesis import given
from hypothesis import strategies as st
from test_draw_labels import HOSTILE

import autograd_lite as ag
from autograd_lite import Constant, Value, nn
from autograd_lite.primitives.operation import FLOATS, TABLE
from autograd_lite.viz.formula.formulas import EULER, PI, Formula, fill, number, symbol
from autograd_lite.viz.formula.latex import NotationError, notation, place, read
from autograd_lite.viz.formula.names import Name, name_nodes, name_of
from autograd_lite.viz.formula.notation import LONGEST_FORMULA, local_gradients, value_formula
from autograd_lite.viz.formula.order import node_symbol, written_order
from autograd_lite.viz.formula.scripts import Latex, MathML, Text

POINTS = (0.3, 0.7, 1.4, 2.6, -0.45, -1.7)
each_operation = pytest.mark.parametrize("operation", TABLE.values(), ids=TABLE.keys())


def points(operation, most=3):
    """Places in the domain where the operation is smooth, for each number of operands."""
    for n in range(1, most + 1):
        if n in operation.arity:
            for x in itertools.islice(itertools.permutations(POINTS, n), 40):
                if operation.domain(*x) and operation.smooth(*x):
                    yield x


def record(operation, *operands, labels="abcdfghijk"):
    """A node, its operands labelled, and the formulas of its local gradients in text."""
    parents = [Value(x, labels[i]) if type(x) is float else x for i, x in enumerate(operands)]
    node = Value.record_operation(operation, tuple(parents))
    node.label = "r"
    return node


def written(node):
    """The formulas of the local gradients in plain text, with their conditions."""
    names = [symbol(name_of(x.label)) for x in node.parents]
    text = Text(4)
    for local in local_gradients(node):
        if local.formula is None:
            yield None
        else:
            told = [text.write(fill(each, names, RESULT)) for each in local.conditions]
            shown = text.write(fill(local.formula, names, RESULT))
            yield f"{shown} ({', '.join(told)})" if told else shown


def is_said(operation):
    """Whether the notation of an operation says what its rule computes."""
    return all(
        evaluate(notation(operation, len(x)), x)
        == pytest.approx(operation.forward(FLOATS, *x), rel=1e-12, abs=1e-12)
        for x in points(operation)
    )


@each_operation
def test_the_notation_of_a_record_can_be_read_and_says_what_its_rule_computes(operation):
    assert list(points(operation)), "a new operation needs a point at which it can be tested"
    assert is_said(operation)


@pytest.mark.parametrize(
    ("name", "latex"),
    [
        ("half_squared_error", lambda x, y: f"({y} - {x})^2"),
        ("softmax_component", lambda *x: rf"\frac{{e^{{{x[0]}}}}}{{e^{{{x[-1]}}}}}"),
        ("divide", lambda x, y: rf"\frac{{{y}}}{{{x}}}"),
        ("negative", lambda x: x),
    ],
)
def test_a_planted_wrong_notation_is_caught(name, latex):
    assert not is_said(replace(TABLE[name], latex=latex))


def in_full(node):
    """The local gradients of a node however long their formulas are."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("autograd_lite.viz.formula.notation.LONGEST_FORMULA", math.inf)
        patch.setattr("autograd_lite.viz.formula.algebra.MOST_TERMS", math.inf)
        patch.setattr("autograd_lite.viz.formula.algebra.MOST_FACTORS", math.inf)
        patch.setattr("autograd_lite.viz.formula.terms.MOST_FUNCTIONS", math.inf)
        return local_gradients(node)


def check_formulas(operation):
    """The formula of a local gradient is its rule; it is left out only where it is too long."""
    for x in points(operation):
        node = record(operation, *x)
        found = in_full(node)
        for local, expected in zip(found, node.local_gradients, strict=True):
            assert local.formula is not None, x
            got = evaluate(local.formula, x, node.data)
            # the textbook's 1 − t² has fewer digits than the rule
            assert got == pytest.approx(expected, rel=1e-9, abs=1e-9), x
            for condition in local.conditions:
                left, right = (evaluate(side, x, node.data) for side in condition.parts)
                assert HOLDS[condition.mark](left, right)
        sizes = [len(Text(4).write(fill(each.formula, LETTERS, RESULT))) for each in found]
        for local, full, size in zip(local_gradients(node), found, sizes, strict=True):
            assert local == full or max(sizes) > LONGEST_FORMULA, (x, size)


@each_operation
def test_the_formula_of_a_local_gradient_is_its_rule(operation):
    check_formulas(operation)


HOLDS = {
    "<": lambda a, b: a < b, ">": lambda a, b: a > b, "≤": lambda a, b: a <= b,
    "≥": lambda a, b: a >= b, "=": lambda a, b: a == b, "≠": lambda a, b: a != b,
}  # fmt: skip


def check_parentheses(operation):
    """Plain text and LaTeX say, read back, what the formulas do."""
    places = [symbol(Name("", place(i), "")) for i in range(4)]
    for x in list(points(operation))[:6]:
        node = record(operation, *x)
        for formula in [value_formula(node), *(each.formula for each in in_full(node))]:
            expected = pytest.approx(evaluate(formula, x, node.data), rel=1e-9)
            text = Text(17).write(fill(formula, LETTERS, RESULT))
            assert evaluate_text(text, x, node.data) == expected, text
            latex = Latex(17).write(fill(formula, places[:3], places[3]))
            if "pi" not in latex:
                operands = [*x, *[math.nan] * (3 - len(x)), node.data]
                assert evaluate(read(latex), operands) == expected, latex
            ET.fromstring(f"<math>{MathML(4).write(fill(formula, LETTERS, RESULT))}</math>")


@each_operation
def test_plain_text_and_latex_have_the_parentheses_that_they_need(operation):
    check_parentheses(operation)


def wave():
    """An operation whose derivative has a term for each of its factors, and so is long."""
    names = ["sin", "cos", "exp", "atan", "sinh", "cosh"]

    def forward(m, x):
        return reduce(mul, [getattr(m, name)(x) for name in names])

    def gradients(m, out, x):
        factors = [getattr(m, name)(x) for name in names]
        slopes = [TABLE[name].gradients(m, y, x)[0] for name, y in zip(names, factors, strict=True)]
        terms = [
            reduce(mul, [*factors[:i], slope, *factors[i + 1 :]]) for i, slope in enumerate(slopes)
        ]
        return (reduce(add, terms),)

    latex = r" \cdot ".join(TABLE[name].latex("#") for name in names)
    return ag.custom_gradient(gradients, latex=lambda x: latex.replace("#", x))(forward)


def test_a_derivative_that_is_too_long_to_be_written_is_left_out_and_nothing_else():
    operation = wave()
    check_formulas(operation)
    check_parentheses(operation)
    x = Value(0.5, "a")
    y = operation(x)
    y.backward()
    assert list(written(y)) == [None]
    assert f"{y.local_gradients[0]:.4g}" in str(ag.explain(y))
    assert ag.walkthrough(y).html()
    assert ag.draw(y, local_gradients=True).dot()


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        (record(ag.sigmoid, 0.5), ["r·(1 − r)"]),
        (record(ag.tanh, 0.5), ["1 − r²"]),
        (record(ag.exp, 0.5), ["r"]),
        (record(ag.relu, 0.5), ["1 (r > 0)"]),
        (record(ag.relu, -0.5), ["0 (r = 0)"]),
        (record(ag.abs, -0.5), ["−1 (a < 0)"]),
        (record(ag.maximum, 2.0, 1.0), ["1 (a ≥ r, b < r)", "0 (b < r, a ≥ r)"]),
        (record(ag.half_squared_error, 0.5, 1.0), ["a − b", "b − a"]),
        (record(ag.squared_error, 0.5, 1.0), ["2·(a − b)", "2·(b − a)"]),
        (record(ag.log, 0.5), ["1/a"]),
        (record(ag.divide, 0.5, 1.0), ["1/b", "−a/b²"]),
        (record(ag.multiply, 0.5, 1.0), ["b", "a"]),
        (record(ag.linear, 0.5, 1.0, 2.0), ["b", "a", "1"]),
        (record(ag.mean, 0.5, 1.0, 2.0), ["⅓"] * 3),
        (record(ag.power, 0.5, 3.0), ["b·a^(b − 1)", "a^b·log(a)"]),
        (record(ag.power, 0.5, Constant(3.0)), ["3·a²", "a³·log(a)"]),
        (record(ag.power, 0.0, Constant(2.0)), ["2·a", "0"]),
        (record(ag.sqrt, 0.5), ["1/(2·√a)"]),
        (record(ag.cbrt, 0.5), ["r/(3·a)"]),
        (record(ag.norm_cdf, 0.5), ["φ(a)"]),
        (record(ag.log2, 0.5), ["1/(a·log(2))"]),
        (record(ag.hypot, 3.0, 4.0), ["a/√(a² + b²)", "b/√(a² + b²)"]),
        (record(ag.logsumexp, 3.0, 4.0), ["exp(a)/(exp(a) + exp(b))", "exp(b)/(exp(a) + exp(b))"]),
        (record(ag.binary_cross_entropy_with_logits, 3.0, 1.0), ["σ(a) − b", "−a"]),
        (record(ag.binary_cross_entropy, 0.125, 1.0),
         ["(a − b)/(a·(1 − a))", "−log(a/(1 − a))"]),
        (record(ag.huber, 3.0, 1.0, 0.5),
         ["c (a − b > 0, a − b > c)", "−c (a − b > 0, a − b > c)",
          "a − b − c (a − b ≥ 0, a − b > c)"]),
    ],
    ids=lambda each: each.op.name if isinstance(each, Value) else "",
)  # fmt: skip
def test_the_formulas_are_those_of_the_textbooks(node, expected):
    assert list(written(node)) == expected


@pytest.mark.parametrize(
    ("name", "numbers"),
    [("relu", [math.nan]), ("sign", [math.nan]), ("maximum", [1.0, math.nan]), ("log", [math.nan]),
     ("log", [-2.0]), ("asin", [3.0]), ("sqrt", [math.nan]), ("huber", [math.nan, 0.5, 1.0])],
)  # fmt: skip
def test_where_a_derivative_is_nan_no_side_of_its_rule_is_told(name, numbers):
    assert set(written(record(TABLE[name], *numbers))) == {None}


def test_nan_leaves_a_formula_that_holds_everywhere():
    assert [*written(record(TABLE["multiply"], math.nan, 2.0))] == ["b", "a"]
    assert [*written(record(TABLE["leaky_relu"], 2.0, math.nan))] == ["1 (a > 0)", "0 (a > 0)"]


def test_an_operation_with_many_operands_is_cut_short_and_its_gradient_formula_left_out():
    xs = [Value(0.1 * i, f"x{i}") for i in range(100)]
    names = [symbol(name_of(x.label)) for x in xs]
    total = ag.linear(xs[:50], xs[50:])
    assert (
        Text(4).write(fill(value_formula(total), names))
        == "x0·x50 + x1·x51 + x2·x52 + … (46 more) + x49·x99"
    )
    assert Text(4).write(fill(local_gradients(total)[3].formula, names)) == "x53"
    assert local_gradients(ag.cross_entropy(xs, 0))[0].formula is None


def test_a_node_whose_operands_were_changed_tells_no_formula_that_is_wrong():
    x = Value(2.0, "a")
    y = ag.abs(x)
    x.data = -3.0
    assert list(written(y)) == [None]


# Operations of one's own --------------------------------------------------------------------


@ag.custom_gradient(lambda m, out, x: (m.divide(1.0, (1.0 + m.abs(x)) * (1.0 + m.abs(x))),))
def softsign(m, x):
    return m.divide(x, 1.0 + m.abs(x))


@ag.custom_gradient(
    lambda m, out, x: (math.cos(x) if isinstance(x, float) else m.cos(x.secret),),
    latex=lambda x: rf"\mathfrak{{S}}\langle {x} \rangle",
)
def stubborn(m, x):
    return m.sin(x)


def test_an_operation_of_ones_own_has_a_formula_too():
    assert list(written(record(softsign, 0.5))) == ["1/(1 + a)² (a ≥ 0)"]


def test_notation_that_cannot_be_read_and_rules_that_terms_cannot_follow():
    node = record(stubborn, 0.5)
    formula = fill(value_formula(node), LETTERS)
    assert Text(4).write(formula) == "stubborn(a)"
    assert Latex(4).write(formula) == r"\mathfrak{S}\langle a \rangle"
    ET.fromstring(MathML(4).write(formula))
    assert list(written(node)) == [None]


@pytest.mark.parametrize(
    "latex", ["", "x", "(", r"\frac{1}", "1 +", r"\sqrt[5]{2}", "2^", "1)", "€"]
)
def test_latex_that_is_not_understood_is_refused(latex):
    with pytest.raises(NotationError, match="cannot read the notation"):
        read(latex)


# Names --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("label", "latex"),
    [
        ("x", "x"), ("w₁", "w_{1}"), ("w⁽¹⁾₂₁", "w^{(1)}_{21}"), ("x_1", "x_{1}"),
        ("ŷ", r"\hat{y}"), ("ū", r"\bar{u}"), ("α", r"\alpha"), ("Δ", r"\Delta"),
        ("λ", r"\lambda"), ("loss", r"\mathrm{loss}"), ("x1w1 + b", r"\text{x1w1 + b}"),
        ("50%", r"\text{50\%}"), ("a^b", r"\text{a$\wedge$b}"), ("é", r"\acute{e}"),
        ("ϵ", r"\epsilon"), ("ε", r"\varepsilon"), ("ϕ̂", r"\hat{\phi}"),
        ("ℓ₂", r"\ell_{2}"), ("∇", r"\nabla"),
        ("∂L", r"\text{$\partial$L}"), ("−x", r"\text{$-$x}"), ("x′", r"\text{x${}'$}"),
        ("Größe", r"\text{Größe}"), ("Gro\u0308ße", r"\text{Größe}"),
        ("año", r"\text{año}"), ("cœur", r"\text{cœur}"), ("čas", r"\text{čas}"),
    ],
)  # fmt: skip
def test_labels_in_latex(label, latex):
    assert name_of(label).latex == latex


@pytest.mark.parametrize(
    "label", [*HOSTILE, "$", "}{", "\\input{x}", "a" * 1000, "", "\u200b"], ids=ascii
)
def test_a_name_is_text_and_nothing_else(label):
    name = name_of(label)
    element = ET.fromstring(f"<math>{name.mathml}</math>")
    assert {each.tag for each in element.iter()} <= {
        "math",
        "mi",
        "mtext",
        "msub",
        "msup",
        "msubsup",
    }
    assert name.latex.count("{") == name.latex.count("}") or label == "}{"
    assert "\\input" not in name.latex
    assert not set(name.text) & set("\n\x00\x1b\ud800\u202e")
    assert len(name.text) <= 24


@given(st.lists(st.one_of(st.text(max_size=3), st.sampled_from(["a", "a[1]", "v₁", "v₂"]))))
def test_no_two_nodes_have_the_same_name(labels):
    nodes = [Value(1.0, label) for label in labels]
    names = [name.text for name in name_nodes(nodes).values()]
    assert len(set(names)) == len(nodes)
    assert all(names)


@pytest.mark.parametrize(
    ("label", "text"),
    [
        ("a_i", "aᵢ"), ("x_1", "x₁"), ("w_12", "w₁₂"), ("w_1j", "w₁ⱼ"), ("loss_1", "loss_1"),
        ("a_b", "a_b"), ("a_ij", "a_ij"), ("_x", "_x"), ("x_", "x_"), ("ŷ_i", "ŷᵢ"),
    ],
)  # fmt: skip
def test_a_typed_index_is_a_subscript_in_text_and_in_pictures(label, text):
    assert name_of(label).text == text
    x = Value(2.0, label)
    y = ag.exp(x)
    assert f"{text} = 2" in str(ag.explain(y))
    shown = {element.text for element in ET.fromstring(ag.draw(y).svg()).iter()}
    assert text in shown or set(text) <= set("".join(filter(None, shown)))


def test_labels_that_are_written_alike_are_told_apart():
    nodes = [Value(1.0, "x_1"), Value(2.0, "x₁")]
    assert [name.text for name in name_nodes(nodes).values()] == ["x₁[1]", "x₁[2]"]


# The order of operands ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("labels", "target", "order"),
    [
        ("z₁ z₂ z₃", 1, "z₁ z₂ z₃"),
        ("z⁽²⁾₉ z⁽²⁾₁₀ z⁽²⁾₁₁", 2, "z⁽²⁾₉ z⁽²⁾₁₀ z⁽²⁾₁₁"),
        ("a b c d", 3, "a b c d"),
        ("cat dog eel", 0, "cat dog eel"),
        # what labels do not tell: the chosen one stands first
        ("z₃ z₁ z₂", 1, "z₁ z₃ z₂"), ("z₁ z₁ z₁", 1, "z₁ z₁ z₁"), ("z₁ b z₂", 2, "z₂ z₁ b"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("of_class", [ag.cross_entropy, lambda xs, i: ag.softmax(xs)[i]])
def test_the_sum_over_all_classes_keeps_the_order_of_the_labels(labels, target, order, of_class):
    xs = [Value(0.5 * i, label) for i, label in enumerate(labels.split())]
    node = of_class(xs, target)
    names = [symbol(name_of(x.label)) for x in node.parents]
    shown = Text(4).write(fill(value_formula(node), names))
    below = " + ".join(f"exp({label})" for label in order.split())
    assert f"exp({labels.split()[target]})/({below})" in shown
    assert node_symbol(node) == f"{node.op.symbol} {labels.split()[target]}"


def test_the_order_of_operands_that_are_computed_is_that_of_their_own_operands():
    x = [Value(1.0, "x₁"), Value(2.0, "x₂")]
    logits = [ag.linear([Value(0.1, f"w{i}1"), Value(0.2, f"w{i}2")], x) for i in (1, 2, 3)]
    assert written_order(ag.cross_entropy(logits, 1)) == [1, 0, 2]
    assert written_order(ag.logsumexp(logits)) == [0, 1, 2]
    assert written_order(ag.cross_entropy([Value(1.0), Value(2.0)], 1)) == [0, 1]
    assert written_order(x[0]) == []


@pytest.mark.parametrize("target", range(3))
@pytest.mark.parametrize("activation", ["linear", "identity", "tanh"])
@pytest.mark.parametrize(
    "names", [["cat", "dog", "bird"], ["ant", "cat", "bee"], ["z₁", "z₂", "z₃"], [""] * 3]
)
def test_classes_with_names_of_their_own_are_written_in_their_order(names, activation, target):
    outputs = nn.MLP(2, [3, 3], ["tanh", activation], rng=0)([1.0, 2.0])
    for output, name in zip(outputs, names, strict=True):
        output.label = name
    for root in (ag.cross_entropy(outputs, target), ag.softmax(outputs)[target]):
        written = [root.parents[i] for i in written_order(root)]
        assert all(one is other for one, other in zip(written, outputs, strict=True))


def test_what_is_given_is_told_in_the_order_of_the_labels():
    xs = [Value(0.5 * i, f"z{i}") for i in range(4)]
    given = str(ag.explain(ag.cross_entropy(xs, 2) + Value(1.0, "a"))).splitlines()[0]
    assert given == "given: z0 = 0, z1 = 0.5, z2 = 1, z3 = 1.5, a = 1"


def test_the_symbol_of_a_linear_node_has_its_bias():
    w, x = [Value(1.0), Value(2.0)], [3.0, 4.0]
    symbols = [node_symbol(each) for each in (ag.linear(w, x), ag.linear(w, x, 1.0), ag.dot(w, x))]
    assert symbols == ["Σwx", "Σwx + b", "Σxy"]
    assert [node_symbol(each) for each in (ag.sum(w), w[0])] == ["Σ", ""]


def test_a_node_that_is_called_e_or_pi_is_no_constant():
    told = str(ag.explain(Value(2.0, "e") ** Value(3.0, "x")))
    assert "e^x" in told
    assert "exp" not in told
    assert "exp(e)" in str(ag.explain(ag.exp(Value(2.0, "e"))))
    e, pi = symbol(name_of("e")), symbol(name_of("π"))
    assert e != EULER
    assert pi != PI
    assert Latex(4).write(Formula("product", (e, pi))) == Latex(4).write(
        Formula("product", (EULER, PI))
    )


def test_a_label_that_looks_like_a_formula_gets_parentheses():
    x = symbol(name_of("a + b"))
    assert Text(4).write(Formula("product", (number(2.0), x))) == "2·(a + b)"
    layer = symbol(name_of("ŷ⁽¹⁾"))
    assert Text(4).write(Formula("product", (layer, number(2.0)))) == "ŷ⁽¹⁾·2"
    # two superscripts in a row are an error in TeX
    assert Latex(4).write(Formula("power", (layer, number(2.0)))) == r"{\hat{y}^{(1)}}^{2}"


def test_numbers():
    values = [0.1, -2.0, 1e-300, -0.0, math.inf, -math.inf, math.nan]
    written = [Text(4).number(x) for x in values]
    assert written == ["0.1", "−2", "1·10⁻³⁰⁰", "0", "inf", "−inf", "nan"]
    tiny = number(-1.2e-7)
    assert Text(4).write(Formula("product", (number(2.0), tiny))) == "2·(−1.2·10⁻⁷)"
    assert Text(4).write(Formula("power", (number(1e30), number(2.0)))) == "(1·10³⁰)²"
    assert Text(4).write(Formula("quotient", (number(2.0), number(1e30)))) == "2/(1·10³⁰)"
    assert [Latex(4).number(x) for x in values] == [
        "0.1", "-2", r"{1 \cdot 10^{-300}}", "0", r"\infty", r"-\infty", r"\mathrm{nan}",
    ]  # fmt: skip
    for x in values:
        ET.fromstring(f"<math>{MathML(4).number(x)}</math>")


@each_operation
def test_no_number_is_too_odd_for_a_formula(operation):
    odd = [0.0, -1.0, math.inf, -math.inf, math.nan, 1.7e308, -1.7e308, 5e-324]
    for n in (1, 2, 3):
        if n in operation.arity:
            for x in itertools.islice(itertools.product(odd, repeat=n), 0, None, 5 * n):
                for kind in (Value, Constant):
                    operands = [Value(x[0]), *map(kind, x[1:])]
                    node = Value.record_operation(operation, tuple(operands))
                    assert len(local_gradients(node)) == n
