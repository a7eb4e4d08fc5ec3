"""The terms of a paper's English text: what similar papers and trends count.

A term is a word in lower case and in the singular, a compound with hyphens, or two words of
one phrase. Formulas, addresses, numbers and words that say nothing of the subject are out.
"""

import re
from collections.abc import Iterator

from paperglot.prose import find_addresses, split_mathematics

# A word holds a letter; anything but words and spaces ends a phrase.
_WORD = re.compile(r"\d*[^\W\d_]\w*(?:-\w+)*|[^\w\s]")
_BREAK = " . "
_SHORTEST, _SHORTEST_PLURAL = 2, 4

# Function words, then the words of every abstract whatever its subject.
_STOP_WORDS = frozenset(
    """
    a about above across after again against all almost along also although always among an and
    another any are as at be because been before being below between both but by can cannot could
    did do does doing down due during each either et etc even every few first for from further
    furthermore had has have having hence her here him his how however i if in indeed instead into
    is it its itself just last least less like many may me might moreover most much must my namely
    nearly neither nevertheless no nor not now of off often on once one only onto or other others
    otherwise our ours out over own per perhaps rather same second several shall she should since
    so some such than that the their theirs them then there thereby therefore these they this those
    though three through throughout thus to together too toward towards two under until up upon us
    use used uses using very via was we well were what when where whereas whether which while who
    whom whose why will with within without would yet you your al eg ie vs more

    able accuracy achieve achieved achieves achieving additionally address addressed addresses
    addressing advance advances aim aims allow allowing allows analysis apply applied approach
    art available average baseline based benchmark best better call called capability case
    challenge challenging code comparable compared comparison complex comprehensive consider
    consistent consistently consisting contribution crucial current dataset datasets demonstrate
    demonstrated demonstrates demonstrating design designed despite develop developed developing
    different diverse domain effective effectively effectiveness efficiency efficient efficiently
    enable enabled enables enabling enhance enhanced enhances enhancing ensure ensuring especially
    establish evaluate evaluated evaluating evaluation evaluations existing experiment experimental
    experiments explore extensive fail finally find finding findings focus following framework
    fundamental general generally high higher highlight highlighting identify impact important
    improve improved improvement improvements improves improving include includes including
    increasing increasingly information insights introduce introduced introduces introducing
    investigate issue key known large largely larger lead leading leads leverage leverages
    leveraging limit limitation limitations limited low lower main maintain maintaining make makes
    making method methods metric metrics model models multiple need needed new notably novel
    number observe obtain offer offering offers orders outperform outperforming outperforms
    outperformed overall paper particular particularly performance performing points potential
    practical present presented presents prior problem problems process produce promising proposed
    propose proposes proposing prove proven provide provided provides providing public publicly
    range real-world recent recently rely relies remain remaining remains require required requires
    research respectively result results reveal reveals robust scale scenario setting settings show
    showing shown shows significant significantly similar simple simultaneously single
    specific specifically standard state state-of-the-art strategy strong studies study studied
    substantial substantially success successfully suggest suggests superior support system systems
    task tasks technique techniques tested thorough traditional training understanding unified
    unlike utilize utilizing validate validated various way widely work works yield yields
    """.split()  # noqa: SIM905 (a list of 400 lines is not read)
)
# Words that end in an s and are no plurals, beside the endings below.
_SINGULAR = frozenset(["always", "lens", "news", "pose-aware", "series", "species", "towards"])
_NO_PLURAL = ("ss", "us", "is", "as", "ics")


def terms(title: str, abstract: str) -> dict[str, int]:
    """Count the terms of a paper; what stands in the title counts twice."""
    counts: dict[str, int] = {}
    for text, times in ((title, 2), (abstract, 1)):
        for term, _written in occurrences(text):
            counts[term] = counts.get(term, 0) + times
    return counts


def occurrences(text: str) -> Iterator[tuple[str, str]]:
    """Yield each term of a normal text, in its order, and how it is written there."""
    previous, previous_written = "", ""
    for written in _WORD.findall(_prose(text)):
        lower = written.lower()
        if len(lower) < _SHORTEST or lower in _STOP_WORDS:
            previous = ""
            continue
        term = singular(lower)
        yield term, written
        if "-" in lower:
            yield from _parts(written)
        if previous:
            yield f"{previous} {term}", f"{previous_written} {written}"
        previous, previous_written = term, written


def singular(word: str) -> str:
    """Return an English plural without its ending; what may be none is left alone."""
    if len(word) < _SHORTEST_PLURAL or word[-1] != "s":
        return word
    if word in _SINGULAR or word.endswith(_NO_PLURAL):
        return word
    if word.endswith("ies") and len(word) > _SHORTEST_PLURAL:
        return f"{word[:-3]}y"
    if word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    return word[:-1]


def _parts(compound: str) -> Iterator[tuple[str, str]]:
    """The words of a compound, which others write without the hyphen."""
    for written in compound.split("-"):
        lower = written.lower()
        if len(lower) > _SHORTEST and not lower.isdigit() and lower not in _STOP_WORDS:
            yield singular(lower), written


def _prose(text: str) -> str:
    """Put a break in the place of each formula and each address."""
    if "$" in text:
        pieces = split_mathematics(text)
        text = _BREAK.join(piece.text for piece in pieces if piece.kind == "text")
    if "://" in text:
        for _start, address in list(find_addresses(text)):
            text = text.replace(address, _BREAK)
    return text
