"""What a later version of a paper does to its page."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from paperglot.digest import prompt
from paperglot.model import AnnounceType, Author, Link, LinkKind, Status
from paperglot.night import intake
from paperglot.store.files import Store
from tests.filing import ID, NEXT, file, held, pulled
from tests.samples import digested, entry, pending, provenance


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path)


HELD = digested(
    ID,
    doi=("10.1/old",),
    journal_reference="Old J.",
    links=(Link(LinkKind.CODE, "https://github.com/example/x"),),
    comment="8 pages",
)
LATER = entry(
    ID,
    version=2,
    announce_type=AnnounceType.REPLACE,
    authors=(Author("Ada Example"), Author("Bo Muster")),
    categories=("cs.AI", "cs.CL"),
    licence="http://creativecommons.org/licenses/by/4.0/",
)
BUMPED = replace(
    HELD,
    version=2,
    updated=NEXT,
    authors=LATER.authors,
    categories=LATER.categories,
    licence=LATER.licence,
)


def test_a_later_version_with_the_same_text_keeps_its_digest(store: Store) -> None:
    store.write_paper(HELD)
    assert file(store, pulled(LATER), day=NEXT) == {"replacements": (ID,)}
    assert held(store) == BUMPED


@pytest.mark.parametrize(
    "changes",
    [{"title": "Another bound"}, {"abstract": "Other words, at https://github.com/example/y."}],
)
@pytest.mark.parametrize("status", [Status.DIGESTED, Status.REFUSED, Status.REJECTED])
def test_a_later_version_with_another_text_waits_for_a_new_digest(
    store: Store, changes: dict[str, Any], status: Status
) -> None:
    lacking: dict[str, Any] = {"digest": None, "reason": "so"}
    lacking = {} if status is Status.DIGESTED else lacking
    store.write_paper(replace(HELD, status=status, **lacking))
    file(store, pulled(replace(LATER, doi=("10.1/new",), **changes)), day=NEXT)
    paper = held(store)
    blank: dict[str, Any] = {"digest": None, "provenance": None, "status": Status.PENDING}
    links = (Link(LinkKind.CODE, "https://github.com/example/y"),) if "abstract" in changes else ()
    wanted = replace(BUMPED, doi=("10.1/new",), links=links or HELD.links, **blank, **changes)
    assert paper == wanted


@pytest.mark.parametrize("version", [1, 2])
def test_the_same_or_a_lower_version_changes_nothing(store: Store, version: int) -> None:
    store.write_paper(replace(HELD, version=2))
    file(store, pulled(replace(LATER, version=version, title="Another")), day=NEXT)
    assert held(store) == replace(HELD, version=2)


def test_a_translation_corrected_by_hand_survives_a_later_version(store: Store) -> None:
    assert HELD.digest is not None
    corrected = replace(HELD.digest, title="一个更好的界")
    store.write_paper(replace(HELD, digest=corrected))
    file(store, pulled(LATER), day=NEXT)
    assert held(store) == replace(BUMPED, digest=corrected)


def test_a_correction_of_the_abstract_by_hand_does_not_cost_the_digest() -> None:
    source = prompt.source_hash(pending())
    made = replace(provenance(), source=source)
    paper = digested(abstract="We study sharp bounds.", provenance=made)
    later = intake.revised(paper, entry(version=2), NEXT)
    assert (later.status, later.digest) == (Status.DIGESTED, paper.digest)
    assert later.abstract == entry().abstract
