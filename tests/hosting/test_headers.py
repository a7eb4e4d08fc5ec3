from pathlib import Path

import pytest

from paperglot.hosting.folder import built_files
from paperglot.hosting.headers import BRIEFLY, FOREVER, cache_control, content_type, is_hashed
from tests.samples import day, digested
from tests.site.build import small_site


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("index.html", "text/html; charset=utf-8"),
        ("sitemap.xml", "application/xml; charset=utf-8"),
        ("feeds/llm.zh-Hans.atom.xml", "application/atom+xml; charset=utf-8"),
        ("feeds/llm.zh-Hans.rss.xml", "application/rss+xml; charset=utf-8"),
        ("feeds/llm.zh-Hans.json", "application/feed+json"),
        ("feeds/feeds.opml", "text/x-opml; charset=utf-8"),
        ("2026/05/12/day.json", "application/json"),
        ("2026/05/12/day.bib", "text/x-bibtex; charset=utf-8"),
        ("assets/paperglot/0123abcd/paperglot.js", "text/javascript; charset=utf-8"),
        ("assets/stylesheets/main.0123abcd.min.css", "text/css; charset=utf-8"),
        ("assets/stylesheets/main.0123abcd.min.css.map", "application/json"),
        ("search/2026-05-0123abcd/0.bin", "application/octet-stream"),
        ("images/plot.SVG", "image/svg+xml; charset=utf-8"),
        ("images/cover.webp", "image/webp"),
        ("assets/images/favicon.png", "image/png"),
        ("fonts/a.woff2", "font/woff2"),
        ("robots.txt", "text/plain; charset=utf-8"),
        ("paper.pdf", "application/pdf"),
        ("LICENCE", "application/octet-stream"),
        ("a.dir.html/x.unknown", "application/octet-stream"),
    ],
)
def test_each_kind_of_file_has_its_media_type(path: str, kind: str) -> None:
    assert content_type(path) == kind


@pytest.mark.parametrize(
    "path",
    [
        "index.html",
        "search/index.json",
        "search/papers/2026/05/12-0.bin",  # its hash is in the query of its address
        "assets/images/favicon.png",
        "assets/javascripts/lunr/min/lunr.de.min.js",
        "assets/paperglot/other/site.css",
        "my/assets/paperglot/0123abcd/site.css",
        "papers/2605.12340/index.html",
    ],
)
def test_what_can_change_is_kept_for_minutes(path: str) -> None:
    assert cache_control(path) == BRIEFLY
    assert "immutable" not in BRIEFLY


def test_a_figure_is_kept_for_good() -> None:
    assert cache_control("figures/0123456789abcdef.webp") == FOREVER
    assert cache_control("figures/index.html") == BRIEFLY


def test_what_a_build_puts_under_a_hash_is_kept_for_good(tmp_path: Path) -> None:
    site = small_site(tmp_path, papers=[digested()], days=[day()])
    paths = [file.path for file in built_files(site.directory)]
    forever = {path for path in paths if is_hashed(path)}
    assert all(cache_control(path) == FOREVER for path in forever)
    assert {path for path in paths if path.startswith("assets/paperglot/")} <= forever
    assert {path for path in paths if path.endswith("/table.bin")} <= forever
    assert any(path.startswith("assets/javascripts/bundle.") for path in forever)
    assert any(path.startswith("assets/paperglot/") for path in forever)
    assert any(path.endswith("/table.bin") for path in forever)
    assert not [path for path in forever if path.endswith(("html", "xml", "json"))]
    assert {content_type(path) for path in paths if path.startswith("feeds/")} == {
        "text/html; charset=utf-8",
        "text/x-opml; charset=utf-8",
        "application/atom+xml; charset=utf-8",
        "application/rss+xml; charset=utf-8",
        "application/feed+json",
    }
