r"""A day of invented papers, for the sandbox and for tests that want a whole night.

Nothing in them is real: not the people, not the methods, not the numbers. They have the
features that real entries have and that break careless readers (facts from 74,728 entries):
a colon in the title, TeX accents and `\emph`, formulas, money, a link to code, two paragraphs,
`{{` inside a formula, an id that ends in 0, several DOIs, no licence.
"""

from dataclasses import replace
from datetime import date, timedelta

from tests.standins.items import Item

CATEGORIES = ("cs.AI", "cs.CL", "cs.CV", "cs.LG")
"""The categories that a day has a feed for."""

_BY = "http://creativecommons.org/licenses/by/4.0/"
_BY_SA = "http://creativecommons.org/licenses/by-sa/4.0/"
_BY_NC_ND = "http://creativecommons.org/licenses/by-nc-nd/4.0/"
_ZERO = "http://creativecommons.org/publicdomain/zero/1.0/"

_PAPERS = (
    Item(
        title="Lanternfish: Reading Long Dialogues by Their Turning Points",
        creator="Ada Example, Bo Muster, Chiara Esempio",
        categories=("cs.CL",),
        licence=_BY,
        abstract=(
            "Long dialogues exceed what a language model can attend to at once. We present "
            "Lanternfish, which marks the turning points of a dialogue and reads only what lies "
            "near them. On an invented corpus of 2,048 dialogues it keeps 94.2% of the accuracy "
            "while it reads 31% of the words. The cost falls from $O(n^2)$ to $O(n \\log n)$ for "
            "$n$ turns. It fails where a dialogue has no turning point at all."
        ),
    ),
    Item(
        title="How Often Does a Translator Guess? A Study of Unmarked Pronouns",
        creator='Dorota Przyk{\\l}ad, J\\"urgen Beispiel',
        categories=("cs.CL", "cs.AI"),
        abstract=(
            "Some languages leave pronouns out, and a translator must supply them. We count how "
            "often seven invented machine translation systems guess instead of asking the "
            "context. Between 12% and "
            "47% of the supplied pronouns have no support in the text. A simple prompt that asks "
            "for \\emph{evidence} halves the share of guesses. We studied a single domain and do "
            "not know whether the finding carries over to speech."
        ),
    ),
    Item(
        title="Pebble: Small Vocabularies for Small Models",
        creator='Emre \\"Ornek, Fatima Mithal, Gwen Enghraifft Jr.',
        categories=("cs.CL", "cs.LG"),
        licence=_BY_SA,
        dois=("10.99999/invented.2026.17",),
        abstract=(
            "A language model with 120 million parameters spends a third of them on its "
            "vocabulary. Pebble "
            "replaces the table by a hash of $k = 4$ letters at a time. Perplexity rises by 0.3 "
            "points, memory falls by 28%.\n  Code is at https://github.com/example/pebble and "
            "training costs less than $40."
        ),
    ),
    Item(
        title="Rumour Has It: Where Retrieval Systems Learn to Disagree",
        creator="Hana P\\v{r}\\'iklad, Ivo Primjer",
        categories=("cs.CL", "cs.IR", "cs.AI"),
        abstract=(
            "Two systems for retrieval-augmented generation give different answers to the "
            "same question in 18 of 100 cases. We trace each disagreement to the passage that "
            "caused it. Most passages are older than the question by more than 3 years. Dating "
            "the passages removes half of the disagreements and creates no new ones in our tests."
        ),
    ),
    Item(
        title="Glasswing: Seeing Through Rain with Two Cameras",
        creator="Jun Lizi, Kaarina Esimerkki, Luis Ejemplo",
        categories=("cs.CV",),
        licence=_BY,
        abstract=(
            "Rain hides what a camera should see. Glasswing compares two views whose distance is "
            "$d = 12$ cm and removes what moves in one but not in the other. It restores 1,500 "
            "invented street scenes for semantic segmentation with a mean error of $\\epsilon < "
            "0.05$. Heavy snow is beyond "
            "the method, since both views are covered alike."
        ),
    ),
    Item(
        title="Counting Birds That Overlap",
        creator="Maryam Nemune, Noor Voorbeeld",
        categories=("cs.CV", "cs.LG"),
        licence=_BY_NC_ND,
        abstract=(
            "Flocks are counted badly because object detection fails where birds overlap. We "
            "estimate the count from the area "
            "and the outline of a flock, with $\\hat{N} = \\alpha A + \\beta P$. The error on 64 "
            "photographs is 6.5 birds on average. The photographs were drawn by hand, so nothing "
            "is known about real flocks."
        ),
    ),
    Item(
        title="A Museum Without Labels: Grouping Paintings by Gesture",
        creator="Oskar Exempel (Institute of Invention, Nowhere), Pia Eisimpleir",
        categories=("cs.CV", "cs.CL"),
        journal_reference="Journal of Invented Results 7 (2026) 1-9",
        abstract=(
            "We group paintings by what the hands in them do. A vision-language model names each "
            "gesture in a "
            "sentence, and sentences that are close form a group. Visitors agreed with 71% of the "
            "groups. Paintings without hands are left out."
        ),
    ),
    Item(
        title="Slow Gradients: When Waiting Beats Averaging",
        creator="Quentin Exemple, Rosa Exemplo, Sami Mithaal",
        categories=("cs.LG",),
        licence=_BY,
        abstract=(
            "Workers of a cluster send their gradients late. We show that waiting for the slowest "
            "of $m$ workers is better than averaging without it whenever $m \\le 2^{{k+1}}$. The "
            "bound is tight for $k < 5$. In a simulation with 256 workers, waiting needs 9% fewer "
            "steps. We did not measure the energy."
        ),
    ),
    Item(
        title="Tidal: Forecasts That Know When They Expire",
        creator='Tuva Eksempel, Umut \\"Ornek',
        categories=("cs.LG", "stat.ML"),
        licence=_ZERO,
        dois=("10.99999/invented.2026.18", "10.99999/invented.2026.19"),
        abstract=(
            "A forecast should say for how long it may be used. Tidal predicts a date of expiry "
            "beside each value. On 3 invented series the values that are still in date have an "
            "error of 2.1, the others one of 7.8. The method needs at least 500 observations."
        ),
    ),
    Item(
        title="Do Agents Read the Manual? Evidence from 40 Invented Machines",
        creator="Vera Priklad, Wen Shili",
        categories=("cs.AI", "cs.CL", "cs.LG"),
        licence=_BY,
        abstract=(
            "AI agents are given manuals for 40 machines that do not exist. They consult the "
            "manual "
            "in 22% of the steps where it would have helped. Showing the table of contents raises "
            "this to 58%. Agents that read more are slower by a factor of 1.7. Whether people "
            "would read more is an open question."
        ),
    ),
    Item(
        title="Planning Under a Curfew",
        creator="Xenia Paradeigma",
        categories=("cs.AI",),
        abstract=(
            "Some plans must end before a deadline $T$ whatever they have reached. We add the "
            "deadline to the search as a cost $c(t) = 1/(T - t)$. The planner solves 83 of 90 "
            "invented tasks in time."
        ),
    ),
    Item(
        version=2,
        announce_type="replace",
        title="An Older Paper, Revised: Summaries of Summaries",
        creator="Yann Exemple, Zoe Paradigma",
        categories=("cs.CL", "cs.LG"),
        licence=None,
        abstract=(
            "Summaries are often made from other summaries. We measure what is lost after each "
            "of 5 rounds. A third of the numbers is gone after the second round. This version "
            "corrects Table 3."
        ),
    ),
)
_ORDER = ("new", "cross", "replace", "replace-cross")


def an_invented_day(day: date) -> dict[str, list[Item]]:
    """Return the items of each category's feed on that day, in arXiv's order.

    They are a dozen papers: some stand in several feeds, as `new` in the one of their primary
    category and as `cross` in the others, and the last replaces a paper of the month before.
    The ids differ from day to day and lie above the numbers that arXiv reaches in a month.
    """
    papers = [_with_id(item, number, day) for number, item in enumerate(_PAPERS, start=1)]
    return {category: _listing(papers, category) for category in CATEGORIES}


def _with_id(item: Item, number: int, day: date) -> Item:
    month = day
    if item.announce_type == "replace":
        month = day.replace(day=1) - timedelta(days=1)
    return replace(item, id=f"{month:%y%m}.9{day:%d}{number:02}")


def _listing(papers: list[Item], category: str) -> list[Item]:
    items = [_as_seen_in(category, item) for item in papers if category in item.categories]
    return sorted(items, key=lambda item: _ORDER.index(item.announce_type))


def _as_seen_in(category: str, item: Item) -> Item:
    if category == item.categories[0]:
        return item
    crossed = "replace-cross" if item.announce_type == "replace" else "cross"
    return replace(item, announce_type=crossed)
