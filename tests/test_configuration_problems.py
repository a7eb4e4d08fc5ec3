from pathlib import Path

import pytest

from paperglot.config_file import configuration_problems, load_settings
from paperglot.errors import ConfigurationError

_TOPICS = """\
topics:
  - id: llm
    title: {en: Language Models}
    words: [bound]
    patterns: ['x+']
"""


def write(folder: Path, text: str) -> Path:
    (folder / "docs").mkdir(exist_ok=True)
    path = folder / "mkdocs.yml"
    path.write_text(text, encoding="utf-8")
    return path


def with_options(folder: Path, options: str) -> Path:
    """Write a `mkdocs.yml` in which the plugin's options begin in line 4."""
    indented = "".join(f"      {line}\n" for line in options.splitlines())
    return write(folder, f"site_name: Test\nplugins:\n  - paperglot:\n{indented}")


def lines_of(path: Path) -> list[tuple[int, str]]:
    """Return the problems of a file: the line in which each stands, from the options' first."""
    found = []
    for problem in configuration_problems(str(path)):
        place, _, message = problem.removeprefix(f"{path}:").partition(": ")
        found.append((int(place) - 3, message))
    return found


@pytest.mark.parametrize(
    ("options", "line", "message"),
    [
        ("timeout: 1\nupdate: sometimes", 2, "update: Expected one of: ('auto', 'always',"),
        ("timeout: 1\nmax_tokens: many", 2, "max_tokens: Expected type: <class 'int'>"),
        ("timeout: 1\ncategories: cs.CL", 2, "categories: Expected a list of items"),
        ("categories:\n  - cs.CL\n  - cs.cl", 3, "categories: 'cs.cl' is not an arXiv category"),
        ("timeout: 1\nrss_url: x", 2, "rss_url: 'x' should be a web address with {category} in it"),
        ("timeout: 1\natom_url: x", 2, "atom_url: 'x' should be a web address with {category}"),
        ("timeout: 1\nlisting_url: x", 2, "listing_url: 'x' should be a web address with"),
        ("timeout: 1\napi_url: x", 2, "api_url: 'x' should be a web address"),
        ("timeout: 1\napi_patience: -1", 2, "api_patience: should be 0 or more, not -1"),
        ("timeout: 1\nrequest_interval: 1", 2, "request_interval: arXiv asks for 3 seconds"),
        ("strict: true\ntimeout: 0", 2, "timeout: should be 0.1 or more, not 0"),
        ("timeout: 1\nfigures_translated: zh", 2, "figures_translated: Expected type: <class"),
        ("timeout: 1\nmax_tokens: 0", 2, "max_tokens: should be 1 or more, not 0"),
        ("timeout: 1\nconcurrency: 0", 2, "concurrency: should be 1 or more, not 0"),
        ("timeout: 1\ndeadline: .nan", 2, "deadline: should be 0.1 or more, not nan"),
        ("flagging_checks:\n  - length\n  - x", 3, "flagging_checks: 'x' is no check of"),
        ("timeout: 1\nsupport_url: x", 2, "support_url: 'x' should be a web address"),
        ("timeout: 1\nauthors_shown: 0", 2, "authors_shown: should be 1 or more, not 0"),
        ("timeout: 1\npapers_on_topic: 0", 2, "papers_on_topic: should be 1 or more, not 0"),
        ("timeout: 1\nhost_limit: 0", 2, "host_limit: should be 1 or more, not 0"),
        ("timeout: 1\nbudget_per_day: -1", 2, "budget_per_day: should be 0 or more, not -1"),
        ("timeout: 1\nbudget_per_month: .inf", 2, "budget_per_month: should be 0 or more, not inf"),
        ("model: x\nbudget_per_day: 1", 2, "budget_per_day: 'x' has no known price to hold it by"),
        ("timeout: 1\nprices: 3", 2, "prices: Expected type: <class 'dict'>"),
        ("timeout: 1\nbase_url: x", 2, "base_url: 'x' should be a web address without a query"),
        ("timeout: 1\nbase_url: 7", 2, "base_url: Expected type: <class 'str'>"),
        ("timeout: 1\nglossary: [a]", 2, "glossary: Expected type: <class 'dict'>"),
        ("glossary:\n  a: b\n  c: 7", 3, "glossary: c: 7 should be text; quote it"),
        ("glossary:\n  a: b\n  7: c", 3, "glossary: 7: 7 should be text; quote it"),
        ("glossary:\n  a: b\n  'c': ", 3, "glossary: c: None should be text; quote it"),
        ("glossary:\n  a: b\n  A: c", 3, "glossary: 'A' stands there as 'a' too"),
        ("timeout: 1\ninstructions: [a]", 2, "instructions: Expected type: <class 'str'>"),
        ("prices:\n  x: 3", 2, "prices: x should have input and output: {input: 0.5, output: 2}"),
        ("prices:\n  5: {input: 1, output: 1}", 2, "prices: 5 should have input and output: {"),
        ("prices:\n  x:\n    input: 1", 2, "prices: x should have input and output: {"),
        ("prices:\n  x:\n    input: 1\n    output: y", 4, "prices: x: output should be 0 or more"),
        ("prices:\n  x:\n    input: -1\n    output: 1", 3, "prices: x: input should be 0 or more"),
        ("timeout: 1\n'deadline': 0", 2, "deadline: should be 0.1 or more, not 0"),
        ("timeout: 1\ndeadline: !ENV [NOT_SET_ANYWHERE, 0]", 2, "deadline: should be 0.1 or more"),
    ],
)  # fmt: skip
def test_a_wrong_option_is_named_with_its_line(
    tmp_path: Path, options: str, line: int, message: str
) -> None:
    [(found, told)] = lines_of(with_options(tmp_path, options))
    assert (found, told[: len(message)]) == (line, message)


