import json
import re
from datetime import date

import markdown
import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperglot.model import CategoryState, Source
from paperglot.night.summary import Asked, Summary

TUESDAY, WEDNESDAY = date(2026, 3, 3), date(2026, 3, 4)
FULL = Summary(
    asked=(
        Asked("cs.CL", CategoryState.FRESH, WEDNESDAY, 7),
        Asked("cs.SD", CategoryState.UNREACHABLE),
        Asked("cs.AI", CategoryState.STALE, TUESDAY, 9),
        Asked("cs.LG", CategoryState.FRESH, WEDNESDAY, 8, Source.LISTING),
        Asked("cs.CV", CategoryState.EMPTY, WEDNESDAY),
    ),
    new=3,
    revised=2,
    withdrawn=1,
    enriched=4,
    digested=5,
    without_digest=6,
    waiting=7,
    cost=0.12345,
    problems=("cs.SD cannot be reached",),
    notes=("4 papers without their details until later",),
)


def test_the_run_is_told_in_one_line() -> None:
    assert FULL.text == "3 new papers, 5 digested, 6 without a digest, US$ 0.1235"
    assert Summary().text == "0 new papers, 0 digested, 0 without a digest, US$ 0.0000"


def test_the_block_tells_of_each_day_in_order_and_of_what_was_not_filed() -> None:
    assert FULL.block.splitlines() == [
        FULL.text,
        "  2026-03-03: cs.AI stale 9",
        "  2026-03-04: cs.CL fresh 7, cs.LG fresh 8 (listing), cs.CV empty",
        "  nothing filed: cs.SD unreachable",
        "  2 revised, 1 withdrawn, 4 with details from arXiv's API, 7 waiting for a digest",
        "  note: 4 papers without their details until later",
    ]


def test_the_block_leaves_problems_to_who_prints_them_apart() -> None:
    assert "cannot be reached" not in FULL.block
    assert "  problem: cs.SD cannot be reached" in FULL.markdown


def test_the_json_has_everything() -> None:
    values = json.loads(FULL.json)
    assert values["problems"] == list(FULL.problems)
    assert values["notes"] == list(FULL.notes)
    assert values["asked"][3] == {
        "category": "cs.LG",
        "state": "fresh",
        "day": "2026-03-04",
        "entries": 8,
        "source": "listing",
    }
    assert values["asked"][1]["day"] is None
    names = ("new", "revised", "withdrawn", "enriched", "digested", "without_digest", "waiting")
    assert [values[name] for name in names] == [3, 2, 1, 4, 5, 6, 7]
    assert values["cost"] == 0.12345


def test_an_answer_is_outdone_by_a_later_one_on_its_category_unless_it_gave_a_batch() -> None:
    later = Asked("cs.CL", CategoryState.FRESH, WEDNESDAY, 7)
    for state in CategoryState:
        gave_a_batch = state in (CategoryState.FRESH, CategoryState.PARTIAL)
        for day in (WEDNESDAY, None):
            assert Asked("cs.CL", state, day).is_outdone_by(later) is not gave_a_batch
        assert not Asked("cs.AI", state, WEDNESDAY).is_outdone_by(later)
        assert not Asked("cs.CL", state, TUESDAY).is_outdone_by(later)


def html_of(summary: Summary) -> str:
    """Return what a site shows of the Markdown."""
    return markdown.markdown(summary.markdown)


def test_the_markdown_is_a_heading_and_one_block_of_code() -> None:
    assert FULL.markdown.startswith(f"### Paperglot\n\n    {FULL.text}\n")
    assert FULL.markdown.endswith("\n")
    assert re.fullmatch(r"<h3>Paperglot</h3>\n<pre><code>[^<]*</code></pre>", html_of(FULL))


_ENDS = st.sampled_from(["\n", "\r", "\r\n", "\n\n", "\n\n\n", "\x0b", "\x0c", "\x1c", "\x85",
                         "\u2028", "\u2029"])  # fmt: skip
_WORDS = st.sampled_from(
    ["```", "~~~", "# x", "<script>", "</code>", "- x", "> x", "[x](y)", "![x](y)", "\t", "@all",
     "::error::x", "<!--", "    ", "***", "|x|", "[x]: y"]
)  # fmt: skip
_HOSTILE = st.lists(st.one_of(_ENDS, _WORDS, st.text(max_size=5)), max_size=8).map("".join)


@given(st.lists(_HOSTILE, max_size=3), st.lists(_HOSTILE, max_size=2))
def test_no_words_break_out_of_the_block_of_code(problems: list[str], notes: list[str]) -> None:
    given = Summary(problems=tuple(problems), notes=tuple(notes)).markdown
    # https://spec.commonmark.org/0.31.2/#line-ending
    head, blank, *lines = re.split(r"\r\n|\n|\r", given)
    assert (head, blank, lines.pop()) == ("### Paperglot", "", "")
    assert all(line.startswith("    ") for line in lines)


@pytest.mark.parametrize("end", ["\n", "\n\n", "\r", "\n    \n"])
def test_a_problem_of_several_lines_is_still_code(end: str) -> None:
    given = Summary(problems=(f"no{end}<b>x</b>{end}- [y](z){end}```",))
    shown = html_of(given)
    assert re.fullmatch(r"<h3>Paperglot</h3>\n<pre><code>[^<]*</code></pre>", shown)
    assert "&lt;b&gt;x&lt;/b&gt;" in shown
