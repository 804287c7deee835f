"""The page of the playground in a browser: one page, opened again and again by its links."""

import json
import re
import time
from pathlib import Path
from urllib.parse import parse_qs

import pytest

import autograd_lite as ag
from autograd_lite import playgrounds

PAGE = Path(playgrounds.__file__).parent / "page"
SCRIPTS = "".join(path.read_text(encoding="utf-8") for path in PAGE.glob("*.js"))
HTML = (PAGE / "index.html").read_text(encoding="utf-8")
SOON = 20_000  # milliseconds
XOR = "v=1&data=xor&noise=40&batch_size=30&show_test=true"


class Opened:
    """A page, with what it was sent and what it complained of."""

    def __init__(self, page, url):
        self.page, self.url = page, url
        self.frames, self.told, self.complaints = [], [], []
        page.set_default_timeout(SOON)
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("websocket", self._listen)

    def _listen(self, socket):
        socket.on("framereceived", self._receive)

    def _receive(self, data):
        if isinstance(data, str):
            self.told.append(json.loads(data))
            return
        size = int.from_bytes(data[:4], "little")
        self.frames.append(json.loads(data[4 : 4 + size]))

    def open(self, link=""):
        """Anew, at a link."""
        self.page.goto("about:blank")
        self.frames, self.told, self.complaints = [], [], []
        self.page.goto(f"{self.url}#{link}" if link else self.url)
        self.until(lambda: self.frames and self.page.locator("#losses .number").first.inner_text())
        return self

    def until(self, found, name="", seconds=SOON / 1000):
        """Wait for something that is so."""
        until = time.monotonic() + seconds
        while not (value := found()):
            assert time.monotonic() < until, f"{name}: it did not come"
            self.page.wait_for_timeout(20)
        return value

    @property
    def link(self):
        return self.page.url.partition("#")[2]

    def last(self, kind):
        return next((each for each in reversed(self.told) if each["kind"] == kind), None)

    @property
    def configuration(self):
        return self.last("state")["configuration"]

    def text(self, selector):
        return self.page.locator(selector).inner_text()

    @property
    def epoch(self):
        return int("".join(filter(str.isdigit, self.text("#epoch"))))


@pytest.fixture(scope="module")
def opened(browser):
    """The page of a playground that is served."""
    with ag.playground(browser=False) as served:
        context = browser.new_context(
            viewport={"width": 1280, "height": 720}, reduced_motion="reduce", accept_downloads=True
        )
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        yield Opened(context.new_page(), served.url)
        context.close()


@pytest.fixture(autouse=True)
def no_complaints(request):
    """Nothing stands in the console after a test."""
    yield
    if "opened" in request.fixturenames:
        assert request.getfixturevalue("opened").complaints == []


# Words ------------------------------------------------------------------------------------------


def test_every_word_that_is_asked_for_exists_and_is_used():
    words = (PAGE / "words.js").read_text(encoding="utf-8").partition("\n};")[0]
    known = {*re.findall(r'^ {2}"?([\w.-]+)"?: "', words, re.MULTILINE)}
    of_html = {*re.findall(r'data-word(?:-\w+)?="(\w+)"', HTML)}
    assert of_html <= known
    asked = {*re.findall(r'\b(?:word|layerName)\(\s*"(\w+)"', SCRIPTS)}
    assert asked <= known
    quoted = {*re.findall(r'"(\w+)"', SCRIPTS.replace(words, ""))}
    made = {name for name in known if re.match(r"choice\.|set\.|gradient_", name)}
    assert known - of_html - quoted - made == set()


def test_nothing_is_loaded_from_elsewhere_and_no_style_or_script_is_inline():
    everything = SCRIPTS + HTML + "".join(p.read_text("utf-8") for p in PAGE.glob("*.css"))
    addresses = {*re.findall(r"https?://[^\s\"']+", everything)}
    assert addresses <= {"http://www.w3.org/2000/svg"}
    assert not re.search(
        r"\sstyle=|<style|\son\w+=|<script(?![^>]* src=)|innerHTML", HTML + SCRIPTS
    )


# What it shows ----------------------------------------------------------------------------------


