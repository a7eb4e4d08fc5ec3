"""`paperglot digest`: what it says before, whom it asks, its exit codes."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from paperglot.cli import main
from paperglot.model import Status
from tests import nights
from tests.nights import Night, tree
from tests.samples import digested, pending
from tests.test_commands import Terminal, typed


@pytest.fixture
def night(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Night]:
    """A store with a paper that waits and one whose digest is out of date."""
    with nights.night(tmp_path, monkeypatch) as opened:
        opened.store.write_paper(pending("2605.80001"))
        opened.store.write_paper(digested("2605.80002"))
        yield opened


def digest(night: Night, *arguments: str, **changes: object) -> int:
    return main(["-f", str(night.configure(**changes)), "digest", *arguments])


def test_a_dry_run_asks_nobody_and_writes_nothing(
    night: Night, capsys: pytest.CaptureFixture[str]
) -> None:
    night.configure()
    before = tree(night.root)
    assert digest(night, "--outdated", "--dry-run") == 0
    assert capsys.readouterr().out.startswith("2 papers to digest for about US$ 0.00, 1 of them")
    assert digest(night, "--dry-run", "--json", "--max-cost", "0") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["papers"], told["outdated"], told["budget"]["held"]) == (0, 0, 1)
    assert (night.arxiv.requests, night.messages.requests) == ((), ())
    assert tree(night.root) == before


def test_it_says_what_it_takes_and_needs_a_yes(
    night: Night, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", typed("y\n"))
    assert digest(night) == 2
    err = capsys.readouterr().err
    assert err.startswith("1 papers to digest for about ")
    assert "say --yes" in err
    assert night.messages.requests == ()
    assert digest(night, "--yes", "--json") == 0
    out, err = capsys.readouterr()
    assert json.loads(out)["digested"] == 1
    assert err.splitlines()[-1] == "digests: 1 of 1"
    assert night.arxiv.requests == ()
    assert digest(night) == 0  # nothing left to ask about


@pytest.mark.parametrize(("answer", "code"), [("y\n", 0), ("\n", 2)])
def test_it_asks_at_a_terminal(
    night: Night, monkeypatch: pytest.MonkeyPatch, answer: str, code: int
) -> None:
    monkeypatch.setattr("sys.stdin", typed(answer, Terminal))
    assert digest(night, "--outdated") == code
    made = night.papers["2605.80001"].status is Status.DIGESTED
    assert made == (code == 0)
    assert night.messages.counts.total() == (2 if made else 0)


@pytest.mark.parametrize(
    "arguments",
    [
        ("--since", "yesterday"),
        ("--max-cost", "much"),
        ("--max-cost", "nan"),
        ("--max-cost", "-1"),
        ("--max-cost",),
    ],
)
def test_a_wrong_option_is_an_error_of_usage(night: Night, arguments: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit) as left:
        digest(night, "--yes", *arguments)
    assert left.value.code == 2
    assert night.messages.requests == ()


def test_a_bound_without_a_price_is_an_error_of_configuration(
    night: Night, capsys: pytest.CaptureFixture[str]
) -> None:
    assert digest(night, "--yes", "--max-cost", "1", model="another") == 2
    told = "--max-cost of US$ 1: 'another' has no known price; say it in prices"
    assert told in capsys.readouterr().err
    assert night.messages.requests == ()


def test_what_waits_for_room_is_no_failure(
    night: Night, capsys: pytest.CaptureFixture[str]
) -> None:
    assert digest(night, "--yes", "--max-cost", "0") == 0
    assert "note: 1 papers wait: --max-cost of US$ 0 is reached" in capsys.readouterr().out
    assert night.messages.requests == ()
