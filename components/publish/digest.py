"""The digest: what a member of the Bureau, a coordinator or the secretariat reads in a mail, as text and as HTML.

Both parts say the same. The HTML has no picture, no table and no column: it reads on a phone, in the dark, aloud.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import parseaddr
from html import escape

from components.publish.happened import Happening, address_of, happened
from components.words.asks import ASKS_SHOWN, asks_words, nothing_asked
from components.words.contributions import changes_words
from components.words.coverage import call_about, reach_words, silence_words
from components.words.labels import names_of
from components.words.plain import shorten
from components.words.region import region_facts
from components.words.road import as_of, four_figures, standing
from components.words.sheet import address_of as place_of
from data.colours import in_colour
from data.figures.changes import changes
from data.figures.network import geographic_codes
from data.figures.sections import answer_matrix, call_list, never_heard, section_coverage
from data.figures.selection import Selection, select
from data.history.record import SeenChange
from data.messages.network import network_title
from data.messages.problems import message
from data.road import Road
from data.words import Words

_Link = Callable[[str, Mapping[str, str]], str]
"""The address of a page with parameters of its own."""

CHANGES_SHOWN = 10
CALLS_SHOWN = 5
PROBLEMS_SHOWN = 10
LONGEST = 300


@dataclass(frozen=True)
class Line:
    """One line of plain text, and the address where it is seen, '' for none."""

    text: str
    address: str = ""


@dataclass(frozen=True)
class Part:
    """A heading and its lines."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Digest:
    """What one kind of reader is told of one day, in one language.

    ``changed`` is how many things happened since the last one, ``to_correct`` how many cells are wrong. ``home`` is the
    address of the dashboard on that day, ``colour`` the network's own.
    """

    language: str
    title: str
    subject: str
    verdict: str
    beside: str
    warning: str
    parts: tuple[Part, ...]
    changed: int
    to_correct: int
    home: Line
    why: str
    colour: str | None = None


def digest(
    road: Road,
    *,
    role: str,
    since: date,
    on: date,
    words: Words,
    root: str,
    section: str = "",
    seen: Sequence[SeenChange] = (),
) -> Digest:
    """What a reader of ``role`` (bureau, coordinator, secretariat) is told at D of what happened after ``since``.

    ``section`` is a code that the sheet has, or ''; ``root`` the dashboard's public address, '' for mail without links.
    ``seen`` are the changes of the history seen since.
    """
    told = happened(road, since=since, on=on, words=words, section=section, seen=seen)
    stands = standing(road, words, on=on)

    def link(page: str, parameters: Mapping[str, str]) -> str:
        return address_of(root, page, words, parameters, on=on) if root else ""

    title = network_title(road, words)
    parts = [
        _asked(road, on, words, link) if role != "coordinator" else None,
        _section(road, on, words, link, section) if section else None,
        _figures(road, on, words),
        _changed(told, road, since=since, on=on, words=words, link=link, role=role, section=section),
        _calls(road, on, words, link, section) if role != "bureau" or section else _silent(road, on, words, link),
        _to_correct(road, words, link) if role == "secretariat" else None,
    ]
    return Digest(
        language=words.language,
        title=title,
        subject=_one_line(words.say("{label}: {value}", label=title, value=stands.headline)),
        verdict=stands.headline,
        beside=stands.beside,
        warning=words.say("Illustrative data: these rows were made up to show the dashboard.")
        if road.settings.illustrative
        else "",
        parts=tuple(part for part in parts if part is not None),
        changed=len(told),
        to_correct=len(road.problems),
        home=Line(as_of(on, words), link("", {})),
        why=words.say(
            "You get this mail because your address is on the list of readers that the secretariat keeps. To stop it, "
            "answer with the word unsubscribe."
        ),
        colour=road.settings.colour,
    )


def _one_line(text: str) -> str:
    """``text`` for a header; what would begin an encoded word is none."""
    return " ".join(shorten(text, 150).split()).replace("=?", "= ?")


