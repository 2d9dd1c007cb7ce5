"""Sentences that name bodies or the text of our own network, and what the readers of another network see instead.

A network is another one where its worksheet Sections lists none of our sections (``data.reading.definitions``). What it
calls the codes of lists stands in its worksheet Words.
"""

from collections.abc import Mapping

from data.shape import N_, in_context


def N_plural(one: str, many: str) -> tuple[str, str]:
    """Mark a message with a plural for the catalogs."""
    return one, many


ELSEWHERE: Mapping[str, str] = {
    "Road to Lampedusa": N_("The road"),
    "Charter": in_context("worksheet: the parts of the text", "Blocks"),
    "Charter block": N_("Block of the text"),
    "Policy council": N_("Council or working group"),
    "Most frequent policy council: {names}, {count} of {all}": N_(
        "Most frequent council or working group: {names}, {count} of {all}"
    ),
    "Most frequent policy councils: {names}, {count} of {all} each": N_(
        "Most frequent councils or working groups: {names}, {count} of {all} each"
    ),
    "Executive Bureau": N_("Governing body"),
    "World Secretariat": N_("Secretariat"),
    "MET, REG": N_("Codes of sections that cut across, such as those of large cities."),
    "What is asked of the Bureau": N_("What is asked"),
    "On this day nothing is asked of the Bureau.": N_("On this day nothing is asked."),
    "The Bureau’s note (PDF)": N_("The note (PDF)"),
    "The Bureau’s note as a PDF takes the Python package typst, which this installation lacks; requirements.txt names "
    "it.": N_(
        "The note as a PDF takes the Python package typst, which this installation lacks; requirements.txt names it."
    ),
    "Note for the Executive Bureau": N_("Note for those who decide"),
    "Please answer the message that this letter came with, by one of these words for each contribution. The "
    "secretariat enters your answer, and the Bureau sees how many gave each answer.": N_(
        "Please answer the message that this letter came with, by one of these words for each contribution. The "
        "secretariat enters your answer, and the dashboard shows how many gave each answer."
    ),
    "Contributions decided by this day that name a Charter block, by their geographic section. In the text are those "
    "reflected wholly or partly. A contribution that names two blocks counts in both; one that names none is in no "
    "cell.": N_(
        "Contributions decided by this day that name a block of the text, by their geographic section. In the text are "
        "those reflected wholly or partly. A contribution that names two blocks counts in both; one that names none is "
        "in no cell."
    ),
    "Matrix of Charter blocks and sections: contributions in the text, of those decided.": N_(
        "Matrix of the blocks of the text and of sections: contributions in the text, of those decided."
    ),
    "Most frequent Charter block: {names}, {count} of {all}": N_(
        "Most frequent block of the text: {names}, {count} of {all}"
    ),
    "Most frequent Charter blocks: {names}, {count} of {all} each": N_(
        "Most frequent blocks of the text: {names}, {count} of {all} each"
    ),
    "No draft of it yet: the column draft of the worksheet Charter takes the text.": N_(
        "No draft of it yet: the column draft, where the sheet lists the blocks, takes the text."
    ),
    "Once the sheet gives a contribution a decision and the day of it (columns decision and decided_on), and the "
    "blocks it went into (charter_block), its way into the text shows here.": N_(
        "Once the sheet gives a contribution a decision and the day of it (columns decision and decided_on), and the "
        "blocks it went into, its way into the text shows here."
    ),
    "Received by this day and without a decision; in the text (reflected wholly or partly) and naming no Charter "
    "block; Charter blocks that nothing in the text names.": N_(
        "Received by this day and without a decision; in the text (reflected wholly or partly) and naming no block; "
        "blocks that nothing in the text names."
    ),
    "The Charter: every block has a source": N_("The text: every block has a source"),
    "The Charter: no source yet for {blocks}": N_("The text: no source yet for {blocks}"),
    "The sheet has no Charter blocks yet.": N_("The sheet has no blocks of the text yet."),
    "The sheet has no Charter blocks yet: add a row for each block to the worksheet Charter, with a code and a title, "
    "and this page shows which contributions each of them comes from.": N_(
        "The sheet has no blocks of the text yet: add a row for each to its worksheet, with a code and a title, and "
        "this page shows which contributions each of them comes from."
    ),
    "A section is heard once it sent one contribution; a section of which none is expected is not counted. A "
    "contribution has at most one section by its row, else by its country. States heard are the members and observers "
    "of the United Nations among the section’s own countries that any contribution came from; territories are counted "
    "apart. The list of countries by section is our default, not the network’s; the worksheet Countries can "
    "change it. Silence is the days since the last "
    "contribution, where contributions are expected. A question is answered from {n} contributions, or from as many as "
    "are expected where that is fewer; few answers below, and not applicable where none is expected.": N_(
        "A section is heard once it sent one contribution; a section of which none is expected is not counted. A "
        "contribution has at most one section by its row, else by its country. States heard are the members and "
        "observers of the United Nations among the section’s own countries that any contribution came from; "
        "territories are counted apart. The list of countries by section is that of the worksheet Countries. Silence "
        "is the days since the last contribution, where contributions are expected. A question is answered from {n} "
        "contributions, or from as many as are expected where that is fewer; few answers below, and not applicable "
        "where none is expected."
    ),
    "members and observers of the United Nations in the section with at least one contribution, of all of them in our "
    "default list of countries, which the worksheet Countries can change.": N_(
        "members and observers of the United Nations in the section with at least one contribution, of all that the "
        "worksheet Countries puts there."
    ),
    "Type the code of a cross-cutting section, such as MET or REG.": N_("Type the code of a cross-cutting section."),
    "Type the code of a regional section, such as AFR.": N_("Type the code of a regional section."),
    "“{worksheet}” may be missing: every country then counts in its usual section.": N_(
        "Without “{worksheet}” no country belongs to a section: each contribution has to name its own."
    ),
    "World map.": N_("Map."),
    "World map: no contribution names a country yet.": N_("Map: no contribution names a country yet."),
}
"""Our message to the one of another network."""

ELSEWHERE_PLURAL: Mapping[str, tuple[str, str]] = {
    "Name the Charter block of {n} contribution that is in the text": N_plural(
        "Name the block of {n} contribution that is in the text",
        "Name the block of {n} contributions that are in the text",
    ),
    "{n} of {of} Charter blocks has a source": N_plural(
        "{n} of {of} blocks of the text has a source", "{n} of {of} blocks of the text have a source"
    ),
    "The Charter: {n} of {blocks} blocks has no source yet": N_plural(
        "The text: {n} of {blocks} blocks has no source yet", "The text: {n} of {blocks} blocks have no source yet"
    ),
    # The network is not the world's: its states are not told out of all 195.
    "{n} state of {of} has been heard": N_plural("{n} state has been heard", "{n} states have been heard"),
    "World map: {n} country has been heard, {first}.": N_plural(
        "Map: {n} country has been heard, {first}.", "Map: {n} countries have been heard, {first}."
    ),
    "World map: {n} country has been heard, among them {first}.": N_plural(
        "Map: {n} country has been heard, among them {first}.",
        "Map: {n} countries have been heard, among them {first}.",
    ),
}
"""The same by the singular of our message."""
