"""The digest: both parts say the same, its numbers are the figures, and each reader gets it once."""

import json
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import openpyxl
import pytest

from components.publish.__main__ import main
from components.publish.digest import Digest, as_html, as_text, digest, letter
from components.publish.editions import Editor
from components.publish.post import Ledger, deliver, due_on, masked
from data.config import ConfigError, Mail, load_mail
from data.figures.summary import figures
from data.languages import LANGUAGES
from data.reading import read
from data.reading.ours import choose
from data.reading.readers import Reader, choose_readers, readers_of
from data.road import Road
from data.sources.file import read_file
from data.words import words_of
from tests.components.publish.mailbox import Mailbox, free_port, listening
from tests.data.figures.roads import contribution, make_road
from tests.pages import hand

pytestmark = pytest.mark.slow(4)

NOW = datetime(2021, 11, 17, 9, 30, tzinfo=UTC)
ON = date(2021, 11, 15)
ROOT = "https://road.example.org"
REHEARSAL = Path(__file__).parents[3] / "data" / "sample" / "rehearsal.xlsx"
ROLES = ("bureau", "coordinator", "secretariat")


@cache
def rehearsal() -> Road:
    return read(read_file(REHEARSAL), now=NOW)


def told(role: str = "bureau", language: str = "en", section: str = "", since: date = ON - timedelta(days=7)) -> Digest:
    words = words_of(language)
    return digest(rehearsal(), role=role, since=since, on=ON, words=words, root=ROOT, section=section)


def spaced(text: str) -> str:
    return " ".join(text.split())


