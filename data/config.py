"""What the app reads: one source, named by the environment or by ``.streamlit/secrets.toml``.

    ROAD_WORKBOOK           [sheet] workbook          an .xlsx file
    ROAD_SPREADSHEET        [sheet] spreadsheet       a Google spreadsheet, its key or its address
    ROAD_SERVICE_ACCOUNT    [sheet.service_account]   the key of the service account: a path to its JSON, or its fields
    ROAD_API_BASE           [sheet] api_base          where the Sheets API answers, for tests and proxies
    ROAD_REFRESH_SECONDS    [sheet] refresh_seconds   how old figures may get while somebody looks
    ROAD_CACHE_DIR          [sheet] cache_dir         where the last good reading of a spreadsheet is kept
    ROAD_READER             [sheet] reader            no: follow the snapshot another process keeps there

    ROAD_SECRETS                                      where the file of secrets is, if not there

The level that names a source gives all of the first four; the last three may each stand at either level. So may what
is said of the site itself:

    ROAD_ADDRESS            [site] address            the public address, such as https://road.example.org/lampedusa
    ROAD_HOSTS              [site] hosts              further names it answers to, as www.example.org or *.example.org
    ROAD_METRICS            [site] metrics            yes: Streamlit's own metrics answer at /_stcore/metrics
    ROAD_FRAME_ANCESTORS    [site] frame_ancestors    sites that may show it in a frame, as https://www.example.org

and what the digest is sent with:

    ROAD_MAIL_HOST          [mail] host               the SMTP server, such as smtp.example.org
    ROAD_MAIL_PORT          [mail] port               587 unless said otherwise, 465 with tls
    ROAD_MAIL_SECURITY      [mail] security           starttls (the usual), tls, or none on this machine alone
    ROAD_MAIL_USER          [mail] user               whoever signs in there, if anybody has to
    ROAD_MAIL_PASSWORD      [mail] password
    ROAD_MAIL_FROM          [mail] from               the sender, such as Secretariat <road@example.org>
    ROAD_MAIL_TO            [mail] to                 addresses that get it beside those of the worksheet Readers

and who may look, where not everybody may (docs/private.md):

    ROAD_ACCESS_READERS     [access] readers          addresses, or *@example.org for all of a domain
    ROAD_ACCESS_SECRETARIAT [access] secretariat      those of them who see The sheet; none: all do
    ROAD_AUTH_CLIENT_ID     [auth] client_id          the dashboard's name at the sign-in service
    ROAD_AUTH_CLIENT_SECRET [auth] client_secret
    ROAD_AUTH_SERVER_METADATA_URL  [auth] server_metadata_url  where that service says how it is asked
    ROAD_AUTH_REDIRECT_URI  [auth] redirect_uri       the public address with /oauth2callback; else from ROAD_ADDRESS
    ROAD_AUTH_COOKIE_SECRET [auth] cookie_secret      32 letters or more that nobody else knows
"""

import json
import logging
import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import parseaddr
from enum import StrEnum
from importlib.util import find_spec
from ipaddress import ip_address
from math import isfinite
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from rapidfuzz import fuzz, process

from data.access import Access
from data.grid import Chooses
from data.reading.ours import choose, link_places
from data.shape import N_
from data.sources import Source
from data.sources.file import FileSource
from data.sources.sharing import GOOGLE_API, FollowedSource

_log = logging.getLogger(__name__)
ROOT = Path(__file__).parent.parent
CACHE_DIR = ROOT / ".cache" / "road"
SAMPLE = ROOT / "data" / "sample" / "road.xlsx"


def _secrets_place(named: str | None, home: str | None) -> Path:
    """The file that is named, else the project's, else where Streamlit too looks: its user's."""
    own, users = ROOT / ".streamlit" / "secrets.toml", Path(home or ROOT) / ".streamlit" / "secrets.toml"
    return Path(named) if named else users if users.exists() and not own.exists() else own


