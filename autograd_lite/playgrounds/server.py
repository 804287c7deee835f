"""The page and its sessions, as a web application for this machine alone."""

import secrets
from importlib.resources import files

from starlette.applications import Starlette
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from autograd_lite.playgrounds.messages import POLICY
from autograd_lite.playgrounds.sessions import Sessions

#: the page's own files, and those that all pages of the library share
FOLDERS = files("autograd_lite.playgrounds") / "page", files("autograd_lite.viz") / "web"
#: kinds of the page's files; a machine's own table may say anything, Windows' often does
KINDS = {
    ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"
}  # fmt: skip
#: where a notebook of this machine may show the page
NOTEBOOKS = " ".join(
    f"{scheme}://{host}:*" for scheme in ("http", "https") for host in ("localhost", "127.0.0.1")
)
#: of all that is sent; the random address is a secret
HEADERS = {
    "cache-control": "no-store",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}
#: a walkthrough has its scripts and looks in itself; it can do nothing to the playground
WALKTHROUGH = (
    "sandbox allow-scripts allow-downloads allow-modals; default-src 'none'; "
    "script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; font-src data:; "
    f"base-uri 'none'; form-action 'none'; frame-ancestors 'self' {NOTEBOOKS}"
)


def application(sessions: Sessions, port: int, token: str) -> ASGIApp:
    """What is served: everything below the token, nothing elsewhere."""

    def walkthrough(request: Request) -> Response:
        page = sessions.fetch(request.path_params["ticket"])
        if page is None:
            return _nothing()
        return HTMLResponse(page, headers={"content-security-policy": WALKTHROUGH})

    below = [
        WebSocketRoute("/ws", sessions.serve),
        Route("/walkthrough/{ticket}", walkthrough),
        Route("/{name:path}", _file),
    ]
    return Guard(Starlette(routes=[Mount(f"/{token}", routes=below)]), port, token)


def _nothing() -> Response:
    return PlainTextResponse("There is nothing here.", 404)


def _file(request: Request) -> Response:
    """A file of the page, found in a list of them: no path of a request reaches the disk."""
    name = request.path_params["name"] or "index.html"
    for folder in FOLDERS:
        for each in folder.iterdir():
            kind = KINDS.get(f".{name.rpartition('.')[2]}")
            if each.name == name and kind:
                return Response(each.read_bytes(), media_type=kind)
    return _nothing()


class Guard:
    """Lets through what asks for this server, with its token, from its own page.

    A page of another site can make a browser ask for addresses of this machine, also by a name
    that it lets point here (DNS rebinding): it knows no token, and is told apart by Host and
    Origin.
    """

    def __init__(self, app: ASGIApp, port: int, token: str) -> None:
        self._app, self._token = app, token.encode()
        self._hosts = f"127.0.0.1:{port}", f"localhost:{port}"
        sockets = " ".join(f"ws://{host}" for host in self._hosts)
        self._policy = (
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
            f"font-src 'self'; connect-src 'self' {sockets}; frame-src 'self'; base-uri 'none'; "
            f"form-action 'none'; frame-ancestors 'self' {NOTEBOOKS}"
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or refuse."""

        async def send_guarded(message: Message) -> None:
            if message["type"].endswith("response.start"):
                headers = MutableHeaders(scope=message)
                headers.setdefault("content-security-policy", self._policy)
                headers.update(HEADERS)
            await send(message)

        refusal = self._refusal(scope)
        if refusal and scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": POLICY})  # before it is open: a 403
        else:
            await (refusal or self._app)(scope, receive, send_guarded)

    def _refusal(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        if headers.getlist("host") not in [[host] for host in self._hosts]:
            names = " and ".join(self._hosts)
            return PlainTextResponse(f"This server answers for {names} alone.", 403)
        own = [f"http://{headers['host']}"]
        if scope["type"] == "websocket" and headers.getlist("origin") != own:
            return PlainTextResponse("Only the page itself can connect.", 403)
        given, slash, _ = scope["path"].removeprefix("/").partition("/")
        if not secrets.compare_digest(given.encode(), self._token):
            return _nothing()
        return None if slash else RedirectResponse(f"{scope['path']}/")
