"""One polite connection to arXiv.

arXiv's terms (https://info.arxiv.org/help/api/tou.html): one connection, at most one request
every three seconds, and a User-Agent that says whom to write to.
"""

import contextlib
import email.utils
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http import HTTPStatus
from types import TracebackType
from typing import Self

import httpx2

from paperglot import __version__
from paperglot.arxiv.pace import Pace
from paperglot.errors import MalformedError, RefusedError, UnreachableError
from paperglot.settings import ARXIV_INTERVAL, ArxivSettings, is_arxiv

# The largest feed measured had 2 MB; a feed answers at most 2,000 entries.
_MOST_BYTES = 50_000_000
# A whole answer may take this many times the wait for its next bytes.
_PATIENCE = 4


@dataclass(frozen=True, slots=True)
class Answer:
    """A document and its validator."""

    content: bytes
    etag: str | None


@dataclass(slots=True)
class Client:
    """A context manager around the one connection."""

    settings: ArxivSettings
    pace: Pace
    _http: httpx2.Client = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Set up the connection; nothing is sent yet."""
        self._http = httpx2.Client(
            headers={"User-Agent": user_agent(self.settings.contact)},
            timeout=self.settings.timeout,
            limits=httpx2.Limits(max_connections=1, max_keepalive_connections=1),
        )

    def __enter__(self) -> Self:
        """Return the client itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Close the connection."""
        self._http.close()

    def get(
        self, url: str, *, accept: str, etag: str | None = None, most: int = _MOST_BYTES
    ) -> Answer | None:
        """Return what stands at the address, or None if it still is what `etag` was given for.

        `most` are the bytes that it may have.

        Redirects are not followed: each would be one more request within the interval.

        Raises:
            UnreachableError: no connection, or it broke or stalled.
            RefusedError: any status but 200, and 304 where it was asked for.
            MalformedError: the document is larger than what was asked for can be.
        """
        headers = {"Accept": accept} | ({"If-None-Match": etag} if etag else {})
        with self.pace.keep(self._interval(url)):
            try:
                with self._http.stream("GET", url, headers=headers) as response:
                    return self._read(response, most, conditional=etag is not None)
            except (httpx2.HTTPError, httpx2.InvalidURL, UnicodeError) as error:
                message = f"{url} cannot be reached: {str(error) or type(error).__name__}"
                raise UnreachableError(message) from error

    def _interval(self, url: str) -> float:
        """Hold arXiv's terms at all of its hosts, whatever a stand-in of one of them allows."""
        least = ARXIV_INTERVAL if is_arxiv(url) else 0.0
        return max(self.settings.request_interval, least)

    def _read(self, response: httpx2.Response, most: int, *, conditional: bool) -> Answer | None:
        if response.status_code == HTTPStatus.NOT_MODIFIED and conditional:
            return None
        if response.status_code != HTTPStatus.OK:
            reason = response.headers.get("location") or response.reason_phrase
            message = f"{response.url} answered HTTP {response.status_code} {reason}".rstrip()
            raise RefusedError(message, response.status_code, _retry_after(response))
        return Answer(self._body(response, most), response.headers.get("etag"))

    def _body(self, response: httpx2.Response, most: int) -> bytes:
        give_up = self.pace.clock() + _PATIENCE * self.settings.timeout
        body = bytearray()
        for chunk in response.iter_bytes():
            body += chunk
            if len(body) > most:
                message = f"{response.url} answered more than {most:,} bytes"
                raise MalformedError(message)
            if self.pace.clock() > give_up:
                message = f"{response.url} was still answering after {_PATIENCE} time-outs"
                raise UnreachableError(message)
        return bytes(body)


def _retry_after(response: httpx2.Response) -> float | None:
    """Return the seconds that a server asks to wait; RFC 9110, section 10.2.3."""
    value = response.headers.get("retry-after", "")
    if value.isascii() and value.isdigit():
        return float(value)
    with contextlib.suppress(ValueError):
        moment = email.utils.parsedate_to_datetime(value)
        return max(0.0, (moment.astimezone(UTC) - datetime.now(UTC)).total_seconds())
    return None


def user_agent(contact: str) -> str:
    """Return who asks, in the ASCII of a header; what is not ASCII becomes a question mark."""
    readable = " ".join(contact.split()).encode("ascii", "replace").decode("ascii")
    return f"Paperglot/{__version__} ({readable})"
