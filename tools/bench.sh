#!/bin/sh
# SPDX-License-Identifier: MIT
# The main job: run a plan on both targets and write its report. tools/bench.sh PLAN LANGUAGES
set -u

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
cd "$root" || exit
pqeval=$root/.venv/bin/pqeval

# What cannot be set up (no cargo, no right to install) is said here and marked unavailable in the run.
"$pqeval" setup
code=$?
if [ "$code" -ne 0 ] && [ "$code" -ne 3 ]; then
    exit "$code"
fi

"$pqeval" bench "$1" --target host --target cortex-m4
code=$?
# 3: a case failed. The run is stored all the same, and its report shows which case and why.
if [ "$code" -ne 0 ] && [ "$code" -ne 3 ]; then
    exit "$code"
fi
"$pqeval" report --lang "$2" -o report >/dev/null || exit
echo "report: $root/report/index.html"
exit "$code"
