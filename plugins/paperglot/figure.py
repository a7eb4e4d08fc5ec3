"""The figures and tables of a paper, as its page records them; frozen, and free of any library."""

from dataclasses import dataclass


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
