"""What of the contributions is in the text, in sentences."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from data.figures.contributions import Replies, Tally
from data.figures.rows import Rows
from data.figures.text import OrphansCounted
from data.words import Words

NAMED_UP_TO = 3
"""More sections or blocks than this are counted, not named."""


def in_the_text(counted: Tally, filled: int, blocks: int, words: Words) -> str:
    """The page in one sentence: landed of decided, and how many Charter blocks have a source."""
    if not counted.decided:
        return words.say("No contribution has been decided yet")
    if not counted.landed:
        return words.plural(
            "{n} contribution is decided, and it is not in the text yet",
            "{n} contributions are decided, and none is in the text yet",
            counted.decided,
        )
    sentence = words.plural(
        "{n} of {decided} decided contributions is in the text",
        "{n} of {decided} decided contributions are in the text",
        counted.landed,
        decided=words.number(counted.decided),
    )
    if counted.decided == 1:
        sentence = words.say("The one decided contribution is in the text")
    if not blocks:
        return sentence
    said = words.plural(
        "{n} of {of} Charter blocks has a source",
        "{n} of {of} Charter blocks have a source",
        filled,
        of=words.number(blocks),
    )
    return words.say("; ").join((sentence, said))


def matrix_finding(matrix: Rows, asked: Sequence[str], names: Mapping[str, str], words: Words) -> str:
    """Which of the ``asked`` sections (codes, of which contributions are expected) nothing has landed from."""
    sources = [cell["section"] for cell in matrix if cell["landed"]]
    landed = {section for section in sources if isinstance(section, str)}
    absent = [names[code] for code in asked if code not in landed]
    if not sources:
        return words.say("No block of the text has a source yet")
    if not asked:
        return words.plural("{n} section is in the text", "{n} sections are in the text", len(landed))
    if not absent:
        return words.say("Every section asked is in the text")
    if len(absent) > NAMED_UP_TO:
        return words.plural(
            "{n} section asked is in no block of the text yet",
            "{n} sections asked are in no block of the text yet",
            len(absent),
        )
    if len(absent) == 1:
        return words.say("{section} is in no block of the text yet", section=absent[0])
    return words.say("{sections} are in no block of the text yet", sections=words.listed(absent))


def cell_words(landed: int, decided: int, words: Words) -> str:
    """One cell of the matrix: landed of decided."""
    return landed_words(landed, decided, words) if decided else words.say("nothing decided")


def matrix_key(matrix: Rows, words: Words) -> str:
    """What the numbers and colours of ``cells_at`` mean; of two numbers only where a cell has them."""
    if any(cell["landed"] < cell["decided"] for cell in matrix):
        return words.say(
            "A cell says how many contributions are in the text; 4/6 where 2 of 6 decided are not. The stronger the "
            "colour, the more."
        )
    return words.say("A cell says how many contributions are in the text. The stronger the colour, the more.")


def landed_words(landed: int, decided: int, words: Words) -> str:
    """How many of the decided ones, of which there are some, are in the text; of one alone no number is said."""
    if landed == decided == 1:
        return words.say("the one that is decided is in the text")
    return words.plural(
        "{n} of {decided} decided is in the text",
        "{n} of {decided} decided are in the text",
        landed,
        decided=words.number(decided),
    )


def blocks_alt(matrix: Rows, titles: Mapping[str, str], words: Words) -> str:
    """The matrix by block, short enough to be listened to: its cells are in the table beside it."""
    landed, decided = Counter[str](), Counter[str]()
    for cell in matrix:
        landed[cell["block"]] += cell["landed"]
        decided[cell["block"]] += cell["decided"]
    clauses = [
        words.say(
            "{block}: {landed} of {decided}",
            block=titles[block],
            landed=words.number(landed[block]),
            decided=words.number(n),
        )
        for block, n in decided.items()
        if n
    ]
    said = words.say("; ").join(clauses) if clauses else words.say("Nothing is decided for any block")
    return (
        words.say("Matrix of Charter blocks and sections: contributions in the text, of those decided.") + f" {said}."
    )


def rate_words(row: Mapping[Any, Any], words: Words) -> str:
    """A row of ``uptake_by_section``: its rate and n, or why there is none."""
    if not row["n"]:
        return words.say("nothing decided yet")
    if pd.isna(row["rate"]):
        return words.say("too few to say (n = {n})", n=words.number(row["n"]))
    return words.say(
        "{rate} ({low} to {high}, n = {n})",
        rate=words.percent(row["rate"]),
        low=words.percent(row["low"]),
        high=words.percent(row["high"]),
        n=words.number(row["n"]),
    )


def short_rate_words(row: Mapping[Any, Any], words: Words) -> str:
    """A row of ``uptake_by_section`` beside its drawn interval: its rate and n, or why there is none."""
    if pd.isna(row["rate"]):
        return rate_words(row, words)
    return words.say("{rate} (n = {n})", rate=words.percent(row["rate"]), n=words.number(row["n"]))


def uptake_finding(uptake: Rows, names: Mapping[str, str], words: Words) -> str:
    """Which sections of ``uptake`` stand out from all others; no ranking of rates that chance alone may order."""
    rated = [row for row in uptake if not pd.isna(row["rate"])]
    if len(rated) < 2:
        return words.say("Too few decisions to compare the sections")
    apart = [row for row in rated if row["stands_out"]]
    if not apart:
        return words.say("No section’s uptake differs clearly from all others")
    said = [
        words.say(
            "{section} {rate} (n = {n})",
            section=names[row["code"]],
            rate=words.percent(row["rate"]),
            n=words.number(row["n"]),
        )
        for row in apart
    ]
    return words.say("Uptake differs clearly from all others: {sections}", sections=words.listed(said))


def uptake_too_few(uptake: Rows, names: Mapping[str, str], least: int, words: Words) -> str:
    """Where no section of ``uptake`` has a rate: from how many on there is one, and how many each has."""
    said = words.say("No rate is shown of fewer than {n} decided contributions.", n=words.number(least))
    decided = [
        words.say("{section} ({n})", section=names[row["code"]], n=words.number(row["n"])) for row in uptake if row["n"]
    ]
    if not decided:
        return said
    return said + " " + words.say("Decided so far: {sections}.", sections=words.listed(decided))


def uptake_alt(uptake: Rows, names: Mapping[str, str], words: Words) -> str:
    """Each section with its rate and n."""
    clauses = [
        words.say("{section}: {said}", section=names[row["code"]], said=rate_words(row, words)) for row in uptake
    ]
    return words.say("Dots of uptake, each with its 95% interval.") + " " + words.say("; ").join(clauses) + "."


def orphans_finding(found: OrphansCounted, received: int, words: Words) -> str:
    """What fell between the ``received`` and the text: what waits first, then what names no block, then blocks."""
    if not received:
        return words.say("Nothing has come in yet")
    if not (found.undecided or found.landed_without_block or found.blocks_without_source):
        return words.say("Nothing was lost between the contributions and the text")
    if found.undecided:
        return words.plural(
            "{n} contribution waits for a decision", "{n} contributions wait for a decision", found.undecided
        )
    if found.landed_without_block:
        return without_block_words(found.landed_without_block, found.landed_without_block, words)
    return without_source_words(len(found.blocks_without_source), words)


def without_block_words(n: int, landed: int, words: Words) -> str:
    """Landed, and nobody said where; ``landed`` is all that is in the text."""
    if not landed:
        return words.say("Nothing is in the text yet")
    if not n:
        return words.say("Everything in the text has its block")
    return words.plural(
        "{n} contribution is in the text without a block", "{n} contributions are in the text without a block", n
    )


def without_source_words(n: int, words: Words) -> str:
    """Blocks that no contribution stands behind."""
    if not n:
        return words.say("Every block has a source")
    return words.plural("{n} block has no source", "{n} blocks have no source", n)


def charter_finding(gaps: Sequence[str], blocks: int, words: Words) -> str:
    """The Charter's gaps by their titles, where they are few."""
    if not gaps:
        return words.say("The Charter: every block has a source")
    if len(gaps) > NAMED_UP_TO:
        return words.plural(
            "The Charter: {n} of {blocks} blocks has no source yet",
            "The Charter: {n} of {blocks} blocks have no source yet",
            len(gaps),
            blocks=words.number(blocks),
        )
    return words.say("The Charter: no source yet for {blocks}", blocks=words.listed(gaps))


