"""Regions of the world by their names: the sub-regions of the United Nations (M49), and what people call others.

``regions.csv`` holds a row per region: its M49 code or a name of ours, the regions it is made of, its own countries.
Names of M49 codes are CLDR's in each of our languages; other and further ones are in ``region_names.csv`` of the folder
of their language. A common name has no list that all agree on: a wider one is taken, so that nobody is left out.
"""

import csv
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from babel import Locale

from data.languages import LANGUAGE, LOCALE_DIR

_FILE = Path(__file__).parent / "regions.csv"


def _countries() -> dict[str, frozenset[str]]:
    with _FILE.open(encoding="utf-8", newline="") as file:
        rows = {row["region"]: row for row in csv.DictReader(file)}

    def all_of(region: str) -> frozenset[str]:
        row = rows[region]
        return frozenset(row["countries"].split()).union(*map(all_of, row["parts"].split()))

    return {region: all_of(region) for region in rows}


COUNTRIES_IN: Mapping[str, frozenset[str]] = _countries()
"""Region to the alpha-3 codes of all countries in it, those of its parts among them."""


@lru_cache(maxsize=1)
def names_of_regions() -> tuple[tuple[str, str], ...]:
    """Every name with its region, in every language; the names of a folder first, CLDR's after them."""
    names: list[tuple[str, str]] = []
    for code in LANGUAGE:
        path = LOCALE_DIR / code / "region_names.csv"
        if path.exists():
            with path.open(encoding="utf-8", newline="") as file:
                names += [(row["name"], row["region"]) for row in csv.DictReader(file)]
    for language in LANGUAGE.values():
        territories = Locale.parse(language.locale).territories
        names += [(territories[region], region) for region in COUNTRIES_IN if region in territories]
    return tuple(names)
