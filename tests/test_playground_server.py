"""The playground's server: what it lets in, and what a page can ask of it."""

import http.client
import socket
import sys
import threading
import time
from contextlib import ExitStack, closing, contextmanager, suppress

import pytest
from playgrounds import SOON, FakeRun, Page, address, code_of_the_end, opened
from websockets.exceptions import ConnectionClosed, InvalidStatus

import autograd_lite as ag
from autograd_lite.playgrounds import sessions
from autograd_lite.playgrounds.serving import Playground, listening


@pytest.fixture
def serve():
    """Serves runs, and stops."""
    served = []

    def serve(start=lambda link: FakeRun()):
        served.append(Playground(start, listening(0), ""))
        return served[-1]

    yield serve
    for each in served:
        each.stop()
    assert trainings() == []


def trainings():
    return [each for each in threading.enumerate() if each.name.startswith("playground")]


@contextmanager
def page(served):
    with opened(served) as connection:
        yield Page(connection)


def get(served, path=None, method="GET", **headers):
    """What the server answers."""
    host, port = address(served).split(":")
    with closing(http.client.HTTPConnection(host, int(port), timeout=SOON)) as connection:
        given = served.url.partition(address(served))[2] if path is None else path
        connection.request(method, given, headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()


# The door ---------------------------------------------------------------------------------------


def test_the_page_is_served_below_its_token_alone(serve):
    served = serve()
    status, headers, body = get(served)
    assert (status, headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert body.startswith(b"<!DOCTYPE html>")
    token = served.url.split("/")[3]
    for path in ["/", "//", "/favicon.ico", "/index.html", f"/{token[:-1]}/", f"/{token}a/",
                 f"/x/{token}/", "/%C3%BC/", "*"]:  # fmt: skip
        status, _, body = get(served, path)
        assert (status, body) == (404, b"There is nothing here."), path
    assert get(served, f"/{token}")[0] == 307
    assert get(served, method="POST")[0] == 405


def test_files_have_their_kinds_and_nothing_else_of_the_disk_is_served(serve):
    served = serve()
    root = f"/{served.url.split('/')[3]}/"
    assert get(served, f"{root}numbers.js")[1]["content-type"] == "text/javascript; charset=utf-8"
    for name in ["../serving.py", "%2e%2e/serving.py", "..%2fserving.py", "serving.py",
                 "__init__.py", "/etc/passwd", "%2fetc/passwd", "..\\serving.py", "index.html%00",
                 "nothing.js",
                 "page", "walkthrough/none", "index.html/", "./index.html"]:  # fmt: skip
        assert get(served, root + name)[0] == 404, name


def test_headers_keep_the_page_to_itself(serve):
    served = serve()
    for path in [None, "/", "/favicon.ico"]:
        headers = get(served, path)[1]
        assert headers["cache-control"] == "no-store"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["x-content-type-options"] == "nosniff"
        assert "server" not in headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'; script-src 'self'; style-src 'self'" in policy
        assert f"connect-src 'self' ws://{address(served)} ws://localhost:" in policy
        assert "unsafe" not in policy
        assert policy.endswith(
            "frame-ancestors 'self' http://localhost:* http://127.0.0.1:* "
            "https://localhost:* https://127.0.0.1:*"
        )


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1", "localhost", "127.0.0.1:1", "[::1]:{port}", "",
             "evil.example:{port}", "localhost:{port}.evil.example", "127.0.0.1:{port}@evil"]
)  # fmt: skip
def test_another_host_is_refused(serve, host):
    served = serve()
    name = host.format(port=address(served).split(":")[1])
    status, _, body = get(served, Host=name)
    assert (status, b"alone" in body) == (403, True) if name else (400, False)


def test_localhost_is_another_name_of_the_same(serve):
    served = serve()
    host = f"localhost:{address(served).split(':')[1]}"
    assert get(served, Host=host)[0] == 200
    served.url = served.url.replace("127.0.0.1", "localhost")
    with page(served) as it:
        assert it.next()["kind"] == "hello"


@pytest.mark.parametrize(
    "origin", [None, "null", "http://evil.example", "https://{address}", "http://127.0.0.1",
               "http://localhost:{port}", "http://127.0.0.1:1", "http://{address}/", "file://"]
)  # fmt: skip
def test_a_socket_of_another_page_is_refused(serve, origin):
    served = serve()
    port = address(served).split(":")[1]
    given = origin and origin.format(address=address(served), port=port)
    with pytest.raises(InvalidStatus, match="403"), opened(served, origin=given):
        pass
    assert trainings() == [served._thread]


