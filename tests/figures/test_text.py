import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperglot.figures.pages import SOFT_HYPHEN
from paperglot.figures.text import LONGEST, Vocabulary, caption, clean, vocabulary

NOTHING = Vocabulary()


def test_lines_become_one() -> None:
    assert caption(["Errors over", " the steps.  Lower", "is better."], NOTHING) == (
        "Errors over the steps. Lower is better."
    )


@pytest.mark.parametrize("hyphen", ["-", "\u2010", SOFT_HYPHEN])
def test_a_word_that_a_lines_end_broke_is_mended(hyphen: str) -> None:
    assert caption([f"Errors of down{hyphen}", "stream tasks"], NOTHING) == (
        "Errors of downstream tasks"
    )


@pytest.mark.parametrize(
    ("first", "second", "mended"),
    [
        ("the Llama-", "3-8B model", "the Llama-3-8B model"),
        ("of GPT-", "Neo", "of GPT-Neo"),
        ("a self-", "attention map", "a self-attention map"),
        ("a token-", "level error", "a token-level error"),
        ("the inter-", "national one", "the international one"),
        ("step- and", "word-level", "step- and word-level"),
    ],
)
def test_a_hyphen_stays_where_the_paper_spells_it(first: str, second: str, mended: str) -> None:
    known = vocabulary(["Self-attention is word-level.", "Multi-national, international."])
    assert caption([first, second], known) == mended


def test_a_vocabulary_knows_words_with_and_without_a_hyphen() -> None:
    known = vocabulary(["A word-level model", "of words"])
    assert known.compounds == {("word", "level")}
    assert known.words == {"a", "model", "of", "words"}


def test_ligatures_and_what_nobody_sees_are_gone() -> None:
    assert (
        clean("e\ufb03cient \ufb01t\u200b\u202e\u2066 of\x07 \ue001it\ufffd")
        == "efficient fit of it"
    )


def test_a_long_caption_is_cut_between_words() -> None:
    found = caption(["word " * 1_000], NOTHING)
    assert len(found) <= LONGEST
    assert found.endswith("word…")


@given(st.lists(st.text(max_size=80), max_size=6))
def test_a_caption_is_always_clean(lines: list[str]) -> None:
    found = caption(lines, NOTHING)
    assert clean(found) == found
    assert len(found) <= LONGEST
    assert "\n" not in found
