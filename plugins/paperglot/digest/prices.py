"""What models cost, as their vendor published it; a dated table, not a fact of nature."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from paperglot.settings import Price

DATED = "2026-10"
"""The month in which the prices were read."""

_MILLION = 1_000_000
_NONE: Mapping[str, Price] = MappingProxyType({})

_PRICES = {
    "claude-haiku-5-5": Price(0.10, 0.50),
    "claude-haiku-4-5": Price(1, 5),
    "claude-sonnet-5-5": Price(2, 10),
    "claude-opus-5-5": Price(4, 20),
}


def models() -> tuple[str, ...]:
    """Return the models of the table, the cheapest first."""
    return tuple(_PRICES)


def price_of(model: str, own: Mapping[str, Price] = _NONE) -> Price | None:
    """Return a model's price, from the maintainer's own prices before the table.

    A dated name such as `claude-haiku-5-5-20260901` has its model's.
    """
    for prices in (own, _PRICES):
        if model in prices:
            return prices[model]
        dated = [name for name in prices if model.startswith(f"{name}-")]
        if dated:
            return prices[max(dated, key=len)]
    return None


def cost(
    model: str, input_tokens: int, output_tokens: int, own: Mapping[str, Price] = _NONE
) -> float | None:
    """Return US dollars, or None where the model has no known price."""
    price = price_of(model, own)
    if price is None:
        return None
    return round((input_tokens * price.input + output_tokens * price.output) / _MILLION, 8)


def total(costs: Iterable[float | None]) -> float | None:
    """Return the sum of some costs, or None where one of them is not known."""
    found = 0.0
    for each in costs:
        if each is None:
            return None
        found += each
    return found
