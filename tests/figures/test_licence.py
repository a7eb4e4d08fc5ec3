import zlib

import pytest

from paperglot.figures.licence import licence_of, licences_in

BY = "http://creativecommons.org/licenses/by/4.0/"
ZERO = "https://creativecommons.org/publicdomain/zero/1.0/"
ARXIV = f'<dc:rights><rdf:Alt><rdf:li xml:lang="x-default">{BY}</rdf:li></rdf:Alt></dc:rights>'


def packet(inside: str = ARXIV, before: str = "") -> bytes:
    """Return an XMP packet as arXiv writes it, around other properties."""
    return f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>{before}
<x:xmpmeta xmlns:x="adobe:ns:meta/" xmlns:dc="http://purl.org/dc/elements/1.1/"
  xmlns:cc="http://creativecommons.org/ns#" xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="">{inside}</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>""".encode()


def pdf(metadata: bytes, *, compressed: bool = False, packed: bool = False) -> bytes:
    """Return as much of a PDF as names its metadata."""
    catalogue = b"<< /Type /Catalog /Metadata 3 0 R >>"
    other = pdf_object(9, b"<< /Type /Metadata >>", packet(f"<dc:rights>{ZERO}</dc:rights>"))
    filters = b" /Filter /FlateDecode" if compressed else b""
    content = zlib.compress(metadata) if compressed else metadata
    wanted = pdf_object(3, b"<< /Type /Metadata /Subtype /XML%b >>" % filters, content)
    if packed:
        index = b"7 0 1 4 "
        stream = zlib.compress(index + b"null" + catalogue)
        head = b"<< /Type /ObjStm /N 2 /First %d /Filter /FlateDecode >>" % len(index)
        root = pdf_object(5, head, stream)
    else:
        root = b"1 0 obj\n%b\nendobj\n" % catalogue
    return b"%PDF-1.5\n" + other + root + wanted + b"trailer << /Root 1 0 R >>\n%%EOF\n"


def pdf_object(number: int, head: bytes, content: bytes) -> bytes:
    return b"%d 0 obj\n%b\nstream\n%b\nendstream\nendobj\n" % (number, head, content)


@pytest.mark.parametrize("compressed", [True, False])
@pytest.mark.parametrize("packed", [True, False])
def test_the_catalogues_own_packet_counts(compressed: bool, packed: bool) -> None:  # noqa: FBT001
    assert licence_of(pdf(packet(), compressed=compressed, packed=packed)) == BY


@pytest.mark.parametrize(
    "inside",
    [
        f"<dc:rights>{BY}</dc:rights>",
        f"<dc:rights>Published under {BY}.</dc:rights>",
        f'<cc:license rdf:resource="{BY}"/>',
        f"<xmpRights:WebStatement>{BY}</xmpRights:WebStatement>",
    ],
)
def test_other_ways_to_name_a_licence_are_known(inside: str) -> None:
    assert list(licences_in(packet(inside))) == [BY]


def test_a_licence_may_be_an_attribute() -> None:
    content = packet("").replace(b'rdf:about=""', f'cc:license="{BY}"'.encode())
    assert list(licences_in(content)) == [BY]


def test_several_licences_are_none_of_them() -> None:
    both = f'<dc:rights>{BY}</dc:rights><cc:license rdf:resource="{ZERO}"/>'
    assert licence_of(pdf(packet(both))) == f"{BY} {ZERO}"


@pytest.mark.parametrize(
    "metadata",
    [
        packet(""),
        packet("<dc:rights>All rights reserved</dc:rights>"),
        packet()[:-60],
        packet("<dc:rights>&unknown;</dc:rights>"),
        packet(before=f'<!DOCTYPE x [<!ENTITY a "{BY}"><!ENTITY b "&a;&a;&a;&a;">]>'),
        packet(before="<!doctype x>"),
        packet().decode().encode("utf-16"),
        b"\xff\xfe\x00rubbish",
        b"",
    ],
    ids=["none", "no address", "cut", "entity", "bomb", "doctype", "UTF-16", "rubbish", "empty"],
)
def test_what_names_no_licence_gives_none(metadata: bytes) -> None:
    assert licence_of(pdf(metadata)) is None


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"%PDF-1.5\ntrailer << /Root 1 0 R >>",
        b"%PDF-1.5\n1 0 obj << /Type /Catalog >> endobj trailer << /Root 1 0 R >>",
        b"%PDF-1.5\n1 0 obj << /Metadata 3 0 R >> endobj trailer << /Root 1 0 R >>",
        b"%PDF-1.5\n1 0 obj << /Metadata 3 0 R >> endobj 3 0 obj null trailer << /Root 1 0 R >>",
        pdf(packet(), compressed=True).replace(b"stream\nx", b"stream\ny"),
    ],
)
def test_a_pdf_without_metadata_that_can_be_read_gives_none(content: bytes) -> None:
    assert licence_of(content) is None


def test_a_stream_that_unpacks_to_very_much_is_cut_off() -> None:
    bomb = packet("<dc:rights>" + " " * 50_000_000 + BY + "</dc:rights>")
    assert licence_of(pdf(bomb, compressed=True)) is None
