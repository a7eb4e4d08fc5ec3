"""The gate: deterministic checks between an answer and its publication.

Each check has a name and gives a reason; an answer that fails one is not published, and the
authors' abstract stands alone with the reason on its label.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from paperglot.languages import ENGLISH, Language
from paperglot.model import Digest, Paper
from paperglot.prose import addresses, sentences, split_mathematics

Check = Callable[[Paper, Digest, Language], str | None]

_TAG = re.compile(r"</?[A-Za-z][^<>]*>|<!")
_LETTER = re.compile(r"[^\W\d_]")


def failures(paper: Paper, digest: Digest, language: Language) -> tuple[str, ...]:
    """Return what is wrong with a digest, as `name: reason`; nothing if it may be published."""
    found = ((name, check(paper, digest, language)) for name, check in _CHECKS.items())
    return tuple(f"{name}: {reason}" for name, reason in found if reason is not None)


def _empty(_paper: Paper, digest: Digest, _language: Language) -> str | None:
    """White space and full stops pass the schema and are no text; a formula is."""
    return None if all(map(_says_something, _texts(digest))) else "a text has no letters"


def _language_of_fields(_paper: Paper, digest: Digest, language: Language) -> str | None:
    """A title may be all names and formulas; everything longer is in its language."""
    for text, wanted in _in_language(digest, language):
        share = _script_share(text, wanted)
        if share < wanted.least_script_share:
            return f"{share:.0%} of the letters in {text[:30]!r} are {wanted.name}"
    return None


def _evidence(paper: Paper, digest: Digest, _language: Language) -> str | None:
    last = len(sentences(paper.abstract))
    for takeaway in digest.takeaways:
        if not takeaway.evidence:
            return "a takeaway names no sentence"
        if max(takeaway.evidence) > last:
            return f"sentence {max(takeaway.evidence)} of an abstract of {last}"
    return None


def _repetition(_paper: Paper, digest: Digest, _language: Language) -> str | None:
    for texts in zip(*((item.english, item.translated) for item in digest.takeaways), strict=True):
        if len(set(texts)) < len(texts):
            return "two takeaways are the same"
    return None


def _markup(paper: Paper, digest: Digest, _language: Language) -> str | None:
    """A tag such as `<eos>` may come from the paper; any other is the model's."""
    tags = (tag for text in _texts(digest) for tag in _TAG.findall(_plain(text)))
    return _first_foreign(tags, _TAG.findall(_source(paper)))


def _addresses(paper: Paper, digest: Digest, _language: Language) -> str | None:
    named = (each.rstrip("/") for text in _texts(digest) for each in addresses(_plain(text)))
    return _first_foreign(named, [each.rstrip("/") for each in addresses(_source(paper))])


def _source(paper: Paper) -> str:
    return f"{paper.title}\n{paper.abstract}"


def _first_foreign(found: Iterable[str], known: Sequence[str]) -> str | None:
    foreign = next((each for each in found if each not in known), None)
    return None if foreign is None else f"{foreign[:60]} is not in the paper"


def _says_something(text: str) -> bool:
    formulas = any(piece.kind != "text" for piece in split_mathematics(text))
    return formulas or _LETTER.search(text) is not None


def _texts(digest: Digest) -> Iterator[str]:
    yield from (digest.title, digest.abstract, digest.tldr.english, digest.tldr.translated)
    for takeaway in digest.takeaways:
        yield from (takeaway.english, takeaway.translated)


def _in_language(digest: Digest, language: Language) -> Iterator[tuple[str, Language]]:
    yield digest.abstract, language
    yield digest.tldr.translated, language
    yield digest.tldr.english, ENGLISH
    for takeaway in digest.takeaways:
        yield takeaway.translated, language
        yield takeaway.english, ENGLISH


def _script_share(text: str, language: Language) -> float:
    plain = _plain(text)
    for address in addresses(plain):
        plain = plain.replace(address, "")
    letters = _LETTER.findall(plain)
    own = sum(1 for letter in letters if language.script.match(letter))
    return own / len(letters) if letters else 1.0


def _plain(text: str) -> str:
    return "".join(piece.text for piece in split_mathematics(text) if piece.kind == "text")


_CHECKS: dict[str, Check] = {
    "empty": _empty,
    "language": _language_of_fields,
    "evidence": _evidence,
    "repetition": _repetition,
    "markup": _markup,
    "addresses": _addresses,
}
