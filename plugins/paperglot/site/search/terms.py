"""What is a word of a text, in any script; `search_terms.js` says the same in the browser.

Letters lose their case and accents. A run of Chinese characters gives its pairs of neighbours,
so that no dictionary is needed and any word of a text is found, wherever it is cut.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain
from operator import add

_HAN = "\u3005\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_WORD = re.compile(rf"[{_HAN}]+|[^\W_{_HAN}]+(?:[-\u2010\u2011][^\W_{_HAN}]+)*")
_ASCII_WORD = re.compile("[a-z0-9]+(?:-[a-z0-9]+)*")
_IS_HAN = re.compile(f"[{_HAN}]").match
_HYPHEN = re.compile("[-\u2010\u2011]")
_ACCENTS = re.compile("[\u0300-\u036f]")
# Letters that Unicode does not take apart.
_LETTERS = {
    "ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ı": "i",
    "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th",
}  # fmt: skip
_LETTER = re.compile(f"[{''.join(_LETTERS)}]")
_STOP_WORDS = """
a an and are as at be by can for from has have in into is it its of on or our that the their these
this to via we which with
"""
_STOP = frozenset(_STOP_WORDS.split())
_LONGEST = 32
"""Characters of a term; a reader types no more, and a text may hold anything."""


def fold(text: str) -> str:
    """Return a text without case and accents."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text.lower())
    return _LETTER.sub(lambda match: _LETTERS[match[0]], _ACCENTS.sub("", apart))


def terms(text: str) -> Iterator[str]:
    """Return the terms of a text as they are indexed, in its order, as often as they stand there.

    A compound such as `fine-tuning` gives its parts and itself in one word.
    """
    folded = fold(text)
    if folded.isascii():
        return chain.from_iterable(map(_compound, _ASCII_WORD.findall(folded)))
    return chain.from_iterable(map(_of_word, _WORD.findall(folded)))


def pairs(run: str) -> list[str]:
    """Return each two neighbouring characters of a run, or its only one."""
    return list(map(add, run, run[1:])) or [run]


def stem(word: str) -> str:
    """Take the plural's ending from an English word, by Harman's rule (1991).

    No more is cut off: words are found by their beginnings too.
    """
    if len(word) <= 3 or not word.endswith("s"):  # noqa: PLR2004 (gas, bus)
        return word
    if word.endswith("ies"):
        return word if word.endswith(("aies", "eies")) else f"{word[:-3]}y"
    if word.endswith("es"):
        return word if word.endswith(("aes", "ees", "oes")) else word[:-1]
    return word if word.endswith(("us", "ss")) else word[:-1]


def _of_word(word: str) -> Sequence[str]:
    return pairs(word) if _IS_HAN(word) else _compound(word)


@lru_cache(maxsize=1 << 16)
def _compound(text: str) -> tuple[str, ...]:
    """Return the terms of a compound; most words of a text are those of many others."""
    parts = _HYPHEN.split(text)
    found = [stem(part[:_LONGEST]) for part in parts if part not in _STOP]
    if len(parts) > 1:
        found.append(stem("".join(parts)[:_LONGEST]))
    return tuple(found)
