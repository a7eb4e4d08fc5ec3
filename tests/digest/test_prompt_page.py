"""docs/prompt.md shows the prompt as it is sent."""

import re
from pathlib import Path

import yaml

from paperglot.digest import prompt
from tests import settings
from tests.samples import pending
from tests.settings import CHINESE

PAGE = Path(__file__).parents[2] / "docs" / "prompt.md"
PAPER = pending(
    "2613.00010",
    title="Lanternfish: Reading Long Dialogues by Turning Points",
    abstract=(
        "Long dialogues exceed what a language model can attend to at once. Lanternfish marks "
        "the turning points of a dialogue and reads only what lies near them. On an invented "
        "corpus it keeps 94.2% of the accuracy, and the cost falls from $O(n^2)$ to "
        "$O(n \\log n)$ for $n$ turns."
    ),
    categories=("cs.CL", "cs.AI"),
)
SHAPED = settings.model(
    glossary={"turning point": "转折点", "Lanternfish": "Lanternfish", "agent": "智能体"},
    instructions='Write 本文 for "this paper".',
)
FAILED = ("numbers: 3.75 in the TL;DR (zh-Hans) is not in the paper",)


def blocks(kind: str) -> list[str]:
    """Return the page's blocks of code of one kind."""
    page = PAGE.read_text(encoding="utf-8")
    return re.findall(rf"^```{kind}\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)


def test_the_page_shows_what_is_sent() -> None:
    told = prompt.again(FAILED, placeholders=False)
    assert blocks("text") == [
        prompt.system(PAPER, SHAPED, CHINESE),
        prompt.user(PAPER) + "\n",
        told,
        prompt.again(FAILED, placeholders=True).removeprefix(told),
    ]


def test_the_page_shows_the_options_that_it_was_made_with() -> None:
    [options] = blocks("yaml")
    assert settings.model(**yaml.safe_load(options)) == SHAPED


def test_the_page_names_the_present_version() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert f"Each page names its prompt: `{prompt.VERSION}`, or `{prompt.VERSION}+`" in page