def test_a_language_that_is_not_known_is_named_with_its_line(tmp_path: Path) -> None:
    options = "timeout: 1\nsecond_language: fr"
    [(line, told)] = lines_of(with_options(tmp_path, options))
    assert (line, told.split(";")[0]) == (2, "second_language: 'fr' is not known")


@pytest.mark.parametrize(
    ("topic", "line", "message"),
    [
        ("- id: Two Words\n  title: {en: B}", 6, "topics: the id 'Two Words' should be lower-case"),
        ("- id: two\n  title:\n    de: B", 7, "topics: two has no English title"),
        ("- id: two\n  title: {en: ' '}", 7, "topics: two has no text as its title in 'en'"),
        ("- id: two\n  title: {en: B}\n  categories: [cs.cl]", 8, "topics: two: 'cs.cl' is not"),
        ("- id: two\n  title: {en: B}\n  words: ['']", 8, "topics: two has an empty word or"),
        ("- id: two\n  title: {en: B}\n  patterns:\n    - a\n    - '+'", 10,
         "topics: two has a bad pattern '+'"),
    ],
)  # fmt: skip
def test_a_wrong_topic_is_named_with_its_line(
    tmp_path: Path, topic: str, line: int, message: str
) -> None:
    indented = "".join(f"  {each}\n" for each in topic.splitlines())
    [(found, told)] = lines_of(with_options(tmp_path, _TOPICS + indented))
    assert (found, told[: len(message)]) == (line, message)


@pytest.mark.parametrize(
    ("topic", "line", "name"),
    [
        ("- title: {en: B}\n  words: [b]", 6, "id"),
        ("- id: two\n  words: [b]", 6, "title"),
        ("- id: two\n  title: B", 7, "title"),
        ("- id: two\n  title: {en: B}\n  words: b", 8, "words"),
        ("- id: two\n  title: {en: B}\n  patterns: [7]", 8, "patterns"),
        ("- id: two\n  title: {en: B}\n  wrds: [b]", 8, "wrds"),
    ],
)
def test_an_option_of_the_second_topic_is_not_looked_for_in_the_first(
    tmp_path: Path, topic: str, line: int, name: str
) -> None:
    indented = "".join(f"  {each}\n" for each in topic.splitlines())
    [(found, told)] = lines_of(with_options(tmp_path, _TOPICS + indented))
    assert found == line
    assert name in told


