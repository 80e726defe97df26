"""Writes a recording: the arrays that kernels were given and gave, and a small JSON that says what is what.

A recording holds no verdict and no metric. ``pv`` reads it and measures; docs/recordings.md has the form.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

if TYPE_CHECKING:
    from .measures import Ratio

#: Of this writer; it changes when the same test comes to write something else.
_VERSION = "1"

#: The element types of evidence, by NumPy's names.
DTYPES = {"float32": "f32", "float64": "f64", "int8": "i8", "int32": "i32"}

#: What to do with an array of another type, by the name that NumPy gives it.
_WAYS_OUT = {
    "float16": "every binary16 number is a binary32 one: array.astype(np.float32)",
    # Seen as int8, 255 is -1: one away from 0.
    "uint8": "every one is an i32: array.astype(np.int32); of bytes that are not numbers, array.view(np.int8)",
    "bool": "record 0 and 1: array.astype(np.int8)",
    "int16": "every one is an i32: array.astype(np.int32)",
    "uint16": "every one is an i32: array.astype(np.int32)",
    "int64": "where each fits, array.astype(np.int32); up to 2^53, array.astype(np.float64)",
    "uint32": "where each fits, array.astype(np.int32); else array.astype(np.float64), which is exact",
    "uint64": "where each fits, array.astype(np.int32); up to 2^53, array.astype(np.float64)",
    "longdouble": "round it once yourself: array.astype(np.float64)",
    "object": "an object array would be pickled, and a pickle is code; make an array of numbers of one length",
}


class RecordingError(Exception):
    """What keeps a recording from being written, with the place and the way out."""


def checked(what: str, values: ArrayLike) -> NDArray[Any]:
    """The array as it is recorded: little-endian, in C order, of an element type of evidence.

    A number becomes an array of one element. Nothing is converted from one element type to another; only the order of
    elements in memory and of bytes in an element may change, and no value does.

    Args:
        what: how an error names the array.

    Raises:
        RecordingError: the element type is none of evidence, an element is masked, or there is no element.
    """
    if isinstance(values, np.ma.MaskedArray):
        raise RecordingError(f"{what} is a masked array: record array.filled(…), so that nothing is left out unseen")
    try:
        array = np.asarray(values)
    except ValueError as error:
        raise RecordingError(f"{what} is no array: {error}") from None
    name = array.dtype.newbyteorder("=").name
    if name not in DTYPES:
        # Types that vary between platforms have names like float128.
        way_out = _WAYS_OUT.get("longdouble" if array.dtype.char == "g" else name, "record one of those")
        raise RecordingError(f"{what} has elements of {array.dtype}, not of {', '.join(DTYPES)}; {way_out}")
    if not isinstance(values, (np.ndarray, np.generic)):
        raise RecordingError(f"{what} is a {type(values).__name__} without an element type: np.array(…, np.float32)")
    if array.size == 0:
        raise RecordingError(f"{what} has no element, shape {array.shape}: there is nothing to measure")
    return np.ascontiguousarray(array, dtype=array.dtype.newbyteorder("<"))


class Recording:
    """Writes one recording into a fresh folder; recording.json comes last, by ``close``.

    Memory is bounded by the largest array: each is written when it is handed over, and not kept.
    """

    def __init__(self, folder: str | os.PathLike[str], contract: str, falsifier: str, run: str | None = None) -> None:
        """A recording of a falsifier.

        Args:
            folder: exists and is empty.
            run: the run that asked for it; None where only ``pv claim --recording`` will read it.

        Raises:
            RecordingError: the folder is missing or holds something.
        """
        self.folder = Path(folder)
        if not self.folder.is_dir():
            raise RecordingError(f"{folder} is no folder; make it, or let `pv run` run this, which does")
        if any(self.folder.iterdir()):
            raise RecordingError(f"{folder} is not empty: one run records one falsifier, once")
        self._files: set[str] = set()
        self._inputs: list[dict[str, Any]] = []
        self._real: list[dict[str, str]] = []
        self._orders: dict[str, Any] = {}
        self._mutants: dict[str, Any] = {}
        self._measure: list[dict[str, Any]] = []
        self._asserted: dict[str, str] = {}
        self._notes: dict[str, str] = {}
        self._executed: dict[str, Any] | None = None
        #: Of the real kernel's outputs, by name: element type and shape.
        self._shapes: dict[str, tuple[str, tuple[int, ...]]] = {}
        self._head = {"contract": contract, "falsifier": falsifier, "format": "pv-recording/1"}
        if run is not None:
            self._head["run"] = run

    def array(self, kind: str, name: str, values: ArrayLike) -> str:
        """Writes an array, and gives the name of its file.

        Args:
            kind: the first part of the file's name, such as ``oracle``.
            name: any text; what does not belong into a file's name is replaced.

        Raises:
            RecordingError: it is no array that evidence knows (see ``checked``).
            OSError: it cannot be written.
        """
        array = checked(f"{kind} {name}", values)
        stem = ".".join(re.sub(r"[^A-Za-z0-9_-]+", "_", part) for part in (*kind.split("."), name))
        file, count = f"{stem}.npy", 1
        while file in self._files:
            count += 1
            file = f"{stem}.{count}.npy"
        self._files.add(file)
        with open(self.folder / file, "xb") as output:
            np.lib.format.write_array(output, array, version=(1, 0), allow_pickle=False)
        return file

    def input(
        self,
        name: str,
        values: ArrayLike,
        *,
        generator: str,
        version: int = 1,
        parameters: Mapping[str, str] | None = None,
        seed: str | None = None,
        cases: int = 1,
        corners: Mapping[str, int] | None = None,
    ) -> None:
        """Records an array that kernels are given.

        Args:
            name: unique in the falsifier, as under ``domain`` in the contract.
            generator: how it was made, in words.
            parameters: what the generator was told.
            seed: of the random numbers, where some were drawn.
            cases: how many separate cases the array holds.
            corners: how many of them lie in each declared corner of the domain.

        Raises:
            RecordingError: the name is taken, or the array is none that evidence knows.
        """
        if any(each["name"] == name for each in self._inputs):
            raise RecordingError(f"the input {name} is recorded twice")
        entry: dict[str, Any] = {
            "array": self.array("input", name, values),
            "cases": cases,
            "corners": dict(corners or {}),
            "generator": generator,
            "name": name,
            "parameters": dict(parameters or {}),
            "version": version,
        }
        if seed is not None:
            entry["seed"] = seed
        self._inputs.append(entry)

    def real(self, outputs: Mapping[str, ArrayLike]) -> None:
        """Records what the real kernel gave, by name; once more for each repeat.

        Raises:
            RecordingError: there is no output, or one is none that evidence knows, or a repeat has others.
        """
        kind = f"real.{len(self._real) + 1}" if self._real else "real"
        if not self._real:
            self._shapes = {name: _form(checked(f"{kind} {name}", values)) for name, values in outputs.items()}
        self._real.append(self._outputs(kind, outputs))

    def order(self, name: str, outputs: Mapping[str, ArrayLike]) -> None:
        """Records what the same computation gives with its sums in another order."""
        self._orders[name] = {"outputs": self._outputs(f"order.{name}", outputs)}

    def mutant(self, name: str, fault: str, outputs: Mapping[str, ArrayLike]) -> None:
        """Records what a wrong kernel gives.

        Args:
            name: as the contract lists it.
            fault: what is wrong with it, in words.
        """
        self._mutants[name] = {"fault": fault, "outputs": self._outputs(f"mutant.{name}", outputs)}

    def measure(
        self,
        subject: str,
        metric: str,
        output: str,
        expected: str | None = None,
        arguments: Mapping[str, str] | None = None,
        k: int | None = None,
        rows: bool = False,
        portable: bool = True,
    ) -> None:
        """Says what ``pv`` measures, as ``SUBJECT.METRIC``.

        Args:
            expected: the file of the array that the output is compared with, as ``array`` gave it.
            arguments: of a bound, the files of the arrays that it takes.
            k: of ``top_k_mismatches``.
            rows: each row of the output has arguments of its own, along their first extent.
            portable: false of a bound where the bits of the oracle depend on the machine.
        """
        entry: dict[str, Any] = {"metric": metric, "output": output, "subject": subject}
        if expected is not None:
            entry["expected"] = expected
        if arguments is not None:
            entry["arguments"] = dict(arguments)
        if k is not None:
            entry["k"] = k
        if rows:
            entry["rows"] = True
        if not portable:
            entry["portable"] = False
        self._measure.append(entry)

    def variants(self, subject: str, output: str, variants: Sequence[str]) -> None:
        """Says that ``pv`` counts the outputs of other variants of a kernel that differ from one in any bit.

        Raises:
            RecordingError: there is none, or the kernels have no such output.
        """
        if not variants or isinstance(variants, str):
            raise RecordingError(f"variants of {output}: give the names of the other variants' outputs, as a list")
        for name in variants:
            if name not in self._shapes or name == output:
                raise RecordingError(
                    f"variants of {output}: {name} is no other output; there are {', '.join(sorted(self._shapes))}"
                )
        self._measure.append(
            {"metric": "variants_differing", "output": output, "subject": subject, "variants": list(variants)}
        )

    def ratio(self, subject: str, output: str, ratio: Ratio) -> None:
        """Says that ``pv`` measures the drift of an output in units of another drift.

        Raises:
            RecordingError: an array is none that evidence knows, or has not the shape of what it is compared with.
        """
        entry: dict[str, Any] = {"metric": "ratio", "name": ratio.name, "of": ratio.of, "output": output, "subject": subject}
        if isinstance(ratio.expected, str):
            entry["expected_output"] = ratio.expected
        else:
            entry["expected"] = self.compared(output, ratio.expected, "drift")
        pair = [checked(f"ratio {ratio.unit}", each) for each in (ratio.array, ratio.array_expected)]
        if pair[0].shape != pair[1].shape:
            raise RecordingError(f"ratio {ratio.unit}: shapes {list(pair[0].shape)} and {list(pair[1].shape)} differ")
        entry["unit"] = {
            "array": self.array("unit", ratio.unit, pair[0]),
            "expected": self.array("unit.expected", ratio.unit, pair[1]),
            "name": ratio.unit,
        }
        self._measure.append(entry)

    def asserted(self, name: str, value: float) -> None:
        """Keeps a number that was computed elsewhere; it is shown as asserted and discharges nothing."""
        self._asserted[name] = repr(float(value))

    def note(self, name: str, value: object) -> None:
        """Keeps what varies from run to run, such as seconds: it goes to the run's notes, never into evidence."""
        self._notes[name] = str(value)

    def executed(self, tool: str, lines: Mapping[str, Sequence[int]]) -> None:
        """Says which lines were executed while the real kernel was measured.

        Args:
            tool: what saw them.
            lines: by the path from the package's root, of every file that the tool looked at; of some there may be none.
        """
        self._executed = {"lines": {path: list(numbers) for path, numbers in lines.items()}, "tool": tool}

    def compared(self, output: str, values: ArrayLike, kind: str = "oracle") -> str:
        """Writes what an output is compared with, as ``array`` does.

        Raises:
            RecordingError: it has not the shape of the output.
        """
        shape = checked(f"{kind} {output}", values).shape
        if shape != self._shapes[output][1]:
            raise RecordingError(
                f"{kind} {output} has shape {list(shape)}, and the output {list(self._shapes[output][1])}: "
                "element by element there must be what is expected"
            )
        return self.array(kind, output, values)

    def close(self) -> Path:
        """Writes recording.json, and gives its path.

        Raises:
            RecordingError: nothing was measured, or no real kernel recorded.
        """
        if not self._real:
            raise RecordingError("no outputs of the real kernel were recorded")
        if not self._measure:
            raise RecordingError("nothing says what is measured of the outputs")
        real: dict[str, Any] = (
            {"outputs": self._real[0]}
            if len(self._real) == 1
            else {"repeats": [{"outputs": outputs} for outputs in self._real]}
        )
        document: dict[str, Any] = {
            **self._head,
            "inputs": self._inputs,
            "kernels": {"mutants": self._mutants, "orders": self._orders, "real": real},
            "measure": self._measure,
            "writer": {"name": "pv_falsify", "version": _VERSION},
        }
        if self._asserted:
            document["asserted"] = self._asserted
        if self._notes:
            document["notes"] = self._notes
        if self._executed is not None:
            document["executed"] = self._executed
        path = self.folder / "recording.json"
        with open(path, "x", encoding="utf-8") as output:
            json.dump(document, output, indent=2, sort_keys=True)
            output.write("\n")
        return path

    def _outputs(self, kind: str, outputs: Mapping[str, ArrayLike]) -> dict[str, str]:
        if not outputs:
            raise RecordingError(f"{kind}: there is no output")
        if outputs.keys() != self._shapes.keys():
            raise RecordingError(
                f"{kind}: the outputs are {', '.join(sorted(outputs))}; "
                f"those of the real kernel {', '.join(sorted(self._shapes)) or 'are not recorded yet'}"
            )
        files = {}
        for name, values in outputs.items():
            form = _form(checked(f"{kind} {name}", values))
            if form != self._shapes[name]:
                dtype, shape = self._shapes[name]
                raise RecordingError(
                    f"{kind} {name} is {form[0]} of shape {list(form[1])}; the real kernel's is {dtype} of shape "
                    f"{list(shape)}: a fault that changes the shape is another experiment, not a mutant"
                )
            files[name] = self.array(kind, name, values)
        return files


def _form(array: NDArray[Any]) -> tuple[str, tuple[int, ...]]:
    return DTYPES[array.dtype.newbyteorder("=").name], array.shape