def test_the_first_look(opened):
    page = opened.open().page
    assert page.title() == "Playground · autograd_lite"
    assert opened.link == "v=1"
    assert opened.epoch == 0
    assert page.locator(".tile[aria-pressed=true]").count() == 2
    assert page.locator(".tile[aria-haspopup]").count() == 4 + 2 + 1
    assert page.locator(".lines path").count() == 2 * 4 + 4 * 2 + 2
    assert page.locator("#sets input:checked").get_attribute("value") == "circle"
    assert opened.text("#losses .training .number") == f"{opened.frames[-1]['loss']['train']:.4f}"


def choose(selector, value):
    return lambda page: page.locator(selector).select_option(value)


def typed(selector, text):
    def act(page):
        page.locator(selector).fill(text)
        page.locator(selector).press("Enter")

    return act


def press(selector, *keys):
    return lambda page: [page.locator(selector).press(key) for key in keys]


def click(selector):
    return lambda page: page.locator(selector).click()


def of(field):
    return lambda configuration: configuration[field]


def layers(configuration):
    return [(layer["neurons"], layer["activation"]) for layer in configuration["layers"]]


CONTROLS = {
    "data": (click(".set:has(input[value=spiral])"), of("data"), "spiral"),
    "noise": (press("#noise", "ArrowRight", "ArrowRight"), of("noise"), 10),
    "share": (press("#train-share", "ArrowRight"), of("train_share"), 60),
    "batch": (typed("#batch-size", "30"), of("batch_size"), 30),
    "size": (typed("#size", "100"), of("size"), 100),
    "seed": (typed("#seed", "7"), of("seed"), 7),
    "rate up": (press("#rate", "ArrowUp"), of("rate"), 0.1),
    "rate": (typed("#rate", "0,5"), of("rate"), 0.5),
    "activation": (choose("#activation", "relu"), layers, [(4, "relu"), (2, "relu")]),
    "of a layer": (
        choose(".layer[aria-label$='2'] select", "sigmoid"), layers, [(4, "tanh"), (2, "sigmoid")]
    ),
    "of the output": (choose("select[aria-label^=Output]", "linear"), of("output"), "linear"),
    "penalty": (choose("#penalty", "L2"), of("penalty"), "L2"),
    "its rate": (typed("#penalty-rate", "0.003"), of("penalty_rate"), 0.003),
    "problem": (choose("#problem", "regression"), of("data"), "plane"),
    "more layers": (click("#more-layers"), layers, [(4, "tanh"), (2, "tanh"), (2, "tanh")]),
    "fewer layers": (click("#fewer-layers"), layers, [(4, "tanh")]),
    "more neurons": (click("[aria-label='Hidden layer 1: one neuron more']"), layers,
                     [(5, "tanh"), (2, "tanh")]),
    "fewer neurons": (click("[aria-label='Hidden layer 2: one neuron less']"), layers,
                      [(4, "tanh"), (1, "tanh")]),
    "feature": (click("[aria-label='Feature x²']"), of("features"), ["x", "y", "x²"]),
    "test data": (click("#show-test"), of("show_test"), True),
    "discretise": (click("#discretise"), of("discretise"), True),
    "weights": (choose("#weights", "he"), of("weights"), "he"),
    "optimizer": (choose("#optimizer", "Adam"), of("optimizer"), "Adam"),
    "schedule": (choose("#schedule", "cosine"), of("schedule"), "cosine"),
    "loss": (choose("#loss", "hinge"), of("loss"), "hinge"),
    "pause": (typed("#pause-at", "12"), of("pause_at"), 12),
    "classes": (lambda page: (page.locator(".set:has(input[value=clusters])").click(),
                              page.locator("#classes").select_option("5")), of("classes"), 5),
}  # fmt: skip


def test_every_control_changes_what_it_should(opened):
    page = opened.open().page
    page.locator("#more summary").click()
    for name, (act, read, expected) in CONTROLS.items():
        act(page)
        opened.until(lambda read=read, want=expected: read(opened.configuration) == want, name)
        opened.until(lambda: opened.link == opened.last("state")["link"], name)
        page.evaluate("location.hash = 'v=1'")
        opened.until(lambda: opened.last("state")["link"] == "v=1", name)
    controls = page.locator("[data-field]").evaluate_all("all => all.map((x) => x.dataset.field)")
    assert {*controls} <= opened.configuration.keys()


