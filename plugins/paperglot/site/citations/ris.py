"""RIS: a tag of two characters, two spaces, a hyphen, a space, and the value, line by line.

The format has no preprints. `UNPB`, unpublished work, is what EndNote writes for them; Zotero,
which reads no type of RIS as a preprint, makes an article of it and keeps everything else.
A group ends with a comma, as EndNote wants it, and Zotero takes it whole for that.
"""

from collections.abc import Iterator

from paperglot.prose import line
from paperglot.site.citations.names import Name
from paperglot.site.citations.reference import Reference


def ris(reference: Reference) -> str:
    """Return a record, without a line break at its end."""
    return "\n".join(f"{tag}  - {line(value)}" for tag, value in _fields(reference)) + "\nER  - "


def family_first(name: Name) -> str:
    """Return a name as RIS and other lists have it: `van der Berg, Lars`."""
    if name.is_whole:
        return f"{name.family}," if " " in name.family else name.family
    return f"{name.family}, {name.given}"


def _fields(reference: Reference) -> Iterator[tuple[str, str]]:
    yield "TY", "UNPB"
    for name in reference.authors:
        yield "AU", ", ".join(part for part in (family_first(name), name.suffix) if part)
    yield "TI", reference.title.replace("\\$", "$")
    yield "PY", f"{reference.date:%Y}"
    yield "DA", f"{reference.date:%Y/%m/%d}"
    if reference.url and reference.pdf:
        yield "PB", "arXiv"
        yield "AN", f"arXiv:{reference.id}"
        yield "DO", reference.doi or ""
        yield "UR", reference.url
        yield "L1", reference.pdf
    yield "LA", "en"
