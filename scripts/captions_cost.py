"""Count the tokens and US dollars of translating the captions of PDFs, as a Markdown table.

    python scripts/captions_cost.py PDF…

The captions are cut out of the PDFs, and the code that asks for them is the real one, with the
real SDK; the model is a stand-in that invents translations of the usual length, and counts tokens
by the rule of `tests/standins/tokens.py`. docs/costs.md says what that is worth. The estimate is
what a run sets aside before it asks.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from paperglot.config import PaperglotOptions, settings_of
from paperglot.digest.budget import Budget
from paperglot.digest.captions import asking
from paperglot.digest.captions.prompt import Subject
from paperglot.digest.captions.verdict import Verdict
from paperglot.figure import Figures
from paperglot.figures.extraction import extract
from paperglot.model import Paper
from paperglot.settings import Settings
from tests.settings import variables
from tests.standins.messages import MessagesStandIn

_HEAD = """\
| PDF | captions | characters | tokens in | out | US$ | estimate | translated |
|---|---|---|---|---|---|---|---|"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; return 1 where not every caption was translated."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("pdfs", type=Path, nargs="+")
    options = parser.parse_args(arguments)
    print(_HEAD)
    whole = True
    with MessagesStandIn() as messages:
        os.environ |= variables(messages)
        settings = _settings()
        for pdf in options.pdfs:
            whole &= _tell(pdf, settings)
    return int(not whole)


def _tell(pdf: Path, settings: Settings) -> bool:
    """Print a PDF's row; say whether all of its captions were translated."""
    with tempfile.TemporaryDirectory() as folder:
        figures = Figures(1, "", extract(pdf, Path(folder)).figures)
    model, language = settings.model, settings.second_language
    found = figures.untranslated(language.tag)
    # The title goes with each request; of a PDF it is not known.
    paper = Paper(pdf.stem, 1, "A title of nine words as many papers have", "", (), (), (),
                  date(2026, 1, 1), figures=figures)  # fmt: skip
    subject = Subject(paper, asking.fitting(found, model))
    kept: list[Verdict] = []
    unanswered = asking.ask([subject], model, language, kept.append, Budget())
    made = [each.provenance for each in kept]
    cells = (
        pdf.stem,
        f"{len(found)}",
        f"{sum(len(each.caption) for each in found):,}",
        f"{sum(each.input_tokens for each in made):,}",
        f"{sum(each.output_tokens for each in made):,}",
        f"{sum(each.cost or 0 for each in made):.6f}",
        f"{asking.estimate(subject, model, language) or 0:.6f}",
        f"{sum(len(each.translations) for each in kept)}",
    )
    print(f"| {' | '.join(cells)} |")
    for each in (*unanswered.failures, *(told for verdict in kept for told in verdict.failed)):
        print(f"{pdf.stem}: {each}", file=sys.stderr)
    return not kept[-1].left if kept else False


def _settings() -> Settings:
    """Return the options' own defaults."""
    chosen = PaperglotOptions()
    chosen.load_dict({})
    chosen.validate()
    return settings_of(chosen, docs_dir=".", site_url=None)


if __name__ == "__main__":
    sys.exit(main())
