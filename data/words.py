"""Words and number formats of one language. A value: nothing here is installed process-wide."""

import gettext
import io
import re
import unicodedata
from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Any

from babel import Locale, dates, lists, numbers
from babel.messages import mofile, pofile

from data.elsewhere import ELSEWHERE, ELSEWHERE_PLURAL
from data.languages import LANGUAGE, LANGUAGES, SOURCE, Language, catalog_path, names_of_countries
from data.reference.countries import ALPHA2
from data.shape import CONTEXT_ENDS, Vocabulary, in_context

DAYS_KEPT = 4096
NUMBERS_KEPT = 4096
PERCENTS_KEPT = 256
OWN_KEPT = 32
SENTENCES_KEPT = 2048

LONGEST_SHOWN = 600
"""Letters of a text of the sheet that a sentence shows; exports keep the whole."""

NO_BREAK = "\N{NO-BREAK SPACE}"
LEAST_RATE = 0.1
NUMBER_SPACE = NO_BREAK
"""Between a number and its noun, and within n = 98 and 18 May, which no line may part."""

_NUMBER_AND_NOUN = re.compile(r"(\{(?:n|days|weeks|signed|total|least)\}) (?=[^\W\d_])")
_NUMBER_OF_CASES = re.compile(r"\bn = (?=\{)")
_DAY_AND_MONTH = re.compile(r"(\d(?:er|º)?) (de )?(?=[^\W\d_]{2})")
_FIRST_OF_MONTH = re.compile(r"\b1\b")
_LEADING_ZERO = re.compile(r"\b0(?=\d\b)")


@dataclass(frozen=True)
class OwnWords:
    """What a network calls codes of ours: (name of the vocabulary, code, its names by language; '' is any language),
    and whether it is another network than the one that the sentences were written for."""

    labels: tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...] = ()
    is_another: bool = False


OURS = OwnWords()

_SPACES = dict.fromkeys((0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000), " ")
"""Spaces that say how a line breaks, which Python calls unprintable."""


def _with_its_month(day: re.Match[str]) -> str:
    return f"{day[1]}{NUMBER_SPACE}" + (f"de{NUMBER_SPACE}" if day[2] else "")


def _visible(text: str) -> str:
    """Without control and direction-override characters, which would reorder the words around the cell."""
    if text.isprintable() or text.translate(_SPACES).isprintable():
        return text
    kept = (
        " " if c in "\r\n\t" else c for c in text if c in "\r\n\t" or unicodedata.category(c) not in {"Cc", "Cf", "Cs"}
    )
    return "".join(kept)


def shorten(text: str, length: int = LONGEST_SHOWN) -> str:
    """At most ``length`` characters, the cut marked; exports keep the whole."""
    text = _visible(text)
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def _half_up(value: float, digits: int) -> Decimal:
    """The number with so many decimals, a half rounded up as in the forecast; the formats would round it to even."""
    return Decimal(str(value)).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


def _catalog(language: str) -> gettext.NullTranslations:
    path = catalog_path(language)
    if not path.exists():
        return gettext.NullTranslations()
    compiled = io.BytesIO()
    with path.open("rb") as source:
        mofile.write_mo(compiled, pofile.read_po(source, locale=LANGUAGE[language].locale))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


