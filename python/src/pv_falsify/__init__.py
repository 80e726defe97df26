"""Python's side of contracts for numerical kernels."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .claim import Claim, Falsified
    from .exact_cases import ExactCaseError
    from .generator import SeededGenerator
    from .program import ProgramError
    from .recording import Recording, RecordingError
    from .summation import summed

__all__ = [
    "Claim",
    "ExactCaseError",
    "Falsified",
    "ProgramError",
    "Recording",
    "RecordingError",
    "SeededGenerator",
    "summed",
]

#: Where a name stands. Modules are imported when one of their names is asked for: not all need NumPy.
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


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
