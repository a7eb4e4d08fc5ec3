"""How a stand-in can go wrong, and when.

A fault turns the good answer to a request into a bad one. A plan says when it strikes:
a single fault strikes each time; a sequence is a queue that loses one element for each
request, where `None` is a good answer, and once it is used up all is well again.
"""

import threading
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from tests.standins.server import Ending, Request, Response


@dataclass(frozen=True, slots=True)
class Fault:
    """A named way to spoil a good answer."""

    name: str
    spoil: Callable[[Request, Response], Response]


Plan: TypeAlias = Fault | Sequence[Fault | None]
Plans: TypeAlias = Mapping[str | int, Plan] | Plan | None

EVERY = "*"
"""The key of a plan for all requests, of the main kind, that no other plan speaks of."""


class Faults:
    """The plans of one stand-in; may be changed while it runs, from any thread.

    A key is a category or a paper's id, the number of a request (an `int`, counted from 1
    over the whole life of the stand-in), or `EVERY`. The number goes first, then the name,
    then `EVERY`; a queue that is used up lets the next one speak.

    A stand-in may serve several kinds of documents. Those beside its main one have plans of
    their own, under `kind:name` or, where that one has nothing to say, `kind`; their requests
    are neither numbered nor met by any other plan.
    """

    def __init__(self, plans: Plans = None) -> None:
        self._lock = threading.Lock()
        self._plans: dict[str | int, Fault | deque[Fault | None]] = {}
        self._met = 0
        if isinstance(plans, Mapping):
            for key, plan in plans.items():
                self.plan(plan, key)
        elif plans is not None:
            self.plan(plans)

    def plan(self, plan: Plan, key: str | int = EVERY) -> None:
        """Set the plan for a key in place of the one it had."""
        with self._lock:
            self._plans[key] = plan if isinstance(plan, Fault) else deque(plan)

    def clear(self) -> None:
        """Let all be well from now on; requests go on being counted."""
        with self._lock:
            self._plans.clear()

    def apply(self, name: str, request: Request, good: Response, kind: str = "") -> Response:
        """Count the request and return its answer, spoilt if a plan says so."""
        fault = self._take(name, kind)
        return good if fault is None else fault.spoil(request, good)

    def _take(self, name: str, kind: str) -> Fault | None:
        with self._lock:
            self._met += not kind
            keys = (f"{kind}:{name}", kind) if kind else (self._met, name, EVERY)
            for key in keys:
                plan = self._plans.get(key)
                if isinstance(plan, Fault):
                    return plan
                if plan:
                    return plan.popleft()
        return None


def broken_off() -> Fault:
    """Close the connection in the middle of the body, after a right Content-Length."""
    return Fault("broken off", lambda _, good: replace(good, ending=Ending.BROKEN_OFF))


def half() -> Fault:
    """Send half of the body as a response that is clean in itself.

    The ETag stays that of the whole: who keeps it will be told 304 and never see the rest.
    """
    return Fault("half", lambda _, good: replace(good, body=good.body[: len(good.body) // 2]))


def reset() -> Fault:
    """Reset the connection before an answer."""
    return Fault("reset", lambda _, good: replace(good, ending=Ending.RESET))


def empty() -> Fault:
    """Answer HTTP 200 with no byte of body."""
    return Fault("empty", lambda _, good: replace(good, status=200, body=b""))


def slow(wait: float | threading.Event) -> Fault:
    """Answer well after so many seconds, or when the event is set."""
    return Fault("slow", lambda _, good: replace(good, wait=wait))


def never() -> Fault:
    """Leave the client without an answer until the stand-in is closed."""
    return slow(threading.Event())


def held(asked: threading.Event) -> Fault:
    """Set the event when the request has come, and never answer it."""

    def spoil(_: Request, good: Response) -> Response:
        asked.set()
        return replace(good, wait=threading.Event())

    return Fault("held", spoil)


def told(asked: threading.Event) -> Fault:
    """Set the event when the request has come, and answer it well."""

    def spoil(_: Request, good: Response) -> Response:
        asked.set()
        return good

    return Fault("told", spoil)
