"""The Atom feeds, against the shape that arXiv's have and Paperglot's own reading of both."""

import gzip
import re
from datetime import UTC, date, datetime
from xml.etree import ElementTree as ET

import pytest

from paperglot.arxiv import feed
from paperglot.errors import RefusedError
from tests.shared import SHARED, needs_shared
from tests.standins.atom import atom_document, atom_error
from tests.standins.feeds import Item, an_invented_day, document, midnight

DAY = date(2026, 5, 12)
CAPTURE = SHARED / "feeds" / "other" / "tidedra-cs.AI-2025-08-20.atom.xml.gz"
NAMES = {
    "": "http://www.w3.org/2005/Atom",
    "arxiv": "http://arxiv.org/schemas/atom",
    "dc": "http://purl.org/dc/elements/1.1/",
}
FULL = Item(
    version=3,
    announce_type="replace-cross",
    title="A < B & C: $x<y$",
    abstract='First "quoted" paragraph.\n  Second, with <eos>.',
    creator='J\\"urgen Beispiel, Bo Muster (Nowhere, Ltd.)',
    categories=("cs.LG", "cs.CL"),
    dois=("10.99999/a", "10.99999/b"),
    journal_reference="Invented 1, 2",
)


@pytest.mark.parametrize("category", ["cs.AI", "cs.CL", "cs.CV", "cs.LG"])
def test_both_formats_of_a_feed_read_as_the_same(category: str) -> None:
    items = [*an_invented_day(DAY)[category], FULL]
    read = feed.parse(atom_document(category, DAY, items), category)
    assert read == feed.parse(document(category, DAY, items), category)
    assert (read.day, len(read.entries), read.failures) == (DAY, len(items), ())


def test_a_feed_without_entries_is_dated_by_its_generation_alone() -> None:
    content = atom_document("cs.CL", DAY)
    assert midnight(DAY).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:10+00:00") in content.decode()
    read = feed.parse(content, "cs.CL")
    assert (read.day, read.entries) == (DAY, ())


def test_an_error_is_a_feed_that_says_so() -> None:
    assert ET.fromstring(atom_error("cs.NOPE")).findall("entry", NAMES) == []
    with pytest.raises(RefusedError, match=r"Feed error for query: .*/atom/cs\.NOPE"):
        feed.parse(atom_error("cs.NOPE"), "cs.NOPE")


def closed(excerpt: bytes) -> bytes:
    """Return the whole entries of the capture, which ends in the middle of one."""
    return excerpt[: excerpt.rindex(b"</entry>")] + b"</entry>\n</feed>\n"


@needs_shared
def test_the_capture_written_again_has_the_same_bytes() -> None:
    capture = closed(gzip.decompress(CAPTURE.read_bytes()))
    root = ET.fromstring(capture)
    items = [read_entry(entry) for entry in root.findall("entry", NAMES)]
    updated = [element.text or "" for element in root.iter(f"{{{NAMES['']}}}updated")]
    built = [datetime.fromisoformat(text) for text in updated]
    assert atom_document("cs.AI", date(2025, 8, 20), items, built=built) == capture


@needs_shared
def test_paperglot_reads_the_capture() -> None:
    read = feed.parse(closed(gzip.decompress(CAPTURE.read_bytes())), "cs.AI")
    assert (read.day, read.failures) == (date(2025, 8, 20), ())
    assert len(read.entries) == 4
    assert all(entry.abstract and entry.authors and entry.licence for entry in read.entries)


def read_entry(entry: ET.Element) -> Item:
    """Return an entry of the capture, without the help of what wrote the other one."""
    described = re.fullmatch(
        r"arXiv:(?P<id>.+)v(?P<version>\d+) Announce Type: (?P<type>\S+) \nAbstract: (?P<text>.*)",
        entry.findtext("summary", "", NAMES),
        re.DOTALL,
    )
    assert described is not None
    terms = (category.get("term", "") for category in entry.findall("category", NAMES))
    return Item(
        id=described["id"],
        version=int(described["version"]),
        announce_type=described["type"],
        title=entry.findtext("title", "", NAMES),
        abstract=described["text"],
        creator=entry.findtext("dc:creator", "", NAMES),
        categories=tuple(terms),
        licence=entry.findtext("dc:rights", None, NAMES),
    )
