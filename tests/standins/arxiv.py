"""A stand-in for arXiv: its feeds, its page of new submissions, its API and PDFs, on one port.

* `/rss/<category>` and `/atom/<category>`, as https://rss.arxiv.org answers. Imitated, from the
  service's source (https://github.com/arXiv/arxiv-feed) and 4,440 captures: the ETag is a hash of
  the body; an unknown category is HTTP 400 with a valid, empty feed titled "Feed error for
  query: …"; a client that asks too often gets the words "Rate exceeded.", sometimes as HTML and
  with status 200. Answering 304 to If-None-Match and sending Last-Modified are what the cache in
  front of the service does.
* `/list/<category>/new`, as https://arxiv.org answers: the batch that was announced last, also
  on a day whose feed is empty.
* `/api/query`, as https://export.arxiv.org answers (`tests.standins.queries`), HTTP 406 to a
  client that does not say what it accepts included.
* `/pdf/<identifier>v<version>`, HTTP 404 where a test has put none there.
"""

import hashlib
import itertools
import math
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import formatdate
from urllib.parse import parse_qsl, unquote, urlsplit

from tests.standins import queries
from tests.standins.atom import atom_document, atom_error
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
from tests.standins.listings import listing_page
from tests.standins.reading import Batch, read_batch
from tests.standins.records import ApiRecord, Records
from tests.standins.server import Ending, Request, Response, StandIn

__all__ = [
    "EVERY",
    "ApiRecord",
    "ArxivRequest",
    "ArxivStandIn",
    "Fault",
    "Plan",
    "Plans",
    "broken_off",
    "empty",
    "everywhere",
    "half",
    "never",
    "rate_page",
    "redirect",
    "reset",
    "slow",
    "status",
]

_RATE_PAGE = b"<html><body>Rate exceeded.</body></html>"
_XML, _ATOM = {"Content-Type": "text/xml"}, {"Content-Type": "application/atom+xml; charset=utf-8"}
_PDF = {"Content-Type": "application/pdf"}
_HTML, _PLAIN = {"Content-Type": "text/html; charset=utf-8"}, {"Content-Type": "text/plain"}


@dataclass(frozen=True, slots=True)
class ArxivRequest:
    """What a client asked of arXiv, and what it was told."""

    kind: str
    """rss, atom, list, api or pdf; empty where the path is none of them."""
    category: str
    """Empty where the path names none; of a PDF its identifier and version."""
    path: str
    parameters: Mapping[str, str]
    """Those of the query behind the path."""
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
class _Document:
    body: bytes
    modified: str

    @property
    def etag(self) -> str:
        return f'"{hashlib.sha256(self.body).hexdigest()}"'


class ArxivStandIn(StandIn):
    """Serves what `publish` says; what it does not say follows from the feeds.

    The Atom feeds and the pages of new submissions hold what the present feeds hold, the API
    what any feed has ever held, so that older papers keep their records. A feed that a test has
    broken on purpose says nothing, and so has neither of the former. `records` says what else
    the API knows, or knows not.

    Faults (see `tests.standins.faults`) that are planned for a category, a number or `EVERY`
    concern the RSS feeds alone, whose requests alone are numbered. Those of the other kinds are
    planned under "api", "atom", "list", or for one category under "atom:cs.CL", "list:cs.CL";
    `everywhere` makes a plan for all kinds.
    """

    def __init__(
        self,
        feeds: Mapping[str, bytes],
        *,
        atom: Mapping[str, bytes] | None = None,
        listings: Mapping[str, bytes] | None = None,
        records: Mapping[str, ApiRecord] | None = None,
        faults: Plans = None,
    ) -> None:
        super().__init__()
        self.faults = Faults(faults)
        self.records = Records(records)
        self.pdfs: dict[str, bytes] = {}
        """By identifier and version: `2605.12340v1`."""
        self._documents: dict[tuple[str, str], _Document] = {}
        self._batches: dict[str, Batch] = {}
        self._requests: list[ArxivRequest] = []
        self.publish(feeds, atom=atom, listings=listings)

    @property
    def rss_url(self) -> str:
        """The address of a feed, with `{category}` where the category belongs."""
        return f"{self.url}/rss/{{category}}"

    @property
    def atom_url(self) -> str:
        """The address of a feed as Atom, with `{category}` where the category belongs."""
        return f"{self.url}/atom/{{category}}"

    @property
    def listing_url(self) -> str:
        """The address of a page of new submissions, with `{category}` where it belongs."""
        return f"{self.url}/list/{{category}}/new"

    @property
    def api_url(self) -> str:
        """The address of the API."""
        return f"{self.url}/api/query"

    @property
    def pdf_url(self) -> str:
        """The address of a version's PDF, with `{id}` where both belong."""
        return f"{self.url}/pdf/{{id}}"

    def publish(
        self,
        feeds: Mapping[str, bytes],
        *,
        atom: Mapping[str, bytes] | None = None,
        listings: Mapping[str, bytes] | None = None,
    ) -> None:
        """Serve these feeds in place of the ones before: a new day.

        `atom` and `listings` are documents by category that differ from what the feeds say.
        """
        read = {category: read_batch(category, body) for category, body in feeds.items()}
        batches = [batch for batch in read.values() if batch is not None]
        self.records.remember(batches)
        atoms = {
            batch.category: atom_document(batch.category, batch.day, batch.items)
            for batch in batches
        }
        modified = formatdate(usegmt=True)
        with self._lock:
            self._batches |= {batch.category: batch for batch in batches if batch.items}
            pages = {batch.category: _page(batch, self._batches) for batch in batches}
            kinds = {
                "rss": feeds,
                "atom": {**atoms, **(atom or {})},
                "list": {**pages, **(listings or {})},
            }
            self._documents = {
                (kind, category): _Document(body, modified)
                for kind, bodies in kinds.items()
                for category, body in bodies.items()
            }

    @property
    def requests(self) -> tuple[ArxivRequest, ...]:
        """All requests so far, of all kinds, in the order of their arrival."""
        with self._lock:
            return tuple(sorted(self._requests, key=lambda request: request.arrived))

    def requests_for(self, category: str) -> tuple[ArxivRequest, ...]:
        """Return the requests for one category, of all kinds that name one."""
        return tuple(request for request in self.requests if request.category == category)

    def requests_of(self, kind: str) -> tuple[ArxivRequest, ...]:
        """Return the requests of one kind: rss, atom, list, api or pdf."""
        return tuple(request for request in self.requests if request.kind == kind)

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
        kind, category = _asked(request.path)
        good = self._good(kind, category, request)
        planned = "" if kind == "rss" else kind
        response = self.faults.apply(category, request, good, planned)
        with self._lock:
            self._requests.append(_record(kind, category, request, response))
        return response

    def _good(self, kind: str, category: str, request: Request) -> Response:
        if not kind:
            return Response(404, b"Not Found", _PLAIN)
        if kind == "api":
            return self._queried(request)
        if kind == "pdf":
            return _pdf(self.pdfs.get(category))
        with self._lock:
            document = self._documents.get((kind, category))
        return _unknown(kind, category) if document is None else _sent(kind, document, request)

    def _queried(self, request: Request) -> Response:
        if "accept" not in request.headers:
            return Response(406, b"Not Acceptable", _PLAIN)
        code, body = queries.answer(_parameters(request.path), self.records.all)
        return Response(code, body, _ATOM)


