"""What a folder's code must do before it is timed; the same for code in a process and in an emulator."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Final, Literal, Protocol

from pqeval.catalogue import Role, Scheme, load
from pqeval.errors import PqevalError, ProviderError
from pqeval.liboqs.kat import Vector, known_transcripts, signed_message, vectors
from pqeval.liboqs.random import Generator
from pqeval.lightweight.known_answers import method_and_source
from pqeval.records import Correctness
from pqeval.targets.folder.kat import KatVector, file_sha256, is_digest, kat_name, read_kat, transcript

__all__ = [
    "AeadCode",
    "Code",
    "HashCode",
    "KemCode",
    "MacCode",
    "SignatureCode",
    "StreamCode",
    "arranged",
    "check",
]

_MESSAGE: Final = b"pqeval round trip"
_LENGTHS: Final = (0, 1, 7, 8, 9, 15, 16, 17, 31, 32, 33, 64, 100)
_TELLING: Final = 15
"""Bytes from which on two texts do not agree by chance."""
_FIELDS: Final = {
    Role.AEAD: ("ct", "pt"),
    Role.HASH: ("md", "msg"),
    Role.XOF: ("md", "msg"),
    Role.MAC: ("tag", "msg"),
    Role.STREAM_CIPHER: ("ct", "pt"),
}
"""What files of known answers call output and input."""
_ALL: Final = 100
"""Vectors in NIST's files."""
_LONGEST_S: Final = 100.0
"""Time for the vectors of one file; more of them begin no more."""


class KemCode(Protocol):
    """A KEM that can be run. Each raises ProviderError if it reports a failure of its own making."""

    def seed(self, kind: Generator, seed: bytes) -> None:
        """Seed what its random bytes come from."""

    def keygen(self) -> tuple[bytes, bytes]:
        """Public and secret key."""

    def encaps(self, public_key: bytes) -> tuple[bytes, bytes]:
        """Ciphertext and shared secret."""

    def decaps(self, secret_key: bytes, ciphertext: bytes) -> bytes | None:
        """The shared secret; None if the code refuses the ciphertext."""


class SignatureCode(Protocol):
    """A signature scheme; where it has signed messages only, `signature` is one."""

    def seed(self, kind: Generator, seed: bytes) -> None:
        """Seed what its random bytes come from."""

    def keygen(self) -> tuple[bytes, bytes]:
        """Public and secret key."""

    def sign(self, secret_key: bytes, message: bytes) -> bytes:
        """The signature."""

    def verify(self, public_key: bytes, message: bytes, signature: bytes) -> bool:
        """Whether it accepts."""

    def signed_messages(self, secret_key: bytes, message: bytes) -> tuple[bytes, ...]:
        """The signed message in each order that is usual; a single one if the code makes it itself."""


class AeadCode(Protocol):
    """An AEAD; the tag is the end of what it seals."""

    def seal(self, key: bytes, nonce: bytes, associated: bytes, message: bytes) -> bytes:
        """Ciphertext and tag."""

    def unseal(self, key: bytes, nonce: bytes, associated: bytes, sealed: bytes) -> bytes | None:
        """The plaintext; None if the code refuses."""


class HashCode(Protocol):
    """A hash, or an XOF with one length of output."""

    def digest(self, message: bytes) -> bytes:
        """The digest."""


class MacCode(Protocol):
    """A MAC."""

    def tag(self, key: bytes, message: bytes) -> bytes:
        """The tag."""


class StreamCode(Protocol):
    """A stream cipher, or a block cipher in counter mode."""

    def xor(self, key: bytes, nonce: bytes, message: bytes) -> bytes:
        """The message with the key stream added."""


Code = KemCode | SignatureCode | AeadCode | HashCode | MacCode | StreamCode
_Texts = Callable[[Vector], list[bytes]]


def arranged(scheme: Scheme, signature: bytes, message: bytes) -> tuple[bytes, ...]:
    """Signature and message in the orders that signed messages usually have."""
    names = (name.name for name in load().liboqs_names if name.scheme == scheme.id)
    special = (signed_message(name, message, signature) for name in names)
    return tuple(dict.fromkeys((signature + message, message + signature, *special)))


