"""Constant-time evidence on the host: Valgrind's reports, liboqs's lists, and one scheme for real."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pqeval.catalogue import Implementation, Operation, Role
from pqeval.cli.exit_codes import ExitCode
from pqeval.cli.main import main
from pqeval.errors import WireError
from pqeval.liboqs.variants import watched_library
from pqeval.native.tools import find_tool
from pqeval.records import Evidence, Failed, FindingKind, Outcome
from pqeval.targets.host.evidence import HostEvidence
from pqeval.targets.host.memcheck import read_report, read_suppressions

needs_valgrind = pytest.mark.skipif(
    shutil.which("valgrind") is None, reason="Valgrind is not installed (Debian: apt-get install valgrind)"
)
FRAME = "<frame><fn>{}</fn><dir>/somewhere/liboqs/src/kem</dir><file>{}</file><line>{}</line></frame>"
REPORT = f"""<?xml version="1.0"?>
<valgrindoutput>
<error><kind>UninitCondition</kind><what>Conditional jump</what><stack>
<frame><fn>bcmp</fn></frame>{FRAME.format("check", "kem.c", 7)}{FRAME.format("main", "ct_driver.c", 3)}
</stack></error>
<error><kind>UninitCondition</kind><what>Conditional jump</what><stack>
{FRAME.format("check", "kem.c", 7)}{FRAME.format("other", "kem.c", 9)}</stack></error>
<error><kind>UninitValue</kind><what>Use of size 8</what><stack>
{FRAME.format("load", "aes.c", 11)}</stack></error>
<error><kind>InvalidRead</kind><what>Invalid read</what><stack>{FRAME.format("bad", "x.c", 1)}</stack></error>
<suppcounts><pair><count>12</count><name>Rejection sampling</name></pair></suppcounts>
</valgrindoutput>
"""
SUPPRESSIONS = """\
{
   Rejection sampling
   Memcheck:Cond
   ...
   src:sign.c:161 # Call to polyvecl_chknorm
}
{
   A table
   Memcheck:Value8
   fun:lookup
}
{
   A leak of memory
   Drd:ConflictingAccess
   fun:other
}
"""


def test_a_report_gives_each_place_once(tmp_path: Path) -> None:
    """The innermost frame with a source is named, without folders of this machine; others are noted."""
    path = tmp_path / "report.xml"
    path.write_text(REPORT, encoding="utf-8")
    seen = read_report(path)
    assert [(one.kind, one.function, one.file, one.line) for one in seen.findings] == [
        (FindingKind.PC, "check", "src/kem/kem.c", 7),
        (FindingKind.ADDRESS, "load", "src/kem/aes.c", 11),
    ]
    assert seen.suppressed == {"Rejection sampling": 12}
    assert seen.notes == ("Valgrind reports 1 errors of other kinds too",)


@pytest.mark.parametrize("text", ["", "<valgrindoutput>", "no xml"])
def test_a_torn_report_is_refused(tmp_path: Path, text: str) -> None:
    """Half a report is no evidence."""
    path = tmp_path / "report.xml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(WireError):
        read_report(path)


def test_suppressions_are_read_by_name_and_kind(tmp_path: Path) -> None:
    """Entries of other tools are left alone."""
    path = tmp_path / "file"
    path.write_text(SUPPRESSIONS, encoding="utf-8")
    assert [(one.name, one.kind, one.function) for one in read_suppressions(path)] == [
        ("Rejection sampling", FindingKind.PC, "sign.c:161"),
        ("A table", FindingKind.ADDRESS, "lookup"),
    ]


def test_without_valgrind_the_remedy_is_named(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The command ends with a message, not with an empty table."""
    monkeypatch.setenv("PATH", "/nonexistent")
    find_tool.cache_clear()
    try:
        assert main(["ct", "ML-KEM-768", "--target", "host", "--quiet"]) == ExitCode.FAILED
    finally:
        find_tool.cache_clear()
    assert "apt-get install valgrind" in capsys.readouterr().err


def looked_at(scheme: str, name: str, *operations: Operation) -> list[Evidence]:
    """The evidence; nothing may fail."""
    one = Implementation(scheme=scheme, provider="liboqs", variant="dist", library_name=name)
    events = list(HostEvidence(progress=lambda _: None).look(one, operations))
    assert [event.error for event in events if isinstance(event, Failed)] == []
    return [event for event in events if isinstance(event, Evidence)]


@needs_valgrind
@pytest.mark.slow
@pytest.mark.liboqs
def test_ml_dsa_has_nothing_but_what_liboqs_lists() -> None:
    """Signing passes, and what liboqs passes is listed by its words."""
    (sign, verify) = looked_at("ml_dsa_44", "ML-DSA-44", Operation.SIGN, Operation.VERIFY)
    assert sign.outcome == Outcome.PASS
    assert sign.findings == ()
    assert any("Rejection sampling for challenge" in one.known for one in sign.known)
    assert (verify.outcome, verify.known) == (Outcome.PASS, ())


@needs_valgrind
@pytest.mark.slow
@pytest.mark.liboqs
def test_without_the_list_the_same_findings_are_a_leak(monkeypatch: pytest.MonkeyPatch) -> None:
    """The list decides what is known: the same code without it leaks, with function and line."""
    library = watched_library(Role.SIGNATURE, "ml_dsa_44", "ML-DSA-44", lambda _: None)
    monkeypatch.setattr(
        "pqeval.targets.host.evidence.watched_library",
        lambda *_: type(library)(library.driver, (), library.build),
    )
    (sign,) = looked_at("ml_dsa_44", "ML-DSA-44", Operation.SIGN)
    assert sign.outcome == Outcome.LEAK
    assert sign.known == ()
    assert all(one.file.startswith("src/") and one.line > 0 for one in sign.findings)
