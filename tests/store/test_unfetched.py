"""What is remembered of PDFs that did not come: it is read back, or it is nothing."""

from pathlib import Path

import pytest

from paperglot.store import unfetched
from paperglot.store.images import Images


def test_counts_are_kept_beside_the_images_and_outlast_them(tmp_path: Path) -> None:
    assert unfetched.read(tmp_path) == {}
    unfetched.write(tmp_path, {"2613.00010v1": 2})
    Images(tmp_path).forget_all_but(())
    assert unfetched.read(tmp_path) == {"2613.00010v1": 2}
    unfetched.write(tmp_path, {})
    assert list(Images(tmp_path).folder.iterdir()) == []


@pytest.mark.parametrize(
    "content", [b"", b"\xff", b"[1]", b'{"2613.00010v1": "2"', b'{"a": true, "b": -1, "c": "2"}']
)
def test_what_is_damaged_is_nothing(tmp_path: Path, content: bytes) -> None:
    (Images(tmp_path).prepare() / "unfetched.json").write_bytes(content)
    assert unfetched.read(tmp_path) == {}


def test_a_disk_that_takes_nothing_keeps_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    unfetched.write(tmp_path / "file", {"2613.00010v1": 1})
    assert unfetched.read(tmp_path / "file") == {}
