"""Words of texts, the papers they stand in, and the periods of the archive."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperglot.model import Author
from paperglot.site.search.periods import period
from paperglot.site.search.postings import Inverted, entry, varint
from paperglot.site.search.terms import fold, stem, terms
from paperglot.site.search.texts import Weight, shown, weighed
from tests.samples import digested, pending


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Large Language Models", ["large", "language", "model"]),
        ("The bound of a class", ["bound", "class"]),
        ("Fine-tuning GPT-4", ["fine", "tuning", "finetuning", "gpt", "4", "gpt4"]),
        ("text-to-speech", ["text", "speech", "texttospeech"]),
        ("José Müller-Østergård", ["jose", "muller", "ostergard", "mullerostergard"]),
        ("Łukasz, Straße", ["lukasz", "strasse"]),
        ("扩散模型", ["扩散", "散模", "模型"]),
        ("用LLM推理。", ["用", "llm", "推理"]),
        ("ＦＵＬＬ width", ["full", "width"]),
        ("x" * 40, ["x" * 32]),
        ("snake_case, 3.5 %", ["snake", "case", "3", "5"]),
        ("", []),
        ("—…$", []),
    ],
)  # fmt: skip
def test_a_text_has_the_words_that_a_reader_may_type(text: str, expected: list[str]) -> None:
    assert list(terms(text)) == expected


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("models", "model"), ("studies", "study"), ("classes", "classe"), ("class", "class"),
        ("corpus", "corpus"), ("gas", "gas"), ("goes", "goes"), ("images", "image"),
    ],
)  # fmt: skip
def test_a_plural_is_found_by_its_singular(word: str, expected: str) -> None:
    assert stem(word) == expected


@given(st.text())
def test_words_of_any_text_hold_nothing_that_has_a_meaning_in_the_index(text: str) -> None:
    for term in terms(text):
        assert term
        assert not set(term) & set("@: ")


@given(st.text())
def test_folding_twice_is_folding_once_for_words(text: str) -> None:
    found = list(terms(text))
    assert [fold(fold(term)) for term in found] == [fold(term) for term in found]


def test_the_most_telling_place_of_a_word_counts() -> None:
    found = weighed(digested(title="Costs", topics=("llm",), authors=(Author("Ada Bound"),)))
    assert found["cost"] is Weight.TITLE
    assert found["extra"] is Weight.TLDR
    assert found["subject"] is Weight.TAKEAWAY
    assert found["紧的"] is Weight.TAKEAWAY
    assert found["bound@"] is Weight.TITLE
    assert found["ada@"] is Weight.TITLE
    assert "ada" not in found
    assert found["2613.00010"] is Weight.TITLE
    assert found["t:llm"] is found["c:cs.CL"] is Weight.FILTER


def test_a_paper_without_a_digest_is_found_by_title_names_and_identifier() -> None:
    found = weighed(pending("cs/9913007"))
    assert found.keys() == {"bound", "ada@", "example@", "cs/9913007", "t:llm", "c:cs.CL"}
    assert shown(pending()).titles == ("A bound",)


def test_a_result_names_three_authors_and_counts_the_rest() -> None:
    authors = tuple(Author(name) for name in ("A", "B", "C", "D", "E"))
    seen = shown(digested(authors=authors))
    assert (seen.authors, seen.more_authors) == (("A", "B", "C"), 2)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 8, 21), "2026-08-3"), (date(2026, 8, 20), "2026-08-2"),
        (date(2026, 8, 10), "2026-08-1"), (date(2026, 7, 31), "2026-07"),
        (date(2026, 6, 30), "2026-q2"), (date(2026, 1, 1), "2026-q1"),
        (date(2025, 12, 31), "2025"), (date(1999, 5, 5), "1999"),
    ],
)  # fmt: skip
def test_a_period_is_longer_the_further_back_it_is(day: date, expected: str) -> None:
    assert period(day, date(2026, 8, 25)) == expected


@given(st.dates(date(1991, 1, 1), date(2060, 1, 1)), st.integers(0, 20_000))
def test_a_day_never_leaves_its_period_but_for_a_longer_one(latest: date, back: int) -> None:
    day = latest - timedelta(days=min(back, (latest - date(1991, 1, 1)).days))
    now, later = period(day, latest), period(day, latest + timedelta(days=1))
    assert now == later or len(later) < len(now) or later.partition("-")[2].startswith("q")


@pytest.mark.parametrize(
    ("number", "expected"),
    [(0, "00"), (127, "7f"), (128, "8001"), (300, "ac02"), (16384, "808001")],
)
def test_a_number_has_seven_bits_a_byte(number: int, expected: str) -> None:
    assert varint(number).hex() == expected


def test_postings_are_distances_and_weights() -> None:
    papers = [{"a": Weight.TITLE}, {"b": Weight.FILTER}, {"a": Weight.TLDR}]
    papers += [{} for _ in range(100)] + [{"a": Weight.TAKEAWAY}]
    inverted = Inverted()
    for weights in papers:
        inverted.add(weights)
    assert inverted.papers == 104
    assert [(term, coded.hex()) for term, coded in inverted.taken()] == [
        ("a", f"{1 << 2 | 3:02x}{2 << 2 | 2:02x}{varint(101 << 2 | 1).hex()}"),
        ("b", f"{2 << 2 | 0:02x}"),
    ]


def test_an_entry_leaves_out_what_it_shares_with_the_one_before() -> None:
    assert entry(b"modal", b"model", b"\x07") == b"\x03\x02el\x01\x07"
    assert entry(b"", b"a", b"") == b"\x00\x01a\x00"
