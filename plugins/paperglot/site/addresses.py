"""The addresses of the site's pages, below its root; they are permanent."""

from datetime import date

from paperglot import identifiers
from paperglot.settings import Topic

ARCHIVE = "archive/"
TOPICS = "topics/"
SEARCH = "search/"
SAVED = "saved/"
FEEDS = "feeds/"
TRENDS = "trends/"


def of_day(day: date) -> str:
    """Return a day's address below the site's root."""
    return f"{day:%Y/%m/%d}/"


def of_data(day: date) -> str:
    """Return the address of what a day shows as JSON."""
    return f"{of_day(day)}day.json"


def of_bibtex(day: date) -> str:
    """Return the address of the citations of a day's papers."""
    return f"{of_day(day)}day.bib"


def of_month(day: date) -> str:
    """Return the address of a day's month below the site's root."""
    return f"{day:%Y/%m}/"


def of_topic(topic: Topic) -> str:
    """Return a topic's address below the site's root."""
    return f"{TOPICS}{topic.id}/"


def of_topic_day(day: date, topic: Topic) -> str:
    """Return the address of a topic on a day below the site's root."""
    return f"{of_day(day)}{topic.id}/"


def of_trends(month: date) -> str:
    """Return the address of a month's trends below the site's root."""
    return f"{TRENDS}{of_month(month)}"


def of_topic_trends(topic: Topic) -> str:
    """Return the address of a topic's trends below the site's root."""
    return f"{of_topic(topic)}{TRENDS}"


def of_image(image: str) -> str:
    """Return the address of a figure's image, by its hash."""
    return f"figures/{image}.webp"


def of_paper(identifier: str) -> str:
    """Return a paper's address below the site's root."""
    return f"papers/{identifiers.slug(identifier)}/"
