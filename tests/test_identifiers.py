import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperglot import identifiers
from paperglot.errors import IdentifierError
from paperglot.identifiers import Versioned
from tests.strategies import identifiers as any_identifier

IN_ORDER = [
    "hep-th/9108001",
    "cs/9901001",
    "cs/9912001",
    "cs/0001001",
    "math.GT/0309136",
    "cs/0703001",
    "cs/0703002",
    "math/0703001",
    "0704.0001",
    "1412.9999",
    "1501.00001",
    "2605.12340",
    "2605.12341",
    "2606.00001",
]


@pytest.mark.parametrize(
    ("text", "identifier", "version"),
    [
        ("2605.12340", "2605.12340", 1),
        ("2605.12340v2", "2605.12340", 2),
        ("0704.0001v13", "0704.0001", 13),
        ("oai:arXiv.org:2605.12340v2", "2605.12340", 2),
        ("arXiv:2605.12340v1", "2605.12340", 1),
        ("https://arxiv.org/abs/2605.12340", "2605.12340", 1),
        ("http://www.arxiv.org/abs/2605.12340v3", "2605.12340", 3),
        (" 2605.12340v2\n", "2605.12340", 2),
        ("oai:arXiv.org:nlin/0408039v2", "nlin/0408039", 2),
        ("math.GT/0309136v1", "math.GT/0309136", 1),
        ("https://arxiv.org/abs/astro-ph/9901001", "astro-ph/9901001", 1),
    ],
)
def test_every_way_to_write_an_identifier_is_read(text: str, identifier: str, version: int) -> None:
    assert identifiers.parse(text) == Versioned(identifier, version)


NO_IDENTIFIERS = [
    "", "v1", "2605", "2605.123", "2605.123456", "26O5.12340", "２６０５.12340", "2605.12340/..",
    "../../etc", "/2605.12340", "2605.12340\n", "cs/990100", "cs/99010011", "CS/9901001",
    "cs.cl/9901001", "cs/9901001/..", "-cs/9901001", "cs--x/9901001",
    "c\u00e7/9901001", "2605.12340.md",
]  # fmt: skip


@pytest.mark.parametrize("text", NO_IDENTIFIERS)
def test_what_is_no_identifier_cannot_become_a_file(text: str) -> None:
    with pytest.raises(IdentifierError, match="is not an arXiv identifier such as"):
        identifiers.check(text)


@pytest.mark.parametrize(
    "text", ["2605.12340v0", "2605.12340v01", "2605.12340v12345", "2605.12340v2v2", "2605.12340w2"]
)
def test_a_version_that_is_none_is_an_error(text: str) -> None:
    with pytest.raises(IdentifierError):
        identifiers.parse(text)


def test_a_long_text_is_named_by_its_beginning() -> None:
    with pytest.raises(IdentifierError) as caught:
        identifiers.check("x" * 1_000)
    assert "x" * 80 in str(caught.value)
    assert len(str(caught.value)) < 200


@given(any_identifier)
def test_an_identifier_passes_its_own_check(identifier: str) -> None:
    assert identifiers.check(identifier) == identifier


@given(any_identifier, st.integers(1, 9_999))
def test_a_version_is_cut_off_and_the_identifier_keeps_its_zeros(
    identifier: str, version: int
) -> None:
    assert identifiers.parse(f"{identifier}v{version}") == Versioned(identifier, version)


@given(any_identifier)
def test_a_slug_is_one_segment_of_a_path_and_leads_back(identifier: str) -> None:
    slug = identifiers.slug(identifier)
    assert "/" not in slug
    assert not slug.startswith(".")
    assert identifiers.from_slug(slug) == identifier


@given(any_identifier, any_identifier)
def test_two_identifiers_never_share_a_slug(one: str, other: str) -> None:
    assert (identifiers.slug(one) == identifiers.slug(other)) is (one == other)


@pytest.mark.parametrize("slug", ["", "-", "index", "cs-99", "cs/9901001x", "2605-12340", ".."])
def test_what_no_identifier_gives_is_no_slug(slug: str) -> None:
    with pytest.raises(IdentifierError):
        identifiers.from_slug(slug)


@pytest.mark.parametrize(
    ("identifier", "slug", "month"),
    [
        ("2605.12340", "2605.12340", "2605"),
        ("0704.0001", "0704.0001", "0704"),
        ("cs/9901001", "cs-9901001", "9901"),
        ("math.GT/0309136", "math.GT-0309136", "0309"),
        ("astro-ph/9901001", "astro-ph-9901001", "9901"),
    ],
)
def test_slug_and_month_of_both_schemes(identifier: str, slug: str, month: str) -> None:
    assert identifiers.slug(identifier) == slug
    assert identifiers.month(identifier) == month


def test_the_order_is_that_of_time_across_the_century_and_the_schemes() -> None:
    shuffled = IN_ORDER.copy()
    random.Random(1).shuffle(shuffled)
    assert sorted(shuffled, key=identifiers.sort_key) == IN_ORDER


@given(any_identifier, any_identifier)
def test_an_earlier_month_never_sorts_behind_a_later_one(one: str, other: str) -> None:
    if century_and_month(one) < century_and_month(other):
        assert identifiers.sort_key(one) < identifiers.sort_key(other)


def century_and_month(identifier: str) -> tuple[int, str]:
    month = identifiers.month(identifier)
    return (19 if "/" in identifier and month >= "9100" else 20), month


@pytest.mark.parametrize("function", [identifiers.month, identifiers.sort_key])
def test_month_and_order_of_no_identifier_are_an_error(function: object) -> None:
    assert callable(function)
    with pytest.raises(IdentifierError):
        function("today")
