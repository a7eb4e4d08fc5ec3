"""What models cost, as their vendor published it; a dated table, not a fact of nature."""

from dataclasses import dataclass

DATED = "2026-10"
"""The month in which the prices were read."""

_MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Price:
    """US dollars for a million tokens."""

    input: float
    output: float


_PRICES = {
    "claude-haiku-5-5": Price(0.10, 0.50),
    "claude-haiku-4-5": Price(1, 5),
    "claude-sonnet-5-5": Price(2, 10),
    "claude-opus-5-5": Price(4, 20),
}


def price_of(model: str) -> Price | None:
    """Return a model's price; a dated name such as `claude-haiku-5-5-20260901` has its model's."""
    for name, price in _PRICES.items():
        if model == name or model.startswith(f"{name}-"):
            return price
    return None


def cost(model: str, input_tokens: int, output_tokens: int) -> float | None:
    """Return US dollars, or None where the model has no known price."""
    price = price_of(model)
    if price is None:
        return None
    return round((input_tokens * price.input + output_tokens * price.output) / _MILLION, 8)
