"""Validation: published figures, images of others, and the record of this version of the model."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pqeval.cli.main import main
from pqeval.errors import RecordError, TargetError
from pqeval.native.process import run
from pqeval.native.tools import require_tool
from pqeval.runner.validate import validate
from pqeval.targets.cortex_m.model import MODEL_ID, model_facts
from pqeval.targets.cortex_m.parts import DEFAULT_PART, Part, part, part_names
from pqeval.targets.cortex_m.published import compiler_of, cycles_of, find_image, means_of, read_published
from pqeval.targets.cortex_m.validation import (
    ValidationRow,
    agreement,
    is_rejection_sampled,
    read_validation,
    released_validation,
    set_of,
)

SOURCE: Final = Path(__file__).with_name("data") / "published.c"
CSV: Final = """\
Speed Evaluation,,,,,,,,,,
Key Encapsulation Schemes,,,,,,,,,,
Scheme,Implementation,Key Generation [cycles] (mean),min,max,Encapsulation,min,max,Decapsulation,min,max
toy (10 executions),ref,30,1,1,5000,1,1,1500,1,1
absent (10 executions),ref,1,1,1,1,1,1,1,1,1
Signature Schemes,,,,,,,,,,
Scheme,Implementation,Key Generation [cycles] (mean),min,max,Sign,min,max,Verify,min,max
signer (10 executions),opt,10,9,12,20,1,1,30,1,1
Memory Evaluation,,,,,,,,,,
Key Encapsulation Schemes,,,,,,,,,,
Scheme,Implementation,Key Generation [bytes],Encapsulation [bytes],Decapsulation [bytes],,,,,,
toy,ref,1,2,3,,,,,,
"""


@pytest.fixture(scope="module")
def images(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one image of each kind, named as pqm4 names them."""
    folder = tmp_path_factory.mktemp("elf")
    flags = "-mcpu=cortex-m4 -mthumb -O2 -ffreestanding -nostdlib -Wl,-Ttext=0x40 -Wl,-e,start"
    vectors = "-Wl,--section-start=.vectors=0"
    in_ram = ["-DIN_RAM", "-Wl,--section-start=.ramcode=0x20002000"]
    for name, more in (("crypto_kem_toy_ref", []), ("varies", ["-DVARIES"]), ("in_ram", in_ram)):
        run(
            [
                require_tool("arm-none-eabi-gcc").path,
                *flags.split(),
                vectors,
                *more,
                SOURCE,
                "-lgcc",
                "-o",
                folder / f"{name}_speed.elf",
            ]
        )
    return folder


@pytest.fixture
def figures(tmp_path: Path) -> Path:
    """Published figures."""
    path = tmp_path / "benchmarks.csv"
    path.write_text(CSV)
    return path


def modelled(image: Path, seed: int = 1, of: str = DEFAULT_PART) -> dict[str, float]:
    """Cycles of one run with small limits."""
    return cycles_of(image, part(of), seed=seed, max_instructions=1_000_000, timeout_s=20)


def test_published_figures(figures: Path) -> None:
    """Only the speed section is read; counts of executions are no part of a name."""
    rows = read_published(figures)
    assert [(row.kind, row.scheme, row.implementation) for row in rows] == [
        ("kem", "toy", "ref"),
        ("kem", "absent", "ref"),
        ("sign", "signer", "opt"),
    ]
    assert rows[0].cycles == (30, 5000, 1500)
    assert (rows[2].fewest, rows[2].most) == ((9, 1, 1), (12, 1, 1))


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("30,1,1,5000", "x,1,1,5000", "line 4"),
        ("30,1,1,5000", "0,1,1,5000", "line 4"),
        (",1,1,5000,1,1,1500,1,1", "", "line 4"),
        ("Speed Evaluation", "Other", "Speed Evaluation"),
    ],
)
def test_figures_that_are_not_understood(figures: Path, old: str, new: str, says: str) -> None:
    """The line is named."""
    figures.write_text(CSV.replace(old, new))
    with pytest.raises(RecordError, match=says):
        read_published(figures)


@pytest.mark.firmware
@pytest.mark.xdist_group("firmware")
def test_an_image_of_others_runs(images: Path) -> None:
    """Cycles of each operation, equal from run to run; random bytes are charged, loops counted."""
    image = images / "crypto_kem_toy_ref_speed.elf"
    found = modelled(image)
    assert found == modelled(image)
    assert set(found) == {"keygen", "encaps", "decaps"}
    assert 30 < found["keygen"] < 80  # 20 a call, 10 a byte, and the call itself
    assert 4000 < found["encaps"] < 5100  # nop, subtraction, branch taken: four or five a turn
    assert "GCC" in compiler_of(image)


