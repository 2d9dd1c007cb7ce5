"""Who gets the digest, as the worksheet Readers has it."""

from data.grid import Grid, Origin, Workbook
from data.reading.readers import Reader, readers_of


def test_readers_are_read_in_any_of_our_languages_and_from_their_worksheet_alone() -> None:
    rows = [
        ["Courriel", "Nom", "Rôle", "Section", "Langue", "Jour de la semaine"],
        ["a@example.org", "Ada", "Secrétariat", "afr", "français", "lundi"],
        ["not an address", "B", None, None, None, None],
        ["c@example.org", None, None, None, None, None],
    ]
    other = [["Courriel"], ["z@example.org"]]
    first, last = readers_of(Workbook(Origin("file", "x"), (Grid("readers", rows), Grid("Other", other))))
    assert first == Reader("a@example.org", "Ada", "secretariat", "afr", "fr", 0, 2)
    assert last == Reader("c@example.org", row=4)
