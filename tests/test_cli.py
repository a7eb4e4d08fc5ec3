import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from paperglot import __version__
from paperglot.cli import main
from paperglot.store.files import Store
from tests import nights, settings
from tests.filing import damage
from tests.nights import DAY, Night, command
from tests.samples import pending
from tests.site.build import write_site
from tests.standins import arxiv, messages

NOTHING = "0 new papers, 0 digested, 0 without a digest, US$ 0.0000"


@pytest.fixture
def night(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Night]:
    with nights.night(tmp_path, monkeypatch) as opened:
        yield opened


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the installed command."""
    return subprocess.run(
        command(*arguments), capture_output=True, text=True, timeout=300, check=False
    )


def complaints(stderr: str) -> list[str]:
    """Return what was complained of; every other line says how far the work has come."""
    lines = stderr.splitlines()
    told = [line for line in lines if line.startswith("paperglot: ")]
    progress = re.compile(r"(details from arXiv's API|digests): \d+ of \d+")
    assert [line for line in lines if line not in told and not progress.fullmatch(line)] == []
    return told


def test_an_update_says_what_it_did(night: Night, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["-f", str(night.configure()), "update"]) == 0
    out, err = capsys.readouterr()
    assert out.startswith("11 new papers, 11 digested, 0 without a digest, US$ 0.00")
    assert "2026-05-12: cs.AI fresh 4, cs.CL fresh 7, cs.CV fresh 3, cs.LG fresh 6" in out
    assert complaints(err) == []
    assert len(night.papers) == 11
    assert main(["-f", str(night.configure()), "update"]) == 0
    out, err = capsys.readouterr()
    assert (out.splitlines()[0], err) == (NOTHING, "")


def test_an_update_that_is_partly_done_says_why(
    night: Night, capsys: pytest.CaptureFixture[str]
) -> None:
    night.arxiv.faults.plan(arxiv.half(), "cs.LG")
    night.messages.faults.plan(messages.null_content(), "2605.91201")
    assert main(["-f", str(night.configure()), "update"]) == 3
    out, err = capsys.readouterr()
    assert out.startswith("9 new papers, 8 digested")
    assert len(complaints(err)) == 2
    assert "cs.LG: the answer is not a whole feed" in err
    assert "without a digest: 2605.91201: " in err
    night.arxiv.faults.plan(arxiv.status(429))
    night.messages.faults.clear()
    assert main(["-f", str(night.configure()), "update"]) == 3
    out, err = capsys.readouterr()
    assert out.startswith("0 new papers, 1 digested")
    assert "answered HTTP 429" in err
    assert main(["-f", str(night.configure()), "update"]) == 3
    out, err = capsys.readouterr()
    assert out.startswith("0 new papers, 0 digested")
    assert "answered HTTP 429" in err


def test_the_installed_command_updates_and_checks(night: Night) -> None:
    file = str(night.configure())
    done = run("--config-file", file, "update")
    assert (done.returncode, complaints(done.stderr)) == (0, [])
    assert done.stdout.startswith("11 new papers, 11 digested")
    checked = run("-f", file, "check")
    assert (checked.returncode, checked.stderr) == (0, "")
    assert checked.stdout == "11 papers and 1 days can be read\n"


def test_the_installed_command_says_that_it_could_not_do_all(night: Night) -> None:
    night.arxiv.faults.plan(arxiv.status(429))
    done = run("-f", str(night.configure()), "update")
    assert done.returncode == 3
    assert done.stdout.splitlines()[0] == NOTHING
    assert "nothing filed: cs.AI refused, " in done.stdout
    assert done.stderr.startswith("paperglot: http://127.0.0.1:")
    assert "answered HTTP 429" in done.stderr


def test_check_names_what_is_damaged(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = write_site(tmp_path, papers=[pending()], options=settings.plugin_options())
    store = Store(tmp_path / "docs")
    damage(store.paper_path("2613.00020"))
    damage(store.day_path(DAY))
    assert main(["-f", str(file), "check"]) == 1
    out, err = capsys.readouterr()
    assert out == "1 papers and 0 days can be read\n"
    assert [line.split(str(store.root))[1].partition(" ")[0] for line in err.splitlines()] == [
        "/papers/2613/2613.00020.md:1:",
        "/days/2026/2026-05-12.md:1:",
    ]
    assert run("-f", str(file), "check").returncode == 1


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"categories": ["no category"]}, "categories: 'no category' is not an arXiv category"),
        ({"concurrency": 0}, "concurrency: should be 1 or more, not 0"),
        ({"concurrency": "many"}, "concurrency"),
        ({"update": "sometimes"}, "update"),
        ({"topics": [{"title": {"en": "x"}}]}, "topics"),
        ({"topics": [settings.LLM, settings.LLM]}, "topics: the id 'llm' stands twice"),
        ({"rss_url": "https://rss.arxiv.org/rss/{category}"}, "request_interval"),
        ({"second_language": "tlh"}, "second_language: 'tlh' is not known"),
    ],
)
def test_a_wrong_option_is_named(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
    options: dict[str, Any],
    told: str,
) -> None:
    file = write_site(tmp_path, options=settings.plugin_options(**options))
    assert main(["-f", str(file), "update"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("paperglot: ")
    assert told in err + caplog.text  # MkDocs logs what it finds itself


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (None, "does not exist"),
        ("site_name: [", "mkdocs.yml"),
        ("- a list", "Expected a key-value mapping"),
        ("site_name: x\n", "mkdocs.yml: the plugin paperglot is not configured there"),
        ("site_name: x\nplugins: [search]\n", "the plugin paperglot is not configured there"),
        ("site_name: x\nplugins: [none-such]\n", "none-such"),
    ],
)
def test_a_wrong_configuration_is_named(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
    text: str | None,
    told: str,
) -> None:
    file = tmp_path / "mkdocs.yml"
    (tmp_path / "docs").mkdir()
    if text is not None:
        file.write_text(text, encoding="utf-8")
    assert main(["-f", str(file), "check"]) == 2
    assert told in capsys.readouterr().err + caplog.text


@pytest.mark.parametrize("options", [None, {"concurrency": 0}, {"concurrency": "many"}])
def test_the_installed_command_says_2_too(tmp_path: Path, options: dict[str, Any] | None) -> None:
    file = tmp_path / "mkdocs.yml"
    if options is not None:
        write_site(tmp_path, options=settings.plugin_options(**options))
    done = run("-f", str(file), "update")
    assert done.returncode == 2
    assert done.stdout == ""
    assert "paperglot: " in done.stderr
    assert "Traceback" not in done.stderr


def test_the_file_in_the_working_folder_is_the_default(
    night: Night, monkeypatch: pytest.MonkeyPatch
) -> None:
    night.configure()
    monkeypatch.chdir(night.folder)
    assert main(["update"]) == 0
    assert len(night.papers) == 11


def test_the_store_is_beside_the_configuration_wherever_it_is_called_from(night: Night) -> None:
    file = night.configure()
    values = yaml.safe_load(file.read_text(encoding="utf-8")) | {"docs_dir": "src"}
    (night.folder / "src").mkdir()
    file.write_text(yaml.safe_dump(values), encoding="utf-8")
    assert main(["-f", str(file), "update"]) == 0
    assert len(Store(night.folder / "src").read().papers) == 11


@pytest.mark.parametrize("arguments", [[], ["dance"], ["update", "--fast"], ["-f"]])
def test_wrong_usage_is_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2
    assert "usage: paperglot" in capsys.readouterr().err


def test_help_describes_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["--help"])
    assert caught.value.code == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "Ask arXiv for what is new" in out
    assert "Fill days that were missed" in out
    assert "Say how the archive stands" in out
    assert "Read the configuration and every page of the store" in out


def test_the_version() -> None:
    done = run("--version")
    assert (done.returncode, done.stdout) == (0, f"paperglot {__version__}\n")
