"""The shape of the sheet: its worksheets, columns and vocabularies, in one description.

Reading, the template workbook, the pages' labels and the tests all use this one. Labels are English msgids: a header or
a value is accepted by its code or by its label in any of our languages.
"""

from dataclasses import dataclass
from enum import StrEnum

from data.languages import LANGUAGES

CONTEXT_ENDS = "\x04"
"""Stands between the context of a message and the message, as in compiled catalogs."""


def N_(message: str) -> str:
    """Mark a message for the catalogs; it is translated where it is shown."""
    return message


def in_context(context: str, message: str) -> str:
    """As ``N_``, where one English word means several things: the context is for whoever translates it."""
    return f"{context}{CONTEXT_ENDS}{message}"


@dataclass(frozen=True)
class Vocabulary:
    """A list of codes with their labels. Unknown values are kept in an open one, a problem in a closed one.

    Of one that ``is_ours`` the labels are this network's own: another one keeps what it types.
    """

    name: str
    labels: dict[str, str]
    is_open: bool = False
    is_ours: bool = False


MILESTONE_KINDS = Vocabulary(
    "milestone kind",
    {
        "consultation": N_("Consultation"),
        "session": N_("Session"),
        "decision": N_("Decision"),
        "drafting": N_("Drafting"),
        "deadline": N_("Deadline"),
        "launch": N_("Launch"),
    },
    is_open=True,
)
PRECISIONS = Vocabulary("precision", {"day": N_("day"), "month": N_("month")})
YES_NO = Vocabulary("yes or no", {"yes": N_("yes"), "no": N_("no")})
FLAGS = Vocabulary("state", {"cancelled": N_("Cancelled"), "postponed": N_("Postponed")})
CONTRIBUTOR_TYPES = Vocabulary(
    "contributor type",
    {
        "local_government": N_("Local government"),
        "regional_government": N_("Regional government"),
        "association": N_("Association of local governments"),
        "civil_society": N_("Civil society"),
        "academia": N_("Academia"),
        "international": N_("International organization"),
    },
    is_open=True,
)
POLICY_COUNCILS = Vocabulary(
    "policy council",
    {
        "RIGHT": N_("Right to the City and Inclusive Territories"),
        "OPPORTUNITIES": N_("Opportunities for All, Culture and City Diplomacy"),
        "MULTILEVEL": N_("Territorial Multilevel Governance and Sustainable Financing"),
        "RESILIENCE": N_("Safer, Resilient and Sustainable Cities, Capable of Facing Crises"),
        "HABITAT": N_("Implementation of the New Urban Agenda"),
    },
    is_open=True,
    is_ours=True,
)
THEMES = Vocabulary(
    "theme",
    {
        "rights": N_("Human rights"),
        "services": N_("Access to services"),
        "citizenship": N_("Inclusive citizenship"),
        "climate": N_("Climate mobility"),
        "culture": N_("Memory and diversity"),
        "narrative": N_("Changing the narrative"),
        "governance": N_("Governance of migration"),
        "work": N_("Decent work"),
    },
    is_open=True,
    is_ours=True,
)
DECISIONS = Vocabulary(
    "decision",
    {
        "reflected": N_("Reflected"),
        "partly": N_("Partly reflected"),
        "not_reflected": N_("Not reflected"),
        "out_of_scope": N_("Out of scope"),
    },
)
CONTRIBUTION_STAGES = Vocabulary(
    "stage",
    {
        "received": N_("Received"),
        "considered": N_("Considered"),
        "decided": N_("Decided"),
        "landed": N_("In the text"),
    },
)
LANDED = frozenset({"reflected", "partly"})
REPLIES = Vocabulary("reply", {"yes": N_("Yes"), "partly": N_("In part"), "no": N_("No")})
CHARTER_PARTS = Vocabulary(
    "charter part",
    {
        "vision": N_("Vision"),
        "principles": N_("Principles"),
        "commitments": N_("Commitments"),
        "calls": N_("Calls"),
    },
    is_open=True,
)
GEOGRAPHIC = "regional"
"""The kind of the sections that countries belong to, one each; the others cut across."""
SECTION_KINDS = Vocabulary(
    "section kind",
    {GEOGRAPHIC: N_("Regional"), "metropolitan": N_("Metropolitan"), "regions": N_("Regions")},
)
NETWORK_SECTIONS = {
    "AFR": (GEOGRAPHIC, N_("Africa")),
    "ASP": (GEOGRAPHIC, N_("Asia-Pacific")),
    "EUA": (GEOGRAPHIC, N_("Eurasia")),
    "EUR": (GEOGRAPHIC, N_("Europe")),
    "LAM": (GEOGRAPHIC, N_("Latin America")),
    "MWA": (GEOGRAPHIC, N_("Middle East and West Asia")),
    "NAM": (GEOGRAPHIC, N_("North America")),
    "MET": ("metropolitan", N_("Metropolis")),
    "REG": ("regions", N_("Forum of Regions")),
}
"""The network's own sections in its own order: code to (kind, name)."""

