"""Lines of text out of words, by where they stand and not by the order they came in."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from paperglot.figures.geometry import Box, union
from paperglot.figures.pages import Word

# In parts of the font's size: how far a superscript is raised, and how far apart two words of
# one line may stand that follow each other in the PDF, in general and in a stretched line, and
# two that do not: these may be of two columns.
_RAISED = 0.6
_SAME_BASELINE = 0.3
_APART = 1.15
_STRETCHED = 1.6
_CLOSE = 0.8
_OVERLAPPING = 0.6
_SAME = 0.1


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """Words beside each other, without a gap as there is between columns or a table's cells.

    A line is equal to itself alone, so that sets of lines need not look at their words.
    """

    box: Box
    words: tuple[Word, ...] = field(repr=False)
    text: str
    size: float
    """The font's size of most of its characters, in points."""
    baseline: float

    @property
    def letters(self) -> float:
        """The share of letters among what is no space."""
        characters = self.text.replace(" ", "")
        return sum(map(str.isalpha, characters)) / len(characters) if characters else 0.0


def compose(words: Sequence[Word]) -> list[Line]:
    """Return the lines of a page from top to bottom, those beside each other from the left."""
    runs = _merged(sorted(map(_run, _stretches(words)), key=lambda run: run.baseline))
    return sorted(runs, key=lambda line: (line.baseline, line.box.left))


def joined(lines: Iterable[Line]) -> Line:
    """Return one line of those that stand on one baseline."""
    words = [word for line in lines for word in line.words]
    return _run(sorted(words, key=lambda word: word.box.left))


def _stretches(words: Sequence[Word]) -> Iterator[list[Word]]:
    """Yield words that follow each other in the PDF and stand beside each other."""
    stretch: list[Word] = []
    for word in words:
        if stretch and not _follows(stretch[-1], word):
            yield stretch
            stretch = []
        stretch.append(word)
    if stretch:
        yield stretch


def _follows(before: Word, after: Word) -> bool:
    size = max(before.size, after.size)
    gap = after.box.left - before.box.right
    raised = abs(after.baseline - before.baseline)
    apart = _STRETCHED if _is_of_one_sentence(before, after) else _APART
    return -_OVERLAPPING * size < gap < apart * size and raised < _RAISED * size


def _is_of_one_sentence(before: Word, after: Word) -> bool:
    """Say whether two words may be of a line that was stretched to the column's width."""
    if abs(before.baseline - after.baseline) > _SAME or before.size != after.size:
        return False
    return after.text[0].isalpha() and (before.text[-1].isalpha() or before.text[-1] in ",.:;)")


def _run(words: Sequence[Word]) -> Line:
    sizes: Counter[float] = Counter()
    for word in words:
        sizes[word.size] += len(word.text)
    size = max(sizes, key=lambda each: (sizes[each], each))
    baselines = Counter(round(word.baseline, 1) for word in words if word.size == size)
    baseline = baselines.most_common(1)[0][0]
    text = " ".join(word.text for word in words)
    return Line(union(word.box for word in words), tuple(words), text, size, baseline)


def _merged(runs: Sequence[Line]) -> list[Line]:
    """Join what stands on one baseline close beside each other."""
    found: list[Line] = []
    row: list[Line] = []
    for run in runs:
        if row and run.baseline - row[0].baseline > _SAME_BASELINE * min(run.size, row[0].size):
            found += _joined_row(row)
            row = []
        row.append(run)
    return found + _joined_row(row)


def _joined_row(row: list[Line]) -> list[Line]:
    found: list[list[Line]] = []
    for run in sorted(row, key=lambda each: each.box.left):
        last = found[-1][-1] if found else None
        if last is not None and _adjoin(last, run):
            found[-1].append(run)
        else:
            found.append([run])
    return [joined(group) if len(group) > 1 else group[0] for group in found]


def _adjoin(left: Line, right: Line) -> bool:
    size = min(left.size, right.size)
    gap = right.box.left - left.box.right
    return -_OVERLAPPING * size < gap < _CLOSE * size
