"""What the sheet says of itself, in sentences: what was read, what needs a hand, and where."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime

import pandas as pd

from data.cache import per_road_keeping
from data.exports.tables import inert
from data.grid import Origin
from data.messages.labels import column_label
from data.messages.problems import message
from data.problems import Problem, Severity
from data.reading.doctor import MOSTLY_EMPTY_BELOW
from data.reading.ties import nearest_worksheet
from data.road import Road
from data.shape import COLUMNS, NETWORK_SECTIONS, OF_OTHERS, SETTINGS, WORKSHEETS, worksheet
from data.words import Words

SEVERITIES: Mapping[str, Severity] = {severity.value.replace(" ", "_"): severity for severity in Severity}
"""What a problem costs, by its code in the address; the most costly first."""


def has_rows(road: Road) -> bool:
    """Whether any worksheet but Settings holds a row."""
    return any(count.read for name, count in road.rows.items() if name != SETTINGS.name)


def sheet_finding(road: Road, words: Words) -> str:
    """The state of the sheet in one sentence: places that need a hand or a look, rows left out."""
    left_out = sum(count.left_out for count in road.rows.values())
    n = len({(problem.worksheet, problem.row, problem.column_letter, problem.column) for problem in road.problems})
    if not has_rows(road):
        return words.say("The sheet has no rows yet")
    if not n:
        return words.say("Every row is read, and no cell needs correcting")
    of_cells = all(problem.row and problem.column_letter for problem in road.problems)
    if of_cells and all(problem.severity is Severity.WARNING for problem in road.problems):
        # All that is in them counts: to correct is for somebody who knows.
        hand = words.plural("{n} cell to check", "{n} cells to check", n)
    elif of_cells:
        hand = words.plural("{n} cell needs correcting", "{n} cells need correcting", n)
    else:
        hand = words.plural("{n} place in the sheet needs correcting", "{n} places in the sheet need correcting", n)
    if not left_out:
        return words.say("{hand}; no row is left out", hand=hand)
    return words.plural("{hand}; {n} row is left out", "{hand}; {n} rows are left out", left_out, hand=hand)


def severity_word(severity: Severity, words: Words) -> str:
    """What a problem costs, in two words."""
    return {
        Severity.ROW_LEFT_OUT: words.say("Left out"),
        Severity.CELL_IGNORED: words.say("Cell ignored"),
        Severity.WARNING: words.say("To check"),
    }[severity]


def severity_finding(severity: Severity, n: int, words: Words) -> str:
    """How many problems of one cost there are, as a heading."""
    if severity is Severity.ROW_LEFT_OUT:
        return words.plural("{n} problem keeps rows out", "{n} problems keep rows out", n)
    if severity is Severity.CELL_IGNORED:
        return words.plural("{n} cell is ignored", "{n} cells are ignored", n)
    return words.plural("{n} thing to check", "{n} things to check", n)


def severity_cost(severity: Severity, words: Words) -> str:
    """What that means for the figures."""
    return {
        Severity.ROW_LEFT_OUT: words.say("These rows count nowhere until they are corrected."),
        Severity.CELL_IGNORED: words.say("These cells count as empty; the rest of the row counts."),
        Severity.WARNING: words.say("Everything here counts; somebody who knows should check that it is meant so."),
    }[severity]


def cell(problem: Problem) -> str:
    """The place of a problem within its worksheet as A1 text: C57, a row 57:57, a column C:C, '' for all of it."""
    letter, row = problem.column_letter or "", problem.row
    if row:
        return f"{letter}{row}" if letter else f"{row}:{row}"
    return f"{letter}:{letter}" if letter else ""


def address_of(problem: Problem, words: Words) -> str:
    """The place of a problem in its workbook, as a spreadsheet's name box takes it: 'Contributions'!C57."""
    if problem.sheet_title is None:
        return words.say(problem.worksheet)
    return _address(problem.sheet_title, cell(problem))


def link_to(problem: Problem, origin: Origin) -> str:
    """The web address that opens a spreadsheet at the place of a problem; '' where there is none to open."""
    return _link(origin, problem.gid, cell(problem))


def row_link(road: Road, name: str, row: int, tab: str | None = None) -> str:
    """The web address of a whole row of a worksheet, or of the ``tab`` joined to it; '' in a file."""
    gid = road.joined.get(tab, road.gids.get(name)) if tab else road.gids.get(name)
    return _link(road.origin, gid, f"{row}:{row}")


