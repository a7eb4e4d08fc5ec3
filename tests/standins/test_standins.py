"""The shared server, the plans of faults, and the stand-in for arXiv."""

import http.client
import math
import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from datetime import date
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import pytest

from tests.standins import arxiv
from tests.standins.arxiv import ArxivStandIn, Fault, Plan
from tests.standins.feeds import Item, document
from tests.standins.server import Request, Response, StandIn

DAY = date(2026, 5, 12)
FEED = document("cs.CL", DAY, [Item()])
FEEDS = {"cs.CL": FEED, "cs.LG": document("cs.LG", DAY)}


@contextmanager
def connected(stand_in: StandIn) -> Iterator[http.client.HTTPConnection]:
    address = urlsplit(stand_in.url)
    connection = http.client.HTTPConnection(str(address.hostname), address.port, timeout=30)
    with closing(connection):
        yield connection


def get(
    stand_in: ArxivStandIn, category: str = "cs.CL", **headers: str
) -> tuple[http.client.HTTPResponse, bytes]:
    with connected(stand_in) as connection:
        return ask(connection, category, **headers)


def ask(
    connection: http.client.HTTPConnection, category: str = "cs.CL", **headers: str
) -> tuple[http.client.HTTPResponse, bytes]:
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request("GET", f"/rss/{category}", headers=names)
    response = connection.getresponse()
    return response, response.read()


def test_a_feed_comes_with_what_a_cache_needs() -> None:
    with ArxivStandIn(FEEDS) as stand_in:
        assert stand_in.rss_url == f"{stand_in.url}/rss/{{category}}"
        response, body = get(stand_in)
    assert (response.status, body) == (200, FEED)
    assert response.headers["Content-Type"] == "text/xml"
    assert response.headers["ETag"].startswith('"')
    assert parsedate_to_datetime(response.headers["Last-Modified"]).tzinfo is not None


@pytest.mark.parametrize("form", ["{}", "W/{}", '"other", {}'])
def test_a_known_etag_is_answered_304_until_the_feed_changes(form: str) -> None:
    with ArxivStandIn(FEEDS) as stand_in:
        tag = form.format(get(stand_in)[0].headers["ETag"])
        unchanged, nothing = get(stand_in, If_None_Match=tag)
        stand_in.publish({"cs.CL": document("cs.CL", date(2026, 5, 13))})
        changed, _ = get(stand_in, If_None_Match=tag)
        gone, _ = get(stand_in, "cs.LG")
    assert (unchanged.status, nothing) == (304, b"")
    assert (changed.status, gone.status) == (200, 400)


def test_an_unknown_category_is_400_with_a_valid_empty_feed() -> None:
    with ArxivStandIn(FEEDS) as stand_in:
        response, body = get(stand_in, "cs.NOPE")
    channel = ET.fromstring(body)[0]
    assert response.status == 400
    assert channel.findtext("title") == "Feed error for query: http://rss.arxiv.org/rss/cs.NOPE"
    assert channel.find("item") is None


def test_a_path_of_no_feed_is_404() -> None:
    with ArxivStandIn(FEEDS) as stand_in, connected(stand_in) as connection:
        connection.request("GET", "/robots.txt")
        response = connection.getresponse()
        response.read()
        assert (response.status, stand_in.requests[0].category) == (404, "")


def test_requests_are_recorded_with_their_connections() -> None:
    with ArxivStandIn(FEEDS) as stand_in:
        assert stand_in.smallest_gap == math.inf
        with connected(stand_in) as connection:
            ask(connection, User_Agent="paperglot-test")
            ask(connection, "cs.LG")
        get(stand_in)
        first, second, third = stand_in.requests
        assert stand_in.requests_for("cs.CL") == (first, third)
        assert first.path == "/rss/cs.CL"
        assert first.headers["user-agent"] == "paperglot-test"
        assert [request.connection for request in stand_in.requests] == [1, 1, 2]
        assert first.client_port == second.client_port
        assert stand_in.connections == 2
        assert stand_in.smallest_gap == min(
            second.arrived - first.arrived, third.arrived - second.arrived
        )
        assert stand_in.peak_concurrency == 1


@pytest.mark.parametrize("code", [403, 406, 429, 500, 503])
def test_a_status_fault_carries_its_retry_after(code: int) -> None:
    with ArxivStandIn(FEEDS, faults=arxiv.status(code, retry_after="7")) as stand_in:
        response, _ = get(stand_in)
        assert (response.status, response.headers["Retry-After"]) == (code, "7")
        assert stand_in.requests[0].status == code


def test_rate_exceeded_can_come_as_a_page_with_status_200() -> None:
    with ArxivStandIn(FEEDS, faults=arxiv.rate_page()) as stand_in:
        response, body = get(stand_in)
    assert (response.status, response.headers["Content-Type"]) == (200, "text/html")
    assert b"Rate exceeded." in body


