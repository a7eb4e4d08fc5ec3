"""Whether a paper's own words say that it was withdrawn.

arXiv asks authors to say so in the comments, and its administrators do; older papers say so in
place of the abstract. Source: https://info.arxiv.org/help/withdraw.html.
"""

import re

_PAPER = r"(?:paper|article|submission|manuscript|preprint|work|version|document|report|thesis)"
_ARXIV = r"(?:the )?arxiv\b"
_GONE = rf"(?:(?:withdrawn|retracted)\b|removed by {_ARXIV})"
# "… withdrawn from a conference" is history, not a withdrawal from arXiv.
_ELSEWHERE = rf"(?! (?:by (?:the |its )?(?:authors?|submitters?) )?(?:from|at) (?!{_ARXIV}))"
# "The previous version was withdrawn" says nothing of this one.
_PASSIVE = (
    rf"(?:this (?:\w+ ){{0,2}}?|(?:the|our) ){_PAPER} (?:has|have|is|was) (?:\w+ ){{0,2}}?"
    rf"{_GONE}{_ELSEWHERE}"
)
_ACTIVE = (
    r"(?:the )?(?:authors?|we|I) (?:(?:have|has|hereby|are|wish to) ){0,2}"
    rf"withdr(?:aw|ew|awn|awing) (?:this|the|our) (?:\w+ )?{_PAPER}\b{_ELSEWHERE}"
)
_BARE = (
    rf"(?:{_PAPER} )?(?:temporarily )?withdrawn\b(?=\W*$|[.,;:!)]|\s*[(\u2013\u2014-]"
    rf"| (?:by|due|because|since|as|for|pending|from {_ARXIV})\b){_ELSEWHERE}"
)
_AT_BEGIN = re.compile(rf"^\W*(?:{_PASSIVE}|{_ACTIVE}|{_BARE})", re.IGNORECASE)
_ANYWHERE = re.compile(
    rf"[.,;:!?)\]]\s+(?:{_PASSIVE}|{_ACTIVE})|\b(?:withdrawn|retracted|removed) by {_ARXIV}",
    re.IGNORECASE,
)


def notice(abstract: str, comment: str | None) -> str | None:
    """Return the words that say so, or None: a comment anywhere, an abstract at its begin."""
    if comment and (_AT_BEGIN.search(comment) or _ANYWHERE.search(comment)):
        return comment
    return abstract if _AT_BEGIN.search(abstract) else None
