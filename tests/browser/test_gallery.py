"""The pictures in docs/ are those of README, and stay small."""

import re

from PIL import Image

from tests.browser.gallery import FOLDER, SHOTS
from tests.browser.harness import ROOT

BYTES_MAX = 2_500_000


def test_readme_shows_every_picture_and_no_other_is_kept() -> None:
    shown = set(re.findall(r"docs/screenshots/([\w-]+\.png)", (ROOT / "README.md").read_text("utf-8")))
    assert shown == {shot.file for shot in SHOTS} == {path.name for path in FOLDER.iterdir()}


def test_pictures_have_the_size_of_their_screen() -> None:
    for shot in SHOTS:
        with Image.open(FOLDER / shot.file) as picture:
            assert picture.size == (shot.width * shot.scale, shot.height * shot.scale)
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < BYTES_MAX
