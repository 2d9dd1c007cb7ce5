"""Launcher of a bare script: ``BARE=line streamlit run bench/bare/app.py``."""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

import streamlit as st
from starlette.middleware import Middleware

from components.server.static_files import StaticCompression, warm

warm()
app = st.App(Path(__file__).parent / f"{os.environ['BARE']}.py", middleware=[Middleware(StaticCompression)])