def row_address(title: str, row: int) -> str:
    """The place of a whole row, as a spreadsheet's name box takes it: 'Contributions'!57:57."""
    return _address(title, f"{row}:{row}")


def _address(title: str, place: str) -> str:
    quoted = "'" + title.replace("'", "''") + "'"
    return f"{quoted}!{place}" if place else quoted


def _link(origin: Origin, gid: int | None, place: str) -> str:
    if origin.address is None or gid is None:
        return ""
    return f"{origin.address.split('#')[0]}#gid={gid}&range={place or 'A1'}"


_NUMBER = re.compile(r"-?(0|[1-9]\d{0,14})(\.\d+)?")


@per_road_keeping(6)
def problem_table(road: Road, words: Words) -> pd.DataFrame:
    """One row per problem by its place in the road's list, the most costly first, else in the sheet's order.

    severity (code of ``SEVERITIES``), kind (``Kind``), worksheet (canonical name), tab (its title in the sheet), row
    (Int64), letter, place (``address_of``), link (web address or ''), column (header in this language, '' for none),
    value ('' for none), mend (what to type instead).
    """
    order = list(Severity)
    places = sorted(range(len(road.problems)), key=lambda at: order.index(road.problems[at].severity))
    problems = [road.problems[at] for at in places]
    codes = {severity: code for code, severity in SEVERITIES.items()}
    return pd.DataFrame(
        {
            "severity": [codes[problem.severity] for problem in problems],
            "kind": [problem.kind for problem in problems],
            "worksheet": [problem.worksheet for problem in problems],
            "tab": [problem.sheet_title or words.say(problem.worksheet) for problem in problems],
            "row": pd.array([problem.row for problem in problems], dtype="Int64"),
            "letter": [problem.column_letter or "" for problem in problems],
            "place": [address_of(problem, words) for problem in problems],
            "link": [link_to(problem, road.origin) for problem in problems],
            "column": [_column(problem, words) for problem in problems],
            "value": [problem.value or "" for problem in problems],
            "mend": [message(problem, words) for problem in problems],
        },
        index=pd.Index(places, dtype="int64"),
    )


def _column(problem: Problem, words: Words) -> str:
    return column_label(problem.worksheet, problem.column, words) if problem.column else ""


def export_table(problems: pd.DataFrame, words: Words) -> pd.DataFrame:
    """Rows of ``problem_table`` with headers in the reader's language, as they leave in a file."""
    return pd.DataFrame(
        {
            words.say("Effect"): [severity_word(SEVERITIES[code], words) for code in problems["severity"]],
            words.say("Worksheet"): problems["tab"],
            words.say("Row"): problems["row"],
            words.say("Column letter"): problems["letter"],
            words.say("Column"): problems["column"],
            words.say("Found"): problems["value"].map(_found).astype("object"),
            words.say("What to do"): problems["mend"],
            words.say("Cell"): problems["link"].where(problems["link"] != "", problems["place"]),
        }
    )


def _found(value: str) -> str | float:
    """What a cell holds, as a number where it holds one; 007 is a text."""
    if not _NUMBER.fullmatch(value):
        return value
    return float(value) if "." in value else int(value)


def rows_table(road: Road, words: Words) -> pd.DataFrame:
    """One row per worksheet in the shape's order: its name, its tab where that differs, rows read, used, left out.

    Numbers are texts of the reader's language, a dash for a worksheet that is not there.
    """
    names = [shape.name for shape in WORKSHEETS]
    names += [shape.name for shape in OF_OTHERS if shape.name in road.rows]

    def counts(part: str) -> list[str]:
        return [words.number(getattr(road.rows[name], part)) if name in road.rows else "–" for name in names]

    table = pd.DataFrame(
        {
            words.say("Worksheet"): [worksheet_name(road, name, words) for name in names],
            words.say("Rows read"): counts("read"),
            words.say("Used"): counts("used"),
            words.say("Left out"): counts("left_out"),
        }
    )
    if any(road.passed_over.values()):
        passed_over = (road.rows[name].passed_over if name in road.rows else 0 for name in names)
        table[words.say("Skipped")] = [words.number(n) if n else "–" for n in passed_over]
    return table


ROWS_NAMED = 12
"""So many passed-over rows of a worksheet are named; the others are counted."""


