"""Figures for the papers of the last weeks whose licence allows it, some each night.

It is a run of its own, after the day is published, and never in the way of one: each paper is
done when its page says so, whatever becomes of the next, and the next run goes on.
"""

import json
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from paperglot.arxiv import pdf
from paperglot.arxiv.client import Client
from paperglot.arxiv.pull import concerns_all
from paperglot.errors import ArxivError, FigureError, MalformedError, PageError
from paperglot.figure import Figures
from paperglot.figures.extraction import Extraction, Limits, extract
from paperglot.illustrated import entitled
from paperglot.licences import same_licence
from paperglot.night.progress import Progress, silent
from paperglot.night.steps import pace_of
from paperglot.prose import line
from paperglot.settings import FigureSettings, Settings
from paperglot.store import unfetched
from paperglot.store.facts import Facts
from paperglot.store.files import Store
from paperglot.store.images import Images
from paperglot.store.lock import exclusive

# A PDF that did not come puts its paper behind the others. Where the whole run ended with it, that
# was the host's bad minute rather than the paper's fault, unless it happens a second time.
_ITS_OWN = 2
_OF_ALL = 1


@dataclass(slots=True)
class Illustrated:
    """What a run came to."""

    papers: int = 0
    """That were looked through."""
    with_figures: int = 0
    figures: int = 0
    bytes: int = 0
    """Of their images."""
    waiting: int = 0
    """Papers left for the next run."""
    notes: list[str] = field(default_factory=list)
    """What failed, a line each."""

    @property
    def text(self) -> str:
        """The run for people."""
        told = (
            f"{self.papers} papers looked through, {self.with_figures} of them with "
            f"{self.figures} figures of {self.bytes:,} bytes; {self.waiting} wait for the next run"
        )
        return "\n".join((told, *self.notes))

    @property
    def json(self) -> str:
        """The run as one JSON object."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=2)


def illustrate(settings: Settings, *, progress: Progress = silent) -> Illustrated:
    """Look through the PDFs of as many papers as the options allow; the latest days come first.

    Nothing that arXiv or a PDF does is an error of the run: it is among the notes. Images that no
    page shows any more are removed.

    Raises:
        BusyError: another run is at work on the store.
    """
    store = Store(settings.root)
    with exclusive(store):
        images = Images(store.workplace)
        papers = entitled(store.index().facts, settings.figures)
        shown = {paper.id: paper.images for paper in papers}
        missed = unfetched.read(store.workplace)
        wanted = wanting(papers, settings, images, missed)
        missed = {name: missed[name] for name in map(_name, wanted) if name in missed}
        chosen = wanted[: settings.figures.per_night]
        done = Illustrated(waiting=len(wanted) - len(chosen))
        with (
            Client(settings.arxiv, pace_of(store)) as client,
            progress("papers", len(chosen)) as step,
        ):
            for place, paper in enumerate(chosen):
                try:
                    figures = _look_through(client, paper, settings.figures, images)
                except ArxivError as error:
                    done.notes.append(line(f"{paper.id}: {error}"))
                    weight = _OF_ALL if concerns_all(error) else _ITS_OWN
                    missed[_name(paper)] = missed.get(_name(paper), 0) + weight
                    unfetched.write(store.workplace, missed)
                    if concerns_all(error):
                        done.waiting += len(chosen) - place
                        break
                    done.waiting += 1
                    continue
                missed.pop(_name(paper), None)
                shown[paper.id] = _record(store, paper, figures, done)
                step(1)
        unfetched.write(store.workplace, missed)
        images.forget_all_but({image for each in shown.values() for image in each})
    return done


def wanting(
    papers: Sequence[Facts], settings: Settings, images: Images, missed: Mapping[str, int]
) -> list[Facts]:
    """Return the papers to look through: the latest first, those of the first topics before.

    A paper is wanted where its present version was not looked through, or where an image is lost.
    Those whose PDF did not come, as `missed` counts it by version, are behind all others, the
    most often missed last: so none of them keeps another from its place night after night.
    """
    topics = {topic.id: place for place, topic in enumerate(settings.topics)}
    at_hand = images.at_hand({image for paper in papers for image in paper.images})

    def order(paper: Facts) -> tuple[int, int, int, str]:
        main = min((topics.get(topic, len(topics)) for topic in paper.topics), default=len(topics))
        set_back = missed.get(_name(paper), 0) // _ITS_OWN
        return set_back, -paper.announced.toordinal(), main, paper.id

    return sorted(
        (
            paper
            for paper in papers
            if paper.looked_through != paper.version or not at_hand.issuperset(paper.images)
        ),
        key=order,
    )


def _name(paper: Facts) -> str:
    """Return the version that is asked for, as arXiv writes it."""
    return f"{paper.id}v{paper.version}"


def _look_through(
    client: Client, paper: Facts, settings: FigureSettings, images: Images
) -> Figures:
    """Return what a paper's PDF has; its images are in their folder then.

    Raises:
        ArxivError: the PDF did not come, and may come later.
    """
    assert paper.licence is not None  # none is entitled without
    nothing = Figures(paper.version, paper.licence)
    limits = Limits(pages=settings.pages, bytes_of_images=settings.budget)
    with tempfile.TemporaryDirectory(prefix="paperglot-") as folder:
        file = Path(folder) / "paper.pdf"
        try:
            content = pdf.fetch(
                client, settings.pdf_url, paper.id, paper.version, most=limits.bytes_of_file
            )
            file.write_bytes(content)
            found = extract(file, images.prepare(), limits)
        except (FigureError, MalformedError) as error:
            return replace(nothing, lacking=line(str(error)))
    if contradiction := _contradiction(found, paper.licence):
        return replace(nothing, lacking=contradiction)
    return replace(nothing, found=found.figures)


def _contradiction(found: Extraction, licence: str) -> str | None:
    """Say how a PDF's own licence differs from the one that arXiv's feed gave."""
    if found.licence is None or same_licence(found.licence, licence):
        return None
    return line(f"the PDF names another licence: {found.licence}")


def _record(store: Store, paper: Facts, figures: Figures, done: Illustrated) -> tuple[str, ...]:
    """Put onto a paper's page what was found; return the images that it shows now."""
    done.papers += 1
    if figures.lacking:
        done.notes.append(f"{paper.id}: {figures.lacking}")
    try:
        present = store.paper(paper.id)
    except PageError as error:
        done.notes.append(line(str(error)))
        return ()
    if present is None or present.version != figures.version:  # a hand was quicker
        return ()
    later = replace(present, figures=figures.with_translations_of(present.figures))
    store.write_paper(later)
    done.with_figures += bool(figures.found)
    done.figures += len(figures.found)
    done.bytes += sum(figure.size for figure in figures.found)
    return later.images
