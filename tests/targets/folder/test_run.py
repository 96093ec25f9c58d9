"""Folders on the host and on the emulated Cortex-M4: what is right is measured, what is wrong fails."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from pqeval.catalogue import Metric, load
from pqeval.liboqs.random import Generator
from pqeval.native.tools import find_tool
from pqeval.plan import Plan, expand, units
from pqeval.records import Build, Failed, Measurement, Piece, Record, Stage
from pqeval.targets.cortex_m.target import CortexMTarget
from pqeval.targets.folder.folder import Folder
from pqeval.targets.folder.read import read_folder
from pqeval.targets.host.target import HostTarget
from pqeval.targets.target import Target
from sample_folders import AEAD, HASH, KEM, MAC, SIGNATURE, SIGNED_MESSAGE, STREAM, XOF, put

pytestmark = pytest.mark.skipif(find_tool("cc") is None, reason="needs a C compiler")

EVERY_ROLE = {
    "kem": KEM,
    "signature": SIGNATURE,
    "signed message": SIGNED_MESSAGE,
    "aead": AEAD,
    "hash": HASH,
    "mac": MAC,
    "stream cipher": STREAM,
}
CONSISTENT = ("hash", "mac")
"""Roles in which nothing undoes what was done."""
OPERATIONS = {
    "kem": ["decaps", "encaps", "keygen"],
    "signature": ["keygen", "sign", "verify"],
    "signed message": ["keygen", "sign", "verify"],
    "aead": ["decrypt", "encrypt"],
    "hash": ["digest"],
    "mac": ["tag"],
    "stream cipher": ["xor"],
}
NAMED = {"SHAKE128": XOF, "HMAC-SHA-256": MAC, "AES-128-CTR": STREAM}
"""What has known answers, by the scheme's name."""


class Quiet:
    """Progress that nobody reads."""

    def step(self, text: str) -> None:
        """Ignore it."""


def host(*folders: Folder, timeout_s: float = 60.0) -> HostTarget:
    """The host, with a single replicate."""
    return HostTarget(replicates=1, timeout_s=timeout_s, folders=folders)


def records(target: Target, folders: Sequence[Folder]) -> list[Record]:
    """The records of every case of these folders; each refers to a build that came before it."""
    plan = Plan(select=("provider:folder",), targets=(target.name,), message_bytes=(100,), samples=2)
    capabilities = target.capabilities()
    catalogue = load().with_schemes(one.scheme for one in folders if not one.known)
    cases = expand(plan, catalogue, {target.name: capabilities}).cases
    found: list[Record] = []
    builds = {""}
    for event in target.run(units(cases, capabilities, plan.seed), Quiet()):
        if isinstance(event, Build):
            builds.add(event.hash)
        elif isinstance(event, Piece):
            assert getattr(event.record, "build", "") in builds
            found.append(event.record)
    return sorted(found, key=lambda record: record.series)


def only_error(found: Sequence[Record], stage: Stage) -> str:
    """The one error with which every record failed."""
    errors = {record.error for record in found if isinstance(record, Failed) and record.stage == stage}
    assert found
    assert all(isinstance(record, Failed) for record in found), found
    assert len(errors) == 1, found
    return errors.pop()


@pytest.mark.parametrize("role", EVERY_ROLE)
def test_every_role_is_measured_on_the_host(role: str, tmp_path: Path) -> None:
    """Checked, then timed; stack is counted too. The folder's name has a space in it."""
    folder = read_folder(put(tmp_path / "my own", EVERY_ROLE[role]))
    found = records(host(folder), [folder])

    assert [record.series.operation for record in found] == OPERATIONS[role]
    for record in found:
        assert isinstance(record, Measurement), record
        assert (record.series.provider, record.series.variant) == ("folder", "my own")
        time, stack = record.observation(Metric.TIME_NS), record.observation(Metric.STACK_BYTES)
        assert time is not None
        assert min(time.values) > 0
        assert stack is not None
        assert record.correctness.method == ("consistency only" if role in CONSISTENT else "roundtrip only")