def passed_over_rows(road: Road, words: Words) -> list[str]:
    """A line per worksheet with rows passed over: which they are."""
    lines = []
    for name, rows in road.passed_over.items():
        if rows:
            named = ", ".join(words.number(row) for row in rows[:ROWS_NAMED])
            lines.append(
                words.plural(
                    "{worksheet}: row {rows} is skipped.",
                    "{worksheet}: rows {rows} are skipped.",
                    len(rows),
                    worksheet=_tab_name(road, name, words),
                    rows=named + (" …" if len(rows) > ROWS_NAMED else ""),
                )
            )
    return lines


def _tab_name(road: Road, name: str, words: Words) -> str:
    """One tab: by its worksheet, or by its title where it is one of several that are read as Contributions."""
    if len(road.joined) < 2 or (name in road.titles and name != "Contributions"):
        return worksheet_name(road, name, words)
    title = road.titles["Contributions"] if name == "Contributions" else name
    return words.say("{worksheet} (tab “{title}”)", worksheet=words.say("Contributions"), title=title)


def _quoted(titles: Iterable[str], words: Words) -> str:
    return words.listed([words.say("“{title}”", title=title.strip()) for title in titles])


def worksheet_name(road: Road, name: str, words: Words) -> str:
    """A worksheet in the reader's language, with its tab's own title where that is another."""
    said = words.say(name)
    if name not in road.titles:
        return words.say("{worksheet} (missing)", worksheet=said)
    if len(road.joined) > 1 and name == "Contributions":
        return words.say("{worksheet} (tabs {titles})", worksheet=said, titles=_quoted(road.joined, words))
    title = road.titles[name].strip()
    is_known = title == said or (title == name and not words.is_another)
    return said if is_known else words.say("{worksheet} (tab “{title}”)", worksheet=said, title=title)


def unread_worksheets(road: Road, words: Words) -> list[str]:
    """A sentence for each worksheet that is missing or has no header: what it switches off."""
    return [
        words.say(shape.without, worksheet=words.say(shape.name), n=words.number(len(NETWORK_SECTIONS)))
        for shape in WORKSHEETS
        if not road.columns.get(shape.name)
    ]


TABS_NAMED = 12
COLUMNS_OFFERED = 24
"""So many tabs and columns that are not read are named; the others are counted."""


def not_read(road: Road, words: Words) -> list[str]:
    """A sentence for the tabs that are not read, and one for the columns of each tab that are not."""
    lines = []
    if tabs := road.unread_worksheets:
        named = _quoted(tabs[:TABS_NAMED], words)
        lines.append(words.plural("{n} worksheet: {titles}", "{n} worksheets: {titles}", len(tabs), titles=named))
        near = {title: name for title in tabs if (name := nearest_worksheet(title))}
        lines += [
            words.say("“{title}” looks like {worksheet}.", title=title, worksheet=words.say(name))
            for title, name in near.items()
        ]
    for title in dict.fromkeys(column.title for column in road.unread_columns):
        columns = [column for column in road.unread_columns if column.title == title]
        headers = [f"{column.header} ({column.letter})" for column in columns[:COLUMNS_OFFERED]]
        n = len(columns)
        lines.append(
            words.plural(
                "{n} column of “{title}”: {headers}",
                "{n} columns of “{title}”: {headers}",
                n,
                title=title.strip(),
                headers=words.listed(headers) if n <= COLUMNS_OFFERED else ", ".join(headers) + " …",
            )
        )
    return lines


def ties_offered(road: Road, words: Words) -> list[str]:
    """What to say of columns that may be meant as one of ours."""
    return [
        words.say(
            "Your column “{header}” is not read: tie it to {column}.",
            header=column.header,
            column=column_label(column.worksheet, column.nearest, words),
        )
        for column in road.unread_columns[:COLUMNS_OFFERED]
        if column.nearest
    ]


def lines_to_paste(road: Road, words: Words) -> str:
    """The worksheet Columns for what is not read, its header first; cells are parted by tabs, as spreadsheets paste
    them. Empty where there is nothing to tie."""
    lines = [
        (title, words.say(name), "", "")
        for title in road.unread_worksheets[:TABS_NAMED]
        if (name := nearest_worksheet(title))
    ]
    lines += [
        (
            column.title,
            words.say(column.worksheet),
            column.header,
            column_label(column.worksheet, column.nearest, words) if column.nearest else "",
        )
        for column in road.unread_columns[:COLUMNS_OFFERED]
    ]
    if not lines:
        return ""
    header = tuple(words.say(column.label) for column in COLUMNS.columns)
    return "\n".join("\t".join(str(inert(" ".join(cell.split()))) for cell in line) for line in (header, *lines))


