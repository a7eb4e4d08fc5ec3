"""Syncs with a real server that speaks S3, and through a stand-in before it that misbehaves."""

import json
import os
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from paperglot.errors import DestinationError, HostingError, NoSiteError
from paperglot.hosting.headers import BRIEFLY, FOREVER, is_hashed
from paperglot.hosting.s3 import Bucket
from paperglot.hosting.sync import Synced, Wish, sync
from paperglot.hosting.workers import AT_ONCE, Patience
from paperglot.night.progress import lines, silent
from tests.hosting.sites import SITE, build
from tests.hosting.storage import Storage
from tests.standins.faults import Fault, broken_off, reset
from tests.standins.s3 import S3StandIn, calling, other_etag, s3_error, slow_down, web_page

PAPER = "papers/2605.12340/index.html"
AT_ONCE_AGAIN = Patience(attempts=4, first_wait=0)
ENTRIES = {"feeds/all.en.atom.xml", "feeds/feeds.opml", "search/index.json", "sitemap.xml"}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return build(tmp_path / "site")


@pytest.fixture
def door(storage: Storage) -> Iterator[S3StandIn]:
    with S3StandIn(storage.url) as opened:
        yield opened


def synced(folder: Path, bucket: Bucket, **wish: bool) -> Synced:
    return sync(folder, bucket, Wish(**wish), silent, AT_ONCE_AGAIN)


def counts(done: Synced) -> tuple[int, int, int, int]:
    return done.new, done.changed, done.unchanged, done.deleted


def test_a_site_is_uploaded_once_with_what_a_host_must_know(site: Path, storage: Storage) -> None:
    first = synced(site, storage.at())
    assert counts(first) == (16, 0, 0, 0)
    assert first.size == sum(map(len, SITE.values()))
    assert storage.contents() == SITE
    assert storage.headers("site/index.html") == ("text/html; charset=utf-8", BRIEFLY)
    style = "site/assets/paperglot/0123abcd/site.css"
    assert storage.headers(style) == ("text/css; charset=utf-8", FOREVER)
    assert counts(synced(site, storage.at())) == (0, 0, 16, 0)


def test_a_bucket_may_be_the_sites_alone(site: Path, storage: Storage) -> None:
    assert counts(synced(site, storage.at(""))) == (16, 0, 0, 0)
    assert storage.contents("") == SITE


def test_what_is_unchanged_is_known_by_its_contents(
    site: Path, door: S3StandIn, storage: Storage, tmp_path: Path
) -> None:
    synced(site, storage.at())
    fresh = shutil.copytree(site, tmp_path / "fresh", copy_function=shutil.copyfile)
    (fresh / PAPER).write_bytes(b"<h1>A Bound</h1>")  # as many bytes as before
    old = (site / PAPER).stat()
    os.utime(fresh / PAPER, ns=(old.st_atime_ns, old.st_mtime_ns))
    done = synced(fresh, storage.at(url=door.url))
    assert (counts(done), done.size) == ((0, 1, 15, 0), 16)
    assert door.keys("PUT") == [f"site/{PAPER}"]
    assert storage.contents()[PAPER] == b"<h1>A Bound</h1>"


def test_what_others_did_at_the_destination_is_undone(site: Path, storage: Storage) -> None:
    synced(site, storage.at())
    storage.put("site/about/index.html", b"somebody's own")
    storage.put(f"site/{PAPER}", b"<h1>Vandals</h1>")
    storage.delete("site/404.html")
    done = synced(site, storage.at())
    assert counts(done) == (1, 1, 14, 0)
    assert done.foreign == 1
    assert storage.contents() == {**SITE, "about/index.html": b"somebody's own"}


def test_only_what_is_below_the_prefix_and_not_of_the_site_is_deleted(
    site: Path, storage: Storage
) -> None:
    others = ("site", "site-of-others/old.html", "old.html", "other/site/old.html")
    for key in (*others, "site/", "site/old.html", "site/papers/old/index.html"):
        storage.put(key, b"x")
    done = synced(site, storage.at(), delete=True)
    assert counts(done) == (16, 0, 0, 2)
    assert storage.contents() == {**SITE, "": b"x"}  # what consoles show as an empty folder
    assert set(storage.contents("")) > {*others}
    assert counts(synced(site, storage.at(), delete=True)) == (0, 0, 16, 0)


