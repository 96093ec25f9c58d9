"""A folder's code in this process: the worker loads its shared object, checks it and binds its cases."""

from __future__ import annotations

import ctypes
from functools import cache
from typing import Final

import msgspec

from pqeval.catalogue import CostClass, Operation, Role
from pqeval.errors import LibraryError, ProviderError
from pqeval.liboqs.random import Generator, process_generator_address, seed_process_generator
from pqeval.plan.case import Case
from pqeval.records import Correctness
from pqeval.targets.folder.checks import arranged, check
from pqeval.targets.folder.folder import FolderCode
from pqeval.targets.host.prepared import Prepared, c_call, operation_pointer
from pqeval.targets.inputs import KEYS_ROTATED, derived_bytes, derived_seed

__all__ = ["check_folder", "prepare_folder"]

_GUARD: Final = bytes(range(0xA0, 0xB0))
_SLOW_KEY_BYTES: Final = 100_000
_SLOW_KEYS: Final = 4
"""Public keys that large take long to make: fewer are rotated, and the record says how many."""


def check_folder(code: FolderCode, *, whole: bool) -> Correctness:
    """Check the folder's code in this process; `whole` takes every vector of a file, else the first.

    Raises:
        ProviderError: a wrong answer.
    """
    return _checked(_key(code), whole)


def _key(code: FolderCode) -> bytes:
    return msgspec.json.encode(code)


@cache
def _checked(key: bytes, whole: bool) -> Correctness:  # noqa: FBT001 - a key of the cache
    code = msgspec.json.decode(key, type=FolderCode)
    return check(_loaded(key), code.scheme, code.kat, None if whole else 1, algorithm=code.algorithm)


@cache
def _loaded(key: bytes) -> _Kem | _Signature | _Aead | _Hash | _Mac | _Stream:
    code = msgspec.json.decode(key, type=FolderCode)
    match code.scheme.role:
        case Role.KEM:
            return _Kem(code)
        case Role.SIGNATURE:
            return _Signature(code)
        case Role.AEAD:
            return _Aead(code)
        case Role.MAC:
            return _Mac(code)
        case Role.STREAM_CIPHER:
            return _Stream(code)
        case _:
            return _Hash(code)


class _Out:
    """A buffer for output, with a guard behind it that tells whether more was written."""

    def __init__(self, name: str, length: int) -> None:
        self._name = name
        self._length = length
        self.buffer = ctypes.create_string_buffer(bytes(length) + _GUARD, length + len(_GUARD))

    def taken(self, length: int | None = None) -> bytes:
        """What was written; the whole buffer, or its first `length` bytes."""
        if self.buffer.raw[self._length :] != _GUARD:
            raise ProviderError(f"the folder's code writes more than {self._length} bytes of {self._name}")
        if length is not None and length > self._length:
            raise ProviderError(
                f"the folder's code says that {self._name} has {length} of {self._length} bytes"
            )
        return self.buffer.raw[: self._length if length is None else length]


class _Loaded:
    def __init__(self, code: FolderCode) -> None:
        self.code = code
        self.sizes = code.scheme.sizes
        try:
            self._library = ctypes.CDLL(code.library)
        except OSError as error:
            raise LibraryError(f"the folder's code cannot be loaded: {error}") from error
        use = self._library.pqe_folder_use_random
        use.argtypes, use.restype = [ctypes.c_void_p], None
        use(process_generator_address())

    def address(self, name: str) -> int:
        """The address of one of the adapter's functions."""
        return ctypes.cast(getattr(self._library, f"pqe_folder_{name}"), ctypes.c_void_p).value or 0

    def seed(self, kind: Generator, seed: bytes) -> None:
        seed_process_generator(kind, seed)

    def _call(self, name: str, *arguments: object) -> int:
        function = getattr(self._library, f"pqe_folder_{name}")
        return int(function(*(ctypes.c_size_t(one) if isinstance(one, int) else one for one in arguments)))

    def _require(self, name: str, *arguments: object) -> None:
        if (status := self._call(name, *arguments)) != 0:
            raise ProviderError(f"{name} of the folder failed with status {status}")


class _Keyed(_Loaded):
    def keygen(self) -> tuple[bytes, bytes]:
        public_key = _Out("the public key", self.sizes.public_key_bytes or 0)
        secret_key = _Out("the secret key", self.sizes.secret_key_bytes or 0)
        self._require("keygen", None, public_key.buffer, secret_key.buffer)
        return public_key.taken(), secret_key.taken()


