# make run                    the dashboard on http://127.0.0.1:8501 (PORT=...), over WORKBOOK=... or the embedded workbook
# make test                   everything: set-up, format, lint, types, catalogs, tests, browser
# make check                  the same without the tests
# make bench                  how long each page and each reading takes
# make messages               bring the catalogs of locale/ up to date with the sentences in the code
# make screenshots            the pictures of README, taken anew into docs/screenshots/
# make demo-live              a local stand-in for Google Sheets with the sample sheet, and the dashboard on it

SHELL := /bin/sh
PORT ?= 8501
VENV := .venv
PYTHON := $(VENV)/bin/python
PIP := $(PYTHON) -m pip --disable-pip-version-check --quiet install --constraint constraints.txt
CODE := app.py bench components data pages tests
# Node comes with the pinned requirements, whatever else this machine has.
export PYRIGHT_PYTHON_GLOBAL_NODE := 0

.DELETE_ON_ERROR:
.PHONY: run test check bench messages screenshots demo-live chromium nginx

run: $(VENV)/run.stamp
	@$(if $(WORKBOOK),ROAD_WORKBOOK="$(abspath $(WORKBOOK))") exec $(PYTHON) -m streamlit run app.py \
	  --server.address 127.0.0.1 --server.port $(PORT) --server.headless true

test: $(VENV)/test.stamp chromium nginx
	@$(MAKE) --no-print-directory check
	@$(PYTHON) -m pytest -n 2

check: $(VENV)/test.stamp
	@$(PYTHON) -m ruff format --check $(CODE)
	@$(PYTHON) -m ruff check $(CODE)
	@$(PYTHON) -m pyright
	@$(PYTHON) -m tests.catalogs --check

bench: $(VENV)/test.stamp
	@$(PYTHON) -m bench

messages: $(VENV)/test.stamp
	@$(PYTHON) -m tests.catalogs

screenshots: $(VENV)/test.stamp chromium
	@$(PYTHON) -m tests.browser.gallery

demo-live: $(VENV)/test.stamp
	@exec $(PYTHON) -m tests.sheets_server --port $(PORT)

# Make makes the environment once; the stamps say which requirements are in it.
$(PYTHON):
	@for python in $(or $(PYTHON3),python3 python3.13 python3.12 python3.11); do \
	  if $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	    echo "Making $(VENV) with $$($$python --version)"; exec $$python -m venv $(VENV); \
	  fi; \
	done; \
	echo "Python 3.11 or newer is needed: install it, or say where it is with PYTHON3=..." >&2; exit 1

$(VENV)/run.stamp: requirements.txt constraints.txt | $(PYTHON)
	@echo "Installing what the dashboard needs"
	@$(PIP) --requirement requirements.txt
	@touch $@

$(VENV)/test.stamp: requirements-dev.txt $(VENV)/run.stamp
	@echo "Installing what its tests need"
	@$(PIP) --requirement requirements-dev.txt
	@touch $@

# Debian's packages, where we may install them: sets as_root, fails where we may not.
MAY_APT = if [ "$$(id -u)" = 0 ]; then as_root=; else as_root="sudo -n"; fi; \
	command -v apt-get >/dev/null 2>&1 && $$as_root true 2>/dev/null

chromium:
	@for browser in chromium chromium-browser google-chrome; do \
	  if command -v $$browser >/dev/null 2>&1; then exit 0; fi; \
	done; \
	if $(MAY_APT); then \
	  echo "Installing Chromium"; \
	  $$as_root apt-get -qq update && \
	  $$as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq install --no-install-recommends chromium fonts-liberation >/dev/null && \
	  command -v chromium >/dev/null 2>&1 && exit 0; \
	fi; \
	echo "The tests look at the dashboard in Chromium, which is missing and could not be installed here." >&2; \
	echo "Install Debian's package, as root: apt-get install chromium" >&2; \
	exit 1

# Unpacked into the environment, not installed: nothing should begin to listen on this machine's port 80.
nginx: | $(PYTHON)
	@for folder in $$(echo "$$PATH" | tr : ' ') /usr/sbin $(VENV)/nginx/usr/sbin; do \
	  if [ -x "$$folder/nginx" ]; then exit 0; fi; \
	done; \
	if $(MAY_APT); then \
	  echo "Fetching nginx"; \
	  $$as_root apt-get -qq update && mkdir -p $(VENV)/nginx && \
	  (cd $(VENV)/nginx && apt-get -qq -o APT::Sandbox::User=root download nginx && dpkg -x nginx_*.deb .) && \
	  $(VENV)/nginx/usr/sbin/nginx -v 2>/dev/null && exit 0; \
	fi; \
	echo "The tests stand docs/nginx.conf before two dashboards; nginx is missing and could not be fetched here." >&2; \
	echo "Install Debian's package, as root: apt-get install nginx" >&2; \
	exit 1
