import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperglot.digest import custom_ids, prompt
from paperglot.digest.custom_ids import Requested
from paperglot.errors import IdentifierError
from tests import strategies
from tests.samples import pending

HASH = "0123456789abcdef"
_hashes = st.text("0123456789abcdef", min_size=16, max_size=16)


@pytest.mark.parametrize(
    ("identifier", "name"),
    [
        ("2605.12340", "2605_12340-"),
        ("0704.0001", "0704_0001-"),
        ("cs/9901001", "cs-9901001-"),
        ("math.GT/0309136", "math_GT-0309136-"),
        ("cond-mat/9901001", "cond-mat-9901001-"),
    ],
)
def test_every_kind_of_identifier_has_a_name(identifier: str, name: str) -> None:
    assert custom_ids.write(Requested(identifier, HASH)) == name + HASH
    assert custom_ids.read(name + HASH) == Requested(identifier, HASH)


@given(strategies.identifiers, _hashes)
def test_a_name_is_legal_and_leads_back(identifier: str, source: str) -> None:
    name = custom_ids.write(Requested(identifier, source))
    assert re.fullmatch("[a-zA-Z0-9_-]{1,64}", name)
    assert custom_ids.read(name) == Requested(identifier, source)


@given(st.lists(st.tuples(strategies.identifiers, _hashes), unique=True))
def test_no_two_requests_share_a_name(given_: list[tuple[str, str]]) -> None:
    assert len({custom_ids.write(Requested(*each)) for each in given_}) == len(given_)


def test_a_paper_s_name_changes_with_its_text() -> None:
    paper, other = pending(), pending(abstract="Another one.")
    assert custom_ids.of(paper) == f"2613_00010-{prompt.source_hash(paper)}"
    assert custom_ids.of(paper) != custom_ids.of(other)


@pytest.mark.parametrize("identifier", ["a" * 60 + "/9901001", "no identifier", "2605_12340"])
def test_what_cannot_be_named_is_refused(identifier: str) -> None:
    with pytest.raises(IdentifierError):
        custom_ids.write(Requested(identifier, HASH))


@pytest.mark.parametrize(
    "name",
    [
        "", "-", HASH, f"-{HASH}", f"2605_12340-{HASH}0", f"2605_12340-{HASH[:-1]}",
        f"2605_12340-{HASH.upper()}", f"2605_1234-{HASH}x", f"../../etc-{HASH}", "a" * 1_000_000,
        None, 7, [], f"2605_12340-{HASH}\n",
    ],
)  # fmt: skip
def test_a_name_that_nobody_gave_is_refused(name: object) -> None:
    with pytest.raises(IdentifierError):
        custom_ids.read(name)


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        found = custom_ids.read(text)
    except IdentifierError:
        return
    assert custom_ids.read(custom_ids.write(found)) == found
