"""The rule for counting tokens agrees with the figures that it is from."""

import json

import pytest

from tests.standins.tokens import tokens

CHINESE = "我们研究该问题的成因，并提出一种新的方法。"


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("a", 1),
        ("abcd", 1),
        ("abcde", 2),
        ("中文", 2),
        ("中a", 2),
        ("é", 1),
        ("a" * 408, 100),
    ],
)
def test_four_characters_of_ascii_are_a_token_and_any_other_is_one(text: str, count: int) -> None:
    assert tokens(text) == count


def test_the_mean_abstract_has_about_350_tokens() -> None:
    assert tokens("x" * 1_429) == 351


def test_escaped_chinese_costs_three_times_as_much() -> None:
    escaped = json.dumps(CHINESE)
    assert escaped.isascii()
    assert 3.2 < tokens(escaped[1:-1]) / tokens(CHINESE) < 3.4


def test_a_backslash_is_no_escape_by_itself() -> None:
    assert tokens(r"\upsilon") == 2
    assert tokens(r"\u0041") == 2, "an escaped letter of ASCII is as long as it looks"
