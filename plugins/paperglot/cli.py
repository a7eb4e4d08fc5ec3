"""The command `paperglot`; each subcommand hands over to the rest."""

import argparse
import math
import os
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from paperglot import __version__
from paperglot.arxiv.calendar import current_day
from paperglot.config_file import configuration_problems, load_settings
from paperglot.errors import ConfigurationError, PaperglotError
from paperglot.hosting.destination import Destination
from paperglot.hosting.sync import Wish, sync
from paperglot.hosting.workers import AT_ONCE
from paperglot.night.backfill import backfill, plan
from paperglot.night.choice import Choice
from paperglot.night.forecast import forecast
from paperglot.night.illustration import illustrate
from paperglot.night.likeness import relate_all
from paperglot.night.progress import shown_on
from paperglot.night.redigest import plan as digest_plan
from paperglot.night.redigest import redigest
from paperglot.night.standing import standing
from paperglot.night.summary import Summary
from paperglot.night.update import update
from paperglot.prose import line
from paperglot.settings import Settings
from paperglot.store.files import Store

_DONE, _FAILED, _USAGE, _PARTLY = 0, 1, 2, 3
_INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a subcommand; return the exit code: 0 done, 1 failed, 2 usage, 3 partly done."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except PaperglotError as error:
        _complain(str(error))
        return error.exit_code
    except OSError as error:
        _complain(f"the disk: {error}")
        return _FAILED
    except KeyboardInterrupt:
        _complain("interrupted; what was done stays done")
        return _INTERRUPTED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="paperglot", description=__doc__)
    parser.add_argument("--version", action="version", version=f"paperglot {__version__}")
    parser.add_argument(
        "-f", "--config-file", default="mkdocs.yml", help="the site's configuration"
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    asking = _command(commands, "update", _update)
    asking.add_argument("--now", action="store_true", help="digest without a batch, at full price")
    asking.add_argument("--dry-run", action="store_true", help="say what it would ask and spend")
    filling = _command(commands, "backfill", _backfill)
    filling.add_argument("--from", dest="first", type=_day, required=True, metavar="YYYY-MM-DD")
    filling.add_argument("--to", dest="last", type=_day, required=True, metavar="YYYY-MM-DD")
    filling.add_argument("--dry-run", action="store_true", help="say what it would ask and spend")
    filling.add_argument("--yes", action="store_true", help="go on without asking")
    making = _command(commands, "digest", _digest)
    making.add_argument("--outdated", action="store_true", help="also what is out of date")
    making.add_argument("--since", type=_day, metavar="YYYY-MM-DD", help="announced on it or later")
    making.add_argument("--max-cost", type=_dollars, metavar="DOLLARS", help="the most to spend")
    making.add_argument("--dry-run", action="store_true", help="say what it would ask and spend")
    making.add_argument("--yes", action="store_true", help="go on without asking")
    _command(commands, "figures", _figures)
    relating = _command(commands, "similar", _similar, machine=False)
    relating.add_argument("--again", action="store_true", help="also for papers that name some")
    telling = _command(commands, "status", _status)
    telling.add_argument("--days", type=_positive, default=14, help="the latest days to show")
    _command(commands, "check", _check, machine=False)
    bringing = _command(commands, "sync", _sync)
    bringing.add_argument("destination", metavar="s3://BUCKET/PREFIX", help="where to")
    bringing.add_argument("--endpoint-url", metavar="URL", help="of storage that is not Amazon's")
    bringing.add_argument("--delete", action="store_true", help="what the site does not have")
    bringing.add_argument("--all", action="store_true", help="upload what is unchanged too")
    bringing.add_argument("--dry-run", action="store_true", help="say what it would do")
    return parser


def _command(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
    name: str,
    run: Callable[[argparse.Namespace], int],
    *,
    machine: bool = True,
) -> argparse.ArgumentParser:
    command = commands.add_parser(name, help=run.__doc__, description=run.__doc__)
    command.set_defaults(run=run)
    if machine:
        command.add_argument("--json", action="store_true", help="print one JSON object")
    return command


def _update(options: argparse.Namespace) -> int:
    """Ask arXiv for what is new, store it, and digest what waits."""
    settings = _settings(options)
    if options.dry_run:
        expected = forecast(settings)
        _say(expected.json if options.json else expected.text)
        return _DONE
    summary = update(settings, progress=shown_on(sys.stderr), directly=options.now)
    return _report(summary, as_json=options.json)


def _backfill(options: argparse.Namespace) -> int:
    """Fill days that were missed, through arXiv's API."""
    if options.first > options.last:
        message = f"--from {options.first} is after --to {options.last}"
        raise ConfigurationError(message)
    # A batch that is still open would be filed as if it were whole.
    if options.last > (today := current_day(datetime.now(UTC))):
        message = f"--to {options.last} has not come yet in Eastern time, where it is {today}"
        raise ConfigurationError(message)
    settings = _settings(options)
    found = plan(settings, options.first, options.last)
    if options.dry_run:
        _say(found.json if options.json else found.text)
        return _DONE
    print(found.text, file=sys.stderr)  # noqa: T201 (a command line speaks)
    if found.gaps and not (options.yes or _agreed()):
        return _USAGE
    summary = backfill(settings, options.first, options.last, progress=shown_on(sys.stderr))
    return _report(summary, as_json=options.json)


def _digest(options: argparse.Namespace) -> int:
    """Digest what waits without asking arXiv, or anew what is out of date."""
    settings = _settings(options)
    choice = Choice(options.outdated, options.since, options.max_cost)
    found = digest_plan(settings, choice)
    if options.dry_run:
        _say(found.json if options.json else found.text)
        return _DONE
    print(found.text, file=sys.stderr)  # noqa: T201 (a command line speaks)
    if found.papers and not (options.yes or _agreed()):
        return _USAGE
    return _report(redigest(settings, choice, progress=shown_on(sys.stderr)), as_json=options.json)


def _figures(options: argparse.Namespace) -> int:
    """Look for the figures of the latest papers whose licence allows to show them."""
    done = illustrate(_settings(options), progress=shown_on(sys.stderr))
    _say(done.json if options.json else done.text)
    return _DONE


def _similar(options: argparse.Namespace) -> int:
    """Find, for all papers of the archive, the earlier ones most like them."""
    found = relate_all(_settings(options), again=options.again, progress=shown_on(sys.stderr))
    _say(found.text)
    return _DONE


def _status(options: argparse.Namespace) -> int:
    """Say how the archive stands: days, what waits and failed, what was spent."""
    settings = _settings(options)
    found = standing(Store(settings.root), settings)
    _say(found.json if options.json else found.text(options.days))
    return _DONE


def _check(options: argparse.Namespace) -> int:
    """Read the configuration and every page of the store, and name what is wrong with them."""
    problems = configuration_problems(options.config_file)
    if problems:
        for problem in problems:
            print(problem, file=sys.stderr)  # noqa: T201
        return _USAGE
    archive = Store(_settings(options).root).read()
    for error in archive.damaged:
        print(error, file=sys.stderr)  # noqa: T201
    _say(f"{len(archive.papers)} papers and {len(archive.days)} days can be read")
    return _FAILED if archive.damaged else _DONE


def _sync(options: argparse.Namespace) -> int:
    """Upload what changed of the built site to storage that speaks S3."""
    destination = Destination.parse(options.destination)
    folder = _settings(options).host.folder
    assert folder is not None  # MkDocs has a default for site_dir
    from paperglot.hosting.s3 import Bucket  # noqa: PLC0415 (boto3 is optional, and slow to load)

    bucket = Bucket(destination, options.endpoint_url, connections=AT_ONCE)
    wish = Wish(delete=options.delete, everything=options.all, dry_run=options.dry_run)
    done = sync(folder, bucket, wish, shown_on(sys.stderr))
    _say(done.json if options.json else done.text)
    return _DONE


def _settings(options: argparse.Namespace) -> Settings:
    return load_settings(options.config_file)


def _report(summary: Summary, *, as_json: bool) -> int:
    """Print a run's summary, also where GitHub shows it."""
    _say(summary.json if as_json else summary.block)
    for problem in summary.problems:
        _complain(problem)
    # https://docs.github.com/en/actions/reference/workflow-commands#adding-a-job-summary
    if step_summary := os.environ.get("GITHUB_STEP_SUMMARY"):
        with Path(step_summary).open("a", encoding="utf-8") as file:
            file.write(summary.markdown)
    return _PARTLY if summary.problems else _DONE


def _agreed() -> bool:
    """Ask at a terminal; elsewhere nobody can answer."""
    if not sys.stdin.isatty():
        _complain("say --yes to go on")
        return False
    try:
        return input("Go on? [y/N] ").strip().lower() in ("y", "yes")
    except EOFError:  # Ctrl-D
        return False


def _say(text: str) -> None:
    print(text)  # noqa: T201


def _complain(text: str) -> None:
    print(f"paperglot: {line(text)}", file=sys.stderr)  # noqa: T201


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        message = f"{text!r} is not a date such as 2026-05-12"
        raise argparse.ArgumentTypeError(message) from None


def _dollars(text: str) -> float:
    try:
        dollars = float(text)
    except ValueError:
        dollars = math.nan
    if not (math.isfinite(dollars) and dollars >= 0):
        message = f"{text!r} is not a number of US dollars"
        raise argparse.ArgumentTypeError(message)
    return dollars


def _positive(text: str) -> int:
    if not text.isdecimal() or not int(text):
        message = f"{text!r} is not a number of days"
        raise argparse.ArgumentTypeError(message)
    return int(text)
