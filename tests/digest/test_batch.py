"""The endpoint's batches, over HTTP on loopback."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from paperglot.digest import batch
from paperglot.digest.attempts import first_attempt
from paperglot.digest.batch import BatchEndpoint, Portion, Row, portions
from paperglot.digest.lacks import Lacks
from paperglot.errors import EndpointClosedError, EndpointError, NotConfiguredError
from paperglot.model import Paper
from tests import settings
from tests.digest.asking import papers
from tests.standins import messages
from tests.standins.faults import Fault
from tests.standins.messages import MessagesStandIn

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


def portioned(about: list[Paper]) -> Iterator[Portion]:
    """Return the batches of first requests on papers."""
    model = settings.model()
    asked = [(paper, first_attempt(model)) for paper in about]
    return portions(asked, model, settings.CHINESE, Lacks())


@pytest.fixture
def stand_in(monkeypatch: pytest.MonkeyPatch) -> Iterator[MessagesStandIn]:
    with MessagesStandIn() as opened:
        settings.connect(monkeypatch, opened)
        yield opened


@pytest.fixture
def endpoint(stand_in: MessagesStandIn) -> Iterator[BatchEndpoint]:
    del stand_in
    with BatchEndpoint(settings.model()) as opened:
        yield opened


def read(endpoint: BatchEndpoint, name: str, most: int = 100) -> list[Row]:
    """Return the results of a batch, but not more than so many."""
    rows: list[Row] = []

    def take(row: Row) -> bool:
        rows.append(row)
        return len(rows) < most

    endpoint.results(name, take)
    return rows


def portion(number: int = 3) -> Portion:
    [only] = portioned(papers(number))
    return only


def test_what_was_submitted_is_found_and_read_in_any_order(
    stand_in: MessagesStandIn, endpoint: BatchEndpoint
) -> None:
    given = portion(9)
    name = endpoint.submit(given)
    found = endpoint.find(name)
    assert found is not None
    assert (found.id, found.ended, found.requests) == (name, True, 9)
    rows = read(endpoint, name)
    names = [row.custom_id for row in rows]
    assert names != list(given.custom_ids)
    assert set(names) == set(given.custom_ids)
    assert all(row.message for row in rows)
    assert stand_in.batches.calls == ["create", "batch", "batch", "results"]


def test_reading_ends_where_nobody_wants_more(
    stand_in: MessagesStandIn, endpoint: BatchEndpoint
) -> None:
    del stand_in
    name = endpoint.submit(portion())
    assert len(read(endpoint, name, most=1)) == 1


def test_a_batch_that_nobody_knows_is_none(endpoint: BatchEndpoint) -> None:
    assert endpoint.find("msgbatch_other") is None


def test_results_before_the_end_are_an_error(
    stand_in: MessagesStandIn, endpoint: BatchEndpoint
) -> None:
    stand_in.batches.looks = 9
    name = endpoint.submit(portion())
    found = endpoint.find(name)
    assert found is not None
    assert not found.ended
    with pytest.raises(EndpointError, match="results_url"):
        endpoint.results(name, lambda _: True)


def test_batches_are_listed_page_by_page_as_far_as_the_time_goes(
    stand_in: MessagesStandIn, endpoint: BatchEndpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch, "_PAGE", 2)
    begun = datetime(2026, 5, 1, tzinfo=UTC)
    hours = map(timedelta, *([0] * 7, range(0, 7 * 3_600, 3_600)))
    stand_in.batches.now = lambda: begun + next(hours)
    for _ in range(7):
        endpoint.submit(portion(1))
    names = [each.id for each in endpoint.since(LONG_AGO)]
    assert names == [f"msgbatch_standin{number:06}" for number in range(7, 0, -1)]
    before = stand_in.batches.calls.count("list")
    assert before == 4
    assert [each.id for each in endpoint.since(begun + timedelta(hours=4))] == names[:3]
    assert stand_in.batches.calls.count("list") == before + 2


def test_what_does_not_fit_goes_into_another_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "_MOST_REQUESTS", 4)
    found = list(portioned(papers(10)))
    assert [len(each.requests) for each in found] == [4, 4, 2]
    names = [name for each in found for name in each.custom_ids]
    assert names == [each["custom_id"] for one in found for each in one.requests]
    assert len(set(names)) == 10
    monkeypatch.setattr(batch, "_MOST_BYTES", 1)
    found = list(portioned(papers(3)))
    assert [len(each.requests) for each in found] == [1, 1, 1]


def test_no_papers_are_no_batch() -> None:
    assert list(portioned([])) == []


@pytest.mark.parametrize("status", [401, 402, 403])
def test_an_endpoint_that_is_closed_is_told_from_one_that_fails(
    stand_in: MessagesStandIn, endpoint: BatchEndpoint, status: int
) -> None:
    name = endpoint.submit(portion())
    for kind in ("turn away", "batch", "list"):
        stand_in.faults.plan(messages.api_error(status), kind)
    for call in (
        lambda: endpoint.submit(portion()),
        lambda: endpoint.find(name),
        lambda: endpoint.since(LONG_AGO),
        lambda: endpoint.results(name, lambda _: True),
    ):
        with pytest.raises(EndpointClosedError):
            call()


def test_a_mistake_of_ours_while_reading_is_not_the_endpoint_s(
    stand_in: MessagesStandIn, endpoint: BatchEndpoint
) -> None:
    del stand_in
    name = endpoint.submit(portion())

    def fail(_: Row) -> bool:
        message = "ours"
        raise ValueError(message)

    with pytest.raises(ValueError, match=r"^ours$"):
        endpoint.results(name, fail)


def test_without_a_key_nobody_is_asked(
    stand_in: MessagesStandIn, endpoint: BatchEndpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.disconnect(monkeypatch)
    for call in (endpoint.prepare, lambda: endpoint.submit(portion())):
        with pytest.raises(NotConfiguredError):
            call()
    assert stand_in.batches.calls == []


ODD = [b"null", b"7", b'"text"', b"[]", b"{}", b'{"data": 7}', b'{"data": [7]}', b"\xff"]


@pytest.mark.parametrize("body", ODD)
def test_whatever_an_endpoint_answers_is_an_error_of_ours(
    stand_in: MessagesStandIn, endpoint: BatchEndpoint, body: bytes
) -> None:
    name = endpoint.submit(portion())
    odd = Fault("odd", lambda _, good: type(good)(200, body, good.headers))
    for kind in ("create", "list", "batch"):
        stand_in.faults.plan(odd, kind)
    for call in (
        lambda: endpoint.submit(portion()),
        lambda: endpoint.find(name),
        lambda: endpoint.since(LONG_AGO),
        lambda: endpoint.results(name, lambda _: True),
    ):
        with pytest.raises(EndpointError):
            call()


@pytest.mark.parametrize("line", [b"null", b"7", b'"text"', b"[]", b"{}", b'{"result": {}}'])
def test_whatever_stands_in_a_line_is_no_message(
    stand_in: MessagesStandIn, endpoint: BatchEndpoint, line: bytes
) -> None:
    name = endpoint.submit(portion())
    odd = Fault("odd", lambda _, good: type(good)(200, line + b"\n", good.headers))
    stand_in.faults.plan(odd, "results")
    assert [row.message for row in read(endpoint, name)] == [None]
