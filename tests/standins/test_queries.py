"""Answers of the stand-in for the API, against real ones and Paperglot's own reading of both."""

import gzip
import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from paperglot.arxiv import api
from paperglot.errors import RefusedError
from tests.shared import SHARED, needs_shared
from tests.standins import queries
from tests.standins.records import ApiRecord

CAME = datetime(2026, 5, 11, 14, 0, 30, tzinfo=UTC)
FULL = ApiRecord(
    version=2,
    title="A < B & C: $x<y$",
    abstract='First "quoted" paragraph.\n  Second, with <eos>.',
    authors=("Jürgen Beispiel (X, Y)", "Bo Muster"),
    categories=("cs.LG", "cs.CL"),
    submitted=CAME,
    revised=CAME + timedelta(days=2),
    comment="9 pages & more; code at https://github.com/example/x",
    dois=("10.99999/a", "10.99999/b"),
    journal_reference="Invented 1 (2026) 2",
)
BARE = ApiRecord(id="2605.91202", submitted=CAME + timedelta(hours=1))
VISION = ApiRecord(id="2605.91203", categories=("cs.CV",), submitted=CAME + timedelta(days=1))
RECORDS = (FULL, BARE, VISION)
NAMES = {
    "": "http://www.w3.org/2005/Atom",
    "arxiv": "http://arxiv.org/schemas/atom",
    "search": "http://a9.com/-/spec/opensearch/1.1/",
}
ANSWERS = sorted((SHARED / "feeds" / "api").glob("*.json.gz"))


def ask(**parameters: str | int) -> ET.Element:
    """Return the document of a good answer."""
    given = {name: str(value) for name, value in parameters.items()}
    status, body = queries.answer(given, RECORDS)
    assert status == 200
    return ET.fromstring(body)


def found(**parameters: str | int) -> list[str]:
    """Return the numbers and versions of the papers of an answer."""
    ids = (each.findtext("id", "", NAMES) for each in ask(**parameters).findall("entry", NAMES))
    return [identifier.removeprefix("http://arxiv.org/abs/2605.912") for identifier in ids]


def test_paperglot_reads_every_field() -> None:
    status, body = queries.answer({"id_list": "2605.91201"}, RECORDS)
    page = api.parse(body)
    assert (status, page.total, page.size) == (200, 1, 1)
    [record] = page.records
    assert (record.id, record.version) == ("2605.91201", 2)
    assert record.title == FULL.title
    assert record.abstract.split() == FULL.abstract.split()
    assert [author.name for author in record.authors] == ["Jürgen Beispiel", "Bo Muster"]
    assert record.categories == FULL.categories
    assert (record.submitted, record.revised) == (FULL.submitted, FULL.revised)
    assert (record.comment, record.doi) == (FULL.comment, FULL.dois)
    assert record.journal_reference == FULL.journal_reference


def test_what_a_record_lacks_is_left_out() -> None:
    [entry] = ask(id_list=BARE.id).findall("entry", NAMES)
    names = {element.tag.partition("}")[2] for element in entry}
    assert not names & {"comment", "doi", "journal_ref"}
    assert entry.findtext("published", "", NAMES) == entry.findtext("updated", "", NAMES)


def test_an_affiliation_is_an_element_of_its_author() -> None:
    [author, _] = ask(id_list=FULL.id).findall("entry/author", NAMES)
    assert author.findtext("name", "", NAMES) == "Jürgen Beispiel"
    assert author.findtext("arxiv:affiliation", "", NAMES) == "X, Y"


@pytest.mark.parametrize(
    ("parameters", "answer"),
    [
        ({"id_list": "2605.91202,2605.91201"}, ["02v1", "01v2"]),
        ({"id_list": "2605.91202,2605.99999"}, ["02v1"]),
        ({"id_list": "2605.91201v1"}, ["01v1"]),
        ({"id_list": "2605.91201v2"}, ["01v2"]),
        ({"id_list": "2605.91201v3"}, []),
        ({"id_list": "hep-th/9901001,math.GT/0309136"}, []),
        ({"id_list": "2605.91201,2605.91203", "search_query": "cat:cs.CV"}, ["03v1"]),
        ({}, []),
        ({"search_query": "cat:cs.CL"}, ["02v1", "01v2"]),
        ({"search_query": "(cat:cs.CL OR cat:cs.CV)"}, ["03v1", "02v1", "01v2"]),
        ({"search_query": "cat:cs.C"}, []),
    ],
)
def test_papers_are_found_by_identifier_and_category(
    parameters: dict[str, str], answer: list[str]
) -> None:
    assert found(**parameters) == answer


@pytest.mark.parametrize(
    ("begin", "end", "answer"),
    [
        ("202605111400", "202605111500", ["01v2", "02v1"]),
        ("202605111401", "202605111500", ["02v1"]),
        ("202605111300", "202605111400", ["01v2"]),
        ("202605121400", "202605131400", []),
    ],
)
def test_a_span_of_time_holds_its_first_and_its_last_minute(
    begin: str, end: str, answer: list[str]
) -> None:
    words = f"(cat:cs.CL OR cat:cs.AI) AND submittedDate:[{begin} TO {end}]"
    assert found(search_query=words, sortBy="submittedDate", sortOrder="ascending") == answer


