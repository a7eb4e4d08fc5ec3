"""What an endpoint that speaks the Messages API does not know of it, learned from its errors."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

# Parameters that can be done without, and words by which an endpoint names them: an answer's
# form is asked for in the prompt as well, and a model may think.
_OPTIONAL = {
    "output_config": ("output_config", "output_format", "json_schema", "structured output"),
    "thinking": ("thinking",),
}


@dataclass(slots=True)
class Lacks:
    """What was learned in a run; it is nothing at first."""

    _names: set[str] = field(default_factory=set)

    def without(self, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """Return a request's parameters without those that the endpoint does not know."""
        return {name: value for name, value in parameters.items() if name not in self._names}

    def learn(self, told: str) -> bool:
        """Learn from why a request was refused; say whether one with less may be taken."""
        words = told.casefold()
        named = {name for name, signs in _OPTIONAL.items() if any(sign in words for sign in signs)}
        self._names |= named
        return bool(named)
