"""`paperglot sync` as a maintainer calls it, on a site that MkDocs has built."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from paperglot.cli import main
from paperglot.store.files import Store
from tests import settings
from tests.hosting.storage import Storage
from tests.samples import day, digested
from tests.site.build import Site, build, write_site


@pytest.fixture
def file(tmp_path: Path) -> Path:
    options = settings.plugin_options(update="never")
    return write_site(tmp_path, papers=[digested()], days=[day()], options=options)


def sync(file: Path, storage: Storage, *options: str, prefix: str = "site") -> int:
    address = f"s3://{storage.bucket}/{prefix}"
    return main(["-f", str(file), "sync", address, "--endpoint-url", storage.url, *options])


def built(file: Path) -> Site:
    return build(file, site_dir=str(file.parent / "site"))


def test_a_built_site_goes_up_once_and_then_only_what_changed(
    file: Path, storage: Storage, capsys: pytest.CaptureFixture[str]
) -> None:
    site = built(file)
    assert sync(file, storage, "--json") == 0
    out, err = capsys.readouterr()
    first = json.loads(out)
    files = [path for path in site.directory.rglob("*") if path.is_file()]
    assert first["new"] == len(files)
    assert first["size"] == sum(path.stat().st_size for path in files)
    assert err.splitlines()[-1] == f"uploads: {len(files):,} of {len(files):,}"
    home = (site.directory / "index.html").read_bytes()
    assert storage.contents("site/index.html") == {"": home}
    built(file)
    assert sync(file, storage) == 0
    out, err = capsys.readouterr()
    assert out == (f"uploaded 0 files, 0.00 MB\n0 are new, 0 changed, {len(files)} unchanged\n")
    store = Store(file.parent / "docs")
    store.write_paper(replace(digested(), title="A bound that is tight"))
    built(file)
    assert sync(file, storage, "--delete", "--json") == 0
    second = json.loads(capsys.readouterr().out)
    assert 0 < second["changed"] < len(files) / 3
    assert second["unchanged"] > len(files) / 2
    assert (
        "A bound that is tight"
        in storage.contents("site/papers/2613.00010/")["index.html"].decode()
    )


def test_what_is_wrong_is_said_in_a_line(
    file: Path, storage: Storage, capsys: pytest.CaptureFixture[str]
) -> None:
    assert sync(file, storage) == 1
    assert capsys.readouterr().err == (
        "paperglot: no site has been built in site/; run mkdocs build\n"
    )
    built(file)
    assert sync(file, replace(storage, bucket="no-such-bucket")) == 1
    told = f"paperglot: there is no bucket 'no-such-bucket' at {storage.url}\n"
    assert capsys.readouterr().err == told
    assert sync(file, storage, prefix="../site") == 2
    assert "is no prefix" in capsys.readouterr().err
    assert sync(file, replace(storage, url="127.0.0.1")) == 2
    assert "--endpoint-url: '127.0.0.1' should be a web address" in capsys.readouterr().err
    assert main(["-f", str(file.parent / "none.yml"), "sync", "s3://a-bucket"]) == 2
