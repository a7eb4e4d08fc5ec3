"""Which topics an entry belongs to."""

import re

from paperglot.model import Entry
from paperglot.settings import Topic


def topics_of(entry: Entry, topics: tuple[Topic, ...]) -> tuple[str, ...]:
    """Return the identifiers of all topics of an entry; the first one is its main topic."""
    return tuple(topic.id for topic in topics if matches(entry, topic))


def matches(entry: Entry, topic: Topic) -> bool:
    """Say whether a topic's rule holds for an entry."""
    if topic.categories and topic.categories.isdisjoint(entry.categories):
        return False
    text = f"{entry.title}\n{entry.abstract}"
    if any(pattern.search(text) for pattern in topic.exclude):
        return False
    return not topic.find or any(pattern.search(text) for pattern in topic.find)


def word_pattern(word: str) -> re.Pattern[str]:
    """Return the pattern of a word or phrase as a maintainer means it.

    Whole words, in any case, in singular or plural; a space also stands for a hyphen, a
    hyphen also for a space or nothing, and a `*` at the end for any ending.
    """
    stem = word.removesuffix("*")
    parts = (re.escape(part).replace(r"\-", r"[-\s]?") for part in stem.split())
    phrase = r"[-\s]+".join(parts)
    ending = r"\w*" if word.endswith("*") else "(?:e?s)?"
    return re.compile(rf"(?<!\w){phrase}{ending}(?!\w)", re.IGNORECASE)