def test_a_body_can_break_off() -> None:
    with (
        ArxivStandIn(FEEDS, faults=arxiv.broken_off()) as stand_in,
        pytest.raises(http.client.IncompleteRead) as caught,
    ):
        get(stand_in)
    assert caught.value.partial == FEED[: len(FEED) // 2]


def test_a_body_can_be_half_of_a_feed_in_a_clean_response() -> None:
    with ArxivStandIn(FEEDS, faults=arxiv.half()) as stand_in:
        response, body = get(stand_in)
    assert (response.status, body) == (200, FEED[: len(FEED) // 2])


def test_a_connection_can_be_reset() -> None:
    with ArxivStandIn(FEEDS, faults=arxiv.reset()) as stand_in:
        with pytest.raises(ConnectionResetError):
            get(stand_in)
        assert stand_in.requests[0].status is None


def test_a_body_can_be_empty() -> None:
    with ArxivStandIn(FEEDS, faults=arxiv.empty()) as stand_in:
        response, body = get(stand_in)
    assert (response.status, body) == (200, b"")


def test_a_redirect_leads_elsewhere() -> None:
    with ArxivStandIn(FEEDS, faults=arxiv.redirect("/rss/cs.LG", 301)) as stand_in:
        response, _ = get(stand_in)
    assert (response.status, response.headers["Location"]) == (301, "/rss/cs.LG")


def test_a_slow_answer_waits_for_its_event() -> None:
    release = threading.Event()
    with (
        ArxivStandIn(FEEDS, faults={"cs.CL": arxiv.slow(release)}) as stand_in,
        ThreadPoolExecutor() as pool,
    ):
        pending = pool.submit(get, stand_in)
        get(stand_in, "cs.LG")
        assert not pending.done()
        release.set()
        assert pending.result()[1] == FEED


def test_leaving_the_block_ends_answers_that_never_come() -> None:
    with ThreadPoolExecutor() as pool:
        with ArxivStandIn(FEEDS, faults=arxiv.never()) as stand_in:
            pending = pool.submit(get, stand_in)
            while not stand_in.requests:
                assert not pending.done()
        with pytest.raises((http.client.RemoteDisconnected, ConnectionResetError)):
            pending.result()


def test_leaving_the_block_ends_idle_connections_and_all_threads() -> None:
    before = threading.active_count()
    with ArxivStandIn(FEEDS) as stand_in:
        address = urlsplit(stand_in.url)
        idle = socket.create_connection((str(address.hostname), address.port or 0), timeout=30)
        get(stand_in)
    with closing(idle):
        assert idle.recv(1) == b""
    assert threading.active_count() == before


def test_an_address_before_the_block_is_an_error() -> None:
    with pytest.raises(RuntimeError, match="start the ArxivStandIn"):
        _ = ArxivStandIn(FEEDS).url


class Broken(StandIn):
    def respond(self, request: Request) -> Response:
        raise LookupError(request.path)


def test_a_mistake_in_a_stand_in_is_seen_by_client_and_test() -> None:
    answers: list[tuple[int, bytes]] = []
    with pytest.raises(LookupError):
        _provoke(answers)
    assert answers == [(500, b"the stand-in failed: LookupError('/somewhere')")]


def _provoke(answers: list[tuple[int, bytes]]) -> None:
    with Broken() as stand_in, connected(stand_in) as connection:
        connection.request("GET", "/somewhere")
        response = connection.getresponse()
        answers.append((response.status, response.read()))


def statuses(faults: dict[str | int, Plan], *categories: str) -> list[int | None]:
    with ArxivStandIn(FEEDS, faults=faults) as stand_in:
        for category in categories:
            get(stand_in, category)
        return [request.status for request in stand_in.requests]


def fault(code: int) -> Fault:
    return arxiv.status(code)


def test_a_queue_loses_one_fault_for_each_request() -> None:
    plan: dict[str | int, Plan] = {"cs.CL": [fault(429), None, fault(503)]}
    assert statuses(plan, *["cs.CL"] * 4) == [429, 200, 503, 200]


def test_a_single_fault_is_permanent_and_for_its_category_alone() -> None:
    assert statuses({"cs.CL": fault(500)}, "cs.CL", "cs.LG", "cs.CL") == [500, 200, 500]


def test_the_number_goes_before_the_name_and_the_name_before_every() -> None:
    plan: dict[str | int, Plan] = {
        arxiv.EVERY: fault(503),
        "cs.CL": [fault(429), None],
        2: fault(406),
    }
    assert statuses(plan, *["cs.CL"] * 4) == [429, 406, 200, 503]


def test_plans_can_change_while_the_stand_in_runs() -> None:
    with ArxivStandIn(FEEDS, faults=[fault(429)]) as stand_in:
        stand_in.faults.plan(fault(403), "cs.CL")
        assert get(stand_in)[0].status == 403
        stand_in.faults.clear()
        assert get(stand_in)[0].status == 200
