#!/bin/sh
# SPDX-License-Identifier: MIT
# Makes .venv ready: an interpreter, the locked packages, and this checkout as an editable install.
#
#   tools/bootstrap.sh            the Python environment
#   tools/bootstrap.sh firmware   the same, while the Arm cross compiler is installed beside it
#
# Each part ends by writing a stamp of what it was made from; a part without a matching stamp is made
# anew, so an interrupted run leaves nothing behind that the next one would trust.
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
cd "$root"
venv=$root/.venv
stamps=$root/.stamps
. "$root/tools/packages.sh"

say() {
    printf 'setup: %s\n' "$*" >&2
}

die() {
    printf 'setup: %s\n' "$*" >&2
    exit 3
}

digest() {
    sha256sum | cut -d ' ' -f 1
}

write_stamp() {
    printf '%s\n' "$2" >"$stamps/$1.new"
    mv "$stamps/$1.new" "$stamps/$1"
}

is_stamped() {
    [ -f "$stamps/$1" ] && [ "$(cat "$stamps/$1")" = "$2" ]
}

# --- one at a time ---------------------------------------------------------------------------------

mkdir -p "$stamps"
exec 9>"$stamps/lock"
if command -v flock >/dev/null && ! flock -n 9; then
    say "waiting for another make in this folder"
    flock 9
fi

# --- the interpreter -------------------------------------------------------------------------------

supported='import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))'
has_venv='import ensurepip, venv'
has_headers='import os, sys, sysconfig; p = sysconfig.get_path("include"); sys.exit(not os.path.exists(p + "/Python.h"))'

works() {
    "$1" -c "$2" >/dev/null 2>&1
}

# Newest first; one that lacks nothing is better than a newer one that needs system packages.
choose_python() {
    first=
    for candidate in ${PQEVAL_PYTHON:-python3.14 python3.13 python3.12 python3.11 python3}; do
        path=$(command -v "$candidate" || true)
        if [ -z "$path" ] || ! works "$path" "$supported"; then
            continue
        fi
        if works "$path" "$has_venv" && works "$path" "$has_headers"; then
            echo "$path"
            return
        fi
        first=${first:-$path}
    done
    [ -n "$first" ] || return 1
    echo "$first"
}

complete_python() {
    name=python$("$1" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    missing=
    works "$1" "$has_venv" || missing="$missing $name-venv"
    works "$1" "$has_headers" || missing="$missing $name-dev"
    command -v "${CC:-cc}" >/dev/null || missing="$missing gcc libc6-dev"
    # shellcheck disable=SC2086 # a list of package names
    [ -z "$missing" ] || install_packages $missing || die "$1 cannot be used without:$missing"
    works "$1" "$has_venv" || die "$1 still has no venv module; choose another with PQEVAL_PYTHON=<path>"
}

environment_key() {
    "$venv/bin/python" -c 'import platform, sys; print(platform.python_version(), sys.prefix)' 2>/dev/null || echo broken
    cat requirements-dev.lock
}

make_environment() {
    if is_stamped environment "$(environment_key | digest)" && is_chosen; then
        return
    fi
    python=$(choose_python) ||
        die "no Python 3.11 to 3.14 found${PQEVAL_PYTHON:+ as $PQEVAL_PYTHON}; install one (apt-get install python3) or set PQEVAL_PYTHON=<path>"
    complete_python "$python"
    say "making .venv with $python ($("$python" -c 'import platform; print(platform.python_version())'))"
    rm -rf "$venv" "$stamps/environment" "$stamps/package"
    "$python" -m venv "$venv"
    say "installing the locked Python packages"
    # Byte code is left to the first import: writing it for every module costs more than it saves.
    "$venv/bin/python" -m pip --disable-pip-version-check install --quiet --require-hashes --no-deps \
        --no-compile --only-binary :all: -r requirements-dev.lock </dev/null
    printf '%s\n' "$python" >"$stamps/python"
    write_stamp environment "$(environment_key | digest)"
}

is_chosen() {
    [ -z "${PQEVAL_PYTHON:-}" ] || [ "$(command -v "$PQEVAL_PYTHON")" = "$(cat "$stamps/python" 2>/dev/null)" ]
}

# --- this checkout ---------------------------------------------------------------------------------

# Contents of what is compiled, names of what is only found: an editable install maps modules by name.
package_key() {
    cat "$stamps/environment"
    echo "werror ${PQE_WERROR:-}"
    find native CMakeLists.txt pyproject.toml -type f ! -path '*/__pycache__/*' -print | LC_ALL=C sort |
        while IFS= read -r file; do sha256sum "$file"; done
    find src -name '*.py' -print | LC_ALL=C sort
}

install_package() {
    # The definition stands in quotes of its own, as pip would split it.
    set -- "$venv/bin/python" -m pip --disable-pip-version-check install --quiet --no-build-isolation \
        --no-deps --no-index -e "$root"
    if [ -n "${PQE_WERROR:-}" ]; then
        set -- "$@" --config-settings=cmake.define.PQE_WERROR=ON
    fi
    PATH="$venv/bin:$PATH" "$@" </dev/null
}

make_package() {
    key=$(package_key | digest)
    if is_stamped package "$key" && works "$venv/bin/python" 'import pqeval.version'; then
        return
    fi
    say "building pqeval's C parts and installing this checkout"
    rm -f "$stamps/package"
    if ! install_package >"$stamps/package.log" 2>&1; then
        # A build folder of another compiler, CMake or path is the usual cause; without it all is built.
        say "the build failed, building once more from nothing"
        find build -mindepth 1 -maxdepth 1 -name '*-*-*' -exec rm -rf {} + 2>/dev/null || true
        install_package >"$stamps/package.log" 2>&1 || {
            cat "$stamps/package.log" >&2
            die "pqeval's C parts cannot be built; the whole output is above"
        }
    fi
    write_stamp package "$key"
}

# --- all of it -------------------------------------------------------------------------------------

cross_compiler=
if [ "${1:-}" = firmware ] && ! has_cross_compiler && may_install; then
    # Beside pip: one loads the disk, the other the network. `pqeval setup` names what is missing if this fails.
    # shellcheck disable=SC2086 # a list of package names
    install_packages $cross_compiler_packages &
    cross_compiler=$!
fi
make_environment
make_package
if [ -n "$cross_compiler" ]; then
    wait "$cross_compiler" || say "the Arm cross compiler could not be installed; going on without it"
fi
