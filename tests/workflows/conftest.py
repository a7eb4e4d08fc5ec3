"""A scratch GitHub for the tests of the workflow."""

from pathlib import Path

import pytest

from tests.workflows.fakes import FakeGh, install_gh
from tests.workflows.runner import GitHub, link_python
from tests.workflows.scratch import Origin, make_origin


@pytest.fixture(scope="session")
def empty_origin(tmp_path_factory: pytest.TempPathFactory) -> Origin:
    """An origin with a site and no paper, which nobody may push to."""
    return make_origin(tmp_path_factory.mktemp("empty"))


@pytest.fixture
def origin(empty_origin: Origin, tmp_path: Path) -> Origin:
    """An origin with a site and no paper."""
    return empty_origin.copy(tmp_path / "origin.git")


@pytest.fixture
def commands(tmp_path: Path) -> Path:
    """A folder of commands that stand before the system's; Python is there."""
    return link_python(tmp_path / "commands")


@pytest.fixture
def gh(commands: Path) -> FakeGh:
    """A `gh` that remembers what it was asked to do."""
    return install_gh(commands)


@pytest.fixture
def github(tmp_path: Path, origin: Origin, commands: Path, gh: FakeGh) -> GitHub:  # noqa: ARG001
    """A GitHub with that origin."""
    return GitHub(tmp_path / "github", origin.address, commands)