def last_read(road: Road, read_at: datetime, changed_at: datetime, words: Words) -> str:
    """When the sheet was last read and when it was first seen to say what it says, in the sheet's own timezone."""
    return words.say(
        "Last read on {read}, unchanged since {changed} ({timezone} time).",
        read=_moment(read_at, road, words),
        changed=_moment(changed_at, road, words),
        timezone=str(road.settings.timezone),
    )


def _moment(moment: datetime, road: Road, words: Words) -> str:
    local = moment.astimezone(road.settings.timezone)
    return words.say("{day} at {time}", day=words.day(local.date()), time=words.clock(local))


def rows_read(road: Road, words: Words) -> str:
    """What a reading brought, in one sentence."""
    rows = sum(count.read for count in road.rows.values())
    return words.say(
        "{rows} in {worksheets}",
        rows=words.plural("{n} row", "{n} rows", rows),
        worksheets=words.plural("{n} worksheet", "{n} worksheets", len(road.rows)),
    )


def values_table(values: pd.DataFrame, words: Words) -> pd.DataFrame:
    """``doctor.values_in_use`` in the reader's language, with a word beside each value the vocabulary does not have."""
    rows = []
    for row in values.to_dict("records"):
        name, column = str(row["worksheet"]), worksheet(row["worksheet"]).column(row["column"])
        vocabulary = column.vocabulary
        assert vocabulary is not None
        said = words.label(vocabulary, row["value"])
        near = words.label(vocabulary, row["nearest"])
        rows.append(
            (words.say(name), words.say(column.label), said, row["count"], _beside(row["is_known"], near, words))
        )
    headers = [
        words.say("Worksheet"),
        words.say("Column"),
        words.say("Value"),
        words.say("Rows"),
        words.say("Remark"),
    ]
    return pd.DataFrame(rows, columns=headers)


def _beside(is_known: bool, nearest: str, words: Words) -> str:
    if is_known:
        return ""
    if nearest:
        return words.say("Not in the list: is it “{nearest}”?", nearest=nearest)
    return words.say("Not in the list")


def values_finding(values: pd.DataFrame, words: Words) -> str:
    """Whether every value in use is one of the lists."""
    unknown = int((~values["is_known"]).sum())
    if values.empty:
        return words.say("No column with a list of choices is in use.")
    if not unknown:
        return words.say("Every value in use is one of the lists.")
    return words.plural("{n} value in use is in no list.", "{n} values in use are in no list.", unknown)


def duplicates_finding(groups: int, words: Words) -> str:
    """How many groups of contributions may be one and the same."""
    if not groups:
        return words.say("No two contributions have the same contributor, day and question.")
    return words.plural(
        "In {n} group the contributor, the day and a question are the same: is it one contribution entered twice?",
        "In {n} groups the contributor, the day and a question are the same: is each one contribution entered twice?",
        groups,
    )


def emptiness_finding(columns: pd.DataFrame, words: Words) -> str:
    """How many columns hold next to nothing."""
    if columns.empty:
        return words.say(
            "Every column is filled in at least {share} of the rows.", share=words.percent(MOSTLY_EMPTY_BELOW)
        )
    return words.plural(
        "{n} column is filled in fewer than {share} of the rows: fill it in, or do without it.",
        "{n} columns are filled in fewer than {share} of the rows: fill them in, or do without them.",
        len(columns),
        share=words.percent(MOSTLY_EMPTY_BELOW),
    )


def emptiness_table(columns: pd.DataFrame, words: Words) -> pd.DataFrame:
    """``doctor.mostly_empty_columns`` in the reader's language."""
    return pd.DataFrame(
        {
            words.say("Worksheet"): [words.say(name) for name in columns["worksheet"]],
            words.say("Column"): [
                column_label(name, column, words)
                for name, column in zip(columns["worksheet"], columns["column"], strict=True)
            ],
            words.say("Filled"): [
                words.say("{n} of {of}", n=words.number(n), of=words.number(rows))
                for n, rows in zip(columns["filled"], columns["rows"], strict=True)
            ],
        }
    )