class _Kem(_Keyed):
    def encaps(self, public_key: bytes) -> tuple[bytes, bytes]:
        ciphertext = _Out("the ciphertext", self.sizes.ciphertext_bytes or 0)
        shared_secret = _Out("the shared secret", self.sizes.shared_secret_bytes or 0)
        self._require("encaps", None, ciphertext.buffer, shared_secret.buffer, public_key)
        return ciphertext.taken(), shared_secret.taken()

    def decaps(self, secret_key: bytes, ciphertext: bytes) -> bytes | None:
        shared_secret = _Out("the shared secret", self.sizes.shared_secret_bytes or 0)
        status = self._call("decaps", None, shared_secret.buffer, ciphertext, secret_key)
        return shared_secret.taken() if status == 0 else None


class _Signature(_Keyed):
    def largest(self, message: bytes) -> int:
        """Bytes that a signature, or a signed message, may have."""
        return (self.sizes.signature_bytes or 0) + (len(message) if self.code.signed_messages_only else 0)

    def sign(self, secret_key: bytes, message: bytes) -> bytes:
        signature, length = _Out("the signature", self.largest(message)), ctypes.c_size_t()
        self._require("sign", None, signature.buffer, ctypes.byref(length), message, len(message), secret_key)
        return signature.taken(length.value)

    def verify(self, public_key: bytes, message: bytes, signature: bytes) -> bool:
        if not self.code.signed_messages_only:
            return (
                self._call("verify", None, message, len(message), signature, len(signature), public_key) == 0
            )
        opened, length = _Out("the opened message", len(signature)), ctypes.c_size_t()
        arguments = (opened.buffer, ctypes.byref(length), signature, len(signature), public_key)
        return self._call("open_message", *arguments) == 0 and opened.taken(length.value) == message

    def signed_messages(self, secret_key: bytes, message: bytes) -> tuple[bytes, ...]:
        if not self.code.makes_signed_messages:
            return arranged(self.code.scheme, self.sign(secret_key, message), message)
        room = (self.sizes.signature_bytes or 0) + len(message)
        signed, length = _Out("the signed message", room), ctypes.c_size_t()
        arguments = (signed.buffer, ctypes.byref(length), message, len(message), secret_key)
        self._require("sign_message", *arguments)
        return (signed.taken(length.value),)


class _Aead(_Loaded):
    def seal(self, key: bytes, nonce: bytes, associated: bytes, message: bytes) -> bytes:
        sealed = _Out("the ciphertext", len(message) + (self.sizes.tag_bytes or 0))
        length = ctypes.c_size_t()
        inputs = (message, len(message), associated, len(associated), nonce, key)
        self._require("seal", sealed.buffer, ctypes.byref(length), *inputs)
        return sealed.taken(length.value)

    def unseal(self, key: bytes, nonce: bytes, associated: bytes, sealed: bytes) -> bytes | None:
        message, length = _Out("the plaintext", len(sealed)), ctypes.c_size_t()
        inputs = (sealed, len(sealed), associated, len(associated), nonce, key)
        status = self._call("unseal", message.buffer, ctypes.byref(length), *inputs)
        return message.taken(length.value) if status == 0 else None


class _Hash(_Loaded):
    def digest(self, message: bytes) -> bytes:
        digest = _Out("the digest", self.sizes.digest_bytes or 0)
        self._call("digest", digest.buffer, message, len(message))
        return digest.taken()


class _Mac(_Loaded):
    def tag(self, key: bytes, message: bytes) -> bytes:
        tag = _Out("the tag", self.sizes.tag_bytes or 0)
        self._call("tag", tag.buffer, message, len(message), key)
        return tag.taken()


class _Stream(_Loaded):
    def xor(self, key: bytes, nonce: bytes, message: bytes) -> bytes:
        text = _Out("the output", len(message))
        self._call("xor", text.buffer, message, len(message), nonce, key)
        return text.taken()


# ---- cases for the timing loop ----


def prepare_folder(case: Case, code: FolderCode) -> Prepared:
    """Bind a case of a folder; afterwards its code draws random bytes from the process's generator.

    Raises:
        ProviderError: the code fails while inputs are made.
    """
    loaded = _loaded(_key(code))
    inputs = _inputs(case, loaded)
    scratch = ctypes.create_string_buffer(_largest(case, code))
    call, kept = c_call(
        loaded.address(str(case.series.operation)),
        ctypes.addressof(scratch),
        (_largest(case, code), _largest(case, code)),
        inputs,
        {"result": _signature_room(case, code)} if case.series.operation == Operation.SIGN else None,
    )
    keyed = code.scheme.role in {Role.KEM, Role.SIGNATURE}
    seed_process_generator(Generator.STREAM, derived_seed(case.seed, code.scheme.id, "operation", 0))
    source = "ChaCha20 stream from the plan's seed, inside the timed region" if keyed else "none needed"
    return Prepared(
        operation=operation_pointer(_shape(code.scheme.role), case.series.operation),
        call=call,
        rotation=call.rotation,
        random_source=source,
        seedable=keyed,
        notes=case.implementation.notes,
        kept=[*kept, scratch, loaded],
    )


