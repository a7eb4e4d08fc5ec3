"""How the stand-in for arXiv's API answers a query.

Imitated from https://info.arxiv.org/help/api/user-manual.html and from real answers: ten
records where `max_results` does not say otherwise, 2,000 at most; papers that are not known are
left out without a word; what is asked wrongly is HTTP 400 with one entry titled "Error".
"""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from xml.sax.saxutils import escape

from tests.standins.records import ApiRecord

_ANSWERED, _BAD = 200, 400
_USUAL, _MOST = 10, 2_000
_NAMESPACES = (
    'xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" '
    'xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns="http://www.w3.org/2005/Atom"'
)
_IDENTIFIER = re.compile(
    r"(?P<id>\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v(?P<version>\d+))?"
)
_SEARCH = re.compile(
    r"(?:\((?P<many>[^()]+)\)|(?P<one>cat:\S+))?(?: AND )?"
    r"(?:submittedDate:\[(?P<begin>\d{12}) TO (?P<end>\d{12})\])?"
)
_AUTHOR = re.compile(r"(?P<name>.*?)(?:\s*\((?P<affiliation>.*)\))?")


class _BadQueryError(Exception):
    """The query is answered with HTTP 400 and these words."""


def answer(parameters: Mapping[str, str], records: Iterable[ApiRecord]) -> tuple[int, bytes]:
    """Return the status and the document for a query's parameters.

    Records come in the order that `sortBy` and `sortOrder` ask for, else the latest first: the
    API does not promise the order of `id_list`.

    Raises:
        ValueError: the stand-in does not know such a search; real arXiv may.
    """
    try:
        start = _number(parameters, "start", 0)
        size = _number(parameters, "max_results", _USUAL)
        found = _sorted(_found(parameters, records), parameters)
    except _BadQueryError as error:
        return _BAD, _error(str(error))
    part = found[start : start + min(size, _MOST)]
    return _ANSWERED, _document(parameters, part, (len(found), start, size))


def _number(parameters: Mapping[str, str], name: str, usual: int) -> int:
    text = parameters.get(name, str(usual))
    if not re.fullmatch(r"-?\d+", text):
        message = f"{name} must be an integer"
        raise _BadQueryError(message)
    if int(text) < 0:
        message = f"{name} must be non-negative"
        raise _BadQueryError(message)
    return int(text)


def _found(parameters: Mapping[str, str], records: Iterable[ApiRecord]) -> list[ApiRecord]:
    """Return what has one of the ids, if there are any, and matches the search, if there is one."""
    words, names = parameters.get("search_query", ""), parameters.get("id_list", "")
    if not words and not names:
        return []
    found = list(records)
    if names:
        found = _listed(names.split(","), {record.id: record for record in found})
    return [record for record in found if _matches(record, words)]


def _listed(names: Iterable[str], known: Mapping[str, ApiRecord]) -> list[ApiRecord]:
    found: dict[str, ApiRecord] = {}
    for name in names:
        match = _IDENTIFIER.fullmatch(name.strip())
        if match is None:
            message = f"incorrect id format for {name.strip()}"
            raise _BadQueryError(message)
        record = known.get(match["id"])
        if record is not None and int(match["version"] or 0) <= record.version:
            found[name] = _in_version(record, int(match["version"] or record.version))
    return list(found.values())


def _in_version(record: ApiRecord, version: int) -> ApiRecord:
    if version == record.version:
        return record
    return replace(record, version=version, revised=None if version == 1 else record.revised)


def _matches(record: ApiRecord, words: str) -> bool:
    """Say whether a search finds a paper; both ends of a span of time belong to it."""
    search = _SEARCH.fullmatch(words)
    categories = (search["many"] or search["one"] or "").split(" OR ") if search else ["?"]
    if search is None or not all(re.fullmatch(r"(cat:\S+)?", each) for each in categories):
        message = f"the stand-in for arXiv's API cannot search for {words!r}"
        raise ValueError(message)
    wanted = {each.removeprefix("cat:") for each in categories if each}
    if wanted and not wanted & set(record.categories):
        return False
    minute = record.submitted.astimezone(UTC).strftime("%Y%m%d%H%M")
    return not search["begin"] or search["begin"] <= minute <= search["end"]


def _sorted(records: list[ApiRecord], parameters: Mapping[str, str]) -> list[ApiRecord]:
    ascending = parameters.get("sortOrder") == "ascending"
    if parameters.get("sortBy") == "lastUpdatedDate":
        return sorted(records, key=lambda each: (each.latest, each.id), reverse=not ascending)
    return sorted(records, key=lambda each: (each.submitted, each.id), reverse=not ascending)