def test_a_socket_without_the_token_is_refused(serve):
    served = serve()
    token = served.url.split("/")[3]
    served.url = served.url.replace(token, token[::-1])
    with pytest.raises(InvalidStatus, match="403"), opened(served):
        pass


# What a page asks for ---------------------------------------------------------------------------


def test_a_page_is_told_what_there_is_and_shown_it(serve):
    with page(serve()) as it:
        hello, state, frame = (it.next(paints=False) for _ in range(3))
    assert hello["kind"] == "hello"
    assert {"choices", "datasets", "engine", "engine_note"} <= hello.keys()
    assert (state["kind"], state["playing"]) == ("state", False)
    assert (frame["kind"], frame["frame"], frame["playing"], frame["loss"], frame["pixels"]) == (
        "frame", 1, False, "nan", bytes(16)
    )  # fmt: skip


def test_play_pause_and_step(serve):
    with page(serve()) as it:
        it.send("play")
        assert it.next("state", playing=True)["epoch"] == 0
        assert it.next("frame", playing=True)["epoch"] > 0
        it.send("pause")
        paused = it.next("state", playing=False)["epoch"]
        it.send("step")
        assert it.next("state", playing=False)["epoch"] == paused + 1
        it.send("play")
        it.next("state", playing=True)
        it.send("step")
        stepped = it.next("state", playing=False)["epoch"]
        it.send("reset")
        assert it.next("state", epoch=0)["playing"] is False
        assert stepped > paused + 1


def test_an_edit_waits_for_the_end_of_an_epoch_and_training_goes_on(serve):
    run = FakeRun(0.05)
    with page(serve(lambda link: run)) as it:
        it.send("play")
        for value in range(5):
            it.send("weight", layer=1, neuron=value, input=None, value=value)
        it.next("state", playing=True)
        assert it.next("frame", playing=True)["kind"] == "frame"
        it.send("reset")
        assert it.next("state", epoch=0)["playing"] is False
    assert {each.name for each in run.threads} == {"playground"}
    assert len(run.threads) == 1


def test_a_frame_comes_when_the_page_has_drawn_the_last(serve):
    with page(serve()) as it:
        it.send("play")
        first = it.next("frame", paints=False)["frame"]
        it.send("pause")
        it.next("state", playing=False, paints=False)
        it.send("look", x=1, y=1)  # answered at once, and no frame comes before
        assert it.next(paints=False)["kind"] == "looked"
        it.send("drawn", frame=first + 5)  # of one that it was never sent
        it.send("drawn", frame=first)
        assert it.next("frame", paints=False)["frame"] == first + 1
        it.send("drawn", frame=first + 1)
        it.send("drawn", frame=first)  # told late: that changes nothing
        it.send("step")
        assert it.next("frame", paints=False)["frame"] == first + 2


def test_training_waits_for_a_page_that_does_not_draw(serve, monkeypatch):
    monkeypatch.setattr("autograd_lite.playgrounds.worker.PATIENCE", 0.2)
    run = FakeRun()
    with page(serve(lambda link: run)) as it:
        frame = it.next("frame", paints=False)["frame"]
        it.send("play")
        it.next("state", playing=True, paints=False)
        until = time.monotonic() + SOON
        before = -1
        while before != run.epoch and time.monotonic() < until:
            before = run.epoch
            time.sleep(0.3)
        assert before == run.epoch
        it.send("look", x=1, y=2, target=None)
        assert it.next("looked")["epoch"] == before
        it.send("drawn", frame=frame)
        it.next("frame", playing=True)
        assert it.next("frame", playing=True)["epoch"] > before


def test_speed_is_epochs_a_second_and_holds_up_no_wish(serve):
    run = FakeRun()
    with page(serve(lambda link: run)) as it:
        it.send("view", gradient="batch", speed=0.1)
        it.send("play")
        assert it.next("frame", playing=True, of="batch")["epoch"] <= 1
        it.send("look", x=0.5, y=-1, target=1)
        assert it.next("looked")["target"] == 1
        it.send("reset")
        it.next("state", epoch=0)
        assert run.epoch <= 1
        it.send("view", gradient="off", speed=None)
        it.send("play")
        while it.next("frame")["epoch"] < 10:
            pass


def test_the_pointer_is_followed_while_it_trains(serve):
    with page(serve()) as it:
        it.send("play")
        it.send("look", x=1, y=2, target=None)
        first = it.next("looked", x=1)["epoch"]
        while it.next("looked", x=1)["epoch"] <= first:
            pass
        it.send("look", x=None)
        it.send("pause")
        it.next("state", playing=False)


