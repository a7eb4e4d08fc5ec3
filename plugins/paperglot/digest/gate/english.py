"""English words that say a number."""

import re
from collections.abc import Iterator
from decimal import Decimal

_BELOW_TWENTY = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
    "nineteen",
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_ORDINALS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
    "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth",
    "eighteenth", "nineteenth", "twentieth",
)  # fmt: skip
_SMALL = {
    **{name: value for value, name in enumerate(_BELOW_TWENTY)},
    **{name: 10 * value for value, name in enumerate(_TENS, start=2)},
    **{name: value for value, name in enumerate(_ORDINALS, start=1)},
}
POWERS = {
    "hundred": 2, "thousand": 3, "million": 6, "billion": 9, "trillion": 12,
    "hunderttausend": 5, "tausend": 3, "millionen": 6, "milliarden": 9, "billionen": 12,
}  # fmt: skip
"""Words that multiply a number by a power of ten; German ones, as digests are also in German."""

_SCALES = {name: POWERS[name] for name in ("hundred", "thousand", "million", "billion", "trillion")}
_ANY = "|".join((*_SMALL, *_SCALES))
# The longest first: "sixty" begins with "six".
_RUN = re.compile(rf"\b(?:(?:{_ANY})(?:[\s-]+(?:and\s+)?(?={_ANY})|(?=fold|s?\b)))+", re.IGNORECASE)
_WORD = re.compile("|".join(sorted((*_SMALL, *_SCALES), key=len, reverse=True)), re.IGNORECASE)
_HALF = re.compile(r"half an? (million|billion|trillion)", re.IGNORECASE)
_CERTAIN = 11
"""Below, a word may count what the paper lists."""

# Other words that are told in digits: "halves" as 50 %, "doubles" as 2 times.
_OTHER = {
    r"half|halv|dual|doubl|twice|both|pair|bi(?:nary|lingual|modal)|couple": (2, 50, "0.5"),
    r"tripl|thrice|triad|trilingual": (3,),
    r"quadrupl": (4,),
    r"quarter": (4, 25, "0.25"),
    r"orders? of magnitude": (10, 100, 1000),
    r"tenfold|decade": (10,),
    r"dozen": (12,),
    r"centur|percent|full|entire": (100,),
    r"single|unit|once|mono": (1,),
    r"\bno\b|none|without": (0,),
}
_MONTHS = (
    "January|Jan", "February|Feb", "March|Mar", "April|Apr", "May", "June|Jun", "July|Jul",
    "August|Aug", "September|Sept|Sep", "October|Oct", "November|Nov", "December|Dec",
)  # fmt: skip


def values(text: str) -> Iterator[Decimal]:
    """Yield every value that a word of an English text may stand for."""
    for match in _RUN.finditer(text):
        yield _value(match[0])
        yield from (_single(word.lower()) for word in _WORD.findall(match[0]))
    for match in _HALF.finditer(text):
        yield Decimal(5).scaleb(_SCALES[match[1].lower()] - 1)
    for scale, power in _SCALES.items():
        if re.search(rf"\b{scale}", text, re.IGNORECASE):
            yield Decimal(1).scaleb(power)
    for pattern, found in _OTHER.items():
        if re.search(pattern, text, re.IGNORECASE):
            yield from map(Decimal, found)
    for number, names in enumerate(_MONTHS, start=1):
        if re.search(rf"\b(?:{names})\b", text):
            yield Decimal(number)


def numerals(text: str) -> Iterator[tuple[str, set[Decimal]]]:
    """Yield the numbers in words of which an English text leaves no doubt."""
    for match in _RUN.finditer(text):
        words = [word.lower() for word in _WORD.findall(match[0])]
        if words[0] in _SCALES or _after_digits(text, match.start()):
            continue
        value = _value(match[0])
        if value >= _CERTAIN:
            yield match[0].strip(), {value}


def _after_digits(text: str, start: int) -> bool:
    """Say whether the words only multiply a number in digits."""
    return re.search(r"\d[\s-]*$", text[max(0, start - 3) : start]) is not None


def _single(word: str) -> Decimal:
    return Decimal(_SMALL[word]) if word in _SMALL else Decimal(1).scaleb(_SCALES[word])


def _value(run: str) -> Decimal:
    """Return the value of words in a row: "two hundred and five thousand"."""
    total = part = Decimal(0)
    for word in _WORD.findall(run):
        name = word.lower()
        if name in _SMALL:
            part += _SMALL[name]
        elif name == "hundred":
            part = (part or Decimal(1)) * 100
        else:
            total += (part or Decimal(1)).scaleb(_SCALES[name])
            part = Decimal(0)
    return total + part
