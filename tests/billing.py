"""Answers at round prices: a thousand tokens of output for US$ 0.10, input for nothing."""

import json
from dataclasses import replace
from typing import Any

from tests.standins.messages import Fault
from tests.standins.server import Response

PRICES: dict[str, Any] = {
    "claude-haiku-5-5": {"input": 0, "output": 100},
    "claude-opus-5-5": {"input": 0, "output": 100},
}
PRICED: dict[str, Any] = {"prices": PRICES}
A_PAPER = 0.1
"""US dollars for a paper by the table's tokens and these prices."""


def billed(tokens: int = 1_000, fault: Fault | None = None) -> Fault:
    """Answer well, or with another fault, and bill so many tokens of output."""

    def spoil(request: Any, good: Response) -> Response:
        answer = fault.spoil(request, good) if fault else good
        usage = {"usage": {"input_tokens": 0, "output_tokens": tokens}}
        return replace(answer, body=json.dumps(json.loads(answer.body) | usage).encode())

    return Fault(f"billed {tokens}", spoil)
