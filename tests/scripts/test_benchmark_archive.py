"""The archive to measure with has every paper under the topics that a site would give it."""

from dataclasses import replace
from pathlib import Path

from scripts.benchmark_archive import configure, invented, paper_of


def test_a_paper_belongs_to_the_last_topic_if_no_other_wants_it(tmp_path: Path) -> None:
    settings = configure(tmp_path)
    source = replace(next(invented()), title="A harvest", abstract="Apples are counted.")
    assert paper_of(source, settings).topics == ("other",)
    wanted = replace(source, title="A large language model counts apples")
    assert paper_of(wanted, settings).topics == ("llm",)
