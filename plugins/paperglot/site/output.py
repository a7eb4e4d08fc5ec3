"""Everything that a build makes of the archive, put beside the pages that MkDocs makes."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from paperglot.illustrated import illustrated
from paperglot.model import Paper
from paperglot.settings import Settings
from paperglot.site import addresses, sitemap
from paperglot.site.catalogue import Catalogue
from paperglot.site.edition import code, edition
from paperglot.site.kept import Kept
from paperglot.site.kept_terms import KeptTerms
from paperglot.site.products import Press
from paperglot.site.publishing import Folder, publish
from paperglot.site.render import Renderer
from paperglot.site.search.bundles import Bundles
from paperglot.site.search.files import search_files
from paperglot.site.shell import Href, Shell
from paperglot.site.views import HomeView
from paperglot.site.whole import Whole
from paperglot.store.brief import Brief
from paperglot.store.files import Store
from paperglot.store.images import Images


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the build at hand has beside the archive."""

    shell: Shell
    href_on: Callable[[str], Href]
    """Makes what leads from the page at an address below the site's root to others."""
    links: str
    """Says how; equal only where the same links come of it."""
    own_theme: Path | None
    taken: Collection[str]
    """Files of the maintainer's, by their address; they take precedence."""
    written_by_hand: Collection[str]
    """The addresses of pages among them, which the sitemap lists too."""


class Output:
    """The archive's part of a site."""

    def __init__(self, archive: Brief, settings: Settings, renderer: Renderer, cache: Path) -> None:
        """Take a published archive, and the folder for what is kept from build to build."""
        self._images = Images(Store(settings.root).workplace)
        self._illustrated = illustrated(archive.papers, settings.figures, self._images.at_hand)
        self.catalogue = Catalogue(archive, settings, self._illustrated)
        self._archive, self._settings, self._renderer = archive, settings, renderer
        self._pages = Kept(cache / "pages.sqlite")
        self._kept_terms = Kept(cache / "terms.sqlite")
        self._bundles = Bundles(cache / "search", code())
        self._terms = KeptTerms(self._kept_terms, code(), archive.whole)
        self._whole = Whole(archive, self._terms)

    def home(self) -> HomeView[Paper] | None:
        """Return what the home page shows, if there is anything."""
        latest = self.catalogue.latest
        return self._whole.home(latest) if latest else None

    def write(self, folder: Path, around: Surroundings) -> None:
        """Write every file into the built site's folder."""
        found = edition(self._settings, around.shell, around.own_theme, around.links)
        press = Press(
            self._renderer, around.shell, around.href_on, self._whole, self._settings, found
        )
        wanted = (
            each for each in press.products(self.catalogue) if each.address not in around.taken
        )
        target = Folder(folder)
        with self._pages, self._kept_terms:
            publish(wanted, self._pages, target.write)
            self._terms.forget_all_but(self._archive.papers)
        for address, content in self._others(around):
            if address not in around.taken:
                target.write(address, content)

    def _others(self, around: Surroundings) -> Iterator[tuple[str, bytes]]:
        """Yield what is made of all papers at once, and what is no page: images of figures."""
        for name in dict.fromkeys(chain.from_iterable(self._illustrated.values())):
            image = self._images.get(name)
            if image is not None:
                yield addresses.of_image(name), image
        searched = self.catalogue.searched
        yield from search_files(searched, self._settings, self._bundles, self._archive.whole)
        site = self._settings.site.url
        if site:
            places = sitemap.places_of(self.catalogue, site, around.written_by_hand)
            yield from sitemap.sitemap(places, site)
