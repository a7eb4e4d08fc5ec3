from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from paperglot.arxiv.client import Client
from paperglot.arxiv.pace import Pace
from paperglot.arxiv.pull import Pulled, pull
from paperglot.errors import ArxivError, RefusedError
from paperglot.model import CategoryState, Feed
from tests import settings
from tests.samples import entry
from tests.standins import arxiv
from tests.standins.arxiv import ArxivStandIn
from tests.standins.faults import Fault
from tests.standins.feeds import Item, an_invented_day, document

DAY = date(2026, 5, 12)
CATEGORIES = ("cs.AI", "cs.CL", "cs.CV", "cs.LG")
FEEDS = {name: document(name, DAY, items) for name, items in an_invented_day(DAY).items()}


def pull_all(
    stand_in: ArxivStandIn,
    categories: tuple[str, ...] = CATEGORIES,
    etags: Mapping[str, str] | None = None,
    *,
    timeout: float = 30.0,
) -> list[Pulled]:
    with connected(timeout) as client:
        return list(pull(client, stand_in.rss_url, categories, etags or {}))


@contextmanager
def connected(timeout: float = 30.0) -> Iterator[Client]:
    with (
        TemporaryDirectory() as folder,
        Client(settings.make(Path(), timeout=timeout).arxiv, Pace(Path(folder, "stamp"))) as client,
    ):
        yield client


def states(pulled: list[Pulled]) -> list[str]:
    return [each.state.value for each in pulled]


def asked(stand_in: ArxivStandIn) -> list[str]:
    return [request.category for request in stand_in.requests]


def test_each_category_is_asked_once_in_order_and_gives_its_feed() -> None:
    with ArxivStandIn(FEEDS) as stand_in:
        pulled = pull_all(stand_in)
        assert asked(stand_in) == list(CATEGORIES)
        assert (stand_in.connections, stand_in.peak_concurrency) == (1, 1)
        assert "application/rss+xml" in stand_in.requests[0].headers["accept"]
    assert [each.category for each in pulled] == list(CATEGORIES)
    assert states(pulled) == ["fresh"] * 4
    feeds = [each.feed for each in pulled if each.feed is not None]
    assert [feed.category for feed in feeds] == list(CATEGORIES)
    assert {feed.day for feed in feeds} == {DAY}
    assert all(each.etag and each.error is None for each in pulled)


def test_a_feed_comes_before_the_next_category_is_asked() -> None:
    with ArxivStandIn(FEEDS) as stand_in, connected() as client:
        coming = pull(client, stand_in.rss_url, CATEGORIES, {})
        assert next(coming).category == "cs.AI"
        assert asked(stand_in) == ["cs.AI"]
        assert next(coming).category == "cs.CL"
        assert asked(stand_in) == ["cs.AI", "cs.CL"]


def test_a_category_that_is_known_already_is_fresh_without_a_feed() -> None:
    with ArxivStandIn(FEEDS) as stand_in:
        etags = {each.category: each.etag or "" for each in pull_all(stand_in)[:1]}
        again, other = pull_all(stand_in, ("cs.AI", "cs.CL"), etags)
    assert (again.feed, again.error, again.state) == (None, None, CategoryState.FRESH)
    assert again.etag == etags["cs.AI"]
    assert other.feed is not None


def test_a_holiday_is_empty_and_no_error() -> None:
    with ArxivStandIn({"cs.CL": document("cs.CL", DAY)}) as stand_in:
        (pulled,) = pull_all(stand_in, ("cs.CL",))
    assert (pulled.state, pulled.error) == (CategoryState.EMPTY, None)
    assert pulled.feed == Feed("cs.CL", DAY, ())


def test_a_feed_of_nothing_but_failures_is_not_empty() -> None:
    feed = document("cs.CL", DAY, [Item(title="")])
    with ArxivStandIn({"cs.CL": feed}) as stand_in:
        (pulled,) = pull_all(stand_in, ("cs.CL",))
    assert pulled.state is CategoryState.PARTIAL
    assert pulled.feed is not None
    assert (len(pulled.feed.entries), len(pulled.feed.failures)) == (0, 1)


def test_a_feed_of_entries_is_fresh() -> None:
    assert Pulled("cs.CL", Feed("cs.CL", DAY, (entry(),))).state is CategoryState.FRESH


