import json
import socket
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from paperglot.model import CategoryReport, CategoryState, Day, Paper, Status
from paperglot.night.forecast import Forecast, forecast
from paperglot.settings import Settings, rules_hash
from paperglot.store import journal
from paperglot.store.files import Store
from tests import settings
from tests.nights import noon, tree
from tests.samples import DAY, digested, pending, provenance

NOON = noon(DAY)
PRICE = 0.0006
"""US dollars for a paper by the table: 1,000 tokens in at $0.10 a million, 1,000 out at $0.50."""


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "docs")


def chosen(store: Store, **changes: Any) -> Settings:
    return settings.make(store.root, **{"categories": ["cs.AI", "cs.CL"]} | changes)


def expected(store: Store, now: datetime = NOON, **changes: Any) -> Forecast:
    """Return the forecast, made where nothing can be asked for."""
    return forecast(chosen(store, **changes), now=now)


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        message = "a forecast asks nobody"
        raise AssertionError(message)

    monkeypatch.setattr(socket.socket, "connect", refuse)
    settings.disconnect(monkeypatch)


def report(store: Store, category: str = "cs.CL", **changes: Any) -> CategoryReport:
    values = {"state": CategoryState.FRESH, "entries": 5, "rules": rules_hash(chosen(store).topics)}
    return CategoryReport(category, **(values | changes))  # type: ignore[arg-type]


def fill(store: Store, *papers: Paper) -> None:
    for paper in papers:
        store.write_paper(paper)


def test_an_empty_store_lets_all_feeds_be_asked_for(store: Store) -> None:
    assert expected(store) == Forecast(("cs.AI", "cs.CL"), 0, 2, 0, 0.0, 0, 0.0)
    assert not store.root.exists()


def test_nothing_is_written(store: Store) -> None:
    fill(store, pending("2613.00001"), digested("2613.00002"))
    store.write_day(Day(DAY, kept=("2613.00001", "2613.00002"), categories=(report(store),)))
    journal.record(store, digested("2613.00002"))
    (store.workplace / "left.part").write_bytes(b"half")
    before = tree(store.root)
    found = expected(store)
    assert (found.text, found.json) != ("", "")
    assert tree(store.root) == before


def test_what_is_complete_today_is_not_asked_for(store: Store) -> None:
    store.write_day(Day(DAY, categories=(report(store),)))
    assert expected(store).categories == ("cs.AI",)
    assert expected(store, now=NOON + timedelta(days=1)).categories == ("cs.AI", "cs.CL")
    store.write_day(Day(DAY, categories=(report(store, "cs.AI"), report(store))))
    done = expected(store)
    assert (done.categories, done.requests) == ((), 0)
    assert done.text.startswith("feeds to ask for: none, all are complete\n")


@pytest.mark.parametrize(
    "changes",
    [
        {"state": CategoryState.EMPTY},
        {"state": CategoryState.PARTIAL},
        {"rules": "other"},
        {"stamped": DAY - timedelta(days=1)},
    ],
)
def test_what_is_not_complete_is_asked_for_again(store: Store, changes: dict[str, Any]) -> None:
    store.write_day(Day(DAY, categories=(report(store, **changes),)))
    assert "cs.CL" in expected(store).categories


@pytest.mark.parametrize(
    ("papers", "requests"), [(0, 2), (1, 3), (100, 3), (101, 4), (200, 4), (201, 5)]
)
def test_details_are_asked_for_in_calls_of_a_hundred(
    store: Store, papers: int, requests: int
) -> None:
    fill(store, *(digested(f"2613.{number:05}") for number in range(papers)))
    fill(store, digested("2613.90001", revised=DAY), digested("2613.90002", sample=True))
    fill(store, digested("2613.90003", announced=DAY - timedelta(days=8)))
    store.write_day(Day(DAY))
    found = expected(store)
    assert (found.details, found.requests) == (papers, requests)


def test_papers_without_any_day_are_not_asked_for(store: Store) -> None:
    fill(store, pending())
    assert expected(store).details == 0


def test_what_waits_is_counted_and_priced_by_the_table(store: Store) -> None:
    refused = digested("2613.00004", status=Status.REFUSED, digest=None)
    of_another = replace(provenance(), model="another")
    fill(
        store,
        pending("2613.00001"),
        digested("2613.00002"),
        pending("2613.00003", status=Status.WITHDRAWN),
        refused,
        replace(refused, id="2613.00005", provenance=of_another),
        pending("2613.00006", sample=True),
    )
    found = expected(store)
    assert found.waiting == 2
    assert found.cost == pytest.approx(2 * PRICE)


def test_what_waits_is_priced_by_the_journal_where_it_can_tell(store: Store) -> None:
    fill(store, *(pending(f"2613.0000{number}") for number in range(3)))
    for number in range(20):
        made = provenance().made + timedelta(seconds=number)
        given = replace(provenance(), made=made, cost=0.01)
        journal.record(store, digested(f"2613.{number:05}", provenance=given))
    assert expected(store).cost == pytest.approx(0.03)


def test_a_model_without_a_price_has_no_cost(store: Store) -> None:
    fill(store, pending())
    found = expected(store, model="another")
    assert (found.waiting, found.cost, found.usual_cost) == (1, None, None)
    assert "papers to digest: 1 for an unknown price\n" in found.text


def test_a_usual_day_is_the_mean_of_the_latest_ten_with_papers(store: Store) -> None:
    identifiers = [f"2613.{number:05}" for number in range(1_000)]
    begin = date(2026, 1, 1)
    sizes = [900, 3, 0, *[5] * 4, *[0] * 4, *[6] * 5]
    for number, size in enumerate(sizes):
        store.write_day(Day(begin + timedelta(days=number), kept=tuple(identifiers[:size])))
    sample = Day(begin + timedelta(days=50), kept=tuple(identifiers), sample=True)
    store.write_day(sample)
    found = expected(store)
    assert found.usual == 5  # (3 + 4 * 5 + 5 * 6) / 10
    assert found.usual_cost == pytest.approx(5 * PRICE)


def test_text_and_json_tell_the_same() -> None:
    found = Forecast(("cs.AI", "cs.CL"), 120, 4, 7, 0.5, 300, 21.456, 3, 0.126)
    assert found.text.splitlines() == [
        "feeds to ask for: cs.AI, cs.CL",
        "papers to ask details for: 120 (4 requests in all)",
        "papers to digest: 7 for about US$ 0.50",
        "overviews to ask for: 3 for about US$ 0.13",
        "a usual day adds: 300 papers for about US$ 21.46",
    ]
    assert json.loads(found.json) == {
        "categories": ["cs.AI", "cs.CL"],
        "details": 120,
        "requests": 4,
        "waiting": 7,
        "cost": 0.5,
        "usual": 300,
        "usual_cost": 21.456,
        "overviews": 3,
        "overviews_cost": 0.126,
        "captions": 0,
        "captions_cost": 0.0,
        "under_way": 0,
        "budget": {"limits": [], "estimate": 0.0, "reserved": 0.0, "held": 0},
    }
