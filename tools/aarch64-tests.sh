#!/bin/sh
# SPDX-License-Identifier: MIT
# Builds the C tests for AArch64 and runs them under qemu's user emulation: for correctness, never for time.
# Where the cross compiler or qemu is missing it says so and ends well.
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
runner=$(command -v qemu-aarch64-static || command -v qemu-aarch64 || true)
if ! command -v aarch64-linux-gnu-gcc >/dev/null || [ -z "$runner" ]; then
    echo "aarch64: not tested, gcc-aarch64-linux-gnu or qemu-user-static is not installed" >&2
    exit 0
fi
exec "$root/tools/c-tests.sh" c-aarch64 -DCMAKE_SYSTEM_NAME=Linux -DCMAKE_SYSTEM_PROCESSOR=aarch64 \
    -DCMAKE_C_COMPILER=aarch64-linux-gnu-gcc \
    "-DCMAKE_CROSSCOMPILING_EMULATOR=$runner;-L;/usr/aarch64-linux-gnu"
