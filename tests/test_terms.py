import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperglot.terms import occurrences, singular, terms


def test_a_title_counts_twice_and_formulas_addresses_and_numbers_do_not() -> None:
    found = terms("Gaussian splats", "Splats of $x_{alpha}$ in 2026: https://example.org/radiance.")
    assert found == {"gaussian": 2, "splat": 3, "gaussian splat": 2}


def test_two_words_are_one_term_inside_a_phrase_alone() -> None:
    found = terms("", "Sparse attention, memory. Attention of memory $x$ kernels")
    assert [term for term in found if " " in term] == ["sparse attention"]


def test_a_compound_is_found_as_it_is_and_by_its_words() -> None:
    found = terms("", "vision-language agents")
    assert list(found) == [
        "vision-language",
        "vision",
        "language",
        "agent",
        "vision-language agent",
    ]


def test_a_term_says_how_it_is_written() -> None:
    assert dict(occurrences("LLMs with RLVR-style rewards"))["llm"] == "LLMs"
    assert dict(occurrences("LLMs with RLVR-style rewards"))["rlvr-style reward"] == (
        "RLVR-style rewards"
    )


@pytest.mark.parametrize(
    ("plural", "one"),
    [
        ("agents", "agent"), ("policies", "policy"), ("losses", "loss"), ("boxes", "box"),
        ("bias", "bias"), ("dynamics", "dynamics"), ("series", "series"), ("gas", "gas"),
        ("corpus", "corpus"), ("emphasis", "emphasis"), ("llms", "llm"), ("ties", "tie"),
    ],
)  # fmt: skip
def test_plurals_and_what_only_looks_like_one(plural: str, one: str) -> None:
    assert singular(plural) == one


@given(st.text(), st.text())
def test_any_text_has_terms_that_are_its_own(title: str, abstract: str) -> None:
    for term in terms(title, abstract):
        assert term == term.lower()
        assert 1 <= len(term.split(" ")) <= 2