def test_a_bad_pattern_that_keeps_out_is_not_looked_for_among_those_that_find(
    tmp_path: Path,
) -> None:
    [(line, told)] = lines_of(with_options(tmp_path, f"{_TOPICS}    exclude_patterns: ['+']\n"))
    assert (line, told[:32]) == (6, "topics: llm has a bad pattern '+'"[:32])


def test_an_id_that_stands_twice_is_named(tmp_path: Path) -> None:
    [(line, told)] = lines_of(
        with_options(tmp_path, f"{_TOPICS}  - id: llm\n    title: {{en: B}}\n")
    )
    assert line in (2, 6)
    assert told == "topics: the id 'llm' stands twice"


def test_an_option_that_does_not_exist_is_named(tmp_path: Path) -> None:
    path = with_options(tmp_path, "timeout: 1\nupdat: never")
    assert lines_of(path) == [(2, "updat: Unrecognised configuration name: updat")]


def test_several_problems_are_told_at_once(tmp_path: Path) -> None:
    path = with_options(tmp_path, "updat: x\nmax_tokens: many\nupdate: sometimes\nstrict: 7")
    assert sorted(line for line, _ in lines_of(path)) == [1, 2, 3, 4]


@pytest.mark.parametrize(
    "text",
    [
        "site_name: Test\nplugins:\n  - search\n  - paperglot\n",
        "site_name: Test\nplugins:\n  - paperglot:\n",
        "site_name: Test\nplugins:\n  - paperglot:\n      timeout: 5\n      topics: []\n",
        "site_name: Test\nplugins:\n  paperglot:\n    model: another\n",
        "site_name: Test\nplugins: {paperglot: {}}\n",
    ],
)
def test_a_correct_file_has_no_problems(tmp_path: Path, text: str) -> None:
    assert configuration_problems(str(write(tmp_path, text))) == []


def test_the_projects_own_file_has_no_problems(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("UPDATE", "RSS_URL", "ATOM_URL", "LISTING_URL", "API_URL", "REQUEST_INTERVAL"):
        monkeypatch.delenv(f"PAPERGLOT_{name}", raising=False)
    own = Path(__file__).parents[1] / "mkdocs.yml"
    assert configuration_problems(str(own)) == []


@pytest.mark.parametrize(
    "text", ["plugins: [paperglot", "- a", "", "plugins: 7", "plugins: [search]", "site: x\n"]
)
def test_a_file_that_names_no_plugin_is_left_to_who_loads_it(tmp_path: Path, text: str) -> None:
    assert configuration_problems(str(write(tmp_path, text))) == []


def test_a_file_that_is_not_there_is_left_to_who_loads_it(tmp_path: Path) -> None:
    assert configuration_problems(str(tmp_path / "none.yml")) == []


def test_a_tag_of_mkdocs_elsewhere_in_the_file_hides_no_problem(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "site_name: Test\n"
        "markdown_extensions:\n"
        "  - pymdownx.snippets:\n"
        "      base_path: !relative $config_dir\n"
        "plugins:\n"
        "  - paperglot:\n"
        "      timeout: 0\n",
    )
    [problem] = configuration_problems(str(path))
    assert problem == f"{path}:7: timeout: should be 0.1 or more, not 0"


@pytest.mark.parametrize("options", ["timeout: 1\nupdate: sometimes", "timeout: 1\ndeadline: 0"])
def test_who_loads_a_wrong_file_is_told_the_line(tmp_path: Path, options: str) -> None:
    path = with_options(tmp_path, options)
    with pytest.raises(ConfigurationError) as caught:
        load_settings(str(path))
    assert str(caught.value).startswith(f"{path}:5: ")


def test_an_unknown_option_is_not_blamed_for_what_is_wrong_elsewhere(tmp_path: Path) -> None:
    text = "site_name: Test\ndocs_dir: nowhere\nplugins:\n  - paperglot:\n      updat: never\n"
    path = write(tmp_path, text)
    with pytest.raises(ConfigurationError) as caught:
        load_settings(str(path))
    assert not str(caught.value).endswith("updat: Unrecognised configuration name: updat")
