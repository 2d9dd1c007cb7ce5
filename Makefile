# make run                    the dashboard on http://127.0.0.1:8501 (PORT=...), over WORKBOOK=... or the embedded workbook
# make quick                  what takes under a minute: format, lint, and the tests that are neither slow nor in a browser
# make quick T=tests/...      one thing: a folder, a file, a test
# make test                   everything: set-up, format, lint, types, catalogs, tests, browser
# make check                  the same without the tests
# make bench                  how long each page and each reading takes, into docs/speed.md
# make mutants                how many small faults the tests see: a sample of 600 (SAMPLE=..., ROOM=data/figures)
# make messages               bring the catalogs of locale/ up to date with the sentences in the code
# make screenshots            the pictures of README and docs/connecting.md, taken anew into docs/
# make demo-live              a local stand-in for Google Sheets with the sample sheet, and the dashboard on it
# make lock                   write the lock files anew, after a change of a requirements*.txt
# make upgrade                try the newest versions of everything, beside the environment in use
# make image-check          the steps of the Dockerfile in a fresh folder, without a container engine
# make audit                  known faults of what is locked, where they can be had; and since when each pin stands

SHELL := /bin/sh
PORT ?= 8501
VENV := .venv
PEERS := .venv-peers
PYTHON := $(VENV)/bin/python
# Most modules of most packages are never imported: what is gets compiled when it is.
PIP := -m pip --disable-pip-version-check --quiet install --no-compile
# A file's tests share what it sets up; one more at a time than a small machine has cores, as a browser often waits.
SPREAD := -n 3 --dist loadfile --no-loadscope-reorder
# By a name of its own: a line that says MAKE is run by make -n too, and this one installs what is missing. Two at a
# time, as the types alone take one core half a minute.
CHECKS = $(MAKE) --no-print-directory -j 2 check compiled
CODE := app.py bench components data pages tests
# Node comes with the pinned requirements, whatever else this machine has.
export PYRIGHT_PYTHON_GLOBAL_NODE := 0
# Where it says 1, as many containers do, each of the hundred processes of a run would compile all that it imports anew.
unexport PYTHONDONTWRITEBYTECODE

.DELETE_ON_ERROR:
.PHONY: run quick test check lint types contracts catalogs compiled bench mutants messages screenshots demo-live lock upgrade audit image-check

# Through the environment: a path may hold spaces.
run: export ROAD_WORKBOOK := $(or $(WORKBOOK),$(ROAD_WORKBOOK))
run: $(VENV)/run.stamp
	@exec $(PYTHON) -m streamlit run app.py --server.address 127.0.0.1 --server.port $(PORT) --server.headless true

quick: $(VENV)/test.stamp $(if $(T),,lint)
	@$(PYTHON) -m pytest $(or $(T),-q -n 2 -m "not browser and not slow")

test:
	@VENV=$(VENV) sh tests/set_up.sh announce
	@$(MAKE) --no-print-directory $(PYTHON)
	@VENV=$(VENV) sh tests/set_up.sh install >$(VENV)/missing & \
	$(CHECKS); checked=$$?; wait; [ $$checked = 0 ] || exit $$checked; \
	missing=$$(cat $(VENV)/missing); \
	$(PYTHON) -m pytest $(SPREAD) --durations 25 -m "$$(echo $$missing | sed 's/ / and not /; s/^./not &/')" || exit; \
	[ -z "$$missing" ] || { echo "Did not run, for want of what is named at the top: the tests in tests/browser" $$missing; exit 1; } >&2

check: lint types contracts catalogs

types: $(VENV)/test.stamp
	@$(PYTHON) -m pyright

contracts: $(VENV)/test.stamp
	@$(VENV)/bin/lint-imports --no-logo

catalogs: $(VENV)/test.stamp
	@$(PYTHON) -m tests.catalogs --check

# What tests are and what they import, before several processes compile it at the same time. What does not, tests say.
compiled: $(VENV)/test.stamp
	@$(PYTHON) -m pytest --collect-only -q >/dev/null 2>&1 || true

lint: $(VENV)/test.stamp
	@$(PYTHON) -m ruff format --check $(CODE)
	@$(PYTHON) -m ruff check $(CODE)

bench: $(VENV)/test.stamp $(PEERS)/stamp
	@VENV=$(VENV) sh tests/set_up.sh get_chromium && VENV=$(VENV) sh tests/set_up.sh get_nginx || \
	  { echo "Chromium and nginx are measured with, and cannot be had" >&2; exit 1; }
	@$(PYTHON) -m bench

# What we are compared with has requirements of its own.
$(PEERS)/stamp: bench/peers/requirements.txt | $(PYTHON)
	@$(PYTHON) -m venv $(PEERS)
	@$(PEERS)/bin/python $(PIP) --requirement $<
	@touch $@

