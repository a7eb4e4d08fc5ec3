"""Which feeds there are: everything and each topic, in either language, in three formats.

There is none in both languages at once: who reads both subscribes to both, and readers cannot
take a feed of two languages apart.
"""

from dataclasses import dataclass

from paperglot.languages import ENGLISH
from paperglot.settings import Settings, Topic
from paperglot.site import addresses

OPML = f"{addresses.FEEDS}feeds.opml"
_EVERYTHING = "all"


@dataclass(frozen=True, slots=True)
class Format:
    """A format of feeds."""

    name: str
    media_type: str
    ending: str


ATOM = Format("Atom", "application/atom+xml", "atom.xml")
RSS = Format("RSS", "application/rss+xml", "rss.xml")
JSON = Format("JSON", "application/feed+json", "json")
FORMATS = (ATOM, RSS, JSON)


@dataclass(frozen=True, slots=True)
class Channel:
    """The papers of a topic, or all, in one language."""

    topic: Topic | None
    """None: all papers."""
    language: str
    """BCP 47."""

    def address(self, form: Format) -> str:
        """Return the address below the site's root: `feeds/llm.zh-Hans.atom.xml`."""
        # A topic may be called "all" too; no topic's identifier holds an underscore.
        name = self.topic.id if self.topic else _EVERYTHING
        if self.topic and name == _EVERYTHING:
            name = f"_{name}"
        return f"{addresses.FEEDS}{name}.{self.language}.{form.ending}"

    @property
    def page(self) -> str:
        """The page of the site that shows the same, below its root."""
        return addresses.of_topic(self.topic) if self.topic else ""


def channels(settings: Settings) -> tuple[tuple[Channel, ...], ...]:
    """Return all of them: everything first, then topic by topic, each in both languages."""
    return tuple(
        tuple(Channel(topic, tag) for tag in (ENGLISH.tag, settings.second_language.tag))
        for topic in (None, *settings.topics)
    )
