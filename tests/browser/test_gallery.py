"""The pictures in docs/ are those of README, and stay small."""

import re

from PIL import Image

from tests.browser.gallery import FOLDER, SHOTS, SHOWN, shown
from tests.browser.harness import ROOT

BYTES_MAX = 2_500_000


def test_readme_shows_every_picture_and_no_other_is_kept() -> None:
    in_readme = set(re.findall(r"docs/screenshots/([\w-]+\.png)", (ROOT / "README.md").read_text("utf-8")))
    assert in_readme == {shot.file for shot in SHOTS} == {path.name for path in FOLDER.glob("*.png")}


def test_pictures_are_no_older_than_what_they_show() -> None:
    assert SHOWN.read_text("utf-8").strip() == shown(), "make screenshots, and look at them"


def test_pictures_have_the_size_of_their_screen() -> None:
    for shot in SHOTS:
        with Image.open(FOLDER / shot.file) as picture:
            assert picture.size == (shot.width * shot.scale, shot.height * shot.scale)
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < BYTES_MAX