SECRETS = _secrets_place(os.environ.get("ROAD_SECRETS"), os.environ.get("HOME"))
REFRESH_SECONDS = 60.0
REFRESH_SECONDS_MIN = 1.0
SHOWN_CHARACTERS = 200
NEAR_NAME = 75
"""Of 100, how much of a misspelt setting has to agree with the one that is offered."""


class ConfigProblem(StrEnum):
    """What is wrong with the configuration. The words for a reader are in ``data/sources/messages.py``."""

    TWO_SOURCES = "two sources"
    KEY_WITHOUT_SPREADSHEET = "key without spreadsheet"
    NO_KEY = "no key"
    KEY_FILE_MISSING = "key file missing"
    KEY_FILE_UNREADABLE = "key file unreadable"
    NOT_A_SERVICE_ACCOUNT = "not a service account"
    INCOMPLETE_KEY = "incomplete key"
    BROKEN_KEY = "broken key"
    NOT_A_SPREADSHEET = "not a spreadsheet"
    PUBLISHED_LINK = "published link"
    BAD_API_BASE = "bad api base"
    BAD_VALUE = "bad value"
    UNKNOWN_SETTING = "unknown setting"
    BAD_SECRETS_FILE = "bad secrets file"
    NO_CACHE_DIR = "no cache dir"
    NOT_PRIVATE = "not private"


LOOPBACK_NAMES = ("localhost", "127.0.0.1", "::1")
"""Names of this very machine, under which it may always be asked."""


class ConfigError(Exception):
    """A configuration that names no readable source. ``str()`` says in English what is wrong and what to do.

    ``where`` is the name of the setting at fault (``ROAD_SPREADSHEET``); no value of a key is ever in it. ``value`` is
    what stands there, where that is no secret, and ``form`` (a message) what should.
    """

    def __init__(self, problem: ConfigProblem, where: str, message: str, *, value: str = "", form: str = "") -> None:
        super().__init__(f"{where}: {message}")
        self.problem = problem
        self.where = where
        self.value = value
        self.form = form


def _bad_value(level: "_Level", setting: str, form: str) -> ConfigError:
    """What stands in a setting of no secret has another form than ``form``, a message."""
    value = _shown(level.values[setting])
    where = level.names[setting]
    return ConfigError(ConfigProblem.BAD_VALUE, where, f"{value!r} is not {form}", value=value, form=form)


def _shown(value: object) -> str:
    """A value as a message may show it: short, and nothing that looks like a key pasted into the wrong place."""
    text = " ".join(str(value).split())
    return text if len(text) <= SHOWN_CHARACTERS and "PRIVATE" not in text and "{" not in text else f"{text[:6]}…"


@dataclass(frozen=True)
class Config:
    """The one source and how it is read. Exactly one of ``workbook`` and ``spreadsheet`` (a key) is set.

    ``cache_dir`` is where the last good reading is kept, None for a file; with ``reader`` false this process only
    follows what another one keeps there. ``history_dir`` is where the record of readings is kept, None for nowhere.
    ``is_key_exposed``: other users of this machine can read the file that holds the key.
    """

    workbook: Path | None = None
    spreadsheet: str | None = None
    service_account: Mapping[str, str] = field(default_factory=dict, repr=False)
    api_base: str = GOOGLE_API
    refresh_seconds: float = REFRESH_SECONDS
    cache_dir: Path | None = None
    history_dir: Path | None = None
    reader: bool = True
    is_key_exposed: bool = False


@dataclass(frozen=True)
class Site:
    """Where the dashboard is shown, as far as it was told.

    ``address`` is the public one without a slash at its end, None where it is not known. ``hosts`` are the names it
    answers to (lower case, ``*.`` before one for all below it), its own and this machine's among them; none: any name.
    ``frame_ancestors`` are the sites that may show it in a frame.
    """

    address: str | None = None
    hosts: tuple[str, ...] = ()
    metrics: bool = False
    frame_ancestors: tuple[str, ...] = ()