def everywhere(fault: Fault) -> dict[str | int, Plan]:
    """Return the plan of a fault that strikes each request of each kind."""
    return dict.fromkeys((EVERY, "atom", "list", "api"), fault)


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


def _page(batch: Batch, known: Mapping[str, Batch]) -> bytes:
    """Return the page of new submissions beside a feed: its batch, if it has one.

    Else it is of the day that was announced last of all, on which the category may have had none.
    """
    if batch.items:
        return listing_page(batch.category, batch.day, batch.items)
    latest = max((each.day for each in known.values()), default=batch.day)
    last = known.get(batch.category, batch)
    return listing_page(batch.category, latest, last.items if last.day == latest else ())


def _sent(kind: str, document: _Document, request: Request) -> Response:
    if kind == "list":
        return Response(200, document.body, _HTML)
    validators = {"ETag": document.etag, "Last-Modified": document.modified}
    if _matches(request.headers.get("if-none-match", ""), document.etag):
        return Response(304, headers=validators)
    return Response(200, document.body, {**_XML, **validators})


def _pdf(found: bytes | None) -> Response:
    return Response(404, b"Not Found", _PLAIN) if found is None else Response(200, found, _PDF)


def _unknown(kind: str, category: str) -> Response:
    if kind == "list":
        words = f"<html><body>Invalid archive or category: {category}</body></html>"
        return Response(400, words.encode(), _HTML)
    document = atom_error(category) if kind == "atom" else error_document(category)
    return Response(400, document, _XML)


def _asked(path: str) -> tuple[str, str]:
    """Return the kind of a request and the category, or the version of a paper, that it names."""
    match unquote(urlsplit(path).path).split("/"):
        case ["", "rss" | "atom" as kind, category]:
            return kind, category
        case ["", "list", category, "new"]:
            return "list", category
        case ["", "api", "query"]:
            return "api", ""
        case ["", "pdf", *name]:
            return "pdf", "/".join(name)
    return "", ""


def _parameters(path: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(path).query, keep_blank_values=True))


def _matches(if_none_match: str, etag: str) -> bool:
    """Compare weakly, as RFC 9110 demands of If-None-Match."""
    tags = (tag.strip().removeprefix("W/") for tag in if_none_match.split(","))
    return any(tag in {etag, "*"} for tag in tags)


def _record(kind: str, category: str, request: Request, response: Response) -> ArxivRequest:
    return ArxivRequest(
        kind=kind,
        category=category,
        path=request.path,
        parameters=_parameters(request.path),
        headers=request.headers,
        arrived=request.arrived,
        client_port=request.client_port,
        connection=request.connection,
        status=None if response.ending is Ending.RESET else response.status,
    )
