"""A door before a real server that speaks S3, which can be out of order as real storage is.

    with S3StandIn("http://127.0.0.1:PORT") as storage:
        storage.faults.plan([slow_down(), None, broken_off()], "site/index.html")
        Bucket(destination, storage.url)
        storage.asked      # the requests in the order in which they began

A fault with a status other than 200 stands before the server, which does not see the request; one
that spoils the answer comes after it has done its work. Plans go by an object's key; a listing
has plans of its own, under `list`.
"""

import http.client
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from urllib.parse import parse_qs, unquote, urlsplit

from tests.standins.faults import Fault, Faults, Plans
from tests.standins.server import Request, Response, StandIn

_FINE = Response(200)
_LISTING = "list"
_OF_A_CONNECTION = {
    "connection", "content-length", "date", "expect", "server", "transfer-encoding",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """A request for an object, or for a listing."""

    method: str
    key: str
    """Of a listing: its prefix."""


class S3StandIn(StandIn):
    """Hands on to the server what no fault keeps from it."""

    def __init__(self, server: str, plans: Plans = None) -> None:
        """Stand before the server at an address."""
        super().__init__()
        self._upstream = server
        self.faults = Faults(plans)
        self.events: list[tuple[str, Asked]] = []
        """Each request as it began and ended, in order."""

    @property
    def asked(self) -> list[Asked]:
        """The requests in the order in which they began."""
        return [asked for event, asked in self.events if event == "began"]

    def keys(self, method: str) -> list[str]:
        """Return the keys of the requests by a method, in order, repeated ones included."""
        return [asked.key for asked in self.asked if asked.method == method]

    def respond(self, request: Request) -> Response:
        """Return the server's answer, or what a fault makes of it."""
        asked = _read(request)
        self._note("began", asked)
        spoilt = self.faults.apply(
            asked.key, request, _FINE, "" if asked.method != "LIST" else _LISTING
        )
        answer = spoilt
        if spoilt.status == _FINE.status and not spoilt.body:
            answer = replace(self._forwarded(request), ending=spoilt.ending, wait=spoilt.wait)
            answer = replace(answer, headers={**answer.headers, **spoilt.headers})
        self._note("ended", asked)
        return answer

    def _note(self, event: str, asked: Asked) -> None:
        with self._lock:
            self.events.append((event, asked))

    def _forwarded(self, request: Request) -> Response:
        address = urlsplit(self._upstream)
        with closing(http.client.HTTPConnection(str(address.hostname), address.port)) as server:
            server.request(request.method, request.path, request.body, _kept(request.headers))
            answer = server.getresponse()
            return Response(answer.status, answer.read(), _kept(dict(answer.headers)))


def _kept(headers: Mapping[str, str]) -> dict[str, str]:
    """Return what is said of the content, with names in lower case."""
    named = {name.lower(): value for name, value in headers.items()}
    return {name: value for name, value in named.items() if name not in _OF_A_CONNECTION}


def _read(request: Request) -> Asked:
    address = urlsplit(request.path)
    _, _, key = unquote(address.path).lstrip("/").partition("/")
    if request.method == "GET" and not key:
        return Asked("LIST", parse_qs(address.query).get("prefix", [""])[0])
    return Asked(request.method, key)


def s3_error(status: int, code: str, message: str = "The stand-in was told to fail.") -> Fault:
    """Answer with an error of S3's, such as 503 "SlowDown"."""
    body = f"<Error><Code>{code}</Code><Message>{message}</Message></Error>".encode()
    headers = {"Content-Type": "application/xml"}
    return Fault(f"{status} {code}", lambda *_: Response(status, body, headers))


def slow_down() -> Fault:
    """Answer as S3 does to too many requests for a prefix."""
    return s3_error(503, "SlowDown", "Please reduce your request rate.")


def web_page() -> Fault:
    """Answer with a web page, as a captive portal does."""
    page = Response(200, b"<html><body>Sign in</body></html>", {"Content-Type": "text/html"})
    return Fault("web page", lambda *_: page)


def other_etag() -> Fault:
    """Store the object, and name it by something else than its MD5, as with KMS."""
    changed = replace(_FINE, headers={"etag": '"0123456789abcdef0123456789abcdef"'})
    return Fault("other ETag", lambda *_: changed)


def calling(function: Callable[[], object]) -> Fault:
    """Call a function before the request is handed on."""

    def spoil(_: Request, good: Response) -> Response:
        function()
        return good

    return Fault("calling", spoil)
