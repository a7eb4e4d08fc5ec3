"""Tables in Markdown, and figures as words."""

from collections.abc import Iterable, Sequence

NOTHING = "–"
"""Where there is no figure."""


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table; cells after the first are set to the right.

    Raises:
        ValueError: a row has not as many cells as the head.
    """
    lines = [list(head), ["---", *(["---:"] * (len(head) - 1))]]
    for row in rows:
        if len(row) != len(head):
            message = f"{row} does not fit under {head}"
            raise ValueError(message)
        lines.append(list(row))
    return "\n".join(f"| {' | '.join(map(_cell, line))} |" for line in lines)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def seconds(value: float | None) -> str:
    """Return seconds with as many digits as mean something."""
    if value is None:
        return NOTHING
    return f"{value:.2f}" if value < 10 else f"{value:.1f}" if value < 100 else f"{value:,.0f}"  # noqa: PLR2004 (digits)


def times(value: float | None) -> str:
    """Return a ratio, such as `1.25 ×`."""
    return NOTHING if value is None else f"{value:.2f} ×"


def megabytes(value: float | None) -> str:
    """Return bytes as MB, of a million bytes."""
    return NOTHING if not value else f"{value / 1e6:,.0f}" if value >= 1e7 else f"{value / 1e6:.1f}"  # noqa: PLR2004 (digits)


def whole(value: float | None) -> str:
    """Return a number without decimals, in groups of three digits."""
    return NOTHING if value is None else f"{value:,.0f}"
