"""What a withdrawal does to the filing of a paper, and the order in which a day is filed."""

from dataclasses import replace
from datetime import date
from itertools import permutations
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperglot.arxiv.pull import Pulled
from paperglot.digest.attempts import next_attempt
from paperglot.digest.prompt import source_hash
from paperglot.model import AnnounceType, Day, Entry, Failure, Feed, Paper, Status
from paperglot.night import intake
from paperglot.night.enrichment import wanting
from paperglot.night.intake import Filed
from paperglot.store.files import Store
from tests import settings
from tests.filing import ID, NEXT, OTHER, TOPICS, damage, file, held, held_day, pulled
from tests.samples import DAY, digested, entry, pending, provenance

NOTICE = "This paper has been withdrawn due to an error"
LATER = entry(ID, version=2, announce_type=AnnounceType.REPLACE)
REPLACE_CROSS = AnnounceType.REPLACE_CROSS
MODEL = settings.model()


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path)


def file_later(store: Store, given: Entry = LATER) -> Filed:
    return intake.file_day(store, TOPICS, NEXT, [pulled(given)])


def paid_for(**changes: Any) -> Paper:
    """Return a digested paper whose digest was made from its present text."""
    paper = digested(ID, **changes)
    return replace(paper, provenance=replace(provenance(), source=source_hash(paper)))


@pytest.mark.parametrize("words", [{"abstract": NOTICE}, {"comment": NOTICE}])
def test_a_new_paper_that_is_withdrawn_is_kept_and_not_digested(
    store: Store, words: dict[str, str]
) -> None:
    given = entry(ID, **words)
    assert intake.file_day(store, TOPICS, DAY, [pulled(given)]) == Filed(new=1, withdrawn=1)
    paper = held(store)
    assert (paper.status, paper.reason) == (Status.WITHDRAWN, NOTICE)
    assert next_attempt(paper, MODEL, settings.CHINESE) is None
    assert held_day(store).kept == (ID,)


@pytest.mark.parametrize("words", [{"abstract": NOTICE}, {"comment": NOTICE}])
@pytest.mark.parametrize("paper", [pending(ID), paid_for()], ids=["pending", "digested"])
def test_a_version_that_withdraws_a_paper_takes_it_away(
    store: Store, paper: Paper, words: dict[str, Any]
) -> None:
    store.write_paper(paper)
    assert file_later(store, replace(LATER, **words)) == Filed(revised=1, withdrawn=1)
    later = held(store)
    assert (later.status, later.reason, later.version) == (Status.WITHDRAWN, NOTICE, 2)
    assert next_attempt(later, MODEL, settings.CHINESE) is None


def test_a_withdrawal_in_the_comment_keeps_the_digest(store: Store) -> None:
    store.write_paper(paid_for())
    file_later(store, replace(LATER, comment=NOTICE))
    assert held(store).digest == paid_for().digest


@pytest.mark.parametrize("reason", [NOTICE, "a letter of the authors"])
def test_a_later_version_brings_a_withdrawn_paper_back_with_its_digest(
    store: Store, reason: str
) -> None:
    store.write_paper(paid_for(status=Status.WITHDRAWN, reason=reason, comment=NOTICE))
    assert file_later(store) == Filed(revised=1)
    later = held(store)
    assert (later.status, later.reason, later.comment) == (Status.DIGESTED, None, None)
    assert later.digest == paid_for().digest


def test_a_later_version_brings_a_paper_back_that_was_never_digested(store: Store) -> None:
    store.write_paper(pending(ID, status=Status.WITHDRAWN, reason=NOTICE, comment=NOTICE))
    assert file_later(store, replace(LATER, comment="9 pages")) == Filed(revised=1)
    later = held(store)
    assert (later.status, later.reason, later.comment) == (Status.PENDING, None, "9 pages")
    assert next_attempt(later, MODEL, settings.CHINESE) is not None


def test_a_later_version_with_another_text_is_digested_anew(store: Store) -> None:
    store.write_paper(paid_for(status=Status.WITHDRAWN, reason=NOTICE, comment=NOTICE))
    file_later(store, replace(LATER, abstract="A mended bound."))
    later = held(store)
    assert (later.status, later.reason, later.digest) == (Status.PENDING, None, None)


def test_a_paper_that_stays_withdrawn_is_counted_once(store: Store) -> None:
    store.write_paper(paid_for(status=Status.WITHDRAWN, reason=NOTICE, comment=NOTICE))
    assert file_later(store, replace(LATER, comment="Withdrawn")) == Filed(revised=1)
    later = held(store)
    assert (later.status, later.reason) == (Status.WITHDRAWN, "Withdrawn")


def test_a_later_version_without_a_comment_keeps_the_one_of_a_paper_in_force(store: Store) -> None:
    store.write_paper(paid_for(comment="8 pages"))
    file_later(store)
    assert held(store).comment == "8 pages"


@pytest.mark.parametrize("version", [1, 2])
def test_details_are_asked_for_anew_for_a_later_version_alone(store: Store, version: int) -> None:
    known = paid_for(revised=date(2026, 3, 1), submitted=date(2026, 2, 27))
    store.write_paper(known)
    file_later(store, replace(LATER, version=version))
    later = held(store)
    assert later.submitted == known.submitted
    assert later.revised == (known.revised if version == 1 else None)
    assert wanting([later], NEXT) == ([] if version == 1 else [later])


