"""Plans: the built-in ones are sound; files with mistakes are refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from pqeval.catalogue import Metric, load
from pqeval.errors import PlanError
from pqeval.plan import BUILT_IN, DEFAULT_SEED, Plan
from pqeval.plan import load as load_plan
from pqeval.plan.selection import parse


@pytest.mark.parametrize("name", BUILT_IN)
def test_built_in_plans_are_sound(name: str) -> None:
    """Each can be read, selects something, and uses the published seed and its targets."""
    plan = load_plan(name)
    parse(plan.select, load())

    targets = ("host",) if name == "tls" else ("host", "cortex-m4")
    assert (name, DEFAULT_SEED, targets) == (plan.name, plan.seed, plan.targets)
    assert plan.title


def test_a_file_is_a_plan(tmp_path: Path) -> None:
    """A plan file has the same form; what it leaves out has defaults; its name is the file's."""
    path = tmp_path / "mine.toml"
    path.write_text('select = ["ML-KEM-*"]\ntargets = ["host"]\nmetrics = ["time_ns"]\n', encoding="utf-8")

    expected = Plan(name="mine", select=("ML-KEM-*",), targets=("host",), metrics=(Metric.TIME_NS,))
    assert expected == load_plan(str(path))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("select = 5", r"\$\.select"),
        ("selection = []", "selection"),
        ("targets = []", "names no target"),
        ('targets = ["host", "host"]', "targets has an entry twice"),
        ('kat = "some"', "kat is `some`"),
        ("samples = 0", "samples must be at least 1"),
        ("[samples_at]\nhost = 0", "samples must be at least 1"),
        ("message_bytes = [-1]", "lengths must be at least 0"),
        ("message_bytes = []", "there must be a message length"),
        ("associated_data_bytes = -1", "lengths must be at least 0"),
        ("most_instructions = -1", "most_instructions"),
        ('metrics = ["speed"]', "speed"),
        ("select = [", "not sound"),
        ("\0", "not sound"),
    ],
)
def test_mistakes_in_a_file_are_named(tmp_path: Path, text: str, message: str) -> None:
    """A mistake is refused with the file and what is wrong."""
    path = tmp_path / "mine.toml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(PlanError, match=message) as caught:
        load_plan(str(path))
    assert str(path) in str(caught.value)


def test_an_unknown_plan_is_refused_with_those_there_are() -> None:
    """A name that is neither a plan nor a file names the built-in plans."""
    with pytest.raises(PlanError, match="built in: quick, standard, full"):
        load_plan("qiuck")


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    """Bytes that are not UTF-8 are an error, not a crash."""
    path = tmp_path / "mine.toml"
    path.write_bytes(b"\xff\xfe")

    with pytest.raises(PlanError, match="cannot be read"):
        load_plan(str(path))
