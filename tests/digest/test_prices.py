import pytest

from paperglot.digest.prices import cost, price_of, total
from paperglot.settings import Price


@pytest.mark.parametrize(
    ("model", "expected"),
    [
        ("claude-haiku-5-5", 0.000535),
        ("claude-haiku-4-5", 0.00535),
        ("claude-sonnet-5-5", 0.0107),
        ("claude-opus-5-5", 0.0214),
        ("claude-opus-5-5-20260901", 0.0214),
    ],
)
def test_a_digest_costs_its_tokens(model: str, expected: float) -> None:
    assert cost(model, 350, 1_000) == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize("model", ["", "gpt", "claude-haiku-5", "claude-haiku-5-50", "x-claude"])
def test_a_model_that_is_not_in_the_table_has_no_price(model: str) -> None:
    assert price_of(model) is None
    assert cost(model, 350, 1_000) is None


def test_no_tokens_cost_nothing_which_is_not_the_same_as_unknown() -> None:
    assert cost("claude-haiku-5-5", 0, 0) == 0.0


def test_the_cost_of_one_token_is_not_rounded_away() -> None:
    assert cost("claude-haiku-5-5", 1, 0) == 1e-07


OWN = {
    "local": Price(0, 0),
    "claude-haiku-5-5": Price(1, 2),
    "claude-haiku-5-5-large": Price(3, 4),
}


@pytest.mark.parametrize(
    ("model", "expected"),
    [
        ("local", Price(0, 0)),
        ("local-2026", Price(0, 0)),
        ("localhost", None),
        ("claude-haiku-5-5", Price(1, 2)),
        ("claude-haiku-5-5-20260901", Price(1, 2)),
        ("claude-haiku-5-5-large", Price(3, 4)),
        ("claude-haiku-5-5-large-20260901", Price(3, 4)),
        ("claude-haiku-4-5", Price(1, 5)),
    ],
)
def test_the_maintainers_prices_go_before_the_table(model: str, expected: Price | None) -> None:
    assert price_of(model, OWN) == expected


def test_a_price_of_nothing_is_a_price() -> None:
    assert cost("local", 350, 1_000, OWN) == 0.0


def test_a_total_is_known_where_every_cost_is() -> None:
    assert total([]) == 0.0
    assert total([0.5, 0.0, 0.25]) == 0.75
    assert total([0.5, None]) is None
