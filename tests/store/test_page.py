import re
from dataclasses import replace
from datetime import date
from html import unescape
from pathlib import Path

import pytest
from hypothesis import given
from markdown import markdown as run_markdown

from paperglot.errors import PageError
from paperglot.model import Author, Day, Paper, Status
from paperglot.store import day as day_page
from paperglot.store import markdown, page
from tests import strategies
from tests.samples import digested, figure, figures, pending

HERE = Path("page.md")


@given(strategies.papers())
def test_a_written_paper_parses_back_to_the_same_paper_and_the_same_bytes(paper: Paper) -> None:
    text = page.write(paper)
    assert page.read(HERE, text) == paper
    assert page.write(page.read(HERE, text)) == text


def test_a_date_that_a_paper_has_twice_is_written_twice() -> None:
    day = date(2026, 3, 4)
    text = page.write(pending(announced=day, updated=day, revised=day))
    assert all(f"\n{key}: 2026-03-04\n" in text for key in ("announced", "updated", "revised"))


@given(strategies.announcement_days)
def test_a_written_day_parses_back_to_the_same_day_and_the_same_bytes(day: Day) -> None:
    text = day_page.write(day)
    assert day_page.read(HERE, text) == day
    assert day_page.write(day_page.read(HERE, text)) == text


@given(strategies.texts)
def test_markdown_gives_a_text_back(text: str) -> None:
    assert markdown.read(markdown.write(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        "# no heading", "*no stars*", "_no emphasis_", "<script>no element</script>", "[no](link)",
        "`no code`", "1. no list", "- no list", "> no quotation", "&lt;", "no | table", "![no](x)",
        "***", "---", "===", "~~~", "+ no", "a * b * c", "<eos> and a<b", "**x", "__x__",
    ],
)  # fmt: skip
def test_markdown_that_is_run_shows_the_text_as_it_is(text: str) -> None:
    html = run_markdown(markdown.write(text), extensions=["tables", "fenced_code", "def_list"])
    shown = html.removeprefix("<p>").removesuffix("</p>")
    assert "<" not in shown
    assert unescape(shown) == text


def test_an_author_whose_affiliation_is_left_empty_has_none() -> None:
    text = page.write(digested()).replace("- Ada Example", "- name: Ada Example\n  affiliation:")
    assert page.read(HERE, text) == digested()


def test_three_thousand_authors_survive() -> None:
    authors = tuple(Author(f"Name: {number}, Jr.") for number in range(3_303))
    paper = replace(pending(), authors=authors)
    assert page.read(HERE, page.write(paper)).authors == authors


def test_an_identifier_that_ends_in_zero_keeps_it() -> None:
    paper = replace(pending(), id="2613.10010")
    assert page.read(HERE, page.write(paper)).id == "2613.10010"