# What makes the faults stands beside the environment: it brings much that no test needs.
mutants: $(VENV)/test.stamp
	@[ -d .mutants ] || $(PYTHON) $(PIP) --target .mutants cosmic-ray==8.7.0 coverage==7.10.7
	@$(PYTHON) -m tests.mutants --sample $(or $(SAMPLE),600) $(if $(ROOM),--room $(ROOM))

messages: $(VENV)/test.stamp
	@$(PYTHON) -m tests.catalogs

screenshots: $(VENV)/test.stamp
	@VENV=$(VENV) sh tests/set_up.sh get_chromium || echo "Chromium is missing: apt-get install chromium-headless-shell, as root" >&2
	@$(PYTHON) -m tests.browser.gallery
	@$(PYTHON) -m tests.browser.guide

demo-live: $(VENV)/test.stamp
	@exec $(PYTHON) -m tests.sheets_server --port $(PORT)

# What stands in the lock files stays where the requirements allow it. No registry is named in them.
LOCK := -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-header --no-annotate --no-emit-index-url --no-emit-find-links

lock: | $(PYTHON)
	@$(PYTHON) $(PIP) $$(grep '^uv==' requirements-dev.txt)
	@$(PYTHON) $(LOCK) --output-file requirements.lock requirements.txt
	@$(PYTHON) $(LOCK) --constraint requirements.lock --output-file requirements-auth.lock requirements-auth.txt
	@$(PYTHON) $(LOCK) --constraint requirements-auth.lock --output-file requirements-dev.lock requirements-dev.txt

NEWEST := .venv-newest

upgrade: | $(PYTHON)
	@$(PYTHON) -m venv --clear $(NEWEST)
	@sed '/^-/d; s/==.*//' requirements.txt requirements-auth.txt requirements-dev.txt > $(NEWEST)/requirements.txt
	@$(NEWEST)/bin/python $(PIP) --requirement $(NEWEST)/requirements.txt
	@grep -o '^[^ ]*==[^ ;]*' requirements-dev.lock > $(NEWEST)/locked.txt
	@echo "Newer than what is locked:"
	@$(NEWEST)/bin/python -m pip --disable-pip-version-check list --format freeze | tr '_A-Z' '\-a-z' | \
	  grep -vxFf $(NEWEST)/locked.txt || true
	@$(NEWEST)/bin/python -m pytest -q tests/data/test_insides.py
	@$(NEWEST)/bin/python -m pytest -q -n 2 -m "not browser" --deselect tests/test_repository.py

AUDIT := .venv-audit

audit: | $(PYTHON)
	@echo "Pinned since:"
	@for file in requirements.txt requirements-auth.txt requirements-dev.txt; do \
	  git blame --date=short $$file | sed -E 's/^.* ([0-9]{4}-[0-9]{2}-[0-9]{2}) +[0-9]+\) ([^-].*)$$/\1  \2/; /^[^0-9]/d'; \
	done | grep == | sort
	@$(PYTHON) -m venv --clear $(AUDIT) && $(AUDIT)/bin/python $(PIP) pip-audit
	@$(AUDIT)/bin/python -m pip_audit --requirement requirements-auth.lock --require-hashes --disable-pip >$(AUDIT)/found.txt 2>&1 || true
	@if grep -q "not found on PyPI" $(AUDIT)/found.txt; then \
	  echo "No data on known faults can be had here: run it where the package index answers for itself." >&2; exit 2; \
	fi; cat $(AUDIT)/found.txt; ! grep -q "known vulnerabilit" $(AUDIT)/found.txt || grep -q "No known vulnerabilit" $(AUDIT)/found.txt

image-check: $(VENV)/test.stamp
	@$(PYTHON) -m tests.image

# Make makes the environment once; the stamps say which lock file is in it.
$(PYTHON):
	@for python in $(or $(PYTHON3),python3 python3.14 python3.13 python3.12 python3.11); do \
	  if $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	    echo "Making $(VENV) with $$($$python --version)"; exec $$python -m venv $(VENV); \
	  fi; \
	done; \
	echo "Python 3.11 or newer is needed: install it, or say where it is with PYTHON3=..." >&2; exit 1

$(VENV)/run.stamp: requirements.lock | $(PYTHON)
	@echo "Installing what the dashboard needs"
	@$(PYTHON) $(PIP) --require-hashes --requirement requirements.lock
	@touch $@

# What it needs is in the longer list too, installed in one go.
$(VENV)/test.stamp: requirements-dev.lock requirements.lock | $(PYTHON)
	@echo "Installing what the dashboard and its tests need"
	@$(PYTHON) $(PIP) --require-hashes --requirement requirements-dev.lock
	@touch $(VENV)/run.stamp $@
