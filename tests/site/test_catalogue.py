from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from paperglot.model import Day, Paper, Status
from paperglot.site.catalogue import Catalogue
from paperglot.site.views import (
    ArchiveView,
    DayView,
    HomeView,
    PaperView,
    TopicDayView,
    TopicsView,
    TopicView,
    Update,
)
from tests import strategies
from tests.samples import digested, pending
from tests.site.examples import GAN, LLM, PAPERS, SPEECH, catalogue, settings, with_site

MONDAY, TUESDAY, FRIDAY = date(2026, 3, 2), date(2026, 3, 3), date(2026, 3, 6)
APRIL = date(2026, 4, 1)


def _papers(day: date, count: int, first: int = 0, **changes: object) -> list[Paper]:
    return [
        digested(f"2613.{number:05}", announced=day, **changes)
        for number in range(first, first + count)
    ]


def _ids(papers: tuple[Paper, ...]) -> list[str]:
    return [paper.id for paper in papers]


def _topic_days(views: Catalogue[Paper]) -> Iterator[TopicDayView[Paper]]:
    return (view for view in views if isinstance(view, TopicDayView))


def _topic(views: Catalogue[Paper], identifier: str) -> TopicView[Paper]:
    (found,) = (
        view for view in views if isinstance(view, TopicView) and view.topic.id == identifier
    )
    return found


def test_an_empty_archive_still_has_its_archive_its_topics_and_no_latest_day() -> None:
    views = catalogue()
    assert sorted(view.url for view in views) == [
        "archive/", "saved/", "search/", "topics/", "topics/gan/", "topics/gan/trends/",
        "topics/llm/", "topics/llm/trends/", "topics/speech/", "topics/speech/trends/", "trends/",
    ]  # fmt: skip
    assert views.latest is None
    assert not views.has_samples


def test_a_paper_gives_a_page_to_everything_that_it_belongs_to() -> None:
    assert sorted(view.url for view in catalogue([digested()])) == [
        "2026/03/", "2026/03/03/", "2026/03/03/llm/", "archive/", "papers/2613.00010/",
        "saved/", "search/", "topics/", "topics/gan/", "topics/gan/trends/", "topics/llm/",
        "topics/llm/trends/",
        "topics/speech/", "topics/speech/trends/", "trends/", "trends/2026/03/",
    ]  # fmt: skip


def test_days_come_from_papers_and_from_records_the_oldest_first() -> None:
    views = catalogue(_papers(FRIDAY, 1), [Day(MONDAY), Day(APRIL)])
    assert [(view.previous, view.day, view.next) for view in views.days] == [
        (None, MONDAY, FRIDAY), (MONDAY, FRIDAY, APRIL), (FRIDAY, APRIL, None),
    ]  # fmt: skip
    assert [view.record for view in views.days] == [Day(MONDAY), None, Day(APRIL)]
    assert [len(view.papers) for view in views.days] == [0, 1, 0]
    assert views.latest == HomeView(views.days[1], (views.days[2],))


def test_the_home_page_has_the_latest_day_with_papers_and_the_few_days_after_it() -> None:
    later = [APRIL + timedelta(days=number) for number in range(7)]
    home = catalogue(_papers(FRIDAY, 1), [Day(MONDAY), *map(Day, later)]).latest
    assert home is not None
    assert home.day.day == FRIDAY
    assert [day.day for day in home.later] == later[:3:-1]


def test_without_papers_the_home_page_has_the_last_day() -> None:
    home = catalogue([], [Day(MONDAY), Day(FRIDAY)]).latest
    assert home is not None
    assert (home.day.day, home.later) == (FRIDAY, ())
    assert catalogue().latest is None


def test_a_new_version_is_listed_on_its_day_and_not_on_the_paper_s_own() -> None:
    paper = digested(announced=MONDAY, version=3, updated=FRIDAY)
    records = [Day(TUESDAY, replacements=(paper.id, "2613.99999")), Day(MONDAY, kept=(paper.id,))]
    views = {view.day: view for view in catalogue([paper], records).days}
    assert views[MONDAY].updates == ()
    assert views[TUESDAY].updates == (Update(paper, is_latest=False),)
    assert views[FRIDAY].updates == (Update(paper, is_latest=True),)
    assert views[FRIDAY].papers == []


