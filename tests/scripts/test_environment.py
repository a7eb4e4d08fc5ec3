"""What `make` runs before anything else: it must say what is missing, and do nothing twice."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

SCRIPT = Path(__file__).parents[2] / "scripts" / "environment.py"


@pytest.fixture
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Load the script and point it at a project of its own."""
    specification = importlib.util.spec_from_file_location("environment", SCRIPT)
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    for name in ("requirements.lock", "requirements-dev.lock", "pyproject.toml"):
        (tmp_path / name).write_text(f"# {name}\n")
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "ENVIRONMENT", tmp_path / ".venv")
    monkeypatch.setattr(module, "STAMP", tmp_path / ".venv" / "paperglot-environment")
    return module


@pytest.fixture
def steps(environment: ModuleType, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Record what would be installed; nothing is."""
    done: list[str] = []

    def create() -> None:
        environment.ENVIRONMENT.mkdir(exist_ok=True)
        done.append("create")

    monkeypatch.setattr(environment, "create", create)
    monkeypatch.setattr(environment, "pip", lambda *words: done.append(words[-1]))
    return done


@pytest.mark.parametrize("arguments", [[], ["none.lock"], ["requirements.lock", "more"]])
def test_a_wrong_call_says_how(
    environment: ModuleType, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    assert environment.main(arguments) == 2
    assert "usage: environment.py LOCK_FILE" in capsys.readouterr().err


def test_a_python_that_is_too_old_is_refused_with_what_to_do(
    environment: ModuleType,
    steps: list[str],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(environment, "OLDEST_PYTHON", (sys.version_info.major + 1, 0))
    assert environment.main(["requirements.lock"]) == 1
    assert "make PYTHON=" in capsys.readouterr().err
    assert steps == []


def test_a_python_that_cannot_make_environments_is_refused_with_what_to_do(
    environment: ModuleType,
    steps: list[str],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "ensurepip", None)
    assert environment.main(["requirements.lock"]) == 1
    assert "apt install python3-venv" in capsys.readouterr().err
    assert steps == []


def test_a_failing_pip_is_an_error(
    environment: ModuleType, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    binaries = environment.ENVIRONMENT / "bin"
    binaries.mkdir(parents=True)
    (binaries / "python").symlink_to("/bin/false")
    monkeypatch.setattr(environment, "create", lambda: None)
    assert environment.main(["requirements.lock"]) == 1
    assert "pip install failed with 1" in capsys.readouterr().err
    assert not environment.STAMP.exists()


def test_what_is_set_up_is_not_set_up_again(environment: ModuleType, steps: list[str]) -> None:
    for _ in range(2):
        assert environment.main(["requirements.lock"]) == 0
    root = environment.ROOT
    assert steps == ["create", str(root / "requirements.lock"), str(root)]


def test_the_development_environment_serves_the_site_too(
    environment: ModuleType, steps: list[str]
) -> None:
    assert environment.main(["requirements-dev.lock"]) == 0
    steps.clear()
    assert environment.main(["requirements.lock"]) == 0
    assert steps == []


@pytest.mark.parametrize("name", ["requirements.lock", "pyproject.toml"])
def test_a_change_of_what_is_wanted_sets_up_anew(
    environment: ModuleType, steps: list[str], name: str
) -> None:
    environment.main(["requirements.lock"])
    (environment.ROOT / name).write_text("# changed\n")
    steps.clear()
    environment.main(["requirements.lock"])
    assert len(steps) == 3
