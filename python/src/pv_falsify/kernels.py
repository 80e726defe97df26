"""The kernels of a falsifier in the forms in which a test may give them."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Union

import numpy as np
from numpy.typing import ArrayLike

from .recording import RecordingError

#: A kernel: what computes outputs, or outputs that were computed elsewhere.
Kernel = Any

#: What a kernel gives: one array, or arrays by name.
Outputs = Union[ArrayLike, Mapping[str, ArrayLike]]

#: Wrong kernels: by name with the fault in words, or functions with a name and a docstring.
Mutants = Union[Mapping[str, Kernel], Iterable[Callable[..., Any]]]


@dataclass(frozen=True)
class Mutant:
    """A wrong kernel: it differs from the real one by one named fault alone."""

    name: str
    fault: str
    kernel: Kernel


def mutants(given: Mutants) -> list[Mutant]:
    """The wrong kernels of a test.

    Args:
        given: functions, each with its fault as the first line of its docstring; or by name a function like that, or a pair
            of the fault in words and a kernel.

    Raises:
        RecordingError: a kernel has no words for its fault.
    """
    if isinstance(given, Mapping):
        return [_mutant(name, kernel) for name, kernel in given.items()]
    return [_mutant(getattr(function, "__name__", ""), function) for function in given]


def _mutant(name: str, given: Kernel) -> Mutant:
    if isinstance(given, tuple) and len(given) == 2 and isinstance(given[0], str):
        return Mutant(name, given[0], given[1])
    words = inspect.getdoc(given) if inspect.isfunction(given) else None
    if not name or name == "<lambda>" or not words:
        raise RecordingError(
            f"the mutant {name or given!r} does not say what is wrong with it: give a function with a docstring, "
            f'or "{name or "name"}": ("the fault in words", kernel)'
        )
    fault = words.splitlines()[0].rstrip(".")
    return Mutant(name, fault[:1].lower() + fault[1:], given)


def outputs(given: Outputs, name: str) -> dict[str, ArrayLike]:
    """Arrays by name; one array alone is called ``name``."""
    if isinstance(given, Mapping):
        return dict(given)
    if isinstance(given, (np.ndarray, np.generic)):
        return {name: given}
    raise RecordingError(
        f"a kernel gave a {type(given).__name__}, not an array of NumPy or a dict of arrays; "
        "np.array(…, np.float32) says what its elements are"
    )


def computed(
    kernel: Kernel, body: Callable[[Any], Outputs] | None, inputs: list[Any], name: str
) -> dict[str, ArrayLike]:
    """What a kernel gives: by the body, or called with the recorded inputs, or as it is where it is an array."""
    if body is not None:
        return outputs(body(kernel), name)
    return outputs(kernel(*inputs) if callable(kernel) else kernel, name)