def test_files_and_walkthroughs_are_given(serve):
    served = serve()
    with page(served) as it:
        it.send("give", what="python")
        given = it.next("given")
        assert (given["what"], given["name"], given["text"]) == ("python", "run.python", "text")
        it.send("give", what="walkthrough", x=1, y=-2, target=None)
        root = "/" + served.url.split("/")[3] + "/"
        there = root + it.next("given", what="walkthrough")["address"]
        assert get(served, there + "x")[0] == 404
        status, headers, body = get(served, there)
        assert (status, body) == (200, b"<p>1 -2</p>")
        assert headers["content-security-policy"].startswith("sandbox allow-scripts")
        assert get(served, there)[0] == 404
        it.send("give", what="walkthrough")
        assert it.next("problem")["field"] == "x"


def test_a_problem_is_told_and_the_session_lives(serve, caplog):
    with page(serve()) as it:
        weight = {"neuron": 0, "input": None, "value": 1}
        it.send("weight", layer=7, **weight)
        assert it.next("problem")["message"] == "layer: there are 2"
        assert not caplog.records
        it.send("weight", layer=8, **weight)
        assert "ZeroDivisionError" in it.next("problem")["message"]
        assert [each.name for each in caplog.records] == ["autograd_lite.playground"]
        it.send("weight", layer=1, **weight | {"value": 1e300})
        assert it.next("problem")["field"] == "value"
        it.send("configure", configuration={"rate": "fast"})
        assert it.next("problem")["field"] == "rate"
        it.send("step")
        assert it.next("state", epoch=1)


# What it is protected from ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("message", "code"),
    [("{", 1008), ('{"do":"rm"}', 1008), (b"bytes", 1008), ("[" * 100_000, 1008),
     ('{"do":"look","x":NaN}', 1008)],
)  # fmt: skip
def test_a_hostile_message_ends_the_connection(serve, message, code):
    served = serve()
    with opened(served) as connection:
        connection.send(message)
        assert code_of_the_end(connection)[0] == code
    all_end(served)


@pytest.mark.parametrize("length", [256 * 1024 + 1, 20_000_000])
def test_a_message_that_is_too_long_is_not_even_read(serve, length):
    served = serve()
    with opened(served) as connection:
        with suppress(ConnectionClosed):
            connection.send(" " * length)
        ended = code_of_the_end(connection)  # None where it was still being sent
        assert ended is None or ended[0] == 1009
    all_end(served)


def all_end(served):
    """Wait until no training is left."""
    until = time.monotonic() + SOON
    while trainings() != [served._thread]:
        assert time.monotonic() < until
        time.sleep(0.01)


def test_a_flood_ends_the_connection(serve):
    served = serve()
    with opened(served) as connection:
        with suppress(ConnectionClosed):
            for _ in range(100_000):
                connection.send('{"do":"look","x":1,"y":1}')
        ended = code_of_the_end(connection)  # None where it was cut before it could be read
        assert ended in (None, (1008, "too many messages at once"))
    all_end(served)


def test_one_page_too_many_is_told_so(serve, monkeypatch):
    monkeypatch.setattr(sessions, "MOST_SESSIONS", 2)
    served = serve()
    with page(served), page(served) as other:
        other.next("frame")
        with page(served) as third:
            assert "pages are open" in third.next("problem")["message"]
            assert code_of_the_end(third.socket)[0] == 1013
    all_end(served)
    with page(served) as again:
        assert again.next()["kind"] == "hello"


def test_a_page_that_is_silent_for_long_is_left(serve, monkeypatch):
    monkeypatch.setattr(sessions, "IDLE", 0.3)
    served = serve()
    with opened(served) as connection:
        assert code_of_the_end(connection)[0] == 1001
    all_end(served)


def test_a_page_that_does_not_read_slows_nobody_and_ends(serve, monkeypatch):
    monkeypatch.setattr("autograd_lite.playgrounds.mailboxes.MOST_BYTES", 100_000)
    run = FakeRun()
    run.give = lambda what: ("file", "x" * 50_000)
    served = serve(lambda link: run)
    with opened(served, max_queue=1) as connection:
        it = Page(connection)
        it.send("play")
        it.next("frame", playing=True)
        with suppress(ConnectionClosed):  # as soon as it is too much
            for _ in range(200):
                it.send("give", what="c")
        all_end(served)
        with suppress(OSError):  # it may have been cut already
            connection.socket.shutdown(socket.SHUT_RDWR)


