#!/bin/sh
# SPDX-License-Identifier: MIT
# Builds the wheel and the source archive into dist/, in a build folder of its own.
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
cd "$root"
rm -rf dist build/wheel
mkdir -p dist
export PATH="$root/.venv/bin:$PATH"
.venv/bin/python -m pip --disable-pip-version-check wheel --quiet --no-build-isolation --no-deps --no-index \
    --config-settings=build-dir=build/wheel -w dist "$root" </dev/null
.venv/bin/python - <<'END'
from scikit_build_core.build import build_sdist

build_sdist("dist")
END
ls -l dist
