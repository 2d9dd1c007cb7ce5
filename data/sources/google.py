"""The source for a Google spreadsheet, and the client that asks for it within bounds.

One ``values:batchGet`` per reading, whatever the number of worksheets, and of ours alone; the metadata hourly, and at
every reading while one of ours is missing. The addresses behind texts, which values do not tell, are asked for when a
text of a column of links is new, and hourly.
"""

import random
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from email.utils import parsedate_to_datetime
from threading import Lock
from typing import Any, Protocol, cast
from urllib.parse import urlsplit, urlunsplit

import requests
import urllib3.exceptions
from gspread.auth import service_account_from_dict
from gspread.http_client import HTTPClient, ParamsType
from gspread.utils import absolute_range_name, rowcol_to_a1
from requests.auth import AuthBase

from data.grid import Choice, Chooses, FindsLinks, Grid, Origin, Workbook, everything, no_links
from data.memory import Memory
from data.sources import FailureKind, SourceError, wrong_workbook
from data.sources.answers import (
    LINK_FIELDS,
    METADATA_FIELDS,
    Metadata,
    Tab,
    failure_of,
    is_address,
    links_of,
    metadata_of,
    parsed,
    rows_of,
    token_failure_of,
)
from data.sources.batches import Batches
from data.sources.sharing import GOOGLE_API, spreadsheet_address

TABS_MAX = 100
"""Worksheets of ours in one batch: their titles have to fit in one address."""

READ_ONLY = "https://www.googleapis.com/auth/spreadsheets.readonly"

_WORTH_A_RETRY = frozenset(
    {
        FailureKind.QUOTA,
        FailureKind.UNAVAILABLE,
        FailureKind.TIMEOUT,
        FailureKind.NETWORK,
        FailureKind.BAD_ANSWER,
    }
)


@dataclass(frozen=True)
class Patience:
    """How long one reading may take, in seconds; ``deadline`` is for all its requests together."""

    connect: float = 5.0
    read: float = 10.0
    deadline: float = 25.0
    tries: int = 4
    first_wait: float = 0.5
    metadata_age: float = 3600.0
    answer_bytes: int = 64 * 2**20


class Credentials(Protocol):
    """What is used of google-auth's credentials of a service account."""

    token: str | None
    service_account_email: str

    @property
    def valid(self) -> bool:
        """Whether there is a token that has not run out."""
        ...

    def refresh(self, request: "_TokenRequest") -> None:
        """Fetch a token."""
        ...


def credentials_of(service_account: Mapping[str, str]) -> Credentials:
    """Read-only credentials of the fields of a JSON key; raises where the private key is not one, or of another kind.

    What it raises comes from several libraries, and may quote the key.
    """
    credentials: Any = service_account_from_dict(service_account, scopes=[READ_ONLY]).http_client.auth
    # A key of another kind is noticed only once it signs.
    credentials.sign_bytes(b"")
    return cast(Credentials, credentials)


