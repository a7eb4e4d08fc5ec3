"""What arXiv's API adds to a paper: comment, dates, clean author lists, links, withdrawal."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from paperglot.arxiv import withdrawal
from paperglot.arxiv.links import find_links
from paperglot.model import Author, Paper, Record, Status

DAYS = 7
"""How long a paper is asked for: what the API lacks after a week, it will lack."""


def wanting(papers: Iterable[Paper], latest: date) -> list[Paper]:
    """Return the papers of the last days whose present version was not asked for, latest first."""
    since = latest - timedelta(days=DAYS)
    found = [
        paper
        for paper in papers
        if paper.revised is None and not paper.sample and _seen(paper) >= since
    ]
    return sorted(found, key=lambda paper: (_seen(paper), paper.id), reverse=True)


def enriched(paper: Paper, record: Record) -> Paper:
    """Return a paper with what the API says of it; its title and abstract stay the feed's."""
    if record.version < paper.version:  # the API has not heard of the new version yet
        return paper
    comment = record.comment or paper.comment
    links = (*paper.links, *find_links(paper.abstract), *find_links(comment or ""))
    return marked_if_withdrawn(
        replace(
            paper,
            authors=_with_affiliations(record.authors, paper.authors),
            submitted=record.submitted.date(),
            revised=record.revised.date(),
            comment=comment,
            doi=record.doi or paper.doi,
            journal_reference=record.journal_reference or paper.journal_reference,
            links=tuple(dict.fromkeys(links)),
        )
    )


def marked_if_withdrawn(paper: Paper) -> Paper:
    """Return the paper as withdrawn if its own words say so; what was paid for stays with it."""
    notice = withdrawal.notice(paper.abstract, paper.comment)
    return paper if notice is None else replace(paper, status=Status.WITHDRAWN, reason=notice)


def _seen(paper: Paper) -> date:
    return paper.updated or paper.announced


def _with_affiliations(names: tuple[Author, ...], known: tuple[Author, ...]) -> tuple[Author, ...]:
    """Take the API's names, which are clean, and the feed's affiliations, which it lacks."""
    affiliations = {author.name: author.affiliation for author in known}
    return tuple(Author(each.name, affiliations.get(each.name, "")) for each in names) or known
