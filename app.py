"""The launcher: ``streamlit run app.py`` serves the frame script, our static files, and what a page cannot be."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import anyio
import streamlit as st
from starlette.middleware import Middleware
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from components import compression, live
from components.compression import StaticCompression
from components.headers import DocumentLanguage, SecurityHeaders
from components.routes import ROUTES
from components.unknown_pages import UnknownPages

ROOT = Path(__file__).parent


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[None]:
    """Read the sheet before the first visitor comes, and compress what every visitor loads."""
    async with anyio.create_task_group() as starting:
        starting.start_soon(anyio.to_thread.run_sync, compression.warm)
        await anyio.to_thread.run_sync(live.warm)
        yield


app = st.App(
    ROOT / "components" / "frame.py",
    routes=[*ROUTES, Mount("/app/static", StaticFiles(directory=ROOT / "static"))],
    middleware=[
        Middleware(SecurityHeaders),
        Middleware(StaticCompression),
        Middleware(
            UnknownPages,
            pages=[page.stem for page in (ROOT / "pages").glob("*.py")],
            base=st.get_option("server.baseUrlPath"),
        ),
        Middleware(DocumentLanguage),
    ],
    lifespan=lifespan,
)