@pytest.mark.firmware
@pytest.mark.xdist_group("firmware")
@pytest.mark.parametrize("role", EVERY_ROLE)
def test_every_role_is_measured_on_the_core(role: str, tmp_path: Path) -> None:
    """Where lengths of 64 bits and of size_t travel in other registers."""
    folder = read_folder(put(tmp_path / "my own", EVERY_ROLE[role]))
    target = CortexMTarget(folders=[folder])
    found = records(target, [folder])

    assert [record.series.operation for record in found] == OPERATIONS[role]
    for record in found:
        assert isinstance(record, Measurement), record
        assert {one.metric for one in record.observations} == {
            one.metric for one in target.capabilities().provisions
        }
    buffers = found[0]
    assert isinstance(buffers, Measurement)
    counted = buffers.observation(Metric.BUFFER_BYTES)
    sizes = folder.scheme.sizes
    assert counted is not None
    stated = (getattr(sizes, name) or 0 for name in sizes.__struct_fields__)
    assert counted.values == (sum(stated),)


@pytest.mark.parametrize("scheme", NAMED)
def test_known_answers_of_named_schemes_are_checked(scheme: str, tmp_path: Path) -> None:
    """An XOF through the interface of hashes, a MAC, a block cipher in counter mode; a slip is seen."""
    folder = read_folder(put(tmp_path / "mine", NAMED[scheme]), scheme=scheme)
    (record,) = records(host(folder), [folder])

    assert isinstance(record, Measurement), record
    assert record.correctness.method in {"kat sample", "derived vector"}
    slips = {
        "hash": ("return 0;", "out[31] ^= 1; return 0;"),
        "auth": ("0x5c", "0x5d"),
        "stream": ("memcpy(counter, n, 16);", "memcpy(counter, n, 16); counter[0] ^= 1;"),
    }
    stem = next(Path(name).stem for name in NAMED[scheme] if name.endswith(".c"))
    wrong = read_folder(put(tmp_path / "wrong", NAMED[scheme], **{stem: slips[stem]}), scheme=scheme)
    error = only_error(records(host(wrong), [wrong]), Stage.KAT)
    assert "gives another answer than the known one" in error


@pytest.mark.firmware
@pytest.mark.xdist_group("firmware")
def test_an_xof_is_measured_with_the_same_output_on_the_core(tmp_path: Path) -> None:
    """32 bytes of it, whatever the catalogue leaves open."""
    folder = read_folder(put(tmp_path / "mine", XOF), scheme="SHAKE128")
    (record,) = records(CortexMTarget(folders=[folder]), [folder])

    assert isinstance(record, Measurement), record
    assert record.correctness.method == "kat sample"


