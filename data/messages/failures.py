"""The words for what goes wrong between the sheet and the dashboard: what happened, and what to do."""

from collections.abc import Mapping
from typing import NamedTuple

from data.config import ConfigError, ConfigProblem
from data.shape import N_
from data.sources import FailureKind
from data.store import Failure, Notice, Snapshot
from data.words import Words


class Message(NamedTuple):
    """What happened, and what to do about it: whole sentences, as msgids here and in the reader's language outside."""

    what: str
    mend: str


_NOTHING_TO_DO = N_("Nothing needs to be done: the dashboard tries again by itself.")
_SAVE_AGAIN = N_("Open it in a spreadsheet program and save it again as an Excel workbook (.xlsx).")
_FAILURES: Mapping[FailureKind, Message] = {
    FailureKind.MISSING_FILE: Message(
        N_("The workbook is not where the dashboard looks for it."),
        N_("Put the file back under its name, or correct the path in the configuration."),
    ),
    FailureKind.UNREADABLE_FILE: Message(
        N_("The workbook cannot be opened."),
        N_("Close the program that holds it, and let the user who runs the dashboard read the file."),
    ),
    FailureKind.NOT_A_WORKBOOK: Message(N_("The file is not an Excel workbook (.xlsx)."), _SAVE_AGAIN),
    FailureKind.OLD_WORKBOOK: Message(N_("The file is a workbook in another format than .xlsx."), _SAVE_AGAIN),
    FailureKind.WRONG_WORKBOOK: Message(
        N_("This is not the sheet of this road: its worksheets are {worksheets}."),
        N_("Configure the right workbook, or give its worksheets the names of the template."),
    ),
    FailureKind.PROTECTED: Message(
        N_("The workbook is protected by a password."), N_("Save it without the password that is needed to open it.")
    ),
    FailureKind.TOO_LARGE: Message(
        N_("The sheet is larger than the dashboard reads."),
        N_("Delete worksheets that do not belong to the road, and empty rows and columns far from the figures."),
    ),
    FailureKind.DAMAGED: Message(N_("The workbook is damaged, or was still being saved."), _SAVE_AGAIN),
    FailureKind.QUOTA: Message(N_("Google was asked too often and wants us to wait."), _NOTHING_TO_DO),
    FailureKind.UNAVAILABLE: Message(N_("Google Sheets is not available at the moment."), _NOTHING_TO_DO),
    FailureKind.TIMEOUT: Message(N_("Google Sheets did not answer in time."), _NOTHING_TO_DO),
    FailureKind.NETWORK: Message(
        N_("Google Sheets cannot be reached from the machine that runs the dashboard."),
        N_("If this lasts, check that machine’s network, proxy and certificates."),
    ),
    FailureKind.AUTH: Message(
        N_("Google does not accept the key of the dashboard’s service account."),
        N_(
            "Check the clock of the machine; if it is right, make a new key for the service account and configure that."
        ),
    ),
    FailureKind.PERMISSION: Message(
        N_("The spreadsheet is not shared with the dashboard."),
        N_("Share the spreadsheet with {address} as a viewer."),
    ),
    FailureKind.API_DISABLED: Message(
        N_("The Google Sheets API is not enabled for the dashboard’s service account."),
        N_("Enable the Google Sheets API in the Google Cloud project of {address}."),
    ),
    FailureKind.NOT_FOUND: Message(
        N_("The spreadsheet does not exist, or not any more."),
        N_("Take it out of the bin, or configure the address of the right one and share that with {address}."),
    ),
    FailureKind.NOT_A_SPREADSHEET: Message(
        N_("The document is an Excel file kept in Google Drive, not a Google spreadsheet."),
        N_("Open it in Google Sheets, choose File, Save as Google Sheets, and configure the address of that copy."),
    ),
    FailureKind.BAD_REQUEST: Message(N_("Google Sheets did not understand the question."), _NOTHING_TO_DO),
    FailureKind.BAD_ANSWER: Message(
        N_("What came back was not an answer of Google Sheets."),
        N_("If this lasts, look for a proxy or a sign-in page between the dashboard and Google."),
    ),
    FailureKind.NO_SNAPSHOT: Message(
        N_("The process that reads the spreadsheet for this one has nothing new."),
        N_("Check that it runs and keeps its readings in the folder that both share."),
    ),
    FailureKind.UNEXPECTED: Message(
        N_("Something unexpected happened while the sheet was read."),
        N_("The log of the dashboard says where; please tell its maintainers."),
    ),
}