def check(
    code: Code,
    scheme: Scheme,
    kat: str,
    limit: int | None,
    *,
    algorithm: str = "",
    longest: int | None = None,
) -> Correctness:
    """Check known answers if there are any, round trip, and rejection of what was tampered with.

    Args:
        code: what is checked.
        scheme: what it is said to be.
        kat: a file or a digest; if empty, what pqeval knows of the scheme.
        limit: vectors of a file to check; None for all.
        algorithm: what api.h calls it: the first line of NIST's files.
        longest: vectors with a longer message are left out.

    Raises:
        ProviderError: a wrong answer.
    """
    return _Check(code, scheme, kat, limit=limit, algorithm=algorithm, longest=longest).run()


class _Check:
    def __init__(
        self, code: Code, scheme: Scheme, kat: str, *, limit: int | None, algorithm: str, longest: int | None
    ) -> None:
        self._code = code
        self._scheme = scheme
        self._kat = kat
        self._limit = limit
        self._algorithm = algorithm
        self._longest = longest

    def run(self) -> Correctness:
        match self._scheme.role:
            case Role.KEM:
                self._kem_round_trip(self._code)  # type: ignore[arg-type] # the role says which
                return self._known(self._kem_vector, self._kem_texts)
            case Role.SIGNATURE:
                self._signature_round_trip(self._code)  # type: ignore[arg-type] # likewise
                return self._known(self._signature_vector, self._signature_texts)
            case Role.AEAD:
                self._aead_round_trip(self._code)  # type: ignore[arg-type] # likewise
                return self._symmetric(self._aead_vector, "roundtrip only")
            case Role.MAC:
                self._mac_consistency(self._code)  # type: ignore[arg-type] # likewise
                return self._symmetric(self._mac_vector, "consistency only")
            case Role.STREAM_CIPHER:
                self._stream_round_trip(self._code)  # type: ignore[arg-type] # likewise
                return self._symmetric(self._stream_vector, "roundtrip only")
            case _:
                self._hash_consistency(self._code)  # type: ignore[arg-type] # likewise
                return self._symmetric(self._hash_vector, "consistency only")

    def _require(self, condition: bool, what: str) -> None:  # noqa: FBT001 - reads like an assertion
        if not condition:
            raise ProviderError(f"{self._scheme.name} of the folder: {what}")

    # ---- KEM ----

    def _kem_round_trip(self, code: KemCode) -> None:
        code.seed(Generator.STREAM, bytes(32))
        public_key, secret_key = code.keygen()
        ciphertext, shared_secret = code.encaps(public_key)
        again = code.decaps(secret_key, ciphertext)
        self._require(again is not None, "decaps refuses what encaps gave")
        self._require(again == shared_secret, "decaps gives another shared secret than encaps")
        for place in (0, len(ciphertext) // 2):
            answer = code.decaps(secret_key, _flipped(ciphertext, place))
            self._require(answer != shared_secret, "decaps accepts a forged ciphertext")
        other, _ = code.encaps(public_key)
        self._require(other != ciphertext, "encaps draws no random bytes: two ciphertexts are equal")

    def _kem_vector(self, vector: KatVector) -> None:
        code: KemCode = self._code  # type: ignore[assignment] # the role says which
        code.seed(next(self._inputs("single")).generator, vector["seed"])
        public_key, secret_key = code.keygen()
        ciphertext, shared_secret = code.encaps(public_key)
        answers = {"pk": public_key, "sk": secret_key, "ct": ciphertext, "ss": shared_secret}
        for name, answer in answers.items():
            self._require(answer == vector[name], f"{name} is another one than in {kat_name(self._kat)}")
        self._require(
            code.decaps(secret_key, ciphertext) == shared_secret, "decaps gives another shared secret"
        )

    def _kem_texts(self, vector: Vector) -> list[bytes]:
        code: KemCode = self._code  # type: ignore[assignment] # the role says which
        code.seed(vector.generator, vector.seed)
        public_key, secret_key = code.keygen()
        ciphertext, shared_secret = code.encaps(public_key)
        head: list[tuple[str, str | bytes]] = [("count", str(vector.count)), ("seed", vector.seed)]
        body = [("pk", public_key), ("sk", secret_key), ("ct", ciphertext), ("ss", shared_secret)]
        return [transcript((*head, *body))]

    # ---- signatures ----

    def _signature_round_trip(self, code: SignatureCode) -> None:
        code.seed(Generator.STREAM, bytes(32))
        public_key, secret_key = code.keygen()
        signature = code.sign(secret_key, _MESSAGE)
        self._require(code.verify(public_key, _MESSAGE, signature), "verify refuses what sign gave")
        self._require(
            not code.verify(public_key, _flipped(_MESSAGE, 0), signature),
            "verify accepts a signature of another message",
        )
        forged = _flipped(signature, len(signature) // 2)
        self._require(not code.verify(public_key, _MESSAGE, forged), "verify accepts a forged signature")
        for message in (b"", b"\0", bytes(200)):
            signature = code.sign(secret_key, message)
            accepted = code.verify(public_key, message, signature)
            self._require(accepted, f"verify refuses what sign gave for {len(message)} bytes")

    def _signature_vector(self, vector: KatVector) -> None:
        code: SignatureCode = self._code  # type: ignore[assignment] # the role says which
        code.seed(next(self._inputs("single")).generator, vector["seed"])
        public_key, secret_key = code.keygen()
        for name, answer in {"pk": public_key, "sk": secret_key}.items():
            self._require(answer == vector[name], f"{name} is another one than in {kat_name(self._kat)}")
        signed = code.signed_messages(secret_key, vector["msg"])
        self._require(vector["sm"] in signed, f"sm is another one than in {kat_name(self._kat)}")

    def _signature_texts(self, vector: Vector) -> list[bytes]:
        """The text in each order of signature and message that is usual."""
        code: SignatureCode = self._code  # type: ignore[assignment] # the role says which
        code.seed(vector.generator, vector.seed)
        public_key, secret_key = code.keygen()
        message = vector.message
        head: list[tuple[str, str | bytes]] = [("count", str(vector.count)), ("seed", vector.seed)]
        body: list[tuple[str, str | bytes]] = [
            ("mlen", str(len(message))),
            ("msg", message),
            ("pk", public_key),
            ("sk", secret_key),
        ]
        return [
            transcript((*head, *body, ("smlen", str(len(signed))), ("sm", signed)))
            for signed in code.signed_messages(secret_key, message)
        ]

    # ---- known answers of KEMs and signatures ----

    def _known(self, vector: Callable[[KatVector], None], texts: _Texts) -> Correctness:
        if is_digest(self._kat):
            return self._digest(texts)
        return self._file(vector) if self._kat else self._published(texts)

    def _digest(self, texts: _Texts) -> Correctness:
        """Compare with a digest: of the first vector's text, of all vectors' texts, or of NIST's file."""
        wanted = self._kat.lower()
        first = [_sha256(text) for text in texts(next(self._inputs("single")))]
        if wanted in first:
            return Correctness(method="kat single", source=kat_name(self._kat), digest=wanted)
        what = f"the first known answer has the digest {first[0]}"
        self._require(self._limit is None or self._limit >= _ALL, f"{what}; all would take too long here")
        every = self._digests_of_all(texts)
        self._require(wanted in every, f"{what}, all have {every[0]} or {every[1]} as a file, not {wanted}")
        return Correctness(method="kat all", source=kat_name(self._kat), digest=wanted)

    def _digests_of_all(self, texts: _Texts) -> list[str]:
        """As liboqs joins the texts, and as NIST's programs write them below a line with the name."""
        head = f"# {self._algorithm}\n\n".encode()
        hashers = [(hashlib.sha256(), hashlib.sha256(head)) for _ in texts(next(self._inputs("single")))]
        for vector in self._inputs("all"):
            for (joined, file), text in zip(hashers, texts(vector), strict=False):
                joined.update(text if vector.last else text + b"\n")
                file.update(text + b"\n")
        return [one.hexdigest() for pair in hashers for one in pair]

    def _inputs(self, which: Literal["single", "all"], name: str = "") -> Iterator[Vector]:
        """The inputs of known answers; a few schemes have a generator of their own for them."""
        names = (one.name for one in load().liboqs_names if one.scheme == self._scheme.id)
        return vectors(name or next(names, ""), self._scheme.role, which)

    def _published(self, texts: _Texts) -> Correctness:
        """The published answer of the scheme; another one is no error, since drafts and orders differ."""
        for name in load().liboqs_names:
            if name.scheme != self._scheme.id or not (known := known_transcripts(name.name)):
                continue
            for text in texts(next(self._inputs("single", name.name))):
                if version := known.get(_sha256(text)):
                    source = f"{version}, tests/KATs"
                    return Correctness(method="kat single", source=source, digest=_sha256(text))
        return Correctness(method="roundtrip only")

    def _file(self, vector: Callable[[KatVector], None]) -> Correctness:
        count = 0
        began = time.monotonic()
        for one in self._vectors():
            vector(one)
            count += 1
            if time.monotonic() - began > _LONGEST_S:
                break  # a slow scheme: the record says how many were checked
        self._require(count > 0, f"no message in {kat_name(self._kat)} is short enough")
        source = f"{kat_name(self._kat)}, {count} vector{'s' if count > 1 else ''}"
        return Correctness(method="kat file", source=source, digest=file_sha256(self._kat))

    def _vectors(self) -> Iterator[KatVector]:
        known = read_kat(self._kat, self._scheme.role)
        if self._longest is not None:
            longest = self._longest
            known = (one for one in known if len(one.get("msg", one.get("pt", b""))) <= longest)
        return islice(known, self._limit)

    # ---- AEAD, hash, MAC and stream cipher ----

    def _symmetric(self, vector: Callable[[KatVector], None], otherwise: str) -> Correctness:
        if self._kat:
            return self._file(vector)
        from pqeval.lightweight.kat import sample_vectors  # noqa: PLC0415 - loads the extension

        try:
            known = sample_vectors(self._scheme.id)
        except PqevalError:
            return Correctness(method=otherwise)
        if not known:
            return Correctness(method=otherwise)
        digest = hashlib.sha256()
        output, message = _FIELDS[self._scheme.role]
        for one in known:
            if one.customization:
                continue  # the interface has no place for it
            fields = {output: one.output, message: one.message, "key": one.key, "nonce": one.nonce}
            vector({**fields, "ad": one.associated_data})
            digest.update(one.output)
        method, source = method_and_source(known[0], "kat sample")
        return Correctness(method=method, source=source, digest=digest.hexdigest())

    def _aead_round_trip(self, code: AeadCode) -> None:
        sizes = self._scheme.sizes
        key, nonce = bytes(range(sizes.key_bytes or 0)), bytes(range(sizes.nonce_bytes or 0))
        for length in _LENGTHS:
            message, associated = _pattern(length), _pattern(_LENGTHS[-1] - length)
            sealed = code.seal(key, nonce, associated, message)
            self._require(
                len(sealed) == length + (sizes.tag_bytes or 0),
                f"encrypt gives {len(sealed)} bytes for {length}",
            )
            self._require(
                code.unseal(key, nonce, associated, sealed) == message,
                f"decrypt does not undo encrypt ({length} bytes)",
            )
            forgeries = {"tag": (nonce, associated, _flipped(sealed, -1))}
            forgeries["nonce"] = (_flipped(nonce, 0), associated, sealed)
            if length:
                forgeries["ciphertext"] = (nonce, associated, _flipped(sealed, 0))
            if associated:
                forgeries["associated data"] = (nonce, _flipped(associated, 0), sealed)
            for what, (other_nonce, other_data, other) in forgeries.items():
                refused = code.unseal(key, other_nonce, other_data, other) is None
                self._require(refused, f"decrypt accepts a forged {what}")

    def _aead_vector(self, vector: KatVector) -> None:
        code: AeadCode = self._code  # type: ignore[assignment] # the role says which
        key, nonce, associated = vector["key"], vector["nonce"], vector["ad"]
        sealed = code.seal(key, nonce, associated, vector["pt"])
        self._require(sealed == vector["ct"], "encrypt gives another answer than the known one")
        opened = code.unseal(key, nonce, associated, sealed)
        self._require(opened == vector["pt"], "decrypt does not undo encrypt")

    def _hash_consistency(self, code: HashCode) -> None:
        """There is no round trip for a hash: equal messages agree, unequal ones do not."""
        seen: dict[bytes, int] = {}
        for length in _LENGTHS:
            digest = code.digest(_pattern(length))
            self._require(
                digest == code.digest(_pattern(length)), "digest is not the same for the same message"
            )
            self._require(digest not in seen, f"digest is the same for {seen.get(digest)} and {length} bytes")
            seen[digest] = length
            if length:
                other = code.digest(_flipped(_pattern(length), length - 1))
                self._require(other != digest, f"digest ignores the last of {length} bytes")

    def _hash_vector(self, vector: KatVector) -> None:
        code: HashCode = self._code  # type: ignore[assignment] # the role says which
        digest, wanted = code.digest(vector["msg"]), vector["md"]
        if self._scheme.role == Role.XOF:  # a shorter output is the beginning of a longer one
            common = min(len(digest), len(wanted))
            digest, wanted = digest[:common], wanted[:common]
        self._require(digest == wanted, "digest gives another answer than the known one")

    def _mac_consistency(self, code: MacCode) -> None:
        """Equal messages have equal tags; another key or another message has another."""
        key = bytes(range(self._scheme.sizes.key_bytes or 0))
        for length in _LENGTHS:
            tag = code.tag(key, _pattern(length))
            self._require(tag == code.tag(key, _pattern(length)), "tag is not the same for the same message")
            self._require(code.tag(_flipped(key, 0), _pattern(length)) != tag, "tag ignores the key")
            if length:
                other = code.tag(key, _flipped(_pattern(length), length - 1))
                self._require(other != tag, f"tag ignores the last of {length} bytes")

    def _mac_vector(self, vector: KatVector) -> None:
        code: MacCode = self._code  # type: ignore[assignment] # the role says which
        answer = code.tag(vector["key"], vector["msg"])
        self._require(answer == vector["tag"], "tag gives another answer than the known one")

    def _stream_round_trip(self, code: StreamCode) -> None:
        """Twice gives the message back; another key or nonce gives another text."""
        sizes = self._scheme.sizes
        key, nonce = bytes(range(sizes.key_bytes or 0)), bytes(range(sizes.nonce_bytes or 0))
        for length in _LENGTHS:
            message = _pattern(length)
            text = code.xor(key, nonce, message)
            self._require(code.xor(key, nonce, text) == message, f"xor does not undo itself ({length} bytes)")
            if length >= _TELLING:
                self._require(text != message, "xor leaves the message as it is")
                self._require(code.xor(_flipped(key, 0), nonce, message) != text, "xor ignores the key")
                self._require(code.xor(key, _flipped(nonce, 0), message) != text, "xor ignores the nonce")

    def _stream_vector(self, vector: KatVector) -> None:
        code: StreamCode = self._code  # type: ignore[assignment] # the role says which
        answer = code.xor(vector["key"], vector["nonce"], vector["pt"])
        self._require(answer == vector["ct"], "xor gives another answer than the known one")


def _sha256(text: bytes) -> str:
    return hashlib.sha256(text).hexdigest()


def _flipped(data: bytes, place: int) -> bytes:
    changed = bytearray(data)
    changed[place] ^= 1
    return bytes(changed)


def _pattern(length: int) -> bytes:
    return bytes((7 * index + 1) % 256 for index in range(length))