WRONG: dict[str, tuple[Mapping[str, str], dict[str, tuple[str, str]], str]] = {
    "other secret": (
        KEM,
        {"kem": ("message[i] ^= ct[HALF + i];", "message[i] = 0;")},
        "another shared secret",
    ),
    "forgery accepted": (
        KEM,
        {"kem": ("sha3_256_inc_absorb(&state, ct, CRYPTO_CIPHERTEXTBYTES);", "memset(ss, 7, 32); return;")},
        "decaps accepts a forged ciphertext",
    ),
    "no randomness": (
        KEM,
        {"kem": ("randombytes(ct, HALF);", "memset(ct, 0, HALF); memset(message, 0, HALF);")},
        "draws no random",
    ),
    "keygen fails": (
        KEM,
        {"kem": ("memcpy(sk, pk, CRYPTO_PUBLICKEYBYTES);\n    return 0;", "return 5;")},
        "failed with status 5",
    ),
    "any signature": (
        SIGNATURE,
        {"sign": ("? 0 : -1", "? 0 : 0")},
        "verify accepts a signature of another message",
    ),
    "no signature": (SIGNATURE, {"sign": ("? 0 : -1", "? -1 : -1")}, "verify refuses what sign gave"),
    "message ignored": (
        SIGNED_MESSAGE,
        {"sign": ("if (memcmp(expected, sm, 32) != 0)", "if (0)")},
        "verify accepts a forged signature",
    ),
    "any tag": (
        AEAD,
        {"aead": ("!= 0) {\n        return -1;", "!= 0) {\n        (void)c;")},
        "decrypt accepts a forged tag",
    ),
    "data not bound": (
        AEAD,
        {"aead": ("i < adlen ? ad[i]", "i < adlen ? 0")},
        "decrypt accepts a forged associated data",
    ),
    "key ignored": (MAC, {"auth": ("block[i] ^= key[i];", "(void)key;")}, "tag ignores the key"),
    "end ignored": (
        MAC,
        {
            "auth": (
                "half(inner, k, 0x36, in, (size_t)inlen);",
                "half(inner, k, 0x36, in, (size_t)inlen / 2);",
            )
        },
        "tag ignores the last of 1 bytes",
    ),
    "nonce ignored": (
        STREAM,
        {"stream": ("memcpy(counter, n, 16);", "memset(counter, 1, 16); (void)n;")},
        "nonce",
    ),
    "nothing added": (STREAM, {"stream": ("^ pad[i % 16]", "^ 0")}, "leaves the message as it is"),
    "constant digest": (HASH, {"hash": ("(size_t)inlen", "0")}, "digest is the same for 0 and 1 bytes"),
}


@pytest.mark.parametrize("fault", WRONG)
def test_a_wrong_implementation_is_a_failure_and_never_a_number(fault: str, tmp_path: Path) -> None:
    """Nothing of it is timed, on the host."""
    files, changes, words = WRONG[fault]
    folder = read_folder(put(tmp_path / "wrong", files, **changes))

    assert words in only_error(records(host(folder), [folder]), Stage.KAT)


@pytest.mark.firmware
@pytest.mark.xdist_group("firmware")
@pytest.mark.parametrize(
    "fault", ["other secret", "any signature", "message ignored", "any tag", "constant digest"]
)
def test_a_wrong_implementation_fails_on_the_core_too(fault: str, tmp_path: Path) -> None:
    """The same checks run inside the firmware."""
    files, changes, words = WRONG[fault]
    folder = read_folder(put(tmp_path / "wrong", files, **changes))

    assert words in only_error(records(CortexMTarget(folders=[folder]), [folder]), Stage.KAT)


def test_writing_beyond_a_buffer_is_seen(tmp_path: Path) -> None:
    """More bytes than api.h states are a wrong answer."""
    folder = read_folder(put(tmp_path / "wide", HASH, hash=("return 0;", "out[32] = 1; return 0;")))

    assert "writes more than 32 bytes of the digest" in only_error(records(host(folder), [folder]), Stage.KAT)


def test_a_crash_and_a_hang_cost_one_folder(tmp_path: Path) -> None:
    """Each is met once, in the check; the folder beside them is measured."""
    crash = read_folder(
        put(tmp_path / "crash", KEM, kem=("randombytes(ct, HALF);", "*(volatile char *)0 = 0;"))
    )
    hang = read_folder(
        put(tmp_path / "hang", AEAD, aead=("(void)nsec;", "for (volatile int i = 0;;) { i++; }"))
    )
    good = read_folder(put(tmp_path / "good", HASH))
    found = records(host(crash, hang, good, timeout_s=15), [crash, hang, good])

    by_name = {
        name: [one for one in found if one.series.variant == name] for name in ("crash", "hang", "good")
    }
    assert "SIGSEGV" in only_error(by_name["crash"], Stage.KAT)
    assert "no answer within 15 s" in only_error(by_name["hang"], Stage.KAT)
    assert all(isinstance(record, Measurement) for record in by_name["good"])