_CONFIG: Mapping[ConfigProblem, str] = {
    ConfigProblem.TWO_SOURCES: N_("Two sources are configured at one level; keep one of them."),
    ConfigProblem.KEY_WITHOUT_SPREADSHEET: N_("This is set without a spreadsheet; say which one to read."),
    ConfigProblem.NO_KEY: N_("A spreadsheet is read with the key of a service account; set it here."),
    ConfigProblem.KEY_FILE_MISSING: N_("There is no file at this path of the JSON key: {value}."),
    ConfigProblem.KEY_FILE_UNREADABLE: N_(
        "The key file cannot be opened; let the user who runs the dashboard read it."
    ),
    ConfigProblem.NOT_A_SERVICE_ACCOUNT: N_("This is not the JSON key of a service account; download that one."),
    ConfigProblem.INCOMPLETE_KEY: N_("Parts of the key are missing; copy the whole JSON key."),
    ConfigProblem.BROKEN_KEY: N_("The private key cannot be read; copy it whole, line breaks included."),
    ConfigProblem.NOT_A_SPREADSHEET: N_("This is neither the address of a Google spreadsheet nor its key."),
    ConfigProblem.PUBLISHED_LINK: N_("This is the address of a published copy; take that of the spreadsheet itself."),
    ConfigProblem.BAD_API_BASE: N_("This is an https address; plain http only serves this very machine."),
    ConfigProblem.BAD_VALUE: N_("“{value}” is not what this setting takes: {form}."),
    ConfigProblem.UNKNOWN_SETTING: N_("There is no such setting; there is {value}."),
    ConfigProblem.BAD_SECRETS_FILE: N_("The file with the secrets cannot be read as TOML."),
    ConfigProblem.NOT_PRIVATE: N_("This is neither open to all nor private: docs/private.md says what is missing."),
    ConfigProblem.NO_CACHE_DIR: N_("A process that follows another one needs the folder that both share."),
}

_NOTICES: Mapping[Notice, str] = {
    Notice.DAMAGED_SNAPSHOT: N_(
        "The last reading kept on disk was damaged. It was set aside, and the spreadsheet read anew."
    ),
    Notice.DAMAGED_HISTORY: N_(
        "The history of the sheet on disk was damaged. It was set aside, and a new one begins today."
    ),
    Notice.HISTORY_NOT_KEPT: N_(
        "No history of the sheet is kept: the folder for it (ROAD_CACHE_DIR) cannot be written. What was changed since "
        "an earlier day is not known."
    ),
    Notice.SNAPSHOT_NOT_KEPT: N_(
        "The last reading cannot be kept on disk: a restart while Google is away would show no figures. "
        "Let the dashboard write in its cache folder."
    ),
    Notice.KEY_EXPOSED: N_(
        "Other users of the machine that runs the dashboard can read the key of its service account. There, let its "
        "owner alone read that file."
    ),
}


def failure_message(failure: Failure, words: Words) -> Message:
    """What happened to the reading, and what to do."""
    sentences = _FAILURES[failure.kind]
    address = failure.share_with or words.say("the address of the service account")
    worksheets = words.listed(failure.message.partition(": ")[2].split(", ")) or "…"
    return Message(words.say(sentences.what, worksheets=worksheets), words.say(sentences.mend, address=address))


def config_message(error: ConfigError, words: Words) -> str:
    """Which setting is wrong, and what to do."""
    said = words.say(_CONFIG[error.problem], value=error.value, form=words.say(error.form))
    return f"{error.where}: {said}"


def notice_message(notice: Notice, words: Words) -> str:
    """What the secretariat should know of the machine."""
    return words.say(_NOTICES[notice])


def loss_messages(snapshot: Snapshot, words: Words) -> list[str]:
    """Worksheets that suddenly lost most of their rows: whoever looks at the figures must know."""
    return [
        words.say(
            "The worksheet {worksheet} lost most of its rows: {before} before, {now} now. "
            "If that was a mistake, the version history of the sheet brings them back.",
            worksheet=words.say(worksheet),
            before=words.number(before),
            now=words.number(now),
        )
        for worksheet, (before, now) in snapshot.losses.items()
    ]


def renamed_messages(snapshot: Snapshot, words: Words) -> list[str]:
    """Worksheets that are read under the name they had: no figure suffers, and the secretariat should know."""
    return [
        words.say(
            "The worksheet {known} is called {now} now. It is still read, but give it back its name: "
            "the dashboard knows worksheets by their names.",
            known=known,
            now=now,
        )
        for known, now in snapshot.renamed.items()
    ]