def test_a_fault_is_told_until_the_next_wish(opened):
    page = opened.open("v=1&data=plane&rate=10&activation=relu").page
    page.locator("#play").click()
    told = opened.until(lambda: opened.text("#message"))
    assert told.startswith("It diverged in epoch ")
    assert "nn." not in told
    page.locator("#reset").click()
    opened.until(lambda: opened.text("#message") == "")


def test_a_note_is_no_fault(opened):
    page = opened.open().page
    page.locator("#more summary").click()
    page.locator("#loss").select_option("binary_cross_entropy")
    opened.until(lambda: "The output is now sigmoid" in opened.text("#message"))
    opened.until(lambda: opened.frames[-1]["note"])
    page.wait_for_timeout(100)
    assert not page.locator("#message.failed").count()
    page.locator("#next-wrong").click()
    opened.until(lambda: "(−1)" in opened.text("#example") or "(1)" in opened.text("#example"))


def test_a_loss_that_is_undefined_is_told_apart_from_one_that_diverged(opened):
    page = opened.open("v=1&layers=3&activation=sqrt").page
    opened.until(lambda: "sqrt" in opened.link)
    assert "an activation is not defined" in opened.text("#message")
    page.locator("#reset").click()


def test_a_file_that_is_too_large_costs_no_connection(opened, tmp_path):
    page = opened.open("v=1&size=50").page
    page.locator("#step").click()
    opened.until(lambda: opened.epoch == 1)
    path = tmp_path / "film.json"
    path.write_text('"' * 140_000, encoding="ascii")  # each is two letters of JSON
    page.set_input_files("#load", path)
    opened.until(lambda: "256 KiB" in opened.text("#message"))
    assert opened.epoch == 1
    assert len([each for each in opened.told if each["kind"] == "hello"]) == 1


def test_undo_while_it_trains_leaves_a_redo(opened):
    page = opened.open("v=1&size=50").page
    page.locator("#play").click()
    opened.until(lambda: opened.epoch > 5)
    page.locator("#undo").click()
    state = opened.until(lambda: opened.epoch == 0 and opened.last("state"))
    assert (state["playing"], state["can_redo"]) == (False, True)
    page.locator("#redo").click()
    opened.until(lambda: opened.epoch > 5)
    assert opened.last("state")["playing"] is False


@pytest.mark.parametrize(
    ("selector", "text", "told"),
    [
        ("#rate", "fast", "“fast” is no number."),
        ("#rate", "20", "20 is out of bounds: from 0.000001 to 10."),
        ("#batch-size", "2.5", "“2.5” is no whole number."),
    ],
)
def test_what_is_no_setting_is_told_and_marked(opened, selector, text, told):
    page = opened.open().page
    typed(selector, text)(page)
    assert opened.text("#message") == told
    assert page.locator(selector).get_attribute("aria-invalid") == "true"
    typed(selector, "1")(page)
    opened.until(lambda: opened.text("#message") != told)
    assert page.locator(selector).get_attribute("aria-invalid") is None


# Training ---------------------------------------------------------------------------------------


def test_train_pause_step_reset(opened):
    page = opened.open("v=1&size=50").page
    page.locator("#step").click()
    opened.until(lambda: opened.epoch == 1)
    page.locator("#play").click()
    opened.until(lambda: opened.epoch > 20)
    assert page.locator("#play").get_attribute("aria-label") == "Pause"
    page.locator("#play").click()
    opened.until(lambda: opened.last("state")["playing"] is False)
    opened.until(lambda: "training loss" in opened.text("#live"))
    page.locator("#reset").click()
    opened.until(lambda: opened.epoch == 0)
    page.locator("#undo").click()
    opened.until(lambda: opened.epoch > 20)


