"""The steps of a run on the store, each of which leaves it whole: file, enrich, digest."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

from paperglot.arxiv.api import LARGEST_CALL, Api
from paperglot.arxiv.client import Client
from paperglot.arxiv.pace import Pace
from paperglot.arxiv.patience import Patience
from paperglot.arxiv.pull import Pulled, concerns_all
from paperglot.digest.attempts import with_earlier
from paperglot.digest.budget import Budget
from paperglot.errors import ArxivError, PageError
from paperglot.model import Paper, Record, Status
from paperglot.night import sight
from paperglot.night.asking import Asking
from paperglot.night.batching import Clock
from paperglot.night.captions import Captions
from paperglot.night.choice import Choice, Paid, select
from paperglot.night.enrichment import enriched, wanting
from paperglot.night.harvest import by_day
from paperglot.night.intake import Filed, file_day
from paperglot.night.likeness import relate
from paperglot.night.overviews import Overviews
from paperglot.night.progress import Progress
from paperglot.night.sight import Sight
from paperglot.night.summary import Asked, Summary
from paperglot.prose import line
from paperglot.settings import Settings
from paperglot.store import journal, waiting
from paperglot.store.files import Store

_NEAR = timedelta(days=30)
"""How far back a paper that comes again is looked for: cross-lists follow within weeks."""

_WAITING = Choice()


def pace_of(store: Store) -> Pace:
    """Return the pace of requests that is kept beside a store, from one run to the next."""
    return Pace(store.workplace / "last-request")


@dataclass(slots=True)
class Night:
    """A run under way; it is the only one on its store."""

    store: Store
    settings: Settings
    client: Client
    progress: Progress
    directly: bool = False
    """Whether no batch is submitted and none waited for."""
    clock: Clock = field(default_factory=Clock)
    api: Api = field(init=False)
    filed: Filed = field(init=False, default_factory=Filed)
    asked: list[Asked] = field(init=False, default_factory=list)
    enriched: int = field(init=False, default=0)
    errors: dict[str, str] = field(init=False, default_factory=dict)
    """What arXiv's feeds failed with, by category."""
    problems: list[str] = field(init=False, default_factory=list)
    notes: list[str] = field(init=False, default_factory=list)
    budget: Budget = field(init=False, default_factory=Budget)
    _listed: frozenset[str] | None = field(init=False, default=None)
    """What the run before left to look at; None: it left no list."""
    _has_taken: bool = field(init=False, default=False)
    _days: list[date] = field(init=False, default_factory=list)
    """Those that were filed."""

    def __post_init__(self) -> None:
        """Give the whole run one store of patience."""
        patience = Patience(self.client.pace, self.settings.arxiv.api_patience)
        self.api = Api(self.client, self.settings.arxiv.api_url, patience)

    def file(self, found: Sequence[Pulled], today: date | None = None) -> None:
        """File what was pulled under the days it belongs to; a later answer is the one that counts.

        A night on which nothing came is named on `today`, where there is one. What a category
        gave is remembered for the summary.
        """
        self._take_list()
        place: dict[str, date] = {}
        for day, pulled in by_day(found, today).items():
            place |= {each.category: day for each in pulled}
            earlier = frozenset().union(
                *(each.listed for each in self.store.days(day - _NEAR) if each.date < day)
            )
            try:
                self.filed.add(file_day(self.store, self.settings.topics, day, pulled, earlier))
            except PageError as error:
                self.problems.append(f"{error}; the day was left alone")
            else:
                self._days.append(day)
        for each in found:
            self.errors.pop(each.category, None)
            if each.error is not None:
                self.errors[each.category] = str(each.error)
            size = len(each.feed.entries) + len(each.feed.failures) if each.feed else 0
            day_of = place.get(each.category)
            later = Asked(each.category, each.state, day_of, size, each.source)
            self.asked = [asked for asked in self.asked if not asked.is_outdone_by(later)]
            self.asked.append(later)

    def enrich(self) -> None:
        """Ask for what the API adds; whatever fails is asked for by a later run."""
        latest = self.store.days(last=1)
        if not latest:
            return
        wanted = wanting(self._look().papers, latest[-1].date)
        with self.progress("details from arXiv's API", len(wanted)) as step:
            for start in range(0, len(wanted), LARGEST_CALL):
                part = wanted[start : start + LARGEST_CALL]
                try:
                    records = self.api.records([paper.id for paper in part])
                except ArxivError as error:
                    every = concerns_all(error)
                    left = len(wanted) - start if every else len(part)
                    self.notes.append(f"{left} papers without their details until later: {error}")
                    if every:
                        return
                    continue
                self.put_details(part, records)
                step(len(part))

    def relate(self) -> None:
        """Name on the pages of new papers the earlier ones most like them."""
        latest = self.store.days(last=1)
        if latest:
            relate(self.store, self._look().papers, latest[-1].date)

    def put_details(self, papers: Sequence[Paper], records: Mapping[str, Record]) -> None:
        """Write what the API says of some papers onto their pages."""
        for paper in papers:
            record = records.get(paper.id)
            later = enriched(paper, record) if record else paper
            if later != paper:
                self.store.write_paper(later)
                self.enriched += 1
                left = paper.status is not later.status is Status.WITHDRAWN
                self.filed.withdrawn += left

    def digest(self, choice: Choice = _WAITING, *, anywhere: bool = False) -> Summary:
        """Digest what waits, or what else was chosen; return the whole run's summary.

        `anywhere`: every page is read, so that no paper is missed that a hand has changed. What
        the budget has no room for waits, which is no problem of the run.
        """
        today = datetime.now(UTC).date()
        seen = self._look(anywhere=anywhere)
        paid = (
            Paid.of(self.store, seen.papers)
            if anywhere
            else Paid.lately(self.store, seen.papers, today)
        )
        selected = select(choice, seen.papers, paid, self.settings, today)
        self.budget, chosen = selected.budget, selected.all
        fitting = [*selected.under_way, *selected.asked]
        damaged = tuple(str(error) for error in seen.damaged)
        answered: dict[str, Paper] = {}
        costs: list[float] = []
        with self.progress("digests", len(fitting)) as step:

            def keep(paper: Paper) -> None:
                self._keep(paper)
                step(paper.id not in answered)
                answered[paper.id] = paper
                costs.append((paper.provenance.cost if paper.provenance else None) or 0.0)

            failed = self._digest(fitting, keep)
        overviews = Overviews(self.store, self.settings, self.budget)
        overviews.write(seen.papers, list(answered.values()))
        captions = Captions(self.store, self.settings, self.budget)
        captions.translate()
        failed = (*failed, *overviews.problems, *captions.problems)
        self._leave_list(seen, answered, today)
        self.notes += [self.budget.note] if self.budget.note else []
        self.notes += (*overviews.notes, *captions.notes)
        problems = dict.fromkeys((*self.errors.values(), *self.problems))
        told = "\n".join(problems)
        later = (each for each in dict.fromkeys((*damaged, *failed)) if each not in told)
        statuses = [paper.status for paper in answered.values()]
        return Summary(
            asked=tuple(self.asked),
            new=self.filed.new,
            revised=self.filed.revised,
            withdrawn=self.filed.withdrawn,
            enriched=self.enriched,
            digested=statuses.count(Status.DIGESTED),
            without_digest=sum(status is not Status.DIGESTED for status in statuses),
            # A batch may have brought what this run would not have asked for.
            waiting=len({paper.id for paper in chosen} - answered.keys()),
            cost=sum(costs) + overviews.cost + captions.cost,
            overviews=overviews.made,
            captions=captions.made,
            # One line each: in a log, a line of somebody else's words could be a command.
            problems=tuple(map(line, (*problems, *later))),
            notes=tuple(map(line, self.notes)),
        )

    def _look(self, *, anywhere: bool = False) -> Sight:
        """Return the papers to look at: all where the run before left no list."""
        self._take_list()
        if anywhere or self._listed is None:
            return sight.everything(self.store)
        return sight.near(self.store, self._listed, self._days)

    def _take_list(self) -> None:
        """Take what the run before left, once: from then on a kill leaves no list."""
        if not self._has_taken:
            self._listed = waiting.take(self.store, sight.terms(self.settings))
            self._has_taken = True

    def _leave_list(self, seen: Sight, answered: Mapping[str, Paper], today: date) -> None:
        """Name what the next run must look at besides the latest days."""
        papers = {paper.id: paper for paper in seen.papers} | dict(answered)
        names = sight.still_waiting(seen, answered, self.settings)
        names |= sight.unrecorded(self.store, papers.values(), today)
        if names or self.store.days(last=1):
            waiting.leave(self.store, sight.terms(self.settings), names)
        self._has_taken = False

    def _digest(self, fitting: list[Paper], keep: Callable[[Paper], None]) -> tuple[str, ...]:
        """Return what went wrong."""
        asking = Asking(self.store, self.settings, keep, self.budget, self.clock, self.directly)
        asking.ask(fitting)
        self.notes += asking.notes
        return tuple(asking.problems)

    def _keep(self, paper: Paper) -> None:
        """Put an answer on its page, whatever a hand has written there meanwhile, and note it.

        An answer that gave no digest takes none away: the journal alone has it.
        """
        try:
            present = self.store.paper(paper.id)
        except PageError as error:
            self.problems.append(f"{error}; its digest is in the journal only")
        else:
            if paper.digest is not None or present is None or present.digest is None:
                # A page that was deleted meanwhile comes back: it has been paid for.
                self.store.write_paper(
                    replace(
                        present or paper,
                        status=paper.status,
                        reason=paper.reason,
                        digest=paper.digest,
                        provenance=with_earlier(paper, present).provenance,
                    )
                )
        journal.record(self.store, paper)
