"""Real captures of arXiv's feeds, on machines that have them."""

import gzip
import re
from datetime import date, timedelta

from tests.nights import CATEGORIES, DAY
from tests.shared import SHARED

CAPTURES = SHARED / "feeds" / "rss"


def captured(day: date = DAY) -> dict[str, bytes]:
    """Return the four feeds of one day; their files bear the date of the day after."""
    made = day + timedelta(days=1)
    names = {name: f"{made}-{name.replace('.', '-').lower()}.xml.gz" for name in CATEGORIES}
    return {name: gzip.decompress((CAPTURES / file).read_bytes()) for name, file in names.items()}


def announced_by(*contents: bytes) -> set[str]:
    """Return the papers of documents without Paperglot's help."""
    link = re.compile(rb"<link>https://arxiv.org/abs/([^<]+)<")
    return {match.decode() for content in contents for match in link.findall(content)}
