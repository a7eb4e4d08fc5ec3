"""GitHub's expressions, as far as the workflows use them; what is not known here is an error.

https://docs.github.com/actions/reference/evaluate-expressions-in-workflows-and-actions
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_EXPRESSION = re.compile(r"\$\{\{(.*?)\}\}", re.DOTALL)
_STATUS_FUNCTION = re.compile(r"\b(always|cancelled|failure|success)\(\)")
_OPERATORS = (("&&", " and "), ("||", " or "), ("!=", "\0"), ("!", " not "), ("\0", "!="))


class Context:
    """One of GitHub's contexts, such as `github`; a name that it lacks is an error."""

    def __init__(self, name: str, values: Mapping[str, Any], *, total: bool = True) -> None:
        """Hold the values; of a context that is not `total` what is missing is empty."""
        self._name, self._values, self._total = name, values, total

    def __getattr__(self, name: str) -> Any:
        if name in self._values:
            return self._values[name]
        if self._total:
            message = f"{self._name}.{name} is not known to the tests' runner"
            raise KeyError(message)
        return None


@dataclass(frozen=True, slots=True)
class Expressions:
    """Evaluates expressions at one moment of a run."""

    contexts: Mapping[str, Context]
    failed: bool = False
    """Whether something that this moment depends on did not succeed."""

    def fill(self, text: Any) -> str:
        """Return a value of the workflow with its expressions filled in."""
        return _EXPRESSION.sub(lambda match: _text(self._value(match[1])), _text(text))

    def holds(self, condition: str | None) -> bool:
        """Say whether what has this `if` runs; without one it runs if nothing failed."""
        condition = condition or "success()"
        match = _EXPRESSION.fullmatch(condition.strip())
        inner = match[1] if match else condition
        by_itself = bool(_STATUS_FUNCTION.search(inner))
        return bool(self._value(inner)) and (by_itself or not self.failed)

    def _value(self, expression: str) -> Any:
        for theirs, ours in _OPERATORS:
            expression = expression.replace(theirs, ours)
        names: dict[str, Any] = {
            "always": lambda: True,
            "cancelled": lambda: False,
            "failure": lambda: self.failed,
            "success": lambda: not self.failed,
            "true": True,
            "false": False,
            "__builtins__": {},
        }
        return eval(expression.strip(), names | dict(self.contexts))


def _text(value: Any) -> str:
    """Write a value as GitHub does."""
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)
