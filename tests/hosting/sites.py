"""Built sites that tests begin with: a few files of each kind."""

from collections.abc import Mapping
from pathlib import Path

SITE: Mapping[str, bytes] = {
    "2026/05/12/day.bib": b"@misc{a}",
    "2026/05/12/day.json": b"{}",
    "2026/05/12/index.html": b"<h1>12 May</h1>",
    "404.html": b"<h1>Not found</h1>",
    "assets/images/cover.webp": b"RIFF",
    "assets/paperglot/0123abcd/paperglot.js": b"export {}",
    "assets/paperglot/0123abcd/site.css": b"body{}",
    "assets/stylesheets/main.0123abcd.min.css": b"p{}",
    "feeds/all.en.atom.xml": b"<feed/>",
    "feeds/feeds.opml": b"<opml/>",
    "index.html": b"<h1>Today</h1>",
    "papers/2605.12340/index.html": b"<h1>A bound</h1>",
    "search/2026-05-0123abcd/0.bin": b"\x00",
    "search/index.json": b"[]",
    "search/papers/2026/05/12-0.bin": b"\x01",
    "sitemap.xml": b"<urlset/>",
}


def build(folder: Path, files: Mapping[str, bytes] = SITE) -> Path:
    """Write a site's files; return the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for path, content in files.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
    return folder