@pytest.mark.parametrize(
    ("by", "order", "answer"),
    [
        ("submittedDate", "ascending", ["01v2", "02v1", "03v1"]),
        ("submittedDate", "descending", ["03v1", "02v1", "01v2"]),
        ("lastUpdatedDate", "ascending", ["02v1", "03v1", "01v2"]),
        ("lastUpdatedDate", "descending", ["01v2", "03v1", "02v1"]),
    ],
)
def test_papers_come_in_the_order_that_is_asked_for(by: str, order: str, answer: list[str]) -> None:
    words = "(cat:cs.CL OR cat:cs.CV)"
    assert found(search_query=words, sortBy=by, sortOrder=order) == answer


def many(number: int) -> list[ApiRecord]:
    return [replace(BARE, id=f"2605.{position:05}") for position in range(number)]


@pytest.mark.parametrize(
    ("parameters", "size"),
    [
        ({}, 10),
        ({"max_results": "25"}, 25),
        ({"max_results": "0"}, 0),
        ({"max_results": "3000"}, 2_000),
        ({"start": "2095", "max_results": "25"}, 5),
        ({"start": "5000"}, 0),
    ],
)
def test_a_part_is_given_and_the_whole_is_counted(parameters: dict[str, str], size: int) -> None:
    _, body = queries.answer({"search_query": "cat:cs.CL", **parameters}, many(2_100))
    page = api.parse(body)
    assert (page.total, page.size, len(page.records)) == (2_100, size, size)


@pytest.mark.parametrize(
    ("parameters", "told"),
    [
        ({"id_list": "abc"}, "incorrect id format for abc"),
        ({"id_list": "2605.91201,x y"}, "incorrect id format for x y"),
        ({"id_list": FULL.id, "start": "-1"}, "start must be non-negative"),
        ({"id_list": FULL.id, "max_results": "ten"}, "max_results must be an integer"),
    ],
)
def test_a_bad_query_is_400_with_an_error_that_paperglot_reads(
    parameters: dict[str, str], told: str
) -> None:
    status, body = queries.answer(parameters, RECORDS)
    assert status == 400
    assert ET.fromstring(body).findtext("entry/title", "", NAMES) == "Error"
    with pytest.raises(RefusedError, match=f"{told}$"):
        api.parse(body)


@pytest.mark.parametrize("words", ["testing", "cat:cs.CL OR", "au:x", "(cat:cs.CL AND cat:cs.CV)"])
def test_a_search_that_it_does_not_know_is_a_mistake_of_the_test(words: str) -> None:
    with pytest.raises(ValueError, match="cannot search for"):
        queries.answer({"search_query": words}, RECORDS)


def real(path: Path) -> Any:
    return json.loads(gzip.decompress(path.read_bytes()))


def shape(element: ET.Element) -> list[str]:
    """Return the elements of an answer or entry in their order, each kind once in a row."""
    tags = [child.tag for child in element]
    return [tag for number, tag in enumerate(tags) if tags[number - 1 : number] != [tag]]


@needs_shared
@pytest.mark.parametrize("path", ANSWERS, ids=lambda path: path.name.partition("_s0")[0])
def test_paperglot_reads_every_real_answer(path: Path) -> None:
    answer = real(path)
    if answer["status_code"] != 200:
        with pytest.raises(RefusedError, match="incorrect id format"):
            api.parse(answer["body"].encode())
        return
    page = api.parse(answer["body"].encode())
    assert len(page.records) == page.size == answer["body"].count("<entry>")
    assert all(record.authors and record.categories for record in page.records)


@needs_shared
def test_an_entry_has_the_elements_of_a_real_one_in_their_order() -> None:
    bodies = (real(path)["body"] for path in ANSWERS if "q_testing_s0_m100" in path.name)
    entries = [each for body in bodies for each in ET.fromstring(body).findall("entry", NAMES)]
    optional = ("arxiv:comment", "arxiv:journal_ref", "arxiv:doi")
    full = [each for each in entries if None not in [each.find(it, NAMES) for it in optional]]
    ours = replace(FULL, authors=("Bo Muster",))
    _, body = queries.answer({"id_list": ours.id}, [ours])
    [entry] = ET.fromstring(body).findall("entry", NAMES)
    assert full
    assert [each for each in full if shape(each) != shape(entry)] == []


@needs_shared
def test_an_error_has_the_bytes_of_a_real_one_but_for_its_times() -> None:
    [path] = [path for path in ANSWERS if path.name.startswith("id_abc_")]
    _, body = queries.answer({"id_list": "abc"}, RECORDS)
    times = re.compile("<updated>.*?</updated>")
    assert times.sub("", body.decode()) == times.sub("", real(path)["body"])


@needs_shared
def test_nothing_found_is_said_as_in_a_real_answer() -> None:
    [path] = [path for path in ANSWERS if path.name.startswith("id_0000.0000_")]
    _, body = queries.answer({"id_list": "0000.0000", "max_results": "100"}, RECORDS)
    ours, theirs = ET.fromstring(body), ET.fromstring(real(path)["body"])
    for name in ("title", "search:itemsPerPage", "search:totalResults", "search:startIndex"):
        assert ours.findtext(name, None, NAMES) == theirs.findtext(name, None, NAMES)
    assert shape(ours) == shape(theirs)
