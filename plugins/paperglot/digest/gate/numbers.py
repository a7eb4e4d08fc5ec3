"""Numbers in English and Chinese, read as values: 1.5 billion is 15亿, twelve is 十二.

The two sides are read differently. What stands in the paper is read in every way that makes
sense, what stands in the digest in the one way that is certain, so that doubt never alarms:
words up to ten are no numbers of a digest, as they may count what the paper lists, and
neither are 数百, 几十 or 三分之一.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache

from paperglot.digest.gate import chinese, english
from paperglot.digest.gate.texts import Judged

_SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_RAISED = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+")
# `2{,}048`, `2\,048` and thin spaces part thousands; the dollar signs and braces around a number
# and the sign of percent say nothing of its value.
_THOUSANDS = re.compile(r"(?<=\d)(?:\{,\}|\\,|\\ |[\u2009\u202f])(?=\d{3}(?!\d))")
_LETTERS = {"k": 3, "m": 6, "mn": 6, "b": 9, "bn": 9, "t": 12}
_POWERS = {**english.POWERS, **chinese.POWERS}
_WORDS = "|".join(sorted(map(re.escape, _POWERS), key=len, reverse=True))
# 千赫 and 千克 are units, 百分 begins 百分点.
_NUMBER = re.compile(
    rf"""(?xi)
    (?P<digits> \d+ (?: [.,] \d+ )* | (?<! \d ) \. \d+ )
    (?: e (?P<exponent> [+-]? \d{{1,2}} ) (?! \w ) )?
    (?: (?P<letter> (?-i: [kKMBTb] | bn | mn ) ) (?! [A-Za-z0-9] )
      | [\s-]* [多余餘]? (?P<word> {_WORDS} ) (?! (?<=千) [赫瓦克米焦伏卡] | (?<=百) 分 )
    )?
    """
)
_POWER = re.compile(
    r"(?:(?<![\d.])(?P<factor>\d+(?:\.\d+)?)\s*(?:\\times|\\cdot|×|·|x|\*)\s*)?"
    r"(?P<base>10|2)\s*\^\s*\{?\s*(?P<sign>[-−]?)\s*(?P<power>\d{1,2})(?!\d)"
)
_RANGE = re.compile(r"\s*(?:-|–|—|~|～|to|and|or|至|到|或|和)\s*")
_YEARS = re.compile(r"\b((?:19|20))\d\d\s*[-–/]\s*(\d\d)\b")
_DISTANT_UNIT = re.compile(r"(?<![\d.,])(\d+(?:\.\d+)?)[\s-]+(K|M|B|T)\b")
# "(1)" and "2)" number a list.
_ITEM = re.compile(r"(?<![\w.,])\d[)）]")
# "2nd" and "3D" may be told in words: 第二, 三维.
_WORDED = re.compile(r"(?<![\w.,])\d(?:st|nd|rd|th|[dD])\b")
_PERCENT = re.compile(r"(?<!\d)(\d+(?:\.\d+)?)\s*(?:%|per\s?cent)")
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+\.\d+")
_LONGEST = 30
_HUNDRED = Decimal(100)
_TWO = 2
_THOUSAND_DIGITS = 3


def unknown_number(judged: Judged) -> str | None:
    """Every number of an answer stands in what it was made from, in whatever notation."""
    for field in judged.fields:
        known = values_of_paper(field.source)
        for shown, readings in numbers(field.text):
            if known.isdisjoint(readings):
                place = f"{field.name} ({field.language.tag})"
                return f"{shown} in {place} is not in {judged.names.given}"
    return None


def lost_number(judged: Judged) -> str | None:
    """Every number in digits of what was translated whole stands in its translation."""
    for field in judged.fields:
        if field.is_whole:
            known = values_of_paper(field.text) | chinese.digits(field.text)
            for shown, readings, _bare in _in_digits(_WORDED.sub(" ", _simplified(field.source))):
                if known.isdisjoint(readings):
                    return f"{shown} is not in {field.name} ({field.language.tag})"
    return None


def changed_number(judged: Judged) -> str | None:
    """No number is made up, and where all was translated none is lost."""
    return unknown_number(judged) or lost_number(judged)


def unknown_count(judged: Judged) -> str | None:
    """What a translation counts in words is counted in the source, or listed: 三个数据集."""
    if judged.language.suffix != "zh":
        return None
    known = values_of_paper("\n\n".join(dict.fromkeys(each.source for each in judged.fields)))
    for shown, value in chinese.counts(judged.whole.translated):
        if value not in known:
            return f"{shown} in the {judged.names.text} is not in {judged.names.given}"
    return None


@lru_cache(maxsize=8)
def values_of_paper(text: str) -> frozenset[Decimal]:
    """Return the values of all numbers of an English text, in every reading."""
    text = _simplified(text)
    found: set[Decimal] = set(english.values(text))
    for _shown, readings, bare in _in_digits(text):
        found.update(readings, bare)
    for match in _YEARS.finditer(text):
        found.add(Decimal(match[1] + match[2]))
    for match in _DISTANT_UNIT.finditer(text):
        found.add(Decimal(match[1]).scaleb(_LETTERS[match[2].lower()]))
    for _shown, readings in chinese.numerals(text):
        found.update(readings)
    # A share of 0.94 may be told as 94 %, and 94 % as 0.94.
    found.update(value * _HUNDRED for value in tuple(found) if value <= 1)
    found.update(Decimal(match[1]) / _HUNDRED for match in _PERCENT.finditer(text))
    return frozenset(found)


def numbers(text: str) -> Iterator[tuple[str, set[Decimal]]]:
    """Yield each certain number of a text as it stands there, and what it may mean."""
    text = _ITEM.sub(" ", _simplified(text))
    for shown, readings, _bare in _in_digits(text):
        yield shown, readings
    yield from chinese.numerals(text)
    yield from english.numerals(text)


def _simplified(text: str) -> str:
    text = _RAISED.sub(lambda match: "^" + match[0].translate(_SUPERSCRIPT), text)
    text = _THOUSANDS.sub("", text)
    return unicodedata.normalize("NFKC", text.replace("\\%", "%").replace("\\$", "$"))


def _in_digits(text: str) -> Iterator[tuple[str, set[Decimal], set[Decimal]]]:
    """Yield each number in digits: as it stands, its meaning, and its digits' own values."""
    matches = list(_NUMBER.finditer(text))
    powers = [(match.span(), _raised(match)) for match in _POWER.finditer(text)]
    before: set[Decimal] = set()
    for index, match in enumerate(matches):
        if len(match["digits"]) > _LONGEST:
            continue
        bare, own = _values(match["digits"]), _power_of(match)
        shared = 0 if own else _shared_power(text, matches[index:])
        readings = {value.scaleb(own or shared) for value in bare} | (set() if own else bare)
        for (start, end), raised in powers:
            readings |= raised if start <= match.start() < end else set()
        whole = _compound(text, matches[index:])
        yield match[0].strip(), readings | whole | before, bare
        before = whole


