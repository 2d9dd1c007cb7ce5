"""What to type instead: one sentence for each problem, in the reader's language."""

from collections.abc import Callable
from datetime import date

from data.messages.labels import column_label
from data.problems import Kind, Problem
from data.reading.dates import YEARS
from data.reading.headers import HEADER_ROWS
from data.shape import COLUMNS, FLAGS, NOT_READ, SETTING_KEYS, Column, ColumnType, worksheet
from data.words import Words

_EXAMPLE_DAY = "2021-05-18"
_EXAMPLE_MONTH = "2021-12"
_NAMES = frozenset({"name", "title", "text"})


def message(problem: Problem, words: Words) -> str:
    """One sentence that says what to type instead, with the nearest known value where there is one."""
    return _SENTENCES[problem.kind](problem, words)


def _missing_worksheet(problem: Problem, words: Words) -> str:
    shape = worksheet(problem.worksheet)
    name = words.say(shape.name)
    if shape.required:
        return words.say("Add a worksheet named “{worksheet}”: the template shows its columns.", worksheet=name)
    return words.say("Add a worksheet named “{worksheet}”, for what depends on it to show.", worksheet=name)


def _repeated_worksheet(problem: Problem, words: Words) -> str:
    return words.say(
        "Rename or delete this worksheet: “{first}” is read as {worksheet} already.",
        first=problem.details.get("first", ""),
        worksheet=words.say(problem.worksheet),
    )


def _no_header(problem: Problem, words: Words) -> str:
    columns = [column for column in worksheet(problem.worksheet).columns if column.required or column.name in _NAMES]
    names = [words.say(column.label) for column in columns] or [
        words.say(worksheet(problem.worksheet).columns[0].label)
    ]
    if found := problem.details.get("found", ""):
        return words.say(
            "No row of the first {n} names columns of ours; row {row} says {found}. Type their names in a row above "
            "the data: {columns}.",
            n=words.number(HEADER_ROWS),
            row=problem.details.get("row", ""),
            found=words.listed([words.say("“{text}”", text=text) for text in found.split("\n")]),
            columns=words.listed(names),
        )
    return words.say(
        "Type the names of the columns in one of the first {n} rows: {columns}.",
        columns=words.listed(names),
        n=words.number(HEADER_ROWS),
    )


def _missing_column(problem: Problem, words: Words) -> str:
    return words.say("Add a column named “{column}”.", column=_column_label(problem, words))


def _repeated_header(problem: Problem, words: Words) -> str:
    return words.say(
        "Rename or delete this column: “{column}” is column {first} already.",
        column=_column_label(problem, words),
        first=problem.details.get("first", ""),
    )


def _blank_header(problem: Problem, words: Words) -> str:
    return words.say("Type a name above this column: without one it is not read.")


def _read_as(problem: Problem, words: Words) -> str:
    if "beside" in problem.details:
        return words.say(
            "Read as {worksheet} too: type “{title}” and “{worksheet}” in a row of the worksheet {columns} to be sure.",
            worksheet=words.say(problem.worksheet),
            title=problem.value or "",
            columns=words.say(COLUMNS.name),
        )
    if problem.column is None:
        return words.say("Read as {worksheet}: give it that name to be sure.", worksheet=words.say(problem.worksheet))
    return words.say("Read as “{column}”: give it that name to be sure.", column=_column_label(problem, words))


def _unread_column(problem: Problem, words: Words) -> str:
    columns = problem.details.get("columns", problem.value or "").split("\n")
    return words.say(
        "Not read: {columns}. Give a column one of our names if it is meant.",
        columns=words.listed([words.say("“{title}”", title=column) for column in columns]),
    )


def _withdrawn(problem: Problem, words: Words) -> str:
    return words.say("Its author took it back: it is not counted. Delete the row, or type another decision.")


def _row_in_question(problem: Problem, words: Words) -> str:
    rows = problem.details.get("rows", str(problem.row or ""))
    n = int(_number(problem, "n") or 1)
    shape = worksheet(problem.worksheet)
    names = [words.say(column.label) for column in shape.columns if column.required or column.name in _NAMES][:3]
    if n > 1:
        return words.say(
            "Are rows {rows} notes? They are not counted. If they are meant, fill in {columns} as well.",
            rows=rows + (" …" if n > len(rows.split(", ")) else ""),
            columns=words.listed(names),
        )
    return words.say(
        "Is row {row} a note? It is not counted. If it is meant, fill in {columns} as well.",
        row=rows,
        columns=words.listed(names),
    )