def test_a_dry_run_asks_and_changes_nothing(site: Path, door: S3StandIn, storage: Storage) -> None:
    storage.put("site/old.html", b"x")
    done = synced(site, storage.at(url=door.url), delete=True, dry_run=True)
    assert [asked.method for asked in door.asked] == ["LIST"]
    assert storage.contents() == {"old.html": b"x"}
    assert done.text == (
        "would upload 16 files, 0.00 MB\n"
        "16 are new, 0 changed, 0 unchanged\n"
        "would delete 1 files that the site does not have"
    )
    assert json.loads(done.json)["dry_run"] is True


def test_what_is_unchanged_is_uploaded_where_that_is_wished(site: Path, storage: Storage) -> None:
    synced(site, storage.at())
    storage.put("site/index.html", SITE["index.html"])  # without its headers
    done = synced(site, storage.at(), everything=True)
    assert counts(done) == (0, 16, 0, 0)
    assert storage.headers("site/index.html") == ("text/html; charset=utf-8", BRIEFLY)


def test_any_name_of_a_file_arrives(tmp_path: Path, storage: Storage) -> None:
    names = ("index.html", "a b/50 %+.txt", "论文/首页.html", "a&b<c>.json", "~x/'y'.html")
    site = build(tmp_path / "site", {name: name.encode() for name in names})
    assert counts(synced(site, storage.at())) == (5, 0, 0, 0)
    assert set(storage.contents()) == set(names)
    assert counts(synced(site, storage.at(), delete=True)) == (0, 0, 5, 0)


def test_a_site_of_more_files_than_a_listing_holds_is_known(
    tmp_path: Path, storage: Storage
) -> None:
    files = {f"papers/{number}/index.html": b"x" for number in range(1_050)}
    site = build(tmp_path / "site", files | {"index.html": b"x"})
    assert counts(synced(site, storage.at())) == (1_051, 0, 0, 0)
    assert counts(synced(site, storage.at())) == (0, 0, 1_051, 0)


def first_and_last(door: S3StandIn, paths: set[str]) -> tuple[int, int]:
    """Return when the first of some uploads began, and when the last of them ended."""
    keys = {f"site/{path}" for path in paths}
    moments = [at for at, (_, asked) in enumerate(door.events) if asked.key in keys]
    return min(moments), max(moments)


def test_no_reader_meets_a_page_before_what_it_needs(
    site: Path, door: S3StandIn, storage: Storage
) -> None:
    storage.put("site/2026/05/12/index.html", b"the day as it was")
    storage.put("site/old.html", b"x")
    synced(site, storage.at(url=door.url), delete=True)
    pages = {"404.html", PAPER}
    changed = {"2026/05/12/index.html"}
    needed = set(SITE) - pages - changed - ENTRIES - {"index.html"}
    assert {path for path in SITE if is_hashed(path)} < needed
    order = [needed, pages, changed, ENTRIES, {"index.html"}, {"old.html"}]
    moments = [first_and_last(door, paths) for paths in order]
    assert [moment for pair in moments for moment in pair] == sorted(
        moment for pair in moments for moment in pair
    )


def test_several_files_are_uploaded_at_once_and_not_too_many(
    site: Path, door: S3StandIn, storage: Storage
) -> None:
    both = threading.Barrier(2, timeout=60)
    for page in ("404.html", PAPER):
        door.faults.plan([calling(both.wait)], f"site/{page}")
    for number in range(100):
        (site / f"{number}.txt").write_bytes(b"x")
    synced(site, storage.at(url=door.url))
    assert 2 <= door.peak_concurrency <= AT_ONCE


@pytest.mark.parametrize(
    "fault",
    [slow_down(), s3_error(500, "InternalError"), s3_error(429, "Slow"), reset(), web_page()],
    ids=lambda fault: fault.name,
)
def test_what_passes_is_tried_again(
    site: Path, door: S3StandIn, storage: Storage, fault: Fault
) -> None:
    door.faults.plan([fault, fault], f"site/{PAPER}")
    door.faults.plan([fault, fault], "list")
    assert counts(synced(site, storage.at(url=door.url))) == (16, 0, 0, 0)
    assert door.keys("PUT").count(f"site/{PAPER}") == 3
    assert door.keys("LIST") == ["site/"] * 3
    assert storage.contents() == SITE


