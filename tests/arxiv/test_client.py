import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from paperglot import __version__
from paperglot.arxiv.client import Answer, Client
from paperglot.arxiv.pace import Pace
from paperglot.errors import ArxivError, MalformedError, RefusedError, UnreachableError
from tests import settings
from tests.standins import arxiv
from tests.standins.arxiv import ArxivStandIn
from tests.standins.faults import Fault
from tests.standins.feeds import Item, document

FEED = document("cs.CL", date(2026, 5, 12), [Item()])
ACCEPT = "application/rss+xml"


@dataclass
class Clock:
    """A clock that only sleep and the test move; it starts well after its zero.

    It serves as the wall clock too, which nothing compares with it.
    """

    now: float = 1_000.0
    step: float = 0.0
    """Seconds that pass between two looks at it."""
    naps: list[float] = field(default_factory=list)

    def __call__(self) -> float:
        self.now += self.step
        return self.now

    def sleep(self, seconds: float) -> None:
        self.naps.append(seconds)
        self.now += seconds


Connected: TypeAlias = tuple[Client, ArxivStandIn, str]
"""A client, a stand-in with one feed, and the feed's address."""


@dataclass(frozen=True)
class Connect:
    """Makes clients whose pace is kept in one file, as a store's is."""

    stamp: Path

    def client(self, clock: Clock | None = None, **changes: Any) -> Client:
        """Return a client that is not connected yet."""
        clock = clock or Clock()
        chosen = settings.make(Path(), **changes).arxiv
        return Client(chosen, Pace(self.stamp, clock.sleep, clock, clock))

    @contextmanager
    def __call__(
        self, clock: Clock | None = None, faults: arxiv.Plans = None, **changes: Any
    ) -> Iterator[Connected]:
        """Connect to a stand-in that goes wrong as planned."""
        with (
            ArxivStandIn({"cs.CL": FEED}, faults=faults) as stand_in,
            self.client(clock, **changes) as client,
        ):
            yield client, stand_in, stand_in.rss_url.replace("{category}", "cs.CL")


@pytest.fixture
def connected(tmp_path: Path) -> Connect:
    return Connect(tmp_path / "last-request")


def failure(connected: Connect, fault: Fault, timeout: float = 30.0) -> ArxivError:
    """Return the error that a fault ends in."""
    with (
        connected(faults=fault, timeout=timeout) as (client, _, url),
        pytest.raises(ArxivError) as caught,
    ):
        client.get(url, accept=ACCEPT)
    assert url in str(caught.value)
    return caught.value


def test_a_document_comes_with_its_validator(connected: Connect) -> None:
    with connected() as (client, _, url):
        answer = client.get(url, accept=ACCEPT)
    assert answer is not None
    assert answer.content == FEED
    assert (answer.etag or "").startswith('"')


def test_a_request_begins_three_seconds_after_the_one_before_ended(connected: Connect) -> None:
    clock = Clock()
    with connected(clock, request_interval=3) as (client, _, url):
        begun = []
        for pause in (0.0, 0.0, 1.0, 3.0, 10.0, 0.0):
            clock.now += pause
            client.get(url, accept=ACCEPT)
            begun.append(clock.now)
    assert begun == [1_000.0, 1_003.0, 1_006.0, 1_009.0, 1_019.0, 1_022.0]
    assert clock.naps == [3.0, 2.0, 3.0]


def test_the_first_request_waits_for_nothing(connected: Connect) -> None:
    clock = Clock(now=0.0)
    with connected(clock, request_interval=3) as (client, _, url):
        client.get(url, accept=ACCEPT)
    assert clock.naps == []


def test_the_interval_counts_from_a_request_that_failed_too(connected: Connect) -> None:
    clock = Clock()
    with connected(clock, arxiv.reset(), request_interval=3) as (client, stand_in, url):
        for _ in range(2):
            with pytest.raises(UnreachableError):
                client.get(url, accept=ACCEPT)
        assert len(stand_in.requests) == 2
    assert clock.naps == [3.0]


def test_all_requests_go_over_one_connection_one_after_the_other(connected: Connect) -> None:
    with connected() as (client, stand_in, url):
        for _ in range(4):
            client.get(url, accept=ACCEPT)
        assert len(stand_in.requests) == 4
        assert (stand_in.connections, stand_in.peak_concurrency) == (1, 1)


def test_a_request_says_who_asks_and_whom_to_write_to(connected: Connect) -> None:
    with connected(contact="ada@example.org") as (client, stand_in, url):
        client.get(url, accept="application/rss+xml, text/xml;q=0.9")
        (request,) = stand_in.requests
    assert request.headers["user-agent"] == f"Paperglot/{__version__} (ada@example.org)"
    assert request.headers["accept"] == "application/rss+xml, text/xml;q=0.9"
    assert "if-none-match" not in request.headers


def test_a_known_document_is_not_sent_again_until_it_changes(connected: Connect) -> None:
    with connected() as (client, stand_in, url):
        first = client.get(url, accept=ACCEPT)
        assert first is not None
        again = client.get(url, accept=ACCEPT, etag=first.etag)
        stand_in.publish({"cs.CL": FEED + b"\n"})
        changed = client.get(url, accept=ACCEPT, etag=first.etag)
        requests = stand_in.requests
    assert again is None
    assert isinstance(changed, Answer)
    assert changed.content == FEED + b"\n"
    assert changed.etag != first.etag
    assert [request.headers.get("if-none-match") for request in requests] == [
        None,
        first.etag,
        first.etag,
    ]