def _asked(road: Road, on: date, words: Words, link: _Link) -> Part:
    asked = asks_words(road, words, on=on)
    lines = [Line(f"{said}.", link(ask.page, ask.parameters)) for ask, said in asked[:ASKS_SHOWN]]
    lines += _more(len(asked) - len(lines), link("", {}), words)
    return Part(words.say("What is asked of the Bureau"), tuple(lines) or (Line(nothing_asked(words)),))


def _figures(road: Road, on: date, words: Words) -> Part:
    lines = [
        Line(words.say("{label}: {value}", label=figure.label, value=f"{figure.value} · {figure.gloss}"))
        for figure in four_figures(road, words, on=on).values()
    ]
    return Part(words.say("Where we are"), tuple(lines))


def _section(road: Road, on: date, words: Words, link: _Link, section: str) -> Part:
    (row,) = (row for row in section_coverage(road, on=on).to_dict("records") if row["code"] == section)
    said = list(region_facts(road, section, words, on=on))
    if reach := reach_words(row, words):
        said.insert(1, words.say("{label}: {value}", label=words.say("States heard"), value=reach))
    address = link("coverage", {"section": section})
    return Part(names_of(road, "section", words)[section], tuple(Line(line, address) for line in said))


def _changed(
    told: Sequence[Happening], road: Road, *, since: date, on: date, words: Words, link: _Link, role: str, section: str
) -> Part:
    """What happened, counted, then one by one; to the Bureau without every contribution."""
    own = select(road, Selection(section=(section,)), on=on) if section else road
    counted = changes_words(changes(own, since=since, on=on), names_of(road, "milestone", words), words)
    lines = [Line(counted, link("contributions", {"since": since.isoformat()}))]
    listed = [one for one in told if role != "bureau" or one.page != "contributions"]
    for one in listed[:CHANGES_SHOWN]:
        day = words.day(one.at.astimezone(road.settings.timezone).date(), "short")
        lines.append(Line(words.say("{label}: {value}", label=day, value=one.line), link(one.page, one.parameters)))
    lines += _more(len(listed) - CHANGES_SHOWN, link("contributions", {"since": since.isoformat()}), words)
    title = words.say("Since {day}", day=words.day(since))
    if section:
        # Only what is that section's own is counted here.
        title = words.say("{label}: {value}", label=title, value=names_of(road, "section", words)[section])
    return Part(title, tuple(lines))


def _calls(road: Road, on: date, words: Words, link: _Link, section: str) -> Part | None:
    """Whom to call, or what is open in one section."""
    names, matrix = names_of(road, "section", words), answer_matrix(road, on=on)
    calls = [row for row in call_list(road, on=on).to_dict("records") if section in ("", row["code"])]
    lines = []
    for row in calls[:CALLS_SHOWN]:
        answers = matrix[matrix["section"] == row["code"]]
        about = call_about(row, dict(zip(answers["question"], answers["answer"], strict=True)), words)
        said = words.say("{label}: {value}", label=names[row["code"]], value=about)
        silence = silence_words(row["silence_days"], words)
        lines.append(Line(f"{said} · {silence}" if silence else said, link("contributions", {"section": row["code"]})))
    lines += _more(len(calls) - len(lines), link("coverage", {}), words)
    return Part(words.say("Whom to call"), tuple(lines)) if lines else None


def _silent(road: Road, on: date, words: Words, link: _Link) -> Part | None:
    """The geographic sections that were never heard, though contributions are expected of them: those counted above."""
    names, geographic = names_of(road, "section", words), geographic_codes(road)
    silent = [code for code in never_heard(road, on=on) if code in geographic]
    lines = tuple(Line(names[code], link("coverage", {"section": code})) for code in silent)
    return Part(words.say("Not yet heard"), lines) if lines else None


def _to_correct(road: Road, words: Words, link: _Link) -> Part:
    lines = [
        Line(
            words.say("{label}: {value}", label=place_of(problem, words), value=message(problem, words)),
            link("sheet", {"worksheet": problem.worksheet} if problem.worksheet else {}),
        )
        for problem in road.problems[:PROBLEMS_SHOWN]
    ]
    lines += _more(len(road.problems) - len(lines), link("sheet", {}), words)
    return Part(words.say("What to correct"), tuple(lines) or (Line(words.say("Every cell was read.")),))