def _shape(role: Role) -> Role:
    """The role whose shape of call the adapter has: that of an XOF in a folder has no length of output."""
    return Role.HASH if role == Role.XOF else role


def _inputs(case: Case, loaded: _Kem | _Signature | _Aead | _Hash | _Mac | _Stream) -> dict[str, list[bytes]]:
    match loaded:
        case _Kem():
            return _kem_inputs(case, loaded)
        case _Signature():
            return _signature_inputs(case, loaded)
        case _Aead():
            return _aead_inputs(case, loaded)
        case _Hash():
            return {"message": _column(case, "message", case.series.message_bytes)}
        case _Mac() | _Stream():
            return {
                "secret_key": _column(case, "keygen", loaded.sizes.key_bytes),
                "nonce": _column(case, "nonce", loaded.sizes.nonce_bytes),
                "message": _column(case, "message", case.series.message_bytes),
            }


def _largest(case: Case, code: FolderCode) -> int:
    """Room for any output of any operation."""
    lengths = (getattr(code.scheme.sizes, name) or 0 for name in code.scheme.sizes.__struct_fields__)
    return max(lengths) + (code.scheme.sizes.tag_bytes or 0) + (case.series.message_bytes or 0)


def _signature_room(case: Case, code: FolderCode) -> int:
    return (code.scheme.sizes.signature_bytes or 0) + (case.series.message_bytes or 0)


def _key_pair(case: Case, loaded: _Keyed, index: int) -> tuple[bytes, bytes]:
    return _made_key_pair(_key(loaded.code), case.seed, index)


@cache
def _made_key_pair(key: bytes, plan_seed: str, index: int) -> tuple[bytes, bytes]:
    """Key pair number `index`, made once in this process: several cases of a folder use it."""
    loaded = _loaded(key)
    assert isinstance(loaded, _Keyed)
    loaded.seed(Generator.STREAM, derived_seed(plan_seed, loaded.code.scheme.id, "keygen", index))
    return loaded.keygen()


def _rotation(case: Case, loaded: _Keyed) -> int:
    if case.cost_class == CostClass.STOCHASTIC:
        return 1  # one sample a seed; the key stays the same, so that the seed alone differs
    return _SLOW_KEYS if (loaded.sizes.public_key_bytes or 0) > _SLOW_KEY_BYTES else KEYS_ROTATED


def _kem_inputs(case: Case, loaded: _Kem) -> dict[str, list[bytes]]:
    if case.series.operation == Operation.KEYGEN:
        return {}
    keys = [_key_pair(case, loaded, index) for index in range(_rotation(case, loaded))]
    if case.series.operation == Operation.ENCAPS:
        return {"public_key": [public_key for public_key, _ in keys]}
    results = []
    for index, (public_key, _) in enumerate(keys):
        loaded.seed(Generator.STREAM, derived_seed(case.seed, case.series.scheme, "encaps", index))
        results.append(loaded.encaps(public_key)[0])
    return {"secret_key": [secret_key for _, secret_key in keys], "result": results}


def _signature_inputs(case: Case, loaded: _Signature) -> dict[str, list[bytes]]:
    if case.series.operation == Operation.KEYGEN:
        return {}
    count = _rotation(case, loaded)
    keys = [_key_pair(case, loaded, index) for index in range(count)]
    messages = _column(case, "message", case.series.message_bytes, count)
    if case.series.operation == Operation.SIGN:
        # `result` gives the adapter the size of the signature buffer.
        return {"secret_key": [one for _, one in keys], "message": messages, "result": [b""] * count}
    signatures = []
    for index, ((_, secret_key), message) in enumerate(zip(keys, messages, strict=True)):
        loaded.seed(Generator.STREAM, derived_seed(case.seed, case.series.scheme, "sign", index))
        signatures.append(loaded.sign(secret_key, message))
    return {"public_key": [one for one, _ in keys], "message": messages, "result": signatures}


def _aead_inputs(case: Case, loaded: _Aead) -> dict[str, list[bytes]]:
    sizes, series = loaded.sizes, case.series
    keys = _column(case, "keygen", sizes.key_bytes)
    nonces = _column(case, "nonce", sizes.nonce_bytes)
    associated = _column(case, "associated data", series.associated_data_bytes)
    messages = _column(case, "message", series.message_bytes)
    columns = {"secret_key": keys, "nonce": nonces, "associated": associated}
    if series.operation == Operation.ENCRYPT:
        return {**columns, "message": messages}
    sealed = [loaded.seal(*row) for row in zip(keys, nonces, associated, messages, strict=True)]
    return {**columns, "message": sealed, "result": [b""] * len(sealed)}


def _column(case: Case, purpose: str, length: int | None, count: int = KEYS_ROTATED) -> list[bytes]:
    return [
        derived_bytes(case.seed, case.series.scheme, purpose, index, length or 0) for index in range(count)
    ]
