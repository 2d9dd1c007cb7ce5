"""The launcher: ``streamlit run app.py`` serves the frame script, our static files, and what a page cannot be."""

from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from components.headers import DocumentLanguage, SecurityHeaders

ROOT = Path(__file__).parent

app = st.App(
    ROOT / "components" / "frame.py",
    routes=[Mount("/app/static", StaticFiles(directory=ROOT / "static"))],
    middleware=[Middleware(SecurityHeaders), Middleware(DocumentLanguage)],
)
