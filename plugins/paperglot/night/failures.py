"""What brought no answer, in as few sentences as there are reasons."""

from collections.abc import Iterable

from paperglot.model import Failure


def grouped(lacking: str, failures: Iterable[Failure]) -> tuple[str, ...]:
    """Say the same thing once, however many subjects it befell: `without a digest: …`."""
    by_reason: dict[str, list[str]] = {}
    for failure in failures:
        by_reason.setdefault(failure.reason, []).append(failure.subject)
    return tuple(
        f"without {lacking}: {_named(subjects)}: {reason}" for reason, subjects in by_reason.items()
    )


def _named(subjects: list[str]) -> str:
    return subjects[0] + (f" and {len(subjects) - 1} more" if len(subjects) > 1 else "")
