"""The figures of a PDF: started here, done in a process of its own, checked here again."""

import hashlib
import math
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from paperglot.errors import FigureError
from paperglot.figure import Figure
from paperglot.figures import answer
from paperglot.figures.webp import dimensions

_WORKER = (sys.executable, "-P", "-s", "-m", "paperglot.figures.worker")
_PACKAGES = Path(__file__).resolve().parents[2]
# A PDF begins and ends with these, give or take so many bytes of something else.
_BEGINNING, _END = b"%PDF-", b"%%EOF"
_BEFORE, _AFTER = 1_024, 8_192
_LONGEST_COMPLAINT = 200
_KILLED_FOR_TIME = -24  # SIGXCPU


@dataclass(frozen=True, slots=True)
class Limits:
    """What a PDF may cost, and its images."""

    pages: int = 10
    """So many first pages are looked at."""
    bytes_of_images: int = 120_000
    """Of all images of a paper together."""
    seconds: float = 30.0
    """Of the clock, until the process is ended."""
    memory: int = 1_000_000_000
    """Of the process's address space, in bytes; not on Windows."""
    bytes_of_file: int = 40_000_000
    """Of the PDF: a larger one is not opened, and takes longer to bring than it is worth."""


@dataclass(frozen=True, slots=True)
class Extraction:
    """What a PDF gave."""

    licence: str | None
    """The address of the licence in the PDF's metadata; several with spaces; None without."""
    figures: tuple[Figure, ...]
    """In the order of pages, then of place."""


def extract(
    pdf: Path, folder: Path, limits: Limits | None = None, *, worker: Sequence[str] = _WORKER
) -> Extraction:
    """Cut the figures and tables out of a PDF.

    Each image is written into the folder, whole or not at all, as its figure's hash with the
    suffix `.webp`. Raises `FigureError`, with nothing left in the folder, for a file that is no
    whole PDF, is encrypted or too large, or whose reading takes too long or too much memory.
    """
    limits = limits or Limits()
    _check(pdf, limits)
    with tempfile.TemporaryDirectory(prefix="paperglot-figures-") as name:
        desk = Path(name)
        content = _run(worker, pdf, desk, limits)
        try:
            said = answer.read(content, limits.pages)
            if isinstance(said, str):
                raise FigureError(said)
            licence, figures = said
            images = {each.hash: _image(desk / "images", each) for each in figures}
        except answer.AnswerError as error:
            message = f"reading the PDF gave no answer that can be used: {error}"
            raise FigureError(message) from error
        if sum(map(len, images.values())) > limits.bytes_of_images:
            message = "reading the PDF gave more bytes of images than it may"
            raise FigureError(message)
        _keep(images, folder)
    return Extraction(licence, figures)


def _check(pdf: Path, limits: Limits) -> None:
    """Refuse what is no whole PDF without starting a process for it."""
    try:
        size = pdf.stat().st_size
        with pdf.open("rb") as file:
            beginning = file.read(_BEFORE)
            file.seek(max(0, size - _AFTER))
            end = file.read(_AFTER)
    except OSError as error:
        message = f"the PDF cannot be opened: {error.strerror}"
        raise FigureError(message) from error
    if size > limits.bytes_of_file:
        message = f"the PDF has {size:,} bytes; more than {limits.bytes_of_file:,} are not opened"
        raise FigureError(message)
    if _BEGINNING not in beginning:
        message = "the file is not a PDF"
        raise FigureError(message)
    if _END not in end:
        message = "the PDF is truncated"
        raise FigureError(message)


def _run(worker: Sequence[str], pdf: Path, desk: Path, limits: Limits) -> bytes:
    """Start the worker and return what it says; its files have a limit, a pipe would have none."""
    (desk / "images").mkdir()
    numbers = (limits.pages, limits.bytes_of_images, math.ceil(limits.seconds) + 1, limits.memory)
    command = [*worker, str(pdf.resolve()), str(desk / "images"), *map(str, numbers)]
    said, complaint = desk / "said", desk / "complaint"
    with said.open("wb") as out, complaint.open("wb") as err:
        try:
            done = subprocess.run(  # noqa: S603 (our own module, paths as arguments)
                command,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=err,
                cwd=desk,
                env=_environment(desk),
                timeout=limits.seconds,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            message = f"reading the PDF took longer than {limits.seconds:g} seconds"
            raise FigureError(message) from error
    if done.returncode == _KILLED_FOR_TIME:
        message = f"reading the PDF took longer than {limits.seconds:g} seconds"
        raise FigureError(message)
    if done.returncode < 0:
        message = f"reading the PDF was ended by signal {-done.returncode}"
        raise FigureError(message)
    if done.returncode:
        message = f"reading the PDF ended with {done.returncode}{_excerpt(complaint)}"
        raise FigureError(message)
    with said.open("rb") as file:
        return file.read(answer.LONGEST_ANSWER + 1)


def _environment(desk: Path) -> dict[str, str]:
    """Return what Python needs to start and to be the same each time, and nothing else."""
    needed = ("SYSTEMROOT", "LD_LIBRARY_PATH")
    return {
        **{name: os.environ[name] for name in needed if name in os.environ},
        "PYTHONPATH": str(_PACKAGES),
        "PYTHONHASHSEED": "0",
        "PYTHONUTF8": "1",
        "TMPDIR": str(desk),
    }


def _excerpt(complaint: Path) -> str:
    """Return the last line that the worker complained with, cut short and on one line."""
    with complaint.open("rb") as file:
        file.seek(0, os.SEEK_END)
        file.seek(max(0, file.tell() - 4 * _LONGEST_COMPLAINT))
        lines = file.read().decode("utf-8", "replace").strip().splitlines()
    if not lines:
        return ""
    last = "".join(each for each in lines[-1] if each.isprintable())
    return f": {last[:_LONGEST_COMPLAINT]}"


def _image(images: Path, figure: Figure) -> bytes:
    """Return the image that the answer speaks of, if it is what the answer says."""
    path = images / f"{figure.hash}.webp"
    if path.is_symlink() or not path.is_file() or path.stat().st_size != figure.size:
        message = "an image is missing or of another size"
        raise answer.AnswerError(message)
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest()[:16] != figure.hash:
        message = "an image has another hash"
        raise answer.AnswerError(message)
    if dimensions(content) != (figure.width, figure.height):
        message = "an image is no WebP of the size that was said"
        raise answer.AnswerError(message)
    return content


def _keep(images: dict[str, bytes], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    try:
        for name, content in images.items():
            path = folder / f"{name}.webp"
            new = not path.exists()
            with _replacing(path) as part:
                part.write_bytes(content)
            if new:
                written.append(path)
    except OSError as error:
        for path in written:
            path.unlink(missing_ok=True)
        message = f"the images of the PDF cannot be kept: {error.strerror}"
        raise FigureError(message) from error


@contextmanager
def _replacing(path: Path) -> Iterator[Path]:
    """Give a place to write to; what is there in the end takes the file's place at once."""
    part = path.with_suffix(f".{os.getpid()}.part")
    try:
        yield part
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