PERSONAL = frozenset({"owner", "contact"})
"""Columns that appear only with ``show_contacts``."""

BOTH_QUESTIONS = N_("both")


class ColumnType(StrEnum):
    """How the cells of a column are read."""

    TEXT = "text"
    ID = "id"
    CODE = "code"
    CODES = "codes"
    DAY = "day"
    PERIOD = "period"
    MOMENT = "moment"
    NUMBER = "number"
    YES_NO = "yes or no"
    LINK = "link"
    VOCABULARY = "vocabulary"
    COUNTRY = "country"
    SECTION = "section"
    LANGUAGE = "language"
    SETTING = "setting"


DATED = frozenset({ColumnType.DAY, ColumnType.PERIOD, ColumnType.MOMENT})
"""Types of columns that hold days."""


@dataclass(frozen=True)
class Column:
    """One column: its canonical name, its header in English, how it is read, where it is kept.

    ``required`` columns are missed where the sheet lacks them; without one that is ``needed`` no row can be used. A
    row that holds nothing in any column that ``makes_row`` is no row read. ``refers_to`` is the worksheet whose codes
    are expected. ``localized`` columns may also be there once a language, as name_en and name_fr, which satisfies
    ``required`` too. ``kept_as`` is the column of the frame where it has another name than the sheet's; ``links`` the
    frame of ``Road`` that holds one row per code of a list.

    Of contributions: ``filter`` is the parameter in the address of those that can be filtered, ``is_dimension`` whether
    they can be broken down by it, ``is_fact`` whether it stands beside an opened one, ``is_shown`` whether the table
    shows it at first, ``is_exported`` whether the table can and its files do.
    """

    name: str
    label: str
    type: ColumnType = ColumnType.TEXT
    required: bool = False
    needed: bool = False
    makes_row: bool = False
    localized: bool = False
    vocabulary: Vocabulary | None = None
    refers_to: str | None = None
    kept_as: str = ""
    links: str = ""
    filter: str = ""
    is_dimension: bool = False
    is_fact: bool = False
    is_shown: bool = False
    is_exported: bool = True
    note: str = ""

    @property
    def dimension(self) -> str:
        """What figures call it: the column of the frame."""
        return self.kept_as or self.name

    @property
    def names(self) -> tuple[str, ...]:
        """The canonical names under which it may stand: title, title_en, title_fr and title_es of a localized one."""
        return (self.name, *(f"{self.name}_{language}" for language in LANGUAGES if self.localized))


@dataclass(frozen=True)
class Worksheet:
    """One worksheet: its canonical name (also its English title), what one row is, what is missed without it,
    and its columns in their order.

    Where one that ``only_overrides`` is absent nothing is missed; where one has no ``totals`` one value makes a row,
    and a word for a total is a key like any other.
    """

    name: str
    row_is: str
    without: str
    columns: tuple[Column, ...]
    required: bool = False
    only_overrides: bool = False
    totals: bool = True

    def column(self, name: str) -> Column:
        """The column that may stand under that canonical name (title_fr of title); KeyError where there is none."""
        for column in self.columns:
            if name in column.names:
                return column
        raise KeyError(name)

    @property
    def needed(self) -> tuple[str, ...]:
        """The columns without which no row can be used."""
        return tuple(column.name for column in self.columns if column.needed)


