"""Falsifiers of numerical kernels in Python: what a test needs to leave a recording that ``pv`` measures.

Names are imported when they are first used, so that a part that needs NumPy or pytest costs nothing where it is not used.
"""

from __future__ import annotations

import importlib
from typing import Any

#: Public names by the module that has them.
_MODULES = {
    "Claim": "claim",
    "ExactCaseError": "exact_cases",
    "Falsified": "claim",
    "ProgramError": "program",
    "Recording": "recording",
    "RecordingError": "recording",
    "SeededGenerator": "generator",
    "summed": "summation",
}

__all__ = [*_MODULES, "version"]


def version() -> str:
    """The version of the distribution, or 0 where the package is imported from a checkout."""
    from importlib.metadata import PackageNotFoundError
    from importlib.metadata import version as of

    try:
        return of("pv-contracts")
    except PackageNotFoundError:
        return "0"


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_MODULES[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