@pytest.mark.firmware
@pytest.mark.xdist_group("firmware")
def test_a_bus_without_waits_is_faster(images: Path) -> None:
    """Accesses cost less on the ideal part, code without them the same."""
    image = images / "crypto_kem_toy_ref_speed.elf"
    real, ideal = modelled(image), modelled(image, of="ideal-m4")
    assert ideal["decaps"] < real["decaps"]
    assert abs(ideal["encaps"] - real["encaps"]) < 20


@pytest.mark.firmware
@pytest.mark.xdist_group("firmware")
def test_code_in_ram_runs(images: Path) -> None:
    """It takes what it takes in flash, but for the longer call."""
    found = modelled(images / "in_ram_speed.elf")
    flash = modelled(images / "crypto_kem_toy_ref_speed.elf")
    assert 0 < found["encaps"] - flash["encaps"] < 20
    assert found["decaps"] == pytest.approx(flash["decaps"], abs=20)


@pytest.mark.firmware
@pytest.mark.xdist_group("firmware")
def test_a_validation(images: Path, figures: Path, tmp_path: Path) -> None:
    """Rows of images that are there, their error, and a record that can be read again."""
    found, failures = validate(figures, images, part(), runs=5, jobs=2, progress=lambda _: None)
    assert not failures
    assert [row.operation for row in found.rows] == ["keygen", "encaps", "decaps"]
    encaps = found.rows[1]
    assert encaps.error_percent == pytest.approx(100 * (encaps.modelled_cycles / 5000 - 1))
    assert (encaps.set, encaps.runs, encaps.standard_error) == ("other", 3, 0)
    record = tmp_path / "record.json"
    record.write_bytes(msgspec.json.encode(found))
    assert read_validation(record) == found


def test_executions_of_a_run_are_averaged() -> None:
    """An image may print an operation several times; of lines that are none of cycles, nothing is taken."""
    printed = "keypair cycles:\n10\n\nsign cycles:\n7\n+\nkeypair cycles:\n13\n\nsign cycles:\n8\n+\n#\n"
    assert means_of(printed) == {"keygen": 11.5, "sign": 7.5}
    assert not means_of("=====\nkeypair bytes:\n10\n#\n")


def constant(_seed: int) -> int:
    """Cycles of an operation that does not depend on random bytes."""
    return 5000


def restarts(seed: int) -> int:
    """Cycles of an operation that starts again for one seed in eight."""
    return 5000 if seed % 8 else 5400


@pytest.mark.parametrize(
    ("encaps", "others", "runs", "board_spread", "fewest", "most"),
    [
        (constant, 1, 500, 0, 3, 3),
        (constant, 1, 500, 2000, 20, 20),
        (constant, 1, 5, 2000, 5, 5),
        (restarts, 1, 500, 2000, 100, 400),
        (restarts, 1, 30, 2000, 30, 30),
        (restarts, 10**9, 500, 2000, 20, 20),
        (restarts, 2 * 10**8, 500, 2000, 25, 25),
    ],
    ids=["constant", "spread", "spread, few", "restarts", "restarts, few", "long", "less long"],
)
def test_runs_go_on_until_means_are_precise(  # noqa: PLR0917 - pytest fills the arguments by name
    figures: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    encaps: Callable[[int], int],
    others: int,
    runs: int,
    board_spread: int,
    fewest: int,
    most: int,
) -> None:
    """What varies on the board has twenty runs or more, as its mean needs; what does not has three."""
    (tmp_path / "crypto_kem_toy_ref_speed.elf").touch()
    figures.write_text(CSV.replace("5000,1,1,1500", f"5000,1,{1 + board_spread},1500"))

    def ran(_image: Path, _part: Part, *, seed: int, **_limits: int) -> dict[str, float]:
        return {"keygen": others, "encaps": encaps(seed), "decaps": others}

    monkeypatch.setattr("pqeval.runner.validate.cycles_of", ran)
    found, failures = validate(figures, tmp_path, part(), runs=runs, jobs=1, progress=lambda _: None)
    assert not failures
    row = found.rows[1]
    assert fewest <= row.runs <= most
    assert row.published_spread_percent == pytest.approx(board_spread / 50)
    if row.runs > 100:
        assert row.standard_error < 0.00201 * row.modelled_cycles  # it is rounded
        assert row.modelled_cycles == pytest.approx(5050, rel=0.005)
    assert f"at most {runs} times" in found.protocol


