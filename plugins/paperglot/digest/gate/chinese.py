"""Chinese numerals."""

import re
from collections.abc import Iterator
from decimal import Decimal

_DIGITS = {"〇": 0, "零": 0, "两": 2, **{d: n for n, d in enumerate("一二三四五六七八九", start=1)}}
_UNITS = {"十": 1, "百": 2, "千": 3, "万": 4, "亿": 8}
POWERS = {
    "十万": 5, "百万": 6, "千万": 7, "十亿": 9, "百亿": 10, "千亿": 11, "万亿": 12,
    "百": 2, "千": 3, "万": 4, "亿": 8,
}  # fmt: skip
"""Words that multiply a number in digits by a power of ten."""

_CHARACTERS = "〇零一二两三四五六七八九十百千万亿"
# 数百 and 几十 say no number, 三分之一 is told by words, 统一 ends in no numeral, 百科 and 千赫
# begin with none.
_NUMERAL = re.compile(
    rf"""(?x)
    (?: (?P<percent> 百分之 )
      | (?<! [{_CHARACTERS}数几上成近若第\d.] ) (?<! 分之 ) (?<! [统唯同单任某逐不归其] (?=一) )
    )
    (?P<whole> [{_CHARACTERS}]{{1,20}} ) (?: 点 (?P<part> [〇零一二三四五六七八九]+ ) )?
    (?! 分之 | 几 | (?<=百) [科度家姓分] | (?<=千) [赫瓦克米] | (?<=万) [能物] | (?<=十) [分字足] )
    """
)
_CERTAIN = 11
"""Below, a numeral may count what the paper lists, or belong to an idiom."""
_COUNTS = {**{d: Decimal(n) for d, n in _DIGITS.items()}, "十": Decimal(10)}
_COUNTED = re.compile(r"(?P<numeral>[三四五六七八九十])(?:个|种|项|类|倍|次|篇|层|名|位|套|组|款)")


def numerals(text: str) -> Iterator[tuple[str, set[Decimal]]]:
    """Yield the numerals of which a text leaves no doubt; 百分之五 is five."""
    for match in _NUMERAL.finditer(text):
        readings = _readings(match)
        if readings and (match["percent"] or max(readings) >= _CERTAIN):
            yield match[0], readings


def digits(text: str) -> set[Decimal]:
    """Return what each single character may say, whatever it belongs to: 第三行, 一层."""
    return {value for character, value in _COUNTS.items() if character in text}


def counts(text: str) -> Iterator[tuple[str, Decimal]]:
    """Yield the numerals from three to ten that count something: 三个, 五种."""
    for match in _COUNTED.finditer(text):
        before = text[match.start() - 1 : match.start()]
        if not before or before not in _CHARACTERS + "第数几多两":
            yield match[0], _COUNTS[match["numeral"]]


def _readings(match: re.Match[str]) -> set[Decimal]:
    whole = match["whole"]
    if not any(character in _DIGITS for character in whole):
        return {_value(whole)} if whole == "十" or whole.startswith("十") else set()
    if not any(character in _UNITS for character in whole):
        return _in_a_row(match)
    value = _value(whole)
    if match["part"]:
        return {value + _decimals(match["part"])}
    readings = {value}
    if len(whole) > 1 and whole[-1] in _DIGITS and whole[-2] in "百千万亿":  # 一万五 is 15,000
        readings.add(_value(whole[:-1]) + Decimal(_DIGITS[whole[-1]]).scaleb(_UNITS[whole[-2]] - 1))
    return readings


def _in_a_row(match: re.Match[str]) -> set[Decimal]:
    """二〇二五 is a year; 三四 means three or four."""
    digits = "".join(str(_DIGITS[character]) for character in match["whole"])
    if match["part"]:
        return {Decimal(digits) + _decimals(match["part"])} if len(digits) == 1 else set()
    is_year = len(digits) == 4 or "〇" in match["whole"]  # noqa: PLR2004
    return {Decimal(digits)} if is_year or len(digits) == 1 else set()


def _decimals(part: str) -> Decimal:
    return Decimal("0." + "".join(str(_DIGITS[character]) for character in part))


def _value(numeral: str) -> Decimal:
    """Return the value of a numeral with units: 三千二百万."""
    total = section = digit = Decimal(0)
    for character in numeral:
        if character in _DIGITS:
            digit = Decimal(_DIGITS[character])
            continue
        power = _UNITS[character]
        if character in "万亿":
            total = (total + section + digit or Decimal(1)).scaleb(power)
            section = Decimal(0)
        else:
            section += (digit or Decimal(1)).scaleb(power)
        digit = Decimal(0)
    return total + section + digit