def _more(n: int, address: str, words: Words) -> list[Line]:
    return [Line(words.plural("and {n} more", "and {n} more", n), address)] if n > 0 else []


def letter(
    told: Digest, *, sender: str, to: str, written_at: datetime, name: str = "", message_id: str = ""
) -> EmailMessage:
    """The digest as a mail of two parts, ``written_at`` an aware time. ``sender`` may hold a name; whoever answers or
    unsubscribes writes there."""
    mail = EmailMessage()
    sender_name, sender_address = parseaddr(sender)
    mail["From"] = _mailbox(sender_name or told.title, sender_address)
    mail["To"] = _mailbox(name, to)
    mail["Subject"] = told.subject
    # Whoever passes mail on may add one, and need not.
    mail["Date"] = written_at
    mail["List-Unsubscribe"] = f"<mailto:{sender_address}?subject=unsubscribe>"
    # An answer that says it is away is of no use to anybody.
    mail["Auto-Submitted"] = "auto-generated"
    if message_id:
        mail["Message-ID"] = message_id
    mail.set_content(as_text(told))
    mail.add_alternative(as_html(told), subtype="html")
    mail["Content-Language"] = told.language
    return mail


def _mailbox(name: str, address: str) -> Address:
    local, _, domain = address.rpartition("@")
    return Address(_one_line(name), local, domain)


def as_text(told: Digest) -> str:
    """The plain part."""
    lines = [told.title, told.home.text, "", told.verdict, *filter(None, (told.beside, told.warning))]
    for part in told.parts:
        lines += ["", part.title, "-" * len(part.title), ""]
        for line in part.lines:
            lines.append(f"- {_plain(line.text)}")
            lines += [f"  {line.address}"] if line.address else []
    lines += ["", "-- ", *filter(None, (told.home.address, told.why))]
    return "\n".join(lines) + "\n"


def _plain(text: str) -> str:
    return shorten(text, LONGEST)


_STYLE = """
:root { color-scheme: light dark; }
body { margin: 0 auto; padding: 16px; max-width: 36em; font: 17px/1.5 system-ui, sans-serif; }
body { color: #00131c; background: #ffffff; }
h1 { font-size: 1.3em; line-height: 1.3; } h2 { font-size: 1.05em; margin: 1.6em 0 0.4em; color: #0b6477; }
ul { margin: 0; padding-left: 1.2em; } li { margin: 0.35em 0; } a { color: #0b6477; }
.quiet { color: #55676f; font-size: 0.85em; }
@media (prefers-color-scheme: dark) {
  body { color: #eef3f5; background: #0b1a21; } h2, a { color: #7cc7d6; } .quiet { color: #a9bcc4; }
}
"""


def as_html(told: Digest) -> str:
    """The part for whoever sees more than text."""

    def item(line: Line) -> str:
        text = escape(_plain(line.text))
        return f'<li><a href="{escape(line.address)}">{text}</a></li>' if line.address else f"<li>{text}</li>"

    parts = "".join(
        f"<h2>{escape(part.title)}</h2>\n<ul>\n" + "\n".join(item(line) for line in part.lines) + "\n</ul>\n"
        for part in told.parts
    )
    style = re.sub("#[0-9a-f]{6}", lambda ours: in_colour(ours[0].upper(), told.colour), _STYLE)
    as_of = escape(told.home.text)
    if told.home.address:
        as_of = f'<a href="{escape(told.home.address)}">{as_of}</a>'
    above = "".join(f"<p>{escape(text)}</p>\n" for text in (told.beside, told.warning) if text)
    return (
        f'<!doctype html>\n<html lang="{told.language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width">\n<meta name="color-scheme" content="light dark">\n'
        f"<title>{escape(told.subject)}</title>\n<style>{style}</style>\n</head>\n<body>\n<main>\n"
        f'<p class="quiet">{escape(told.title)} · {as_of}</p>\n'
        f"<h1>{escape(told.verdict)}</h1>\n{above}{parts}"
        f'<p class="quiet">{escape(told.why)}</p>\n</main>\n</body>\n</html>\n'
    )
