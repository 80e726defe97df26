"""Answers the calls that callables.c sends: arrays in, a callable, arrays out."""

from __future__ import annotations

import ctypes
import inspect
import json
import platform
import socket
import struct
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from .operations import OPERATIONS, Operation

__all__ = ["FIRST_FAILURE", "GONE", "Failures", "accepts_threads", "serve"]

#: The exit code of the process that callables.c is loaded in, once nobody answers it.
GONE = 112
#: Numbers from here on are failures of a callable, in the order in which they were first seen.
FIRST_FAILURE = 1000
_OK, _UNSUPPORTED = 0, 1
#: The structures of callables.c.
_REQUEST = struct.Struct("@ii8qd8Q8Q")
_ANSWER = struct.Struct("@iIQ")
#: Round to nearest, nothing flushed, exceptions masked.
_DEFAULT_ENVIRONMENT = 0x1F80 if platform.machine() in ("x86_64", "AMD64") else 0


class _Wrong(Exception):
    """What a callable returned is no result of its operation."""


@dataclass(frozen=True)
class Failure:
    """How calls failed: ``raised ValueError: …`` or ``returned float64, where float32 is due``."""

    text: str
    traceback: str | None


class Failures:
    """The failures of a run, each with a number; kept in a file, which the process of the callables writes.

    Of more than 500 different ones the rest have the number of the last.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self.all: list[Failure] = []
        if path.exists():
            self.all = [Failure(*json.loads(line)) for line in path.read_text("utf-8").splitlines()]

    def number(self, failure: Failure) -> int:
        """The number of a failure, new where none has its text."""
        for index, each in enumerate(self.all):
            if each.text == failure.text or index == 499:
                return FIRST_FAILURE + index
        self.all.append(failure)
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps([failure.text, failure.traceback]) + "\n")
        return FIRST_FAILURE + len(self.all) - 1


def accepts_threads(function: Callable[..., Any]) -> bool:
    """Whether a callable has a parameter called ``threads``."""
    try:
        return "threads" in inspect.signature(function).parameters
    except (TypeError, ValueError):  # built-in functions need not have a signature
        return False


def serve(connection: socket.socket, functions: Mapping[str, Callable[..., Any]], library: str, failures: str) -> None:
    """Answers the calls of one process until it ends."""
    server = _Server(connection, functions, library, Path(failures))
    try:
        connection.sendall(b"r")
        while server.answer():
            pass
    except (BrokenPipeError, ConnectionResetError, FileNotFoundError):
        pass  # the call took too long: pv has ended its process, and maybe the folder of the run is gone
    finally:
        connection.close()


class _Server:
    def __init__(
        self, connection: socket.socket, functions: Mapping[str, Callable[..., Any]], library: str, failures: Path
    ) -> None:
        self._connection = connection
        self._functions = functions
        self._threads = {name for name, function in functions.items() if accepts_threads(function)}
        self._failures = Failures(failures)
        native = ctypes.CDLL(library)
        self._environment = native.pv_callables_environment
        self._environment.restype = ctypes.c_uint64
        self._set_environment = native.pv_callables_set_environment
        self._set_environment.argtypes = [ctypes.c_uint64]
        self._set_environment.restype = None

    def answer(self) -> bool:
        """Answers one call; False once the other side is gone."""
        head = bytearray(_REQUEST.size)
        if not self._receive(memoryview(head)):
            return False
        index, count, *rest = _REQUEST.unpack(head)
        operation = OPERATIONS[index]
        sizes = dict(zip(operation.sizes, rest[:8]))
        real, bytes_, places = rest[8], rest[9 : 9 + count], rest[17 : 17 + count]
        inputs = []
        for size, place in zip(bytes_, places):
            raw = _room(size, place)
            if not self._receive(raw.data):
                return False
            inputs.append(raw)
        before = [raw.tobytes() for raw in inputs]
        status, outputs, environment = self._call(operation, sizes, real, inputs)
        changed = [index for index, raw in enumerate(inputs) if raw.tobytes() != before[index]]
        mask = sum(1 << index for index in changed)
        pieces = [_ANSWER.pack(status, mask, environment), *(inputs[index].tobytes() for index in changed), *outputs]
        self._connection.sendall(b"".join(pieces))
        return True

    def _receive(self, view: memoryview) -> bool:
        while len(view) > 0:
            got = self._connection.recv_into(view)
            if got == 0:
                return False
            view = view[got:]
        return True

    def _call(
        self, operation: Operation, sizes: dict[str, int], real: float, inputs: list[np.ndarray[Any, Any]]
    ) -> tuple[int, list[bytes], int]:
        """Status, bytes of the outputs, and what is in the register of the floating-point environment."""
        function = self._functions.get(operation.name)
        if function is None:
            return _UNSUPPORTED, [], _DEFAULT_ENVIRONMENT
        arrays = [raw.view(array.dtype).reshape(array.shape(sizes)) for raw, array in zip(inputs, operation.inputs)]
        keywords = {"threads": sizes["threads"]} if operation.takes_threads and operation.name in self._threads else {}
        environment = _DEFAULT_ENVIRONMENT
        self._set_environment(_DEFAULT_ENVIRONMENT)
        try:
            try:
                result = function(*arrays, *operation.values(sizes, real), **keywords)
            finally:
                environment = self._environment()
                self._set_environment(_DEFAULT_ENVIRONMENT)
            if result is NotImplemented:
                return _UNSUPPORTED, [], environment
            return _OK, _outputs(operation, sizes, result), environment
        except KeyboardInterrupt:
            raise
        except _Wrong as wrong:
            failure = Failure(f"returned {wrong}", None)
        except BaseException as error:  # also SystemExit: no callable ends the report
            failure = _raised(error)
        return self._failures.number(failure), [], environment


def _room(size: int, place: int) -> np.ndarray[Any, Any]:
    """Bytes at an address that is `place` modulo 64, as the arrays of the call are."""
    raw = np.empty(size + 64, np.uint8)
    start = (place - raw.__array_interface__["data"][0]) % 64
    return raw[start : start + size]


def _outputs(operation: Operation, sizes: dict[str, int], result: object) -> list[bytes]:
    count = len(operation.outputs)
    if count == 1:
        results: list[object] | tuple[object, ...] = [result]
    elif isinstance(result, (tuple, list)) and len(result) == count:
        results = result
    else:
        raise _Wrong(f"{_kind(result)}, where a tuple of {count} arrays is due")
    return [
        _output(value, array.dtype, array.shape(sizes), f"[{index}]" if count > 1 else "")
        for index, (value, array) in enumerate(zip(results, operation.outputs))
    ]


def _output(value: object, dtype: str, shape: tuple[int, ...], where: str) -> bytes:
    due = f"an array of {np.dtype(dtype)} in the shape {shape} is due"
    if not shape:
        due = f"a numpy.{np.dtype(dtype)} is due"
    of = f" in {where}" if where else ""
    # Numbers and lists of Python have no dtype: whoever returns them has computed in another one.
    of_python = (bool, int, float, complex, str, bytes, list, tuple, dict)
    if value is None or (isinstance(value, of_python) and not isinstance(value, np.generic)):
        raise _Wrong(f"{_kind(value)}{of}, where {due}")
    try:
        array = np.asarray(value)
    except Exception as error:
        raise _Wrong(f"{_kind(value)}{of}, which NumPy does not take ({error}), where {due}") from error
    if array.dtype != np.dtype(dtype):
        name = f" of {array.dtype}" if array.ndim else ""
        raise _Wrong(f"{_kind(value)}{of}{name}, where {due}")
    # A scalar may come as an array of one.
    if array.shape != shape and not (shape == () and array.shape == (1,)):
        raise _Wrong(f"{_kind(value)}{of} in the shape {array.shape}, where {due}")
    return np.ascontiguousarray(array).tobytes()


def _kind(value: object) -> str:
    kind = type(value)
    return kind.__name__ if kind.__module__ in ("builtins", "numpy") else f"{kind.__module__}.{kind.__qualname__}"


def _raised(error: BaseException) -> Failure:
    try:
        last = traceback.format_exception_only(type(error), error)[-1].strip()
    except Exception:
        last = f"{type(error).__name__}, which cannot be put into words"
    # From the callable on: what stands above it is this file.
    frames = error.__traceback__.tb_next if error.__traceback__ is not None else None
    return Failure(f"raised {last}", "".join(traceback.format_exception(type(error), error, frames)))
