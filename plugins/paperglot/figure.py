"""The figures and tables of a paper, as its page records them; frozen, and free of any library."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

CAPTIONS = "captions/"
"""What stands before a paper's identifier where its captions are meant; no archive is called so."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure or table that was cut from a paper's PDF; the image itself is kept elsewhere."""

    label: str
    """What the paper calls it: `Figure 3`, `Table A1`."""
    caption: str
    """Its caption without the label, as one line of text."""
    page: int
    """The page of the PDF that it stands on, from 1."""
    width: int
    """Of the image, in pixels."""
    height: int
    """Of the image, in pixels."""
    size: int
    """Of the image's file, in bytes."""
    hash: str
    """The first 16 hexadecimal digits of the SHA-256 of the image's file."""
    caption_translated: str | None = None
    """Its caption in the second language; None: there is none."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What looking for figures in one version of a paper gave."""

    version: int
    """The paper's version."""
    licence: str
    """The address of the licence that this version came under."""
    found: tuple[Figure, ...] = ()
    """In the order of pages, then of place."""
    lacking: str | None = None
    """Why none could be looked for."""
    language: str | None = None
    """What the captions were translated into, as a BCP 47 tag; None where only a hand did it."""

    def has_translations_into(self, language: str) -> bool:
        """Say whether what translations there are, are into this language."""
        return self.language in (None, language)

    def untranslated(self, language: str) -> tuple[Figure, ...]:
        """Return those whose caption has words and no translation into a language."""
        return tuple(
            figure
            for figure in self.found
            if any(map(str.isalpha, figure.caption))
            and not (figure.caption_translated and self.has_translations_into(language))
        )

    def with_translations(self, translations: Mapping[str, str], language: str) -> "Figures":
        """Return them with translations, by caption, where there is none into the language yet."""
        wanting = self.untranslated(language)
        found = (
            replace(figure, caption_translated=translations.get(figure.caption))
            if figure in wanting
            else figure
            for figure in self.found
        )
        return replace(self, found=tuple(found), language=language)

    def with_translations_of(self, before: "Figures | None") -> "Figures":
        """Return them with the translations that the very same captions had before."""
        known = {
            figure.caption: figure.caption_translated
            for figure in (before.found if before else ())
            if figure.caption_translated is not None
        }
        found = tuple(
            replace(figure, caption_translated=known.get(figure.caption)) for figure in self.found
        )
        has_any = any(figure.caption_translated is not None for figure in found)
        return replace(self, found=found, language=before.language if before and has_any else None)