class PatientClient(HTTPClient):
    """gspread's client for one reading: at most so many tries and so long, and one typed error in the end.

    Every request of gspread goes through ``request``. The token is fetched and the body read inside the retry, and the
    host is ``api_base``'s.
    """

    def __init__(
        self,
        credentials: Credentials,
        *,
        api_base: str = GOOGLE_API,
        patience: Patience = Patience(),
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        jitter: Callable[[], float] = random.random,
        parse_values: Callable[[bytes], dict[str, Any]] = parsed,
    ) -> None:
        """``clock`` counts seconds, ``jitter`` gives a number from 0 to 1, ``parse_values`` reads a good answer of
        cells."""
        super().__init__(cast(Any, credentials), session=requests.Session())
        self._credentials = credentials
        self._api_base = api_base
        self._patience = patience
        self._clock = clock
        self._sleep = sleep
        self._jitter = jitter
        self._parse_values = parse_values
        self._deadline = clock() + patience.deadline

    def close(self) -> None:
        """Let go of the connections."""
        self.session.close()

    def request(
        self,
        method: str,
        endpoint: str,
        params: ParamsType | None = None,
        data: bytes | None = None,
        json: Mapping[str, Any] | None = None,
        files: Any = None,  # noqa: ANN401 - as in gspread
        headers: Any = None,  # noqa: ANN401 - as in gspread
    ) -> requests.Response:
        """A good answer whose body is a JSON object; raises ``SourceError``."""
        refused_token = False
        for tried in range(1, self._patience.tries + 1):
            try:
                return self._try(method, endpoint, params=params, data=data, json=json, files=files, headers=headers)
            except SourceError as error:
                if error.kind is FailureKind.AUTH and self._credentials.token and not refused_token:
                    # A token can end before its time; another one is worth one more try.
                    refused_token = True
                    self._credentials.token = None
                    continue
                wait = self._wait_before_next(tried, error)
                if wait is None:
                    raise
            self._sleep(wait)
        raise SourceError(FailureKind.AUTH, "Google does not accept the service account's token", status=401)

    def _wait_before_next(self, tried: int, error: SourceError) -> float | None:
        """Seconds before another try; None where there is no point in one."""
        if error.kind not in _WORTH_A_RETRY or tried == self._patience.tries:
            return None
        wait = self._patience.first_wait * 2 ** (tried - 1) * (0.5 + self._jitter())
        if error.retry_after_seconds is not None:
            wait = max(error.retry_after_seconds, 0.0)
        return wait if self._clock() + wait < self._deadline else None

    def _try(self, method: str, endpoint: str, **content: Any) -> requests.Response:  # noqa: ANN401 - passed through
        if not self._credentials.valid:
            self._fetch_token()
        token = self._credentials.token
        response = self.exchange(method, _on_host(endpoint, self._api_base), auth=_Bearer(str(token)), **content)
        if not response.ok:
            raise failure_of(response.status_code, response.content, _retry_after_seconds(response))
        if response.is_redirect:
            raise SourceError(FailureKind.BAD_ANSWER, "the answer points elsewhere", status=response.status_code)
        content = (self._parse_values if endpoint.endswith("/values:batchGet") else parsed)(response.content)
        # gspread asks the response for it: a large sheet is not read twice.
        response.json = lambda **_: content
        return response

    def _fetch_token(self) -> None:
        # Refreshing the credentials ourselves, rather than through Google's session, starts no other look-up.
        try:
            self._credentials.refresh(_TokenRequest(self))
        except SourceError:
            raise
        except (ValueError, TypeError):
            raise SourceError(FailureKind.BAD_ANSWER, "what came back is not a token") from None
        except Exception:  # google-auth's own, whose words quote the answer
            raise SourceError(FailureKind.AUTH, "Google refuses the service account's key") from None

    def exchange(self, method: str, url: str, **content: Any) -> requests.Response:  # noqa: ANN401 - passed through
        """One request and its whole answer, within the deadline; raises ``SourceError``."""
        left = self._deadline - self._clock()
        if left <= 0:
            raise SourceError(FailureKind.TIMEOUT, "no time is left for another request")
        timeout: Any = (min(self._patience.connect, left), min(self._patience.read, left))
        try:
            with self.session.request(
                method, url, timeout=timeout, stream=True, allow_redirects=False, **content
            ) as response:
                # requests keeps a body read from a stream there; gspread takes it from the response.
                response._content = self._body(response)
                return response
        except (requests.Timeout, urllib3.exceptions.TimeoutError):
            raise SourceError(FailureKind.TIMEOUT, "Google did not answer in time") from None
        except requests.exceptions.SSLError:
            message = "the connection to Google cannot be trusted: its certificate is not accepted here"
            raise SourceError(FailureKind.NETWORK, message) from None
        except (requests.RequestException, urllib3.exceptions.HTTPError, OSError) as error:
            if "IncompleteRead" in repr(error):
                raise SourceError(FailureKind.BAD_ANSWER, "the answer was cut short") from None
            raise SourceError(FailureKind.NETWORK, "Google cannot be reached from here") from None

    def _body(self, response: requests.Response) -> bytes:
        """The body, piece by piece: a timeout counts between two pieces only, and a drip has many."""
        body = bytearray()
        while piece := response.raw.read1(2**16, decode_content=True):
            body += piece
            if self._clock() >= self._deadline:
                raise SourceError(FailureKind.TIMEOUT, "the answer did not arrive in time")
            if len(body) > self._patience.answer_bytes:
                raise SourceError(FailureKind.TOO_LARGE, "the answer is larger than any sheet of ours can be")
        return bytes(body)


