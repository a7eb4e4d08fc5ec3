"""The figures of docs/costs.md can be had again, also without real papers."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from paperglot.digest import prices

SCRIPT = Path(__file__).parents[2] / "scripts" / "cost_figures.py"


@pytest.fixture(scope="module")
def printed() -> str:
    done = subprocess.run(
        [sys.executable, SCRIPT, "--number", "24"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def cells(text: str, name: str) -> list[float]:
    row = re.search(rf"^\| {re.escape(name)} \| (.*) \|$", text, re.MULTILINE)
    assert row is not None, text
    return [float(cell.replace(",", "")) for cell in row[1].split(" | ")]


@pytest.mark.parametrize("model", prices.models())
def test_a_batch_has_the_same_tokens_for_half_the_price(printed: str, model: str) -> None:
    assert "In a batch the same tokens" in printed
    direct, batch, *_ = cells(printed, f"`{model}`")
    (taken_in, *_), (given_out, *_) = cells(printed, "tokens in"), cells(printed, "tokens out")
    assert direct == pytest.approx(prices.cost(model, round(taken_in), round(given_out)), rel=0.01)
    assert batch == pytest.approx(direct / 2, rel=0.01)


def test_the_parts_of_a_request_are_all_of_it(printed: str) -> None:
    parts = [cells(printed, f"– {name}")[0] for name in ("the rules", "the schema", "the paper")]
    assert sum(parts) == pytest.approx(cells(printed, "tokens in")[0], abs=2)


def test_a_second_attempt_says_what_failed_and_shows_no_answer(printed: str) -> None:
    (first, *_), (written, *_) = cells(printed, "tokens in"), cells(printed, "tokens out")
    for name in ("a number", "a formula"):
        papers, taken_in, *_ = cells(printed, name)
        assert papers > 0
        assert first < taken_in < first + 0.5 * written
