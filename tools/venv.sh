#!/bin/sh
# Make a virtual environment and install a lock file and the project in it: venv.sh DIR LOCK
# uv is used where it is there and works, else venv and pip; both check every hash.
set -eu
venv=$1 lock=$2
python=${PYTHON:-python3}

say() { echo "setting up: $*" >&2; }

"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
    echo "writethru needs Python 3.11 or newer; $python is $("$python" --version 2>&1). Say: make PYTHON=python3.11 …" >&2
    exit 1
}

with_uv() {
    command -v uv >/dev/null 2>&1 || return 1
    [ -x "$venv/bin/python" ] || uv venv -q --python "$python" "$venv" || return 1
    uv pip install -q --python "$venv/bin/python" --require-hashes --no-deps --compile-bytecode -r "$lock" || return 1
    uv pip install -q --python "$venv/bin/python" --no-deps --no-build-isolation --no-index -e . || return 1
}

# The lock is whole, so nothing is resolved: older pips ask for an extra apart from its package, and would miss its hash.
with_pip() {
    [ -x "$venv/bin/pip" ] || "$python" -m venv --clear "$venv"
    "$venv/bin/python" -m pip install -q --disable-pip-version-check --require-hashes --no-deps --compile -r "$lock"
    "$venv/bin/python" -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation --no-index -e .
}

say "$lock into $venv (a minute or two the first time)"
with_uv || with_pip
# What is installed in place is not compiled by the installer, and never where PYTHONDONTWRITEBYTECODE is set.
"$venv/bin/python" -m compileall -q flows pipeline || say "the project could not be compiled: commands start a little slower"
