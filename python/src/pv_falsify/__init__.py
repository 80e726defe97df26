"""Python's side of contracts for numerical kernels."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .conformance import ConformanceError, conform
    from .conformance_report import ConformanceReport, Verdict
    from .operations import BlockType, Pairing

__all__ = ["BlockType", "ConformanceError", "ConformanceReport", "Pairing", "Verdict", "conform"]

#: Where a name stands. Modules are imported when one of their names is asked for: not all need NumPy.
_MODULES = {
    "BlockType": "operations",
    "ConformanceError": "conformance",
    "ConformanceReport": "conformance_report",
    "Pairing": "operations",
    "Verdict": "conformance_report",
    "conform": "conformance",
}


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
