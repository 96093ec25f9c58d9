"""How liboqs is configured, for the host and for a Cortex-M; every option has its reason."""

from __future__ import annotations

from typing import Final

from pqeval.catalogue.vocabulary import Optimisation

__all__ = ["cortex_m_options", "host_options"]

_COMMON: Final = {
    "CMAKE_BUILD_TYPE": "Release",
    "OQS_BUILD_ONLY_LIB": "ON",
    "OQS_USE_OPENSSL": "OFF",  # its own SHA, AES: the same code everywhere, and no system library inside
    "OQS_ENABLE_KEM_HQC": "ON",  # off by default because of its security flag; the catalogue shows the flag
    "OQS_ENABLE_SIG_STFL_LMS": "ON",  # verification only: without a further option these make no keys
    "OQS_ENABLE_SIG_STFL_XMSS": "ON",
}


def host_options() -> dict[str, str]:
    """CMake options of the shared library for this host: everything, dispatching on CPU features."""
    return {
        **_COMMON,
        "BUILD_SHARED_LIBS": "ON",
        "OQS_DIST_BUILD": "ON",
    }


def cortex_m_options(optimisation: Optimisation = Optimisation.O3) -> dict[str, str]:
    """CMake options of the static library for a Cortex-M: portable C, no operating system."""
    # liboqs adds -O3 behind all flags of its user, and the compiler heeds the last one.
    last = f"<CMAKE_C_COMPILER> <DEFINES> <INCLUDES> <FLAGS> -{optimisation} -o <OBJECT> -c <SOURCE>"
    return {
        **({} if optimisation == Optimisation.O3 else {"CMAKE_C_COMPILE_OBJECT": last}),
        **_COMMON,
        "BUILD_SHARED_LIBS": "OFF",
        "OQS_DIST_BUILD": "OFF",
        "OQS_OPT_TARGET": "generic",
        "OQS_EMBEDDED_BUILD": "ON",
        "OQS_PERMIT_UNSUPPORTED_ARCHITECTURE": "ON",
    }