#: of a copy, for a browser advises against reading a canvas often that it shows
PIXELS = """shown => {
  const copy = document.createElement("canvas");
  [copy.width, copy.height] = [shown.width, shown.height];
  const context = copy.getContext("2d", { willReadFrequently: true });
  context.drawImage(shown, 0, 0);
  return [...context.getImageData(0, 0, copy.width, copy.height).data];
}"""


def test_examples_of_the_test_are_on_the_plane_if_they_are_asked_for(opened):
    page = opened.open("v=1&data=gauss&size=100").page

    def drawn():
        return [*page.locator("#plane .points").evaluate(PIXELS)]

    of_training = drawn()
    page.locator("#show-test").check()
    of_both = opened.until(lambda: (found := drawn()) != of_training and found)
    assert sum(map(bool, of_both[3::4])) > 1.3 * sum(map(bool, of_training[3::4]))
    page.locator("#show-test").uncheck()
    opened.until(lambda: drawn() == of_training)


def test_a_tile_shows_what_its_neuron_gives(opened):
    page = opened.open("v=1&features=x-y").page
    of_x, of_y = (page.locator("button.tile canvas").nth(i).evaluate(PIXELS) for i in range(2))
    size = int((len(of_x) / 4) ** 0.5)
    rows_of_x, rows_of_y = (
        [pixels[4 * size * i : 4 * size * (i + 1)] for i in range(size)] for pixels in (of_x, of_y)
    )
    assert all(row == rows_of_x[0] for row in rows_of_x)  # it depends on x alone
    assert rows_of_x[0][:4] != rows_of_x[0][-4:]
    assert all(row[:4] * size == row for row in rows_of_y)
    assert rows_of_y[0] != rows_of_y[-1]
    # negative on the left as at the bottom, by the same colour
    assert rows_of_x[0][:4] == rows_of_y[-1][:4]


def test_the_noisy_xor_is_learnt_as_far_as_its_labels_allow(opened):
    page = opened.open(f"{XOR}&pause_at=400").page
    page.locator("#play").click()
    opened.until(lambda: opened.epoch == 400 and not opened.last("state")["playing"], "", 60)
    found = opened.frames[-1]["accuracy"]
    assert (found["train"] + found["test"]) / 2 == pytest.approx(0.866, abs=0.04)


def test_a_link_that_is_opened_again_gives_the_same_run(opened):
    link = f"{XOR}&layers=3&activation=relu&seed=5&pause_at=20"
    weights = []
    for _ in range(2):
        page = opened.open(link).page
        page.locator("#play").click()
        opened.until(lambda: opened.frames[-1]["epoch"] == 20)
        weights.append(opened.frames[-1]["weights"])
        assert parse_qs(opened.link) == parse_qs(link)
    assert weights[0] == weights[1]


def test_a_lost_connection_is_told_and_comes_back_with_the_configuration(opened):
    sockets = []
    context = opened.page.context
    with context.new_page() as page:
        page.route_web_socket("**/ws*", lambda ws: sockets.append((ws, ws.connect_to_server())))
        page.goto(f"{opened.url}#v=1&data=gauss")
        page.locator("#losses .training .number:not(:empty)").wait_for()
        sockets[0][0].close()
        page.get_by_text("Connected again").wait_for()
        assert page.locator("#sets input:checked").get_attribute("value") == "gauss"
        assert page.url.endswith("#v=1&data=gauss")


def test_a_page_that_rests_is_heard_of(opened):
    """Else the server leaves it after an hour, and what was trained is lost."""
    sent = []
    with opened.page.context.new_page() as page:
        page.clock.install()
        page.on("websocket", lambda ws: ws.on("framesent", lambda text: sent.append(text)))
        page.goto(f"{opened.url}#v=1&size=50")
        opened.until(lambda: page.locator("#message").count() and sent)
        page.clock.fast_forward("09:00")
        before = len(sent)
        page.clock.fast_forward("02:00")
        opened.until(lambda: len(sent) > before)
        assert '"do":"view"' in sent[before]


# The gradient -----------------------------------------------------------------------------------


