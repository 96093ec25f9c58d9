"""What Valgrind's memcheck writes, and the suppressions that it reads."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

from pqeval.errors import CommandError, TargetError, WireError
from pqeval.native.process import run
from pqeval.records import Finding, FindingKind
from pqeval.targets.places import shortened

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

__all__ = ["Seen", "Suppression", "read_report", "read_suppressions", "watch"]

_TIMEOUT_S: Final = 3600

_KINDS: Final = {"UninitCondition": FindingKind.PC, "UninitValue": FindingKind.ADDRESS}
_DRIVER: Final = "ct_driver.c"


@dataclass(frozen=True, slots=True)
class Seen:
    """A report: what it finds, how often each suppression was used by its name, and what else it says."""

    findings: tuple[Finding, ...]
    suppressed: Mapping[str, int]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Suppression:
    """One entry of a suppression file: its name, what it is about, and its first function."""

    name: str
    kind: FindingKind
    function: str


def watch(valgrind: Path, driver: Path, words: Sequence[str], suppressions: Sequence[Path] = ()) -> Seen:
    """Run a driver under memcheck.

    Raises:
        TargetError: it did not end well.
        WireError: Valgrind did not write a whole report.
    """
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        options = [
            "--tool=memcheck",
            "--leak-check=no",
            "--undef-value-errors=yes",
            "--num-callers=20",
            "--max-stackframe=20480000",
            "--main-stacksize=67108864",
            "--xml=yes",
            f"--xml-file={report}",
            *(f"--suppressions={path}" for path in suppressions),
        ]
        try:
            run([valgrind, *options, driver, *words], timeout_s=_TIMEOUT_S)
        except CommandError as error:
            raise TargetError(
                f"`ct_driver {' '.join(words)}` under Valgrind ended with code {error.returncode}: "
                "a wrong answer, or the code does something that Valgrind cannot follow"
            ) from error
        return read_report(report)


def read_report(path: Path) -> Seen:
    """Read what memcheck wrote with `--xml=yes`.

    Raises:
        WireError: it is not a whole report.
    """
    try:
        root = ET.parse(path).getroot()  # noqa: S314 - written by the Valgrind that was just run
    except (ET.ParseError, OSError) as error:
        raise WireError(f"Valgrind's report cannot be read: {error}") from error
    findings: dict[tuple[str, str, str, int], Finding] = {}
    others = 0
    for one in root.iter("error"):
        kind = _KINDS.get(one.findtext("kind", ""))
        if kind is None:
            others += 1
            continue
        found = _finding(kind, one)
        findings.setdefault((found.kind, found.function, found.file, found.line), found)
    suppressed: dict[str, int] = {}
    for pair in root.iter("pair"):
        name, count = pair.findtext("name"), pair.findtext("count", "")
        if name is not None and count.isdigit() and pair.find("what") is None:
            suppressed[name] = suppressed.get(name, 0) + int(count)
    notes = (f"Valgrind reports {others} errors of other kinds too",) if others else ()
    return Seen(tuple(findings.values()), suppressed, notes)


def _finding(kind: FindingKind, error: Element) -> Finding:
    frames = list(error.iter("frame"))
    # The innermost frame may be of the C library; the code that called it is named then.
    named = next((frame for frame in frames if frame.findtext("file")), frames[0] if frames else error)
    function = named.findtext("fn") or "?"
    file = named.findtext("file") or ""
    line = named.findtext("line") or "0"
    return Finding(
        kind=kind,
        function=function,
        file=shortened(f"{named.findtext('dir') or ''}/{file}") if file else "",
        line=int(line) if line.isdigit() else 0,
        detail=error.findtext("what") or "",
        case=" < ".join(_callers(frames, function)),
    )


def _callers(frames: list[Element], function: str) -> Iterator[str]:
    """Who called it, up to the driver."""
    names = [(frame.findtext("fn") or "?", frame.findtext("file")) for frame in frames]
    start = next((number for number, (name, _) in enumerate(names) if name == function), 0)
    for name, file in names[start + 1 :]:
        if file == _DRIVER:
            return
        yield name


def read_suppressions(path: Path) -> list[Suppression]:
    """The entries of a suppression file that are about undefined values."""
    found = []
    for block in re.findall(r"^\{\n(.*?)^\}", path.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL):
        lines = [line.strip() for line in block.splitlines() if line.strip()]
        if len(lines) < 2 or not lines[1].startswith("Memcheck:"):  # noqa: PLR2004 - a name and a kind
            continue
        kind = FindingKind.PC if lines[1] == "Memcheck:Cond" else FindingKind.ADDRESS
        places = [line.split(":", 1)[1].split("#")[0].strip() for line in lines[2:] if ":" in line]
        found.append(Suppression(lines[0], kind, places[0] if places else "?"))
    return found
