"""What a browser lets other sites do to the playground, which nothing but its own page may use."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playgrounds import Page, address, opened

import autograd_lite as ag

#: names of this machine, to a browser; the second is no loopback host to us
NOTEBOOK, EVIL = "localhost", "evil.localhost"


@pytest.fixture(scope="module")
def served():
    with ag.playground(browser=False) as served:
        yield served


@pytest.fixture
def site(browser):
    """Opens a page of another server, with this content; gives it and what it complained of."""
    shown = []

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("content-type", "text/html")
            self.end_headers()
            self.wfile.write(shown[-1].encode())

        def log_message(self, *_):
            pass

    def site(host, html):
        page, told = context.new_page(), []
        page.on("console", lambda message: told.append(message.text))
        shown.append(html)
        page.goto(f"http://{host}:{server.server_port}/")
        return page, told

    context = browser.new_context(viewport={"width": 1280, "height": 800})
    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield site
        context.close()
        server.shutdown()
        thread.join()


def test_a_notebook_of_this_machine_shows_it_and_it_trains(served, site):
    page, _ = site(NOTEBOOK, served._repr_mimebundle_()["text/html"])
    frame = page.frame_locator("iframe")
    frame.locator("#play").click()
    frame.locator("#epoch:not(:text-is('0'))").wait_for()


def test_another_site_cannot_frame_it(served, site):
    page, told = site(EVIL, served._repr_mimebundle_()["text/html"])
    page.wait_for_function("document.readyState === 'complete'")
    assert any("frame-ancestors" in each for each in told)
    assert page.frame_locator("iframe").locator("#play").count() == 0


def test_another_site_cannot_talk_to_it_even_if_it_knows_the_address(served, site):
    page, _ = site(EVIL, "<p>Click here.</p>")
    code = """url => new Promise(done => {
        const socket = new WebSocket(url);
        socket.onopen = () => done("open");
        socket.onclose = () => done("closed");
    })"""
    assert page.evaluate(code, served.url.replace("http:", "ws:") + "ws") == "closed"
    read = "url => fetch(url).then(() => 'read', () => 'refused')"
    assert page.evaluate(read, served.url) == "refused"


def test_another_name_of_this_machine_is_refused(served, site):
    page, _ = site(EVIL, "<p></p>")
    rebound = served.url.replace("127.0.0.1", "evil.localhost")
    assert page.goto(rebound).status == 403
    assert "alone" in page.inner_text("body")


def test_a_walkthrough_works_in_its_sandbox_and_can_do_no_more(served, site):
    with opened(served) as connection:
        it = Page(connection)
        it.send("give", what="walkthrough", x=1.0, y=2.0, target=None)
        given = it.next("given")["address"]
        page, told = site(NOTEBOOK, f'<iframe src="{served.url}{given}"></iframe>')
        frame = page.frames[1]
        frame.wait_for_function("document.readyState === 'complete'")
        assert "L" in frame.inner_text("body")
        assert told == []
        asked = "url => fetch(url).then(() => 'read', () => 'refused')"
        assert frame.evaluate(asked, served.url) == "refused"
        assert frame.evaluate("self.origin") == "null"


def test_the_address_is_told_to_nobody(served, site):
    page, _ = site(NOTEBOOK, "<p></p>")
    page.goto(served.url)
    page.locator("#play").wait_for()
    assert page.evaluate("document.cookie + localStorage.length + sessionStorage.length") == "00"
    sent = []
    page.route(f"http://{EVIL}/", lambda route: (sent.append(route.request.headers), route.abort()))
    page.evaluate(f"location = 'http://{EVIL}/'")
    page.wait_for_timeout(200)
    assert [headers.get("referer") for headers in sent] == [None]
    assert address(served) not in str(sent)
