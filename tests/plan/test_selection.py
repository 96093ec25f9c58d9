"""The selection language: each kind of term, joining and taking out, and help with slips of the pen."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pqeval.catalogue import OPERATIONS, Implementation, Operation, Role, load
from pqeval.errors import PlanError
from pqeval.plan.selection import FIELDS, Subject, parse

_OFFERED = {
    "provider": ("liboqs", "cryptography"),
    "variant": ("dist", "openssl"),
    "target": ("host", "cortex-m4"),
}


def _subjects() -> list[Subject]:
    return [
        Subject(
            scheme, Implementation(scheme=scheme.id, provider=p, variant=v, library_name=""), operation, t
        )
        for scheme in load().schemes
        for operation in OPERATIONS[scheme.role]
        for p, v, t in (("liboqs", "dist", "cortex-m4"), ("cryptography", "openssl", "host"))
    ]


_ALL = _subjects()


def _taken(*terms: str) -> list[Subject]:
    selection = parse(terms, load(), _OFFERED)
    return [subject for subject in _ALL if selection.takes(subject)]


def _schemes(*terms: str) -> set[str]:
    return {subject.scheme.name for subject in _taken(*terms)}


@pytest.mark.parametrize(
    ("terms", "names"),
    [
        (["ML-KEM-768"], {"ML-KEM-768"}),
        (["ml_kem_768"], {"ML-KEM-768"}),
        (["ml-kem-768"], {"ML-KEM-768"}),
        (["ECDH P-256"], {"ECDH P-256"}),
        (["ML-KEM-*"], {"ML-KEM-512", "ML-KEM-768", "ML-KEM-1024"}),
        (["ml_kem_*"], {"ML-KEM-512", "ML-KEM-768", "ML-KEM-1024"}),
        (["MAYO-[12]", "X25519"], {"MAYO-1", "MAYO-2", "X25519"}),
        (["family:MAYO", "!MAYO-5"], {"MAYO-1", "MAYO-2", "MAYO-3"}),
        (["family:Falcon", "!*padded*"], {"Falcon-512", "Falcon-1024"}),
        (["role:hash,family:Ascon"], {"Ascon-Hash256"}),
        (["role:kem,category:3,family:ML-KEM"], {"ML-KEM-768"}),
        (
            ["role:xof,family:Ascon", "!Ascon-CXOF128"],
            {"Ascon-XOF128"},
        ),
    ],
)
def test_schemes_are_selected(terms: list[str], names: set[str]) -> None:
    """Names, identifiers, patterns, fields, alternatives, conjunctions and negation."""
    assert names == _schemes(*terms)


def test_operations_providers_and_targets_are_selected() -> None:
    """A term can be about an operation, who wrote the code, and where it runs."""
    found = _taken("ML-KEM-768", "!operation:keygen", "!provider:cryptography")

    assert [(Operation.ENCAPS, "cortex-m4"), (Operation.DECAPS, "cortex-m4")] == [
        (subject.operation, subject.target) for subject in found
    ]
    assert found == _taken("ML-KEM-768,target:cortex-m4", "!operation:keygen")


def test_nothing_and_a_star_select_everything() -> None:
    """An empty selection, `*` and one that only takes out begin with everything."""
    assert _ALL == _taken() == _taken("*")
    assert [one for one in _ALL if one.scheme.role != Role.KEM] == _taken("!role:kem")


@pytest.mark.parametrize(
    ("term", "message"),
    [
        ("ML-KEM-786", "did you mean ML-KEM-768"),
        ("Kyber-*", "no scheme's name matches"),
        ("family:Falcn", "known: falcon"),
        ("rolle:kem", "has no field `rolle`"),
        ("category:7", "matches nothing here"),
        ("operation:encrpyt", "known: encrypt"),
        ("provider:cryptografy", "known: cryptography"),
        ("target:cortex-m3", "known: cortex-m4"),
        ("!ML-KEM-786", "did you mean ML-KEM-768"),
        ("role:kem,", "empty term"),
        ("", "empty term"),
        ("!", "empty term"),
    ],
)
def test_what_matches_nothing_is_an_error_with_advice(term: str, message: str) -> None:
    """A slip of the pen is named, with what was probably meant."""
    with pytest.raises(PlanError, match=message):
        parse([term], load(), _OFFERED)


@given(st.text(max_size=30))
def test_any_text_is_a_selection_or_a_plan_error(text: str) -> None:
    """No text makes the parser fail in another way."""
    try:
        selection = parse([text], load(), _OFFERED)
    except PlanError:
        return
    assert (text,) == selection.text


@given(
    st.lists(
        st.sampled_from(["ML-KEM-*", "role:signature", "X25519", "category:3", "status:draft"]), max_size=3
    )
)
def test_taking_out_undoes_selecting(terms: list[str]) -> None:
    """What is selected and taken out by the same terms is nothing, unless no term was given."""
    known = [term for term in terms if term != "status:draft"]

    assert not known or [] == _taken(*known, *(f"!{term}" for term in known))


def test_the_manual_names_every_field() -> None:
    """The description of the language lists the fields that it has."""
    from pqeval.plan import selection  # noqa: PLC0415 - its docstring is what is tested

    assert selection.__doc__ is not None
    assert [] == [field for field in FIELDS if f"{field}" not in selection.__doc__]
