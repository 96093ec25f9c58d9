"""System packages: says what it will install, does it as root or by sudo without a question, or says how."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Sequence
from typing import Final

from pqeval.errors import BuildError
from pqeval.native.process import run
from pqeval.native.tools import find_tool

__all__ = ["ARM_PACKAGES", "install"]

ARM_PACKAGES: Final = ("gcc-arm-none-eabi", "libnewlib-arm-none-eabi")

_LOCK_WAIT_S: Final = 300
_ENVIRONMENT: Final = {"DEBIAN_FRONTEND": "noninteractive"}


def install(packages: Sequence[str], progress: Callable[[str], None]) -> None:
    """Install Debian packages; waits for another package manager to finish.

    Raises:
        BuildError: not allowed (`PQEVAL_NO_INSTALL=1`), not possible (no apt-get, no root, no sudo without a
            password) or refused; the message holds the command to run by hand.
    """
    by_hand = f"apt-get install {' '.join(packages)}"
    if os.environ.get("PQEVAL_NO_INSTALL", "") not in ("", "0"):
        raise BuildError(f"PQEVAL_NO_INSTALL forbids installing packages; run as root: {by_hand}")
    apt = shutil.which("apt-get")
    if apt is None:
        raise BuildError(f"this system has no apt-get; install what Debian calls {' '.join(packages)}")
    prefix = _become_root(by_hand)
    options = ["-qq", "-y", "-o", f"DPkg::Lock::Timeout={_LOCK_WAIT_S}", "--no-install-recommends"]
    command = [*prefix, apt, "install", *options, *packages]
    progress(f"installing system packages: {' '.join(packages)}")
    try:
        run(command, env=_ENVIRONMENT)
    except BuildError:
        # A fresh machine has no package lists yet, or stale ones: fetch them, then try once more.
        progress("installing system packages: fetching the package lists")
        run([*prefix, apt, "update", "-qq"], env=_ENVIRONMENT)
        run(command, env=_ENVIRONMENT)
    find_tool.cache_clear()  # what was missing may be there now


def _become_root(by_hand: str) -> list[str]:
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo is not None:
        try:
            run([sudo, "-n", "true"], timeout_s=30)
        except BuildError:
            pass
        else:
            return [sudo, "-n", "env", *(f"{name}={value}" for name, value in _ENVIRONMENT.items())]
    raise BuildError(f"packages are missing and this user may not install them; run as root: {by_hand}")
