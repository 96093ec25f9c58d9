"""Cases of stateful signatures for the C loop: a published signature is verified, nothing is ever signed."""

from __future__ import annotations

from pqeval.catalogue import Role
from pqeval.liboqs.functions import StatefulFunctions, address
from pqeval.liboqs.library import algorithms, require_host_library
from pqeval.liboqs.stateful_kat import NOTES, known_answer
from pqeval.plan.case import Case
from pqeval.targets.host.prepared import Prepared, c_call, operation_pointer

__all__ = ["prepare_stateful"]


def prepare_stateful(case: Case) -> Prepared:
    """Bind verification of the known answer: one key, one message, one signature.

    Raises:
        LibraryError: the library has no known answer of it.
    """
    library = require_host_library()
    name = case.implementation.library_name
    algorithm = next(one for one in algorithms(library) if one.name == name)
    functions = StatefulFunctions(library, algorithm)
    answer = known_answer(name, library.version, library.prefix)
    call, kept = c_call(
        address(library, "OQS_SIG_STFL_verify"),
        functions.pointer,
        (0, 0),
        {"public_key": [answer.public_key], "message": [answer.message], "result": [answer.signature]},
    )
    return Prepared(
        operation=operation_pointer(Role.STATEFUL_SIGNATURE, case.series.operation),
        call=call,
        rotation=call.rotation,
        random_source="none needed",
        seedable=False,
        notes=NOTES,
        kept=[*kept, functions],
    )
