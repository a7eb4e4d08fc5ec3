"""Count the tokens and US dollars of digests, directly and in a batch, as Markdown tables.

    python scripts/cost_figures.py                      1,000 invented papers
    python scripts/cost_figures.py --papers FILE        the newest 1,000 of a JSONL.xz

The code that asks is the real one, with the real SDK; the model is a stand-in that invents digests
of the length that the prompt asks for, and counts tokens by the rule of `tests/standins/tokens.py`.
docs/costs.md says what that is worth. No figure depends on the machine. The status is 1 where a
target of that page is missed.
"""

import argparse
import json
import math
import os
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from paperglot.config import PaperglotOptions, settings_of
from paperglot.digest import prices, prompt
from paperglot.digest.batch import SHARE
from paperglot.digest.budget import Budget
from paperglot.digest.direct import digest_papers
from paperglot.model import Paper
from paperglot.night.asking import Asking
from paperglot.night.batching import Clock
from paperglot.settings import Settings
from paperglot.store.files import Store
from tests import corpus
from tests.settings import variables
from tests.standins.answers import invent
from tests.standins.dialogue import Asked, Json, read
from tests.standins.filler import formula_spans
from tests.standins.messages import Fault, MessagesStandIn, answering
from tests.standins.tokens import tokens

_MOST_IN, _MOST_OUT = 1_200, 1_100
_NIGHT = 500
_FOREIGN = " 987654321"
"""A number that no paper has."""


@dataclass(frozen=True, slots=True)
class Use:
    """The tokens of a paper."""

    taken_in: int
    given_out: int


Uses = Mapping[str, Use]
"""By the paper's identifier."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Ask, count, and print the tables."""
    options = _parser().parse_args(arguments)
    number = options.number
    papers = corpus.newest(options.papers, number) if options.papers else corpus.invented(number)
    papers = list({paper.id: paper for paper in papers}.values())
    with tempfile.TemporaryDirectory() as folder, MessagesStandIn() as messages:
        os.environ |= variables(messages)
        settings = _settings(Path(folder))
        first = _uses(_directly(papers, settings), share=1)
        _tell_tokens(first, _parts(messages))
        _tell_dollars(first)
        batch = _in_a_batch(papers, settings)
        _tell("In a batch the same tokens" if batch == first else "IN A BATCH OTHER TOKENS")
        plain = _second(papers, settings, messages, answering(_with_foreign_number))
        shown = [paper for paper in papers if formula_spans(paper.abstract)]
        spoiled = _second(shown, settings, messages, answering(_without_formulas))
    _tell_second(settings.model.name, first, {"a number": plain, "a formula": spoiled})
    mean = _mean(first.values())
    met = mean[0] <= _MOST_IN and mean[1] <= _MOST_OUT
    _tell(f"At most {_MOST_IN:,} in and {_MOST_OUT:,} out: {'met' if met else 'MISSED'}")
    return int(not met or batch != first)


def _directly(papers: Sequence[Paper], settings: Settings) -> list[Paper]:
    """Return each answer, also where a paper had two."""
    answered: list[Paper] = []
    failures = digest_papers(papers, settings.model, settings.second_language, answered.append)
    if failures:
        sys.exit(f"{len(failures)} papers were not answered: {failures[0]}")
    return answered


def _in_a_batch(papers: Sequence[Paper], settings: Settings) -> Uses:
    """Ask as a night does, with pages, the journal of batches and no time that passes."""
    store = Store(settings.root)
    for paper in papers:
        store.write_paper(paper)
    answered: list[Paper] = []
    clock = Clock(sleep=lambda _: None)
    asking = Asking(store, settings, answered.append, Budget(), clock)
    asking.ask(papers)
    if asking.problems:
        sys.exit(asking.problems[0])
    return _uses(answered, share=SHARE)


def _second(
    papers: Sequence[Paper],
    settings: Settings,
    messages: MessagesStandIn,
    fault: Fault,
) -> Uses:
    """Return what a second attempt takes where `fault` spoils the first answer."""
    for paper in papers:
        messages.faults.plan([fault], paper.id)
    both = _directly(papers, settings)
    messages.faults.clear()
    again = [paper for paper in both if paper.provenance and paper.provenance.attempts > 1]
    return _uses(again, share=1)


def _with_foreign_number(asked: Asked) -> Json:
    answer = invent(asked)
    return answer | {"tldr_en": answer["tldr_en"] + _FOREIGN}


