"""The timing loop: shape of what it gives, calibration, overhead, failures; no test asserts a time."""

from __future__ import annotations

import pytest

from pqeval import kem, sig
from pqeval.catalogue import CostClass, Metric, load
from pqeval.errors import ProviderError
from pqeval.liboqs.answers import Wanted, ask
from pqeval.plan import Case, Plan, expand
from pqeval.targets.host._timing import ffi, lib
from pqeval.targets.host.measure import call_overhead_ns, observe, own_seeds
from pqeval.targets.host.memory import memory_observations
from pqeval.targets.host.prepared import Prepared, prepare, python_call
from pqeval.targets.host.python_calls import key_pairs
from pqeval.targets.host.target import HostTarget
from pqeval.targets.inputs import derived_seed


def case_of(*terms: str) -> Case:
    """The first case of a selection on the host."""
    plan = Plan(name="test", select=terms, targets=("host",), message_bytes=(64,), samples=7)
    return expand(plan, load(), {"host": HostTarget().capabilities()}).cases[0]


def test_a_fixed_operation_gives_batches_of_equal_size() -> None:
    """Every batch has its time, its number of operations and its tag."""
    case = case_of("Ascon-Hash256")
    found = {one.metric: one for one in observe(case, prepare(case), 0, 6)}
    time = found[Metric.TIME_NS]
    assert len(time.values) == len(time.operations) == len(time.tags) >= 3
    assert len(set(time.operations)) == 1
    assert time.operations[0] >= 1
    assert all(value > 0 for value in time.values)
    assert all(tag in {0, 1, 2, 3} for tag in time.tags)
    assert time.seeds == ()


@pytest.mark.liboqs
def test_a_stochastic_operation_runs_once_a_seed() -> None:
    """Samples of rejection-sampled signing carry the numbers of their seeds."""
    case = case_of("ML-DSA-44,provider:liboqs,operation:sign")
    assert case.cost_class == CostClass.STOCHASTIC
    found = {one.metric: one for one in observe(case, prepare(case), 1, 3)}
    assert found[Metric.TIME_NS].seeds == (1, 4)
    assert found[Metric.TIME_NS].operations == (1, 1)


def test_each_seed_is_run_by_exactly_one_replicate() -> None:
    """The replicates share the published list among themselves."""
    shares = [own_seeds(20, replicate, 6) for replicate in range(6)]
    assert sorted(seed for share in shares for seed in share) == list(range(20))


# cffi reports what a callback raised as unraisable; here that is what is provoked.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_an_operation_that_fails_is_no_sample() -> None:
    """A Python operation that raises ends the measurement with an error."""

    def broken() -> None:
        raise RuntimeError("no")

    call, kept = python_call([broken])
    prepared = Prepared(
        operation=ffi.addressof(lib, "pqe_callback"),
        call=call,
        rotation=1,
        random_source="",
        seedable=False,
        kept=kept,
    )
    with pytest.raises(ProviderError):
        observe(case_of("Ascon-Hash256"), prepared, 0, 1)


def test_the_overhead_of_python_is_above_that_of_c() -> None:
    """Both are measured through the same dispatch."""
    assert 0 < call_overhead_ns(python=False) < call_overhead_ns(python=True)


def test_the_inputs_are_used_in_turn() -> None:
    """Operation number i of a callback gets input number i modulo the rotation."""
    seen: list[int] = []
    call, kept = python_call([lambda: seen.append(0), lambda: seen.append(1), lambda: seen.append(2)])
    columns = ffi.new("pqe_columns *")
    keep = [ffi.new("uint64_t[]", 2) for _ in range(3)] + [ffi.new("uint8_t[]", 2)]
    columns.ns, columns.ticks, columns.cycles, columns.tags = keep
    operation = ffi.addressof(lib, "pqe_callback")
    assert lib.pqe_time_batches(operation, call, ffi.NULL, ffi.NULL, 1, 2, 2, columns) == 0
    assert seen == [1, 2, 0, 1]
    del keep, kept


@pytest.mark.liboqs
def test_stack_is_counted_on_a_painted_stack() -> None:
    """Decapsulation of ML-KEM-1024 takes some kilobytes of stack, twice the same."""
    case = case_of("ML-KEM-1024,provider:liboqs,operation:decaps")
    first, second = (memory_observations(prepare(case))[0] for _ in range(2))
    assert first.metric == Metric.STACK_BYTES
    assert first.values == second.values
    assert 4096 < first.values[0] < 1_000_000


@pytest.mark.liboqs
@pytest.mark.parametrize("name", ["ML-KEM-768", "ML-DSA-65"])
@pytest.mark.parametrize("provider", ["cryptography", "pycryptodome"])
def test_providers_that_take_seeds_are_timed_with_the_keys_of_liboqs(name: str, provider: str) -> None:
    """The plan's seed gives every provider the same key pairs."""
    operation = "decaps" if name.startswith("ML-KEM") else "verify"
    case = case_of(f"{name},provider:{provider},operation:{operation}")
    room = kem if operation == "decaps" else sig
    pairs = key_pairs(case, room.get(name, provider), 2)
    for index, pair in enumerate(pairs):
        seed = derived_seed(case.seed, case.series.scheme, "keygen", index)
        theirs = ask(Wanted(name=name, keygen_seed=seed, use_seed=bytes(32), message=b"m"))
        assert theirs.public_key == pair.public_key
    assert prepare(case).random_source == "the provider's own; key pairs follow from the plan's seed"