@dataclass(frozen=True)
class Mail:
    """How mail is sent. ``security`` is "starttls", "tls" or "none"; ``to`` are plain addresses."""

    host: str
    port: int
    security: str
    sender: str
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    to: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Level:
    """The settings of one level by their short names, and the names a reader knows them by."""

    values: Mapping[str, Any] = field(repr=False)
    names: Mapping[str, str]
    folder: Path
    file: Path | None = None
    """What the settings stand in, where that is a file."""
    is_there: bool = False


_SETTINGS = ("workbook", "spreadsheet", "service_account", "api_base", "refresh_seconds", "cache_dir", "reader")
_SITE_SETTINGS = ("address", "hosts", "metrics", "frame_ancestors")
_MAIL_SETTINGS = ("host", "port", "security", "user", "password", "from", "to")
_ACCESS_SETTINGS = ("readers", "secretariat")
_AUTH_SETTINGS = ("client_id", "client_secret", "cookie_secret", "server_metadata_url", "redirect_uri")
_PORTS = {"starttls": 587, "tls": 465, "none": 25}
_MAIL_ADDRESS = re.compile(r"[^@\s<>,;\"]+@[^@\s<>,;\"]+")


def refuse_unknown(environ: Mapping[str, str]) -> None:
    """Raise ``ConfigError`` for a ``ROAD_...`` that is no setting: misspelt, it would count for nothing in silence."""
    known = ["ROAD_SECRETS", *(f"ROAD_{setting.upper()}" for setting in (*_SETTINGS, *_SITE_SETTINGS))]
    known += [f"ROAD_MAIL_{setting.upper()}" for setting in _MAIL_SETTINGS]
    known += [f"ROAD_ACCESS_{setting.upper()}" for setting in _ACCESS_SETTINGS]
    known += [f"ROAD_AUTH_{setting.upper()}" for setting in _AUTH_SETTINGS]
    for name in environ:
        if name.startswith("ROAD_") and name not in known:
            near = process.extractOne(name, known, scorer=fuzz.ratio)
            nearest = near[0] if near and near[1] >= NEAR_NAME else ", ".join(known)
            raise ConfigError(
                ConfigProblem.UNKNOWN_SETTING, name, f"there is no such setting; there is {nearest}", value=nearest
            )


def load_config(environ: Mapping[str, str], secrets_file: Path) -> Config:
    """The configured source; the embedded sample where none is. Raises ``ConfigError``.

    Relative paths start from the working directory in the environment, from the project's folder in the secrets.
    """
    refuse_unknown(environ)
    environment = _environment(environ, _SETTINGS)
    secrets = _secrets(secrets_file, "sheet", _SETTINGS)
    cache_dir = _either("cache_dir", environment, secrets)
    reader = _yes("reader", environment, secrets, default=True)
    source = _source(environment, asks=reader) or _source(secrets, asks=reader) or Config(workbook=SAMPLE)
    refresh_seconds = _seconds(_either("refresh_seconds", environment, secrets))
    kept_in = cache_dir[0].folder / Path(str(cache_dir[1])).expanduser() if cache_dir else CACHE_DIR
    if not reader and not cache_dir and source.spreadsheet:
        raise ConfigError(
            ConfigProblem.NO_CACHE_DIR,
            _name("reader", environment, secrets),
            "a process that follows another one needs the folder they share; set ROAD_CACHE_DIR",
        )
    return Config(
        workbook=source.workbook,
        spreadsheet=source.spreadsheet,
        service_account=source.service_account,
        api_base=source.api_base,
        refresh_seconds=refresh_seconds,
        cache_dir=kept_in if source.spreadsheet else None,
        history_dir=kept_in,
        reader=reader,
        is_key_exposed=source.is_key_exposed,
    )


