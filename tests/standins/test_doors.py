"""The doors of the stand-in for arXiv beside its feeds: Atom, new submissions, the API."""

import http.client
import itertools
import socket
from contextlib import closing
from datetime import date, timedelta
from urllib.parse import quote, urlencode, urlsplit

import pytest

from paperglot.arxiv import api, feed, listing
from tests.standins import arxiv
from tests.standins.arxiv import ArxivStandIn
from tests.standins.atom import atom_document
from tests.standins.faults import Plan
from tests.standins.feeds import Item, an_invented_day, document
from tests.standins.listings import listing_page
from tests.standins.records import ApiRecord

DAY = date(2026, 5, 12)
NEXT = DAY + timedelta(days=1)
ITEM, OTHER = Item(), Item(id="2605.91202", categories=("cs.LG", "cs.CL"))
FEEDS = {
    "cs.CL": document("cs.CL", DAY, [ITEM]),
    "cs.LG": document("cs.LG", DAY, [OTHER]),
}


def connect(stand_in: ArxivStandIn) -> http.client.HTTPConnection:
    address = urlsplit(stand_in.url)
    return http.client.HTTPConnection(str(address.hostname), address.port, timeout=30)


def get(
    stand_in: ArxivStandIn, path: str, **headers: str
) -> tuple[http.client.HTTPResponse, bytes]:
    names = {"Accept": "*/*"} | {name.replace("_", "-"): each for name, each in headers.items()}
    with closing(connect(stand_in)) as connection:
        connection.request("GET", path, headers=names)
        response = connection.getresponse()
        return response, response.read()


def listed(stand_in: ArxivStandIn, category: str = "cs.CL") -> tuple[date, list[str]]:
    _, page = get(stand_in, f"/list/{category}/new")
    read = listing.parse(page, category)
    return read.day, [identifier for identifier, _ in read.announced]


def records(stand_in: ArxivStandIn, *identifiers: str) -> dict[str, str | None]:
    """Return what the API knows of papers: their comments."""
    _, body = get(stand_in, f"/api/query?{urlencode({'id_list': ','.join(identifiers)})}")
    return {record.id: record.comment for record in api.parse(body).records}


def statuses(stand_in: ArxivStandIn) -> list[tuple[str, int | None]]:
    return [(request.kind, request.status) for request in stand_in.requests]


def test_the_addresses_are_on_one_port() -> None:
    with ArxivStandIn(FEEDS) as stand_in:
        base = stand_in.url
        assert stand_in.atom_url == f"{base}/atom/{{category}}"
        assert stand_in.listing_url == f"{base}/list/{{category}}/new"
        assert stand_in.api_url == f"{base}/api/query"


def test_every_door_says_by_itself_what_the_feeds_say() -> None:
    day = an_invented_day(DAY)
    with ArxivStandIn({name: document(name, DAY, each) for name, each in day.items()}) as stand_in:
        for category, items in day.items():
            identifiers = [item.id for item in items]
            response, body = get(stand_in, f"/atom/{category}")
            assert (response.status, body) == (200, atom_document(category, DAY, items))
            assert [entry.id for entry in feed.parse(body, category).entries] == identifiers
            assert listed(stand_in, category) == (DAY, identifiers)
            assert set(records(stand_in, *identifiers)) == set(identifiers)


def test_a_new_day_replaces_feeds_and_pages_and_the_api_remembers_the_old_one() -> None:
    with ArxivStandIn(FEEDS) as stand_in:
        stand_in.publish({"cs.CL": document("cs.CL", NEXT, [OTHER])})
        _, body = get(stand_in, "/atom/cs.CL")
        assert [entry.id for entry in feed.parse(body, "cs.CL").entries] == [OTHER.id]
        assert listed(stand_in) == (NEXT, [OTHER.id])
        assert get(stand_in, "/atom/cs.LG")[0].status == 400
        assert get(stand_in, "/list/cs.LG/new")[0].status == 400
        assert set(records(stand_in, ITEM.id, OTHER.id)) == {ITEM.id, OTHER.id}


