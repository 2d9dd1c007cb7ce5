"""Imported where dashboards are forked from: what ``app.py`` loads and makes at the start, whatever its settings."""

import fcntl
from importlib import import_module
from pkgutil import walk_packages

import streamlit.web.bootstrap
import streamlit.web.cli  # noqa: F401 - for the dashboards to come

import components
from components.server import fonts, made, static_files
from data import insides
from data.languages import LANGUAGES
from data.words import words_of

for module in walk_packages(components.__path__, "components."):
    if module.name != "components.frame":
        import_module(module.name)
for language in LANGUAGES:
    words_of(language)
insides.warm()
# The first time of all it takes six seconds, which the nursery of another worker need not spend as well.
made.FOLDER.mkdir(parents=True, exist_ok=True)
with (made.FOLDER / "nursery.lock").open("w") as lock:
    fcntl.flock(lock, fcntl.LOCK_EX)
    fonts.icon_font()
    fonts.text_font()
    static_files.warm()
