"""Which interface a folder has: the functions of one role, under one prefix, and their types of length."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from pqeval.catalogue import Role
from pqeval.targets.folder.c_text import Prototype, prototypes, type_of
from pqeval.targets.folder.folder import FolderError, Functions
from pqeval.targets.folder.probe import Probe

__all__ = ["defines_interface", "interface_of"]

_ROLE_OF: Final = {
    "kem": Role.KEM,
    "sign": Role.SIGNATURE,
    "aead": Role.AEAD,
    "hash": Role.HASH,
    "auth": Role.MAC,
    "stream": Role.STREAM_CIPHER,
}
_VERBS: Final = (
    "kem_keypair|kem_enc|kem_dec|sign_keypair|sign_signature|sign_verify|sign_open|sign|aead_encrypt|"
    "aead_decrypt|hash|auth|stream_xor"
)
_NAME: Final = rf"(\w*?)crypto_({_VERBS})"
_ANY_NAME: Final = rf"\w*?crypto_(?:{_VERBS})"
_COMPLETE: Final[Mapping[Role, tuple[tuple[str, ...], ...]]] = {
    Role.KEM: (("kem_keypair", "kem_enc", "kem_dec"),),
    Role.SIGNATURE: (
        ("sign_keypair", "sign_signature", "sign_verify"),
        ("sign_keypair", "sign", "sign_open"),
    ),
    Role.AEAD: (("aead_encrypt", "aead_decrypt"),),
    Role.HASH: (("hash",),),
    Role.MAC: (("auth",),),
    Role.STREAM_CIPHER: (("stream_xor",),),
}
_PARTS: Final = {Role.MAC, Role.STREAM_CIPHER}
"""What is often a part of something larger: beside another interface it is no choice."""
# Which parameter of which function tells the type of lengths, the first that is there.
_LENGTH_AT: Final = {"sign_signature": 1, "sign": 1, "aead_encrypt": 1, "hash": 2, "auth": 2, "stream_xor": 2}
_WITH_CONTEXT: Final = 7
_PARAMETERS: Final = {
    **dict.fromkeys(("kem_keypair", "sign_keypair"), (2,)),
    **dict.fromkeys(("kem_enc", "kem_dec", "hash"), (3,)),
    **dict.fromkeys(("sign_signature", "sign_verify", "sign", "sign_open"), (5, _WITH_CONTEXT)),
    **dict.fromkeys(("aead_encrypt", "aead_decrypt"), (9,)),
    "auth": (4,),
    "stream_xor": (5,),
}

_Found = dict[tuple[str, str], str]
"""Prefix and verb (`kem_enc`) to the name as it is spelled."""


def defines_interface(text: str) -> bool:
    """Whether a source, without comments, defines a function of an interface."""
    return any(one.defined for one in prototypes(text, _ANY_NAME))


def interface_of(folder: str, probe: Probe, sources: Mapping[str, str]) -> tuple[Role, str, Functions]:
    """The role, the prefix and the functions of a folder; `sources` are texts by name.

    What api.h declares counts; only where that is no whole interface, what the sources define.

    Raises:
        FolderError: there is none, or more than one, or one that is not whole; names what is missing.
    """
    return _Interface(folder, probe, sources).found()


@dataclass(frozen=True)
class _Interface:
    folder: str
    probe: Probe
    sources: Mapping[str, str]

    def found(self) -> tuple[Role, str, Functions]:
        declared = self._declared()
        complete, by_api = _complete(declared), True
        if not complete:
            defined = self._defined()
            complete, by_api = _complete(defined), False
            if not complete:
                raise FolderError(self._incomplete({**defined, **declared}))
        role, prefix, names = self._single(complete)
        self._require_defined(names)
        return role, prefix, self._functions(names, declared=by_api)

    def _declared(self) -> _Found:
        """Functions that api.h declares or names by a macro."""
        found = _named(prototypes(self.probe.declarations, _ANY_NAME))
        for name in self.probe.macros:
            if match := re.fullmatch(_NAME, name):
                actual = self.probe.expanded(name)
                found = {place: other for place, other in found.items() if other != actual}
                found[match[1], match[2]] = name
        return found

    def _defined(self) -> _Found:
        found: _Found = {}
        for name, text in self.sources.items():
            if name.endswith(".c"):
                found |= _named(one for one in prototypes(text, _ANY_NAME) if one.defined)
            else:
                for match in re.finditer(rf"^\s*{_NAME}\s*:", text, re.MULTILINE):
                    found[match[1], match[2]] = f"{match[1]}crypto_{match[2]}"
        return found

    def _single(
        self, complete: Mapping[tuple[str, Role], dict[str, str]]
    ) -> tuple[Role, str, dict[str, str]]:
        whole = {place: names for place, names in complete.items() if place[1] not in _PARTS}
        complete = whole or complete
        if len(complete) > 1:
            titles = ", ".join(sorted(next(iter(names.values())) for names in complete.values()))
            raise FolderError(
                f"{self.folder} has {len(complete)} interfaces ({titles}, …): give each a folder of its own"
            )
        ((prefix, role), names), *_ = complete.items()
        return role, prefix, names

    def _incomplete(self, found: _Found) -> str:
        if not found:
            return (
                f"{self.folder} has no function that pqeval knows: crypto_kem_keypair, crypto_kem_enc and "
                "crypto_kem_dec; crypto_sign_keypair, crypto_sign_signature and crypto_sign_verify (or "
                "crypto_sign and crypto_sign_open); crypto_aead_encrypt and crypto_aead_decrypt; "
                "crypto_hash; crypto_auth; crypto_stream_xor"
            )
        prefix, verb = next(iter(found))
        wanted = _COMPLETE[_ROLE_OF[verb.partition("_")[0]]][0]
        missing = [f"{prefix}crypto_{one}" for one in wanted if (prefix, one) not in found]
        return f"{self.folder} has {', '.join(sorted(found.values()))}, but no {' and no '.join(missing)}"

    def _require_defined(self, names: Mapping[str, str]) -> None:
        """What is declared must stand somewhere; macros may put it together, so only the verb counts."""
        for verb, name in names.items():
            pattern = re.compile(rf"crypto_{verb}(?![a-z])")
            if name not in self.probe.macros and not any(map(pattern.search, self.sources.values())):
                raise FolderError(f"{self.folder}: api.h declares {name}, but no source defines it")

    def _functions(self, names: Mapping[str, str], *, declared: bool) -> Functions:
        text = self.probe.declarations if declared else "\n".join(self.sources.values())
        length, with_context = "", False
        for verb, spelled in names.items():
            actual = self.probe.expanded(spelled) if spelled in self.probe.macros else spelled
            found = prototypes(text, re.escape(actual))
            if not found:
                continue
            parameters = found[0].parameters
            self._require_parameters(verb, spelled, len(parameters))
            if verb in _LENGTH_AT and not length:
                length = self._known(type_of(parameters[_LENGTH_AT[verb]]))
            with_context |= len(parameters) == _WITH_CONTEXT
        return Functions(
            names=dict(names),
            length=length or "unsigned long long",  # of SUPERCOP's interface
            with_context=with_context,
            declared=declared,
        )

    def _known(self, name: str) -> str:
        """The type itself where a source has a name of its own for it, which our adapters do not know."""
        pattern = re.compile(rf"\btypedef\s+([\w\s]+?)\s+{re.escape(name)}\s*;")
        found = (pattern.search(text) for text in self.sources.values())
        return next((" ".join(one[1].split()) for one in found if one), name)

    def _require_parameters(self, verb: str, spelled: str, count: int) -> None:
        if count not in _PARAMETERS[verb]:
            expected = " or ".join(str(one) for one in _PARAMETERS[verb])
            raise FolderError(f"{self.folder}: {spelled} takes {count} parameters, not {expected}")


def _named(found: Iterable[Prototype]) -> _Found:
    names: _Found = {}
    for one in found:
        match = re.fullmatch(_NAME, one.name)
        assert match is not None
        names[match[1], match[2]] = one.name
    return names


def _complete(found: _Found) -> dict[tuple[str, Role], dict[str, str]]:
    """The interfaces of which every function is there, by prefix and role."""
    complete: dict[tuple[str, Role], dict[str, str]] = {}
    for prefix in dict.fromkeys(prefix for prefix, _ in found):
        mine = {verb: name for (owner, verb), name in found.items() if owner == prefix}
        for role, alternatives in _COMPLETE.items():
            for wanted in alternatives:
                if all(verb in mine for verb in wanted):
                    names = complete.setdefault((prefix, role), {})
                    names |= {verb: mine[verb] for verb in wanted}
    return complete
