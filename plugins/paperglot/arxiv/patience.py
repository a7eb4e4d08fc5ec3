"""Waiting when arXiv asks to come again later, within what a run can spare."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from paperglot.arxiv.pace import Pace
from paperglot.errors import RefusedError

_FIRST_PAUSE = 10.0

T = TypeVar("T")


@dataclass(slots=True)
class Patience:
    """The time that a run can still spend on waiting."""

    pace: Pace
    left: float
    """Seconds."""

    def ask(self, request: Callable[[], T]) -> T:
        """Return what a request gives, asked again after ever longer pauses where that may help.

        A server's own Retry-After goes before ours (RFC 9110, section 10.2.3).

        Raises:
            RefusedError: the request is refused for good, or for longer than can be waited.
        """
        pause = _FIRST_PAUSE
        while True:
            try:
                return request()
            except RefusedError as error:
                wait = pause if error.retry_after is None else error.retry_after
                if not error.may_pass or wait > self.left:
                    raise
            # At least a second, so that a server that says 0 for ever is not asked for ever.
            self.left -= max(wait, 1.0)
            self.pace.sleep(wait)
            pause *= 2