def by_hand(frame, x, y, target):
    """The loss of an example with a network of tanh, and the gradient by each of its weights."""
    weights = [[[ag.Value(w) for w in row] for row in layer] for layer in frame["weights"]]
    biases = [[ag.Value(b) for b in layer] for layer in frame["biases"]]
    outputs = [ag.Value(x), ag.Value(y)]
    for rows, starts in zip(weights, biases, strict=True):
        outputs = [
            ag.tanh(ag.linear(row, outputs, start)) for row, start in zip(rows, starts, strict=True)
        ]
    loss = (outputs[0] - target) ** 2 * 0.5
    loss.backward()
    return loss.data, [[[w.grad for w in row] for row in layer] for layer in weights]


def test_the_gradient_of_an_example_is_that_of_backward(opened):
    page = opened.open(f"{XOR}&pause_at=30").page
    page.locator("#play").click()
    opened.until(lambda: opened.frames[-1]["epoch"] == 30)
    page.locator("input[value=example]").check()
    page.locator("#next-wrong").click()
    looked = opened.until(lambda: opened.last("looked"))
    example = [looked["x"], looked["y"], looked["target"]]
    state = opened.last("state")
    assert example in state["train"] + state["test"]
    loss, gradient = by_hand(opened.frames[-1], *example)
    assert looked["loss"] == pytest.approx(loss, rel=1e-12)
    for found, expected in zip(looked["gradient"]["weights"], gradient, strict=True):
        for row, wanted in zip(found, expected, strict=True):
            assert row == pytest.approx(wanted, rel=1e-9, abs=1e-14)
    # and in the table, in numbers, with the wires
    opened.until(lambda: page.locator(".lines .blamed").count() > 0)
    shown = page.locator("#blame tr").first.locator("td").all_inner_texts()
    first = looked["blame"][0]
    rounded = [first["weight"], first["gradient"], first["weight"] - 0.03 * first["gradient"]]
    assert shown == [f"{number:.4f}".replace("-", "−") for number in rounded]
    inputs = {(each["layer"], each["neuron"]) for each in looked["blame"] if each["input"] is None}
    assert page.locator(".lines .blamed").count() == 5 - len(inputs)
    assert f"loss {loss:.3f}" in opened.text("#example")


def test_gradient_mode_of_the_batch(opened):
    page = opened.open("v=1&layers=4-4-4-4-4-4&activation=sigmoid").page
    assert page.locator(".wires.gradient").count() == 0
    page.locator("input[value=batch]").check()
    page.locator(".wires.gradient").wait_for()
    norms = opened.until(lambda: opened.frames[-1]["gradient"])["norms"]
    rows = page.locator("#norms tr")
    assert rows.count() == len(norms) == 7
    words = ["vanishing" if norm < norms[-1] / 30 else "steady" for norm in norms]
    assert rows.locator(".judged").all_inner_texts() == words
    assert words[0] == "vanishing"
    page.locator("input[value=off]").check()
    opened.until(lambda: page.locator(".wires.gradient").count() == 0)


def test_formulas_with_numbers_beside_the_pointer(opened):
    page = opened.open().page
    page.locator("input[value=example]").check()
    page.locator("#plane").focus()
    page.keyboard.press("ArrowRight")
    looked = opened.until(lambda: opened.last("looked"))
    page.locator("[aria-label='Neuron 2, Hidden layer 1']").hover()
    z, a = looked["nets"][0][1], looked["neurons"][1][1]
    found = opened.text("#tip").replace("−", "-")
    assert f"= {z:.3f}" in found
    assert f"a = tanh(z) = {a:.3f}" in found
    page.locator(".hits path").first.dispatch_event(
        "pointermove", {"clientX": 400, "clientY": 300, "bubbles": True}
    )
    slope = looked["gradient"]["weights"][0][0][0]
    assert f"= {slope:.4f}" in opened.text("#tip").replace("−", "-")


# By hand ----------------------------------------------------------------------------------------


def test_a_weight_is_set_by_hand_and_taken_back(opened):
    page = opened.open().page
    page.locator("[aria-label='Neuron 3, Hidden layer 1']").click()
    page.get_by_label("w⁽¹⁾₃₂").fill("1/4")
    page.keyboard.press("Enter")
    opened.until(lambda: opened.frames[-1]["weights"][0][2][1] == 0.25)
    page.keyboard.press("Escape")
    assert not page.locator("#neuron").is_visible()
    page.locator("#undo").click()
    opened.until(lambda: opened.frames[-1]["weights"][0][2][1] != 0.25)


