"""What an endpoint does not know is learned from what it says."""

import pytest

from paperglot.digest.lacks import Lacks

REQUEST = {"model": "m", "output_config": {"format": {}}, "thinking": {"type": "disabled"}}


@pytest.mark.parametrize(
    ("told", "left"),
    [
        ("HTTP 400: output_config: Extra inputs are not permitted", {"model", "thinking"}),
        ("HTTP 400: Unknown field `output_config.format`", {"model", "thinking"}),
        ("HTTP 422: response format json_schema is not supported", {"model", "thinking"}),
        ("HTTP 400: Thinking is not supported by this model", {"model", "output_config"}),
        ("HTTP 400: output_config and thinking are unknown", {"model"}),
    ],
)
def test_a_parameter_that_is_named_is_left_out_from_then_on(told: str, left: set[str]) -> None:
    lacks = Lacks()
    assert lacks.without(REQUEST) == REQUEST
    assert lacks.learn(told)
    assert set(lacks.without(REQUEST)) == left


@pytest.mark.parametrize("told", ["HTTP 400: credit balance is too low", "HTTP 500: Overloaded"])
def test_another_error_teaches_nothing(told: str) -> None:
    lacks = Lacks()
    assert not lacks.learn(told)
    assert lacks.without(REQUEST) == REQUEST