def test_a_takeaway_shows_its_evidence_and_its_translation() -> None:
    text = page.write(digested())
    assert "1. The bound is tight for $k = 2$. [2]\n\n   当 $k = 2$ 时该界是紧的。" in text


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ("id: '2613.00010'", "id: 2613.00010", 2, "id: should be a text, not 2613.0001; quote it"),
        ("id: '2613.00010'", "id: '../../etc'", 2, "is not an arXiv identifier"),
        ("version: 1", "version: -1", 3, "version: should be a whole number"),
        ("version: 1", "version: true", 3, "version: should be a whole number"),
        ("announced: 2026-03-03", "announced: soon", 7, "announced: should be a date"),
        ("announced: 2026-03-03", "announced: 2026-02-30", 1, "day is out of range"),
        ("announced: 2026-03-03\n", "", 1, "announced: is missing"),
        ("status: digested", "status: done", 13, "status: 'done' is not a valid Status"),
        ("- cs.CL", "- 7", 9, "categories: should hold texts, not 7"),
        ("- Ada Example", "- [1]", 5, "authors: should hold names"),
        ("title: A bound", "title: ''", 4, "title: is missing"),
        ("  model: claude-haiku-5-5", "  model: ' '", 15, "model: is missing"),
        ("title: A bound", "title: [A bound", 5, "front matter: "),
        ("## TL;DR\n", "## Tldr\n", 13, "status: is digested, but there is no digest"),
        ("## Abstract\n", "## Abstrct\n", 1, "the heading '## Abstract' is missing"),
        ("1. The bound", "The bound", 39, "a takeaway should be a numbered line"),
        ("## Title (zh-Hans)", "words\n\n## Title (zh-Hans)", 27, "text stands before"),
        ("## TL;DR\n", "## Abstract\n\n## TL;DR\n", 55, "the heading 'Abstract' stands twice"),
        ("## Abstract (z", "## Remark\n\nx\n\n## Abstract (z", 57, "unknown heading 'Remark'"),
        ("input_tokens: 350", "input_tokens: many", 20, "input_tokens: should be a whole number"),
        ("cost: 0.000535", "cost: cheap", 22, "cost: should be a number"),
        ("cost: 0.000535", "cost: .nan", 22, "cost: should be a number of 0 or more, not nan"),
        ("cost: 0.000535", "cost: .inf", 22, "cost: should be a number of 0 or more, not inf"),
        ("cost: 0.000535", "cost: -1", 22, "cost: should be a number of 0 or more, not -1"),
        ("made: 2026-03-03 01:02:03+00:00", "made: now", 19, "made: should be a time"),
        ("made: 2026-03-03 01:02:03+00:00", "made: 0001-01-01 00:00:00+01:00", 19,
         "made: should be a time such as"),
        ("cost: 0.000535", "cost: !!float ''", 1, "front matter: "),
        ("digest:\n", "digest: 1\nx:\n", 14, "digest: should be a mapping"),
        ("categories:\n- cs.CL", "categories: cs.CL", 9, "categories: should be a list"),
        ("version: 1", "version: 1\nsample: 1", 4, "sample: should be true or false"),
        ("version: 1", "version: 1\nsimilar: ['2613.00010']", 4, "similar: names the paper itself"),
        ("version: 1", "version: 1\nsimilar: [../../etc]", 4, "is not an arXiv identifier"),
        ("---\nid", "id", 1, "no front matter"),
    ],
)  # fmt: skip
def test_a_damaged_page_names_the_line_and_the_reason(
    old: str, new: str, line: int, reason: str
) -> None:
    text = page.write(digested())
    assert old in text
    with pytest.raises(PageError) as caught:
        page.read(HERE, text.replace(old, new, 1))
    assert reason in str(caught.value)
    assert caught.value.line == line


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("hash: ", "hash: ../../etc/", "hash: should be 16 hexadecimal digits"),
        ("width: 640", "width: 0", "width: should be from 1 to 20000 pixels, not 0"),
        ("height: 320", "height: 20001", "height: should be from 1 to 20000 pixels"),
        ("label: Figure 1", "label: 1", "label: should be a text"),
        ("  found:\n", "  found: 1\n  x:\n", "found: should be a list"),
        ("    page: 2", "    caption_translated: 3\n    page: 2",
         "page.md:19: caption_translated: should be a text, not 3; quote it"),
        ("  found:\n", "  language: [de]\n  found:\n", "language: should be a text"),
    ],
)  # fmt: skip
def test_a_damaged_figure_names_the_reason(old: str, new: str, reason: str) -> None:
    text = page.write(pending(figures=figures(figure())))
    assert old in text
    with pytest.raises(PageError, match=re.escape(reason)):
        page.read(HERE, text.replace(old, new, 1))


def test_a_translated_caption_stands_below_its_caption_and_only_where_there_is_one() -> None:
    found = (figure(), figure(label="Table 1", caption_translated="界及其代价。"))
    text = page.write(pending(figures=figures(*found, language="zh-Hans")))
    assert text.count("caption_translated") == 1
    assert "  language: zh-Hans\n  found:\n  - label: Figure 1\n" in text
    assert "what it costs.\n    caption_translated: 界及其代价。\n    page: 2\n" in text
    before = page.write(pending(figures=figures(figure())))
    assert "language" not in before
    assert "translated" not in before


def test_an_empty_translation_is_none() -> None:
    text = page.write(pending(figures=figures(figure())))
    emptied = text.replace("    page: 2", "    caption_translated: ''\n    page: 2")
    assert page.read(HERE, emptied) == pending(figures=figures(figure()))


def test_front_matter_that_is_a_list_is_an_error() -> None:
    with pytest.raises(PageError, match="should be a mapping of keys"):
        page.read(HERE, "---\n- a\n---\n")


def test_a_correction_by_hand_is_read() -> None:
    text = page.write(digested()).replace("当 $k = 2$ 时该界是紧的。", "当 $k = 2$ 时，该界\\*紧。")
    digest = page.read(HERE, text).digest
    assert digest is not None
    assert digest.takeaways[0].translated == "当 $k = 2$ 时，该界*紧。"


def test_a_time_without_a_zone_is_utc() -> None:
    text = page.write(digested()).replace("01:02:03+00:00", "01:02:03")
    assert page.read(HERE, text) == digested()


def test_a_withdrawn_paper_keeps_its_digest() -> None:
    paper = replace(digested(), status=Status.WITHDRAWN, updated=date(2026, 3, 4))
    assert page.read(HERE, page.write(paper)) == paper
