# SPDX-License-Identifier: MIT
"""Write docs/reference/dependencies.md: each locked package with version, licence and reason.

Run by `make lock`; needs the locked packages installed, since the licence is what each one says of itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
PAGE: Final = ROOT / "docs/reference/dependencies.md"

REASONS: Final = {
    "capstone": "disassembles firmware in tests of the timing model",
    "cffi": "binds pqeval's C to Python",
    "clang-format": "checks the layout of C sources",
    "cmake": "builds liboqs, firmware and pqeval's C; used when the system has none or an old one",
    "cryptography": "provider of classical schemes, ML-KEM, ML-DSA and baseline ciphers",
    "cyclonedx-python-lib": "writes bills of materials of cryptography (CBOM)",
    "hypothesis": "property tests",
    "import-linter": "checks that imports point one way",
    "jinja2": "templates of the HTML report",
    "jsonschema": "checks run files against the published schema in tests",
    "liboqs-python": "the functional interface to liboqs",
    "matplotlib": "charts",
    "matplotlib-fontja": "the font of Japanese charts",
    "msgspec": "reads and writes run files and data files, with validation",
    "mypy": "type check",
    "ninja": "runs the native builds",
    "numpy": "statistics over samples",
    "pycryptodome": "second provider of ML-KEM, ML-DSA and baseline ciphers",
    "pyserial": "talks to boards over a serial line",
    "pytest": "runs the tests",
    "pytest-benchmark": "benchmarks of pqeval itself",
    "pytest-xdist": "runs the tests in parallel",
    "rich": "progress on a terminal",
    "ruff": "lint and format of Python sources",
    "scikit-build-core": "builds the wheel through CMake",
    "unicorn": "the CPU emulator behind the Cortex-M4 target, loaded by a process of its own",
    "xlsxwriter": "writes workbooks of exported tables",
}
"""Why each direct dependency is there."""

OPENSSL: Final = "carries the sources of OpenSSL (optional); no Rust code is compiled"
CRATE: Final = "carries the sources of liboqs; no Rust code is compiled"

CLASSIFIERS: Final = {
    "License :: OSI Approved :: MIT License": "MIT",
    "License :: OSI Approved :: BSD License": "BSD",
    "License :: OSI Approved :: Apache Software License": "Apache-2.0",
    "License :: OSI Approved :: Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "License :: OSI Approved :: Python Software Foundation License": "PSF-2.0",
    "License :: OSI Approved :: GNU General Public License v2 (GPLv2)": "GPL-2.0",
}
STATED_ELSEWHERE: Final = {
    "capstone": "BSD-3-Clause",
    "colorama": "BSD-3-Clause",
    "liboqs-python": "MIT",
    "unicorn": "BSD (binding); GPL-2.0 in parts (engine)",
}
"""Where the metadata says nothing, too little or too much: read in the package's own licence files."""

LONGEST_LICENCE: Final = 60


@dataclass(frozen=True, slots=True)
class Package:
    """One entry of a lock file; `via` names what asked for it, `pqeval` included."""

    name: str
    version: str
    via: tuple[str, ...]


def read_lock(path: Path) -> dict[str, Package]:
    """Read a lock file; of several versions for different Pythons the last one stands."""
    packages: dict[str, Package] = {}
    name = version = ""
    via: list[str] = []
    for line in [*path.read_text(encoding="utf-8").splitlines(), "end=="]:
        if match := re.match(r"([a-z0-9-]+)==([^ ]*)", line):
            if name:
                packages[name] = Package(name, version, tuple(via))
            (name, version), via = match.groups(), []
        elif match := re.match(r"    #\s+(?:via )?(?!via$)([a-z0-9-]+)( \(.*\))?$", line):
            via.append(match[1])
    return packages


def licence(name: str) -> str:
    """Return the licence that the installed package states, or `not stated`."""
    if name in STATED_ELSEWHERE:
        return STATED_ELSEWHERE[name]
    try:
        about = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return "not installed on this platform"
    if expression := about.json.get("license_expression"):
        return str(expression)
    found = [CLASSIFIERS[c] for c in about.get_all("Classifier", []) if c in CLASSIFIERS]
    text = str(about.json.get("license", "")).strip()
    if text and "\n" not in text and len(text) <= LONGEST_LICENCE:
        return text
    return ", ".join(found) or "not stated"


def table(packages: dict[str, Package]) -> str:
    """Render packages as a Markdown table."""
    rows = ["| package | version | licence | why |", "|---|---|---|---|"]
    for package in packages.values():
        reason = REASONS.get(package.name) or "needed by " + ", ".join(package.via)
        rows.append(f"| {package.name} | {package.version} | {licence(package.name)} | {reason} |")
    return "\n".join(rows)


def page() -> str:
    """Render the whole page from both lock files."""
    runtime = read_lock(ROOT / "requirements.lock")
    everything = read_lock(ROOT / "requirements-dev.lock")
    others = {name: package for name, package in everything.items() if name not in runtime}
    return f"""# Dependencies

Written by `make lock`. The licence is what the installed package says of itself.
Where versions differ between Python versions, the newest one is shown.

## At run time

{table(runtime)}

## For tests and builds

{table(others)}

## Sources that are built on the user's machine

| package | version | licence | why |
|---|---|---|---|
| oqs-sys (crates.io) | see `native/liboqs/Cargo.lock` | MIT and others, all permissive | {CRATE} |
| openssl-src (crates.io) | see `native/openssl/Cargo.lock` | Apache-2.0 | {OPENSSL} |

None of these packages is contained in pqeval's own wheel. `NOTICE` says what follows from their licences.
"""


if __name__ == "__main__":
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(page(), encoding="utf-8")