MILESTONES = Worksheet(
    N_("Milestones"),
    N_("a milestone on the road"),
    N_("Without “{worksheet}” there is no road to draw: no milestone, no next date, no calendar."),
    (
        Column(
            *("id", N_("Id"), ColumnType.ID),
            required=True,
            makes_row=True,
            note=N_("A short code of its own, such as M1."),
        ),
        Column("title", N_("Title"), required=True, makes_row=True, localized=True),
        Column("kind", N_("Kind"), ColumnType.VOCABULARY, vocabulary=MILESTONE_KINDS),
        Column(
            *("due", N_("Due"), ColumnType.PERIOD),
            required=True,
            makes_row=True,
            kept_as="due_first",
            note=N_("A day (2021-05-18) or a month (2021-12)."),
        ),
        Column("due_precision", N_("Due precision"), ColumnType.VOCABULARY, vocabulary=PRECISIONS),
        Column(
            *("baseline", N_("Baseline"), ColumnType.PERIOD),
            kept_as="baseline_first",
            note=N_("The day or month first announced."),
        ),
        Column("baseline_precision", N_("Baseline precision"), ColumnType.VOCABULARY, vocabulary=PRECISIONS),
        Column("done_on", N_("Done on"), ColumnType.DAY, note=N_("Empty until it has happened.")),
        Column(
            *("starts", N_("Starts"), ColumnType.MOMENT),
            kept_as="starts_at",
            makes_row=True,
            note=N_("A time of day (17:00), or a date and time when it lasts several days."),
        ),
        Column(
            *("ends", N_("Ends"), ColumnType.MOMENT),
            kept_as="ends_at",
            makes_row=True,
            note=N_("A time of day (18:30), or a date and time when it lasts several days."),
        ),
        Column("body", N_("Body")),
        Column("owner", N_("Owner")),
        Column("depends_on", N_("Depends on"), ColumnType.CODES, refers_to="Milestones", links="dependencies"),
        Column("deliverable", N_("Deliverable")),
        Column("outcome", N_("Outcome")),
        Column("link", N_("Link"), ColumnType.LINK),
        Column(
            *("state", N_("State"), ColumnType.VOCABULARY),
            vocabulary=FLAGS,
            kept_as="flag",
            note=N_("Only cancelled or postponed; everything else follows from the dates."),
        ),
    ),
    required=True,
)
CONTRIBUTIONS = Worksheet(
    N_("Contributions"),
    N_("one input by one contributor"),
    N_("Without “{worksheet}” nobody counts as heard, and nothing reaches the text."),
    (
        Column(
            *("id", N_("Id"), ColumnType.ID),
            required=True,
            makes_row=True,
            is_shown=True,
            note=N_("A short code of its own, such as C001."),
        ),
        Column(
            "received_on", N_("Received on"), ColumnType.DAY, required=True, needed=True, makes_row=True, is_shown=True
        ),
        Column("contributor", N_("Contributor"), required=True, makes_row=True, is_shown=True),
        Column(
            "contributor_type",
            N_("Contributor type"),
            ColumnType.VOCABULARY,
            vocabulary=CONTRIBUTOR_TYPES,
            filter="type",
            is_dimension=True,
            is_fact=True,
        ),
        Column(
            "country",
            N_("Country"),
            ColumnType.COUNTRY,
            filter="country",
            is_dimension=True,
            is_fact=True,
            is_shown=True,
        ),
        Column(
            "section",
            N_("Section"),
            ColumnType.SECTION,
            refers_to="Sections",
            filter="section",
            is_dimension=True,
            is_fact=True,
            is_shown=True,
            note=N_("Overrides the country’s own."),
        ),
        Column(
            *("also_counts_for", N_("Also counts for"), ColumnType.CODES),
            refers_to="Sections",
            links="crosscuts",
            kept_as="section",
            is_fact=True,
            note=N_("MET, REG"),
        ),
        Column(
            "policy_council",
            N_("Policy council"),
            ColumnType.VOCABULARY,
            vocabulary=POLICY_COUNCILS,
            filter="council",
            is_dimension=True,
            is_fact=True,
        ),
        Column("milestone", N_("Milestone"), ColumnType.CODE, refers_to="Milestones", filter="milestone", is_fact=True),
        Column(
            *("question", N_("Question"), ColumnType.CODES),
            required=True,
            refers_to="Questions",
            links="answers",
            filter="question",
            is_dimension=True,
            is_fact=True,
            is_shown=True,
            note=N_("Codes separated by ; or the word both."),
        ),
        Column(
            "theme",
            N_("Theme"),
            ColumnType.VOCABULARY,
            vocabulary=THEMES,
            filter="theme",
            is_dimension=True,
            is_fact=True,
            is_shown=True,
        ),
        Column("language", N_("Language"), ColumnType.LANGUAGE, filter="language", is_dimension=True, is_fact=True),
        Column("summary", N_("Summary")),
        Column("link", N_("Link"), ColumnType.LINK),
        Column("considered_on", N_("Considered on"), ColumnType.DAY),
        Column("decided_on", N_("Decided on"), ColumnType.DAY),
        Column(
            "decision",
            N_("Decision"),
            ColumnType.VOCABULARY,
            vocabulary=DECISIONS,
            filter="decision",
            is_dimension=True,
        ),
        Column("reason", N_("Reason")),
        Column(
            *("charter_block", N_("Charter block"), ColumnType.CODES),
            refers_to="Charter",
            links="landings",
            kept_as="block",
            filter="block",
            is_dimension=True,
        ),
        Column(
            *("reply", N_("Recognises its words"), ColumnType.VOCABULARY),
            vocabulary=REPLIES,
            filter="reply",
            is_dimension=True,
            is_fact=True,
            note=N_("What the contributor says: does it recognise its words in what became of them?"),
        ),
    ),
    required=True,
)
FILTERED = {column.dimension: column for column in CONTRIBUTIONS.columns if column.filter}
"""The columns that contributions can be filtered by, by dimension."""