@pytest.mark.firmware
@pytest.mark.xdist_group("firmware")
def test_a_validation_by_the_command_line(
    images: Path, figures: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Rows on stdout, statistics after them, and a record that the command shows again."""
    record = str(tmp_path / "record.json")
    words = ["validate", "--published", str(figures), "--elf-dir", str(images), "--runs", "4", "-j", "1"]
    assert main([*words, "-o", record, "--format", "csv"]) == 0
    printed = capsys.readouterr().out
    assert "other,toy,ref,encaps,5000," in printed
    assert main(["validate", "--record", record, "--format", "csv"]) == 0
    assert capsys.readouterr().out == printed
    assert main(["validate", "--published", str(figures)]) == 2
    assert main([*words[:-3], "0"]) == 2
    assert "--runs and --jobs must be at least 1" in capsys.readouterr().err


@pytest.mark.firmware
@pytest.mark.xdist_group("firmware")
def test_random_bytes_follow_the_seed(images: Path) -> None:
    """One seed, one figure; other seeds, others."""
    varies = images / "varies_speed.elf"
    assert modelled(varies, 1) == modelled(varies, 1)
    assert len({modelled(varies, seed)["encaps"] for seed in range(1, 6)}) > 1


@pytest.mark.firmware
@pytest.mark.xdist_group("firmware")
def test_images_that_cannot_be_run(images: Path, figures: Path, tmp_path: Path) -> None:
    """A truncated image is a failure of its own row; a folder without images is an error."""
    whole = (images / "crypto_kem_toy_ref_speed.elf").read_bytes()
    broken = tmp_path / "crypto_kem_toy_ref_speed.elf"
    broken.write_bytes(whole[:100])
    with pytest.raises(TargetError, match="truncated"):
        modelled(broken)
    found, failures = validate(figures, tmp_path, part(), runs=1, jobs=1, progress=lambda _: None)
    assert not found.rows
    assert failures[0].startswith("toy ref: ")
    broken.unlink()
    with pytest.raises(RecordError, match="no image"):
        validate(figures, tmp_path, part(), runs=1, jobs=1, progress=lambda _: None)


def test_images_are_found_by_name(tmp_path: Path, figures: Path) -> None:
    """With and without the prefix of pqm4's collections."""
    toy = read_published(figures)[0]
    assert find_image(tmp_path, toy) is None
    image = tmp_path / "mupq_pqclean_crypto_kem_toy_ref_speed.elf"
    image.touch()
    assert find_image(tmp_path, toy) == image


def test_the_released_record() -> None:
    """It belongs to this model, keeps held-out rows apart, and is where the stated error comes from."""
    released = released_validation()
    assert (released.model, released.part) == (MODEL_ID, DEFAULT_PART)
    assert all(row.set == set_of(row.scheme, row.implementation) for row in released.rows)
    for row in released.rows:
        marked = is_rejection_sampled(row.scheme, row.implementation, row.operation)
        assert row.rejection_sampled == marked
    facts = model_facts(part())
    assert facts is not None
    fitted = agreement([row for row in released.rows if row.set == "train"])
    assert fitted is not None
    assert fitted.operations == 53
    assert facts.operations > 100
    assert facts.mean_error_percent is not None
    assert facts.max_error_percent is not None
    assert not facts.mark
    assert 0 < facts.mean_error_percent < facts.max_error_percent


@given(st.lists(st.floats(0.5, 2.0), min_size=1, max_size=20))
def test_agreement(ratios: list[float]) -> None:
    """Errors are of rows that count; the largest bounds the mean, shares grow with the limit."""
    rows = [row_of(ratio) for ratio in ratios]
    found = agreement([*rows, row_of(9.0, rejection_sampled=True)])
    assert found is not None
    assert found.operations == len(ratios)
    assert abs(found.bias) <= found.mean + 1e-9
    assert found.median <= found.largest + 1e-9
    assert found.mean <= found.largest + 1e-9
    assert found.within_1 <= found.within_2 <= found.within_5
    assert agreement([row_of(1.0, rejection_sampled=True)]) is None


def row_of(ratio: float, *, rejection_sampled: bool = False) -> ValidationRow:
    """A row whose modelled cycles are `ratio` times the published."""
    return ValidationRow(
        set="other",
        scheme="toy",
        implementation="ref",
        operation="keygen",
        published_cycles=1_000_000,
        modelled_cycles=1_000_000 * ratio,
        standard_error=0,
        runs=1,
        rejection_sampled=rejection_sampled,
        image_sha256="",
    )


def test_parts() -> None:
    """The default is validated; an unknown one is named with what there is."""
    assert part().validated
    assert part().ram_bytes == 640 * 1024
    assert not part("ideal-m4").validated
    with pytest.raises(TargetError, match=r"no part 'z80'; known are .*ideal-m4"):
        part("z80")
    assert DEFAULT_PART in part_names()


def test_the_command_shows_a_record(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, figures: Path
) -> None:
    """Without arguments the released one; half of the arguments or a file that is none is an error."""
    assert main(["validate", "--summary", "--format", "csv"]) == 0
    assert "train,53," in capsys.readouterr().out
    assert main(["validate", "--published", str(figures)]) == 2
    assert "belong together" in capsys.readouterr().err
    assert main(["validate", "--record", str(figures)]) == 2
    assert "not a validation record" in capsys.readouterr().err
    assert main(["validate", "--record", str(tmp_path / "none")]) == 2