def test_the_compiler_s_words_are_shown(tmp_path: Path) -> None:
    """File and line stand in the message, without the folders above."""
    folder = read_folder(put(tmp_path / "broken", HASH, hash=("return 0;", "return nothing_of_that_name;")))
    error = only_error(records(host(folder), [folder]), Stage.BUILD)

    assert "broken cannot be built by" in error
    assert "hash.c:7:" in error
    assert "nothing_of_that_name" in error
    assert str(tmp_path) not in error


@pytest.mark.firmware
@pytest.mark.xdist_group("firmware")
def test_the_cross_compiler_s_words_are_shown(tmp_path: Path) -> None:
    """The linker's too: a function that nobody defines."""
    folder = read_folder(
        put(tmp_path / "broken", HASH, hash=("sha256(out", "int elsewhere(void); elsewhere(); sha256(out"))
    )
    error = only_error(records(CortexMTarget(folders=[folder]), [folder]), Stage.BUILD)

    assert "undefined reference to `elsewhere'" in error


def test_a_missing_header_is_named(tmp_path: Path) -> None:
    """A header that is neither in the folder nor provided, and who wants it."""
    folder = read_folder(
        put(tmp_path / "far", HASH, hash=('#include "sha2.h"', '#include "sha2.h"\n#include "keccak4x.h"'))
    )
    error = only_error(records(host(folder), [folder]), Stage.BUILD)

    assert "far needs the header `keccak4x.h`" in error
    assert "hash.c:4" in error


def test_a_helper_of_the_folder_comes_first(tmp_path: Path) -> None:
    """A folder with its own sha2.h gets none of ours."""
    own = {
        "sha2.h": "#include <stddef.h>\n"
        "static inline void sha256(unsigned char *o, const unsigned char *i, size_t n) {\n"
        "    for (size_t k = 0; k < 32 + n; k++) {\n"
        "        o[k % 32] = k < 32 ? n : o[k % 32] * 3 + i[k - 32];\n"
        "    }\n"
        "}\n"
    }
    folder = read_folder(put(tmp_path / "own", {**HASH, **own}))
    target = host(folder)
    builds = [event for event in target.run(_units(target, folder), Quiet()) if isinstance(event, Build)]

    assert [build.facts.get("provided") for build in builds] == [None]


def _units(target: Target, folder: Folder) -> list:  # type: ignore[type-arg] # what expand gives
    plan = Plan(select=("provider:folder",), targets=(target.name,), message_bytes=(100,), samples=2)
    capabilities = target.capabilities()
    cases = expand(plan, load().with_schemes([folder.scheme]), {target.name: capabilities}).cases
    return units(cases, capabilities, plan.seed)


# ---- known answers ----


def toy_kem_vector(seed: bytes) -> dict[str, bytes]:
    """What the toy KEM of the samples gives for a seed of NIST's generator, computed here."""
    generator = Generator.CTR_DRBG.seeded(seed)
    secret = generator.generate(16)
    public_key = hashlib.sha3_256(secret).digest()
    message, salt = generator.generate(16), generator.generate(16)
    mask = hashlib.shake_128(public_key + salt).digest(16)
    ciphertext = salt + bytes(a ^ b for a, b in zip(message, mask, strict=True))
    shared = hashlib.sha3_256(message + ciphertext).digest()
    return {"seed": seed, "pk": public_key, "sk": public_key + secret, "ct": ciphertext, "ss": shared}


def response(vectors: Sequence[Mapping[str, bytes]]) -> str:
    """A .rsp file."""
    blocks = (
        f"count = {number}\n" + "".join(f"{name} = {value.hex().upper()}\n" for name, value in vector.items())
        for number, vector in enumerate(vectors)
    )
    return "# Toy KEM\n\n" + "\n".join(blocks)


