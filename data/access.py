"""Who may look: the readers, and among them the secretariat, by the addresses that a sign-in service vouches for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Admitted(StrEnum):
    """How far somebody is let in, and for those who are not, what they can do about it."""

    STRANGER = "stranger"
    EXPIRED = "expired"
    UNVERIFIED = "unverified"
    UNLISTED = "unlisted"
    READER = "reader"
    SECRETARIAT = "secretariat"

    @property
    def may_read(self) -> bool:
        """Whether any figure is shown."""
        return self in {Admitted.READER, Admitted.SECRETARIAT}


@dataclass(frozen=True)
class Access:
    """Who is let in. ``readers`` and ``secretariat`` are addresses or ``*@domain``, in small letters.

    Without a ``secretariat`` every reader sees what would be the secretariat's. ``auth`` is the table ``[auth]`` as
    Streamlit takes it.
    """

    readers: tuple[str, ...] = ()
    secretariat: tuple[str, ...] = ()
    auth: Mapping[str, Any] = field(default_factory=dict, repr=False)

    @property
    def providers(self) -> tuple[str, ...]:
        """The sign-in services by name; "default" is the one without."""
        named = tuple(name for name, value in self.auth.items() if isinstance(value, Mapping) and "client_id" in value)
        return ("default", *named) if "client_id" in self.auth else named

    @property
    def told(self) -> str:
        """Who may look, in the one line at the start."""
        return f"{len(self.readers)} entries of readers, {len(self.secretariat)} of the secretariat"

    def admitted(self, address: str) -> Admitted:
        """How far the owner of a verified address is let in."""
        if _is_named(address, self.secretariat):
            return Admitted.SECRETARIAT
        if not _is_named(address, self.readers):
            return Admitted.UNLISTED
        return Admitted.READER if self.secretariat else Admitted.SECRETARIAT


def verified_address(claims: Mapping[str, Any]) -> str:
    """The address (small letters) that a sign-in service vouches for in its ``claims``; '' for none.

    A service that says nothing of ``email_verified`` gives out the addresses of its own people; one that says no lets
    them type what they like.
    """
    address = claims.get("email")
    is_verified = claims.get("email_verified", True) in (True, "true", "True")
    return address.strip().casefold() if isinstance(address, str) and is_verified else ""


def _is_named(address: str, names: tuple[str, ...]) -> bool:
    name, at, domain = address.casefold().rpartition("@")
    return bool(name and at and domain) and (address.casefold() in names or f"*@{domain}" in names)
