"""How a host is to serve each file of the site: its media type, and how long it may be kept."""

import re
from mimetypes import MimeTypes

_UTF8 = "; charset=utf-8"
# The longest ending that fits. Types that define a charset name it; JSON is UTF-8 by definition
# (RFC 8259), and a parameter would mean nothing there.
_TYPES = {
    ".atom.xml": f"application/atom+xml{_UTF8}",
    ".rss.xml": f"application/rss+xml{_UTF8}",
    ".xml": f"application/xml{_UTF8}",
    ".html": f"text/html{_UTF8}",
    ".css": f"text/css{_UTF8}",
    ".js": f"text/javascript{_UTF8}",
    ".txt": f"text/plain{_UTF8}",
    ".bib": f"text/x-bibtex{_UTF8}",
    ".opml": f"text/x-opml{_UTF8}",
    ".svg": f"image/svg+xml{_UTF8}",
    ".json": "application/json",
    ".map": "application/json",
    ".bin": "application/octet-stream",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
}
_FEED = re.compile(r"feeds/[^/]+\.json")
_FEED_TYPE = "application/feed+json"
_UNKNOWN = "application/octet-stream"
# Python's own table; the machine's would make the answer depend on where a sync runs.
_REST = MimeTypes(filenames=())

# Each of them has a hash of what it holds, or of its folder, in its address.
_HASHED = re.compile(
    r"assets/paperglot/[0-9a-f]{8}/.+"
    r"|assets/(stylesheets|javascripts)/(.+/)?[^/]+\.[0-9a-f]{8}\.min\.(css|js)(\.map)?"
    r"|figures/[0-9a-f]{16}\.webp"
    r"|search/[0-9-]+-[0-9a-f]{8}/[^/]+"
)
FOREVER = "public, max-age=31536000, immutable"
BRIEFLY = "public, max-age=300"
"""Five minutes: a reader sees the night's papers soon, and a busy host is asked less."""


def content_type(path: str) -> str:
    """Return the media type of a file of the site."""
    if _FEED.fullmatch(path):
        return _FEED_TYPE
    name = path.rpartition("/")[2].lower()
    for ending, known in _TYPES.items():
        if name.endswith(ending):
            return known
    return _REST.guess_type(name)[0] or _UNKNOWN


def is_hashed(path: str) -> bool:
    """Say whether what is at an address can never change."""
    return _HASHED.fullmatch(path) is not None


def cache_control(path: str) -> str:
    """Return how long browsers and CDNs may keep a file without asking."""
    return FOREVER if is_hashed(path) else BRIEFLY
