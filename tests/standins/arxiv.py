"""A stand-in for arXiv's feed service, https://rss.arxiv.org/rss/<category>.

Imitated, from the service's source (https://github.com/arXiv/arxiv-feed) and 4,440 captures:
the ETag is a hash of the body; an unknown category is HTTP 400 with a valid, empty feed
titled "Feed error for query: …"; a client that asks too often gets the words
"Rate exceeded.", sometimes as HTML and with status 200. Answering 304 to If-None-Match
and sending Last-Modified are what the cache in front of the service does.
"""

import hashlib
import itertools
import math
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import formatdate
from urllib.parse import unquote, urlsplit

from tests.standins.faults import (
    EVERY,
    Fault,
    Faults,
    Plan,
    Plans,
    broken_off,
    empty,
    half,
    never,
    reset,
    slow,
)
from tests.standins.feeds import error_document
from tests.standins.server import Ending, Request, Response, StandIn

__all__ = [
    "EVERY",
    "ArxivStandIn",
    "Fault",
    "FeedRequest",
    "Plan",
    "Plans",
    "broken_off",
    "empty",
    "half",
    "never",
    "rate_page",
    "redirect",
    "reset",
    "slow",
    "status",
]

_RATE_PAGE = b"<html><body>Rate exceeded.</body></html>"


@dataclass(frozen=True, slots=True)
class FeedRequest:
    """What a client asked of arXiv, and what it was told."""

    category: str
    """Empty where the path is none of a feed."""
    path: str
    headers: Mapping[str, str]
    """Names in lower case."""
    arrived: float
    """`time.monotonic()`."""
    client_port: int
    connection: int
    """Number of the connection, counted from 1."""
    status: int | None
    """None where the connection was reset instead."""


@dataclass(frozen=True, slots=True)
class _Feed:
    body: bytes
    modified: str

    @property
    def etag(self) -> str:
        return f'"{hashlib.sha256(self.body).hexdigest()}"'


class ArxivStandIn(StandIn):
    """Serves feeds by category; faults are planned by category (see `tests.standins.faults`)."""

    def __init__(self, feeds: Mapping[str, bytes], *, faults: Plans = None) -> None:
        super().__init__()
        self.faults = Faults(faults)
        self._feeds: dict[str, _Feed] = {}
        self._requests: list[FeedRequest] = []
        self.publish(feeds)

    @property
    def rss_url(self) -> str:
        """The address of a feed, with `{category}` where the category belongs."""
        return f"{self.url}/rss/{{category}}"

    def publish(self, feeds: Mapping[str, bytes]) -> None:
        """Serve these feeds in place of the ones before: a new day."""
        modified = formatdate(usegmt=True)
        with self._lock:
            self._feeds = {name: _Feed(body, modified) for name, body in feeds.items()}

    @property
    def requests(self) -> tuple[FeedRequest, ...]:
        """All requests so far, in the order of their arrival."""
        with self._lock:
            return tuple(sorted(self._requests, key=lambda request: request.arrived))

    def requests_for(self, category: str) -> tuple[FeedRequest, ...]:
        """Return the requests for one category."""
        return tuple(request for request in self.requests if request.category == category)

    @property
    def connections(self) -> int:
        """How many connections carried requests; arXiv asks for one."""
        return len({request.connection for request in self.requests})

    @property
    def smallest_gap(self) -> float:
        """Seconds between the two closest arrivals; infinite with fewer than two requests."""
        pairs = itertools.pairwise(request.arrived for request in self.requests)
        return min((later - earlier for earlier, later in pairs), default=math.inf)

    def respond(self, request: Request) -> Response:
        """Answer as arXiv would, or as the fault demands; the request is recorded first."""
        category = _category(request.path)
        response = self.faults.apply(category, request, self._good(category, request))
        with self._lock:
            self._requests.append(_record(category, request, response))
        return response

    def _good(self, category: str, request: Request) -> Response:
        if not category:
            return Response(404, b"Not Found", {"Content-Type": "text/plain"})
        with self._lock:
            feed = self._feeds.get(category)
        if feed is None:
            return Response(400, error_document(category), {"Content-Type": "text/xml"})
        validators = {"ETag": feed.etag, "Last-Modified": feed.modified}
        if _matches(request.headers.get("if-none-match", ""), feed.etag):
            return Response(304, headers=validators)
        return Response(200, feed.body, {"Content-Type": "text/xml", **validators})


def status(code: int, *, retry_after: str | None = None) -> Fault:
    """Answer with this status (429, 403, 406, 500, 503 were seen) and its name as plain text."""
    headers = {"Content-Type": "text/plain"}
    if retry_after is not None:
        headers["Retry-After"] = retry_after
    body = b"Rate exceeded." if code == 429 else f"HTTP {code}".encode()
    return Fault(f"status {code}", lambda *_: Response(code, body, headers))


def rate_page() -> Fault:
    """Answer "Rate exceeded." as an HTML page with status 200, which was seen.

    feedparser makes of it a feed without entries and without an error.
    """
    page = Response(200, _RATE_PAGE, {"Content-Type": "text/html"})
    return Fault("rate page", lambda *_: page)


def redirect(location: str, code: int = 302) -> Fault:
    """Send the client elsewhere."""
    return Fault("redirect", lambda *_: Response(code, headers={"Location": location}))


def _category(path: str) -> str:
    head, _, category = unquote(urlsplit(path).path).rpartition("/")
    return category if head == "/rss" else ""


def _matches(if_none_match: str, etag: str) -> bool:
    """Compare weakly, as RFC 9110 demands of If-None-Match."""
    tags = (tag.strip().removeprefix("W/") for tag in if_none_match.split(","))
    return any(tag in {etag, "*"} for tag in tags)


def _record(category: str, request: Request, response: Response) -> FeedRequest:
    return FeedRequest(
        category=category,
        path=request.path,
        headers=request.headers,
        arrived=request.arrived,
        client_port=request.client_port,
        connection=request.connection,
        status=None if response.ending is Ending.RESET else response.status,
    )
