#!/bin/sh
# What `make test` needs beside Python's packages.
#
#   sh tests/set_up.sh announce       says all that is missing, and what becomes of it; status 1 where nothing can run
#   sh tests/set_up.sh install        fetches what it may; prints the markers of the tests that need what stays missing
#   sh tests/set_up.sh get_chromium   fetches that alone; status 1 where it stays missing

VENV=${VENV:-.venv}

has_python() {
  [ -x $VENV/bin/python ] && return
  for python in ${PYTHON3:-python3 python3.14 python3.13 python3.12 python3.11}; do
    $python -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && return
  done
  return 1
}

has_chromium() {
  for browser in chromium-headless-shell chromium chromium-browser google-chrome; do
    command -v $browser >/dev/null 2>&1 && return
  done
  return 1
}

# Debian keeps it where only root looks.
has_nginx() {
  for folder in $(echo "$PATH" | tr : ' ') /usr/sbin $VENV/nginx/usr/sbin; do
    [ -x "$folder/nginx" ] && return
  done
  return 1
}

# Whether Debian's packages may be installed here; sets as_root.
may_install() {
  if [ "$(id -u)" = 0 ]; then as_root=; else as_root="sudo -n"; fi
  command -v apt-get >/dev/null 2>&1 && $as_root true 2>/dev/null
}

# Installs packages of Debian: what they are, then their names.
get_packages() {
  may_install || return
  echo "Installing $1" >&2
  shift
  $as_root apt-get -qq update >&2 &&
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq install --no-install-recommends "$@" >/dev/null
}

get_chromium() {
  has_chromium ||
    { get_packages "Chromium's headless shell" chromium-headless-shell fonts-liberation && has_chromium; } ||
    { get_packages Chromium chromium fonts-liberation && has_chromium; }
}

# Unpacked into the environment, not installed: nothing should begin to listen on this machine's port 80.
get_nginx() {
  has_nginx && return
  may_install || return
  echo "Fetching nginx" >&2
  $as_root apt-get -qq update >&2 && mkdir -p $VENV/nginx &&
    (cd $VENV/nginx && apt-get -qq -o APT::Sandbox::User=root download nginx && dpkg -x nginx_*.deb .) >&2 &&
    $VENV/nginx/usr/sbin/nginx -v 2>/dev/null
}

# Opens the slides as whoever gets them does. One test wants it, and is left out without it.
has_office() {
  command -v soffice >/dev/null 2>&1
}

get_office() {
  has_office || { get_packages "LibreOffice Impress" libreoffice-impress-nogui && has_office; }
}

announce() {
  has_python || { echo "Python 3.11 or newer, with venv, is missing: install it, or say where it is with PYTHON3=..."; return 1; } >&2
  if may_install; then becomes="will be fetched"; else becomes="cannot be fetched here: what needs it will not run"; fi
  has_chromium || echo "Chromium is missing, and $becomes"
  has_nginx || echo "nginx is missing, and $becomes"
  has_office || echo "LibreOffice is missing, and $becomes"
}

install() {
  get_chromium || echo browser
  get_nginx || echo nginx
  get_office || true
}

"$@"