def replies_words(replies: Replies, words: Words) -> str:
    """Whether those who contributed recognise their words; '' where nobody has answered."""
    if not replies.n:
        return ""
    return words.plural(
        "Do contributors recognise their words? {n} answer: {yes} yes, {partly} in part, {no} no.",
        "Do contributors recognise their words? {n} answers: {yes} yes, {partly} in part, {no} no.",
        replies.n,
        **{name: words.number(getattr(replies, name)) for name in ("yes", "partly", "no")},
    )


def sources_words(landed: int, sections: int, words: Words) -> str:
    """Who is in a block: contributions and sections."""
    if not landed:
        return words.say("No contribution is in it yet")
    said = words.plural("{n} contribution is in it", "{n} contributions are in it", landed)
    if not sections:
        return said
    return words.plural("{said}, from {n} section", "{said}, from {n} sections", sections, said=said)


def not_in_words(absent: Sequence[str], words: Words) -> str:
    """Which sections are not in a block; ``absent`` are their names."""
    if not absent:
        return words.say("Every section asked is in it")
    return words.say("Not in it yet: {sections}", sections=words.listed(absent))


def waiting_words(days: int, words: Words) -> str:
    """How long a contribution has been waiting, to stand before its contributor."""
    if not days:
        return words.say("received on this day")
    return words.plural("{n} day", "{n} days", days)


def uptake_basis(smallest: int, words: Words) -> str:
    """How the dots of uptake are to be read: n, the least n of a rate, the line through each, the one colour."""
    said = words.plural(
        "n: decided contributions. Below {n} of them no rate is shown.",
        "n: decided contributions. Below {n} of them no rate is shown.",
        smallest,
    )
    return f"{said} " + words.say(
        "The line through a dot is its 95% interval: where two lines overlap, the sections may not differ. A section "
        "has a colour only where it differs clearly from all others."
    )
