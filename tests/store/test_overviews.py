from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given

from paperglot.digest import prompt
from paperglot.errors import PageError
from paperglot.model import Overview, Pair, Statement, Status
from paperglot.store import overviews as overviews_page
from paperglot.store.files import Archive, Store
from tests import strategies
from tests.samples import DAY, overview, pending, provenance

HERE = Path("2026-03-03.md")
LLM = overview()
REFUSED = Overview(DAY, "speech", Status.REFUSED, 7, provenance(), reason="refused by the model: x")
TWO = (LLM, REFUSED)


@given(strategies.overviews())
def test_written_overviews_parse_back_to_the_same_and_the_same_bytes(
    overviews: tuple[Overview, ...],
) -> None:
    text = overviews_page.write(overviews)
    assert overviews_page.read(HERE, text) == overviews
    assert overviews_page.write(overviews_page.read(HERE, text)) == text


def test_overviews_read_well_where_they_lie() -> None:
    assert overviews_page.write(TWO) == (
        "---\n"
        "date: 2026-03-03\n"
        "overviews:\n"
        "- topic: llm\n"
        "  status: digested\n"
        "  papers: 2\n"
        "  model: claude-haiku-5-5\n"
        f"  prompt: '{prompt.VERSION}'\n"
        "  language: zh-Hans\n"
        "  source: abc\n"
        "  made: 2026-03-03 01:02:03+00:00\n"
        "  input_tokens: 350\n"
        "  output_tokens: 1000\n"
        "  cost: 0.000535\n"
        "- topic: speech\n"
        "  status: refused\n"
        "  reason: 'refused by the model: x'\n"
        "  papers: 7\n"
        "  model: claude-haiku-5-5\n"
        f"  prompt: '{prompt.VERSION}'\n"
        "  language: zh-Hans\n"
        "  source: abc\n"
        "  made: 2026-03-03 01:02:03+00:00\n"
        "  input_tokens: 350\n"
        "  output_tokens: 1000\n"
        "  cost: 0.000535\n"
        "---\n"
        "\n"
        "> Everything here was written by a machine and may be wrong.\n"
        "\n"
        "## llm\n"
        "\n"
        "1. Bounds are tight for $k = 2$. [2613.00010](../../papers/2613/2613.00010.md)"
        " [cs/9913007](../../papers/9913/cs-9913007.md)\n"
        "\n"
        "   当 $k = 2$ 时界是紧的。\n"
        "\n"
        "2. One of them costs \\$5 more. [2613.00010](../../papers/2613/2613.00010.md)\n"
        "\n"
        "   其中一个多花 \\$5。\n"
    )


def test_a_correction_by_hand_is_read() -> None:
    text = overviews_page.write(TWO).replace("当 $k = 2$ 时界是紧的。", "当 $k = 2$ 时，界\\*紧。")
    first, second = overviews_page.read(HERE, text)
    assert first.statements[0].text.translated == "当 $k = 2$ 时，界*紧。"
    assert second == REFUSED


def test_a_sample_says_so() -> None:
    text = overviews_page.write([replace(each, sample=True) for each in TWO])
    assert "sample: true\n" in text
    assert "> A sample: these papers and what is said of them are invented." in text


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ("date: 2026-03-03\n", "", 1, "date: is missing"),
        ("- topic: llm", "- topic: 7", 4, "topic: should be a text, not 7; quote it"),
        ("- topic: speech", "- topic: llm", 3, "overviews: should have each topic once"),
        ("status: refused", "status: pending", 16, "should be one of digested, refused, rejected"),
        ("status: refused", "status: digested", 15, "nothing stands under '## speech'"),
        ("status: digested", "status: rejected", 31, "no overview of the topic 'llm' was made"),
        ("  papers: 7", "  papers: many", 18, "papers: should be a whole number"),
        ("## llm", "## lm", 4, "nothing stands under '## llm'"),
        ("1. Bounds", "Bounds", 31, "a statement should be a numbered line"),
        ("[cs/9913007]", "[cs/99]", 31, "'cs/99' is not an arXiv identifier"),
        ("overviews:\n", "overviews: 1\nx:\n", 3, "overviews: should be a list"),
    ],
)
def test_a_damaged_page_names_the_line_and_the_reason(
    old: str, new: str, line: int, reason: str
) -> None:
    text = overviews_page.write(TWO)
    assert text.count(old) == 1
    with pytest.raises(PageError) as caught:
        overviews_page.read(HERE, text.replace(old, new))
    assert reason in str(caught.value)
    assert caught.value.line == line


def test_a_day_s_overviews_share_a_page_in_the_order_of_topics(tmp_path: Path) -> None:
    store = Store(tmp_path)
    assert store.overviews(DAY) == ()
    assert store.write_overview(REFUSED)
    assert store.write_overview(LLM)
    assert not store.write_overview(LLM)
    assert store.overviews_path(DAY) == tmp_path / "overviews" / "2026" / "2026-03-03.md"
    assert store.overviews(DAY) == TWO
    later = replace(LLM, statements=LLM.statements[:1])
    assert store.write_overview(later)
    assert store.overviews(DAY) == (later, REFUSED)
    assert store.read().overviews == (later, REFUSED)


def test_a_damaged_page_is_reported_and_left_alone(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.write_overview(LLM)
    path = store.overviews_path(DAY)
    path.write_text("---\ndate: soon\n---\n", encoding="utf-8")
    archive = store.read()
    assert archive.overviews == ()
    assert [str(each) for each in archive.damaged] == [
        f"{path}:2: date: should be a date such as 2026-05-12, not 'soon'"
    ]
    with pytest.raises(PageError):
        store.write_overview(LLM)
    path.write_text(overviews_page.write([LLM]).replace("-03-03\n", "-03-04\n"), encoding="utf-8")
    assert "belongs into overviews/2026/2026-03-04.md" in str(store.read().damaged[0])


def test_a_sample_s_overviews_leave_with_its_papers() -> None:
    sample = replace(LLM, sample=True)
    papers = (pending("2613.00010", sample=True), pending("2613.00020"))
    assert Archive(papers, (), overviews=(sample, REFUSED)).published().overviews == (REFUSED,)
    assert Archive(papers[:1], (), overviews=(sample,)).published().overviews == (sample,)


def test_a_statement_may_name_no_paper(tmp_path: Path) -> None:
    alone = replace(LLM, statements=(Statement(Pair("It ends here.", "到此为止。"), ()),))
    Store(tmp_path).write_overview(alone)
    assert Store(tmp_path).overviews(DAY) == (alone,)
