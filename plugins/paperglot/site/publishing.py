"""Products put into the built site's folder: taken from the build before, or made, on all cores."""

import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

from paperglot import processes
from paperglot.site.kept import Kept
from paperglot.site.products import Product

_MANY = 200
"""Products from which it is worth to start processes."""
_PORTION = 40
"""Products that one process takes at a time; they come from neighbouring days."""
_AHEAD = 3

# What a process that is forked finds; nothing of it could be sent to one.
_shared_out: Sequence[Product] = ()


class Folder:
    """The built site's folder."""

    def __init__(self, root: Path) -> None:
        """Take the folder, which need not be there."""
        self._root = root
        self._made: set[Path] = set()

    def write(self, address: str, content: bytes) -> None:
        """Put a file at an address below the site's root."""
        path = self._root / address
        parent = path.parent
        if parent not in self._made:
            parent.mkdir(parents=True, exist_ok=True)
            self._made.add(parent)
        path.write_bytes(content)


def publish(products: Iterable[Product], kept: Kept, write: Callable[[str, bytes], None]) -> None:
    """Write every product, made only where what was kept is not the same."""
    keys = kept.keys()
    stale: list[Product] = []
    addresses: set[str] = set()
    for product in products:
        addresses.add(product.address)
        same = keys.get(product.address) == product.key
        content = kept.get(product.address, product.key) if same else None
        if content is None:
            stale.append(product)
        else:
            write(product.address, content)
    for product, content in made(stale):
        write(product.address, content)
        kept.put(product.address, product.key, content)
    kept.forget_all_but(addresses)


def made(products: Sequence[Product]) -> Iterator[tuple[Product, bytes]]:
    """Make products, in other processes too where there are many."""
    here = [product for product in products if not product.can_be_shared_out]
    others = [product for product in products if product.can_be_shared_out]
    if len(others) < _MANY or processes.cores() == 1 or not processes.can_fork():
        here, others = [*others, *here], []
    yield from _shared(others)
    for product in here:
        yield product, product.make()


def _shared(products: Sequence[Product]) -> Iterator[tuple[Product, bytes]]:
    global _shared_out  # noqa: PLW0603 (a fork's only way to what cannot be pickled)
    if not products:
        return
    _shared_out = products
    try:
        with ProcessPoolExecutor(
            processes.cores(), mp_context=multiprocessing.get_context("fork")
        ) as pool:
            under_way: deque[tuple[range, Future[list[bytes]] | None]] = deque()
            for start in range(0, len(products), _PORTION):
                places = range(start, min(start + _PORTION, len(products)))
                under_way.append((places, _submitted(pool, places)))
                if len(under_way) > processes.cores() * _AHEAD:
                    yield from _result(products, *under_way.popleft())
            for each in under_way:
                yield from _result(products, *each)
    finally:
        _shared_out = ()


def _submitted(pool: ProcessPoolExecutor, places: range) -> Future[list[bytes]] | None:
    try:
        return pool.submit(_make, places)
    except (OSError, BrokenProcessPool):  # no process can be started, or one was killed
        return None


def _make(places: range) -> list[bytes]:
    return [_shared_out[place].make() for place in places]


def _result(
    products: Sequence[Product], places: range, future: Future[list[bytes]] | None
) -> Iterator[tuple[Product, bytes]]:
    """Yield a portion; where its process died, it is made here."""
    try:
        contents = future.result() if future else None
    except BrokenProcessPool:
        contents = None
    for place in places:
        product = products[place]
        yield product, contents[place - places.start] if contents else product.make()