class _Read(HTMLParser):
    """What a reader of the HTML sees, its links, and the tags it is made of."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.text, self.links, self.tags, self._hidden = "", [], [], False
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value for name, value in attrs if name == "href" and value]
        self._hidden = tag in ("style", "title")

    def handle_endtag(self, tag: str) -> None:
        self._hidden = False
        self.text += "\n" if tag in ("p", "li", "h1", "h2") else ""

    def handle_data(self, data: str) -> None:
        self.text += "" if self._hidden else data


@pytest.mark.slow(10)
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("section", ["", "AFR"])
def test_both_parts_say_the_same_and_lead_to_the_same_day(role: str, language: str, section: str) -> None:
    made = told(role, language, section)
    text, seen = as_text(made), _Read(as_html(made))
    plain = {spaced(line).removeprefix("- ").casefold() for line in text.splitlines()}
    for line in filter(None, map(spaced, seen.text.splitlines())):
        assert line.casefold() in plain or line.startswith(spaced(made.title)), line
    assert set(seen.links) == set(re.findall(r"https://\S+", text))
    assert all(f"lang={language}" in link and "asof=2021-11-15" in link for link in seen.links)


def test_it_reads_without_pictures_on_a_phone_and_aloud() -> None:
    markup = as_html(told(language="fr"))
    tags = _Read(markup).tags
    assert not {"img", "table", "script"} & set(tags)
    assert tags.count("h1") == 1
    assert '<html lang="fr">' in markup
    assert "prefers-color-scheme: dark" in markup
    assert "width=device-width" in markup


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("on", [date(2021, 6, 1), date(2021, 9, 30), ON])
def test_its_numbers_are_the_figures(language: str, on: date) -> None:
    words, counted = words_of(language), figures(rehearsal(), on=on)
    made = digest(
        rehearsal(), role="secretariat", since=on - timedelta(days=7), on=on, words=words, root=ROOT, section="AFR"
    )
    said = spaced(as_text(made))
    contributions, steps, heard = counted["contributions"], counted["milestones"], counted["sections_heard"]
    for label, value in (
        ("Milestones", words.say("{n} of {of}", n=steps["done"], of=steps["total"])),
        ("Contributions", words.number(contributions["received"])),
        ("Sections heard", words.say("{n} of {of}", n=heard["n"], of=heard["of"])),
    ):
        assert spaced(words.say("{label}: {value}", label=words.say(label), value=f"{value} · ")) in said
    rate = contributions["uptake"]["rate"]
    assert rate is None or spaced(words.percent(rate)) in said
    ahead = contributions["forecast"]
    if ahead["low"] is not None and ahead["verdict"] != "met":
        assert spaced(words.number(ahead["low"])) in said
        assert spaced(words.number(ahead["high"])) in said
    (africa,) = (section for section in counted["sections"] if section["code"] == "AFR")
    one, many = "{n} contribution of {expected} expected", "{n} contributions of {expected} expected"
    assert spaced(words.plural(one, many, africa["received"], expected=words.number(africa["expected"]))) in said


def test_a_section_is_told_of_as_on_its_page() -> None:
    """One of which nothing is expected is neither silent nor short; one never heard is so without any question too."""
    rows = [contribution(f"C{n}", received_on="2021-05-03", section="EUA") for n in range(5)]
    road = make_road(contributions=rows, expected={"EUA": 0}, questions=())
    words, since = words_of("en"), date(2021, 5, 1)

    def lines(role: str, section: str, title: str) -> list[str]:
        made = digest(road, role=role, since=since, on=date(2021, 5, 9), words=words, root="", section=section)
        return [spaced(line.text) for part in made.parts if part.title == title for line in part.lines]

    assert lines("coordinator", "EUA", "EUA") == [
        *("5 contributions, none expected", "nothing has been decided yet", "Last heard on 3 May 2021"),
    ]
    assert lines("bureau", "", "Not yet heard") == [
        *("AFR", "ASP", "EUR", "LAM", "MWA", "NAM"),
    ]
    assert lines("bureau", "", "What is asked of the Bureau")[1] == ("Ask AFR for a contribution: none has come yet.")


AT_THE_HEAD = """Road to Lampedusa
As of 20 June 2021
The launch on 18 December 2021 is at risk: “First draft” is not yet confirmed; 1 milestone waits for it.
2 milestones of 4 on the road are done; 1 is not yet confirmed. Next, in 181 days: “Launch”."""
ASKED = """# What is asked of the Bureau
Confirm “First draft”, due on 15 June 2021, or set a new date: 1 milestone waits for it.
Decide on 6 contributions: the oldest has waited since 18 May 2021.
Ask Asia-Pacific for a contribution: none has come yet.
and 7 more"""
STANDS = """# Where we are
Milestones: 2 of 4 · milestones done, 21% of the time elapsed
Contributions: 28 · of 60 · 41 to 121 by 30 Sept 2021 (80% range, n = 22)
Sections heard: 3 of 6 · 3 sections are silent
Uptake in the text: 73% · 16 of 22 decided are in the text"""
CHANGED = (
    "9 contributions received, 10 considered, 7 decided and 6 are in the text. Newly done: “Session”. "
    "Past its day, not yet confirmed: “First draft”."
)
TOLD_BY_HAND = {
    ("bureau", ""): f"""{AT_THE_HEAD}
{ASKED}
{STANDS}
# Since 1 June 2021
{CHANGED}
16 Jun: Past its day, not yet confirmed: “First draft”
10 Jun: Done: “Session”
# Not yet heard
Asia-Pacific
Eurasia
Middle East and West Asia""",
    ("coordinator", "AFR"): f"""{AT_THE_HEAD}
