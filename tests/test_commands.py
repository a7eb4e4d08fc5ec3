"""The command line beyond a plain update: plans, status, backfill, what machines read."""

import io
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from paperglot.arxiv.calendar import current_day
from paperglot.cli import main
from paperglot.model import Day, Status
from tests import nights, settings
from tests.nights import DAY, Night, noon, tree
from tests.samples import pending
from tests.standins import arxiv, messages
from tests.standins.feeds import document
from tests.standins.records import ApiRecord

TUESDAY = date(2026, 5, 12)


@pytest.fixture
def night(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Night]:
    with nights.night(tmp_path, monkeypatch) as opened:
        yield opened


class Terminal(io.TextIOWrapper):
    """Standard input of somebody who can answer."""

    def isatty(self) -> bool:
        return True


def typed(text: str, kind: type[io.TextIOWrapper] = io.TextIOWrapper) -> io.TextIOWrapper:
    """Return a standard input with this text."""
    return kind(io.BytesIO(text.encode()))


def paperglot(night: Night, *arguments: str, **changes: object) -> int:
    return main(["-f", str(night.configure(**changes)), *arguments])


def test_an_update_is_one_readable_block(night: Night, capsys: pytest.CaptureFixture[str]) -> None:
    assert paperglot(night, "update") == 0
    out, err = capsys.readouterr()
    first, day, counts = out.splitlines()
    assert first.startswith("11 new papers, 11 digested, ")
    assert day == "  2026-05-12: cs.AI fresh 4, cs.CL fresh 7, cs.CV fresh 3, cs.LG fresh 6"
    assert counts == (
        "  0 revised, 0 withdrawn, 11 with details from arXiv's API, 0 waiting for a digest"
    )
    assert err.splitlines()[-1] == "digests: 11 of 11"


def test_an_update_as_json_is_one_object_and_nothing_else(
    night: Night, capsys: pytest.CaptureFixture[str]
) -> None:
    night.arxiv.faults.plan(arxiv.status(429), "cs.LG")
    assert paperglot(night, "update", "--json") == 3
    told = json.loads(capsys.readouterr().out)
    assert (told["digested"], len(told["problems"])) == (told["new"], 1)
    states = {asked["category"]: asked["state"] for asked in told["asked"]}
    assert states["cs.LG"] == "refused"


