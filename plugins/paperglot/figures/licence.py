"""The licence that a PDF names in its XMP metadata, read without a library for PDF.

arXiv's own packer writes it as `dc:rights` since 2025; others as `cc:license` or
`xmpRights:WebStatement`. Only the packet that the catalogue names counts: figures within a PDF
bring packets of their own. Source: XMP specification, part 3, and ISO 32000-1, 7.5 and 14.3.2.
"""

import re
import zlib
from collections.abc import Iterator
from xml.etree import ElementTree as ET

_MOST_OF_AN_OBJECT = 64_000
_MOST_OF_A_PACKET = 512_000
_MOST_OF_A_STREAM = 4_000_000
_MOST_STREAMS = 200
_LONGEST = 200
_MOST_ADDRESSES = 5

_ROOT = re.compile(rb"/Root\s+(\d{1,9})\s+(\d{1,5})\s+R")
_METADATA = re.compile(rb"/Metadata\s+(\d{1,9})\s+(\d{1,5})\s+R")
_OBJECT_STREAM = re.compile(rb"\d+\s+\d+\s+obj\s*<<([^>]{0,400}/ObjStm[^>]{0,400})>>\s*stream\r?\n")
_STREAM = re.compile(rb"<<(.{0,4000}?)>>\s*stream\r?\n", re.DOTALL)
_FIRST = re.compile(rb"/First\s+(\d{1,8})")
_FORBIDDEN = re.compile(r"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://[!-;=?-~]+")

_TAGS = frozenset({
    "{http://creativecommons.org/ns#}license",
    "{http://web.resource.org/cc/}license",
    "{http://ns.adobe.com/xap/1.0/rights/}WebStatement",
    "{http://purl.org/dc/elements/1.1/}rights",
})  # fmt: skip
_RESOURCE = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}resource"


def licence_of(pdf: bytes) -> str | None:
    """Return the address of the licence that a PDF names for itself; None without one.

    Where it names several, all of them are returned with spaces between them, so that the
    answer is none of them.
    """
    packet = _packet(pdf)
    if packet is None:
        return None
    addresses = list(dict.fromkeys(licences_in(packet)))[:_MOST_ADDRESSES]
    return " ".join(addresses) or None


def licences_in(packet: bytes) -> Iterator[str]:
    """Yield the addresses of licences in an XMP packet; none from a broken or a malicious one.

    A document type declares entities, which XMP never needs: a packet with one is not read.
    """
    try:
        text = packet.decode("utf-8-sig")
        if _FORBIDDEN.search(text):
            return
        tree = ET.fromstring(text.strip("\0 \r\n\t"))  # noqa: S314 (no document type, no entities)
    except (UnicodeDecodeError, ET.ParseError, ValueError):
        return
    for element in tree.iter():
        for tag, value in element.attrib.items():
            if tag in _TAGS:
                yield from _addresses(value)
        if element.tag in _TAGS:
            yield from _addresses(element.get(_RESOURCE, ""))
            yield from _addresses(" ".join(element.itertext()))


def _addresses(text: str) -> Iterator[str]:
    for found in _ADDRESS.finditer(text):
        if len(found[0]) <= _LONGEST:
            yield found[0].rstrip(".,;)")


def _packet(pdf: bytes) -> bytes | None:
    roots = _ROOT.findall(pdf)
    catalogue = _object(pdf, *roots[-1]) if roots else None
    named = _METADATA.search(catalogue) if catalogue else None
    return _stream(pdf, named[1], named[2]) if named else None


def _object(pdf: bytes, number: bytes, generation: bytes) -> bytes | None:
    """Return the text of an object, the latest if the PDF was amended."""
    start = _start(pdf, number, generation)
    if start is None:
        return _packed_object(pdf, int(number))
    return pdf[start : start + _MOST_OF_AN_OBJECT].partition(b"endobj")[0]


def _start(pdf: bytes, number: bytes, generation: bytes) -> int | None:
    head = b"%b %b obj" % (number, generation)
    place = pdf.rfind(head)
    while place > 0 and pdf[place - 1 : place].isdigit():
        place = pdf.rfind(head, 0, place)
    return place + len(head) if place >= 0 else None


def _packed_object(pdf: bytes, number: int) -> bytes | None:
    """Return an object out of the compressed streams of objects."""
    found = None
    for count, stream in enumerate(_OBJECT_STREAM.finditer(pdf)):
        first = _FIRST.search(stream[1])
        if count >= _MOST_STREAMS or first is None:
            continue
        content = _inflated(pdf[stream.end() :], _MOST_OF_A_STREAM) or b""
        numbers = content[: int(first[1])].split()
        places = {
            int(key): int(place)
            for key, place in zip(numbers[::2], numbers[1::2], strict=False)
            if key.isdigit() and place.isdigit()
        }
        if number in places:
            start = int(first[1]) + places[number]
            later = [int(first[1]) + each for each in places.values()]
            end = min((each for each in later if each > start), default=len(content))
            found = content[start:end]
    return found


def _stream(pdf: bytes, number: bytes, generation: bytes) -> bytes | None:
    start = _start(pdf, number, generation)
    if start is None:
        return None
    found = _STREAM.match(pdf[start : start + _MOST_OF_AN_OBJECT].lstrip())
    if found is None:
        return None
    begin = pdf.find(b"stream", start + found.end(1) - found.start(1)) + len(b"stream")
    content = pdf[begin : begin + _MOST_OF_A_PACKET].lstrip(b"\r\n")
    if b"FlateDecode" in found[1]:
        return _inflated(content, _MOST_OF_A_PACKET)
    return content.partition(b"endstream")[0]


def _inflated(content: bytes, most: int) -> bytes | None:
    try:
        return zlib.decompressobj().decompress(content, most)
    except zlib.error:
        return None