def _document(
    parameters: Mapping[str, str], records: Iterable[ApiRecord], numbers: tuple[int, int, int]
) -> bytes:
    total, start, size = numbers
    words, names = parameters.get("search_query", ""), parameters.get("id_list", "")
    query = escape(f"search_query={words}&id_list={names}&start={start}&max_results={size}")
    name = hashlib.sha256(query.encode()).hexdigest()[:27]
    address = f"https://arxiv.org/api/query?{query}"
    parts = [
        f"<id>https://arxiv.org/api/{name}</id>",
        f"<title>arXiv Query: {query}</title>",
        f"<updated>{_instant(datetime.now(UTC))}</updated>",
        f'<link href="{address}" type="application/atom+xml"/>',
        f"<opensearch:itemsPerPage>{size}</opensearch:itemsPerPage>",
        f"<opensearch:totalResults>{total}</opensearch:totalResults>",
        f"<opensearch:startIndex>{start}</opensearch:startIndex>",
        *map(_entry, records),
    ]
    return _feed(parts)


def _error(message: str) -> bytes:
    address = f"https://arxiv.org/api/errors#{escape(message.replace(' ', '_'))}"
    now = _instant(datetime.now(UTC))
    entry = [
        f"<id>{address}</id>",
        "<title>Error</title>",
        f"<updated>{now}</updated>",
        f'<link href="{address}" rel="alternate" type="text/html"/>',
        f"<summary>{escape(message)}</summary>",
        "<author>\n      <name>arXiv api core</name>\n    </author>",
    ]
    parts = [
        "<id>https://arxiv.org/</id>",
        "<title>arXiv Search Results</title>",
        f"<updated>{now}</updated>",
        "<opensearch:itemsPerPage>1</opensearch:itemsPerPage>",
        "<opensearch:totalResults>1</opensearch:totalResults>",
        "<opensearch:startIndex>0</opensearch:startIndex>",
        _within("entry", entry),
    ]
    return _feed(parts)


def _feed(parts: Iterable[str]) -> bytes:
    lines = "".join(f"  {part}\n" for part in parts)
    declaration = "<?xml version='1.0' encoding='UTF-8'?>\n"
    return f"{declaration}<feed {_NAMESPACES}>\n{lines}</feed>\n".encode()


def _within(name: str, elements: Iterable[str]) -> str:
    lines = "".join(f"    {element}\n" for element in elements)
    return f"<{name}>\n{lines}  </{name}>"


def _entry(record: ApiRecord) -> str:
    versioned = f"{record.id}v{record.version}"
    abstract, pdf = (f"https://arxiv.org/{kind}/{versioned}" for kind in ("abs", "pdf"))
    scheme = "http://arxiv.org/schemas/atom"
    doi = "https://doi.org/" + escape(next(iter(record.dois), ""))
    elements = [
        f"<id>http://arxiv.org/abs/{versioned}</id>",
        f"<title>{escape(record.title)}</title>",
        f"<updated>{_instant(record.latest)}</updated>",
        f'<link href="{abstract}" rel="alternate" type="text/html"/>',
        f'<link href="{pdf}" rel="related" type="application/pdf" title="pdf"/>',
        f"<summary>{escape(record.abstract)}</summary>",
        *(f'<category term="{each}" scheme="{scheme}"/>' for each in record.categories),
        f"<published>{_instant(record.submitted)}</published>",
        *_optional("arxiv:comment", record.comment),
        f'<arxiv:primary_category term="{record.categories[0]}"/>',
        *_optional("arxiv:journal_ref", record.journal_reference),
        *map(_author, record.authors),
        *_optional("arxiv:doi", " ".join(record.dois)),
        *([f'<link rel="related" href="{doi}" title="doi"/>'] if record.dois else []),
    ]
    return _within("entry", elements)


def _author(words: str) -> str:
    match = _AUTHOR.fullmatch(words)
    assert match is not None
    parts = [
        f"<name>{escape(match['name'])}</name>",
        *_optional("arxiv:affiliation", match["affiliation"]),
    ]
    lines = "".join(f"      {part}\n" for part in parts)
    return f"<author>\n{lines}    </author>"


def _optional(name: str, text: str | None) -> list[str]:
    return [f"<{name}>{escape(text)}</{name}>"] if text else []


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
