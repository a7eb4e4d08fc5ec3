import json
import lzma
from collections.abc import Iterator
from itertools import islice
from typing import Any

import pytest

from paperglot.arxiv.withdrawal import notice
from tests.shared import SHARED, needs_shared

ABSTRACT = "We study bounds. The bound is tight."

# In the forms that https://info.arxiv.org/help/withdraw.html and arXiv's administrators use.
NOTICES = [
    "This paper has been withdrawn due to a sign error in Equation 7",
    "This paper has been withdrawn by the author because Lemma 2 is wrong.",
    "This paper has been withdrawn",
    "this submission was withdrawn.",
    "This article is being withdrawn while we check the data",
    "The manuscript has been temporarily withdrawn",
    "This short paper has been withdrawn, as its second part is not sound",
    "This paper is hereby retracted: the data were mixed up.",
    "Withdrawn",
    "WITHDRAWN: the proof has a gap",
    "[Withdrawn]",
    "Withdrawn by the authors",
    "Withdrawn due to a wrong constant",
    "This paper has been withdrawn from arXiv",
    "This paper has been withdrawn from the arXiv by its author",
    "This submission has been withdrawn by arXiv administrators for text that is not its own",
    "This version has been removed by arXiv administrators as its licence could not be granted",
]


@pytest.mark.parametrize("words", NOTICES)
def test_a_notice_is_known_in_a_comment_and_in_place_of_the_abstract(words: str) -> None:
    assert notice(ABSTRACT, words) == words
    assert notice(words, None) == words


# Too much may stand in an abstract for these to be looked for there.
COMMENTS = [
    "arXiv admin note: This version has been removed by arXiv administrators",
    "arXiv admin note: submission has been withdrawn by arXiv administrators for another's text",
]


@pytest.mark.parametrize("words", COMMENTS)
def test_a_notice_is_known_behind_other_words_of_a_comment(words: str) -> None:
    assert notice(ABSTRACT, words) == words


# Who withdrew may come first, and another sentence before it.
MORE = [
    "The author has withdrawn this paper due to an error in Section 3",
    "The authors have withdrawn this paper",
    "Paper withdrawn due to an error",
    "The paper has now been withdrawn",
    "This manuscript has since been withdrawn",
    "We withdraw this submission, as a bound is wrong",
    "8 pages. This paper has been withdrawn due to an error",
    "arXiv admin note: this submission has been withdrawn because of a dispute on its authors",
    "8 pages; the authors have withdrawn this paper",
]


@pytest.mark.parametrize("words", MORE)
def test_a_notice_is_known_in_its_other_forms(words: str) -> None:
    assert notice(ABSTRACT, words) == words


@pytest.mark.parametrize(
    "comment",
    [
        None,
        "",
        "8 pages, 3 figures",
        "Withdrawn from ICML",
        "This paper has been withdrawn from the conference to be published here",
        "8 pages; an earlier version was withdrawn from a journal",
        "Removal of outliers; 8 pages",
        "The withdrawn version of 2019 had another title",
        "Supersedes a paper that has been withdrawn",
    ],
)
def test_other_comments_are_no_notice(comment: str | None) -> None:
    assert notice(ABSTRACT, comment) is None


@pytest.mark.parametrize(
    "comment",
    [
        "Removed Figure 3; 8 pages",
        "removed typos",
        "Section 4 removed by the authors",
        "Submitted to a conference in 2025, withdrawn by the authors",
        "This paper was withdrawn by the authors from ICLR 2024",
        "This paper was withdrawn at ICLR 2024",
    ],
)
def test_what_was_changed_or_withdrawn_elsewhere_is_no_notice(comment: str) -> None:
    assert notice(ABSTRACT, comment) is None


@pytest.mark.parametrize(
    "comment",
    [
        "An error in the previous version was removed",
        "Section 3 of the paper has been removed",
        "8 pages. A figure in this version was removed",
        "The previous version was withdrawn due to an error; this is the mended one",
        "8 pages. The earlier version has been withdrawn",
        "The old version of this paper has been withdrawn",
        "We have withdrawn this paper from a conference",
    ],
)
def test_what_was_changed_in_a_version_is_no_notice(comment: str) -> None:
    assert notice(ABSTRACT, comment) is None


@pytest.mark.parametrize(
    "abstract",
    [
        ABSTRACT,
        "We study withdrawn consent.",
        "A paper may be withdrawn by its authors. We ask how often that is so.",
        "In this work noise is removed by the authors of each corpus.",
        "We ask why articles are retracted. The paper has been withdrawn in one case of ten.",
        "This paper removes noise. It is withdrawn from no source.",
    ],
)
def test_an_abstract_on_withdrawal_is_no_notice(abstract: str) -> None:
    assert notice(abstract, None) is None


@pytest.mark.parametrize(
    "abstract",
    [
        "Removed objects leave holes in a scene, which we fill.",
        "Retracted articles are cited for years. We ask why.",
        "Withdrawn consent makes it necessary to unlearn.",
    ],
)
def test_an_abstract_that_begins_with_the_word_is_no_notice(abstract: str) -> None:
    assert notice(abstract, None) is None


def test_the_comment_goes_before_the_abstract() -> None:
    assert notice("Withdrawn.", "Withdrawn: see there") == "Withdrawn: see there"


def rows(name: str, step: int = 1) -> Iterator[dict[str, Any]]:
    with lzma.open(SHARED / "metadata" / name, "rt", encoding="utf-8") as file:
        yield from map(json.loads, islice(file, 0, None, step))


@needs_shared
def test_no_real_abstract_is_taken_for_a_notice() -> None:
    """One in ten of 100,000; none of all of them was, with step=1, which takes some seconds."""
    abstracts = [row["abstract"] for row in rows("arxiv_rss_new_100k.jsonl.xz", step=10)]
    assert len(abstracts) == 10_000
    assert [text for text in abstracts if notice(text, None)] == []


@needs_shared
def test_no_real_comment_is_taken_for_a_notice() -> None:
    comments = [row["comment"] for row in rows("api_authors_comments.jsonl.xz")]
    assert len(comments) == 20_737
    assert [text for text in comments if notice(ABSTRACT, text)] == []