def _missing_value(problem: Problem, words: Words) -> str:
    if "id" in problem.details:
        return words.say("Type a title: until then the id “{id}” is shown.", id=problem.details["id"])
    column = _column(problem)
    if column and column.type is ColumnType.DAY:
        return words.say("Type a day, such as {day}.", day=_EXAMPLE_DAY)
    if problem.column == "contributor":
        return words.say("Type who contributed: a city, an organization, a network.")
    return words.say("Fill in “{column}”, or empty the row.", column=_column_label(problem, words))


def _error_value(problem: Problem, words: Words) -> str:
    return words.say("Correct the formula behind {error}, or type the value itself.", error=problem.value or "#N/A")


def _uncalculated_formula(problem: Problem, words: Words) -> str:
    return words.say(
        "Open the file in a spreadsheet program and save it, so that the formula has a value, or type the value."
    )


def _unreadable_date(problem: Problem, words: Words) -> str:
    month = _day_of(problem, "month")
    if month:
        return words.say(
            "Type the day too, such as {day}: {month} is a whole month.",
            day=month.replace(day=18).isoformat(),
            month=words.month(month),
        )
    column = _column(problem)
    if column and column.type is ColumnType.PERIOD:
        return words.say(
            "Type a day such as {day}, or a month such as {month}.", day=_EXAMPLE_DAY, month=_EXAMPLE_MONTH
        )
    return words.say("Type a day, such as {day}.", day=_EXAMPLE_DAY)


def _ambiguous_date(problem: Problem, words: Words) -> str:
    reading, other = _day_of(problem, "reading"), _day_of(problem, "other")
    if not reading or not other:
        return words.say("Type a day, such as {day}.", day=_EXAMPLE_DAY)
    return words.say(
        "Read as {reading}: type {reading_typed} to be sure, or {other_typed} for {other}.",
        reading=words.day(reading),
        reading_typed=reading.isoformat(),
        other=words.day(other),
        other_typed=other.isoformat(),
    )


def _implausible_date(problem: Problem, words: Words) -> str:
    return words.say(
        "Type a day between {first} and {last}, such as {day}.",
        first=str(YEARS[0]),
        last=str(YEARS[-1]),
        day=_EXAMPLE_DAY,
    )


def _future_date(problem: Problem, words: Words) -> str:
    return words.say("Check the year: this day is still to come, and nothing counts before its day.")


def _day_or_month(problem: Problem, words: Words) -> str:
    reading = _day_of(problem, "reading") or date(2021, 12, 1)
    values = {"day": words.day(reading), "month": words.month(reading)}
    if "setting" in problem.details:
        return words.say(
            "Read as the day {day}: for all of {month}, type '{typed} with the apostrophe.",
            typed=reading.isoformat()[:7],
            **values,
        )
    return words.say(
        "Read as the day {day}: type “{day_word}” or, for all of {month}, “{month_word}” in {column}.",
        day_word=words.say("day"),
        month_word=words.say("month"),
        column=column_label(problem.worksheet, f"{problem.column}_precision", words),
        **values,
    )


def _precision_conflict(problem: Problem, words: Words) -> str:
    return words.say(
        "Type “{month_word}” here, or a day such as {day} in {column}.",
        month_word=words.say("month"),
        day=f"{problem.details.get('month', _EXAMPLE_MONTH)}-18",
        column=column_label(problem.worksheet, (problem.column or "").removesuffix("_precision"), words),
    )


def _unreadable_time(problem: Problem, words: Words) -> str:
    return words.say(
        "Type a time of day such as {time}, or a day and a time such as {moment}.",
        time="17:00",
        moment=f"{_EXAMPLE_DAY} 17:00",
    )


def _times_conflict(problem: Problem, words: Words) -> str:
    due = column_label(problem.worksheet, "due", words)
    reason = problem.details.get("reason")
    if reason == "no due":
        return words.say("Type the day in {due} first: a time needs its day.", due=due)
    if reason == "month":
        return words.say("Type a day in {due}, not a month: a time needs its day.", due=due)
    if reason == "outside":
        return words.say("Type days that hold the one in {due}, or correct {due}.", due=due)
    return words.say(
        "Type a time that comes after the one in {starts}.", starts=column_label(problem.worksheet, "starts", words)
    )


def _done_without_a_day(problem: Problem, words: Words) -> str:
    return words.say(
        "Type the day it was done in {column}: only its day makes a milestone done.",
        column=column_label(problem.worksheet, "done_on", words),
    )


def _unreadable_number(problem: Problem, words: Words) -> str:
    minimum = _number(problem, "minimum") or 0
    return words.say("Type a whole number, {minimum} or more, in digits.", minimum=words.number(minimum))


def _ambiguous_number(problem: Problem, words: Words) -> str:
    reading, other = _number(problem, "reading") or 0, _number(problem, "other") or 0
    return words.say(
        "Read as {reading}, it could be {other}: type digits alone, such as {typed}.",
        reading=words.number(reading, 3),
        other=words.number(other, 3),
        typed=f"{max(abs(reading), abs(other)):.0f}",
    )