SECTIONS = Worksheet(
    N_("Sections"),
    N_("a section of the network"),
    N_("Without “{worksheet}” the {n} sections of the network are used, without expected numbers."),
    (
        Column("code", N_("Code"), ColumnType.ID, required=True, needed=True, makes_row=True),
        Column("name", N_("Name"), makes_row=True, localized=True),
        Column("kind", N_("Kind"), ColumnType.VOCABULARY, vocabulary=SECTION_KINDS),
        Column(
            "expected",
            N_("Expected"),
            ColumnType.NUMBER,
            note=N_("Contributions hoped for; 0 where none is asked for, empty where unknown."),
        ),
        Column("contact", N_("Contact")),
    ),
)
COUNTRIES = Worksheet(
    N_("Countries"),
    N_("a country counted in another section"),
    N_("“{worksheet}” may be missing: every country then counts in its usual section."),
    (
        Column("country", N_("Country"), ColumnType.COUNTRY, required=True, needed=True, makes_row=True),
        Column(
            *("section", N_("Section"), ColumnType.SECTION),
            required=True,
            needed=True,
            makes_row=True,
            refers_to="Sections",
        ),
    ),
    only_overrides=True,
)
CHARTER = Worksheet(
    N_("Charter"),
    N_("a block of the text"),
    N_("Without “{worksheet}” the page Into the text has no blocks to show."),
    (
        Column("code", N_("Code"), ColumnType.ID, required=True, needed=True, makes_row=True),
        Column("title", N_("Title"), makes_row=True, localized=True),
        Column("part", N_("Part"), ColumnType.VOCABULARY, vocabulary=CHARTER_PARTS),
        Column("draft", N_("Draft"), localized=True),
        Column("lead", in_context("column: who writes a block of the text", "Lead")),
    ),
)
QUESTIONS = Worksheet(
    N_("Questions"),
    N_("a guiding question"),
    N_("Without “{worksheet}” no question can be shown as answered."),
    (
        Column("code", N_("Code"), ColumnType.ID, required=True, needed=True, makes_row=True),
        Column("text", in_context("column: the words of a question", "Text"), makes_row=True, localized=True),
    ),
)
SETTINGS = Worksheet(
    N_("Settings"),
    N_("a key and its value"),
    N_("Without “{worksheet}” there is no target and no title, and the reporting date is today."),
    (
        Column("key", N_("Key"), ColumnType.ID, required=True, needed=True, makes_row=True),
        Column("value", N_("Value"), ColumnType.SETTING, required=True, needed=True, makes_row=True),
    ),
    totals=False,
)
SETTING_KEYS: tuple[Column, ...] = (
    Column("title", N_("Title"), localized=True),
    Column("short_title", N_("Short title"), localized=True, note=N_("Where the title is too long.")),
    Column("start", N_("Start"), ColumnType.PERIOD, note=N_("Empty: the earliest due date.")),
    Column("launch", N_("Launch"), ColumnType.PERIOD, note=N_("Empty: the milestone of kind launch.")),
    Column(
        *("contributions_until", N_("Contributions until"), ColumnType.PERIOD),
        note=N_("The last day for contributions. Empty: the milestone of kind deadline, else the launch."),
    ),
    Column(
        "colour",
        N_("Colour"),
        note=N_("The network’s own, such as #7A1F3D. Pages, charts, note and mail follow it."),
    ),
    Column("licence", N_("Licence"), note=N_("Under which the figures may be used, such as CC BY 4.0.")),
    Column("timezone", N_("Timezone"), note=N_("Such as Europe/Madrid.")),
    Column("locale", N_("Locale"), note=N_("Of dates and numbers typed as text, such as fr_FR.")),
    Column("target", N_("Target"), ColumnType.NUMBER, note=N_("Contributions aimed at.")),
    Column(
        "answered_min",
        N_("Answered from"),
        ColumnType.NUMBER,
        note=N_("Contributions that a question needs to be answered."),
    ),
    Column("reporting_date", N_("Reporting date"), ColumnType.DAY, note=N_("Empty: today.")),
    Column("illustrative", N_("Illustrative data"), ColumnType.YES_NO),
    Column("show_contacts", N_("Show contacts"), ColumnType.YES_NO),
)
"""The keys of the Settings worksheet, each read as the column of that type would be."""

