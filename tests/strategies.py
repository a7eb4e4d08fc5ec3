"""Hypothesis strategies for everything that the store can hold."""

from datetime import UTC, date, datetime

from hypothesis import strategies as st

from paperglot import prose
from paperglot.figure import Figure, Figures
from paperglot.model import (
    AnnounceType,
    Author,
    CategoryReport,
    CategoryState,
    Day,
    Digest,
    Failure,
    Link,
    LinkKind,
    Overview,
    Pair,
    Paper,
    Provenance,
    Source,
    Statement,
    Status,
    Takeaway,
)

# Fragments that break serialisers, beside any text at all.
_HAZARDS = st.sampled_from(
    [
        ": ", "---", "\n---\n", "$", "$x_1$", "$$y$$", "$5", "\\", "\\$", "\\alpha", "🙂", "\u200f",
        "\u202e", "#", "## Abstract", "\n\n", "{{ x }}", "{% x %}", "<eos>", "$0<p<1$", "&amp;",
        "* ", "_a_", "a_b", "1. ", "[1, 2]", " [1]", "![x](y)", "|", "`", "~~", "%", "- ", "> ",
        "'", '"', "null", "2605.10", "yes", "0x1", "\u2028", "\x85", "\ufeff", "中文", ":smile:",
    ]
)  # fmt: skip
_FRAGMENTS = st.lists(st.one_of(_HAZARDS, st.text(max_size=20)), min_size=1, max_size=12)

texts = _FRAGMENTS.map("".join).map(prose.normalise).filter(bool)
lines = _FRAGMENTS.map("".join).map(prose.line).filter(bool)
optional_lines = st.none() | lines

_months = st.tuples(st.integers(7, 99), st.integers(1, 12)).map(
    lambda pair: f"{pair[0]:02}{pair[1]:02}"
)
identifiers = st.one_of(
    st.tuples(_months, st.integers(0, 99_999)).map(lambda pair: f"{pair[0]}.{pair[1]:05}"),
    st.tuples(_months, st.integers(0, 999)).map(lambda pair: f"{pair[0]}.{pair[1]:03}0"),
    st.tuples(st.sampled_from(["cs", "math.GT", "astro-ph"]), _months, st.integers(0, 999)).map(
        lambda triple: f"{triple[0]}/{triple[1]}{triple[2]:03}"
    ),
)
days = st.dates(date(1991, 8, 14), date(2099, 12, 31))
_authors = st.builds(Author, name=lines, affiliation=st.just("") | lines)
_words = st.lists(lines, max_size=3).map(tuple)

digests = st.builds(
    Digest,
    title=lines,
    abstract=texts,
    tldr=st.builds(Pair, english=texts, translated=texts),
    takeaways=st.lists(
        st.builds(
            Takeaway,
            english=lines,
            translated=lines,
            evidence=st.lists(st.integers(1, 30), max_size=4).map(tuple),
        ),
        max_size=7,
    ).map(tuple),
)
provenances = st.builds(
    Provenance,
    model=lines,
    prompt=lines,
    language=st.sampled_from(["zh-Hans", "de"]),
    source=lines,
    made=st.datetimes(datetime(2020, 1, 1), datetime(2099, 1, 1)).map(  # noqa: DTZ001
        lambda instant: instant.replace(microsecond=0, tzinfo=UTC)
    ),
    input_tokens=st.integers(0, 10_000),
    output_tokens=st.integers(0, 10_000),
    cost=st.none() | st.integers(0, 10_000_000).map(lambda millionths: millionths / 1_000_000),
    flags=_words,
    attempts=st.integers(1, 9),
)