def load_site(environ: Mapping[str, str], secrets_file: Path) -> Site:
    """What is said of the site; raises ``ConfigError`` for an address that is none or a name that cannot be one.

    A file of secrets that cannot be read says nothing here: ``load_config`` tells the reader of it.
    """
    environment = _environment(environ, _SITE_SETTINGS)
    try:
        secrets = _secrets(secrets_file, "site", _SITE_SETTINGS)
    except ConfigError:
        secrets = _Level({}, {}, secrets_file.parent)
    address = _site_address(_either("address", environment, secrets))
    hosts = _host_names(_either("hosts", environment, secrets))
    own = (str(urlsplit(address).hostname),) if address else ()
    return Site(
        address,
        tuple(dict.fromkeys((*own, *hosts, *LOOPBACK_NAMES))) if own or hosts else (),
        _yes("metrics", environment, secrets, default=False),
        _frame_sites(_either("frame_ancestors", environment, secrets)),
    )


def load_mail(environ: Mapping[str, str], secrets_file: Path) -> Mail:
    """How mail is sent; raises ``ConfigError`` for what is missing or wrong. No message holds the password."""
    environment = _environment(environ, _MAIL_SETTINGS, "ROAD_MAIL")
    secrets = _secrets(secrets_file, "mail", _MAIL_SETTINGS)

    def said(setting: str) -> str:
        found = _either(setting, environment, secrets)
        return "" if found is None else str(found[1]).strip()

    def wrong(setting: str, message: str) -> ConfigError:
        return ConfigError(ConfigProblem.BAD_VALUE, _name(setting, environment, secrets), message)

    host, sender, security = said("host"), said("from"), said("security").casefold() or "starttls"
    for setting, value in (("host", host), ("from", sender)):
        if not value:
            name = environment.names[setting]
            raise ConfigError(ConfigProblem.BAD_VALUE, name, "mail cannot be sent without it")
    if security not in _PORTS:
        raise wrong("security", "this is starttls, tls or none")
    if security == "none" and host != "localhost" and not _is_loopback(host):
        raise wrong("security", "beyond this machine mail travels encrypted: starttls or tls")
    if not is_mail_address(parseaddr(sender)[1]):
        raise wrong("from", "this is a mail address, such as Secretariat <road@example.org>")
    port = said("port") or str(_PORTS[security])
    if not port.isdecimal() or not 0 < int(port) < 65536:
        raise wrong("port", "this is a number, such as 587")
    found = _either("to", environment, secrets)
    to = found[1] if found and isinstance(found[1], list) else said("to").replace(",", " ").replace(";", " ").split()
    for address in to:
        if not is_mail_address(str(address)):
            raise wrong("to", f"{address!r} is no mail address")
    addresses = tuple(str(address) for address in to)
    return Mail(host, int(port), security, sender, said("user") or None, said("password") or None, addresses)


COOKIE_SECRET_MIN = 32
"""Characters below which a stranger could guess the secret, and with it be whom they like."""
_EVERYBODYS = re.compile(r"//login\.microsoftonline\.com/(common|organizations|consumers)/", re.IGNORECASE)
_ALL_OF_A_DOMAIN = re.compile(r"(\*|[^@\s*<>,;\"]+)@[^@\s*<>,;\"]+\.[^@\s*<>,;\".]+")


def load_access(environ: Mapping[str, str], secrets_file: Path) -> Access | None:
    """Who may look, None where everybody may. Raises ``ConfigError`` for all that only looks like safety.

    That is: a sign-in without a list of who may come in, a list without a sign-in, either without what they need.
    """
    if environ.get("ROAD_SECRETS", "").strip() and not secrets_file.is_file():
        # Whoever named it may have said there who may look.
        raise ConfigError(ConfigProblem.BAD_SECRETS_FILE, "ROAD_SECRETS", f"there is no file at {_shown(secrets_file)}")
    environment = _environment(environ, _ACCESS_SETTINGS, "ROAD_ACCESS")
    secrets = _secrets(secrets_file, "access", _ACCESS_SETTINGS)
    for name in _content(secrets_file).get("access", {}):
        if name not in _ACCESS_SETTINGS:
            # Passed over, it would let more people in than were meant.
            known = " and ".join(_ACCESS_SETTINGS)
            message = f"there is no such setting; there are {known}"
            raise ConfigError(ConfigProblem.UNKNOWN_SETTING, f"[access] {name}", message, value=known)
    readers, secretariat = (_who(setting, environment, secrets) for setting in _ACCESS_SETTINGS)
    auth = _auth(environ, secrets_file)
    if auth is None and not secrets.is_there and not environment.is_there:
        return None
    if auth is None:
        raise _not_private("[access]", "nobody can sign in without [auth], so nobody would come in: docs/private.md")
    if not readers and not secretariat:
        raise _not_private(
            "[auth]", "a sign-in alone keeps nobody out; say who may come in, as [access] readers: docs/private.md"
        )
    if find_spec("authlib") is None:
        raise _not_private("[auth]", "signing in needs Authlib: pip install -r requirements-auth.txt")
    return Access(readers, secretariat, _checked(auth, load_site(environ, secrets_file).address))


