"""Try a night for free: a stand-in for arXiv and one for the Messages API, run by hand.

    python scripts/sandbox.py                                 an invented day, until Ctrl-C
    python scripts/sandbox.py -- paperglot update             run a command inside it
    python scripts/sandbox.py --feeds captures/*-cs-cl.xml.gz serve captured feeds

Without a command it prints what to set in another shell, so that
`python scripts/sandbox.py > sandbox.env &` and `. ./sandbox.env` work too.
"""

import argparse
import contextlib
import gzip
import os
import re
import shlex
import signal
import subprocess
import sys
import threading
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.standins.arxiv import ArxivStandIn
from tests.standins.feeds import an_invented_day, document
from tests.standins.messages import MessagesStandIn

_SUFFIXES = (".xml", ".rss", ".xml.gz", ".rss.gz")
_CAPTURE = re.compile(r"(?:\d{4}-\d{2}-\d{2}[-_.])?(?P<category>[A-Za-z-]+(?:\.[A-Za-z-]+)?)")
_WHOLE_ARCHIVES = frozenset(
    {"gr-qc", "hep-ex", "hep-lat", "hep-ph", "hep-th", "math-ph", "nucl-ex", "nucl-th", "quant-ph"}
)
_QUIET = ("cs.SD", "eess.IV")  # of the categories that the shipped configuration asks for
_CAPTIONS = (
    "Figure 1: Cost of training over 5 epochs; the baseline (dashed) ends at 62.4% on InventBench.",
    "Figure 2: An overview of the invented method, before and after the 2nd step.",
)
_COMMAND_NOT_FOUND = 127
_INTERRUPTED = 128 + signal.SIGINT


class SandboxError(Exception):
    """What the caller got wrong, in a sentence for the terminal."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the sandbox; return the exit code of the command, or 0."""
    options, command = _parse(sys.argv[1:] if arguments is None else arguments)
    try:
        feeds = load_feeds(options.feeds) if options.feeds else invented_feeds(options.day)
    except SandboxError as error:
        print(f"sandbox: {error}", file=sys.stderr)
        return 2
    with ArxivStandIn(feeds) as arxiv, MessagesStandIn(latency=options.latency) as messages:
        arxiv.pdfs |= {} if options.feeds else invented_pdfs(options.day)
        variables = environment(arxiv, messages)
        code = run(command, variables) if command else wait(variables)
        served, answered = len(arxiv.requests), len(messages.requests)
    print(f"sandbox: {served} requests to arXiv, {answered} to the model", file=sys.stderr)
    return code


def environment(arxiv: ArxivStandIn, messages: MessagesStandIn) -> dict[str, str]:
    """Return the variables that lead Paperglot and the SDK to the stand-ins."""
    return {
        "PAPERGLOT_RSS_URL": arxiv.rss_url,
        "PAPERGLOT_ATOM_URL": arxiv.atom_url,
        "PAPERGLOT_LISTING_URL": arxiv.listing_url,
        "PAPERGLOT_API_URL": arxiv.api_url,
        "PAPERGLOT_PDF_URL": arxiv.pdf_url,
        "PAPERGLOT_REQUEST_INTERVAL": "0",
        "ANTHROPIC_BASE_URL": messages.base_url,
        "ANTHROPIC_API_KEY": "sandbox",
        "NO_PROXY": "127.0.0.1",
        "no_proxy": "127.0.0.1",  # where it is set, it goes before the one above
    }


def run(command: Sequence[str], variables: Mapping[str, str]) -> int:
    """Run a command with the variables set; return its exit code as a shell would."""
    try:
        done = subprocess.run(command, env={**os.environ, **variables}, check=False)
    except OSError as error:
        print(f"sandbox: cannot run {command[0]}: {error.strerror}", file=sys.stderr)
        return _COMMAND_NOT_FOUND
    except KeyboardInterrupt:
        return _INTERRUPTED
    return done.returncode if done.returncode >= 0 else 128 - done.returncode


