"""Facts of this machine for the run document: stable ones only; no host name, user or path."""

from __future__ import annotations

import os
import platform
from importlib import metadata
from pathlib import Path
from typing import Final

from pqeval.records import HostFacts

__all__ = ["host_facts"]

_PACKAGES: Final = (
    "cffi",
    "cryptography",
    "liboqs-python",
    "msgspec",
    "numpy",
    "pycryptodome",
    "unicorn",
)
_GOVERNOR: Final = Path("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor")


def host_facts() -> HostFacts:
    """What this machine is."""
    return HostFacts(
        cpu=_cpu(),
        architecture=platform.machine(),
        logical_cpus=os.cpu_count() or 1,
        memory_bytes=os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"),
        kernel=f"{platform.system()} {platform.release()}",
        os=_os(),
        python=f"{platform.python_implementation()} {platform.python_version()}",
        virtualised=_virtualised(),
        frequency_governor=_line(_GOVERNOR) or "not visible",
        packages={name: version for name in _PACKAGES if (version := _version(name))},
    )


def _cpu() -> str:
    fields = _cpu_fields()
    name = fields.get("model name") or fields.get("CPU part") or platform.processor() or "unknown"
    details = [f"{label} {fields[key]}" for key, label in _DETAILS.items() if key in fields]
    return f"{name} ({', '.join(details)})" if details else name


_DETAILS: Final = {"cpu family": "family", "model": "model", "stepping": "stepping", "microcode": "microcode"}


def _cpu_fields() -> dict[str, str]:
    """The fields of the first processor in /proc/cpuinfo."""
    fields: dict[str, str] = {}
    for line in _text(Path("/proc/cpuinfo")).splitlines():
        name, colon, value = line.partition(":")
        if not colon:
            break
        fields[name.strip()] = value.strip()
    return fields


def _virtualised() -> str:
    hypervisor = "hypervisor" in _cpu_fields().get("flags", "").split()
    vendor = _line(Path("/sys/class/dmi/id/sys_vendor"))
    if hypervisor:
        return f"yes ({vendor})" if vendor else "yes"
    return "no sign of it"


def _os() -> str:
    try:
        return platform.freedesktop_os_release().get("PRETTY_NAME", "Linux")
    except OSError:
        return platform.system()


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return ""


def _line(path: Path) -> str:
    lines = _text(path).splitlines()
    return lines[0].strip() if lines else ""


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
