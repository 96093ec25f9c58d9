"""T13: sizes of certificates and chains, for designs of root, issuing authority and leaf."""

from __future__ import annotations

from typing import Final

from pqeval.export.material import Material
from pqeval.export.sections import is_grey
from pqeval.export.sheets import Choice, sheet_table
from pqeval.export.table import Column, Export, Words
from pqeval.export.text import EMPTY, plain, say
from pqeval.guideline.scenario import Case, scenario_of

__all__ = ["make"]

_STEPS: Final = ("root", "issuing", "leaf", "chain", "composite_delta", "crl", "ocsp")
_DESIGNS: Final = (
    ("ecdsa_p_256", "ecdsa_p_256", "ecdsa_p_256"),
    ("rsa_3072_pss", "rsa_2048_pss", "rsa_2048_pss"),
    ("ml_dsa_87", "ml_dsa_65", "ml_dsa_65"),
    ("ml_dsa_87", "ml_dsa_87", "ml_dsa_87"),
    ("ml_dsa_65", "ml_dsa_44", "ml_dsa_44"),
    ("slh_dsa_sha2_192s", "ml_dsa_65", "ml_dsa_65"),
    ("slh_dsa_sha2_256s", "ml_dsa_87", "ml_dsa_87"),
    ("lms_sha256_h20_w8", "ml_dsa_87", "ml_dsa_87"),
    ("slh_dsa_sha2_192s", "fn_dsa_512", "fn_dsa_512"),
)


def make(material: Material) -> Export:
    """Homogeneous chains, and chains whose root rests on hashes alone."""
    scenario = scenario_of(material.facts, "pki_ca")
    known = material.catalogue.by_id
    choices = [
        Choice(
            key="/".join(design),
            cells=tuple(Words(plain(known[name].name)) for name in design),
            case=Case(scenario=scenario, schemes=dict(zip("RAL", design, strict=True))),
            grey=any(is_grey(known[name]) for name in design),
        )
        for design in _DESIGNS
        if all(name in known for name in design)
    ]
    table = sheet_table(
        "T13",
        say("t13"),
        material,
        heads=tuple(Column(key=key, head=say(key)) for key in ("root_ca", "issuing_ca", "leaf_key")),
        groups=[(EMPTY, choices)],
        steps=_STEPS,
        costs=False,
        notes=(say("t13_note"),),
    )
    return Export(id="T13", title=say("t13"), tables=(table,), notes=(say("as_of", date=material.as_of),))