def test_a_day_groups_papers_by_main_topic_in_the_order_of_the_options() -> None:
    papers = [
        digested("2613.00010", topics=("llm", "speech")),
        digested("2613.00020", topics=("speech",)),
        digested("2613.00031", topics=("gone",)),
        digested("2613.00040", topics=("gone", "llm")),
        digested("2613.00052", topics=()),
    ]
    (day,) = catalogue(papers).days
    assert [(group.topic, _ids(group.papers)) for group in day.groups] == [
        (SPEECH, ["2613.00020"]),
        (LLM, ["2613.00010", "2613.00040"]),
        (None, ["2613.00031", "2613.00052"]),
    ]
    assert day.topic_counts == ((SPEECH, 2), (LLM, 2))


def test_a_paper_is_on_the_page_of_each_of_its_topics() -> None:
    views = catalogue([digested(topics=("llm", "gone", "speech"))])
    assert {view.topic.id for view in _topic_days(views)} == {"llm", "speech"}
    (paper,) = (view for view in views if isinstance(view, PaperView))
    assert paper.topics == (LLM, SPEECH)


def test_papers_stand_in_the_order_of_the_record_and_those_with_a_digest_first() -> None:
    record = Day(TUESDAY, kept=("2613.00052", "2613.00010", "2613.00040", "2613.00020"))
    papers = [
        digested("2613.00010"), digested("2613.00020"), digested("2613.00031"),
        pending("2613.00040"), digested("2613.00052"),
    ]  # fmt: skip
    views = catalogue(papers, [record])
    ordered = ["2613.00052", "2613.00010", "2613.00020", "2613.00031", "2613.00040"]
    assert [paper.id for paper in views.days[0].papers] == ordered
    assert [_ids(view.papers) for view in _topic_days(views)] == [ordered]


def test_a_withdrawn_paper_leaves_the_lists_and_keeps_its_page() -> None:
    withdrawn = digested("2613.00020", status=Status.WITHDRAWN)
    views = catalogue([digested("2613.00010"), withdrawn])
    assert _ids(tuple(views.days[0].papers)) == ["2613.00010"]
    assert views.days[0].withdrawn == (withdrawn,)
    assert views.days[0].topic_counts == ((LLM, 1),)
    assert [_ids(view.papers) for view in _topic_days(views)] == [["2613.00010"]]
    assert _topic(views, "llm").total == 1
    assert any(isinstance(view, PaperView) and view.paper is withdrawn for view in views)


def test_a_day_of_withdrawn_papers_alone_has_no_page_of_their_topic() -> None:
    views = catalogue([digested(status=Status.WITHDRAWN)])
    assert not list(_topic_days(views))
    assert views.days[0].groups == ()
    assert views.days[0].topic_counts == ()


def test_a_topic_day_leads_to_the_nearest_days_on_which_the_topic_has_papers() -> None:
    papers = [
        *_papers(MONDAY, 1, 1), *_papers(TUESDAY, 1, 2, topics=("speech",)), *_papers(FRIDAY, 1, 3),
    ]  # fmt: skip
    found = [
        (view.topic.id, view.previous, view.day, view.next)
        for view in _topic_days(catalogue(papers))
    ]
    assert sorted(found, key=str) == sorted(
        [("llm", None, MONDAY, FRIDAY), ("speech", None, TUESDAY, None),
         ("llm", MONDAY, FRIDAY, None)], key=str,
    )  # fmt: skip


def test_a_topic_day_names_the_topics_of_its_day_with_their_numbers() -> None:
    views = catalogue([*_papers(MONDAY, 2), *_papers(MONDAY, 1, 7, topics=("speech", "llm"))])
    assert [view.others for view in _topic_days(views)] == [((SPEECH, 1), (LLM, 3))] * 2