def _not_private(where: str, message: str) -> ConfigError:
    return ConfigError(ConfigProblem.NOT_PRIVATE, where, message)


def _who(setting: str, environment: _Level, secrets: _Level) -> tuple[str, ...]:
    found = _either(setting, environment, secrets)
    if found is None:
        return ()
    names = [name.casefold() for name in _several(found[0], setting)]
    if not all(_ALL_OF_A_DOMAIN.fullmatch(name) for name in names):
        form = N_("addresses, such as mayor@example.org, or *@example.org for all of a domain")
        raise _bad_value(found[0], setting, form)
    return tuple(names)


def _auth(environ: Mapping[str, str], secrets_file: Path) -> dict[str, Any] | None:
    """The table ``[auth]``, what the environment says of it first; None where neither speaks of it."""
    table = _content(secrets_file).get("auth")
    said = _environment(environ, _AUTH_SETTINGS, "ROAD_AUTH").values
    if table is None and not said:
        return None
    if not isinstance(table or {}, dict):
        raise _not_private("[auth]", "this is a table: write [auth] on a line of its own")
    return {**(table or {}), **said}


def _checked(auth: dict[str, Any], address: str | None) -> dict[str, Any]:
    """The table with its redirect_uri, once it has all that signing in needs. No message holds a secret."""
    if address and "redirect_uri" not in auth:
        auth = {**auth, "redirect_uri": f"{address}/oauth2callback"}
    services = {name: value for name, value in auth.items() if isinstance(value, dict) and name != "client_kwargs"}
    if "client_id" in auth or not services:
        services[""] = auth
    for setting in ("redirect_uri", "cookie_secret"):
        if not str(auth.get(setting, "")).strip():
            raise _not_private(f"[auth] {setting}", "signing in needs it: docs/private.md")
    for name, service in services.items():
        where = f"[auth.{name}]" if name else "[auth]"
        for setting in ("client_id", "client_secret", "server_metadata_url"):
            if not str(service.get(setting, "")).strip():
                raise _not_private(f"{where} {setting}", "signing in needs it: docs/private.md")
        if _EVERYBODYS.search(str(service["server_metadata_url"])):
            raise _not_private(
                f"{where} server_metadata_url",
                "there anybody’s directory may claim any address; write the id of your own in place of common",
            )
        if "_" in name:
            raise _not_private(where, "the name of a sign-in service holds no underscore")
    if len(str(auth["cookie_secret"])) < COOKIE_SECRET_MIN:
        raise _not_private(
            "[auth] cookie_secret",
            f"it is guessed too easily: {COOKIE_SECRET_MIN} letters or more, as `openssl rand -hex 32` makes them",
        )
    back = urlsplit(str(auth["redirect_uri"]))
    is_own = back.hostname == "localhost" or _is_loopback(back.hostname)
    if not back.path.endswith("/oauth2callback") or (back.scheme != "https" and not (back.scheme == "http" and is_own)):
        raise _not_private(
            "[auth] redirect_uri", "this is the public address with /oauth2callback at its end, beginning with https"
        )
    if address and str(auth["redirect_uri"]) != f"{address}/oauth2callback":
        raise _not_private(
            "[auth] redirect_uri", f"the dashboard’s address is {address}: write it with /oauth2callback"
        )
    return auth


