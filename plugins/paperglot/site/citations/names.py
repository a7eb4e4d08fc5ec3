"""Which part of a printed name is the family name.

A name comes as one string, given name first. The rules, in their order:

1. Who is no person stays whole: a word such as "Collaboration", "Team" or "University", a word
   such as "of" in the middle, or a single word ("OpenAI").
2. What stands behind a comma already is the given name, or a suffix.
3. "Jr.", "Sr.", "II", "III" and "IV" at the end are a suffix. ("V" is an initial: 13 names on
   40,000 papers end in it, and none is a fifth.)
4. A name that begins with a Vietnamese family name that is no given name has it in front.
5. The family name begins with the first particle in lower case ("van der Berg", "de la Cruz"),
   one word earlier if that is the "y", "e" or "i" between two family names; or with a run of
   capitalised particles right before the last word ("Van Gool", "Le Cun").
6. Otherwise it is the last word.

Where arXiv prints a Chinese or Hungarian name with the family name first, nothing shows it.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from paperglot.prose import line

_GROUP = re.compile(
    r"\b(?:collaborations?|consorti(?:um|a)|teams?|group|project|committee|initiative|community"
    r"|alliance|society|university|institut\w*|laborator(?:y|ies)|labs?|inc|ltd|llc|gmbh"
    r"|corporation|foundation|flagship|network|on behalf of|task force|et al)\b"
    r"|^the\s"
    r"|\s(?:of|for|the|and|at|by)\s",
    re.IGNORECASE,
)
_SUFFIX = re.compile(r"Jr\.?|Sr\.?|I{2,3}|IV")
_BETWEEN = re.compile("[yei]")
_PARTICLE = re.compile(
    "v[ao]n|vom|zu[mr]?|de[nrls]?|dell[ao]|dei|degli|da|das|dos?|di|du|las?|le|los?"
    "|te[nr]?|op|'t|a[fvl]|bin|ibn|bint|el|abu|dela|uz"
)
_CAPITALISED = re.compile(
    r"V[ao]n|De[nrl]?|Della|Dei|Di|Dos|L[ae]|Te[nr]|[EA]l|B[ei]n|Ó|Ní|Nic|Uí|Mac|St\.?"
)
_VIETNAMESE = re.compile(
    "nguy[eễ]n|tr[aầ]n|ph[aạ]m|hu[yỳ]nh|b[uù]i|đặng|tr[iị]nh|[dđ]inh", re.IGNORECASE
)
# Family names as well, and given or middle names too.
_ALSO_VIETNAMESE = re.compile(
    "l[eê]|v[uũ]|ho[aà]ng|phan|v[oõ]|ng[oô]|d[uư][oơ]ng|[dđ][oỗ]", re.IGNORECASE
)


_REMEMBERED = 8_192
"""Names that were split lately: a paper stands in several lists and formats, one by one."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name in the parts that reference managers know."""

    family: str
    """With its particles; a group's or a single name as a whole."""
    given: str = ""
    suffix: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether the name has one part: a group, or somebody with a single name."""
        return not self.given

    @property
    def printed(self) -> str:
        """The name as it is printed."""
        return " ".join(part for part in (self.given, self.family, self.suffix) if part)


@lru_cache(_REMEMBERED)
def split(name: str) -> Name:
    """Return the parts of a name by the rules of this module; they hold all of its words."""
    words = line(name).split()
    if len(words) < 2 or _GROUP.search(" ".join(words)):  # noqa: PLR2004 (nothing to split)
        return Name(" ".join(words))
    if any("," in word for word in words):
        return _with_comma(" ".join(words))
    suffix = words.pop() if len(words) > 2 and _SUFFIX.fullmatch(words[-1]) else ""  # noqa: PLR2004
    if _VIETNAMESE.fullmatch(words[0]) and not _VIETNAMESE.fullmatch(words[-1]):
        return Name(words[0], " ".join(words[1:]), suffix)
    start = _family_start(words)
    return Name(" ".join(words[start:]), " ".join(words[:start]), suffix)


def _with_comma(name: str) -> Name:
    head, *rest = (part.strip() for part in name.split(","))
    parts = [part for part in rest if part]
    suffix = next((part for part in parts if _SUFFIX.fullmatch(part)), "")
    given = " ".join(part for part in parts if part != suffix)
    if suffix and not given:
        first = split(head)
        return Name(first.family, first.given, suffix)
    return Name(head, given, suffix) if head else Name(given, "", suffix)


def _family_start(words: list[str]) -> int:
    """Return the place of the first word of the family name, never the first of all."""
    last = len(words) - 1
    for place in range(1, last):
        if place > 1 and _BETWEEN.fullmatch(words[place]):
            return place - 1
        if _PARTICLE.fullmatch(words[place]):
            return _with_capitals(words, place)
    if _VIETNAMESE.fullmatch(words[last]) or _ALSO_VIETNAMESE.fullmatch(words[last]):
        return last
    return _with_capitals(words, last)


def _with_capitals(words: list[str], start: int) -> int:
    while start > 1 and _CAPITALISED.fullmatch(words[start - 1]):
        start -= 1
    return start
