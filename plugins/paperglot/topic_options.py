"""The options of a topic: its names, its rule, and their checks."""

import re

from mkdocs.config import config_options as c
from mkdocs.config.base import Config

from paperglot.errors import ConfigurationError
from paperglot.languages import ENGLISH
from paperglot.settings import Topic
from paperglot.topics import word_pattern

_TOPIC_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*", re.ASCII)
# https://arxiv.org/category_taxonomy: two archives of physics write theirs in lower case.
_CATEGORY = re.compile(
    r"(?:cond-mat|physics)\.[a-z]+(-[a-z]+)*|[a-z]+(-[a-z]+)*(\.[A-Z]{2})?", re.ASCII
)


class TopicOptions(Config):
    """One topic: `id`, `title`, and the rule that says which papers belong to it."""

    id = c.Type(str)
    """Lower-case words joined by hyphens; part of the topic's address."""
    title = c.Type(dict)
    """The title in each language: `{en: Agents, zh-Hans: 智能体}`."""
    categories = c.ListOfItems(c.Type(str), default=[])
    """A paper must have one of these arXiv categories; empty: any."""
    words = c.ListOfItems(c.Type(str), default=[])
    """Words or phrases, one of which the title or abstract must hold."""
    patterns = c.ListOfItems(c.Type(str), default=[])
    """Regular expressions that count like words; letter case matters."""
    exclude = c.ListOfItems(c.Type(str), default=[])
    """Words or phrases that keep a paper out."""
    exclude_patterns = c.ListOfItems(c.Type(str), default=[])
    """Regular expressions that keep a paper out."""


def topics(options: list[TopicOptions]) -> tuple[Topic, ...]:
    """Return the topics in their order.

    Raises:
        ConfigurationError: one has no title or rule, or two have the same name.
    """
    found = tuple(_topic(topic) for topic in options)
    ids = [topic.id for topic in found]
    for identifier in ids:
        if ids.count(identifier) > 1:
            message = f"topics: the id {identifier!r} stands twice"
            raise ConfigurationError(message, ("topics", identifier))
    return found


def _topic(options: TopicOptions) -> Topic:
    if not _TOPIC_ID.fullmatch(options.id):
        message = f"topics: the id {options.id!r} should be lower-case words joined by hyphens"
        raise ConfigurationError(message, ("topics", options.id))
    return Topic(
        id=options.id,
        titles=_titles(options.id, options.title),
        categories=frozenset(categories(options.categories, options.id)),
        find=_patterns(options, "words", "patterns"),
        exclude=_patterns(options, "exclude", "exclude_patterns"),
    )


def _titles(topic: str, titles: dict[str, str]) -> dict[str, str]:
    for tag, title in titles.items():
        if not isinstance(title, str) or not title.strip():
            message = f"topics: {topic} has no text as its title in {tag!r}; quote one with a comma"
            raise ConfigurationError(message, ("topics", topic, "title"))
    if ENGLISH.tag not in titles:
        message = f"topics: {topic} has no English title (title: {{en: …}})"
        raise ConfigurationError(message, ("topics", topic, "title"))
    return dict(titles)


def _patterns(options: TopicOptions, words: str, patterns: str) -> tuple[re.Pattern[str], ...]:
    """Return one pattern for all words, which say nothing of letter case, and the others."""
    given, compiled = options[words], []
    for name in (words, patterns):
        if not all(text.strip().strip("*") for text in options[name]):
            message = f"topics: {options.id} has an empty word or pattern"
            raise ConfigurationError(message, ("topics", options.id, name))
    for pattern in options[patterns]:
        try:
            compiled.append(re.compile(pattern))
        except re.error as error:
            message = f"topics: {options.id} has a bad pattern {pattern!r}: {error}"
            raise ConfigurationError(message, ("topics", options.id, patterns, pattern)) from error
    return (*((word_pattern(*given),) if given else ()), *compiled)


def categories(given: list[str], *topic: str) -> tuple[str, ...]:
    """Return arXiv's categories, each once: those that are asked for, or those of a topic.

    Raises:
        ConfigurationError: one of them is none.
    """
    for category in given:
        if not _CATEGORY.fullmatch(category):
            where = ("topics", *topic, "categories") if topic else ("categories",)
            name = f"topics: {topic[0]}" if topic else "categories"
            message = f"{name}: {category!r} is not an arXiv category such as cs.CL"
            raise ConfigurationError(message, (*where, category))
    return tuple(dict.fromkeys(given))
