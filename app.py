"""The launcher: ``streamlit run app.py`` serves the frame script, our static files, and what a page cannot be."""

import gc
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import anyio
import streamlit as st
from starlette.middleware import Middleware
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from streamlit import config as streamlit_config

import components
from components.coverage import strip
from components.publish.feed import PATH as FEED
from components.publish.routes import KEYED, ROUTES
from components.road import line, region
from components.server import door, static_files
from components.server.door import Door
from components.server.early_answer import EarlyAnswers
from components.server.fonts import Fonts, icon_font, text_font
from components.server.gate import Gate
from components.server.headers import Document, SecurityHeaders
from components.server.routes import AtOnce, routes
from components.server.sparing_log import be_sparing
from components.server.started import EVERYONE, started
from components.server.static_files import StaticCompression
from components.server.unknown_pages import UnknownPages
from components.server.uploads import UPLOADS, Uploads
from components.shared import opening_table
from components.shell import freshness, live, share, theme
from components.shell.pages import PAGES
from data import insides, store
from data.admission import shared_admission, shared_subscriptions
from data.config import SECRETS, ConfigError, load_site
from data.languages import LANGUAGES
from data.words import words_of

ROOT = Path(__file__).parent
FILE_CHECK_SECONDS = 5.0
"""From one look of Streamlit for changed settings to the next: its own 0.2 cost as much as hundreds of open pages."""
BASE: str = st.get_option("server.baseUrlPath")
"""The path under which a proxy shows the dashboard, '' for none; our own addresses stand under it like Streamlit's."""

try:
    SITE = load_site(os.environ, SECRETS)
    ACCESS = shared_admission().access
except ConfigError as error:
    sys.exit(f"The dashboard does not start. {error}")
be_sparing()
if file_check_period := insides.file_check_period():
    setattr(import_module("streamlit.watcher.polling_path_watcher"), file_check_period, FILE_CHECK_SECONDS)
theme.tell_at_once()
# A second fence behind ours, for what the gate does not know of.
streamlit_config.set_option("server.allowedHosts", list(SITE.hosts))
if ACCESS:
    # Whoever goes to sign in at one process may come back to another.
    streamlit_config.set_option("server.cookieSecret", str(ACCESS.auth["cookie_secret"]))

EARLY_ANSWERS = EarlyAnswers(
    pages=["" if name == "road" else name for name in PAGES],
    version=live.version,
    components={**line.EARLY, **strip.EARLY, **opening_table.EARLY, **share.EARLY, **freshness.EARLY},
    cookies=(region.COOKIE,),
    base=BASE,
    content=live.content,
)


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[None]:
    """Read the sheet before the first visitor comes, load what the pages are made of, compress what browsers load."""
    async with anyio.create_task_group() as starting:
        starting.start_soon(anyio.to_thread.run_sync, _load_what_browsers_load)
        await anyio.to_thread.run_sync(_load_pages)
        await anyio.to_thread.run_sync(store.warm)
        if road := store.known_road():
            theme.follow(road.settings.colour)
        sys.stderr.write(started(os.environ, SECRETS, SITE, access=ACCESS.told if ACCESS else EVERYONE) + "\n")
        # What is here now stays for good: the garbage collector need not look at it again.
        gc.freeze()
        yield


def _load_what_browsers_load() -> None:
    """One after the other: what is compressed leans on what was looked for, which two at once would look for twice."""
    insides.warm()
    icon_font()
    text_font()
    static_files.warm()


def _load_pages() -> None:
    for module in walk_packages(components.__path__, "components."):
        if module.name != "components.frame":
            import_module(module.name)
    for language in LANGUAGES:
        words_of(language)


def _door() -> list[Middleware]:
    """What stands before a private dashboard, nothing before one that is open to all."""
    if not ACCESS:
        return []
    person_of = shared_subscriptions().person_of
    return [Middleware(Door, admission=shared_admission(), base=BASE, keyed=KEYED, person_of=person_of)]


app = st.App(
    ROOT / "components" / "frame.py",
    routes=[
        *routes(BASE, ROUTES, live.ROUTES),
        Mount("/app/static", StaticFiles(directory=ROOT / "static")),
    ],
    middleware=[
        Middleware(Gate, site=SITE, base=BASE, used=(UPLOADS, *(door.SERVICE if ACCESS else ()))),
        Middleware(SecurityHeaders, frame_ancestors=SITE.frame_ancestors),
        *_door(),
        Middleware(AtOnce, at_once=live.ROUTES, base=BASE),
        Middleware(Uploads, base=BASE),
        Middleware(Fonts),
        Middleware(StaticCompression),
        Middleware(
            UnknownPages,
            pages=[page.stem for page in (ROOT / "pages").glob("*.py")],
            base=BASE,
        ),
        Middleware(
            Document,
            # Where only some may look, one page may be for fewer than another: nothing is said early.
            early_answers=None if ACCESS else EARLY_ANSWERS,
            base=BASE,
            feed="" if ACCESS else FEED,
        ),
    ],
    lifespan=lifespan,
    secrets={"auth": dict(ACCESS.auth)} if ACCESS else None,
)
