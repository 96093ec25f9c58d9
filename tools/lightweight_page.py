# SPDX-License-Identifier: MIT
"""Write docs/reference/lightweight.md from headers, manifests, catalogue and the committed records."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, Final

from lightweight_kept import TARGETS, Kept, Row, ram
from lightweight_summary import conditions, small, verdicts
from pqeval.catalogue import OPERATIONS, Scheme, load
from pqeval.lightweight.known_answers import examples, kat_file
from pqeval.native.manifests import Manifest, OwnScheme, Variant, manifests, own_schemes
from pqeval.native.sources import native_root
from pqeval.report.words import words

ROOT: Final = Path(__file__).resolve().parents[1]
PAGE: Final = ROOT / "docs/reference/lightweight.md"
BARS: Final = ROOT / "docs/records/lightweight-bars"
CORES: Final = TARGETS[1:]
CALLED: Final = {"host": "host", "cortex-m4": "M4", "cortex-m3": "M3", "cortex-m0plus": "M0+"}
OLD: Final = "‡"
SHORT, LONG, LONGEST = 16, 1024, 65536
NONE: Final = "–"
SHORT_BITS: Final = 112
SMALL: Final = 8

HEAD: Final = """\
# Lightweight primitives

Written by `make docs` from the headers and manifests below `native/lightweight/`, the catalogue and the
records in `docs/records/`. Figures by length of the message, on each platform, are
[on a page of their own](lightweight-figures.md).

- **constant time**: what the variant claims, and the worst that `pqeval ct` found over its operations on host
  (Valgrind) / Cortex-M4 / M3 / M0+ (traces). A pass is evidence for the inputs that ran, never a proof. A
  **leak** in a variant that claims nothing (`tab`) shows that the check sees table look-ups.
- **checked**: `file` is the whole official file regenerated, `examples` are published ones, `derived`
  compares with a second implementation of the mode in Python, because nothing is published.
- **cycles/byte** on Cortex-M4, M3 and M0+ are modelled, for 1024 bytes of message without associated data,
  key set-up included (block ciphers: without, and `key` is the set-up in cycles). `M4 16 B` and `M0+ 16 B`
  are the whole call for 16 bytes, in cycles.
- **host** is time in ns a byte, for 65536 bytes (1024 where there is no other), measured on one machine:
  for comparison within the column. How far repeated processes lie apart stands below the conditions.
- **text, stack, RAM** in bytes, `-O3`, Cortex-M4; RAM is stack, static data and the buffers for keys,
  expanded keys, nonces, tags and digests, without the message.
- **bar**: our figure by that of the best open portable constant-time C, both of one run of
  `pqeval bench --implementation`, with the same compiler and model, key set-up included; the worst over 16,
  64 and 1024 bytes and over encryption and decryption, on the host at 65536 bytes with the interval of the
  ratio (median over processes). Block ciphers are compared in counter mode. Modelled figures are the same for
  every input: their ratios are exact. Above 1.00 we are slower; the remark says why. † the rival looks
  secrets up in tables: no portable constant-time C is known to us. Rivals, commits, runs and what is no bar
  (assembly, tables) are in `docs/records/lightweight-bars/`.
- **d** marks the platforms where the variant is the default: h host, 4 3 7 33 0+ 0 Cortex-M.
- **‡** the code has changed since the verdict, or since the figures in the row: look again, and keep it with
  `python tools/lightweight_record.py`. What counts is a digest of the sources and of what they use of shared
  headers, without comments.
