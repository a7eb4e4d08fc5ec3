"""Acceptance: no right answer about a real paper is kept from being published."""

import json
import lzma
from collections.abc import Iterator
from itertools import islice

from paperglot.arxiv.text import plain
from paperglot.digest import gate
from paperglot.model import Paper
from paperglot.prose import line
from tests.digest.constructed import digest_of
from tests.samples import pending
from tests.settings import CHINESE
from tests.shared import SHARED, needs_shared

FILE = SHARED / "metadata" / "arxiv_rss_new_100k.jsonl.xz"
PAPERS = 600
STEP = 40


def real_papers() -> Iterator[Paper]:
    with lzma.open(FILE, "rt", encoding="utf-8") as lines:
        for text in islice(lines, 0, PAPERS * STEP, STEP):
            given = json.loads(text)
            title, abstract = line(plain(given["title"])), plain(given["abstract"])
            yield pending(given["id"], title=title, abstract=abstract)


@needs_shared
def test_no_answer_that_is_right_by_construction_is_blocked() -> None:
    found = {paper.id: gate.failures(paper, digest_of(paper), CHINESE) for paper in real_papers()}
    assert len(found) == PAPERS
    assert {name: failed for name, failed in found.items() if failed} == {}


@needs_shared
def test_the_answers_are_about_numbers_and_formulas_in_other_notation() -> None:
    texts = [(paper.abstract, digest_of(paper).abstract) for paper in real_papers()]
    assert sum("$" in original and "$" in translation for original, translation in texts) > 30
    assert sum("万" in translation or "亿" in translation for _, translation in texts) > 20