def is_mail_address(text: str) -> bool:
    """Whether mail can be sent to a text, as far as its form goes."""
    return bool(_MAIL_ADDRESS.fullmatch(text)) and text.isprintable() and len(text) <= 254


_HOST_NAME = re.compile(r"(\*\.)?[a-z0-9]([a-z0-9.-]*[a-z0-9])?|[0-9a-f:]+:[0-9a-f:.]*|\*")


def _site_address(found: tuple[_Level, Any] | None) -> str | None:
    if found is None:
        return None
    level, _ = found
    address = _text(level, "address").rstrip("/")
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError:
        parts = urlsplit("")
    is_site = parts.scheme in {"http", "https"} and _HOST_NAME.fullmatch(parts.hostname or "")
    if not is_site or parts.query or parts.fragment or "@" in parts.netloc:
        raise _bad_value(level, "address", N_("the address that readers type, such as https://road.example.org"))
    return address


def _host_names(found: tuple[_Level, Any] | None) -> tuple[str, ...]:
    if found is None:
        return ()
    level, _ = found
    names = _several(level, "hosts")
    if not all(_HOST_NAME.fullmatch(name.casefold()) for name in names):
        raise _bad_value(level, "hosts", N_("names of hosts, such as road.example.org or *.example.org"))
    return tuple(name.casefold() for name in names)


_SITE = re.compile(r"https?://(\*\.)?[A-Za-z0-9.-]+(:(\d+|\*))?")


def _frame_sites(found: tuple[_Level, Any] | None) -> tuple[str, ...]:
    if found is None:
        return ()
    level, _ = found
    sites = _several(level, "frame_ancestors")
    if not all(_SITE.fullmatch(site) for site in sites):
        raise _bad_value(
            level, "frame_ancestors", N_("sites with https:// before them, such as https://www.example.org")
        )
    return tuple(sites)


def _several(level: _Level, setting: str) -> list[str]:
    """A list in TOML, or texts apart by commas and spaces."""
    value = level.values[setting]
    return [str(one) for one in value] if isinstance(value, list) else _text(level, setting).replace(",", " ").split()


def open_source(config: Config, choose: Chooses = choose) -> Source:
    """The source of a configuration. Nothing is read yet; raises ``ConfigError`` for a key that is not one.

    ``choose`` says which tabs are fetched: the road's.
    """
    if config.spreadsheet is None:
        return FileSource(config.workbook or SAMPLE, choose)
    if not config.reader:
        return FollowedSource(config.spreadsheet)
    # Imported here: whoever reads a file does not wait for the libraries that speak to Google.
    from data.sources.google import GoogleSource, credentials_of

    try:
        credentials = credentials_of(config.service_account)
    except Exception:  # of several libraries, whose words may quote the key
        raise ConfigError(
            ConfigProblem.BROKEN_KEY,
            "service account",
            "its private_key cannot be read; download a new JSON key and copy it whole, line breaks included",
        ) from None
    return GoogleSource(
        config.spreadsheet, credentials, choose=choose, link_places=link_places, api_base=config.api_base
    )


def _environment(environ: Mapping[str, str], settings: tuple[str, ...], prefix: str = "ROAD") -> _Level:
    names = {setting: f"{prefix}_{setting.upper()}" for setting in settings}
    values = {setting: environ[name].strip() for setting, name in names.items() if environ.get(name, "").strip()}
    return _Level(values, names, Path.cwd(), is_there=bool(values))


def _secrets(secrets_file: Path, table: str, settings: tuple[str, ...]) -> _Level:
    name = secrets_file.name
    names = {setting: f"[{table}] {setting} ({name})" for setting in settings}
    names["service_account"] = f"[sheet.service_account] ({name})"
    content = _content(secrets_file)
    found = content.get(table, {})
    if not isinstance(found, dict):
        message = f"{table} is a table: write [{table}] on a line of its own"
        raise ConfigError(ConfigProblem.BAD_SECRETS_FILE, name, message)
    values = {setting: found[setting] for setting in settings if found.get(setting) not in (None, "", {})}
    folder = secrets_file.absolute().parent
    project = folder.parent if folder.name == ".streamlit" else folder
    return _Level(values, names, project, secrets_file, is_there=table in content)