class _Bearer(AuthBase):
    """The token of one request. Given as its own kind of auth, no .netrc of this machine can take its place."""

    def __init__(self, token: str) -> None:
        self._token = token

    def __repr__(self) -> str:
        return "_Bearer(...)"

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = f"Bearer {self._token}"
        return request


@dataclass(frozen=True)
class _TokenAnswer:
    """A token endpoint's answer in the form that google-auth reads."""

    status: int
    headers: Mapping[str, str]
    data: bytes


class _TokenRequest:
    """How google-auth asks for a token: through the same bounds, and with no tries of its own."""

    def __init__(self, client: PatientClient) -> None:
        self._client = client

    def __call__(
        self,
        url: str,
        method: str = "GET",
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        timeout: float | None = None,
        **_: object,
    ) -> _TokenAnswer:
        response = self._client.exchange(method, url, data=body, headers=headers)
        if response.status_code != 200:
            raise token_failure_of(response.status_code, response.content, _retry_after_seconds(response))
        if not isinstance(parsed(response.content).get("access_token"), str):
            raise SourceError(FailureKind.BAD_ANSWER, "what came back is not a token")
        return _TokenAnswer(response.status_code, response.headers, response.content)


def _on_host(endpoint: str, api_base: str) -> str:
    base, asked = urlsplit(api_base), urlsplit(endpoint)
    return urlunsplit((base.scheme, base.netloc, base.path.rstrip("/") + asked.path, asked.query, ""))


def _retry_after_seconds(response: requests.Response) -> float | None:
    """What the answer asks for, as seconds or as a date; None where it asks for nothing readable."""
    text = response.headers.get("Retry-After", "").strip()
    if text.isdigit():
        return float(text[:9])
    try:
        return max(parsedate_to_datetime(text).timestamp() - time.time(), 0.0)
    except (ValueError, TypeError, OverflowError):
        return None


@dataclass(frozen=True)
class _Links:
    """The addresses of one column by (row, column), 1-based, for the texts that it had by row when asked."""

    texts: Mapping[int, str]
    found: Mapping[tuple[int, int], str]
    asked_at: float


def _texts(grid: Grid, place: int, header_row: int) -> dict[int, str]:
    """The texts of a column below its header that are no addresses themselves, by their row."""
    return {
        number: cell
        for number, row in enumerate(grid.rows[header_row:], header_row + 1)
        if place < len(row) and isinstance(cell := row[place], str) and not is_address(cell)
    }


@dataclass(frozen=True)
class _Seen:
    """What readings so far have shown, never changed in place: one that was given up may run beside its successor.

    ``titles`` are those that tabs are known by, by their ids; ``is_whole``: every worksheet of ours was there.
    ``links`` are by a tab's id and the place of a column.
    """

    metadata: Metadata | None = None
    described_at: float = 0.0
    columns: Grid | None = None
    is_whole: bool = False
    titles: Mapping[int, str] = field(default_factory=dict)
    links: Mapping[tuple[int, int], _Links] = field(default_factory=dict)


