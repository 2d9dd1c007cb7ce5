"""Words and number formats of one language. A value: nothing here is installed process-wide."""

import gettext
import io
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from babel import Locale, dates, lists, numbers
from babel.messages import mofile, pofile

from data.reference.countries import ALPHA2
from data.shape import LANGUAGES, Vocabulary

LOCALES = {"en": "en_150", "fr": "fr", "es": "es"}
"""CLDR locale by language; English as it is written in Europe, day before month."""

_BEFORE_A_HIGH_MARK = re.compile(r" (?=[:;?!»])")
"""The space that French writes before these marks, which must not end a line."""

DAYS_KEPT = 4096
NUMBERS_KEPT = 4096

LOCALE_DIR = Path(__file__).parent.parent / "locale"


def _catalog(language: str) -> gettext.NullTranslations:
    path = LOCALE_DIR / language / "LC_MESSAGES" / "road.po"
    if not path.exists():
        return gettext.NullTranslations()
    compiled = io.BytesIO()
    with path.open("rb") as source:
        mofile.write_mo(compiled, pofile.read_po(source, locale=language))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


class Words:
    """Sentences, labels, dates and numbers of one language (``en``, ``fr`` or ``es``)."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.locale = Locale.parse(LOCALES[language])
        self._catalog = _catalog(language)
        self._kept_day = lru_cache(maxsize=DAYS_KEPT)(self._day)
        self._kept_number = lru_cache(maxsize=NUMBERS_KEPT)(self._number)

    def say(self, message: str, **values: object) -> str:
        """The sentence in this language, its ``{names}`` filled in."""
        sentence = self._catalog.gettext(message) if message else ""
        return sentence.format(**values) if values else sentence

    def plural(self, one: str, many: str, n: int, **values: object) -> str:
        """The sentence for ``n`` things; ``{n}`` is the number as this language writes it."""
        return self._catalog.ngettext(one, many, n).format(n=self.number(n), **values)

    def label(self, vocabulary: Vocabulary, code: object) -> str:
        """The label of a code; a value outside the vocabulary is its own label, an empty one is ''."""
        if not isinstance(code, str):
            return ""
        return self.say(vocabulary.labels[code]) if code in vocabulary.labels else code

    def text(self, row: Mapping[Any, Any], name: str) -> str:
        """The text ``name`` of a row in this language, else untagged, English, French, Spanish; '' for none."""
        for suffix in (f"_{self.language}", "", *(f"_{other}" for other in LANGUAGES)):
            value = row.get(name + suffix)
            if isinstance(value, str) and value:
                return _BEFORE_A_HIGH_MARK.sub("\N{NO-BREAK SPACE}", value) if self.language == "fr" else value
        return ""

    def country(self, code: object) -> str:
        """The CLDR name of an ISO 3166-1 alpha-3 country; '' for an empty one."""
        if not isinstance(code, str):
            return ""
        return self.locale.territories.get(ALPHA2.get(code, ""), code)

    def language_name(self, code: object) -> str:
        """The CLDR name of an ISO 639 language; '' for an empty one."""
        return self.locale.languages.get(code, code) if isinstance(code, str) else ""

    def day(self, day: date, style: str = "long") -> str:
        """A day: ``long`` 18 May 2021, ``short`` 18 May, ``medium`` as short with a year, ``weekday`` with its name."""
        # The slider of days names hundreds of them on every run of every page.
        return self._kept_day(day, style)

    def _day(self, day: date, style: str) -> str:
        if style in ("long", "weekday"):
            said = dates.format_date(day, "full" if style == "weekday" else "long", locale=self.locale)
        else:
            said = dates.format_skeleton("MMMd" if style == "short" else "yMMMd", day, locale=self.locale)
        return re.sub(r"\b1\b", "1er", said, count=1) if self.language == "fr" and day.day == 1 else said

    def month(self, day: date) -> str:
        """A month: December 2021."""
        return dates.format_skeleton("yMMMM", day, locale=self.locale)

    def period(self, first: date, last: date, precision: object = "day", style: str = "long") -> str:
        """A due or baseline period: a month by its name, one day as a day, several as both ends."""
        if precision == "month":
            return self.month(first)
        if first == last:
            return self.day(first, style)
        return dates.format_interval(first, last, "yMMMd", locale=self.locale)

    def clock(self, moment: datetime) -> str:
        """A time of day: 17:00."""
        return dates.format_time(moment, "HH:mm", locale=self.locale)

    def number(self, value: float, digits: int = 0) -> str:
        """A number with at most ``digits`` decimals."""
        return self._kept_number(value, digits)

    def _number(self, value: float, digits: int) -> str:
        pattern = "#,##0" + ("." + "#" * digits if digits else "")
        return numbers.format_decimal(value, format=pattern, locale=self.locale)

    def percent(self, share: float) -> str:
        """A share between 0 and 1 as whole percent."""
        return numbers.format_percent(share, locale=self.locale)

    def signed(self, value: int) -> str:
        """A whole number with its sign: +17, -3, 0."""
        return numbers.format_decimal(value, format="+#,##0;-#,##0", locale=self.locale) if value else self.number(0)

    def listed(self, items: Sequence[str]) -> str:
        """A list in a sentence: Africa, Europe and Latin America."""
        return lists.format_list(list(items), locale=self.locale)


@lru_cache(maxsize=len(LANGUAGES))
def words_of(language: str) -> Words:
    """The one Words of a language; an unknown language is English."""
    return Words(language if language in LANGUAGES else "en")


@lru_cache(maxsize=256)
def translations(message: str) -> tuple[str, ...]:
    """A message in each of our languages, in their order."""
    return tuple(words_of(language).say(message) for language in LANGUAGES)
