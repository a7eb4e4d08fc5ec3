from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from paperglot.arxiv import feed
from paperglot.arxiv.pull import Pulled
from paperglot.errors import PageError
from paperglot.model import (
    AnnounceType,
    Author,
    Day,
    Failure,
    Link,
    LinkKind,
    Paper,
)
from paperglot.night import intake
from paperglot.night.intake import Filed
from paperglot.settings import rules_hash
from paperglot.store.files import Store
from tests import settings
from tests.filing import ID, NEXT, OTHER, TOPICS, damage, file, held, held_day, pulled
from tests.samples import DAY, digested, entry, pending
from tests.standins.feeds import Item, document

ALL_TOPICS = settings.make(Path(), topics=[settings.VISION, settings.LLM]).topics
CROSS, REPLACE, REPLACE_CROSS = (
    AnnounceType.CROSS,
    AnnounceType.REPLACE,
    AnnounceType.REPLACE_CROSS,
)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path)


def test_a_paper_of_a_topic_is_kept(store: Store) -> None:
    authors = (Author("Ada Example", "Nowhere"), Author("Bo Muster"))
    given = entry(
        ID,
        version=2,
        announce_type=CROSS,
        abstract="Code is at https://github.com/example/x.",
        authors=authors,
        categories=("cs.LG", "cs.CL"),
        licence="http://creativecommons.org/licenses/by/4.0/",
        doi=("10.1/x",),
        journal_reference="J. 1",
    )
    assert intake.file_day(store, TOPICS, DAY, [pulled(given)]) == Filed(new=1)
    assert held(store) == Paper(
        id=ID,
        version=2,
        title="A bound",
        abstract="Code is at https://github.com/example/x.",
        authors=authors,
        categories=("cs.LG", "cs.CL"),
        topics=("llm",),
        announced=DAY,
        announce_type=CROSS,
        licence="http://creativecommons.org/licenses/by/4.0/",
        doi=("10.1/x",),
        journal_reference="J. 1",
        links=(Link(LinkKind.CODE, "https://github.com/example/x"),),
    )


def test_a_paper_of_no_topic_is_counted_and_has_no_page(store: Store) -> None:
    assert file(store, pulled(entry(ID, categories=("cs.CV",)))) == {"outside": (ID,)}
    assert store.read().papers == ()


@pytest.mark.parametrize("kind", [REPLACE, REPLACE_CROSS])
def test_a_new_version_of_a_paper_that_is_not_held_is_counted(
    store: Store, kind: AnnounceType
) -> None:
    assert file(store, pulled(entry(ID, version=2, announce_type=kind))) == {"replacements": (ID,)}
    assert store.read().papers == ()


@pytest.mark.parametrize(
    ("kind", "fate"),
    [(AnnounceType.NEW, "repeated"), (CROSS, "repeated"), (REPLACE, "replacements")],
)
def test_a_paper_that_comes_again_stays_with_its_first_day(
    store: Store, kind: AnnounceType, fate: str
) -> None:
    file(store, pulled(entry(ID)))
    assert file(store, pulled(entry(ID, announce_type=kind)), day=NEXT) == {fate: (ID,)}
    assert held(store).announced == DAY
    assert held_day(store).kept == (ID,)


def test_what_cannot_be_read_is_counted_with_its_reason(store: Store) -> None:
    failure = Failure("oai:arXiv.org:2613.90001v1", "it has no abstract")
    assert file(store, pulled(entry(ID), failures=[failure])) == {
        "kept": (ID,),
        "failed": ("oai:arXiv.org:2613.90001v1",),
    }


def test_every_fate_on_one_day_and_the_sum_is_right(store: Store) -> None:
    file(store, pulled(entry("2613.00001"), entry("2613.00002")), day=date(2026, 3, 2))
    bytes_before = damage(store.paper_path("2613.00009"))
    given = pulled(
        entry("2613.00005"),
        entry("2613.00009"),
        entry("2613.00004"),
        entry("2613.00001"),
        entry("2613.00006", categories=("cs.CV",)),
        entry("2613.00002", version=2, announce_type=REPLACE),
        entry("2612.00007", version=2, announce_type=REPLACE),
        failures=[Failure("words", "no form")],
    )
    assert file(store, given) == {
        "kept": ("2613.00004", "2613.00005"),
        "outside": ("2613.00006",),
        "replacements": ("2612.00007", "2613.00002"),
        "repeated": ("2613.00001",),
        "failed": ("2613.00009", "words"),
    }
    assert store.paper_path("2613.00009").read_bytes() == bytes_before


def test_a_paper_of_several_categories_counts_once_as_what_tells_most(store: Store) -> None:
    found = file(
        store,
        pulled(entry(ID, announce_type=REPLACE_CROSS), category="cs.AI"),
        pulled(entry(ID), entry(OTHER, announce_type=CROSS)),
        pulled(entry(OTHER), entry(ID, announce_type=CROSS), category="cs.LG"),
    )
    assert found == {"kept": (ID, OTHER)}
    assert held(store, OTHER).announce_type is AnnounceType.NEW


NEW = entry(ID)
NEW_VERSION = entry(ID, version=2, announce_type=REPLACE)
UNREADABLE = pulled(failures=[Failure(ID, "it has no abstract")])