def test_what_is_filed_again_is_counted_once(store: Store) -> None:
    store.write_paper(paid_for())
    assert file_later(store, replace(LATER, comment=NOTICE)) == Filed(revised=1, withdrawn=1)
    assert file_later(store, replace(LATER, comment=NOTICE)) == Filed()
    fresh = [pulled(entry(OTHER))]
    assert intake.file_day(store, TOPICS, NEXT, fresh) == Filed(new=1)
    assert intake.file_day(store, TOPICS, NEXT, fresh) == Filed()


def test_a_paper_that_cannot_be_read_again_late_stays_filed(store: Store) -> None:
    """A failure of one category takes nothing away that another gave whole, now or before."""
    broken = pulled(category="cs.LG", failures=[Failure(ID, "it has no abstract")])
    assert file(store, pulled(entry(ID))) == {"kept": (ID,)}
    assert file(store, broken) == {"kept": (ID,)}
    assert held_day(store).failures == ()


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_a_failure_is_filed_whatever_category_comes_first(
    tmp_path: Path, order: tuple[int, ...]
) -> None:
    given = [
        pulled(entry(ID)),
        pulled(category="cs.LG", failures=[Failure(ID, "no abstract"), Failure("words", "none")]),
        pulled(entry(OTHER), category="cs.AI", failures=[Failure("2613.00009", "no title")]),
    ]
    found = file(Store(tmp_path), *(given[number] for number in order))
    assert found == {"kept": (ID, OTHER), "failed": ("2613.00009", "words")}


def test_a_stale_feed_files_neither_papers_nor_failures(store: Store) -> None:
    feed = Feed("cs.CL", DAY, (entry(ID),), (Failure("words", "none"),))
    assert file(store, Pulled("cs.CL", feed, stale=True)) == {}
    assert store.read().papers == ()


def test_lists_stand_in_the_order_of_time(store: Store) -> None:
    given = [entry(each) for each in ("2613.00002", "2612.99999", "cs/0001001", "cs/9901001")]
    assert file(store, pulled(*given)) == {
        "kept": ("cs/9901001", "cs/0001001", "2612.99999", "2613.00002")
    }


def test_what_a_damaged_page_failed_with_stands_among_the_failures_in_order(store: Store) -> None:
    damage(store.paper_path("2613.00005"))
    given = pulled(entry("2613.00005"), failures=[Failure("2613.00009", "x"), Failure("1", "x")])
    assert file(store, given) == {"failed": ("1", "2613.00005", "2613.00009")}


_CATEGORIES = ("cs.AI", "cs.CL", "cs.CV")
_batches = st.lists(
    st.tuples(st.sampled_from(_CATEGORIES), st.integers(0, 5), st.booleans(), st.booleans()),
    max_size=8,
)
"""Of each announcement: category, number of the paper, whether cross-listed, whether readable."""


def _entry(number: int, *, crossed: bool) -> Entry:
    """Return one of a few papers: half of them new, half of a topic; their text is fixed."""
    kinds = [(AnnounceType.NEW, AnnounceType.CROSS), (AnnounceType.REPLACE, REPLACE_CROSS)]
    kind = kinds[number // 3][crossed]
    categories = ("cs.CL",) if number % 2 else ("cs.CV",)
    return entry(f"2613.{number:05}", announce_type=kind, categories=categories)


def _pulled(batch: list[tuple[str, int, bool, bool]], category: str) -> Pulled:
    of_category = [each[1:] for each in batch if each[0] == category]
    entries = {
        number: _entry(number, crossed=cross) for number, cross, whole in of_category if whole
    }
    failures = {f"2613.{number:05}" for number, _, whole in of_category if not whole}
    return pulled(
        *entries.values(),
        category=category,
        failures=[Failure(each, "it has no abstract") for each in sorted(failures)],
    )


def _fill(folder: Path, given: list[Pulled], *, at_once: bool) -> tuple[Day, tuple[Paper, ...]]:
    store = Store(folder)
    store.write_paper(pending("2613.00001", announced=date(2026, 3, 2)))
    if at_once:
        intake.file_day(store, TOPICS, DAY, given)
    else:
        for each in given:
            intake.file_day(store, TOPICS, DAY, [each])
    return held_day(store), store.read().papers


@hypothesis.settings(max_examples=50)
@given(_batches, st.permutations(_CATEGORIES), st.booleans())
def test_a_day_is_the_same_whichever_category_came_first(
    tmp_path_factory: pytest.TempPathFactory,
    batch: list[tuple[str, int, bool, bool]],
    order: list[str],
    at_once: bool,  # noqa: FBT001 (drawn)
) -> None:
    folders = (tmp_path_factory.mktemp("store") for _ in range(2))
    first = _fill(next(folders), [_pulled(batch, each) for each in _CATEGORIES], at_once=True)
    second = _fill(next(folders), [_pulled(batch, each) for each in order], at_once=at_once)
    assert second == first
