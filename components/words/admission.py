"""What somebody is told who is not let in, and what they can do about it."""

from dataclasses import dataclass

from data.access import Admitted
from data.words import Words


@dataclass(frozen=True)
class Refusal:
    """Plain text: what is the matter, what to do, and the words of the one way on."""

    title: str
    sentence: str
    way_on: str


def refusal(admitted: Admitted, words: Words, *, address: str = "", has_left: bool = False) -> Refusal:
    """Why somebody is not let in. ``address`` is whose sign-in this is; ``has_left`` who has just signed out."""
    if admitted is Admitted.EXPIRED:
        return Refusal(
            words.say("Your session has expired"),
            words.say("Sign in again, and you come back to this page."),
            words.say("Sign in again"),
        )
    if admitted is Admitted.UNVERIFIED:
        return Refusal(
            words.say("Your address is not confirmed"),
            words.say(
                "The sign-in service does not confirm that you own a mail address. "
                "Have it confirmed there, then sign in again."
            ),
            words.say("Sign in again"),
        )
    if admitted is Admitted.UNLISTED:
        return Refusal(
            words.say("You are not on the list"),
            words.say(
                "You are signed in as {address}, which is not on the list of those who may see this dashboard. "
                "If it was until now, it has been taken off. Ask the secretariat of the network to put it there.",
                address=address,
            ),
            words.say("Sign in with another address"),
        )
    if has_left:
        return Refusal(
            words.say("You are signed out"),
            words.say("Nobody else who uses this browser sees the dashboard."),
            words.say("Sign in again"),
        )
    return Refusal(
        words.say("This dashboard is private"),
        words.say("Sign in with the address that is on the list of its readers."),
        words.say("Sign in"),
    )


def another_name(words: Words) -> Refusal:
    """The dashboard was asked for under a name that is not its own; there is no way on that it knows."""
    return Refusal(
        words.say("This address is not that of the dashboard"),
        words.say("It does not answer under this name. Ask whoever gave you the link for the right address."),
        "",
    )


def no_service(words: Words) -> Refusal:
    """The sign-in service fails."""
    return Refusal(
        words.say("The sign-in service does not answer"),
        words.say("Try again in a few minutes. If it lasts, tell whoever runs this dashboard."),
        words.say("Try again"),
    )


def in_a_frame(words: Words) -> Refusal:
    """A browser keeps who its reader is from a frame of another site."""
    return Refusal(
        words.say("This dashboard is private"),
        words.say("Within another site your browser does not say who you are."),
        words.say("Open the dashboard by itself"),
    )


def for_the_secretariat(words: Words) -> Refusal:
    """A reader opens what is the secretariat's."""
    return Refusal(
        words.say("This page is for the secretariat"),
        words.say("The sheet, what is wrong in it and who changed what are for those who keep it."),
        words.say("To the first page"),
    )
