"""Text that passes for a translation: invented phrases around what must be kept verbatim.

It has the properties by which a translation can be checked without understanding it: the
language's script and usual length, every formula, every number, and nothing else that could
be taken for a number, a link or mark-up. The phrases hold no numerals of any kind.
"""

import itertools
import re
from dataclasses import dataclass

_FORMULA = re.compile(
    r"""(?x)
    \\ (?! [(\[] ) .                                        # an escaped dollar opens nothing
  | (?P<formula>
        \$\$ (?: \\. | [^$\\] )+ \$\$
      | \$ (?! [\s$] ) (?: \\. | [^$\\] )+ (?<! \s ) \$ (?! \d )
      | \\\( .+? \\\)
      | \\\[ .+? \\\]
    )
    """,
    re.DOTALL,
)
_WITH_DIGIT = re.compile(
    r"[^\s，。]*\d[^\s，。]*(?:\s(?:hundred|thousand|million|billion|trillion)s?\b)?"
)
_LATIN = re.compile("[A-Za-z]")
_PUNCTUATION = ".,;:!?\"'“”‘’"


@dataclass(frozen=True, slots=True)
class Voice:
    """How filler is made in one language."""

    phrases: tuple[str, ...]
    comma: str
    stop: str
    between: str
    """What stands between sentences."""
    ratio: float
    """Characters for each character of English: 0.33 was measured for Chinese, numbers and names
    that stay as they are among them."""


_CHINESE = Voice(
    phrases=(
        "本文研究该问题的成因",
        "作者提出新的方法",
        "实验覆盖多种场景",
        "结果优于已有做法",
        "模型由此获得改进",
        "相关代码已经公开",
        "分析揭示其中规律",
        "该结论仍有局限",
        "训练过程更加稳定",
        "数据来自虚构语料",
        "所需资源明显减少",
        "理论给出相应解释",
        "误差保持在较低水平",
        "读者可据此复现",
        "方法适用于其他任务",
        "评测采用公开标准",
        "系统能够识别错误",
        "上下文提供必要线索",
        "性能随规模提升",
        "未来工作有待展开",
        "推理速度得到保证",
        "比较显示差异显著",
        "人工检查支持这些发现",
        "设计兼顾准确与效率",
    ),
    comma="，",
    stop="。",
    between="",
    ratio=0.33,
)
_GERMAN = Voice(
    phrases=(
        "die Arbeit untersucht die Ursachen",
        "das Verfahren kommt ohne Vorwissen aus",
        "die Ergebnisse gelten für erfundene Daten",
        "der Aufwand bleibt dabei gering",
        "die Auswertung folgt festen Regeln",
        "offen ist die Frage der Übertragbarkeit",
        "das Modell lernt aus seinen Fehlern",
        "der Vergleich fällt deutlich aus",
        "die Grenzen werden benannt",
        "eine Begründung liefert die Theorie",
        "der Quelltext liegt offen",
        "die Messung wurde wiederholt",
    ),
    comma=", ",
    stop=".",
    between=" ",
    ratio=1.1,
)
_STRIDE = 7
"""Phrases between the beginnings of neighbouring sentences; divides no voice's number of them."""
_VOICES = {"zh": _CHINESE, "de": _GERMAN}


def voice(suffix: str) -> Voice:
    """Return the voice for a field's suffix; Chinese for a language that is not known."""
    return _VOICES.get(suffix, _CHINESE)


def translate(english: str, speaker: Voice, seed: int, *, closed: bool = True) -> str:
    """Return one sentence of filler for an English one; the same for the same arguments.

    Seeds that differ by less than the number of phrases give different sentences.
    `closed=False` leaves the full stop off, for titles.
    """
    kept = verbatim_parts(english)
    phrases = _phrases(speaker, seed, _room(english, kept, speaker), kept)
    pairs = itertools.zip_longest(phrases, kept, fillvalue="")
    # A space before each kept part: else "$5，$" of "$5，$x$" would be read as a formula.
    text = speaker.comma.join(f"{phrase} {part}" if part else phrase for phrase, part in pairs)
    text = text.strip()
    return text + speaker.stop if closed else text


def verbatim_parts(text: str) -> list[str]:
    r"""Return, in order, the formulas of a text and its words with a digit in them.

    A formula is `$…$` by Pandoc's rule (so that "$5 and $6" is none), `$$…$$`, `\(…\)` or
    `\[…\]`. A number keeps its unit of magnitude: "1.5 billion".
    """
    parts: list[str] = []
    end = 0
    for start, stop in formula_spans(text):
        parts += [*_numbers(text[end:start]), text[start:stop]]
        end = stop
    return [*parts, *_numbers(text[end:])]


def formula_spans(text: str) -> list[tuple[int, int]]:
    """Return where the formulas of a text begin and end."""
    return [match.span() for match in _FORMULA.finditer(text) if match["formula"]]


def _numbers(text: str) -> list[str]:
    return [_bare(match[0]) for match in _WITH_DIGIT.finditer(text)]


def _bare(word: str) -> str:
    """Strip punctuation and brackets that have no partner inside the word."""
    before, whole = "", word
    while word != before:
        before = word
        word = word.strip(_PUNCTUATION)
        for opening, closing in ("()", "[]", "{}"):
            if closing not in word:
                word = word.removeprefix(opening)
            if opening not in word:
                word = word.removesuffix(closing)
    decimals = word[:1].isdigit() and f".{word}" in whole and f"..{word}" not in whole
    return f".{word}" if decimals else word  # .742 is a number, and not 742


def _room(english: str, kept: list[str], speaker: Voice) -> int:
    """Return how many characters are left for phrases in a translation of the usual length.

    Formulas are not translated, so they count on neither side.
    """
    formulas = sum(stop - start for start, stop in formula_spans(english))
    words = sum(len(part) + 1 for part in kept if not _FORMULA.fullmatch(part))
    return round(speaker.ratio * (len(english) - formulas)) - words


def _phrases(speaker: Voice, seed: int, room: int, kept: list[str]) -> list[str]:
    """Return phrases, at least one, until half of the next would be too much for the room.

    However little that is, they have more letters than the words that are kept.
    """
    letters = sum(len(_LATIN.findall(part)) for part in kept if not _FORMULA.fullmatch(part))
    number = len(speaker.phrases)
    endless = itertools.cycle(speaker.phrases)
    chosen: list[str] = []
    for phrase in itertools.islice(endless, _STRIDE * seed % number, None):
        length = len("".join(chosen))
        taken = length + len(speaker.comma) * len(chosen)
        if chosen and length >= letters and taken + len(phrase) / 2 > room:
            return chosen
        chosen.append(phrase)
    return chosen