def test_beside_an_empty_feed_the_page_keeps_the_day_that_was_announced_last() -> None:
    with ArxivStandIn(FEEDS) as stand_in:
        stand_in.publish({name: document(name, NEXT) for name in FEEDS})
        assert listed(stand_in) == (DAY, [ITEM.id])
        full = {"cs.LG": document("cs.LG", NEXT, [OTHER])}
        stand_in.publish({"cs.CL": document("cs.CL", NEXT), **full})
        assert listed(stand_in) == (NEXT, [])
        assert listed(stand_in, "cs.LG") == (NEXT, [OTHER.id])
    with ArxivStandIn({"cs.CL": document("cs.CL", DAY)}) as stand_in:
        assert listed(stand_in) == (DAY, [])


@pytest.mark.parametrize("broken", [b"", b"<rss/>", FEEDS["cs.CL"][:-20]])
def test_a_feed_that_is_broken_on_purpose_says_nothing_elsewhere(broken: bytes) -> None:
    with ArxivStandIn({"cs.CL": broken}) as stand_in:
        assert get(stand_in, "/rss/cs.CL")[1] == broken
        assert get(stand_in, "/atom/cs.CL")[0].status == 400
        assert get(stand_in, "/list/cs.CL/new")[0].status == 400
        assert records(stand_in, ITEM.id) == {}


def test_each_door_can_differ_from_the_feeds() -> None:
    empty = {"cs.CL": document("cs.CL", DAY), "cs.LG": FEEDS["cs.LG"]}
    atom = {"cs.CL": atom_document("cs.CL", DAY, [ITEM])}
    pages = {"cs.CL": listing_page("cs.CL", DAY, [ITEM, OTHER])}
    own = {ITEM.id: ApiRecord(comment="9 pages"), OTHER.id: ApiRecord(OTHER.id, comment="8 pages")}
    with ArxivStandIn(empty, atom=atom, listings=pages, records=own) as stand_in:
        assert get(stand_in, "/rss/cs.CL")[1] == empty["cs.CL"]
        assert get(stand_in, "/atom/cs.CL")[1] == atom["cs.CL"]
        assert listed(stand_in) == (DAY, [ITEM.id, OTHER.id])
        assert listed(stand_in, "cs.LG") == (DAY, [OTHER.id])
        assert records(stand_in, ITEM.id, OTHER.id) == {ITEM.id: "9 pages", OTHER.id: "8 pages"}
        stand_in.records.change(ITEM.id, comment="10 pages")
        stand_in.records.remove(OTHER.id)
        assert records(stand_in, ITEM.id, OTHER.id) == {ITEM.id: "10 pages"}


def test_an_atom_feed_can_be_asked_for_conditionally() -> None:
    with ArxivStandIn(FEEDS) as stand_in:
        first, _ = get(stand_in, "/atom/cs.CL")
        again, nothing = get(stand_in, "/atom/cs.CL", If_None_Match=first.headers["ETag"])
        assert (again.status, nothing) == (304, b"")
        assert get(stand_in, "/rss/cs.CL")[0].headers["ETag"] != first.headers["ETag"]


def test_a_search_goes_through_the_address() -> None:
    words = "(cat:cs.CL OR cat:cs.AI) AND submittedDate:[202605110000 TO 202605120000]"
    with ArxivStandIn(FEEDS) as stand_in:
        _, body = get(stand_in, f"/api/query?search_query={quote(words)}&max_results=1&start=0")
        [request] = stand_in.requests_of("api")
    page = api.parse(body)
    assert (page.total, page.size) == (2, 1)
    assert request.parameters == {"search_query": words, "max_results": "1", "start": "0"}
    assert (request.category, request.status) == ("", 200)


def test_a_bad_identifier_is_400_and_a_client_that_accepts_nothing_is_sent_away() -> None:
    with ArxivStandIn(FEEDS) as stand_in, closing(connect(stand_in)) as connection:
        assert get(stand_in, "/api/query?id_list=abc")[0].status == 400
        connection.request("GET", f"/api/query?id_list={ITEM.id}")
        assert connection.getresponse().status == 406


