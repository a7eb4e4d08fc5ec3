"""Images by the hash of what is in them: none that is damaged is given out."""

import subprocess
from pathlib import Path

from paperglot.store.images import Images
from tests.samples import figure


def _put(images: Images, content: bytes) -> str:
    name = figure(content).hash
    (images.prepare() / f"{name}.webp").write_bytes(content)
    return name


def test_an_image_is_given_by_its_hash(tmp_path: Path) -> None:
    images = Images(tmp_path)
    name = _put(images, b"one")
    assert images.get(name) == b"one"
    assert images.get("0" * 16) is None
    assert images.at_hand([name, "0" * 16]) == {name}


def test_a_damaged_image_is_as_good_as_none(tmp_path: Path) -> None:
    images = Images(tmp_path)
    name = _put(images, b"one")
    (images.folder / f"{name}.webp").write_bytes(b"on")
    assert images.get(name) is None
    assert images.at_hand([name]) == frozenset()


def test_others_are_forgotten(tmp_path: Path) -> None:
    images = Images(tmp_path)
    assert images.forget_all_but(()) == 0
    one, other = _put(images, b"one"), _put(images, b"other")
    (images.folder / f"{one}.4711.part").write_bytes(b"on")
    assert images.forget_all_but({one}) == 2
    assert images.at_hand([one, other]) == {one}
    assert len(list(images.folder.iterdir())) == 1


def test_git_never_sees_them(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "--quiet", tmp_path], check=True)
    _put(Images(tmp_path), b"one")
    told = subprocess.run(
        ["git", "status", "--porcelain"], cwd=tmp_path, check=True, capture_output=True
    )
    assert told.stdout == b""
