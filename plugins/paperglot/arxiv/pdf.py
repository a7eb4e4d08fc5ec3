"""A paper's PDF, over the same polite connection as everything else of arXiv's."""

from http import HTTPStatus

from paperglot.arxiv.client import Client
from paperglot.errors import RefusedError

_BEGINNING = b"%PDF-"
_NEAR = 1_024
"""Bytes within which a PDF begins, as its readers have it."""


def fetch(client: Client, url: str, identifier: str, version: int, *, most: int) -> bytes:
    """Return the PDF of a version, of `most` bytes; `url` is where one lies, with `{id}` in it.

    Raises:
        UnreachableError: no connection, or it broke or stalled.
        RefusedError: an HTTP error, a rate limit, or a page in place of the PDF.
        MalformedError: it is too large.
    """
    address = url.replace("{id}", f"{identifier}v{version}")
    answer = client.get(address, accept="application/pdf", most=most)
    assert answer is not None  # nothing was asked for conditionally
    if _BEGINNING not in answer.content[:_NEAR]:
        message = f"{address} answered something else than a PDF"
        raise RefusedError(message, HTTPStatus.OK)
    return answer.content