def test_a_listing_that_breaks_off_is_asked_for_again(
    site: Path, door: S3StandIn, storage: Storage
) -> None:
    synced(site, storage.at())
    door.faults.plan([broken_off()], "list")
    assert counts(synced(site, storage.at(url=door.url), delete=True)) == (0, 0, 16, 0)


def test_a_file_that_fails_for_good_ends_the_run_and_the_next_goes_on(
    site: Path, door: S3StandIn, storage: Storage
) -> None:
    storage.put("site/old.html", b"x")
    door.faults.plan(slow_down(), f"site/{PAPER}")
    with pytest.raises(DestinationError) as caught:
        synced(site, storage.at(url=door.url), delete=True)
    assert str(caught.value) == (
        f"{PAPER} is not there: HTTP 503, SlowDown: Please reduce your request rate. "
        "Nothing was deleted; run it again, it goes on with what is left"
    )
    assert door.keys("PUT").count(f"site/{PAPER}") == AT_ONCE_AGAIN.attempts
    assert door.keys("DELETE") == []
    there = storage.contents()
    assert there["old.html"] == b"x"
    assert not (ENTRIES | {"index.html", PAPER}) & set(there)
    door.faults.clear()
    before = len(door.keys("PUT"))
    done = synced(site, storage.at(url=door.url), delete=True)
    assert counts(done) == (16 - len(there) + 1, 0, len(there) - 1, 1)
    assert len(door.keys("PUT")) - before == done.new
    assert storage.contents() == SITE


def test_what_no_waiting_cures_is_not_tried_again(
    site: Path, door: S3StandIn, storage: Storage
) -> None:
    door.faults.plan(s3_error(403, "AccessDenied", "Not you"), "site/index.html")
    with pytest.raises(DestinationError) as caught:
        synced(site, storage.at(url=door.url))
    assert str(caught.value).startswith(
        "index.html is not there: the credentials are refused (AccessDenied: Not you); check AWS_"
    )
    assert door.keys("PUT").count("site/index.html") == 1


def test_a_deletion_that_fails_is_named(site: Path, door: S3StandIn, storage: Storage) -> None:
    storage.put("site/old.html", b"x")
    door.faults.plan(s3_error(403, "AccessDenied"), "site/old.html")
    with pytest.raises(DestinationError, match=r"^old\.html was not deleted: .* is uploaded"):
        synced(site, storage.at(url=door.url), delete=True)
    assert storage.contents() == {**SITE, "old.html": b"x"}


def test_etags_that_are_no_md5_are_told(site: Path, door: S3StandIn, storage: Storage) -> None:
    door.faults.plan([other_etag()], "site/index.html")
    done = synced(site, storage.at(url=door.url))
    assert not done.comparable
    assert "ETags are not MD5s" in done.text
    assert synced(site, storage.at(url=door.url)).comparable


def test_a_file_that_a_build_replaces_meanwhile_ends_the_run(
    site: Path, door: S3StandIn, storage: Storage
) -> None:
    door.faults.plan([calling((site / "index.html").unlink)], "site/sitemap.xml")
    with pytest.raises(HostingError, match=r"^index\.html changed meanwhile; run it again"):
        synced(site, storage.at(url=door.url), delete=True)
    assert "index.html" not in storage.contents()


def test_without_a_site_nothing_is_asked(tmp_path: Path, door: S3StandIn, storage: Storage) -> None:
    with pytest.raises(NoSiteError):
        synced(tmp_path / "site", storage.at(url=door.url), delete=True)
    assert door.asked == []


def test_progress_counts_every_file(site: Path, storage: Storage) -> None:
    storage.put("site/old.html", b"x")
    told: list[str] = []
    sync(site, storage.at(), Wish(delete=True), lines(told.append), AT_ONCE_AGAIN)
    assert told[-2:] == ["uploads: 16 of 16", "deletions: 1 of 1"]


def test_the_text_says_what_delete_would_do(site: Path, storage: Storage) -> None:
    storage.put("site/old.html", b"x")
    assert synced(site, storage.at()).text.splitlines()[2:] == [
        "1 files there are not of the site; --delete would remove them"
    ]
    assert synced(site, storage.at(), delete=True).text.splitlines() == [
        "uploaded 0 files, 0.00 MB",
        "0 are new, 0 changed, 16 unchanged",
        "deleted 1 files that the site does not have",
    ]