class Words:
    """Sentences, labels, dates and numbers of one language, by its code."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._written: Language = LANGUAGE[language]
        self.locale = Locale.parse(self._written.locale)
        self._catalog = _catalog(language)
        self._own: dict[tuple[str, str], str] = {}
        elided = "|".join(map(re.escape, self._written.elided))
        before = re.compile(rf"\b({elided})[ {NO_BREAK}](?=\{{(\w+)\}})", re.IGNORECASE)
        self._before_a_value = before if elided else None
        self.is_another = False
        territories = self.locale.territories
        self._countries = {alpha3: territories.get(alpha2, alpha3) for alpha3, alpha2 in ALPHA2.items()} | {
            name.alpha3: name.name for name in names_of_countries(language) if name.is_shown and name.name
        }
        self._kept_sentence = lru_cache(maxsize=SENTENCES_KEPT)(self._sentence)
        self._kept_plural = lru_cache(maxsize=SENTENCES_KEPT)(self._plural)
        self._kept_day = lru_cache(maxsize=DAYS_KEPT)(self._day)
        self._kept_percent = lru_cache(maxsize=PERCENTS_KEPT)(self._percent)
        self._kept_number = lru_cache(maxsize=NUMBERS_KEPT)(self._number)

    def say(self, message: str, **values: object) -> str:
        """The sentence in this language, its ``{names}`` filled in."""
        sentence = self._kept_sentence(ELSEWHERE.get(message, message) if self.is_another else message)
        return self._filled(sentence, values) if values else sentence

    def _filled(self, sentence: str, values: Mapping[str, object]) -> str:
        """The sentence with its values, and the words before them as the language writes them there."""
        if self._before_a_value is not None:
            sentence = self._before_a_value.sub(lambda word: self._elided(word, values), sentence)
        return sentence.format(**values)

    def _elided(self, word: re.Match[str], values: Mapping[str, object]) -> str:
        if not re.match(self._written.elided_before, str(values.get(word[2], ""))):
            return word[0]
        becomes = self._written.elided[word[1].lower()]
        return becomes[0].upper() + becomes[1:] if word[1][0].isupper() else becomes

    def _sentence(self, message: str) -> str:
        context, _, sentence = message.rpartition(CONTEXT_ENDS)
        if context:
            sentence = self._catalog.pgettext(context, sentence)
        elif sentence:
            sentence = self._catalog.gettext(sentence)
        return self._kept_together(sentence)

    def _kept_together(self, sentence: str) -> str:
        """The sentence with spaces that end no line: between a number and its noun, in n = 98, and at the language's
        marks."""
        sentence = _NUMBER_OF_CASES.sub(f"n{NUMBER_SPACE}={NUMBER_SPACE}", sentence)
        return self._marks_together(_NUMBER_AND_NOUN.sub(rf"\1{NUMBER_SPACE}", sentence))

    def _marks_together(self, text: str) -> str:
        before, after = self._written.no_break_before, self._written.no_break_after
        if before:
            text = re.sub(f" (?=[{re.escape(before)}])", NO_BREAK, text)
        if after:
            text = re.sub(f"(?<=[{re.escape(after)}]) ", NO_BREAK, text)
        return text

    def say_as(self, context: str, message: str, **values: object) -> str:
        """As ``say``, where one English word means several things: ``context`` tells a translator which is meant."""
        return self.say(in_context(context, message), **values)

    def plural(self, one: str, many: str, n: int, **values: object) -> str:
        """The sentence for ``n`` things; ``{n}`` is the number as this language writes it."""
        one, many = ELSEWHERE_PLURAL.get(one, (one, many)) if self.is_another else (one, many)
        return self._filled(self._kept_plural(one, many, n), {"n": self.number(n), **values})

    def _plural(self, one: str, many: str, n: int) -> str:
        return self._kept_together(self._catalog.ngettext(one, many, n))

    def label(self, vocabulary: Vocabulary, code: object) -> str:
        """The label of a code, the network's own before ours; a value outside the vocabulary is its own label, an empty
        one is ''. Of a list that is ours alone another network has its own words only."""
        if not isinstance(code, str):
            return ""
        if own := self.own_label(vocabulary, code):
            return own
        if self.is_another and vocabulary.is_ours:
            return code
        return self.say(vocabulary.labels[code]) if code in vocabulary.labels else code

    def own_label(self, vocabulary: Vocabulary, code: str) -> str:
        """What the network itself calls a code; '' where it has no word of its own."""
        return self._own.get((vocabulary.name, code), "")

    def codes(self, vocabulary: Vocabulary) -> tuple[str, ...]:
        """The codes that a list has for this network: ours, where it has them too, then its own."""
        ours = () if self.is_another and vocabulary.is_ours else vocabulary.labels
        return tuple(dict.fromkeys((*ours, *(code for name, code in self._own if name == vocabulary.name))))

    def text(self, row: Mapping[Any, Any], name: str) -> str:
        """The text ``name`` of a row in this language, else untagged, else in the first of ours; '' for none."""
        for suffix in (f"_{self.language}", "", *(f"_{other}" for other in LANGUAGES)):
            value = row.get(name + suffix)
            if isinstance(value, str) and value:
                return self._marks_together(value)
        return ""

    def country(self, code: object) -> str:
        """The name of an ISO 3166-1 alpha-3 country, the language's own or CLDR's; '' for an empty one."""
        return self._countries.get(code, code) if isinstance(code, str) else ""

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
            # All of it in one line: it stands in the cells of tables.
            said = dates.format_skeleton("MMMd" if style == "short" else "yMMMd", day, locale=self.locale)
            said = said.replace(" ", NUMBER_SPACE)
        return self._first_as_written(said, day)

    def _first_as_written(self, said: str, first: date, last: date | None = None) -> str:
        """A day or an interval with the first of a month as this language writes it, which CLDR does not know."""
        if first.day == 1:
            said = _FIRST_OF_MONTH.sub(self._written.first_of_month, said, count=1)
        if last is not None and last.day == 1:
            # What was written above is no bare 1 any more; years have four digits.
            *before, after = _FIRST_OF_MONTH.split(said)
            said = "1".join(before) + self._written.first_of_month + after if before else said
        return _DAY_AND_MONTH.sub(_with_its_month, said)

    def month(self, day: date) -> str:
        """A month: December 2021."""
        return dates.format_skeleton("yMMMM", day, locale=self.locale).replace(" ", NUMBER_SPACE)

    def period(self, first: date, last: date, precision: object = "day", style: str = "long") -> str:
        """A due or baseline period: a month by its name, one day as a day, several as both ends."""
        if precision == "month":
            return self.month(first)
        if first == last:
            return self.day(first, style)
        said = self._interval(first, last) if style == "long" else ""
        said = said or dates.format_interval(first, last, "yMMMd", locale=self.locale).replace(" ", NUMBER_SPACE)
        # CLDR writes the days of an interval with two digits in Italian, where a day by itself has one.
        return self._first_as_written(_LEADING_ZERO.sub("", said), first, last)

    def _interval(self, first: date, last: date) -> str:
        """An interval with the names of its months in full, which CLDR has in some languages only."""
        formats = self.locale.interval_formats
        field = "y" if first.year != last.year else "M" if first.month != last.month else "d"
        patterns = (formats.get("yMMMMd") or formats.get("yMMMd") or {}).get(field, ())
        return "".join(
            dates.format_date(day, re.sub("M{3,4}", "MMMM", pattern), locale=self.locale)
            for day, pattern in zip((first, last), patterns, strict=False)
        )

    def clock(self, moment: datetime) -> str:
        """A time of day: 17:00."""
        return dates.format_time(moment, "HH:mm", locale=self.locale)

    def number(self, value: float, digits: int = 0) -> str:
        """A number with at most ``digits`` decimals."""
        return self._kept_number(value, digits)

    def _number(self, value: float, digits: int) -> str:
        pattern = "#,##0" + ("." + "#" * digits if digits else "")
        return numbers.format_decimal(_half_up(value, digits), format=pattern, locale=self.locale)

    def percent(self, share: float) -> str:
        """A share between 0 and 1 as whole percent; none and all are said of nothing else."""
        rounded = _half_up(share, 2)
        if rounded == 0 != share:
            return self.say("under {share}", share=self._kept_percent(Decimal("0.01")))
        if rounded == 1 != share:
            return self.say("over {share}", share=self._kept_percent(Decimal("0.99")))
        return self._kept_percent(rounded)

    def _percent(self, share: Decimal) -> str:
        return numbers.format_percent(share, locale=self.locale)

    def rate(self, a_week: float) -> str:
        """A number a week with one decimal; one that would round to none is said to be less than the least of these."""
        if _half_up(a_week, 1) == 0 != a_week:
            return self.say("less than {n}", n=self.number(LEAST_RATE, 1))
        return self.number(a_week, 1)

    def signed(self, value: int) -> str:
        """A whole number with its sign: +17, -3, 0."""
        return numbers.format_decimal(value, format="+#,##0;-#,##0", locale=self.locale) if value else self.number(0)

    def listed(self, items: Sequence[str]) -> str:
        """A list in a sentence: Africa, Europe and Latin America."""
        said = lists.format_list(list(items), locale=self.locale)
        for word, (becomes, beginning) in self._written.before_vowel.items():
            ending = f" {word} {items[-1]}" if len(items) > 1 else ""
            if ending and said.endswith(ending) and re.match(beginning, items[-1], re.IGNORECASE):
                said = f"{said.removesuffix(ending)} {becomes} {items[-1]}"
        return said

    def with_own(self, own: OwnWords) -> "Words":
        """The same language with a network's own labels, and without ours where it is another one."""
        again = copy(self)
        again.is_another = own.is_another
        again._own = {
            (vocabulary, code): shorten(
                self.text({f"name_{tag}" if tag else "name": name for tag, name in names}, "name")
            )
            for vocabulary, code, names in own.labels
        }
        return again


def words_of(language: str, own: OwnWords = OURS) -> Words:
    """The one Words of a language and of a network's own labels; an unknown language is English."""
    language = language if language in LANGUAGE else SOURCE
    return _words_of(language) if own == OURS else _words_with(language, own)


@lru_cache(maxsize=len(LANGUAGES))
def _words_of(language: str) -> Words:
    return Words(language)


@lru_cache(maxsize=OWN_KEPT)
def _words_with(language: str, own: OwnWords) -> Words:
    return _words_of(language).with_own(own)


@lru_cache(maxsize=256)
def translations(message: str) -> tuple[str, ...]:
    """A message in each of our languages, in their order; then as another network reads it, where that differs."""
    messages = dict.fromkeys((message, ELSEWHERE.get(message, message)))
    return tuple(words_of(language).say(each) for each in messages for language in LANGUAGES)
