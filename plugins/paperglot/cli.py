"""The command `paperglot`; each subcommand hands over to the rest."""

import argparse
import sys
from collections.abc import Sequence

from paperglot import __version__
from paperglot.config import load_settings
from paperglot.errors import PaperglotError
from paperglot.settings import Settings
from paperglot.store.files import Store
from paperglot.update import update

_DONE, _PARTLY = 0, 3


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a subcommand; return the exit code: 0 done, 1 failed, 2 usage, 3 partly done."""
    options = _parser().parse_args(arguments)
    try:
        settings = load_settings(options.config_file)
        return int(options.run(settings))
    except PaperglotError as error:
        print(f"paperglot: {error}", file=sys.stderr)  # noqa: T201 (a command line speaks)
        return error.exit_code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="paperglot", description=__doc__)
    parser.add_argument("--version", action="version", version=f"paperglot {__version__}")
    parser.add_argument(
        "-f", "--config-file", default="mkdocs.yml", help="the site's configuration"
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for name, run in (("update", _update), ("check", _check)):
        command = commands.add_parser(name, help=run.__doc__, description=run.__doc__)
        command.set_defaults(run=run)
    return parser


def _update(settings: Settings) -> int:
    """Ask arXiv for what is new, store it, and digest what waits."""
    summary = update(settings)
    print(summary.text)  # noqa: T201
    for problem in summary.problems:
        print(f"paperglot: {problem}", file=sys.stderr)  # noqa: T201
    return _PARTLY if summary.problems else _DONE


def _check(settings: Settings) -> int:
    """Read every page of the store and name what is wrong with it."""
    archive = Store(settings.root).read()
    for error in archive.damaged:
        print(error, file=sys.stderr)  # noqa: T201
    print(f"{len(archive.papers)} papers and {len(archive.days)} days can be read")  # noqa: T201
    return int(bool(archive.damaged))
