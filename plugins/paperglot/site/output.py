"""Everything that a build makes of the archive, put beside the pages that MkDocs makes."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
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
from paperglot.site.kept_trends import KeptTrends
from paperglot.site.products import Press
from paperglot.site.publishing import make, reuse
from paperglot.site.render import Renderer
from paperglot.site.search.bundles import Bundles
from paperglot.site.search.files import by_period, search_files
from paperglot.site.search.shard import Shard
from paperglot.site.shell import Href, Shell
from paperglot.site.site_folder import SiteFolder
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
        self._kept_trends = Kept(cache / "trends.sqlite")
        self._bundles = Bundles(cache / "search", code())
        self._terms = KeptTerms(self._kept_terms, code(), archive.whole)
        self._trends = KeptTrends(self._kept_trends, code(), self._terms, archive.whole)
        self._whole = Whole(archive, self._trends.of)

    def home(self) -> HomeView[Paper] | None:
        """Return what the home page shows, if there is anything."""
        latest = self.catalogue.latest
        return self._whole.home(latest) if latest else None

    def write(self, folder: SiteFolder, around: Surroundings) -> None:
        """Write every file into the built site's folder."""
        folder.bring_back()
        found = edition(self._settings, around.shell, around.own_theme, around.links)
        press = Press(
            self._renderer, around.shell, around.href_on, self._whole, self._settings, found
        )
        wanted = [
            each for each in press.products(self.catalogue) if each.address not in around.taken
        ]
        with self._pages, self._kept_terms, self._kept_trends:
            stale = reuse(wanted, self._pages, folder)
            if stale:
                self._renderer.compile()
            self._trends.prepare(chain.from_iterable(each.trends for each in stale))
            periods = by_period(list(self.catalogue.searched))
            work = partial(make, stale, self._pages, folder)
            shards = self._bundles.shards(periods, self._archive.whole, work)
            self._terms.forget_all_but(self._archive.papers)
            self._trends.forget_all_but(chain.from_iterable(each.trends for each in wanted))
        for address, content in self._others(around, shards):
            if address not in around.taken:
                folder.write(address, content)
        folder.finish()

    def _others(self, around: Surroundings, shards: Sequence[Shard]) -> Iterator[tuple[str, bytes]]:
        """Yield what is made of all papers at once, and what is no page: images of figures."""
        for name in dict.fromkeys(chain.from_iterable(self._illustrated.values())):
            image = self._images.get(name)
            if image is not None:
                yield addresses.of_image(name), image
        yield from search_files(shards, self._settings)
        site = self._settings.site.url
        if site:
            places = sitemap.places_of(self.catalogue, site, around.written_by_hand)
            yield from sitemap.sitemap(places, site)