# Africa
13 contributions of 20 expected
States heard: 2 of 54 states
2 questions of 2 answered
10 of 10 decided are in the text
Last heard on 12 Jun 2021
{STANDS}
# Since 1 June 2021: Africa
3 contributions received. Newly done: “Session”. Past its day, not yet confirmed: “First draft”.
16 Jun: Past its day, not yet confirmed: “First draft”
12 Jun: Received from Thies 1 (C25)
12 Jun: Received from Thies 2 (C26)
12 Jun: Received from Thies 3 (C27)
10 Jun: Done: “Session”""",
    ("coordinator", ""): f"""{AT_THE_HEAD}
{STANDS}
# Since 1 June 2021
{CHANGED}
18 Jun: Decided: Network 1 (C28)
18 Jun: In the text: Lima 1 (C19)
18 Jun: In the text: Lima 2 (C20)
18 Jun: In the text: Lima 3 (C21)
18 Jun: In the text: Lima 4 (C22)
18 Jun: In the text: Lima 5 (C23)
18 Jun: In the text: Lima 6 (C24)
16 Jun: Past its day, not yet confirmed: “First draft”
12 Jun: Received from Thies 1 (C25)
12 Jun: Received from Thies 2 (C26)
and 11 more
# Whom to call
Asia-Pacific: no answer to Q1 and Q2; about 2 fewer than hoped for by now · never heard
Eurasia: no answer to Q1 and Q2; about 1 fewer than hoped for by now · never heard
Middle East and West Asia: no answer to Q1 and Q2; about 1 fewer than hoped for by now · never heard
Forum of Regions: no answer to Q1 and Q2; about 1 fewer than hoped for by now · never heard
Metropolis: no answer to Q2 · silent for 33 days
and 1 more""",
}
"""What a digest of 20 June 2021 says of the road counted by hand, line by line: 28 came (6, 4, 5, 3, 6, 3, 1), 22 of
them are decided, 16 in the text; in the six weeks before 10, 3, 0, 6, 3 and 0 came; 47 of 149 days of the collection
and of 228 to the launch are gone."""


@pytest.mark.parametrize(("role", "section"), TOLD_BY_HAND)
def test_its_text_is_what_is_counted_by_hand(role: str, section: str, tmp_path: Path) -> None:
    road, words = read(read_file(hand.write(tmp_path)), now=NOW), words_of("en")
    made = digest(road, role=role, since=date(2021, 6, 1), on=hand.LATER, words=words, root="", section=section)
    lines = [made.title, made.home.text, made.verdict, made.beside]
    for part in made.parts:
        lines += [f"# {part.title}", *(line.text for line in part.lines)]
    assert [spaced(line) for line in lines] == TOLD_BY_HAND[role, section].splitlines()
    plain = [spaced(line).removeprefix("- ") for line in as_text(made).splitlines()]
    assert {spaced(line) for line in lines if not line.startswith("# ")} <= set(plain)


def test_the_bureau_is_asked_and_the_secretariat_told_what_to_correct() -> None:
    titles = {role: [part.title for part in told(role).parts] for role in ROLES}
    assert "What is asked of the Bureau" in titles["bureau"]
    assert "What is asked of the Bureau" not in titles["coordinator"]
    assert [role for role in ROLES if "What to correct" in titles[role]] == ["secretariat"]


def test_the_mail_has_two_parts_a_way_out_and_a_reason() -> None:
    mail = letter(
        told(language="fr"),
        sender="Secrétariat <road@example.org>",
        to="a@example.org",
        written_at=NOW,
        name="Ada\r\nBcc: x",
    )
    read_again = message_from_bytes(mail.as_bytes(), policy=policy.default)
    assert isinstance(read_again, EmailMessage)
    text, markup = read_again.get_body(("plain",)), read_again.get_body(("html",))
    assert text is not None
    assert markup is not None
    assert "liste de diffusion" in text.get_content()
    assert "liste de diffusion" in markup.get_content()
    assert read_again["List-Unsubscribe"] == "<mailto:road@example.org?subject=unsubscribe>"
    assert read_again["Bcc"] is None
    assert read_again["Date"].datetime == NOW
    assert "\n" not in read_again["Subject"]


def test_hostile_text_stays_text() -> None:
    road = make_road(
        contributions=[contribution("C1", received_on="2021-05-03", contributor="<img src=x onerror=1>\r\nBcc: a@b.c")]
    )
    made = digest(
        road, role="coordinator", since=date(2021, 5, 1), on=date(2021, 5, 9), words=words_of("en"), root=ROOT
    )
    assert "img" not in _Read(as_html(made)).tags
    assert "<img src=x" in as_text(made)
    assert letter(made, sender="r@example.org", to="a@example.org", written_at=NOW)["Bcc"] is None
    # Python's library stumbles over this one.
    encoded = letter(made, sender="r@example.org", to="a@example.org", written_at=NOW, name="=?utf-8?q?=0ABcc:_x?=")
    assert encoded["To"].addresses[0].display_name == "= ?utf-8?q?=0ABcc:_x?="


# Who gets it


def with_readers(folder: Path) -> Path:
    """The rehearsal workbook with a private worksheet."""
    book = openpyxl.load_workbook(REHEARSAL)
    sheet = book.create_sheet("Readers")
    sheet.append(["address", "name", "role", "section", "language", "day of week"])
    sheet.append(["ada@example.org", "Ada", "bureau", None, "fr", None])
    sheet.append(["bea@example.org", "Bea", "coordinator", "AFR", "es", None])
    path = folder / "readers.xlsx"
    book.save(path)
    return path


def test_nobody_else_ever_fetches_them(tmp_path: Path) -> None:
    path = with_readers(tmp_path)
    workbook = read_file(path, choose)
    assert "Readers" not in [grid.title for grid in workbook.grids]
    assert "ada@" not in repr(workbook)
    assert [grid.title for grid in read_file(path, choose_readers).grids] == ["Readers"]
    assert readers_of(read_file(REHEARSAL, choose_readers)) == []


# On its way


@pytest.fixture
def mailbox() -> Iterator[tuple[Mailbox, Mail]]:
    box = Mailbox()
    with listening(box, auth_require_tls=False) as port:
        yield box, Mail("127.0.0.1", port, "none", "Secretariat <road@example.org>")


READERS = (
    Reader("ada@example.org", "Ada", "bureau", "", "fr"),
    Reader("bea@example.org", "Bea", "coordinator", "AFR", "es"),
    Reader("cyd@example.org", "Cyd", "secretariat", "", "en"),
)


def sent(
    mail: Mail,
    ledger: Ledger,
    today: date = ON,
    readers: tuple[Reader, ...] = READERS,
    *,
    road: Road | None = None,
    since: int | None = None,
    always: bool = False,
) -> list[str]:
    editor = Editor(road or rehearsal(), ON, NOW, ROOT, since, always, ())
    outcomes = deliver(
        readers,
        lambda reader, last: editor.mail(reader, last, mail.sender, today),
        mail,
        ledger,
        now=NOW,
        today=today,
        always=always,
    )
    return [outcome.result for outcome in outcomes]


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(tmp_path / "kept" / "digest.sqlite")


def test_each_gets_its_own_once(mailbox: tuple[Mailbox, Mail], ledger: Ledger) -> None:
    box, mail = mailbox
    assert sent(mail, ledger) == ["sent", "sent", "sent"]
    assert sent(mail, ledger) == ["had", "had", "had"]
    assert [address for address, _ in box.got] == [reader.address for reader in READERS]
    assert [message["Content-Language"] for _, message in box.got] == ["fr", "es", "en"]
    assert len({message["Message-ID"] for _, message in box.got}) == 3
    body = box.got[1][1].get_body(("plain",))
    assert body is not None
    assert "África".upper() in body.get_content().upper()


def test_one_that_fails_stops_no_other_and_is_tried_again(mailbox: tuple[Mailbox, Mail], ledger: Ledger) -> None:
    box, mail = mailbox
    box.refused = {"bea@example.org"}
    assert sent(mail, ledger) == ["sent", "failed", "sent"]
    assert sent(mail, ledger) == ["had", "failed", "had"]
    box.refused = set()
    assert sent(mail, ledger) == ["had", "sent", "had"]
    assert [address for address, _ in box.got].count("bea@example.org") == 1


def test_one_whose_mail_cannot_be_written_stops_no_other(mailbox: tuple[Mailbox, Mail], ledger: Ledger) -> None:
    box, mail = mailbox

    def written(reader: Reader, _last: date | None) -> EmailMessage:
        if reader == READERS[0]:
            raise IndexError
        return letter(told(), sender=mail.sender, to=reader.address, written_at=NOW)

    outcomes = deliver(READERS, written, mail, ledger, now=NOW, today=NOW.date())
    assert [(one.result, one.why) for one in outcomes] == [("failed", "IndexError"), ("sent", ""), ("sent", "")]
    assert len(box.got) == 2


def test_without_a_server_nothing_counts_as_sent(mailbox: tuple[Mailbox, Mail], ledger: Ledger) -> None:
    _, mail = mailbox
    away = replace(mail, port=free_port())
    assert sent(away, ledger) == ["failed"] * 3
    assert sent(mail, ledger) == ["sent"] * 3


def test_two_runs_at_once_send_one(ledger: Ledger) -> None:
    assert ledger.claim(READERS[0], ON, NOW)
    assert not ledger.claim(READERS[0], ON, NOW + timedelta(minutes=5))
    assert ledger.claim(READERS[0], ON, NOW + timedelta(hours=2)), "whoever began it is gone"


def test_a_mail_that_was_begun_is_not_said_to_be_had(mailbox: tuple[Mailbox, Mail], ledger: Ledger) -> None:
    assert ledger.claim(READERS[0], ON, NOW)
    assert sent(mailbox[1], ledger) == ["begun", "sent", "sent"]
    assert sent(mailbox[1], ledger) == ["begun", "had", "had"]


def test_of_many_that_begin_at_once_one_sends(ledger: Ledger, tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as runs:
        for day in (ON - timedelta(days=n) for n in range(20)):
            claims = [
                runs.submit(Ledger(tmp_path / "kept" / "digest.sqlite").claim, READERS[0], day, NOW) for _ in "12345678"
            ]
            assert [claim.result() for claim in claims].count(True) == 1
            ledger.settle(READERS[0], day, "sent")
            assert ledger.last_sent(READERS[0]) == ON


def test_a_day_of_the_week_is_kept_and_made_up_for(mailbox: tuple[Mailbox, Mail], ledger: Ledger) -> None:
    _, mail = mailbox
    monday = (replace(READERS[0], day=0),)
    assert due_on(monday[0], date(2021, 11, 17)) == date(2021, 11, 15)
    away = replace(mail, port=free_port())
    assert sent(away, ledger, date(2021, 11, 15), monday) == ["failed"]
    assert sent(mail, ledger, date(2021, 11, 16), monday) == ["sent"]
    assert sent(mail, ledger, date(2021, 11, 19), monday) == ["had"]
    assert sent(mail, ledger, date(2021, 11, 22), monday) == ["sent"]


def test_where_nothing_is_new_no_mail_goes_unless_asked(mailbox: tuple[Mailbox, Mail], ledger: Ledger) -> None:
    box, mail = mailbox
    quiet = make_road(contributions=[contribution("C1", received_on="2021-05-03")])
    reader = READERS[0]
    for always, result in ((False, "nothing"), (True, "sent")):
        assert sent(mail, ledger, readers=(reader,), road=quiet, since=7, always=always) == [result]
    assert len(box.got) == 1


def test_since_follows_what_the_reader_had_last() -> None:
    editor = Editor(rehearsal(), ON, datetime(2021, 11, 15, 9, tzinfo=UTC), ROOT, None, False, ())
    counts = [editor.told(READERS[1], last).changed for last in (ON - timedelta(days=1), None, ON - timedelta(days=14))]
    assert counts == sorted(counts)
    assert len(set(counts)) == 3
    a_week = replace(editor, since=7).told(READERS[1], ON - timedelta(days=1))
    assert a_week.changed == counts[1]
    whole = replace(editor, since=10**12).told(READERS[1], None)
    assert whole.changed > counts[2]


def test_a_password_signs_in_and_is_never_told(mailbox: tuple[Mailbox, Mail], ledger: Ledger) -> None:
    _, mail = mailbox
    signing = replace(mail, user="road", password="open sesame")
    assert "sesame" not in repr(signing)
    assert sent(signing, ledger, readers=READERS[:1]) == ["sent"]
    wrong = replace(mail, user="road", password="hunter2-secret")
    editor = Editor(rehearsal(), ON, NOW, ROOT, None, False, ())
    (outcome,) = deliver(
        READERS[1:2], lambda one, last: editor.mail(one, last, mail.sender, ON), wrong, ledger, now=NOW, today=ON
    )
    assert outcome.result == "failed"
    assert "hunter2" not in outcome.why
    assert "535" in outcome.why


# From the command line


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mailbox: tuple[Mailbox, Mail]) -> pytest.MonkeyPatch:
    monkeypatch.setattr("data.command_line.SECRETS", tmp_path / "none.toml")
    monkeypatch.setenv("ROAD_WORKBOOK", str(with_readers(tmp_path)))
    monkeypatch.setenv("ROAD_CACHE_DIR", str(tmp_path / "kept"))
    monkeypatch.setenv("ROAD_ADDRESS", ROOT)
    for name, value in {
        "HOST": "127.0.0.1",
        "PORT": str(mailbox[1].port),
        "SECURITY": "none",
        "FROM": "Secretariat <road@example.org>",
        "TO": "dan@example.org",
    }.items():
        monkeypatch.setenv(f"ROAD_MAIL_{name}", value)
    return monkeypatch


def test_the_command_sends_to_the_configured_and_the_listed(
    settings: pytest.MonkeyPatch, mailbox: tuple[Mailbox, Mail], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert main(["digest", "--send"]) == 0
    assert [address for address, _ in mailbox[0].got] == ["dan@example.org", "ada@example.org", "bea@example.org"]
    said = capsys.readouterr().out
    assert "ada@" not in said
    assert "Readers, row 2: a…@example.org: sent" in said
    assert main(["digest", "--send"]) == 0
    assert len(mailbox[0].got) == 3
    kept = b"".join(path.read_bytes() for path in (tmp_path / "kept").rglob("*") if path.is_file())
    assert b"example.org" not in kept, "no address is kept"


def test_without_a_public_address_it_sends_nothing(
    settings: pytest.MonkeyPatch, mailbox: tuple[Mailbox, Mail], capsys: pytest.CaptureFixture[str]
) -> None:
    settings.delenv("ROAD_ADDRESS")
    assert main(["digest", "--send"]) == 2
    assert "ROAD_ADDRESS" in capsys.readouterr().err
    assert mailbox[0].got == []
    settings.setenv("ROAD_ADRESS", ROOT)
    assert main(["digest", "--workbook", str(REHEARSAL)]) == 2
    assert "there is ROAD_ADDRESS" in capsys.readouterr().err


def test_a_dry_run_writes_the_files_and_sends_nothing(
    settings: pytest.MonkeyPatch, mailbox: tuple[Mailbox, Mail], tmp_path: Path
) -> None:
    assert main(["digest", "--dry-run", str(tmp_path / "mails")]) == 0
    assert sorted(path.name for path in (tmp_path / "mails").iterdir()) == [
        *("digest-bureau-fr-1.html", "digest-bureau-fr-1.txt"),
        *("digest-coordinator-AFR-es-2.html", "digest-coordinator-AFR-es-2.txt"),
    ]
    assert mailbox[0].got == []


def test_it_prints_what_it_would_say(settings: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["digest", "--for", "coordinator", "--section", "AFR", "--lang", "fr", "--since", "7d"]) == 0
    assert "Afrique\n-------\n" in capsys.readouterr().out
    assert main(["digest", "--section", "XXX"]) == 2


# Its configuration


SOUND = {"ROAD_MAIL_HOST": "smtp.example.org", "ROAD_MAIL_FROM": "road@example.org"}


def test_mail_is_encrypted_unless_it_stays_here(tmp_path: Path) -> None:
    none = tmp_path / "none.toml"
    mail = load_mail(SOUND, none)
    assert (mail.security, mail.port, mail.to) == ("starttls", 587, ())
    assert load_mail({**SOUND, "ROAD_MAIL_SECURITY": "tls"}, none).port == 465
    with pytest.raises(ConfigError, match="encrypted"):
        load_mail({**SOUND, "ROAD_MAIL_SECURITY": "none"}, none)
    assert load_mail({**SOUND, "ROAD_MAIL_HOST": "127.0.0.1", "ROAD_MAIL_SECURITY": "none"}, none).security == "none"


@pytest.mark.parametrize(
    ("name", "value"),
    [("HOST", ""), ("FROM", ""), ("FROM", "nobody"), ("PORT", "many"), ("SECURITY", "ssl"), ("TO", "a@b, c")],
)
def test_what_is_wrong_is_named_and_no_password_told(name: str, value: str, tmp_path: Path) -> None:
    environ = {**SOUND, "ROAD_MAIL_PASSWORD": "hunter2", f"ROAD_MAIL_{name}": value}
    with pytest.raises(ConfigError) as wrong:
        load_mail(environ, tmp_path / "none.toml")
    assert f"ROAD_MAIL_{name}" in str(wrong.value)
    assert "hunter2" not in str(wrong.value)


def test_secrets_may_say_it(tmp_path: Path) -> None:
    secrets = tmp_path / "secrets.toml"
    said = {"host": "smtp.example.org", "from": "R <r@example.org>", "password": "p", "user": "u", "port": 2525}
    lines = [f"{name} = {json.dumps(value)}" for name, value in said.items()]
    secrets.write_text("[mail]\n" + "\n".join(lines) + '\nto = ["a@example.org", "b@example.org"]\n')
    mail = load_mail({}, secrets)
    assert (mail.port, mail.password, mail.to) == (2525, "p", ("a@example.org", "b@example.org"))


def test_a_log_holds_no_whole_address() -> None:
    assert masked("ada.lovelace@example.org") == "a…@example.org"
