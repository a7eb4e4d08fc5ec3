"""Everything that can go wrong, as one hierarchy.

    PaperglotError              exit code 1
    ├── ConfigurationError      exit code 2: the maintainer's options are wrong
    ├── PageError               a page of the store cannot be read
    ├── BusyError               another run is at work on the store
    ├── IdentifierError         text that is not an arXiv identifier
    ├── ArxivError              arXiv did not give what was asked for
    │   ├── UnreachableError    no connection, or it broke
    │   ├── RefusedError        an HTTP error or a rate limit
    │   └── MalformedError      an answer that is not a whole feed
    ├── DigestError             the model did not give a digest
    │   ├── NotConfiguredError  no key, or a price is missing
    │   ├── EndpointError       the endpoint failed; asking again later may help
    │   │   ├── LostError       nobody knows whether the endpoint took the request
    │   │   └── NoBatchesError  the endpoint takes no batches
    │   └── EndpointClosedError no request can succeed: key, credit or permission
    ├── FigureError             a PDF gave no figures
    └── HostingError            the built site did not get to its host
        ├── NoSiteError         there is no built site
        └── DestinationError    the destination refused it, or could not be reached

Messages are for the maintainer: what happened, where, and what to do. They carry a
paper's identifier, never a key.
"""

from http import HTTPStatus
from pathlib import Path

# arXiv answers 429, 403 and, oddly, 406 when it throttles; 200 is its rate limit page.
_LIMITS = (HTTPStatus.FORBIDDEN, HTTPStatus.NOT_ACCEPTABLE, HTTPStatus.TOO_MANY_REQUESTS)
_SERVER_ERROR = 500


class PaperglotError(Exception):
    """The base of all errors that Paperglot raises on purpose."""

    exit_code = 1


class ConfigurationError(PaperglotError):
    """An option in `mkdocs.yml` or a variable of the environment is wrong."""

    exit_code = 2

    def __init__(self, message: str, where: tuple[str, ...] = ()) -> None:
        """Keep the way to the option: its name, and what to look for under it."""
        super().__init__(message)
        self.where = where


class PageError(PaperglotError):
    """A page of the store cannot be read as what it should be."""

    def __init__(self, path: Path, line: int, reason: str) -> None:
        """Name the file, the line (counted from 1) and the reason."""
        super().__init__(f"{path}:{line}: {reason}")
        self.path = path
        self.line = line
        self.reason = reason

    def __reduce__(self) -> tuple[type["PageError"], tuple[Path, int, str]]:
        """Let it pass from the process that met it to the one that waits."""
        return type(self), (self.path, self.line, self.reason)


class BusyError(PaperglotError):
    """Another run is at work on the same store."""


class IdentifierError(PaperglotError, ValueError):
    """A text that should be an arXiv identifier is none."""


class ArxivError(PaperglotError):
    """arXiv did not give what was asked for."""


class UnreachableError(ArxivError):
    """No connection to the host, or one that broke."""


class RefusedError(ArxivError):
    """An HTTP error or a rate limit page."""

    def __init__(self, message: str, status: int, retry_after: float | None = None) -> None:
        """Keep the HTTP status beside the message, and the seconds that the server asks for."""
        super().__init__(message)
        self.status = status
        self.retry_after = retry_after

    @property
    def concerns_all(self) -> bool:
        """Whether the next category would be refused too: a limit, not a bad address."""
        return self.status in (HTTPStatus.OK, *_LIMITS) or self.status >= _SERVER_ERROR

    @property
    def may_pass(self) -> bool:
        """Whether the same request may be granted a little later."""
        return self.concerns_all and self.status != HTTPStatus.FORBIDDEN


class MalformedError(ArxivError):
    """An answer that is not a whole feed."""


class DigestError(PaperglotError):
    """The model did not give a digest."""


class NotConfiguredError(DigestError):
    """No digest can be asked for: there is no key, or the model has no price."""


class EndpointError(DigestError):
    """The endpoint failed for one paper; asking again later may help."""


class LostError(EndpointError):
    """The answer to a request was lost; what it asked for may be under way, and be billed."""


class NoBatchesError(EndpointError):
    """The endpoint takes requests one by one, and no batches of them."""


class EndpointClosedError(DigestError):
    """The endpoint refuses every request: the key, the credit or the permission."""


class FigureError(PaperglotError):
    """No figures can be taken from a PDF."""


class HostingError(PaperglotError):
    """The built site did not get to its host."""


class NoSiteError(HostingError):
    """There is no built site, or not a whole one."""


class DestinationError(HostingError):
    """The destination of the site refused what was asked of it, or could not be reached."""

    def __init__(self, message: str, *, may_pass: bool = False) -> None:
        """Keep whether the same request may be granted a little later."""
        super().__init__(message)
        self.may_pass = may_pass