def test_points_by_click_and_by_keys(opened):
    page = opened.open("v=1&size=10").page
    before = len(opened.last("state")["train"] + opened.last("state")["test"])
    page.locator("#click").select_option("-1")
    page.locator("#plane").click(position={"x": 30, "y": 40})
    opened.until(lambda: len(opened.configuration["points"]) == 1)
    page.locator("#plane").press("Enter")
    opened.until(lambda: len(opened.configuration["points"]) == 2)
    assert opened.configuration["points"][0][2] == -1
    state = opened.last("state")
    assert len(state["train"] + state["test"]) == before + 2


def test_a_setting_that_changes_at_once_after_a_click_keeps_the_point(opened):
    page = opened.open("v=1&size=50").page
    page.locator("#click").select_option("1")
    page.evaluate(
        "() => { const plane = document.querySelector('#plane');"
        " const { left, top } = plane.getBoundingClientRect();"
        " for (const by of [20, 40]) plane.dispatchEvent("
        "   new MouseEvent('click', { clientX: left + by, clientY: top + 50, bubbles: true }));"
        " document.querySelector('#show-test').click(); }"
    )
    opened.until(lambda: opened.configuration["show_test"])
    page.wait_for_timeout(200)
    assert len(opened.configuration["points"]) == 2


def test_own_data_by_paste(opened):
    page = opened.open().page
    page.locator("#own").click()
    page.locator("#own-text").fill("1, 2")
    page.locator("#own-use").click()
    assert "Row 1: “1, 2”" in opened.text("#own-told")
    page.locator("#own-text").fill("x;y;kind\n1,5;2;no\n-1;-2;yes\n3;1;no\n-2;0;yes\n")
    page.locator("#own-use").click()
    points = opened.until(lambda: opened.configuration["points"])
    assert points == [[1.5, 2, -1], [-1, -2, 1], [3, 1, -1], [-2, 0, 1]]
    assert not page.locator("#own-dialog").is_visible()
    assert opened.text("#message") == "4 examples. Class −1 is “no”, 1 is “yes”."
    assert page.locator("#sets input:checked").get_attribute("value") == "own"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("x y c\n1,5 2,5 a\n2 3 b", [[1.5, 2.5, -1], [2, 3, 1]]),
        ("1, 2.5, new town\n2, 3, b", [[1, 2.5, 1], [2, 3, -1]]),
        ("1\t2,5\ta\n2\t3\tb", [[1, 2.5, -1], [2, 3, 1]]),
        ("1;2;a\n2;3;nan", "Row 2: “2;3;nan” — needed are"),
        ("1;2;a\n1e7;3;b", "Row 2: “1e7;3;b” — numbers up to a million"),
        ("1;2;a\n2;3;a", "Classes in the third column: 1; 2 to 6"),
    ],
)
def test_tables_of_own_data(opened, text, found):
    page = opened.open().page
    page.locator("#own").click()
    page.locator("#own-text").fill(text)
    page.locator("#own-use").click()
    if isinstance(found, str):
        assert found in opened.text("#own-told")
    else:
        assert opened.until(lambda: opened.configuration["points"]) == found


# What it gives ----------------------------------------------------------------------------------


def test_what_is_given(opened):
    page = opened.open("v=1&size=50").page
    page.locator("#share").click()
    assert page.locator("#link").input_value() == page.url
    page.locator("[data-copy=command]").click()
    opened.until(lambda: opened.text("#shared") == "Copied.")
    command = page.evaluate("navigator.clipboard.readText()")
    assert command == 'autograd-lite playground "v=1&size=50"'
    for what, part in [("python", "import autograd_lite"), ("model", '"format"'),
                       ("c", "#include"), ("javascript", "export ")]:  # fmt: skip
        page.locator(f"[data-give={what}]").click()
        opened.until(lambda part=part: part in page.locator("#given-text").input_value())
    with page.expect_download() as download:
        page.locator("#as-picture").click()
    picture = Path(download.value.path()).read_text(encoding="utf-8")
    assert picture.count("<image") == 2 + 4 + 2 + 1
    assert "var(" not in picture
    assert "class=" not in picture
    page.keyboard.press("Escape")


