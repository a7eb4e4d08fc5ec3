"""Products are left where they are, taken from what was kept, or made, and lie in the folder."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from paperglot import processes
from paperglot.site.kept import Kept, key_of
from paperglot.site.products import Product
from paperglot.site.publishing import make, reuse
from paperglot.site.site_folder import SiteFolder


def _content(number: int) -> bytes:
    return f"{number}".encode()


def _never(_number: int) -> bytes:
    pytest.fail("it is there")


def _products(number: int, content: Callable[[int], bytes] = _content) -> list[Product]:
    return [Product(f"a{n}/index.html", key_of(n), partial(content, n)) for n in range(number)]


def _publish(root: Path, products: list[Product], *, site: str = "site") -> int:
    """Build a site of products; return how many were made."""
    folder = SiteFolder(root / site, root / "record.json")
    folder.put_aside()
    folder.bring_back()
    with Kept(root / "kept.sqlite") as kept:
        stale = reuse(products, kept, folder)
        make(stale, kept, folder)
    folder.finish()
    return len(stale)


def _files(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file()
    }


@pytest.mark.parametrize("number", [0, 1, 49, 240, 417])
def test_every_product_lies_in_the_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    monkeypatch.setattr(processes, "cores", lambda: 2)
    monkeypatch.setattr(processes, "can_fork", lambda: True)
    assert _publish(tmp_path, _products(number)) == number
    expected = {product.address: product.make() for product in _products(number)}
    assert _files(tmp_path / "site") == expected


def test_what_is_the_same_is_not_made_again(tmp_path: Path) -> None:
    assert _publish(tmp_path, _products(5)) == 5
    assert _publish(tmp_path, _products(4, _never)) == 0
    assert _files(tmp_path / "site") == {f"a{n}/index.html": _content(n) for n in range(4)}
    # What was kept is forgotten with its product.
    assert _publish(tmp_path, _products(5)) == 1


def test_what_was_kept_fills_another_folder(tmp_path: Path) -> None:
    _publish(tmp_path, _products(5))
    assert _publish(tmp_path, _products(5, _never), site="other") == 0
    assert _files(tmp_path / "other") == _files(tmp_path / "site")


def test_a_file_that_is_there_and_not_kept_is_made_again(tmp_path: Path) -> None:
    """What is kept is whole again then, for a build that finds no site."""
    _publish(tmp_path, _products(5))
    (tmp_path / "kept.sqlite").unlink()
    assert _publish(tmp_path, _products(5)) == 5


def test_other_work_is_done_beside(tmp_path: Path) -> None:
    folder = SiteFolder(tmp_path / "site", tmp_path / "record.json")
    with Kept(None) as kept:
        others = [partial(str.upper, "a"), partial(str.upper, "b")]
        assert sorted(make(_products(3), kept, folder, others)) == ["A", "B"]
    assert len(_files(tmp_path / "site")) == 3
