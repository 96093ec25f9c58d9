# SPDX-License-Identifier: MIT
# shellcheck shell=sh
# System packages on Debian and Ubuntu: sourced by bootstrap.sh, which defines `say` and `stamps`.

: "${stamps:=.stamps}"

# shellcheck disable=SC2034 # used by the script that sources this one
cross_compiler_packages="gcc-arm-none-eabi libnewlib-arm-none-eabi"

has_cross_compiler() {
    command -v arm-none-eabi-gcc >/dev/null &&
        echo '#include <string.h>' | arm-none-eabi-gcc -x c -fsyntax-only - 2>/dev/null
}

# Whether packages can be installed at all, without asking anybody for a password.
may_install() {
    case ${PQEVAL_NO_INSTALL:-} in
        '' | 0) ;;
        *) return 1 ;;
    esac
    command -v apt-get >/dev/null || return 1
    [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null
}

# Package lists may be missing or old: they are renewed only after a first try has failed.
install_packages() {
    if ! may_install; then
        say "needed and not installed: $*"
        say "install it with: sudo apt-get install --no-install-recommends $*"
        return 1
    fi
    say "installing system packages: $*"
    apt_get install --no-install-recommends "$@" && return
    say "renewing the package lists"
    apt_get update && apt_get install --no-install-recommends "$@" && return
    say "could not install: $* (see $stamps/apt.log)"
    return 1
}

apt_get() {
    as_root=
    [ "$(id -u)" = 0 ] || as_root='sudo -n'
    # The package lock is waited for; everything apt would ask has its default answer.
    # shellcheck disable=SC2086 # empty or two words
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get -y -q -o DPkg::Lock::Timeout=600 "$@" \
        </dev/null >>"$stamps/apt.log" 2>&1
}