@pytest.mark.parametrize("target", ["host", pytest.param("cortex-m4", marks=pytest.mark.firmware)])
def test_a_file_of_known_answers_is_checked(target: str, tmp_path: Path) -> None:
    """Every vector; the record names file, number and digest."""
    file = tmp_path / "PQCkemKAT_48.rsp"
    file.write_text(response([toy_kem_vector(bytes([n] * 48)) for n in range(3)]), encoding="ascii")
    folder = read_folder(put(tmp_path / "ref", KEM), kat=str(file))
    found = records(host(folder) if target == "host" else CortexMTarget(folders=[folder]), [folder])

    checks = {record.correctness for record in found if isinstance(record, Measurement)}
    assert len(found) == 3
    (check,) = checks
    assert check.method == "kat file"
    assert check.source.startswith("PQCkemKAT_48.rsp, ")
    assert check.digest == hashlib.sha256(file.read_bytes()).hexdigest()


@pytest.mark.parametrize("place", [0, 2])
def test_a_wrong_known_answer_is_a_failure(place: int, tmp_path: Path) -> None:
    """In whichever vector it stands."""
    vectors = [toy_kem_vector(bytes([n] * 48)) for n in range(3)]
    vectors[place] = {**vectors[place], "ss": bytes(32)}
    file = tmp_path / "kat.rsp"
    file.write_text(response(vectors), encoding="ascii")
    folder = read_folder(put(tmp_path / "ref", KEM), kat=str(file))

    assert only_error(records(host(folder), [folder]), Stage.KAT).endswith(
        "ss is another one than in kat.rsp"
    )


@pytest.mark.parametrize("target", ["host", pytest.param("cortex-m4", marks=pytest.mark.firmware)])
@pytest.mark.parametrize("form", ["first", "joined", "file"])
def test_a_digest_is_enough(form: str, target: str, tmp_path: Path) -> None:
    """Of the first vector's text or of all, as liboqs and PQClean publish it, or of NIST's own file."""
    master = Generator.CTR_DRBG.seeded(bytes(range(48)))
    texts = [
        f"count = {number}\n"
        + "".join(f"{name} = {value.hex().upper()}\n" for name, value in toy_kem_vector(seed).items())
        for number, seed in enumerate(master.generate(48) for _ in range(100))
    ]
    files = {"first": texts[0], "joined": "\n".join(texts)}
    files["file"] = "# Toy KEM\n\n" + "".join(f"{text}\n" for text in texts)
    digest = hashlib.sha256(files[form].encode()).hexdigest()
    folder = read_folder(put(tmp_path / "ref", KEM), kat=digest)

    found = records(host(folder) if target == "host" else CortexMTarget(folders=[folder]), [folder])
    first = found[0]
    assert isinstance(first, Measurement), first
    assert first.correctness.method == ("kat single" if form == "first" else "kat all")
    assert first.correctness.digest == digest


def test_a_wrong_digest_is_a_failure(tmp_path: Path) -> None:
    """With the digests that were found."""
    folder = read_folder(put(tmp_path / "ref", KEM), kat="0" * 64)

    assert f"not {'0' * 64}" in only_error(records(host(folder), [folder]), Stage.KAT)


@pytest.mark.parametrize("target", ["host", pytest.param("cortex-m4", marks=pytest.mark.firmware)])
def test_what_is_known_of_a_scheme_is_checked_unasked(target: str, tmp_path: Path) -> None:
    """A folder for SHA-256 is checked against known answers if pqeval has some, else for consistency."""
    folder = read_folder(put(tmp_path / "ref", HASH), scheme="SHA-256")
    found = records(host(folder) if target == "host" else CortexMTarget(folders=[folder]), [folder])

    assert all(isinstance(record, Measurement) for record in found), found
    wrong = read_folder(
        put(tmp_path / "wrong", HASH, hash=("return 0;", "out[0] ^= 1; return 0;")), scheme="SHA-256"
    )
    error = only_error(records(host(wrong), [wrong]), Stage.KAT)
    assert "another answer than the known one" in error