def wait(variables: Mapping[str, str]) -> int:
    """Print the variables and wait for Ctrl-C or SIGTERM."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with contextlib.suppress(KeyboardInterrupt):
        for name, value in variables.items():
            print(f"export {name}={shlex.quote(value)}", flush=True)
        print("sandbox: running, Ctrl-C ends it", file=sys.stderr)
        threading.Event().wait()
    return 0


def invented_feeds(day: date) -> dict[str, bytes]:
    """Return the feeds of an invented day, by category; some categories are quiet."""
    quiet = {category: document(category, day) for category in _QUIET}
    items = an_invented_day(day)
    return quiet | {name: document(name, day, papers) for name, papers in items.items()}


def invented_pdfs(day: date) -> dict[str, bytes]:
    """Return a PDF with figures for each paper of an invented day, for `paperglot figures`.

    There are none where reportlab is not installed, which `make development` brings.
    """
    try:
        from tests.figures.sheets import illustrated  # noqa: PLC0415 (reportlab may be missing)
    except ImportError:
        return {}
    pdf = illustrated(_CAPTIONS)
    papers = (paper for items in an_invented_day(day).values() for paper in items)
    return {f"{paper.id}v{paper.version}": pdf for paper in papers}


def load_feeds(paths: Iterable[Path]) -> dict[str, bytes]:
    """Read captures, or folders of them, by the category in each name.

    The last name in alphabetical order wins where a category has several: the latest day.
    """
    files = sorted(captures(paths), key=lambda path: path.name)
    chosen = {category_of(path): path for path in files}
    for category, path in sorted(chosen.items()):
        print(f"sandbox: {category} is {path}", file=sys.stderr)
    return {category: read_capture(path) for category, path in chosen.items()}


def captures(paths: Iterable[Path]) -> list[Path]:
    """Return the files named by the paths, and those inside of folders that look like feeds."""
    found: list[Path] = []
    for path in paths:
        if not path.exists():
            message = f"{path} does not exist"
            raise SandboxError(message)
        inside = [file for file in path.glob("*") if file.name.endswith(_SUFFIXES)]
        if path.is_dir() and not inside:
            message = f"{path} holds no file that ends in {', '.join(_SUFFIXES)}"
            raise SandboxError(message)
        found += inside if path.is_dir() else [path]
    return found


def category_of(path: Path) -> str:
    """Return the category in a name such as `2026-05-13-cs-cl.xml.gz` or `cs.CL.xml`."""
    bare = re.sub(r"\.(xml|rss)(\.gz)?$", "", path.name)
    match = _CAPTURE.fullmatch(bare)
    if match is None or bare == path.name:
        message = f"{path.name} names no category; call it cs.CL.xml or 2026-05-13-cs-cl.xml.gz"
        raise SandboxError(message)
    category = match["category"]
    if "." in category or "-" not in category or category in _WHOLE_ARCHIVES:
        return category
    archive, _, subject = category.rpartition("-")
    return f"{archive}.{subject.upper()}"


def read_capture(path: Path) -> bytes:
    """Return a capture's bytes, unpacked if its name says that it is packed."""
    try:
        data = path.read_bytes()
        return gzip.decompress(data) if path.suffix == ".gz" else data
    except (OSError, EOFError) as error:
        message = f"cannot read {path}: {error}"
        raise SandboxError(message) from error


def _parse(arguments: Sequence[str]) -> tuple[argparse.Namespace, list[str]]:
    """Split at the first `--`: what follows is the command, with options of its own."""
    own, command = list(arguments), list[str]()
    if "--" in own:
        at = own.index("--")
        own, command = own[:at], own[at + 1 :]
    return _parser().parse_args(own), command


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description="Serve an invented or captured arXiv and a model that costs nothing.",
        epilog="After -- a command may follow; it runs with the variables set.",
    )
    parser.add_argument(
        "--feeds",
        nargs="+",
        type=Path,
        metavar="PATH",
        help="captured feeds, or folders of them, named like 2026-05-13-cs-cl.xml.gz or cs.CL.xml",
    )
    parser.add_argument(
        "--day",
        type=_day,
        default=date.today(),  # noqa: DTZ011 (the maintainer's own day is meant)
        metavar="YYYY-MM-DD",
        help="date of the invented day (default: today)",
    )
    parser.add_argument(
        "--latency",
        type=_seconds,
        default=0.05,
        metavar="SECONDS",
        help="how long the model takes for each answer (default: %(default)s)",
    )
    return parser


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        message = f"{text!r} is not a date such as 2026-05-12"
        raise argparse.ArgumentTypeError(message) from None


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds < threading.TIMEOUT_MAX:
        message = f"{text!r} is not a number of seconds"
        raise argparse.ArgumentTypeError(message)
    return seconds


if __name__ == "__main__":
    sys.exit(main())
