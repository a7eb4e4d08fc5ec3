r"""BibTeX as arXiv itself gives it, safe to run through LaTeX.

BibTeX counts braces even behind a backslash, so that a brace of the text must never stand as
one. Letters beyond ASCII stay as they are: LaTeX has read UTF-8 by default since 2018.
"""

import re
import unicodedata

from paperglot.prose import Piece, split_mathematics
from paperglot.site.citations.names import Name
from paperglot.site.citations.reference import Reference

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_SPECIAL = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
    }
    | {character: f"\\{character}" for character in "&%#_$"}
)
_ESCAPED_BRACE = re.compile(r"(?<!\\)((?:\\\\)*)\\([{}])")
_BARE = re.compile(r"(?<!\\)((?:\\\\)*)([%#])")
_NO_LETTER = re.compile(r"[^a-z0-9]+")


def bibtex(reference: Reference) -> str:
    """Return an entry: a line for each field, none of them set in."""
    fields = {
        "author": _authors(reference),
        "title": f"{{{escape(reference.title)}}}",
        "year": str(reference.date.year),
        "month": _MONTHS[reference.date.month - 1],
        "eprint": reference.id if reference.url else "",
        "archivePrefix": "arXiv" if reference.url else "",
        "primaryClass": escape(reference.category),
        "doi": _verbatim(reference.doi or ""),
        "url": _verbatim(reference.url or ""),
        "note": "" if reference.url else "An invented paper of a sample archive",
    }
    lines = [
        # A month is a name that BibTeX knows, not a text.
        f"{name} = {value}" if name == "month" else f"{name} = {{{value}}}"
        for name, value in fields.items()
        if value
    ]
    return "@misc{" + ",\n".join([key(reference), *lines]) + "\n}"


def key(reference: Reference) -> str:
    r"""Return what an author writes into `\cite`: `berg-2605.12340`.

    The identifier makes it unique; it changes only if the paper gets another first author.
    """
    family = reference.authors[0].family if reference.authors else ""
    plain = unicodedata.normalize("NFKD", family.split()[-1] if family else "")
    return f"{_NO_LETTER.sub('', plain.lower()) or 'arxiv'}-{reference.slug}"


def escape(text: str) -> str:
    """Return prose as LaTeX that prints it; formulas stay what they are."""
    return "".join(_piece(piece) for piece in split_mathematics(text))


def _piece(piece: Piece) -> str:
    if piece.kind == "text":
        return _plain(piece.text.replace("\\$", "$"))
    formula = _ESCAPED_BRACE.sub(_named_brace, piece.text)
    formula = _BARE.sub(r"\1\\\2", formula)
    return f"${formula}$" if _is_balanced(formula) else _plain(piece.source)


def _plain(text: str) -> str:
    return text.translate(_SPECIAL)


def _named_brace(match: re.Match[str]) -> str:
    return f"{match[1]}\\{'lbrace' if match[2] == '{' else 'rbrace'} "


def _is_balanced(text: str) -> bool:
    depth = 0
    for character in text:
        depth += (character == "{") - (character == "}")
        if depth < 0:
            return False
    return depth == 0


def _verbatim(address: str) -> str:
    """Percent-encode what would end or upset a field of an address."""
    return re.sub(r"[{}\\%\s]", lambda match: "".join(f"%{byte:02X}" for byte in match[0].encode()),
                  address)  # fmt: skip


def _authors(reference: Reference) -> str:
    names = [_name(name) for name in reference.authors]
    return " and ".join([*names, "others"] if reference.more_authors else names)


def _name(name: Name) -> str:
    if name.is_whole:
        return f"{{{escape(name.family)}}}"
    return ", ".join(escape(part) for part in (name.family, name.suffix, name.given) if part)
