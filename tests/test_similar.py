import io
import random
from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paperglot.model import Status
from paperglot.similar import NEIGHBOURS, THRESHOLD, Neighbour, SimilarIndex
from paperglot.site.views import PaperView
from tests.samples import digested, pending
from tests.site.examples import LLM, catalogue, hrefs, render

_SUBJECTS = ("tooth", "radar", "poem", "protein", "auction", "glacier", "violin", "harbour")
_texts = st.lists(st.sampled_from(_SUBJECTS), max_size=6).map(" ".join)
_papers = st.lists(st.tuples(_texts, _texts), max_size=30)


def _fed(papers: Iterable[tuple[str, str]]) -> list[tuple[Neighbour, ...]]:
    index = SimilarIndex()
    return [index.add(str(number), *texts) for number, texts in enumerate(papers)]


def _invented(number: int, seed: int = 1) -> list[tuple[str, str]]:
    """Papers of a few subjects, each in words of its subject and words of all."""
    chance = random.Random(seed)
    made = []
    for _ in range(number):
        subject = chance.choice(_SUBJECTS)
        own = [f"{subject}{chance.randrange(6)}" for _ in range(8)]
        common = [f"word{chance.randrange(60)}" for _ in range(20)]
        made.append((f"On the {subject}", f"{' '.join(own)}. {' '.join(common)}."))
    return made


def test_papers_on_one_subject_find_each_other() -> None:
    papers = _invented(400)
    right = wrong = 0
    for number, found in enumerate(_fed(papers)):
        for neighbour in found:
            if papers[int(neighbour.id)][0] == papers[number][0]:
                right += 1
            else:
                wrong += 1
    assert right > 1_500
    assert wrong < right / 20


def test_the_likest_comes_first_and_what_is_too_unlike_not_at_all() -> None:
    papers = [
        ("Radar for harbours", "Ships in fog are told apart by radar echoes."),
        ("Sonnets", "A poem in fourteen lines."),
        ("Harbour radar", "Radar finds a gull, a wake, a buoy and at times a ship."),
        ("Radar for harbours", "Ships in fog are told apart by radar echoes."),
    ]
    last = _fed(papers)[-1]
    assert [neighbour.id for neighbour in last] == ["0", "2"]
    assert last[0].score > 0.7
    assert last[0].score > last[1].score >= THRESHOLD


def test_a_paper_without_terms_is_like_nobody() -> None:
    assert _fed([("", "$x$"), ("", "$x$"), ("We show that", "it is so.")]) == [(), (), ()]


@given(_papers, _papers)
@settings(max_examples=25, deadline=None)
def test_later_papers_change_nothing_of_earlier_ones(
    papers: list[tuple[str, str]], later: list[tuple[str, str]]
) -> None:
    assert _fed([*papers, *later])[: len(papers)] == _fed(papers)


@given(_papers)
@settings(max_examples=25, deadline=None)
def test_neighbours_are_a_few_earlier_papers_in_the_order_of_likeness(
    papers: list[tuple[str, str]],
) -> None:
    for number, found in enumerate(_fed(papers)):
        assert len(found) <= NEIGHBOURS
        assert len({neighbour.id for neighbour in found}) == len(found)
        assert all(int(neighbour.id) < number for neighbour in found)
        scores = [neighbour.score for neighbour in found]
        assert scores == sorted(scores, reverse=True)
        assert all(score >= THRESHOLD for score in scores)


def test_an_index_that_was_stored_goes_on_as_if_it_had_not_been() -> None:
    papers = _invented(60)
    first, file = SimilarIndex(), io.BytesIO()
    for number, texts in enumerate(papers[:40]):
        first.add(str(number), *texts)
    first.save(file)
    file.seek(0)
    second = SimilarIndex.load(file)
    assert len(second) == 40
    rest = [second.add(str(number), *papers[number]) for number in range(40, 60)]
    assert rest == _fed(papers)[40:]
    assert any(rest)


@pytest.mark.parametrize("content", [b"", b"[]\n", b'{"format": "another"}\n', b"\x00\n"])
def test_what_is_no_index_is_not_read(content: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        SimilarIndex.load(io.BytesIO(content))


def test_an_index_that_was_cut_off_is_not_read() -> None:
    index, file = SimilarIndex(), io.BytesIO()
    index.add("1", "Harbours", "Radar")
    index.save(file)
    with pytest.raises(ValueError, match="cut off"):
        SimilarIndex.load(io.BytesIO(file.getvalue()[:-2]))


def test_a_withdrawn_paper_and_one_that_is_gone_are_named_nowhere() -> None:
    names = ("2613.00010", "2613.00020", "2613.00031")
    papers = [
        pending(names[0]),
        pending(names[1], status=Status.WITHDRAWN),
        pending(names[2], similar=(names[1], "2613.99999", names[0])),
    ]
    views = (view for view in catalogue(papers) if isinstance(view, PaperView))
    similar = {view.paper.id: [paper.id for paper in view.similar] for view in views}
    assert similar == {names[0]: [], names[1]: [], names[2]: [names[0]]}


def test_a_page_names_similar_papers_in_both_languages_with_their_days() -> None:
    earlier = digested("2613.00020", title="A <looser> bound")
    page = render(PaperView(digested(), (LLM,), (earlier, pending("2613.00031"))))
    (section,) = page.with_attribute("class", "pg-similar")
    assert hrefs(section) == [
        "/papers/2613.00020/", "/papers/2613.00020/", "/papers/2613.00031/",
    ]  # fmt: skip
    assert [(link.language, link.text) for link in section.all("a")] == [
        ("en", "A <looser> bound"), ("zh-Hans", "一个界"), ("en", "A bound"),
    ]  # fmt: skip
    assert "3 March 2026 2026年3月3日" in section.text


def test_a_page_without_similar_papers_says_nothing_of_them() -> None:
    page = render(PaperView(digested(), (LLM,)))
    assert page.with_attribute("class", "pg-similar") == []
