"""A shard that takes over what unchanged papers gave has the bytes of one made from all papers."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from paperglot.model import Paper, Takeaway
from paperglot.site.search.postings import coded, decoded, entries, entry, papers_in
from paperglot.site.search.renewal import renewed, roll_of
from paperglot.site.search.shard import Shard, build
from tests.samples import digest, digested
from tests.site.examples import facts
from tests.site.search_archive import archive

_FIRST = date(2026, 5, 4)
_WORDS = ["bound", "tight", "graph", "图像", "模型的", "Müller", "zebra", "🜚", "a-b"]


@given(st.lists(st.tuples(st.integers(1, 400), st.integers(0, 3)), max_size=60))
def test_postings_can_be_read_again(steps: list[tuple[int, int]]) -> None:
    numbers, paper = [], -1
    for distance, weight in steps:
        paper += distance
        numbers.append(paper << 2 | weight)
    assert list(decoded(coded(numbers))) == numbers
    assert [each for each in papers_in(coded(numbers)) if each >= 0] == [n >> 2 for n in numbers]


@given(st.sets(st.text(min_size=1), max_size=40), st.integers(0, 500))
def test_a_block_can_be_read_again(terms: set[str], size: int) -> None:
    found = [(term, bytes(size)) for term in sorted(terms)]
    named = [(b"", b""), *((term.encode(), postings) for term, postings in found)]
    block = b"".join(entry(before, name, made) for (before, _), (name, made) in pairwise(named))
    assert list(entries(block)) == found


def _paper(identifier: int, day: int, words: Sequence[str]) -> Paper:
    text = " ".join(words)
    said = replace(digest(), title=text, takeaways=(Takeaway(text, text[::-1], (1,)),))
    announced = _FIRST + timedelta(days=day)
    return digested(f"2605.{identifier:05}", announced=announced, title=text, digest=said)


_PAPERS = st.lists(
    st.builds(
        _paper,
        st.integers(1, 12),
        st.integers(0, 3),
        st.lists(st.sampled_from(_WORDS), min_size=1, max_size=3),
    ),
    min_size=1,
    max_size=12,
    unique_by=lambda paper: paper.id,
)


def _ordered(papers: Iterable[Paper]) -> list[Paper]:
    return sorted(papers, key=lambda paper: facts(paper).order)


def _renewed(
    old: list[Paper], new: list[Paper], whole: Callable[[Sequence[int]], Iterable[Paper]]
) -> Shard:
    before, now = (roll_of(map(facts, each)) for each in (old, new))
    return renewed(build("2026", old), before, now, whole)


@given(before=_PAPERS, others=_PAPERS, some_stay=st.booleans())
@hypothesis_settings(max_examples=200, deadline=None)
def test_whatever_came_went_or_changed(
    before: list[Paper], others: list[Paper], *, some_stay: bool
) -> None:
    # Of papers that are in both, whichever version comes last is the one that there is.
    now = {paper.id: paper for paper in [*others, *(before if some_stay else ())]}
    old, new = _ordered(before), _ordered(now.values())
    assert _renewed(old, new, lambda numbers: [new[each] for each in numbers]) == build("2026", new)


def test_of_a_large_shard_no_papers_are_loaded_but_those_that_share_a_file() -> None:
    old = list(archive(600, a_day=20))
    new = [*old]
    new[205] = replace(old[205], title="Another title", digest=digest())
    new[209] = replace(old[209], topics=("speech",))
    del new[477]
    loaded: list[int] = []

    def whole(numbers: Sequence[int]) -> list[Paper]:
        loaded.extend(numbers)
        return [new[each] for each in numbers]

    assert _renewed(old, new, whole) == build("2026", new)
    assert loaded == [*range(204, 212), *range(476, 479)]
