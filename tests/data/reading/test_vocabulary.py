"""The words by which real sheets are read: a list somebody went through, which changes on purpose alone."""

from tests.data.reading.vocabulary import WRITTEN, vocabulary


def test_no_word_is_gained_or_lost_unseen() -> None:
    assert vocabulary() == WRITTEN.read_text("utf-8"), "python -m tests.data.reading.vocabulary, and read what changed"