def _unreadable_yes_no(problem: Problem, words: Words) -> str:
    return words.say("Type yes or no.")


def _unreadable_link(problem: Problem, words: Words) -> str:
    return words.say("Paste a whole web address, one that begins with https://.")


def _unknown_value(problem: Problem, words: Words) -> str:
    if problem.nearest:
        return words.say("Type “{nearest}”, if that is what you mean.", nearest=problem.nearest)
    column = _column(problem)
    if "codes" in problem.details:
        return words.say("Type one of these: {choices}.", choices=problem.details["codes"])
    if column is None:
        return words.say("Type a value that the template offers here.")
    if column.vocabulary:
        labels = [words.label(column.vocabulary, code) for code in words.codes(column.vocabulary)]
        return words.say("Type one of these: {choices}.", choices=", ".join(labels))
    if column.type is ColumnType.COUNTRY:
        return words.say("Type the name of a country, or its ISO code of two or three letters.")
    if column.type is ColumnType.LANGUAGE:
        return words.say("Type a language, or its code such as {code}.", code=words.language)
    if column.name == "also_counts_for":
        return words.say("Type the code of a cross-cutting section, such as MET or REG.")
    if column.name == "section" and problem.worksheet == "Countries":
        return words.say("Type the code of a regional section, such as AFR.")
    if column.refers_to:
        return words.say("Type a code listed in {worksheet}.", worksheet=words.say(column.refers_to))
    return words.say(column.note) if column.note else words.say("Type a value that the template offers here.")


def _more_than_one(problem: Problem, words: Words) -> str:
    return words.say("Type one value: only “{reading}” counts.", reading=problem.details.get("reading", ""))


def _unknown_setting(problem: Problem, words: Words) -> str:
    if problem.nearest:
        return words.say("Type “{nearest}”, if that is what you mean.", nearest=problem.nearest)
    keys = ", ".join(words.say(column.label) for column in SETTING_KEYS)
    return words.say("Type one of these, or empty the row: {choices}.", choices=keys)


def _repeated(problem: Problem, words: Words) -> str:
    first = problem.details.get("first", "")
    column = _column_label(problem, words)
    if problem.worksheet in ("Milestones", "Contributions"):
        stand_in = problem.details.get("id", "")
        return words.say(
            "Type another id: row {first} has this one, and this row is called “{id}”.", first=first, id=stand_in
        )
    return words.say(
        "Delete one of two: “{column}” is the same in row {first}, which counts.", column=column, first=first
    )


def _missing_id(problem: Problem, words: Words) -> str:
    return words.say("Type an id of its own: until then it is called “{id}”.", id=problem.details.get("id", ""))


def _date_before_received(problem: Problem, words: Words) -> str:
    received = _day_of(problem, "received_on")
    if not received:
        return words.say("Type a day on or after the one it was received.")
    return words.say("Type {received} or a later day: it was received then.", received=words.day(received))


def _date_without_decision(problem: Problem, words: Words) -> str:
    return words.say(
        "Type the decision in {column}, or empty this cell.", column=column_label(problem.worksheet, "decision", words)
    )


def _decision_without_date(problem: Problem, words: Words) -> str:
    return words.say("Type the day of the decision, such as {day}.", day=_EXAMPLE_DAY)


def _dates_out_of_order(problem: Problem, words: Words) -> str:
    decided = _day_of(problem, "decided_on")
    if not decided:
        return words.say("Type a day on or before the one it was decided.")
    return words.say("Type {decided} or an earlier day: it was decided then.", decided=words.day(decided))


def _dependency_cycle(problem: Problem, words: Words) -> str:
    return words.say(
        "Remove “{milestone}”, for these milestones form a circle: {cycle}.",
        milestone=problem.value or "",
        cycle=problem.details.get("cycle", ""),
    )


def _several_launches(problem: Problem, words: Words) -> str:
    return words.say(
        "Type another kind, or “{cancelled}” in {column}: “{id}” in row {first} is the launch, being the latest.",
        cancelled=words.label(FLAGS, "cancelled"),
        column=column_label(problem.worksheet, "state", words),
        id=problem.details.get("id", ""),
        first=problem.details.get("first", ""),
    )


def _collection_after_launch(problem: Problem, words: Words) -> str:
    day = _day_of(problem, "launch")
    return words.say(
        "Type {day} or an earlier day, if contributions are collected until the launch.",
        day=words.day(day) if day else "",
    )


def _no_section(problem: Problem, words: Words) -> str:
    return words.say(
        "Type a section in this row, or give {country} one in {worksheet}.",
        country=words.country(problem.details.get("country")),
        worksheet=words.say("Countries"),
    )


