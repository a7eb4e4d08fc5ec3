"""What stands around every page: frozen values that the bridge makes once for a build."""

from collections.abc import Callable
from dataclasses import dataclass

from paperglot.site.assets import Assets

Href = Callable[[str], str]
"""Makes an address below the site's root one that works on the page at hand."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the navigation."""

    titles: tuple[str, ...]
    """In English and, if it is another, in the second language."""
    url: str
    """Below the site's root, or elsewhere on the web."""

    @property
    def is_elsewhere(self) -> bool:
        """Whether the entry leads away from the site."""
        return "://" in self.url or self.url.startswith(("/", "mailto:"))


@dataclass(frozen=True, slots=True)
class Shell:
    """What all pages of a site have in common; addresses are below the site's root."""

    name: str
    description: str
    address: str | None
    """Where the site is published, with a slash at its end."""
    navigation: tuple[Entry, ...]
    assets: Assets
    styles: tuple[str, ...]
    """The maintainer's own stylesheets, behind the site's."""
    icon: str | None
    logo: str | None
    search: str | None
    """The page that searches, where there is one."""
    is_sample: bool
    """Whether the archive is the one that is shipped."""

    @property
    def leads(self) -> tuple[str, ...]:
        """What every page leads to or loads, beside the navigation."""
        assets = (self.assets.first, self.assets.script, self.assets.style, *self.styles)
        return ("", *assets, *filter(None, (self.icon, self.logo, self.search)))


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is a page's own."""

    titles: tuple[str, ...]
    """In English and, if it is another, in the second language; no titles: the site's name."""
    url: str
    """Below the site's root."""
    href: Href
    description: str = ""
    """One sentence for search engines; empty: that of the site."""