_LICENCES = (
    "http://creativecommons.org/licenses/by/4.0/",
    "http://arxiv.org/licenses/nonexclusive-distrib/1.0/",
)
_hashes = st.text("0123456789abcdef", min_size=16, max_size=16)
_sides = st.integers(1, 2_000)
_figures = st.builds(
    Figures,
    version=st.integers(1, 9),
    licence=st.sampled_from(_LICENCES) | lines,
    found=st.lists(
        st.builds(
            Figure,
            label=lines,
            caption=lines,
            page=st.integers(1, 99),
            width=_sides,
            height=_sides,
            size=st.integers(1, 200_000),
            hash=_hashes,
            caption_translated=optional_lines,
        ),
        max_size=3,
    ).map(tuple),
    lacking=optional_lines,
    language=st.none() | st.sampled_from(["zh-Hans", "de"]),
)
_similar = st.lists(identifiers, max_size=5).map(tuple)


@st.composite
def papers(draw: st.DrawFn) -> Paper:
    """Draw a paper whose status and digest agree."""
    status = draw(st.sampled_from(Status))
    has_digest = status is Status.DIGESTED or (status is Status.WITHDRAWN and draw(st.booleans()))
    has_provenance = has_digest or status in (Status.REFUSED, Status.REJECTED)
    identifier = draw(identifiers)
    return Paper(
        id=identifier,
        version=draw(st.integers(1, 99)),
        title=draw(lines),
        abstract=draw(texts),
        authors=tuple(draw(st.lists(_authors, max_size=4))),
        categories=draw(_words),
        topics=draw(_words),
        announced=draw(days),
        announce_type=draw(st.sampled_from(AnnounceType)),
        updated=draw(st.none() | days),
        submitted=draw(st.none() | days),
        revised=draw(st.none() | days),
        licence=draw(st.none() | st.sampled_from(_LICENCES) | lines),
        comment=draw(optional_lines),
        doi=draw(_words),
        journal_reference=draw(optional_lines),
        figures=draw(st.none() | _figures),
        similar=tuple(other for other in draw(_similar) if other != identifier),
        links=tuple(draw(st.lists(st.builds(Link, st.sampled_from(LinkKind), lines), max_size=2))),
        status=status,
        reason=draw(optional_lines),
        provenance=draw(provenances) if has_provenance else None,
        digest=draw(digests) if has_digest else None,
        sample=draw(st.booleans()),
    )


_identifier_lists = st.lists(identifiers, max_size=3).map(tuple)
announcement_days = st.builds(
    Day,
    date=days,
    kept=_identifier_lists,
    outside=_identifier_lists,
    replacements=_identifier_lists,
    repeated=_identifier_lists,
    failures=st.lists(st.builds(Failure, subject=lines, reason=lines), max_size=3).map(tuple),
    categories=st.lists(
        st.builds(
            CategoryReport,
            category=lines,
            state=st.sampled_from(CategoryState),
            entries=st.integers(0, 2_000),
            etag=optional_lines,
            rules=optional_lines,
            stamped=st.none() | days,
            source=st.sampled_from(Source),
        ),
        max_size=3,
    ).map(tuple),
    note=st.just("") | texts,
    sample=st.booleans(),
)


_statements = st.lists(
    st.builds(
        Statement,
        text=st.builds(Pair, english=lines, translated=lines),
        papers=_identifier_lists,
    ),
    min_size=1,
    max_size=3,
).map(tuple)


@st.composite
def overviews(draw: st.DrawFn) -> tuple[Overview, ...]:
    """Draw the overviews of one day, whose states and statements agree."""
    day, sample = draw(days), draw(st.booleans())
    topics = draw(
        st.lists(
            st.from_regex(r"[a-z0-9]+(-[a-z0-9]+)?", fullmatch=True),
            min_size=1,
            max_size=3,
            unique=True,
        )
    )
    found = []
    for topic in topics:
        status = draw(st.sampled_from([Status.DIGESTED, Status.REFUSED, Status.REJECTED]))
        is_made = status is Status.DIGESTED
        found.append(
            Overview(
                date=day,
                topic=topic,
                status=status,
                papers=draw(st.integers(1, 60)),
                provenance=draw(provenances),
                statements=draw(_statements) if is_made else (),
                reason=None if is_made else draw(lines),
                sample=sample,
            )
        )
    return tuple(found)
