"""What changed as an Atom feed (RFC 4287): read again, nothing that was read comes back as new."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from xml.etree.ElementTree import Element, SubElement, tostring

from components.publish.happened import Happening, address_of, feed_id, happened
from components.words.labels import names_of
from data.history.record import SeenChange
from data.messages.network import network_title
from data.road import Road
from data.words import Words

ENTRIES = 100
MEDIA_TYPE = "application/atom+xml"
PATH = "/feed.atom"

_ATOM = "http://www.w3.org/2005/Atom"
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def feed(
    road: Road,
    *,
    on: date,
    changed_at: datetime,
    words: Words,
    root: str,
    section: str = "",
    seen: Sequence[SeenChange] = (),
) -> bytes:
    """The feed in the language of ``words``: the newest ``ENTRIES`` things that happened up to D, as XML in UTF-8.

    ``root`` is the dashboard's own address, without a slash at its end. ``changed_at`` (aware) dates a feed without
    entries. ``section`` is a code that the sheet has, or ''.
    """
    told = happened(road, since=None, on=on, words=words, section=section, seen=seen)[:ENTRIES]
    atom = Element("feed", {"xmlns": _ATOM, "xml:lang": words.language})
    _add(atom, "id", f"urn:uuid:{feed_id(road, words, section)}")
    title = network_title(road, words)
    if section:
        name = names_of(road, "section", words)[section]
        title = words.say("{label}: {value}", label=title, value=name)
    _add(atom, "title", title)
    _add(atom, "updated", _moment(told[0].at if told else changed_at))
    author = SubElement(atom, "author")
    _add(author, "name", words.say("Secretariat of the network"))
    if road.settings.licence:
        _add(atom, "rights", road.settings.licence)
    own = {"section": section} if section else {}
    _link(atom, "self", address_of(root, PATH[1:], words, own), MEDIA_TYPE)
    _link(atom, "alternate", address_of(root, "", words, {}), "text/html")
    for one in told:
        _entry(atom, one, root, words)
    return tostring(atom, encoding="utf-8", xml_declaration=True)


def _entry(atom: Element, one: Happening, root: str, words: Words) -> None:
    entry = SubElement(atom, "entry")
    _add(entry, "id", f"urn:uuid:{one.id}")
    _add(entry, "title", one.line)
    _add(entry, "updated", _moment(one.at))
    _add(entry, "published", _moment(one.at))
    _link(entry, "alternate", address_of(root, one.page, words, one.parameters), "text/html")
    if one.detail:
        _add(entry, "content", one.detail)


def _add(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = _NOT_XML.sub("\ufffd", text)


def _link(parent: Element, relation: str, address: str, media_type: str) -> None:
    SubElement(parent, "link", {"rel": relation, "type": media_type, "href": _NOT_XML.sub("\ufffd", address)})


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
