"""An invented archive that is large enough to weigh a search of it.

Words are made of syllables and Chinese ones of common characters, both with the frequencies of
real texts (Zipf's law): few are everywhere, most are rare.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from itertools import accumulate

from paperglot.model import Author, Pair, Paper, Takeaway
from tests.samples import digest, digested

_WORDS = 30_000
_LAST_DAY = date(2026, 8, 21)
_SYLLABLES = [first + second for first in "bdfgklmnprtvz" for second in ("a", "e", "i", "o", "un")]
# The characters of GB 2312's first level: the 3,755 that Chinese is mostly written with.
_FIRST_LEVEL = [
    bytes((row, cell)).decode("gb2312")
    for row in range(0xB0, 0xD7)
    for cell in range(0xA1, 0xFF if row < 0xD7 else 0xFA)
]


@dataclass(frozen=True, slots=True)
class _Language:
    words: Sequence[str]
    cumulative: Sequence[float]
    between: str

    def text(self, chance: random.Random, length: int) -> str:
        return self.between.join(chance.choices(self.words, cum_weights=self.cumulative, k=length))


@cache
def _languages() -> tuple[_Language, _Language]:
    chance = random.Random(1)
    english = ["".join(chance.choices(_SYLLABLES, k=chance.randint(2, 4))) for _ in range(_WORDS)]
    zipf = list(accumulate(1 / (place + 5) for place in range(_WORDS)))
    return _Language(english, zipf, " "), _Language(chinese_words(_WORDS), zipf, "")


def chinese_words(number: int) -> list[str]:
    """Return so many words of two common characters, the same every time."""
    chance = random.Random(2)
    return ["".join(chance.choices(_FIRST_LEVEL, k=2)) for _ in range(number)]


def common_words(place: int) -> tuple[str, str]:
    """Return the word of each language that is so far from the most frequent one."""
    english, chinese = _languages()
    return english.words[place], chinese.words[place]


def archive(number: int, a_day: int = 100) -> Iterator[Paper]:
    """Yield so many papers, so many on each day, with the usual lengths of texts."""
    days = -(-number // a_day)
    for place in range(number):
        day = _LAST_DAY - timedelta(days=days - 1 - place // a_day)
        yield paper(f"{day:%y%m}.{place % a_day + 100 * (day.day + 10):05d}", day, place)


def paper(identifier: str, day: date, seed: int) -> Paper:
    """Return one paper with texts of its own."""
    chance = random.Random(seed)
    english, chinese = _languages()

    def pair(words: int) -> Pair:
        return Pair(english.text(chance, words), chinese.text(chance, words * 3 // 4))

    title = pair(9)
    points = [pair(22) for _ in range(4)]
    made = replace(
        digest(),
        title=title.translated,
        tldr=pair(24),
        takeaways=tuple(Takeaway(each.english, each.translated, (1,)) for each in points),
    )
    names = [f"{english.text(chance, 1)} {english.text(chance, 1)}".title() for _ in range(5)]
    topic, category = ("llm", "cs.CL") if seed % 3 else ("speech", "cs.SD")
    return digested(
        identifier, title=title.english, digest=made, announced=day, topics=(topic,),
        categories=(category,), authors=tuple(Author(name) for name in names),
    )  # fmt: skip
