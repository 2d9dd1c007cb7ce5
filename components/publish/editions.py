"""Which digest each reader gets: its role, section, language, and what happened since the one before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from email.message import EmailMessage

from components.publish.digest import Digest, digest, letter
from components.publish.happened import seen_after
from components.publish.post import due_on, message_id
from data.history.record import SeenChange
from data.reading.keys import key
from data.reading.readers import Reader
from data.road import Road
from data.words import words_of

USUAL_DAYS = 7
LONGEST_DAYS = 31
"""Who got the last one longer ago is told of the usual days only."""


@dataclass(frozen=True)
class Editor:
    """What all digests of one run rest on.

    ``since`` is a day, or how many days before D (None: since the last digest of a reader, else ``USUAL_DAYS``). With
    ``always`` one is written also where nothing is new. ``seen`` are all changes of the history.
    """

    road: Road
    on: date
    now: datetime
    address: str
    since: int | date | None
    always: bool
    seen: Sequence[SeenChange]

    def told(self, reader: Reader, last: date | None) -> Digest:
        """The digest of a reader who got the last one on the day ``last``."""
        today = self.now.astimezone(self.road.settings.timezone).date()
        since = self._since(last, today)
        # The history was seen on days that passed; D may be one that the sheet sets.
        seen = seen_after(self.seen, today - (self.on - since), self.road)
        return digest(
            self.road,
            role=reader.role,
            since=since,
            on=self.on,
            words=words_of(reader.language, self.road.own_words),
            root=self.address,
            section=self.section_of(reader),
            seen=seen,
        )

    def mail(self, reader: Reader, last: date | None, sender: str, today: date) -> EmailMessage | None:
        """The digest as a mail; None where nothing is new: to the secretariat a cell to correct is."""
        told = self.told(reader, last)
        is_news = bool(told.changed or (reader.role == "secretariat" and told.to_correct))
        if not is_news and not self.always:
            return None
        identity = message_id(reader, due_on(reader, today), sender)
        return letter(
            told, sender=sender, to=reader.address, written_at=self.now, name=reader.name, message_id=identity
        )

    def section_of(self, reader: Reader) -> str:
        """The code of a reader's section as the sheet writes it; '' where the sheet has none such."""
        codes = {key(code): code for code in self.road.sections["code"]}
        return codes.get(key(reader.section), "") if reader.section else ""

    def _since(self, last: date | None, today: date) -> date:
        if isinstance(self.since, date):
            return min(self.since, self.on)
        if self.since is not None:
            return date.fromordinal(max(1, self.on.toordinal() - self.since))
        days = (today - last).days if last else USUAL_DAYS
        return self.on - timedelta(days=days if 0 < days <= LONGEST_DAYS else USUAL_DAYS)