def test_requests_of_all_kinds_are_recorded_in_order() -> None:
    paths = ["/rss/cs.CL", "/atom/cs.CL", "/list/cs.CL/new", "/api/query?id_list=1", "/list/cs.CL"]
    with ArxivStandIn(FEEDS) as stand_in, closing(connect(stand_in)) as connection:
        for path in paths:
            connection.request("GET", path, headers={"Accept": "*/*"})
            connection.getresponse().read()
        kinds = [(request.kind, request.category, request.path) for request in stand_in.requests]
        assert stand_in.connections == stand_in.peak_connections == 1
        assert len(stand_in.requests_for("cs.CL")) == 3
        assert [each.path for each in stand_in.requests_of("list")] == ["/list/cs.CL/new"]
        times = [request.arrived for request in stand_in.requests]
        gaps = [later - earlier for earlier, later in itertools.pairwise(times)]
        assert stand_in.smallest_gap == min(gaps)
    assert kinds == [
        ("rss", "cs.CL", "/rss/cs.CL"),
        ("atom", "cs.CL", "/atom/cs.CL"),
        ("list", "cs.CL", "/list/cs.CL/new"),
        ("api", "", "/api/query?id_list=1"),
        ("", "", "/list/cs.CL"),
    ]


def ask_every_door(stand_in: ArxivStandIn) -> list[tuple[str, int | None]]:
    query = f"/api/query?id_list={ITEM.id}"
    for path in ("/atom/cs.CL", "/list/cs.CL/new", query, "/rss/cs.CL", "/rss/cs.LG"):
        get(stand_in, path)
    return statuses(stand_in)


GOOD = [("atom", 200), ("list", 200), ("api", 200), ("rss", 200), ("rss", 200)]
DOWN = arxiv.status(503)


@pytest.mark.parametrize(
    ("faults", "spoilt"),
    [
        ({arxiv.EVERY: DOWN}, (3, 4)),
        ({"cs.CL": DOWN}, (3,)),
        ({2: DOWN}, (4,)),
        ({"atom": DOWN}, (0,)),
        ({"atom:cs.CL": DOWN}, (0,)),
        ({"list:cs.CL": [DOWN]}, (1,)),
        ({"atom:cs.LG": DOWN, "list:cs.LG": DOWN}, ()),
        ({"api": DOWN}, (2,)),
        ({"api": [None, DOWN]}, ()),
        (arxiv.everywhere(DOWN), (0, 1, 2, 3, 4)),
    ],
)
def test_plans_for_feeds_and_for_other_doors_do_not_meet(
    faults: dict[str | int, Plan], spoilt: tuple[int, ...]
) -> None:
    with ArxivStandIn(FEEDS, faults=faults) as stand_in:
        found = ask_every_door(stand_in)
    assert found == [
        (kind, 503 if number in spoilt else status) for number, (kind, status) in enumerate(GOOD)
    ]


def test_the_plan_for_a_category_goes_before_the_one_for_its_door() -> None:
    plans: dict[str | int, Plan] = {"atom:cs.CL": [None], "atom": DOWN}
    with ArxivStandIn(FEEDS, faults=plans) as stand_in:
        assert [get(stand_in, "/atom/cs.CL")[0].status for _ in range(2)] == [200, 503]


def test_connections_that_are_held_at_once_are_counted() -> None:
    with ArxivStandIn(FEEDS) as stand_in:
        assert stand_in.peak_connections == 0
        with closing(connect(stand_in)) as one, closing(connect(stand_in)) as other:
            for connection in (one, other):
                connection.request("GET", "/rss/cs.CL")
                connection.getresponse().read()
        assert stand_in.peak_connections == 2


def test_one_connection_after_the_other_is_never_counted_as_two() -> None:
    plans: dict[str | int, Plan] = {arxiv.EVERY: [arxiv.reset(), arxiv.broken_off(), None] * 8}
    with ArxivStandIn(FEEDS, faults=plans) as stand_in:
        for _ in range(24):
            with closing(connect(stand_in)) as connection:
                ask_whatever_comes(connection)
        assert (stand_in.connections, stand_in.peak_connections) == (24, 1)


def ask_whatever_comes(connection: http.client.HTTPConnection) -> None:
    connection.request("GET", "/rss/cs.CL")
    try:
        connection.getresponse().read()
    except (ConnectionResetError, http.client.IncompleteRead):
        return


def test_a_connection_that_its_client_left_in_the_middle_of_an_answer_is_not_held() -> None:
    with ArxivStandIn(FEEDS, faults={1: arxiv.never()}) as stand_in:
        address = urlsplit(stand_in.url)
        with closing(socket.create_connection((str(address.hostname), address.port or 0))) as one:
            one.sendall(b"GET /rss/cs.CL HTTP/1.1\r\nHost: x\r\n\r\n")
            while not stand_in.requests:
                pass
        get(stand_in, "/rss/cs.LG")
        assert (stand_in.connections, stand_in.peak_connections) == (2, 1)