def _content(secrets_file: Path) -> dict[str, Any]:
    """What stands in the file of secrets, empty where there is none. Raises ``ConfigError`` for one that is no TOML."""
    name = secrets_file.name
    try:
        return tomllib.loads(secrets_file.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(ConfigProblem.BAD_SECRETS_FILE, name, "the file cannot be opened as UTF-8 text") from error
    except tomllib.TOMLDecodeError as error:
        # The parser's own words quote the line, and the line may be a key.
        place = re.search(r"line \d+", str(error))
        where = f"{name}, {place.group()}" if place else name
        raise ConfigError(ConfigProblem.BAD_SECRETS_FILE, where, "this is not valid TOML") from None


def _source(level: _Level, *, asks: bool) -> Config | None:
    values, names = level.values, level.names
    if "workbook" in values and "spreadsheet" in values:
        raise ConfigError(
            ConfigProblem.TWO_SOURCES,
            f"{names['workbook']} and {names['spreadsheet']}",
            "two sources are configured; keep one of them",
        )
    if "workbook" in values:
        return Config(workbook=level.folder / Path(_text(level, "workbook")).expanduser())
    if "spreadsheet" in values:
        return Config(
            spreadsheet=spreadsheet_key(_text(level, "spreadsheet"), names["spreadsheet"]),
            service_account=_service_account(level) if asks else {},
            is_key_exposed=asks and _is_key_exposed(level),
            api_base=_api_base(_text(level, "api_base"), names["api_base"]) if "api_base" in values else GOOGLE_API,
        )
    for setting in ("service_account", "api_base"):
        if setting in values:
            raise ConfigError(
                ConfigProblem.KEY_WITHOUT_SPREADSHEET,
                names[setting],
                f"it is set without a spreadsheet; set {names['spreadsheet']} too",
            )
    return None


def _text(level: _Level, setting: str) -> str:
    value = level.values[setting]
    if not isinstance(value, str):
        raise _bad_value(level, setting, N_("a text, in quotation marks"))
    return value.strip()


def _either(setting: str, environment: _Level, secrets: _Level) -> tuple[_Level, Any] | None:
    for level in (environment, secrets):
        if setting in level.values:
            return level, level.values[setting]
    return None


def _name(setting: str, environment: _Level, secrets: _Level) -> str:
    return (environment if setting in environment.values else secrets).names[setting]


def _seconds(found: tuple[_Level, Any] | None) -> float:
    if found is None:
        return REFRESH_SECONDS
    level, value = found
    try:
        seconds = float(value)
    except (TypeError, ValueError):
        seconds = float("nan")
    if not isfinite(seconds) or seconds < REFRESH_SECONDS_MIN:
        raise _bad_value(level, "refresh_seconds", N_("a number of seconds, 1 or more"))
    return seconds


def _yes(setting: str, environment: _Level, secrets: _Level, *, default: bool) -> bool:
    found = _either(setting, environment, secrets)
    if found is None:
        return default
    level, value = found
    word = str(value).strip().casefold()
    if word in {"1", "true", "yes"}:
        return True
    if word in {"0", "false", "no"}:
        return False
    raise _bad_value(level, setting, N_("yes or no"))


_KEY = re.compile(r"[A-Za-z0-9_-]{8,128}")
_ADDRESS = re.compile(r"/spreadsheets/(?:u/\d+/)?d/([A-Za-z0-9_-]{8,128})(?:[/?#]|$)")


def spreadsheet_key(text: str, name: str) -> str:
    """The key in the address of a spreadsheet, or the key itself; ``ConfigError`` naming ``name`` for anything else."""
    if "/spreadsheets/d/e/" in text:
        raise ConfigError(
            ConfigProblem.PUBLISHED_LINK,
            name,
            "this is the address of a published copy; open the spreadsheet itself and copy its address",
        )
    address = _ADDRESS.search(text)
    if address:
        return address.group(1)
    if _KEY.fullmatch(text):
        return text
    raise ConfigError(
        ConfigProblem.NOT_A_SPREADSHEET,
        name,
        "this is neither the address of a Google spreadsheet nor its key (the long part between /d/ and /edit)",
    )


def _api_base(text: str, name: str) -> str:
    parts = urlsplit(text)
    loopback = parts.hostname == "localhost" or _is_loopback(parts.hostname)
    if not parts.hostname or parts.query or parts.fragment or parts.username or parts.scheme not in {"http", "https"}:
        raise ConfigError(ConfigProblem.BAD_API_BASE, name, "this is an address such as https://sheets.example.org")
    if parts.scheme == "http" and not loopback:
        raise ConfigError(
            ConfigProblem.BAD_API_BASE, name, "beyond this machine the address begins with https, or keys travel open"
        )
    return text.rstrip("/")


def _is_loopback(host: str | None) -> bool:
    try:
        return ip_address(host or "").is_loopback
    except ValueError:
        return False


def _service_account(level: _Level) -> dict[str, str]:
    name = level.names["service_account"]
    value = level.values.get("service_account")
    if value is None:
        raise ConfigError(
            ConfigProblem.NO_KEY, name, "a spreadsheet is read with the key of a service account; set it here"
        )
    if isinstance(value, str) and value.lstrip().startswith("{"):
        message = (
            "this is the path of the JSON key, not what stands in it; save the key as a file that only you can read"
        )
        raise ConfigError(ConfigProblem.KEY_FILE_MISSING, name, message, value=_shown(value))
    if isinstance(value, str):
        value = _key_file(level.folder / Path(value).expanduser(), name)
    if not isinstance(value, dict) or value.get("type", "service_account") != "service_account":
        raise ConfigError(
            ConfigProblem.NOT_A_SERVICE_ACCOUNT,
            name,
            "this is not the key of a service account; in the Google Cloud console create one under Service accounts",
        )
    fields = {key: text for key, text in value.items() if isinstance(key, str) and isinstance(text, str)}
    absent = [key for key in ("client_email", "private_key", "token_uri") if not fields.get(key, "").strip()]
    if absent:
        raise ConfigError(ConfigProblem.INCOMPLETE_KEY, name, f"it lacks {', '.join(absent)}; copy the whole JSON key")
    # Copied from JSON into TOML's single quotes, line breaks arrive as a backslash and an n.
    return fields | {"private_key": fields["private_key"].replace("\\n", "\n")}


def _is_key_exposed(level: _Level) -> bool:
    """Whether others can read the file that holds the key: its own, or that of the secrets."""
    value = level.values["service_account"]
    path = level.folder / Path(value).expanduser() if isinstance(value, str) else level.file
    is_exposed = os.name == "posix" and path is not None and bool(path.stat().st_mode & 0o077)
    if is_exposed:
        name = level.names["service_account"]
        _log.warning("%s: others on this machine can read the key file; chmod 600 takes that away", name)
    return is_exposed


def _key_file(path: Path, name: str) -> Any:  # noqa: ANN401 - whatever JSON stands in the file
    # Somebody will paste a key where its path belongs: no message repeats what looks like one.
    try:
        return json.loads(path.read_text("utf-8-sig"))
    except FileNotFoundError:
        message = f"there is no file at {_shown(path)}; save the JSON key there, or correct the path"
        raise ConfigError(ConfigProblem.KEY_FILE_MISSING, name, message, value=_shown(path)) from None
    except OSError as error:
        message = f"the file cannot be opened ({error.strerror}); let the user who runs the app read it"
        raise ConfigError(ConfigProblem.KEY_FILE_UNREADABLE, name, message) from None
    except (ValueError, RecursionError):
        message = "the file is not the JSON that Google gives for a key; download it again"
        raise ConfigError(ConfigProblem.NOT_A_SERVICE_ACCOUNT, name, message) from None