@pytest.mark.parametrize("code", [301, 302, 307, 308])
def test_a_redirect_is_named_and_not_followed(connected: Connect, code: int) -> None:
    fault = arxiv.redirect("/rss/cs.LG", code)
    with connected(faults=fault) as (client, stand_in, url):
        with pytest.raises(RefusedError, match=rf"answered HTTP {code} /rss/cs\.LG$") as caught:
            client.get(url, accept=ACCEPT)
        assert [request.path for request in stand_in.requests] == ["/rss/cs.CL"]
    assert caught.value.status == code


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (204, "No Content"),
        (400, "Bad Request"),
        (403, "Forbidden"),
        (404, "Not Found"),
        (406, "Not Acceptable"),
        (429, "Too Many Requests"),
        (500, "Internal Server Error"),
        (503, "Service Unavailable"),
    ],
)
def test_every_other_status_is_a_refusal_that_names_it(
    connected: Connect, code: int, reason: str
) -> None:
    error = failure(connected, arxiv.status(code))
    assert isinstance(error, RefusedError)
    assert str(error).endswith(f"answered HTTP {code} {reason}")
    assert error.status == code


@pytest.mark.parametrize("fault", [arxiv.broken_off(), arxiv.reset()], ids=lambda it: it.name)
def test_a_connection_that_breaks_is_unreachable(connected: Connect, fault: Fault) -> None:
    error = failure(connected, fault)
    assert isinstance(error, UnreachableError)
    assert "cannot be reached: " in str(error)


def test_an_answer_that_never_begins_is_unreachable(connected: Connect) -> None:
    error = failure(connected, arxiv.never(), timeout=0.1)
    assert isinstance(error, UnreachableError)
    assert "ReadTimeout" in str(error) or "timed out" in str(error)


def test_nobody_at_the_address_is_unreachable(connected: Connect) -> None:
    with ArxivStandIn({}) as stand_in:
        url = stand_in.url
    with connected.client() as client, pytest.raises(UnreachableError, match="cannot be reached"):
        client.get(url, accept=ACCEPT)


def test_an_answer_that_trickles_for_four_timeouts_is_given_up(connected: Connect) -> None:
    clock = Clock(step=121.0)
    with (
        connected(clock, timeout=30.0) as (client, _, url),
        pytest.raises(UnreachableError, match="was still answering after 4 time-outs"),
    ):
        client.get(url, accept=ACCEPT)


def test_an_answer_that_is_slow_but_within_four_timeouts_is_read(connected: Connect) -> None:
    with connected(Clock(step=60.0), timeout=30.0) as (client, _, url):
        answer = client.get(url, accept=ACCEPT)
    assert answer is not None
    assert answer.content == FEED


def test_a_document_that_no_feed_can_be_as_large_as_is_not_read_to_its_end(
    connected: Connect,
) -> None:
    with connected() as (client, stand_in, url):
        stand_in.publish({"cs.CL": bytes(50_000_001)})
        with pytest.raises(MalformedError, match="answered more than 50,000,000 bytes"):
            client.get(url, accept=ACCEPT)


def test_the_connection_ends_with_the_block(connected: Connect) -> None:
    before = threading.active_count()
    with connected() as (client, _, url):
        client.get(url, accept=ACCEPT)
    assert threading.active_count() == before
    with pytest.raises(RuntimeError, match="closed"):
        client.get(url, accept=ACCEPT)


@pytest.mark.parametrize("contact", ["张三 <zhang@example.org>", "https://例え.example/"])
def test_a_contact_in_any_script_can_be_sent(connected: Connect, contact: str) -> None:
    with connected(contact=contact) as (client, stand_in, url):
        assert client.get(url, accept=ACCEPT) is not None
        assert len(stand_in.requests) == 1


@pytest.mark.parametrize(
    ("url", "etag"),
    [
        ("http://127.0.0.1:port/rss", None),
        (f"http://{'a' * 64}.example/rss", None),
        ("http://127.0.0.1/\x07", None),
        ("http://127.0.0.1:9/rss", '"界"'),
    ],
)
def test_what_cannot_even_be_sent_is_an_error_of_arxivs(
    connected: Connect, url: str, etag: str | None
) -> None:
    with connected.client() as client, pytest.raises(ArxivError):
        client.get(url, accept=ACCEPT, etag=etag)


def refusal(connected: Connect, retry_after: str | None) -> RefusedError:
    caught = failure(connected, arxiv.status(429, retry_after=retry_after))
    assert isinstance(caught, RefusedError)
    return caught


@pytest.mark.parametrize(("given", "seconds"), [("120", 120.0), ("0", 0.0)])
def test_a_refusal_knows_how_long_the_server_asks_to_wait(
    connected: Connect, given: str, seconds: float
) -> None:
    assert refusal(connected, given).retry_after == seconds


@pytest.mark.parametrize("given", [None, "soon", "-5", "1e3"])
def test_what_is_no_time_to_wait_is_left_to_the_client(
    connected: Connect, given: str | None
) -> None:
    assert refusal(connected, given).retry_after is None


def test_a_date_to_wait_for_counts_from_now_and_never_backwards(connected: Connect) -> None:
    later = format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True)
    assert 3_500 < (refusal(connected, later).retry_after or 0) <= 3_600
    assert refusal(connected, "Tue, 12 May 2015 00:00:00 GMT").retry_after == 0