def test_a_model_that_was_given_is_loaded_again(opened):
    page = opened.open("v=1&size=50").page
    weights = opened.frames[-1]["weights"]
    page.locator("#share").click()
    page.locator("[data-give=model]").click()
    page.locator("#given-text").wait_for()
    model = page.locator("#given-text").input_value()
    page.keyboard.press("Escape")
    page.locator("#step").click()
    opened.until(lambda: opened.frames[-1]["weights"] != weights)
    page.locator("#share").click()
    file = {"name": "network.json", "mimeType": "application/json", "buffer": model.encode()}
    page.locator("#load").set_input_files(file)
    opened.until(lambda: opened.frames[-1]["weights"] == weights)
    page.locator("#load").set_input_files(file | {"buffer": b"no model"})
    opened.until(lambda: "the file cannot be loaded" in opened.text("#shared"))
    page.keyboard.press("Escape")


def test_the_walkthrough_of_an_example(opened):
    page = opened.open("v=1&size=50").page
    page.locator("#next-wrong").click()
    page.locator("#walk:enabled").click()
    page.frame_locator("#walk-frame").locator("#next").wait_for()
    assert page.locator("#walk-dialog").is_visible()
    page.locator("#walk-dialog [data-close]").click()


# For everyone -----------------------------------------------------------------------------------


def test_every_control_is_reached_by_keys_and_seen(opened):
    page = opened.open().page
    page.locator("#more summary").click()
    page.locator(".skip").focus()
    wanted = page.evaluate(
        "[...document.querySelectorAll('button, select, input, summary, #plane')]"
        ".filter((each) => each.checkVisibility() && !each.disabled && each.tabIndex >= 0"
        " && !each.closest('[aria-hidden=true]')).length"
    )
    seen = []
    for _ in range(wanted + 10):
        page.keyboard.press("Tab")
        told = page.evaluate(
            "(({ tagName, id, name, type, ariaLabel, textContent }) => [tagName, id, name, type,"
            " ariaLabel, textContent.slice(0, 20), getComputedStyle(document.activeElement)"
            ".outlineStyle, getComputedStyle(document.activeElement.parentElement).outlineStyle])"
            "(document.activeElement)"
        )
        if told[0] == "BODY":
            break
        assert {told[6], told[7]} - {"none"}, told
        seen.append(tuple(told[:6]))
    radios = 2 + 5 - 2  # of a group of radio buttons the keys find one
    assert len(seen) >= wanted - radios - 1
    first = page.locator("[aria-label='Neuron 1, Hidden layer 1']")
    first.focus()
    for key in ["ArrowDown", "ArrowRight", "Enter"]:
        page.keyboard.press(key)
    assert opened.text("#neuron-title") == "Neuron 2, Hidden layer 2"
    page.keyboard.press("Escape")
    page.locator("#play").press("Space")
    opened.until(lambda: opened.epoch > 0)
    page.locator("#play").press("Enter")
    opened.until(lambda: opened.last("state")["playing"] is False)


def test_axe_finds_no_fault(opened, axe):
    page = opened.open(XOR).page
    page.locator("input[value=example]").check()
    page.locator("#next-wrong").click()
    page.locator("#walk:enabled").wait_for()
    page.evaluate(axe)
    for scheme, width, height in [("light", 1280, 720), ("dark", 360, 640)]:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.set_viewport_size({"width": width, "height": height})
        assert faults(page, "body") == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    page.set_viewport_size({"width": 1280, "height": 720})
    for selector, dialog in [("#share", "#share-dialog"), ("#own", "#own-dialog"),
                             ("[aria-label='Neuron 2, Hidden layer 1']", "#neuron")]:  # fmt: skip
        page.locator(selector).click()
        assert faults(page, dialog) == []
        page.keyboard.press("Escape")


def faults(page, part):
    found = page.evaluate("(part) => axe.run(part)", part)["violations"]
    return [(each["id"], [node["html"] for node in each["nodes"]]) for each in found]
