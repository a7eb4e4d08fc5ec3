from collections.abc import Iterator

import pytest

from tests.site.browser import Reader, open_reader
from tests.site.build import Site, sample_site
from tests.site.document import Element


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The repository's own site with the archive that it ships."""
    return sample_site(tmp_path_factory.mktemp("sample") / "site")


@pytest.fixture(scope="session")
def pages(sample: Site) -> dict[str, Element]:
    """Every page of that site as a tree, but the one for what is missing."""
    return {url: sample.page(url) for url in sample.urls if url != "/404.html"}


# Playwright's event loop runs in this thread while the browser is open, so the browser ends
# with this folder: elsewhere tests run loops of their own.
@pytest.fixture(scope="package")
def reader() -> Iterator[Reader]:
    """One browser for all tests of this folder."""
    with open_reader() as opened:
        yield opened
