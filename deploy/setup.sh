#!/bin/sh
# Make this folder able to run (setup.sh run) or to be tested (setup.sh test) on a bare Debian 12/13 or Ubuntu 24.04
# with git, make and Python 3.11-3.13. Safe to run at any time; does nothing when nothing is missing.
set -eu
cd "$(dirname "$0")/.."
kind=${1:-run}
case "$kind" in
  run) lock=requirements.lock ;;
  test) lock=requirements-test.lock ;;
  *) echo "usage: deploy/setup.sh run|test" >&2; exit 2 ;;
esac

say() { echo "setup: $*" >&2; }

# --- Python -----------------------------------------------------------------------------------------------------------
fits() { "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; }
python=
for candidate in ${PYTHON:-} python3 python3.13 python3.12 python3.11; do
  if fits "$candidate"; then python=$candidate; break; fi
done
if [ -z "$python" ]; then
  say "Python 3.11, 3.12 or 3.13 is needed and none was found; install one and name it with PYTHON=/path/to/python3."
  exit 1
fi

# --- what the system must have ----------------------------------------------------------------------------------------
installed() { dpkg-query -W -f '${Status}' "$1" 2>/dev/null | grep -q 'ok installed'; }
has_chromium() {
  for name in chromium chromium-browser google-chrome; do
    if command -v "$name" >/dev/null 2>&1 && "$name" --version >/dev/null 2>&1; then return 0; fi
  done
  [ -n "$(find "${PLAYWRIGHT_BROWSERS_PATH:-$HOME/.cache/ms-playwright}" -path '*chrome-linux*/chrome' 2>/dev/null | head -n 1)" ]
}

missing=
if ! "$python" -c 'import venv, ensurepip' 2>/dev/null; then
  # A machine may have several Pythons; the package is named after the one that was found.
  missing="$missing $("$python" -c 'import sys; print("python3.%d-venv" % sys.version_info[1])')"
fi
if command -v dpkg-query >/dev/null 2>&1; then
  packages="fonts-noto-cjk libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
  if [ "$kind" = test ]; then packages="$packages libatomic1"; fi  # Playwright's driver wants it
  for package in $packages; do
    installed "$package" || missing="$missing $package"
  done
fi
if [ "$kind" = test ] && ! has_chromium; then missing="$missing chromium"; fi

if [ -n "$missing" ]; then
  as_root=
  if [ "$(id -u)" != 0 ]; then
    if command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then as_root="sudo -n"; else as_root=refused; fi
  fi
  if [ "$as_root" = refused ] || ! command -v apt-get >/dev/null 2>&1; then
    say "please have these packages installed:$missing (without fonts-noto-cjk, libpango and libharfbuzz the PDFs are off, without python3-venv nothing runs, without chromium and libatomic1 the browser tests fail)."
  else
    say "installing$missing"
    apt="$as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3"
    # One package that a distribution lacks must not keep the others away: first all at once, then one by one.
    $apt update >&2 || say "apt-get update failed; going on with the lists there are."
    # shellcheck disable=SC2086  # words are packages
    if ! $apt install -y --no-install-recommends $missing >&2; then
      for package in $missing; do
        $apt install -y --no-install-recommends "$package" >&2 || say "could not install $package."
      done
    fi
  fi
fi

# --- the virtual environment ------------------------------------------------------------------------------------------
# A folder that was moved or whose Python is gone is made anew.
here=$(pwd -P)
if ! .venv/bin/python -c "import os, sys; sys.exit(os.path.realpath(sys.prefix) != os.path.realpath('$here/.venv'))" 2>/dev/null ||
   ! fits .venv/bin/python; then
  say "making .venv with $("$python" --version)"
  rm -rf .venv
  "$python" -m venv .venv
fi

stamp() { cat "$1" 2>/dev/null | sha256sum | cut -d ' ' -f 1; }
want=$(stamp "$lock")
# The test lock holds all of the other, at the same versions, so a folder set up for tests is set up to run.
ready=no
if [ "$(cat ".venv/.installed-$kind" 2>/dev/null)" = "$want" ]; then ready=yes; fi
if [ "$ready" = no ] && [ "$kind" = run ] &&
   [ "$(cat .venv/.installed-test 2>/dev/null)" = "$(stamp requirements-test.lock)" ]; then ready=yes; fi
if [ "$ready" = no ]; then
  say "installing $lock"
  rm -f .venv/.installed-*
  .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "$lock"
  echo "$want" >".venv/.installed-$kind"
fi

if [ "$kind" = test ] && ! has_chromium; then
  say "no chromium from the system's packages; trying Playwright's own"
  .venv/bin/playwright install --with-deps chromium >&2 || say "that failed too."
fi

# --- translations -----------------------------------------------------------------------------------------------------
for catalogue in translations/*/LC_MESSAGES/messages.po; do
  [ -e "$catalogue" ] || continue
  compiled=${catalogue%.po}.mo
  if [ ! -e "$compiled" ] || [ "$catalogue" -nt "$compiled" ]; then
    .venv/bin/pybabel --quiet compile -i "$catalogue" -o "$compiled"
  fi
done
