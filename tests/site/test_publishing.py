"""Products are made once each, in their own order, whoever makes them."""

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from paperglot import processes
from paperglot.site import publishing
from paperglot.site.kept import Kept, key_of
from paperglot.site.products import Product
from paperglot.site.publishing import Folder, made, publish


def _content(number: int) -> bytes:
    return f"{number}".encode()


def _process(_number: int) -> bytes:
    return f"{os.getpid()}".encode()


def _products(number: int, make: Callable[[int], bytes] = _content) -> list[Product]:
    return [
        Product(f"a{n}/index.html", key_of(n), partial(make, n), can_be_shared_out=n % 10 != 3)
        for n in range(number)
    ]


@pytest.fixture
def two_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    """Work is shared out, whatever the machine and whatever else runs in this process."""
    monkeypatch.setattr(processes, "cores", lambda: 2)
    monkeypatch.setattr(processes, "can_fork", lambda: True)


@pytest.mark.parametrize("number", [0, 1, 199, 240, 417])
@pytest.mark.usefixtures("two_cores")
def test_every_product_is_made_once(number: int) -> None:
    products = _products(number)
    found = {product.address: content for product, content in made(products)}
    assert found == {product.address: product.make() for product in products}


@pytest.mark.usefixtures("two_cores")
def test_many_are_shared_out_but_for_those_that_cannot_be() -> None:
    here = f"{os.getpid()}".encode()
    by_whom = {
        product.can_be_shared_out: content == here
        for product, content in made(_products(400, _process))
    }
    assert by_whom == {True: False, False: True}
    assert {content for _product, content in made(_products(40, _process))} == {here}


@pytest.mark.usefixtures("two_cores")
def test_what_a_process_dies_of_is_made_here(monkeypatch: pytest.MonkeyPatch) -> None:
    parent = os.getpid()

    def dying(number: int) -> bytes:
        if os.getpid() != parent and number == 250:
            os._exit(1)
        return _content(number)

    products = _products(400, dying)
    monkeypatch.setattr(publishing, "_PORTION", 10)
    found = {product.address: content for product, content in made(products)}
    assert found == {f"a{n}/index.html": _content(n) for n in range(400)}


@pytest.mark.usefixtures("two_cores")
def test_an_error_ends_the_build_wherever_it_comes_from() -> None:
    def failing(number: int) -> bytes:
        if number == 250:
            message = "no such word"
            raise KeyError(message)
        return _content(number)

    with pytest.raises(KeyError, match="no such word"):
        list(made(_products(400, failing)))


def test_what_is_the_same_is_not_made_again(tmp_path: Path) -> None:
    def never(_number: int) -> bytes:
        pytest.fail("it is there")

    written: dict[str, bytes] = {}
    with Kept(tmp_path / "kept.sqlite") as kept:
        publish(_products(5), kept, lambda _address, _content: None)
    with Kept(tmp_path / "kept.sqlite") as kept:
        publish(_products(4, never), kept, written.__setitem__)
        assert len(kept.keys()) == 4
    assert written == {f"a{n}/index.html": _content(n) for n in range(4)}


def test_files_are_put_into_folders_that_are_made_for_them(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "site")
    for address in ("index.html", "a/b/c.json", "a/b/d.json"):
        folder.write(address, address.encode())
    found = (tmp_path / "site" / "a" / "b").iterdir()
    assert sorted(path.read_text(encoding="utf-8") for path in found) == [
        "a/b/c.json",
        "a/b/d.json",
    ]