def _values(digits: str) -> set[Decimal]:
    """Return what digits mean where a comma or a point may part thousands or decimals."""
    if digits.startswith("."):
        return {Decimal(f"0{digits}")}
    groups = re.split("[.,]", digits)
    grouped = len(groups) > 1 and all(len(group) == _THOUSAND_DIGITS for group in groups[1:])
    found = {Decimal("".join(groups))} if grouped else set()
    if len(groups) == _TWO:
        found.add(Decimal(".".join(groups)))
    elif digits[-len(groups[-1]) - 1 :].startswith("."):
        found.add(Decimal("".join(groups[:-1]) + "." + groups[-1]))
    is_list = "," in digits or len(groups) > _TWO
    if len(groups) == 1 or (is_list and not grouped and not _GROUPED.fullmatch(digits)):
        found.update(map(Decimal, groups))  # also a list without spaces, such as (0,1)
    return found


def _power_of(match: re.Match[str]) -> int:
    """Return the power of ten that a number's word, letter or exponent multiplies it by."""
    if match["exponent"]:
        return int(match["exponent"])
    if match["letter"]:
        return _LETTERS[match["letter"].lower()]
    return _POWERS[match["word"].lower()] if match["word"] else 0


def _shared_power(text: str, matches: Sequence[re.Match[str]]) -> int:
    """In "10 to 20 million" the first number means millions too."""
    if len(matches) < _TWO:
        return 0
    between = text[matches[0].end() : matches[1].start()]
    return _power_of(matches[1]) if _RANGE.fullmatch(between) else 0


def _compound(text: str, matches: Sequence[re.Match[str]]) -> set[Decimal]:
    """Return the sum of what stands without a gap, as in 1亿5000万."""
    if len(matches) < _TWO or matches[0].end() != matches[1].start():
        return set()
    first, second = _power_of(matches[0]), _power_of(matches[1])
    if not first > second or text[matches[0].end() - 1].isascii():
        return set()
    values = (_values(match["digits"]) for match in matches[:2])
    left, right = (next(iter(each)) for each in values)
    return {left.scaleb(first) + right.scaleb(second)}


def _raised(match: re.Match[str]) -> set[Decimal]:
    power = Decimal(match["base"]) ** int(f"{'-' if match['sign'] else ''}{match['power']}")
    return {power, power * Decimal(match["factor"] or 1)}
