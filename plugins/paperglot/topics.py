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


def word_pattern(*words: str) -> re.Pattern[str]:
    """Return the pattern of words or phrases, any of them, as a maintainer means them.

    Whole words, in any case, in singular or plural; a space also stands for a hyphen, a
    hyphen also for a space or nothing, and a `*` at the end for any ending.
    """
    # One pattern for all words, which is tried only where one of them can begin: a night has
    # thousands of abstracts and some 250 words.
    begins = "".join(sorted({re.escape(word.strip()[0]) for word in words}))
    any_word = "|".join(_word(word) for word in words)
    return re.compile(rf"(?<!\w)(?=[{begins}])(?:{any_word})(?!\w)", re.IGNORECASE)


def _word(word: str) -> str:
    stem = word.removesuffix("*")
    parts = (re.escape(part).replace(r"\-", r"[-\s]?") for part in stem.split())
    phrase = r"[-\s]+".join(parts)
    return phrase + (r"\w*" if word.endswith("*") else "(?:e?s)?")
