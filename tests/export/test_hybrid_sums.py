"""T06 sets a whole hybrid beside its own library's parts; T01 keeps bits and categories apart."""

from __future__ import annotations

import msgspec
import pytest

from pqeval.catalogue import Operation
from pqeval.export.material import gather
from pqeval.export.registry import make
from pqeval.export.table import Number, Row, Words
from pqeval.records import Measurement, Run
from sample_exports import host_run

pytestmark = pytest.mark.xdist_group("exports")


def _of_library(run: Run, names: dict[str, str], provider: str, started: str) -> Run:
    """The records of some schemes again as another library's, under other names; a run of its own."""
    found = []
    for one in run.records:
        if isinstance(one, Measurement) and one.series.scheme in names:
            series = msgspec.structs.replace(one.series, scheme=names[one.series.scheme], provider=provider)
            found.append(msgspec.structs.replace(one, series=series))
    return msgspec.structs.replace(run, id="", records=tuple(found), started=started)


def test_a_whole_stands_beside_the_sum_of_its_own_library() -> None:
    """The fastest parts may be another library's: they are no check of the whole."""
    names = {"x25519": "x25519", "ml_kem_768": "ml_kem_768"}
    slow = _of_library(host_run(factor=5), names, "openssl", "2026-11-24T00:00:00Z")
    whole = _of_library(
        host_run(factor=11), {"ml_kem_768": "x25519mlkem768"}, "openssl", "2026-11-25T00:00:00Z"
    )
    table = make("T06", gather([host_run(), slow, whole])).tables[1]
    places = {column.key: place for place, column in enumerate(table.columns)}
    row = next(one for one in table.rows if one.key == f"x25519mlkem768/{Operation.ENCAPS}")

    assert _value(row, places["own_sum"]) == pytest.approx(5 * _value(row, places["both"]), rel=1e-4)
    assert _value(row, places["whole"]) == pytest.approx(11 * _value(row, places["quantum"]), rel=1e-4)
    other = next(one for one in table.rows if one.key.startswith("secp256r1"))
    assert not isinstance(other.cells[places["own_sum"]], Number)


def _value(row: Row, place: int) -> float:
    cell = row.cells[place]
    assert isinstance(cell, Number)
    return cell.quantity.value


def test_classical_schemes_have_no_category() -> None:
    """Their bits are against classical attacks: 128 under the head of categories would mislead."""
    for table in make("T01", gather([host_run()])).tables:
        place = next(at for at, column in enumerate(table.columns) if column.key == "strength")
        if table.columns[place].head.en != "NIST category":
            continue
        for row in table.rows:
            cell = row.cells[place]
            assert isinstance(cell, Words)
            assert cell.text.en[0] in "12345–"
            assert len(cell.text.en) == 1 or " (" in cell.text.en
