"""The short way through front matter: never another meaning than YAML's."""

import json
import lzma
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from paperglot import prose
from paperglot.model import Author, Day, Paper
from paperglot.store import day as day_page
from paperglot.store import page, plain_yaml
from tests import strategies
from tests.samples import digested, pending
from tests.shared import SHARED, needs_shared


def front_matter(text: str) -> str:
    return text.removeprefix("---\n").partition("\n---\n")[0] + "\n"


def by_yaml(source: str) -> Any:
    return yaml.safe_load(source)


def typed(value: object) -> object:
    """Return a value with its types, as 1, 1.0 and True are equal."""
    if isinstance(value, dict):
        return {key: typed(item) for key, item in value.items()}
    if isinstance(value, list):
        return [typed(item) for item in value]
    return type(value), value


def assert_as_yaml(source: str) -> None:
    found = plain_yaml.load(source)
    if found is not None:
        assert typed(found) == typed(by_yaml(source))
        assert list(found) == list(by_yaml(source))


@given(strategies.papers())
def test_a_paper_s_front_matter_means_what_yaml_says(paper: Paper) -> None:
    assert_as_yaml(front_matter(page.write(paper)))


@given(strategies.announcement_days)
def test_a_day_s_front_matter_means_what_yaml_says(day: Day) -> None:
    assert_as_yaml(front_matter(day_page.write(day)))


_WORDS = st.sampled_from(
    ["a", "key", "no", "null", "~", "1", "01", "0x1f", "1_000", "1.5", "1e3", "1.5e+03", ".5",
     "1:30", "2026-05-12", "2026-02-30", "2026-5-1", "2026-05-12 01:02:03+00:00",
     "2026-05-12T01:02:03Z", "2026-05-12 01:02:03", "2026-05-12 25:00:00+00:00", "true", "True",
     "yes", "on", "=", "<<", "'a'", "'it''s'", "'a'b", "'", "''", '"a"', "a b", "a:b", "a: b",
     "a:", "a #b", "a#b", "#a", "- a", "-a", "&a", "*a", "!a", "[a]", "{a: b}", "a, b", "|",
     ">", "%a", "@a", "`a`", "?", "? a", "中文", "é", "\u200f", "\x85", "\u2028", "\xa0", "\t",
     " ", "", "85d253fcb62b5276", "12345e6", "+1", "-1", "-0", "9" * 30, "0." + "1" * 30,
     ".nan", ".inf", "1.", "🙂", "\ufeff", "...", "---", "$x$", "\\"]
)  # fmt: skip
_LINES = st.tuples(
    st.sampled_from(["", "  ", "- ", "  - ", "    ", " ", "- - ", "    - "]),
    st.sampled_from(["", "key: ", "other: ", "key:", "on: ", "1: ", "'key': ", "Key: ", "key : "]),
    _WORDS,
).map("".join)


@given(st.lists(_LINES, min_size=1, max_size=6))
@example(["key: a", "  b"])
@example(["key:", "- a", "  b"])
@example(["key: a", "key: b"])
@example(["key:", "- "])
def test_whatever_is_read_the_short_way_means_what_yaml_says(lines: list[str]) -> None:
    source = "\n".join([*lines, ""])
    found = plain_yaml.load(source)
    if found is not None:
        assert typed(found) == typed(by_yaml(source))


@pytest.mark.parametrize("identifier", ["2613.00010", "cs/9901001"])
def test_a_page_that_was_written_takes_the_short_way(identifier: str) -> None:
    authors = (Author("Ada Example"), Author("名 字", "Somewhere: 1"), Author("D'Arc, J."))
    for paper in (pending(identifier), digested(identifier, authors=authors, sample=True)):
        source = front_matter(page.write(paper))
        found = plain_yaml.load(source)
        assert found is not None
        assert typed(found) == typed(by_yaml(source))


def test_numbers_and_times_have_their_types() -> None:
    source = (
        "a: 1\nb: 0.5\nc: 3.0e-05\nd: 2026-05-12\ne: 2026-05-12 01:02:03+00:00\nf: true\ng: '1'\n"
    )
    assert plain_yaml.load(source) == {
        "a": 1, "b": 0.5, "c": 3.0e-05, "d": date(2026, 5, 12),
        "e": datetime(2026, 5, 12, 1, 2, 3, tzinfo=UTC), "f": True, "g": "1",
    }  # fmt: skip


@pytest.mark.parametrize(
    "source",
    ["", "a: b", "# a\na: b\n", "a: b # c\n", "a: [b]\n", "a: {b: c}\n", 'a: "b"\n',
     "a: |\n  b\n", "a: b\n  c\n", "a:\n    b: c\n", "a:\n  - b\n", "a:\n", "A: b\n", "no: b\n",
     "- a\n", "a: 2026-02-30\n", "a: &b c\n", "a: yes\n", "a: 1_000\n", "a\n", "\na: b\n",
     "a: b\n\n", "a: b\n c: d\n"],
)  # fmt: skip
def test_what_is_of_another_form_is_left_to_yaml(source: str) -> None:
    assert plain_yaml.load(source) is None


@needs_shared
def test_real_papers_of_the_hardest_kind_take_the_short_way() -> None:
    short = 0
    with lzma.open(SHARED / "metadata" / "edge_cases.jsonl.xz", "rt", encoding="utf-8") as rows:
        papers = [json.loads(row) for row in rows]
    for row in papers:
        paper = digested(
            row["id"],
            title=prose.line(row["title"]),
            authors=tuple(Author(prose.line(name)) for name in row["authors"]),
            abstract=prose.normalise(row["summary"]),
            comment=prose.line(row["comment"] or "") or None,
        )
        text = page.write(paper)
        assert page.read(Path("page.md"), text) == paper
        source = front_matter(text)
        found = plain_yaml.load(source)
        short += found is not None
        assert found is None or typed(found) == typed(by_yaml(source))
    assert short >= 0.9 * len(papers)


def test_what_python_calls_printable_is_in_normal_form_and_yaml_takes_it() -> None:
    printable = [chr(code) for code in range(sys.maxunicode + 1) if chr(code).isprintable()]
    text = "".join(character for character in printable if character != " ")
    assert len(text) > 100_000
    assert prose.normalise(text) == text
    assert not any(character.isspace() for character in text)
    assert by_yaml(f"a: a{text.replace(':', '').replace('#', '')}\n") is not None


@given(st.text())
def test_the_short_way_to_the_normal_form_leads_to_the_same(text: str) -> None:
    # A line end more or less at the end changes nothing, and takes the long way.
    assert prose.normalise(text) == prose.normalise(f"{text}\n")