def test_a_topic_shows_the_latest_papers_that_the_options_allow() -> None:
    papers = [*_papers(MONDAY, 2, 1), *_papers(TUESDAY, 2, 3), *_papers(FRIDAY, 2, 5)]
    shown = {
        room: [
            (day, len(kept))
            for day, kept in _topic(
                catalogue(papers, base=with_site(settings(), papers_on_topic=room)), "llm"
            ).days
        ]
        for room in (1, 2, 3, 6, 100)
    }
    everything = [(FRIDAY, 2), (TUESDAY, 2), (MONDAY, 2)]
    assert shown == {
        1: [(FRIDAY, 1)], 2: [(FRIDAY, 2)], 3: [(FRIDAY, 2), (TUESDAY, 1)],
        6: everything, 100: everything,
    }  # fmt: skip
    limited = _topic(catalogue(papers, base=with_site(settings(), papers_on_topic=3)), "llm")
    assert (limited.shown, limited.total) == (3, 6)


def test_the_list_of_topics_has_all_of_them_with_their_latest_day() -> None:
    views = catalogue([*_papers(MONDAY, 2), *_papers(FRIDAY, 1, 7)])
    (topics,) = (view for view in views if isinstance(view, TopicsView))
    assert topics.topics == ((SPEECH, 0, None), (LLM, 3, FRIDAY), (GAN, 0, None))


def test_months_know_their_days_and_their_neighbours_and_the_archive_turns_them_round() -> None:
    views = catalogue(days=[Day(MONDAY), Day(FRIDAY), Day(APRIL)])
    march, april = MONDAY.replace(day=1), APRIL
    found = [(view.previous, view.first, view.next, len(view.days)) for view in views.months]
    assert found == [(None, march, april, 2), (march, april, None, 1)]
    (archive,) = (view for view in views if isinstance(view, ArchiveView))
    assert [view.first for view in archive.months] == [april, march]


def test_samples_leave_when_a_real_paper_comes() -> None:
    samples = [replace(paper, sample=True) for paper in _papers(MONDAY, 2)]
    invented = Day(MONDAY, kept=tuple(_ids(tuple(samples))), sample=True)
    real = digested("2605.00010", announced=FRIDAY)
    assert catalogue(samples, [invented]).has_samples
    views = catalogue([*samples, real], [invented, Day(FRIDAY)])
    assert not views.has_samples
    assert [view.day for view in views.days] == [FRIDAY]
    assert [view.paper for view in views if isinstance(view, PaperView)] == [real]


@given(
    st.lists(PAPERS, max_size=6, unique_by=lambda paper: paper.id),
    st.lists(strategies.announcement_days, max_size=2, unique_by=lambda day: day.date),
)
def test_every_published_paper_is_on_one_day_and_every_page_has_its_own_address(
    papers: list[Paper], days: list[Day]
) -> None:
    views = list(catalogue(papers, days))
    urls = [view.url for view in views]
    assert len(set(urls)) == len(urls)
    on_days = [
        paper.id
        for view in views
        if isinstance(view, DayView)
        for paper in (*view.papers, *view.withdrawn)
    ]
    on_pages = [view.paper.id for view in views if isinstance(view, PaperView)]
    assert sorted(on_days) == sorted(on_pages)


def test_a_topic_without_papers_has_its_page() -> None:
    assert pending().topics == ("llm",)
    assert _topic(catalogue([pending()]), "gan") == TopicView(GAN, (), 0)


def test_the_pages_of_months_that_ended_long_before_the_last_paper_are_compact() -> None:
    days = (date(2026, 1, 31), date(2026, 2, 1), date(2026, 3, 2))
    papers = [paper for n, day in enumerate(days) for paper in _papers(day, 1, n)]
    for after, expected in ((None, 0), (1, 1), (2, 0), (3, 0)):
        views = list(catalogue(papers, base=with_site(settings(), compact_after=after)))
        for kind in (DayView, TopicDayView, PaperView):
            compact = [view for view in views if isinstance(view, kind) and view.is_compact]
            assert len(compact) == expected