@pytest.mark.parametrize(
    ("first", "second", "fate"),
    [
        (pulled(NEW), pulled(NEW), "kept"),
        (pulled(NEW), pulled(NEW_VERSION, category="cs.LG"), "kept"),
        (pulled(NEW), pulled(category="cs.LG"), "kept"),
        (pulled(NEW), UNREADABLE, "kept"),
        (UNREADABLE, UNREADABLE, "failed"),
        (UNREADABLE, pulled(NEW), "kept"),
        (UNREADABLE, pulled(entry(ID, categories=("cs.CV",))), "outside"),
        (UNREADABLE, pulled(NEW_VERSION), "replacements"),
        (pulled(NEW_VERSION), pulled(NEW), "kept"),
        (pulled(NEW_VERSION), pulled(NEW_VERSION), "replacements"),
        (pulled(entry(ID, categories=("cs.CV",))), pulled(), "outside"),
        (pulled(entry(ID, categories=("cs.CV",))), UNREADABLE, "outside"),
        (pulled(entry(ID, categories=("cs.CV",))), pulled(NEW_VERSION), "replacements"),
        (pulled(entry(ID, categories=("cs.CV",))), pulled(NEW), "kept"),
    ],
)
def test_a_second_pull_of_the_day_files_a_paper_once(
    store: Store, first: Pulled, second: Pulled, fate: str
) -> None:
    file(store, first)
    assert file(store, second) == {fate: (ID,)}


def test_a_repeated_paper_stays_repeated(store: Store) -> None:
    file(store, pulled(NEW))
    for _ in range(2):
        assert file(store, pulled(NEW), day=NEXT) == {"repeated": (ID,)}


def test_a_page_that_was_damaged_and_mended(store: Store) -> None:
    file(store, pulled(NEW))
    good = store.paper_path(ID).read_bytes()
    data = damage(store.paper_path(ID))
    assert file(store, pulled(NEW)) == {"failed": (ID,)}
    assert store.paper_path(ID).read_bytes() == data
    assert held_day(store).failures[0].reason.startswith("its page is damaged: ")
    store.paper_path(ID).write_bytes(good)
    assert file(store, pulled(NEW)) == {"kept": (ID,)}


def test_an_item_that_another_feed_has_whole_is_no_failure(store: Store) -> None:
    item = Item(id=ID, categories=("cs.CL", "cs.AI"))
    broken = feed.parse(document("cs.AI", DAY, [replace(item, abstract="")]), "cs.AI")
    assert broken.failures
    whole = feed.parse(document("cs.CL", DAY, [item]), "cs.CL")
    found = file(store, Pulled("cs.AI", broken), Pulled("cs.CL", whole))
    assert found == {"kept": (ID,)}


def test_pulling_the_same_again_changes_no_byte(store: Store) -> None:
    given = pulled(NEW, entry(OTHER, categories=("cs.CV",)), etag='"x"')
    file(store, given)
    before = {path: path.read_bytes() for path in store.root.rglob("*.md")}
    assert intake.file_day(store, TOPICS, DAY, [given]) == Filed()
    assert {path: path.read_bytes() for path in store.root.rglob("*.md")} == before


def test_a_new_topic_takes_in_what_was_outside(store: Store) -> None:
    seen = entry(ID, categories=("cs.CV",))
    assert file(store, pulled(seen)) == {"outside": (ID,)}
    assert file(store, pulled(seen), topics=ALL_TOPICS) == {"kept": (ID,)}
    assert held(store).topics == ("vision",)
    assert [each.rules for each in held_day(store).categories] == [rules_hash(ALL_TOPICS)]


def test_a_topic_that_is_gone_takes_no_paper_away(store: Store) -> None:
    file(store, pulled(NEW))
    assert file(store, pulled(NEW), topics=()) == {"kept": (ID,)}
    assert held(store).topics == ("llm",)


def test_what_was_written_by_hand_stays(store: Store) -> None:
    file(store, pulled(NEW))
    edited = replace(digested(ID), title="A corrected bound", topics=("vision",))
    store.write_paper(edited)
    noted = replace(held_day(store), note="A quiet day.")
    store.write_day(noted)
    assert file(store, pulled(NEW)) == {"kept": (ID,)}
    file(store, pulled(NEW), day=NEXT)
    assert held(store) == edited
    assert store.day(DAY) == noted


def test_a_damaged_day_is_left_alone_and_nothing_is_filed(store: Store) -> None:
    path = store.day_path(DAY)
    path.parent.mkdir(parents=True)
    path.write_bytes(b"---\ndate: soon\n---\n")
    with pytest.raises(PageError, match=r"2026-03-03\.md:2: date: "):
        intake.file_day(store, TOPICS, DAY, [pulled(NEW)])
    assert path.read_bytes() == b"---\ndate: soon\n---\n"
    assert store.read().papers == ()


def test_a_run_that_was_cut_short_between_paper_and_day_is_completed(store: Store) -> None:
    store.write_paper(pending(ID))
    assert file(store, pulled(NEW, entry(OTHER))) == {"kept": (ID, OTHER)}


def test_a_real_day_in_place_of_a_sample_is_no_sample(store: Store) -> None:
    store.write_day(Day(DAY, kept=(OTHER,), sample=True))
    store.write_paper(pending(OTHER, sample=True))
    file(store, pulled(NEW))
    [day] = store.read().published().days
    assert day.kept == (ID,)
