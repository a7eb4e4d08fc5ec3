"""Set up .venv from a lock file; do nothing if it is set up from this one already.

    python3 scripts/environment.py requirements.lock

Needs nothing but Python 3.11 or later and the network; every package is checked against its
hash. An environment that holds more than the lock file asks for is left as it is.
"""

import hashlib
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / ".venv"
STAMP = ENVIRONMENT / "paperglot-environment"
OLDEST_PYTHON = (3, 11)


class SetUpError(Exception):
    """What stands in the way, in a sentence that says what to do."""


def main(arguments: list[str]) -> int:
    """Set up the environment; return the exit code."""
    if len(arguments) != 1 or not (ROOT / arguments[0]).is_file():
        print(f"usage: environment.py LOCK_FILE (got {arguments})", file=sys.stderr)
        return 2
    try:
        set_up(ROOT / arguments[0])
    except SetUpError as problem:
        print(f"environment: {problem}", file=sys.stderr)
        return 1
    return 0


def set_up(lock: Path) -> None:
    """Create .venv where it is missing and install what the lock file names."""
    wanted = fingerprint(lock)
    if STAMP.is_file() and wanted in STAMP.read_text().split():
        return
    check_python()
    create()
    pip("install", "--require-hashes", "--requirement", str(lock))
    pip("install", "--no-deps", "--no-build-isolation", "--editable", str(ROOT))
    STAMP.write_text("\n".join([wanted, *implied(lock)]) + "\n")


def fingerprint(lock: Path) -> str:
    """Return what changes with the lock file, the project's own metadata and the Python."""
    parts = (lock.name.encode(), lock.read_bytes(), (ROOT / "pyproject.toml").read_bytes())
    return hashlib.sha256(b"\0".join((*parts, sys.version.encode()))).hexdigest()


def implied(lock: Path) -> list[str]:
    """Return what is set up too: the development lock holds all that the site's does."""
    site = ROOT / "requirements.lock"
    return [fingerprint(site)] if lock.name == "requirements-dev.lock" else []


def check_python() -> None:
    """Refuse a Python that is too old, and one that cannot make environments."""
    if sys.version_info < OLDEST_PYTHON:
        found = ".".join(map(str, sys.version_info[:3]))
        message = (
            f"Python 3.11 or later is needed, this is {found}; try `make PYTHON=python3.12 site`"
        )
        raise SetUpError(message)
    try:
        import ensurepip  # noqa: F401, PLC0415 (Debian has it in a package of its own)
    except ImportError as error:
        message = "this Python cannot make environments; on Debian: sudo apt install python3-venv"
        raise SetUpError(message) from error


def create() -> None:
    """Make .venv, anew if it belongs to another Python."""
    marker = ENVIRONMENT / "pyvenv.cfg"
    version = ".".join(map(str, sys.version_info[:3]))
    same = marker.is_file() and f"version = {version}" in marker.read_text()
    if not same:
        venv.create(ENVIRONMENT, with_pip=True, clear=True)


def pip(*arguments: str) -> None:
    """Run pip of the environment, quietly."""
    command = [str(ENVIRONMENT / "bin" / "python"), "-m", "pip", *arguments]
    done = subprocess.run([*command, "--quiet", "--disable-pip-version-check"], check=False)
    if done.returncode:
        message = f"pip {arguments[0]} failed with {done.returncode}; is the network there?"
        raise SetUpError(message)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