MOMENTS = ["at once", "hello", "state", "frame", "playing", "pausing", "configuring", "looking"]


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("clean", [True, False])
def test_no_training_outlives_its_page(serve, moment, clean):
    served = serve(lambda link: FakeRun(0.02))
    with opened(served) as connection:
        it = Page(connection)
        if moment in ("hello", "state", "frame"):
            it.next(moment, paints=False)
        elif moment != "at once":
            it.send("play")
            it.next("frame", playing=True)
            sent = {"pausing": "pause", "configuring": "configure", "looking": "look"}
            fields = {"configuring": {"configuration": {}}, "looking": {"x": 1, "y": 1}}
            if moment in sent:
                it.send(sent[moment], **fields.get(moment, {}))
        if not clean:
            connection.socket.shutdown(socket.SHUT_RDWR)
    all_end(served)


def test_fifty_pages_train_side_by_side(serve):
    served = serve()
    with ExitStack() as stack:
        pages = [stack.enter_context(page(served)) for _ in range(50)]
        for each in pages:
            each.send("play")
        for each in pages:
            assert each.next("frame", playing=True)["epoch"] > 0
    all_end(served)


# The function -----------------------------------------------------------------------------------


def numbers(model):
    return [each.data for each in model.parameters()]


def test_the_function_serves_a_real_run_and_has_its_model():
    with ag.playground(browser=False) as served, page(served) as it:
        assert it.next("hello")["engine"] == "llvm"
        it.send("step")
        it.next("state", epoch=1)
        trained = served.model
        it.send("step")
        it.next("state", epoch=2)
        assert numbers(served.model) != numbers(trained)
    assert len(numbers(served.model)) == len(numbers(trained))
    assert repr(served) == "<Playground that has stopped>"


def test_a_page_begins_with_its_link_and_follows_others():
    with ag.playground(browser=False) as served:
        with opened(served, link="v=1&data=xor&noise=40&layers=99") as connection:
            it = Page(connection)
            state = it.next("state")
            assert (state["link"], len(state["notes"])) == ("v=1&data=xor&noise=40", 1)
            it.send("link", link="v=1&data=spiral&rate=fast")
            state = it.next("state")
            assert (state["link"], len(state["notes"])) == ("v=1&data=spiral", 1)
            it.send("undo")
            assert it.next("state")["link"] == "v=1&data=xor&noise=40"
        with page(served) as it:
            assert it.next("state")["link"] == "v=1"


def test_pages_are_told_when_it_stops():
    served = ag.playground(browser=False)
    with page(served) as it:
        it.send("play")
        it.next("frame", playing=True)
        served.stop()
        assert code_of_the_end(it.socket) == (1001, "the playground was stopped")
    served.stop()


def test_two_servers_stand_side_by_side_and_a_port_can_be_chosen():
    with ag.playground(browser=False) as one, ag.playground(browser=False) as other:
        port = int(address(one).split(":")[1])
        assert address(one) != address(other)
        with pytest.raises(OSError, match=f"port {port}: it is in use; choose another, or 0"):
            ag.playground(port=port, browser=False)
    with ag.playground(port=port, browser=False) as again:
        assert address(again) == f"127.0.0.1:{port}"


@pytest.mark.parametrize(
    ("link", "hash"),
    [("", ""), ("v=1&data=xor", "#v=1&data=xor"), (" #v=1 ", "#v=1"),
     ("http://127.0.0.1:1234/abc/#v=1&noise=40", "#v=1&noise=40")],
)  # fmt: skip
def test_a_link_may_be_the_whole_address(link, hash):
    with ag.playground(link=link, browser=False) as served:
        assert served.url.partition("/#")[2] == hash[1:]


def test_the_browser_is_opened_but_in_a_notebook(monkeypatch):
    seen = []
    monkeypatch.setattr("webbrowser.open", seen.append)
    monkeypatch.setenv("DISPLAY", ":0")
    with ag.playground() as served:
        assert seen == [served.url]

    class Shell:
        kernel = object()

    monkeypatch.setattr("IPython.get_ipython", Shell)
    with ag.playground() as served:
        assert len(seen) == 1
        html = served._repr_mimebundle_()["text/html"]
        assert f'src="{served.url}"' in html
    assert [*served._repr_mimebundle_()] == ["text/plain"]


@pytest.mark.parametrize("package", ["uvicorn", "websockets"])
def test_a_missing_package_is_named_with_what_brings_it(monkeypatch, package):
    monkeypatch.setitem(sys.modules, package, None)
    command = rf'{package} is needed; run: pip install "autograd_lite\[playground\]"'
    with pytest.raises(ModuleNotFoundError, match=command):
        ag.playground(browser=False)
    assert trainings() == []