def _target_differs(problem: Problem, words: Words) -> str:
    expected = int(_number(problem, "expected") or 0)
    return words.say(
        "Type {expected}, if the target is what the sections expect in all.", expected=words.number(expected)
    )


def _merged_cells(problem: Problem, words: Words) -> str:
    return words.say(
        "Unmerge {range}: only its first cell, {first}, holds the value.",
        range=problem.value or "",
        first=problem.details.get("first", ""),
    )


def _counted_twice(problem: Problem, words: Words) -> str:
    return words.plural(
        "{n} of its {of} rows has the contributor and the day of a row in “{first}”, and both count: delete "
        "it in either worksheet, or type “{title}” and “{not_read}” in a row of the worksheet {columns}.",
        "{n} of its {of} rows have the contributor and the day of a row in “{first}”, and both count: delete "
        "them in either worksheet, or type “{title}” and “{not_read}” in a row of the worksheet {columns}.",
        int(_number(problem, "n") or 1),
        of=words.number(int(_number(problem, "of") or 1)),
        first=problem.details.get("first", ""),
        title=problem.value or "",
        not_read=words.say(NOT_READ),
        columns=words.say(COLUMNS.name),
    )


def _column(problem: Problem) -> Column | None:
    """The description of the column, or of the setting, that a problem is at."""
    setting = problem.details.get("setting")
    columns = SETTING_KEYS if setting else worksheet(problem.worksheet).columns
    name = setting or problem.column
    return next((column for column in columns if column.name == name), None)


def _column_label(problem: Problem, words: Words) -> str:
    return column_label(problem.worksheet, problem.column or "", words)


def _day_of(problem: Problem, name: str) -> date | None:
    try:
        return date.fromisoformat(problem.details[name])
    except (KeyError, ValueError):
        return None


def _number(problem: Problem, name: str) -> float | None:
    try:
        return float(problem.details[name])
    except (KeyError, ValueError):
        return None


_SENTENCES: dict[Kind, Callable[[Problem, Words], str]] = {
    Kind.MISSING_WORKSHEET: _missing_worksheet,
    Kind.REPEATED_WORKSHEET: _repeated_worksheet,
    Kind.NO_HEADER: _no_header,
    Kind.MISSING_COLUMN: _missing_column,
    Kind.REPEATED_HEADER: _repeated_header,
    Kind.BLANK_HEADER: _blank_header,
    Kind.READ_AS: _read_as,
    Kind.UNREAD_COLUMN: _unread_column,
    Kind.WITHDRAWN: _withdrawn,
    Kind.ROW_IN_QUESTION: _row_in_question,
    Kind.MISSING_VALUE: _missing_value,
    Kind.ERROR_VALUE: _error_value,
    Kind.UNCALCULATED_FORMULA: _uncalculated_formula,
    Kind.UNREADABLE_DATE: _unreadable_date,
    Kind.AMBIGUOUS_DATE: _ambiguous_date,
    Kind.IMPLAUSIBLE_DATE: _implausible_date,
    Kind.FUTURE_DATE: _future_date,
    Kind.DAY_OR_MONTH: _day_or_month,
    Kind.PRECISION_CONFLICT: _precision_conflict,
    Kind.UNREADABLE_TIME: _unreadable_time,
    Kind.TIMES_CONFLICT: _times_conflict,
    Kind.DONE_WITHOUT_A_DAY: _done_without_a_day,
    Kind.UNREADABLE_NUMBER: _unreadable_number,
    Kind.AMBIGUOUS_NUMBER: _ambiguous_number,
    Kind.UNREADABLE_YES_NO: _unreadable_yes_no,
    Kind.UNREADABLE_LINK: _unreadable_link,
    Kind.UNKNOWN_VALUE: _unknown_value,
    Kind.MORE_THAN_ONE: _more_than_one,
    Kind.UNKNOWN_SETTING: _unknown_setting,
    Kind.REPEATED_SETTING: _repeated,
    Kind.MISSING_ID: _missing_id,
    Kind.REPEATED_ID: _repeated,
    Kind.DATE_BEFORE_RECEIVED: _date_before_received,
    Kind.DATE_WITHOUT_DECISION: _date_without_decision,
    Kind.DECISION_WITHOUT_DATE: _decision_without_date,
    Kind.DATES_OUT_OF_ORDER: _dates_out_of_order,
    Kind.SEVERAL_LAUNCHES: _several_launches,
    Kind.COLLECTION_AFTER_LAUNCH: _collection_after_launch,
    Kind.DEPENDENCY_CYCLE: _dependency_cycle,
    Kind.NO_SECTION: _no_section,
    Kind.TARGET_DIFFERS: _target_differs,
    Kind.MERGED_CELLS: _merged_cells,
    Kind.COUNTED_TWICE: _counted_twice,
}
