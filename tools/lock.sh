#!/bin/sh
# SPDX-License-Identifier: MIT
# Writes the lock files: every package by name, version and hashes, for each supported Python and
# platform; no addresses. Versions already locked are kept unless UPGRADE is set.
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
cd "$root"
tool=$root/build/lock-tool
if [ "$("$tool/bin/uv" --version 2>/dev/null | cut -d ' ' -f 2)" != "$UV_VERSION" ]; then
    rm -rf "$tool"
    "$root/.venv/bin/python" -m venv "$tool"
    "$tool/bin/python" -m pip --disable-pip-version-check install --quiet "uv==$UV_VERSION"
fi

compile() {
    # Local folders of wheels must not end in a lock, hence the empty UV_FIND_LINKS.
    UV_FIND_LINKS='' "$tool/bin/uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes \
        --no-emit-index-url --no-header ${UPGRADE:+--upgrade} "$@" pyproject.toml
}

compile -o requirements.lock
compile -c requirements.lock --group dev --group build -o requirements-dev.lock
"$root/.venv/bin/python" tools/dependencies.py