- **–** nothing was run there yet (a ratio: nothing to compare with).
"""
TABLE: Final = (
    "scheme",
    "variant",
    "d",
    "constant time",
    "checked",
    "M4 16 B",
    "M0+ 16 B",
    "M4",
    "M3",
    "M0+",
    "host",
    "key",
    "text",
    "stack",
    "RAM",
    "bar",
)


def _bars() -> list[dict[str, Any]]:
    return [
        one for path in sorted(BARS.glob("*.json")) for one in json.loads(path.read_text(encoding="utf-8"))
    ]


class Page:
    """The page, from what was read once."""

    def __init__(self) -> None:
        self.kept = Kept()
        self.bars = _bars()
        self.schemes = load().by_id

    def text(self) -> str:
        """All of it."""
        parts = [HEAD, conditions(self.kept), verdicts(self.kept), small(self.kept), self._flags()]
        parts += [self._section(manifest) for manifest in manifests()]
        return "\n".join(parts)

    def _flags(self) -> str:
        """What a reader must know before choosing."""
        rows = ["## Status", "", "| scheme | standard | status | remark |", "| --- | --- | --- | --- |"]
        for scheme in dict.fromkeys(one.cipher or one.scheme for one in own_schemes()):
            facts = self.schemes[scheme]
            remark = "; ".join(part for part in (*flags_of(facts), facts.security_note) if part)
            status = words("en").of("status", facts.status)
            rows.append(f"| {facts.name} | {facts.standard or NONE} | {status} | {remark or NONE} |")
        return "\n".join([*rows, ""])

    def _section(self, manifest: Manifest) -> str:
        header = next(iter(manifest.headers.values()))
        lines = [f"## {manifest.name}", "", f"Manual: `native/{header}`.", ""]
        lines += [f"> {paragraph}\n" for paragraph in claims(native_root() / header)]
        lines += [f"- `{one.name}`: {self._claim(manifest, one)}" for one in manifest.variants]
        lines += [
            "",
            f"| {' | '.join(TABLE)} |",
            f"|{' --- |' * len(TABLE)}",
        ]
        lines += [self._row(one) for one in own_schemes() if one.manifest == manifest]
        remarks = [self._remark(one) for one in own_schemes() if one.manifest == manifest]
        if kept := [remark for remark in dict.fromkeys(remarks) if remark]:
            lines += ["", *(f"- {remark}" for remark in kept)]
        return "\n".join([*lines, ""])

    def _claim(self, manifest: Manifest, variant: Variant) -> str:
        """What a variant claims; if nothing, where `pqeval ct` found a secret at work."""
        if variant.constant_time:
            return variant.claim
        rows = [
            row
            for own in own_schemes()
            if (own.manifest, own.variant) == (manifest, variant)
            and (row := self.kept.verdict(own, "cortex-m4")) is not None
        ]
        place = next((f"; found, for instance, {row['first']}" for row in rows if "first" in row), "")
        return f"**not constant time**: {variant.claim.removeprefix('none: ')}{place}"

    def _row(self, own: OwnScheme) -> str:
        facts = self.schemes[own.scheme]
        claim = "yes" if own.variant.constant_time else "**no**"
        if varies := ", ".join(CALLED.get(one, one) for one in own.variant.varies_on):
            claim += f", but not on {varies}"
        usual = "".join(
            {"host": "h", "cortex-m0plus": "0+", "cortex-m0": "0"}.get(name, name.removeprefix("cortex-m"))
            + " "
            for name in own.variant.default_on
        )
        operation = {"block": "encrypt"}.get(own.shape, str(OPERATIONS[facts.role][0]))
        verdicts = " / ".join(self._verdict(own, target) for target in TARGETS)
        cells = [
            facts.name,
            f"`{own.variant.name}`{self._age(own)}",
            usual.strip() or NONE,
            f"{claim}; {verdicts}",
            self._checked(own),
            *(_cycles(self._figure(own, operation, core, SHORT)) for core in ("cortex-m4", "cortex-m0plus")),
            *(_cycles(self._figure(own, operation, core, LONG), LONG) for core in CORES),
            self._host(own, operation),
            _cycles(self._figure(own, "key_schedule", "cortex-m4", None)),
            *self._sizes(own, operation),
            self._bar(own),
        ]
        return f"| {' | '.join(cells)} |"

    def _figure(self, own: OwnScheme, operation: str, target: str, length: int | None) -> Row | None:
        return self.kept.figure(own, operation, target, length)

    def _age(self, own: OwnScheme) -> str:
        """A mark where figures are of other code."""
        rows = [row for target in TARGETS for row in self.kept.figures(own, target)]
        return "" if all(self.kept.is_current(own, row) for row in rows) else OLD

    def _sizes(self, own: OwnScheme, operation: str) -> tuple[str, str, str]:
        """Text, stack and RAM."""
        row = self._figure(own, operation, "cortex-m4", LONG)
        if row is None:
            return NONE, NONE, NONE
        return str(row["text_bytes"]), str(row["stack_bytes"]), str(ram(row))

    def _host(self, own: OwnScheme, operation: str) -> str:
        for length in (LONGEST, LONG):
            row = self._figure(own, operation, "host", length)
            if row is not None:
                return f"{row['time_ns'] / length:.2f}"
        return NONE

    def _verdict(self, own: OwnScheme, target: str) -> str:
        """The worst over the operations, with a mark where it is of other code."""
        row = self.kept.verdict(own, target)
        if row is None:
            return NONE
        word = "**leak**" if row["outcome"] == "leak" else str(row["outcome"]).replace("_", " ")
        return word if self.kept.is_current(own, row) else f"{word} {OLD}"

    def _checked(self, own: OwnScheme) -> str:
        file = kat_file(own.scheme)
        if file is not None:
            return f"file ({file.vectors})"
        number = len(examples(own.scheme))
        return f"examples ({number})" if number else "derived"

    def _bar(self, own: OwnScheme) -> str:
        found = self._own_bars(own)
        words = []
        for platform in sorted({str(one["platform"]) for one in found}):
            here = [one for one in found if one["platform"] == platform and counts(one)]
            fair = [one for one in here if one["rival_constant_time"]]
            if not here:
                continue
            worst = max(fair or here, key=lambda one: float(one["ratio"]))
            mark = "" if fair else "†"
            words.append(f"{platform.removeprefix('cortex-')} {ratio_text(worst)}{mark}")
        return ", ".join(words) or NONE

    def _own_bars(self, own: OwnScheme) -> list[dict[str, Any]]:
        return [
            one
            for one in self.bars
            if one.get("scheme") == own.scheme and one.get("variant") == own.variant.name and "ratio" in one
        ]

    def _remark(self, own: OwnScheme) -> str:
        fair = [one for one in self._own_bars(own) if one["rival_constant_time"] and one["rival_portable"]]
        above = [one for one in fair if round(float(one["ratio"]), 2) > 1]
        name = self.schemes[own.scheme].name
        parts = []
        for platform in dict.fromkeys(str(one["platform"]) for one in above):
            here = [one for one in above if one["platform"] == platform]
            worst = max(here, key=lambda one: float(one["ratio"]))
            why = next((str(one["reason"]) for one in here if one.get("reason")), "")
            parts.append(
                f"up to {ratio_text(worst)} of {worst['rival']} ({platform}, {worst['message_bytes']} bytes, "
                f"{worst['operation']})" + (f": {why}" if why else "")
            )
        return f"{name} `{own.variant.name}`: {'; '.join(parts)}." if parts else ""


def counts(row: dict[str, Any]) -> bool:
    """Whether a row belongs to the bar: portable C, and on the host long messages alone."""
    return bool(row["rival_portable"]) and (row["platform"] != "host" or row["message_bytes"] == LONGEST)


def ratio_text(row: dict[str, Any]) -> str:
    """The ratio; with its interval where that is wider than the digits that are shown."""
    low, high = float(row["low"]), float(row["high"])
    text = f"{float(row['ratio']):.2f}"
    return text if f"{low:.2f}" == text == f"{high:.2f}" else f"{text} ({low:.2f}–{high:.2f})"


def flags_of(scheme: Scheme) -> list[str]:
    """What follows from a scheme's lengths: short keys, blocks and tags."""
    sizes = scheme.sizes
    found = []
    if scheme.security_bits is not None and scheme.security_bits < SHORT_BITS:
        found.append(f"{scheme.security_bits}-bit security")
    if sizes.block_bytes == SMALL:
        found.append("64-bit block: change the key long before 2^32 blocks")
    if sizes.tag_bytes == SMALL and sizes.nonce_bytes:
        found.append("64-bit tag")
    return found


def claims(header: Path) -> list[str]:
    """The paragraphs of a header's manual on constant time and limits."""
    text = header.read_text(encoding="utf-8")
    comment = text.split("*/", 2)[1].partition("/*")[2]
    plain = "\n".join(re.sub(r"^ ?\* ?", "", line) for line in comment.splitlines())
    paragraphs = [" ".join(part.split()) for part in re.split(r"\n\s*\n", plain)]
    wanted = ("Constant time", "Not claimed", "Limits", "Status")
    return [one for one in paragraphs if one.startswith(wanted)]


def _cycles(row: Row | None, by: int = 1) -> str:
    if row is None or "modelled_cycles" not in row:
        return NONE
    value = row["modelled_cycles"]
    return f"{value:.0f}" if by == 1 else f"{value / by:.1f}"


def page() -> str:
    """Render the whole page."""
    return Page().text()


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