WORKSHEETS = (MILESTONES, CONTRIBUTIONS, SECTIONS, COUNTRIES, CHARTER, QUESTIONS, SETTINGS)

COLUMNS = Worksheet(
    N_("Columns"),
    N_("a column of another worksheet, and the one of ours that it is"),
    N_("“{worksheet}” may be missing where every worksheet and column has a name of ours."),
    (
        Column("worksheet", N_("Worksheet"), required=True, makes_row=True),
        Column("reads_as", N_("Reads as"), makes_row=True),
        Column("header", N_("Their header"), makes_row=True),
        Column("column", N_("Our column"), makes_row=True),
    ),
    only_overrides=True,
)
"""Ties worksheets and headers that people already have to ours."""

NOT_READ = N_("not read")
"""What Columns says a worksheet reads as, where it has a name like one of ours and is none."""

WORDS = Worksheet(
    N_("Words"),
    N_("what this network calls a decision, a stage, a kind of section or of contributor"),
    N_("“{worksheet}” may be missing where the words of the lists are those of this network."),
    (
        Column("code", N_("Code"), ColumnType.ID, required=True, needed=True, makes_row=True),
        Column("name", N_("Name"), required=True, makes_row=True, localized=True),
    ),
    only_overrides=True,
)
"""Another network's words for the codes of ours."""

OF_OTHERS = (COLUMNS, WORDS)
"""Worksheets that say how others are to be read; they hold no data of their own."""


def worksheet(name: str) -> Worksheet:
    """The worksheet of that canonical name; KeyError where there is none."""
    for found in (*WORKSHEETS, *OF_OTHERS):
        if found.name == name:
            return found
    raise KeyError(name)
