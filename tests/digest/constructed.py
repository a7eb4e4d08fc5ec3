"""Digests of any paper that are right by construction: a rule translates, and no model.

The rule writes Chinese running text around every formula and every number of a sentence. A
number keeps its value and often changes its notation: 1.5 billion becomes 15亿, 2,048 becomes
2048, twelve becomes 十二. So whatever the gate finds wrong with one is a false alarm.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from paperglot.model import Digest, Pair, Paper, Takeaway
from paperglot.prose import line, sentences
from tests.standins.filler import formula_spans, translate, voice

_SCALES = {
    "thousand": 3, "million": 6, "billion": 9, "trillion": 12, "k": 3, "m": 6, "b": 9, "t": 12,
}  # fmt: skip
_SCALED = re.compile(
    r"(?<![\w.,$-])(\d+(?:\.\d+)?)(?:[ -](thousand|million|billion|trillion)\b|([KMBT])(?![\w-]))"
)
_GROUPED = re.compile(r"(?<![\d.,{])(\d{1,3}),(\d{3})(?![\d,])")
_WORDS = {
    "eleven": "十一", "twelve": "十二", "thirteen": "十三", "fifteen": "十五", "sixteen": "十六",
    "twenty": "二十", "thirty": "三十", "fifty": "五十", "two hundred": "二百",
}  # fmt: skip
_WORD = re.compile(rf"\b(?:{'|'.join(_WORDS)})\b(?![\s-]\w+(?:teen|ty|red|one|sand|ion)\b)")
_FRAME = "In other words: "
_FEWEST = 3


def digest_of(paper: Paper, *, most: int = 7, words: int | None = None) -> Digest:
    """Return the digest of a paper; the same each time.

    It has `most` takeaways, each of a whole sentence or of its first `words`.
    """
    texts = list(dict.fromkeys(sentences(paper.abstract)))[:most]
    numbers = {text: number for number, text in enumerate(sentences(paper.abstract), start=1)}
    framed = [(_clipped(_FRAME + text, words), text) for text in texts]
    while len(framed) < _FEWEST:
        framed.append((_FRAME + framed[-1][0], framed[-1][1]))
    return Digest(
        title=line(translated(paper.title, 0, closed=False)),
        abstract="".join(translated(text, n) for n, text in enumerate(sentences(paper.abstract))),
        tldr=Pair(f"In short: {texts[0]}", translated(texts[0], 1)),
        takeaways=tuple(
            Takeaway(english, translated(english, 2 + place), (numbers[text],))
            for place, (english, text) in enumerate(framed)
        ),
    )


def _clipped(text: str, words: int | None) -> str:
    return text if words is None else " ".join(text.split(" ")[:words])


def translated(english: str, seed: int, *, closed: bool = True) -> str:
    """Return a Chinese text with every formula of an English one, and every number's value."""
    text = translate(english, voice("zh"), seed, closed=closed)
    parts, end = [], 0
    for start, stop in formula_spans(text):
        parts += [_renoted(text[end:start]), text[start:stop]]
        end = stop
    words = "".join(f"，其中有{word}项" for word in _in_words(english))
    return "".join([*parts, _renoted(text[end:])]).rstrip("。") + words + ("。" if closed else "")


def _in_words(english: str) -> Iterator[str]:
    """Yield the English number words outside formulas in Chinese."""
    end = 0
    for start, stop in (*formula_spans(english), (len(english), len(english))):
        yield from (_WORDS[match[0]] for match in _WORD.finditer(english[end:start]))
        end = stop


def _renoted(text: str) -> str:
    return _GROUPED.sub(r"\1\2", _SCALED.sub(_in_chinese, text))


def _in_chinese(match: re.Match[str]) -> str:
    scale = (match[2] or match[3]).lower()
    value = Decimal(match[1]).scaleb(_SCALES[scale])
    for unit, power in (("亿", 8), ("万", 4)):
        if value >= Decimal(1).scaleb(power):
            return f"{value.scaleb(-power).normalize():f}{unit}"
    return f"{value.normalize():f}"
