"""Whether a Python package that a provider needs is installed, without importing it."""

from __future__ import annotations

from importlib.util import find_spec

__all__ = ["package_reason"]


def package_reason(module: str, distribution: str = "") -> str:
    """Empty if `module` can be imported; else that it is missing, and how to get it."""
    if find_spec(module) is not None:
        return ""
    name = distribution or module
    return f"the Python package {name} is not installed (pip install {name})"