def test_github_gets_the_summary_with_its_problems(
    night: Night, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    summary = tmp_path / "summary.md"
    summary.write_text("before\n", encoding="utf-8")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    night.arxiv.faults.plan(arxiv.status(429), "cs.LG")
    paperglot(night, "update")
    before, heading, *block = summary.read_text(encoding="utf-8").splitlines()
    assert (before, heading) == ("before", "### Paperglot")
    assert any("problem: " in line and "HTTP 429" in line for line in block)
    assert all(line.startswith("    ") or not line for line in block)


def test_a_dry_run_asks_nobody_and_writes_nothing(
    night: Night, capsys: pytest.CaptureFixture[str]
) -> None:
    night.store.write_paper(pending())
    night.store.write_day(Day(DAY, kept=("2613.00010",)))
    before = tree(night.root)
    assert paperglot(night, "update", "--dry-run") == 0
    out = capsys.readouterr().out
    assert "feeds to ask for: cs.AI, cs.CL, cs.CV, cs.LG" in out
    assert "papers to digest: 1 for about US$ 0.00" in out
    assert paperglot(night, "update", "--dry-run", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["waiting"], told["usual"]) == (1, 1)
    assert (night.arxiv.requests, night.messages.requests) == ((), ())
    changed = {name for name, data in tree(night.root).items() if before.get(name) != data}
    assert changed <= {"index.md"}


def test_status_names_days_waiting_failed_and_spent(
    night: Night, capsys: pytest.CaptureFixture[str]
) -> None:
    night.messages.faults.plan(messages.refusal(), "2605.91201")
    night.messages.faults.plan(messages.null_content(), "2605.91202")
    night.run()
    friday = DAY + timedelta(days=3)
    night.arxiv.publish({name: document(name, friday) for name in nights.CATEGORIES})
    night.run(noon(friday))
    assert paperglot(night, "status") == 0
    out = capsys.readouterr().out
    assert out.startswith(f"{len(night.papers)} papers, 2 days, 0.0 MB\n")
    assert "Tue 2026-05-12" in out
    assert "empty: cs.AI cs.CL cs.CV cs.LG" in out
    assert "Wed 2026-05-13" in out.partition("missing:")[2]
    assert "paperglot backfill --from 2026-05-13 --to 2026-05-14" in out
    assert "2605.91201 refused: refused by the model" in out
    assert "spent by month:" in out
    assert out.endswith("host:\n  no site has been built; mkdocs build makes it\n")
    assert paperglot(night, "status", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert [each["paper"] for each in told["failed"]] == ["2605.91201"]
    assert told["missing"] == ["2026-05-13", "2026-05-14"]
    [[_, month]] = told["spent_by_month"].items()
    assert month["answers"] == len(night.papers) - 1
    assert [each["paper"] for each in told["waiting"]] == ["2605.91202"]
    (night.folder / "site").mkdir()
    (night.folder / "site" / "index.html").write_bytes(b"x" * 250_000)
    assert paperglot(night, "status") == 0
    out = capsys.readouterr().out
    assert "host:\n  the site has 0.2 MB, 0.0 % of the 1,000 MB that its host takes\n" in out


def test_backfill_says_what_it_takes_and_needs_a_yes(
    night: Night, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    night.arxiv.publish({})
    night.arxiv.records.put(ApiRecord(id="2605.80001"))
    period = ("--from", "2026-05-12", "--to", "2026-05-12")
    assert paperglot(night, "backfill", *period, "--dry-run") == 0
    assert capsys.readouterr().out.startswith("1 days to fill: about ")
    monkeypatch.setattr("sys.stdin", typed("y\n"))
    assert paperglot(night, "backfill", *period) == 2
    assert "say --yes" in capsys.readouterr().err
    assert "2605.80001" not in night.papers
    assert paperglot(night, "backfill", *period, "--yes", "--json") == 0
    out, err = capsys.readouterr()
    assert json.loads(out)["new"] >= 1
    assert err.startswith("1 days to fill: about ")
    assert night.papers["2605.80001"].status is Status.DIGESTED
    assert paperglot(night, "backfill", *period) == 0  # nothing left to ask about


@pytest.mark.parametrize(
    ("answer", "code"), [("y\n", 0), ("yes\n", 0), ("\n", 2), ("no\n", 2), ("", 2)]
)
def test_backfill_asks_at_a_terminal(
    night: Night, monkeypatch: pytest.MonkeyPatch, answer: str, code: int
) -> None:
    night.arxiv.records.put(ApiRecord(id="2605.80001"))
    monkeypatch.setattr("sys.stdin", typed(answer, Terminal))
    assert paperglot(night, "backfill", "--from", "2026-05-12", "--to", "2026-05-12") == code
    assert ("2605.80001" in night.papers) == (code == 0)


@pytest.mark.parametrize(
    "arguments",
    [
        ("--from", "2026-05-12"),
        ("--from", "yesterday", "--to", "2026-05-12"),
        ("--from", "2026-05-13", "--to", "2026-05-12"),
    ],
)
def test_a_wrong_period_is_an_error_of_usage(night: Night, arguments: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit) as left:  # argparse leaves by itself
        raise SystemExit(paperglot(night, "backfill", *arguments))
    assert left.value.code == 2
    assert night.arxiv.requests == ()


def test_a_day_that_has_not_come_to_arxiv_is_not_filled(
    night: Night, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its batch may still be open, and a part of it would be taken for the whole."""
    soon = current_day(datetime.now(UTC)) + timedelta(days=2)
    period = ("--from", "2026-05-12", "--to", f"{soon}")
    for last in ("--yes", "--dry-run"):
        assert paperglot(night, "backfill", *period, last) == 2
        told = capsys.readouterr().err
        assert f"--to {soon} has not come yet in Eastern time, where it is " in told
    assert (night.arxiv.requests, night.store.days()) == ((), [])


def test_backfill_without_an_answer_fails(night: Night, capsys: pytest.CaptureFixture[str]) -> None:
    night.arxiv.faults.plan(arxiv.status(503), "api")
    period = ("--from", "2026-05-12", "--to", "2026-05-12")
    assert paperglot(night, "backfill", *period, "--yes") == 1
    assert "HTTP 503" in capsys.readouterr().err


def test_check_names_options_that_do_not_exist(
    night: Night, capsys: pytest.CaptureFixture[str]
) -> None:
    file = night.configure()
    text = file.read_text(encoding="utf-8")
    line = next(
        n
        for n, each in enumerate(text.splitlines(), 1)
        if "max_tokens" in each or "deadline" in each
    )
    file.write_text(text.replace("deadline:", "deadlin:"), encoding="utf-8")
    assert main(["-f", str(file), "check"]) == 2
    assert capsys.readouterr().err.startswith(f"{file}:{line}: deadlin: ")


def test_an_update_without_a_key_is_partly_done_and_says_how_much_waits(
    night: Night, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    file = night.configure()
    settings.disconnect(monkeypatch)
    assert main(["-f", str(file), "update"]) == 3
    out, err = capsys.readouterr()
    assert "11 waiting for a digest" in out
    assert "no ANTHROPIC_API_KEY is set" in err


def test_a_full_disk_is_a_failure_in_words(
    night: Night, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        message = "No space left on device"
        raise OSError(28, message)

    file = night.configure()
    monkeypatch.setattr("os.fsync", full)
    assert main(["-f", str(file), "update"]) == 1
    assert "No space left on device" in capsys.readouterr().err
    assert [name for name in tree(night.root) if name.endswith(".part")] == []


def test_an_interrupted_run_says_that_what_was_done_stays_done(
    night: Night, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    file = night.configure()
    monkeypatch.setattr("paperglot.cli.update", interrupt)
    assert main(["-f", str(file), "update"]) == 130
    assert "what was done stays done" in capsys.readouterr().err


def test_a_number_of_days_is_a_number(night: Night) -> None:
    with pytest.raises(SystemExit) as left:
        paperglot(night, "status", "--days", "few")
    assert left.value.code == 2
