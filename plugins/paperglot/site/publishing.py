"""Products put into the built site's folder: left there, taken from the build before, or made."""

from collections.abc import Iterable, Sequence
from functools import partial
from itertools import chain
from typing import NamedTuple, TypeVar

from paperglot import processes
from paperglot.site.kept import Kept
from paperglot.site.products import Product
from paperglot.site.sharing import Task, shared
from paperglot.site.site_folder import Row, SiteFolder

B = TypeVar("B")

_FEWEST, _MOST = 20, 50
"""Products that one process makes at a time; they come from neighbouring days."""
_TURNS = 4
"""How often each process should come at least, so that they end together."""


class _Made(NamedTuple):
    """A product that lies in the site's folder."""

    place: int
    content: bytes
    row: Row


def reuse(products: Iterable[Product], kept: Kept, folder: SiteFolder) -> list[Product]:
    """Put what is at hand into the folder; return what has to be made."""
    keys = kept.keys()
    stale: list[Product] = []
    addresses: set[str] = set()
    for product in products:
        addresses.add(product.address)
        same = keys.get(product.address) == product.key
        if same and folder.holds(product.address, product.key):
            continue
        content = kept.get(product.address, product.key) if same else None
        if content is None:
            stale.append(product)
        else:
            folder.write(product.address, content, product.key)
    kept.forget_all_but(addresses)
    return stale


def make(
    stale: Sequence[Product], kept: Kept, folder: SiteFolder, besides: Sequence[Task[B]] = ()
) -> list[B]:
    """Make products, put them into the folder and keep them.

    `besides` is other work, which is done at the same time; returns what comes of it.
    """
    turn = len(stale) // (processes.cores() * _TURNS)
    portion = min(max(turn, _FEWEST), _MOST)
    starts = range(0, len(stale), portion)
    pages: list[list[Task[_Made | B]]] = [
        [
            partial(_make, place, stale[place], folder)
            for place in range(len(stale))[start:][:portion]
        ]
        for start in starts
    ]
    others: list[list[Task[_Made | B]]] = [[task] for task in besides]
    found: list[B] = []
    for each in chain.from_iterable(shared([*others, *pages])):
        if isinstance(each, _Made):
            product = stale[each.place]
            folder.note(product.address, each.row)
            kept.put(product.address, product.key, each.content)
        else:
            found.append(each)
    return found


def _make(place: int, product: Product, folder: SiteFolder) -> _Made:
    content = product.make()
    return _Made(place, content, folder.put(product.address, content, product.key))
