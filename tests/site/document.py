"""A page as a tree, read with the standard library alone."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = frozenset(["br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"])
_RAW = frozenset(["script", "style"])


@dataclass(slots=True, eq=False)
class Element:
    """An element with what stands in it."""

    tag: str
    attributes: dict[str, str]
    parent: "Element | None" = None
    children: list["Element | str"] = field(default_factory=list)

    @property
    def elements(self) -> list["Element"]:
        """The elements right below this one."""
        return [child for child in self.children if isinstance(child, Element)]

    @property
    def language(self) -> str:
        """The language that the nearest `lang` names; empty where there is none."""
        if "lang" in self.attributes or self.parent is None:
            return self.attributes.get("lang", "")
        return self.parent.language

    def __iter__(self) -> Iterator["Element"]:
        """Yield this element and all below it in the order of the page."""
        yield self
        for child in self.elements:
            yield from child

    def all(self, *tags: str) -> list["Element"]:
        """Return every element with one of the tags; without tags, every one."""
        return [each for each in self if not tags or each.tag in tags]

    def one(self, *tags: str) -> "Element":
        """Return the only element with one of the tags."""
        (found,) = self.all(*tags)
        return found

    def with_attribute(self, name: str, value: str | None = None) -> list["Element"]:
        """Return every element that has an attribute, with a value if one is named."""
        return [
            each
            for each in self
            if name in each.attributes and value in (None, each.attributes[name])
        ]

    def texts(
        self, keep: Callable[["Element"], bool] = lambda _: True
    ) -> Iterator[tuple["Element", str]]:
        """Yield what a reader sees, piece by piece, with its element; `keep` picks branches."""
        if self.tag in _RAW or not keep(self):
            return
        for child in self.children:
            if isinstance(child, str):
                yield self, child
            else:
                yield from child.texts(keep)

    @property
    def text(self) -> str:
        """What a reader sees, with single spaces."""
        return " ".join("".join(text for _, text in self.texts()).split())

    @property
    def prose(self) -> str:
        """The text without its formulas, each of which leaves a space."""
        pieces = self.texts(lambda element: element.tag not in ("math", "code"))
        return " ".join(" ".join(text for _, text in pieces).split())


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("#document", {})
        self._open = self.root

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        assert len(attributes) == len(attrs), f"an attribute stands twice: <{tag} {attrs}>"
        element = Element(tag, attributes, self._open)
        self._open.children.append(element)
        if tag not in _VOID:
            self._open = element

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.tag == tag, f"</{tag}> ends <{self._open.tag} {self._open.attributes}>"
        assert self._open.parent is not None
        self._open = self._open.parent

    def handle_data(self, data: str) -> None:
        self._open.children.append(data)

    def finish(self) -> Element:
        self.close()
        assert self._open is self.root, f"<{self._open.tag}> is not closed"
        return self.root


def parse(html: str) -> Element:
    """Return the page as a tree; every element must be closed where it was opened."""
    reader = _Reader()
    reader.feed(html)
    return reader.finish()
