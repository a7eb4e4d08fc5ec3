"""One polite connection to arXiv.

arXiv's terms (https://info.arxiv.org/help/api/tou.html): one connection, at most one request
every three seconds, and a User-Agent that says whom to write to.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus
from types import TracebackType
from typing import Self

import httpx2

from paperglot import __version__
from paperglot.errors import MalformedError, RefusedError, UnreachableError
from paperglot.settings import ArxivSettings

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
    """A context manager around the one connection; `sleep` and `clock` are for tests."""

    settings: ArxivSettings
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    _http: httpx2.Client = field(init=False, repr=False)
    _next: float = field(init=False, default=0.0)

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

    def get(self, url: str, *, accept: str, etag: str | None = None) -> Answer | None:
        """Return what stands at the address, or None if it still is what `etag` was given for.

        Redirects are not followed: each would be one more request within the interval.

        Raises:
            UnreachableError: no connection, or it broke or stalled.
            RefusedError: any status but 200 and 304.
            MalformedError: the document is far larger than a feed can be.
        """
        headers = {"Accept": accept} | ({"If-None-Match": etag} if etag else {})
        self._wait()
        try:
            with self._http.stream("GET", url, headers=headers) as response:
                return self._read(response)
        except (httpx2.HTTPError, httpx2.InvalidURL, UnicodeError) as error:
            message = f"{url} cannot be reached: {str(error) or type(error).__name__}"
            raise UnreachableError(message) from error

    def _wait(self) -> None:
        """Keep the interval between the beginnings of requests."""
        now = self.clock()
        if now < self._next:
            self.sleep(self._next - now)
        self._next = max(now, self._next) + self.settings.request_interval

    def _read(self, response: httpx2.Response) -> Answer | None:
        if response.status_code == HTTPStatus.NOT_MODIFIED:
            return None
        if response.status_code != HTTPStatus.OK:
            reason = response.headers.get("location") or response.reason_phrase
            message = f"{response.url} answered HTTP {response.status_code} {reason}".rstrip()
            raise RefusedError(message, response.status_code)
        return Answer(self._body(response), response.headers.get("etag"))

    def _body(self, response: httpx2.Response) -> bytes:
        give_up = self.clock() + _PATIENCE * self.settings.timeout
        body = bytearray()
        for chunk in response.iter_bytes():
            body += chunk
            if len(body) > _MOST_BYTES:
                message = f"{response.url} answered more than {_MOST_BYTES:,} bytes"
                raise MalformedError(message)
            if self.clock() > give_up:
                message = f"{response.url} was still answering after {_PATIENCE} time-outs"
                raise UnreachableError(message)
        return bytes(body)


def user_agent(contact: str) -> str:
    """Return who asks, in the ASCII of a header; what is not ASCII becomes a question mark."""
    readable = " ".join(contact.split()).encode("ascii", "replace").decode("ascii")
    return f"Paperglot/{__version__} ({readable})"
