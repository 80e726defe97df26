"""Python's side of contracts for numerical kernels."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .claim import Claim, Falsified
    from .conformance import ConformanceError, conform
    from .conformance_report import ConformanceReport, Verdict
    from .exact_cases import ExactCaseError
    from .generator import SeededGenerator
    from .measures import Ratio
    from .operations import BlockType, Pairing
    from .program import ProgramError
    from .recording import Recording, RecordingError
    from .summation import summed

__all__ = [
    "BlockType",
    "Claim",
    "ConformanceError",
    "ConformanceReport",
    "ExactCaseError",
    "Falsified",
    "Pairing",
    "ProgramError",
    "Ratio",
    "Recording",
    "RecordingError",
    "SeededGenerator",
    "Verdict",
    "conform",
    "summed",
]

#: Where a name stands. Modules are imported when one of their names is asked for: not all need NumPy.
_MODULES = {
    "BlockType": "operations",
    "Claim": "claim",
    "ConformanceError": "conformance",
    "ConformanceReport": "conformance_report",
    "ExactCaseError": "exact_cases",
    "Falsified": "claim",
    "Pairing": "operations",
    "ProgramError": "program",
    "Ratio": "measures",
    "Recording": "recording",
    "RecordingError": "recording",
    "SeededGenerator": "generator",
    "Verdict": "conformance_report",
    "conform": "conformance",
    "summed": "summation",
}


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
