"""Asking about one paper until an answer passes: twice, then another model, within one deadline."""

import asyncio
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from paperglot.digest import endpoint, gate, request, verdict
from paperglot.digest.placeholders import Placeholders, placeholders_of
from paperglot.digest.verdict import Verdict
from paperglot.errors import DigestError
from paperglot.languages import Language
from paperglot.model import Paper
from paperglot.settings import ModelSettings

if TYPE_CHECKING:
    from anthropic import AsyncAnthropic
    from anthropic.types import Message


@dataclass(frozen=True, slots=True)
class Asker:
    """Asks for digests, and once more for those that do not pass."""

    client: "AsyncAnthropic"
    model: ModelSettings
    language: Language

    async def ask(self, paper: Paper) -> Paper:
        """Return the paper with its digest, or as refused or rejected.

        An answer that came is paid for: where a further attempt fails, what the one before made
        of the paper stands.

        Raises:
            DigestError: no answer came, or none that could be read.
        """
        ends = asyncio.get_running_loop().time() + self.model.deadline
        message = await self._request(self._first(paper, self.model), ends)
        found = verdict.consider(paper, message, self.model, self.language)
        if found.failed:
            found = await self._once_more(paper, found, ends)
        if self.model.fallback and found.another_may_do:
            found = await self._of_another(paper, found, self.model.fallback, ends)
        return found.paper

    async def _once_more(self, paper: Paper, before: Verdict, ends: float) -> Verdict:
        """Ask the same model again, with the failures told and spoiled formulas hidden."""
        spoiled = gate.of_checks(before.failed, ["mathematics"])
        hidden = placeholders_of(paper) if spoiled else None
        first = self._first(paper, self.model)
        parameters = request.repeated(first, paper, before.text, before.failed, hidden)
        try:
            message = await self._request(parameters, ends)
        except DigestError:
            return before
        return self._added(paper, before, message, self.model, hidden)

    async def _of_another(self, paper: Paper, before: Verdict, name: str, ends: float) -> Verdict:
        other = replace(self.model, name=name, fallback=None)
        try:
            message = await self._request(self._first(paper, other), ends)
        except DigestError as error:
            reason = f"{before.paper.reason}; {name} did not answer: {error}"
            return replace(before, paper=replace(before.paper, reason=reason))
        return self._added(paper, before, message, other, None)

    def _added(
        self,
        paper: Paper,
        before: Verdict,
        message: "Message",
        model: ModelSettings,
        hidden: Placeholders | None,
    ) -> Verdict:
        """Return the verdict on a further answer; it has cost what all of them cost."""
        found = verdict.consider(paper, message, model, self.language, hidden=hidden)
        return replace(found, paper=_with_costs_of(before.paper, found.paper))

    def _first(self, paper: Paper, model: ModelSettings) -> dict[str, Any]:
        return request.parameters(paper, model, self.language)

    async def _request(self, parameters: dict[str, Any], ends: float) -> "Message":
        return await endpoint.ask(self.client, parameters, self.model, ends)


def was_asked(model: ModelSettings, name: str) -> bool:
    """Say whether an answer of the model of this name is one of these settings."""
    return name in (model.name, model.fallback)


def _with_costs_of(before: Paper, paper: Paper) -> Paper:
    earlier, later = before.provenance, paper.provenance
    assert earlier is not None  # both were answered
    assert later is not None
    known = earlier.cost is not None and later.cost is not None
    total = replace(
        later,
        input_tokens=earlier.input_tokens + later.input_tokens,
        output_tokens=earlier.output_tokens + later.output_tokens,
        cost=round((earlier.cost or 0) + (later.cost or 0), 8) if known else None,
    )
    return replace(paper, provenance=total)
