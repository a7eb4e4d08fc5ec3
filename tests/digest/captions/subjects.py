"""Captions of an invented paper, as they are asked for."""

from paperglot.digest.captions.prompt import Subject
from tests.samples import figure, figures, pending

ONE = figure(b"one", caption="Accuracy of LLaMA-2 on 3 tasks (94.2%).")
TWO = figure(b"two", label="Table 2", caption="What the bound for $k = 2$ costs in the 2nd row.")
THREE = figure(b"three", label="Figure 4", caption="An overview of the invented method.")


def subject(*found: object, **changes: object) -> Subject:
    """Return a request for some captions of a paper that has these three."""
    paper = pending(figures=figures(ONE, TWO, THREE))
    return Subject(paper, found or (ONE, TWO, THREE), **changes)  # type: ignore[arg-type]
