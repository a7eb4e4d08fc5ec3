"""What templates ask about citations and feeds."""

from collections.abc import Callable
from functools import partial
from typing import Any

from paperglot.languages import ENGLISH
from paperglot.settings import Settings
from paperglot.site.channels import ATOM, FORMATS, OPML, Channel, channels
from paperglot.site.citations.head import linked_data, meta
from paperglot.site.day_json import SCHEMA_ADDRESS
from paperglot.site.views import View


def functions(settings: Settings) -> dict[str, Any]:
    """Return the names that templates know beside the renderer's own."""
    every = channels(settings)
    languages = (ENGLISH.tag, settings.second_language.tag)
    return {
        "citation_tags": meta,
        "linked_data": partial(linked_data, languages=languages),
        "feeds_of": _feeds_of(every) if settings.site.has_feeds else _no_feeds,
        "atom": ATOM,
        "feed_formats": FORMATS,
        "opml": OPML,
        "day_schema": SCHEMA_ADDRESS,
    }


def _feeds_of(
    every: tuple[tuple[Channel, ...], ...],
) -> Callable[[View | None], list[Channel]]:
    """Return what finds the feeds that a page tells feed readers of: its topic's, then all."""
    by_topic = {pair[0].topic.id: pair for pair in every if pair[0].topic}

    def feeds_of(view: View | None) -> list[Channel]:
        topic = getattr(view, "topic", None)
        return [*by_topic.get(topic.id if topic else "", ()), *every[0]]

    return feeds_of


def _no_feeds(view: View | None) -> list[Channel]:
    del view
    return []