def _without_formulas(asked: Asked) -> Json:
    """Leave the dollars out, as models do that take them for prices."""
    answer = invent(asked)
    return {name: _bare(value) for name, value in answer.items()}


def _bare(value: object) -> object:
    return value.replace("$", "") if isinstance(value, str) else value


def _uses(papers: Iterable[Paper], share: float) -> Uses:
    """Return what papers took, having checked that the ledger has the price of it."""
    found = {}
    for paper in papers:
        made = paper.provenance
        assert made is not None
        known = prices.cost(made.model, made.input_tokens, made.output_tokens)
        assert known is not None
        assert made.cost is not None
        assert math.isclose(made.cost, known * share, abs_tol=1e-8), paper.id
        found[paper.id] = Use(made.input_tokens, made.output_tokens)
    return found


def _parts(messages: MessagesStandIn) -> Mapping[str, Sequence[int]]:
    """Return the tokens of what the requests so far are made of."""
    bodies = [request.body for request in messages.requests]
    return {
        "the rules": [tokens(body["system"]) for body in bodies],
        "the schema": [tokens(json.dumps(read(body).schema)) for body in bodies],
        "the paper": [tokens(body["messages"][0]["content"]) for body in bodies],
    }


def _tell_tokens(uses: Uses, parts: Mapping[str, Sequence[int]]) -> None:
    _tell(f"{len(uses):,} papers, prompt {prompt.VERSION}, prices of {prices.DATED}")
    rows = {
        "tokens in": [use.taken_in for use in uses.values()],
        **{f"– {name}": counts for name, counts in parts.items()},
        "tokens out": [use.given_out for use in uses.values()],
    }
    _table(
        ("tokens a paper", "mean", "median", "95 %"),
        ((name, *_spread(counts)) for name, counts in rows.items()),
    )


def _tell_dollars(uses: Uses) -> None:
    """Print what a paper and a night cost with each model of the table."""
    rows = []
    for model in prices.models():
        direct = _dollars(model, _mean(uses.values()))
        row = (direct, direct * SHARE, direct * _NIGHT, direct * SHARE * _NIGHT)
        rows.append((f"`{model}`", *(f"{each:.6f}" for each in row[:2]), *map(_cents, row[2:])))
    night = f"{_NIGHT} papers"
    _table(("US$", "a paper", "in a batch", f"{night}", f"{night} in a batch"), rows)


def _tell_second(model: str, first: Uses, second: Mapping[str, Uses]) -> None:
    once = _dollars(model, _mean(first.values()))
    rows = []
    for name, uses in second.items():
        mean = _mean(uses.values())
        dollars = _dollars(model, mean)
        counts = (f"{len(uses):,}", *(f"{each:,.0f}" for each in mean))
        rows.append((name, *counts, f"{dollars:.6f}", f"{dollars / once:.2f}"))
    _table(
        ("second attempt, for", "papers", "tokens in", "out", "US$", "of the first"),
        rows,
    )


def _dollars(model: str, mean: tuple[float, float]) -> float:
    price = prices.price_of(model)
    assert price is not None
    return (mean[0] * price.input + mean[1] * price.output) / 1e6


def _cents(dollars: float) -> str:
    return f"{dollars:.2f}"


def _mean(uses: Iterable[Use]) -> tuple[float, float]:
    found = list(uses)
    count = max(1, len(found))
    return sum(use.taken_in for use in found) / count, sum(use.given_out for use in found) / count


def _spread(counts: Sequence[int]) -> tuple[str, ...]:
    """Return the mean, the median and the value that 95 % do not pass."""
    ordered = sorted(counts)
    middle, high = (ordered[math.ceil(share * len(ordered)) - 1] for share in (0.5, 0.95))
    return tuple(f"{each:,.0f}" for each in (sum(ordered) / len(ordered), middle, high))


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    _tell("\n".join(f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *rows)))


def _tell(text: str) -> None:
    print(text, end="\n\n", flush=True)


def _settings(folder: Path) -> Settings:
    """Return the options' own defaults, but a batch for however few papers."""
    chosen = PaperglotOptions()
    chosen.load_dict({})
    chosen.validate()
    settings = settings_of(chosen, docs_dir=str(folder), site_url=None)
    return replace(settings, model=replace(settings.model, batch_from=1))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--number", type=int, default=1_000)
    parser.add_argument("--papers", type=Path, metavar="FILE")
    return parser


if __name__ == "__main__":
    sys.exit(main())