def test_a_feed_that_repeats_an_earlier_batch_is_stale_unless_asking_failed() -> None:
    feed = Feed("cs.CL", DAY, (entry(),))
    assert Pulled("cs.CL", feed, stale=True).state is CategoryState.STALE
    error = RefusedError("no", 429)
    assert Pulled("cs.CL", error=error, stale=True).state is CategoryState.REFUSED


def test_a_host_that_cannot_be_reached_is_asked_once() -> None:
    with ArxivStandIn(FEEDS, faults=arxiv.reset()) as stand_in:
        pulled = pull_all(stand_in)
        assert asked(stand_in) == ["cs.AI"]
    assert states(pulled) == ["unreachable"] * 4
    assert len({id(each.error) for each in pulled}) == 1
    assert [each.category for each in pulled] == list(CATEGORIES)


@pytest.mark.parametrize("fault", [arxiv.broken_off(), arxiv.never()], ids=lambda it: it.name)
def test_a_host_that_breaks_off_or_is_silent_is_not_asked_again(fault: Fault) -> None:
    with ArxivStandIn(FEEDS, faults=fault) as stand_in:
        pulled = pull_all(stand_in, timeout=0.2)
        assert asked(stand_in) == ["cs.AI"]
    assert states(pulled) == ["unreachable"] * 4


@pytest.mark.parametrize("code", [403, 406, 429, 500, 503])
def test_a_limit_or_a_broken_server_stops_the_others(code: int) -> None:
    with ArxivStandIn(FEEDS, faults={"cs.CL": arxiv.status(code)}) as stand_in:
        pulled = pull_all(stand_in)
        assert asked(stand_in) == ["cs.AI", "cs.CL"]
    assert states(pulled) == ["fresh", "refused", "refused", "refused"]
    assert {error_status(each) for each in pulled[1:]} == {code}


def error_status(pulled: Pulled) -> int:
    assert isinstance(pulled.error, RefusedError)
    return pulled.error.status


def test_the_rate_limit_page_with_status_200_stops_the_others() -> None:
    with ArxivStandIn(FEEDS, faults={2: arxiv.rate_page()}) as stand_in:
        pulled = pull_all(stand_in)
        assert asked(stand_in) == ["cs.AI", "cs.CL"]
    assert states(pulled) == ["fresh", "refused", "refused", "refused"]
    assert pulled[1].etag is None


def test_a_bad_category_does_not_stop_the_others() -> None:
    with ArxivStandIn(FEEDS) as stand_in:
        pulled = pull_all(stand_in, ("cs.NOPE", "cs.CL"))
        assert asked(stand_in) == ["cs.NOPE", "cs.CL"]
    assert states(pulled) == ["refused", "fresh"]
    assert error_status(pulled[0]) == 400


@pytest.mark.parametrize("code", [301, 404])
def test_a_feed_that_is_not_there_does_not_stop_the_others(code: int) -> None:
    fault = arxiv.status(404) if code == 404 else arxiv.redirect("/elsewhere", 301)
    with ArxivStandIn(FEEDS, faults={"cs.AI": fault}) as stand_in:
        pulled = pull_all(stand_in)
        assert asked(stand_in) == list(CATEGORIES)
    assert states(pulled) == ["refused", "fresh", "fresh", "fresh"]


@pytest.mark.parametrize("fault", [arxiv.half(), arxiv.empty()], ids=lambda it: it.name)
def test_a_document_that_is_not_whole_is_refused_and_its_validator_forgotten(
    fault: Fault,
) -> None:
    with ArxivStandIn(FEEDS, faults={"cs.CL": [fault]}) as stand_in:
        pulled = pull_all(stand_in)
        (again,) = pull_all(stand_in, ("cs.CL",))
    assert states(pulled) == ["fresh", "malformed", "fresh", "fresh"]
    assert (pulled[1].feed, pulled[1].etag) == (None, None)
    assert isinstance(pulled[1].error, ArxivError)
    assert again.state is CategoryState.FRESH
    assert again.feed is not None


def test_no_categories_make_no_request() -> None:
    with ArxivStandIn(FEEDS) as stand_in:
        assert pull_all(stand_in, ()) == []
        assert stand_in.requests == ()
