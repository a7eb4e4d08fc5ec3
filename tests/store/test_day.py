from datetime import date
from pathlib import Path

import pytest

from paperglot.errors import PageError
from paperglot.model import CategoryReport, CategoryState, Day, Failure
from paperglot.store import day as day_page

HERE = Path("2026-03-03.md")
FULL = Day(
    date=date(2026, 3, 3),
    kept=("2613.00010", "cs/9901001"),
    outside=("2613.00020", "2613.00030"),
    replacements=("2612.00040",),
    repeated=("2613.00001",),
    failures=(Failure("2613.00050", "it has no abstract"),),
    categories=(
        CategoryReport("cs.AI", CategoryState.EMPTY),
        CategoryReport("cs.CL", CategoryState.FRESH, 6, '"etag"', "0123456789abcdef"),
    ),
    note="A quiet day.",
)


def test_a_day_reads_well_where_it_lies() -> None:
    assert day_page.write(FULL) == (
        "---\n"
        "date: 2026-03-03\n"
        "categories:\n"
        "- category: cs.AI\n"
        "  state: empty\n"
        "  entries: 0\n"
        "- category: cs.CL\n"
        "  state: fresh\n"
        "  entries: 6\n"
        "  etag: '\"etag\"'\n"
        "  rules: 0123456789abcdef\n"
        "failed:\n"
        "- subject: '2613.00050'\n"
        "  reason: it has no abstract\n"
        "---\n"
        "\n"
        "## Papers\n"
        "\n"
        "- [2613.00010](../../papers/2613/2613.00010.md)\n"
        "- [cs/9901001](../../papers/9901/cs-9901001.md)\n"
        "\n"
        "## Outside the topics\n"
        "\n"
        "2613.00020 2613.00030\n"
        "\n"
        "## New versions\n"
        "\n"
        "2612.00040\n"
        "\n"
        "## Announced before\n"
        "\n"
        "2613.00001\n"
        "\n"
        "## Note\n"
        "\n"
        "A quiet day.\n"
    )
    assert day_page.read(HERE, day_page.write(FULL)) == FULL


def test_an_empty_day_says_nothing() -> None:
    assert day_page.write(Day(date(2026, 3, 3))) == "---\ndate: 2026-03-03\n---\n"


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ("date: 2026-03-03\n", "", 1, "date: is missing"),
        ("date: 2026-03-03", "date: 2026-03-03 01:02:03", 2, "date: should be a date"),
        ("state: empty", "state: fine", 5, "state: 'fine' is not a valid CategoryState"),
        ("entries: 0", "entries: -1", 6, "entries: should be a whole number"),
        ("state: fresh", "state: fine", 8, "state: 'fine' is not a valid CategoryState"),
        ("entries: 6", "entries: many", 9, "entries: should be a whole number, not 'many'"),
        ("- category: cs.AI", "- cs.XX\n- category: cs.AI", 3, "categories: should be a mapping"),
        ("subject: '2613.00050'", "subject: 2613.00050", 13, "subject: should be a text"),
        ("rules: 0123456789abcdef", "rules: 7", 11, "rules: should be a text, not 7; quote it"),
        ("## Papers", "## Paper", 17, "unknown heading 'Paper'; known: Papers, "),
        ("- [cs/9901001]", "* [cs/9901001]", 17, "should list links to papers, not '* [cs"),
        ("- [cs/9901001]", "- [cs/99]", 17, "'cs/99' is not an arXiv identifier"),
        ("2613.00020 2613", "2613.00020, 2613", 22, "'2613.00020,' is not an arXiv identifier"),
        ("2612.00040", "../../x", 26, "'../../x' is not an arXiv identifier"),
        ("## Announced before", "## New versions", 30, "the heading 'New versions' stands twice"),
        ("## Papers", "stray\n\n## Papers", 17, "text stands before the first heading"),
    ],
)
def test_a_damaged_day_names_the_line_and_the_reason(
    old: str, new: str, line: int, reason: str
) -> None:
    text = day_page.write(FULL)
    assert text.count(old) == 1
    with pytest.raises(PageError) as caught:
        day_page.read(HERE, text.replace(old, new))
    assert reason in str(caught.value)
    assert caught.value.line == line


@pytest.mark.parametrize("key", ["category", "state", "entries", "subject", "reason"])
def test_what_a_list_s_item_must_say_is_named(key: str) -> None:
    text = day_page.write(FULL).replace(f"{key}: ", "other: ", 1)
    with pytest.raises(PageError, match=f"{key}: "):
        day_page.read(HERE, text)
