from pathlib import Path

import pytest

from paperglot.errors import NoSiteError
from paperglot.hosting.folder import BuiltFile, SiteSize, built_files, measured, size_of
from paperglot.unfinished import MARK
from tests.hosting.sites import SITE, build


def test_every_file_of_a_site_is_found_with_its_size_and_in_order(tmp_path: Path) -> None:
    assert built_files(build(tmp_path)) == tuple(
        BuiltFile(path, len(content)) for path, content in sorted(SITE.items())
    )


def test_files_that_begin_with_a_dot_and_those_behind_links_are_found(tmp_path: Path) -> None:
    site = build(tmp_path / "site", {"index.html": b"x", ".nojekyll": b""})
    (site / "linked").symlink_to(build(tmp_path / "elsewhere", {"page.html": b"xy"}))
    assert [file.path for file in built_files(site)] == [
        ".nojekyll", "index.html", "linked/page.html",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("files", "told"),
    [
        (None, "no site has been built in site/; run mkdocs build"),
        ({}, "no site has been built in site/; run mkdocs build"),
        ({"about/index.html": b"x"}, "no whole site: it has no index.html"),
        (
            {"index.html": b"x", f"{MARK}/papers/index.html": b"x"},
            "the last build of site/ did not come to its end; run mkdocs build",
        ),
    ],
)
def test_what_is_no_site_is_told(tmp_path: Path, files: dict[str, bytes] | None, told: str) -> None:
    if files is not None:
        build(tmp_path / "site", files)
    with pytest.raises(NoSiteError) as caught:
        built_files(tmp_path / "site")
    assert told in str(caught.value)
    assert str(tmp_path) not in str(caught.value)
    assert measured(tmp_path / "site") is None


def test_assets_do_not_grow_with_the_archive(tmp_path: Path) -> None:
    files = {"index.html": b"123", "assets/a.css": b"12345", "my/assets/b": b"1"}
    site = build(tmp_path, {**files, "figures/0123456789abcdef.webp": b"RIFF"})
    assert measured(site) == SiteSize(total=13, fixed=9) == size_of(built_files(site))
