#!/bin/sh
# SPDX-License-Identifier: MIT
# Builds and runs the C tests, warnings as errors: tools/c-tests.sh FOLDER [CMAKE OPTION]...
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
cd "$root"
folder=build/$1
shift
export PATH="$root/.venv/bin:$PATH"

configure() {
    cmake -S . -B "$folder" -G Ninja --log-level=WARNING -DPython_EXECUTABLE="$root/.venv/bin/python" \
        -DPQE_BUILD_TESTS=ON -DPQE_WERROR=ON "$@"
}

mkdir -p build
exec 9>"$folder.lock"
flock 9
# A folder of another path, compiler or CMake cannot be configured again; without it everything is built.
configure "$@" >"$folder.log" 2>&1 || {
    rm -rf "$folder"
    configure "$@"
}
cmake --build "$folder" -- --quiet
ctest --test-dir "$folder" --output-on-failure -j "${CMAKE_BUILD_PARALLEL_LEVEL:-2}"