class GoogleSource:
    """A Google spreadsheet, read with a service account.

    Worksheets are asked for by title. One that was renamed is found by its id and handed over under the title it is
    known by; one that is gone is reported, and the rest still read.
    """

    def __init__(
        self,
        spreadsheet: str,
        credentials: Credentials,
        *,
        choose: Chooses = everything,
        link_places: FindsLinks = no_links,
        api_base: str = GOOGLE_API,
        patience: Patience = Patience(),
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        """``spreadsheet`` is the key; ``clock`` counts seconds, ``jitter`` gives a number from 0 to 1."""
        self.spreadsheet = spreadsheet
        self.patience = patience
        self.share_with = str(credentials.service_account_email)
        self._credentials = credentials
        self._choose = choose
        self._link_places = link_places
        self._api_base = api_base
        self._clock = clock
        self._sleep = sleep
        self._jitter = jitter
        self._lock = Lock()
        self._seen = _Seen()
        self._batches = Batches()
        self._memories: dict[int, Memory] = {}

    def __repr__(self) -> str:
        return f"GoogleSource({self.spreadsheet!r})"

    @property
    def origin(self) -> Origin:
        """The spreadsheet's own title once it was read, and its address."""
        metadata = self._seen.metadata
        name = metadata.title if metadata else "Google Sheets"
        return Origin("google", name, spreadsheet_address(self.spreadsheet))

    def look_again(self) -> None:
        """Ask for the metadata at the next reading: tabs may be new."""
        self._see(metadata=None, links={})

    def recall(self, workbook: Workbook) -> None:
        """Know worksheets by the titles of an earlier reading, such as one kept on disk."""
        ours = self._choose([grid.title for grid in workbook.grids]).ours
        recalled = {grid.gid: grid.title for grid in workbook.grids if grid.gid is not None and grid.title in ours}
        self._see(titles={**recalled, **self._seen.titles})

    def _see(self, **shown: Any) -> None:  # noqa: ANN401 - fields of what was seen
        with self._lock:
            self._seen = replace(self._seen, **shown)

    def read(self) -> Workbook:
        """All worksheets as they are now; raises ``SourceError``."""
        client = PatientClient(
            self._credentials,
            api_base=self._api_base,
            patience=self.patience,
            clock=self._clock,
            sleep=self._sleep,
            jitter=self._jitter,
            parse_values=self._batches.parsed,
        )
        with closing(client):
            seen = self._seen
            is_new = self._clock() - seen.described_at < self.patience.metadata_age
            if seen.metadata is not None and seen.is_whole and is_new:
                try:
                    return self._workbook(client, seen.metadata, seen)
                except SourceError as error:
                    # A worksheet that was renamed or deleted fails the whole batch.
                    if error.kind is not FailureKind.BAD_REQUEST:
                        raise
            return self._workbook(client, self._ask_metadata(client), seen)

    def _ask_metadata(self, client: PatientClient) -> Metadata:
        metadata = metadata_of(dict(client.fetch_sheet_metadata(self.spreadsheet, {"fields": METADATA_FIELDS})))
        self._see(metadata=metadata, described_at=self._clock())
        return metadata

    def _links(
        self, client: PatientClient, tabs: Sequence[Tab], grids: Sequence[Grid], columns: Grid | None, seen: _Seen
    ) -> dict[tuple[int, int], _Links]:
        """The addresses behind the texts of columns of links: those known still hold while their texts do."""
        now = self._clock()
        named = {
            (tab, place): texts
            for tab, grid in zip(tabs, grids, strict=True)
            for place, header_row in self._link_places(grid, columns)
            if (texts := _texts(grid, place, header_row))
        }
        links = {
            (tab.gid, place): known
            for (tab, place), texts in named.items()
            if (known := seen.links.get((tab.gid, place)))
            and known.texts == texts
            and now - known.asked_at < self.patience.metadata_age
        }
        asked = {(tab, place): texts for (tab, place), texts in named.items() if (tab.gid, place) not in links}
        if not asked:
            return links
        ranges = [
            absolute_range_name(
                tab.title, f"{rowcol_to_a1(min(texts), place + 1)}:{rowcol_to_a1(max(texts), place + 1)}"
            )
            for (tab, place), texts in asked.items()
        ]
        params: ParamsType = {"fields": LINK_FIELDS, "ranges": ranges}
        found = links_of(dict(client.fetch_sheet_metadata(self.spreadsheet, params)))
        for (tab, place), texts in asked.items():
            behind = {
                (row, column): address
                for (gid, row, column), address in found.items()
                if (gid, column) == (tab.gid, place + 1) and row in texts
            }
            links[tab.gid, place] = _Links(texts, behind, now)
        return links

    def _ask_values(self, client: PatientClient, tabs: Sequence[Tab]) -> dict[int, list[list[Any]]]:
        if not tabs:
            return {}
        if len(tabs) > TABS_MAX:
            raise SourceError(FailureKind.TOO_LARGE, f"the spreadsheet has more than {TABS_MAX} worksheets to read")
        ranges = [absolute_range_name(tab.title) for tab in tabs]
        params: ParamsType = {
            "valueRenderOption": "UNFORMATTED_VALUE",
            "dateTimeRenderOption": "SERIAL_NUMBER",
            "majorDimension": "ROWS",
        }
        memories = [self._memories.setdefault(tab.gid, Memory()) for tab in tabs]
        rows = rows_of(client.values_batch_get(self.spreadsheet, ranges, params), memories)
        if not self._batches.remembers:
            self._memories = {}
        return {tab.gid: tab_rows for tab, tab_rows in zip(tabs, rows, strict=True)}

    def _workbook(self, client: PatientClient, metadata: Metadata, seen: _Seen) -> Workbook:
        titles = [tab.title for tab in metadata.tabs]
        choice = self._choose(titles, seen.columns)
        tabs = _chosen(metadata, choice, seen.titles)
        rows = self._ask_values(client, tabs)
        columns = next((self._grid(tab, tab.title, rows) for tab in tabs if tab.title == choice.columns), None)
        if columns != seen.columns:
            # What it says now decides about other worksheets, from this very reading on.
            choice = self._choose(titles, columns)
            tabs = _chosen(metadata, choice, seen.titles)
            rows |= self._ask_values(client, [tab for tab in tabs if tab.gid not in rows])
        known = _known(tabs, set(titles), seen.titles)
        names = {tab.gid: known[tab.gid] for tab in tabs}
        grids = [self._grid(tab, names[tab.gid], rows) for tab in tabs]
        links = self._links(client, tabs, grids, columns, seen)
        shown = set(names.values())
        missing = tuple(dict.fromkeys(title for title in known.values() if title not in shown))
        is_whole = not missing and self._choose([*titles, *shown], columns).is_whole
        self._see(columns=columns, titles=known, is_whole=is_whole, links=links)
        self._memories = {gid: memory for gid, memory in list(self._memories.items()) if gid in names}
        return Workbook(
            self.origin,
            tuple(_linked(grid, links) for grid in grids),
            locale=metadata.locale,
            timezone=metadata.timezone,
            missing=missing,
            others=tuple(
                tab.title
                for tab in metadata.tabs
                if tab.gid not in names and not tab.hidden and tab.title not in choice.private
            ),
            renamed=tuple((names[tab.gid], tab.title) for tab in tabs if names[tab.gid] != tab.title),
        )

    def _grid(self, tab: Tab, title: str, rows: Mapping[int, list[list[Any]]]) -> Grid:
        return Grid(
            title,
            rows[tab.gid],
            gid=tab.gid,
            hidden=tab.hidden,
            merged=tab.merged,
            hidden_rows=tab.hidden_rows,
            memory=self._memories.get(tab.gid),
        )


def _linked(grid: Grid, links: Mapping[tuple[int, int], _Links]) -> Grid:
    behind = [one.found for (gid, _), one in links.items() if gid == grid.gid]
    return replace(grid, links={at: address for found in behind for at, address in found.items()}) if behind else grid


def _chosen(metadata: Metadata, choice: Choice, known: Mapping[int, str]) -> list[Tab]:
    """The tabs that are ours now, or were when they had another title; raises ``SourceError`` where none is."""
    chosen = [
        tab
        for tab in metadata.tabs
        if tab.title not in choice.private and (tab.title in choice.ours or tab.gid in known)
    ]
    if not chosen and not choice.private and metadata.tabs:
        raise wrong_workbook([tab.title for tab in metadata.tabs])
    return chosen


def _known(tabs: Sequence[Tab], current: set[str], known: Mapping[int, str]) -> dict[int, str]:
    """The titles by id with those of ``tabs``: the first one read, unless one of ``current`` is that now."""
    kept = {tab.gid: known[tab.gid] for tab in tabs if tab.gid in known and known[tab.gid] not in current}
    return {**known, **{tab.gid: tab.title for tab in tabs}, **kept}
