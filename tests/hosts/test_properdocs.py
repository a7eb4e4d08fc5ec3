"""ProperDocs in MkDocs' place: the same commands give the same site.

Without `.venv-properdocs` (`make hosts`) the tests are skipped.
"""

import re
import subprocess
from pathlib import Path

import pytest

from tests.hosts import moving
from tests.site.build import REPOSITORY, build

_ENVIRONMENT = REPOSITORY / ".venv-properdocs"
_GENERATOR = re.compile(rb'<meta name="generator" content="[^"]*">')


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the repository's own site, built by ProperDocs."""
    if not (_ENVIRONMENT / "bin" / "properdocs").is_file():
        pytest.skip("properdocs is not installed in .venv-properdocs")
    folder = tmp_path_factory.mktemp("properdocs")
    moving.copy_sample(folder)
    moving.run("ProperDocs", folder, _ENVIRONMENT)
    return folder


def _files(site: Path) -> dict[str, bytes]:
    found = {
        path.relative_to(site).as_posix(): path.read_bytes()
        for path in site.rglob("*")
        if path.is_file()
    }
    return {name: _GENERATOR.sub(b"", content) for name, content in found.items()}


def test_there_is_no_mkdocs_in_its_environment() -> None:
    code = "import importlib.util as it; print(it.find_spec('mkdocs'))"
    python = _ENVIRONMENT / "bin" / "python"
    if not python.is_file():
        pytest.skip("properdocs is not installed in .venv-properdocs")
    done = subprocess.run([python, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "None"


def test_the_same_site_is_built(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    moving.copy_sample(tmp_path)
    monkeypatch.setenv("PAPERGLOT_UPDATE", "never")
    ours = build(tmp_path / "mkdocs.yml")
    theirs, expected = _files(folder / "site"), _files(ours.directory)
    assert theirs.keys() == expected.keys()
    assert [name for name, content in expected.items() if theirs[name] != content] == []
    assert "properdocs" not in (folder / "site/papers/2613.00200/index.html").read_text("utf-8")


def test_paperglot_runs_without_mkdocs(folder: Path) -> None:
    command = [str(_ENVIRONMENT / "bin" / "paperglot"), "status"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "24 papers" in done.stdout
