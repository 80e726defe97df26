"""One falsifier of a contract, as its test has it: what is claimed, random numbers, and what is recorded."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from . import exact_cases, kernels, measures, program, search
from .execution import ExecutedLines
from .generator import SeededGenerator
from .recording import Recording, RecordingError

_FORMAT = "pv-claim-entry/1"


class Falsified(AssertionError):
    """What ``pv`` says of a recording that does not hold, or of a case that a search found."""


class Claim:
    """A falsifier's entry in its contract, and what its test records.

    The contract says what is measured, by its checks; the test gives inputs, kernels and an oracle.
    """

    def __init__(self, entry: Mapping[str, Any], *, root: Path, test: Path, folder: Path) -> None:
        """A claim.

        Args:
            entry: what ``pv claim`` prints.
            root: of the package.
            test: the file of the test, beside which exact cases are kept.
            folder: fresh and empty; the recording goes there.

        Raises:
            RecordingError: the entry is in a form that a newer ``pv`` writes.
        """
        if entry.get("format") != _FORMAT:
            raise RecordingError(
                f"pv wrote a claim in the form {entry.get('format')}, and this pv_falsify reads {_FORMAT}: "
                "install the pv-contracts of one version"
            )
        self._entry = entry
        self._root = root
        self._test = test
        #: Where the recording goes.
        self.folder = folder
        self._inputs: list[tuple[str, NDArray[Any], dict[str, Any]]] = []
        self._is_recorded = False

    @classmethod
    def of(cls, falsifier: str, *, test: Path, folder: Path) -> Claim:
        """The claim of a falsifier: in a run of ``pv`` as the run gives it, else by ``pv claim``.

        Args:
            folder: where the recording goes that only ``pv claim --recording`` reads; in a run it goes where the run says.

        Raises:
            RecordingError: the run is of another falsifier.
            ProgramError: ``pv`` is not there, or knows no such falsifier.
        """
        root = package_root(test)
        asked, recording = os.environ.get("PV_CLAIM"), os.environ.get("PV_RECORDING")
        if not asked or not recording:
            return cls(program.claim(falsifier, root), root=root, test=test, folder=folder)
        entry = json.loads(Path(asked).read_text(encoding="utf-8"))
        if entry.get("falsifier") != falsifier:
            raise RecordingError(
                f"this is the test of {falsifier}, and pv runs {entry.get('falsifier')}: "
                "`run:` in the contract names one test, such as tests/test_scale.py::test_scale"
            )
        return cls(entry, root=root, test=test, folder=Path(recording))

    # What is claimed

    @property
    def contract(self) -> str:
        """The contract's id."""
        return str(self._entry["contract"])

    @property
    def falsifier(self) -> str:
        """The falsifier's id."""
        return str(self._entry["falsifier"])

    @property
    def domain(self) -> Mapping[str, Any]:
        """What it is tried on and judged over, at the least, as in the contract."""
        return dict(self._entry.get("domain") or {})

    @property
    def metrics(self) -> list[str]:
        """The metrics of its checks, with their subjects, in the contract's order."""
        return [str(check["metric"]) for check in self._entry["checks"]]

    @property
    def mutants(self) -> list[str]:
        """The wrong kernels that the contract lists, by name."""
        return [str(name) for name in self._entry.get("mutants", [])]

    @property
    def orders(self) -> list[str]:
        """The orders of summation that measure the noise of a tolerance."""
        return [str(name) for name in self._entry.get("orders", [])]

    @property
    def is_run(self) -> bool:
        """Whether ``pv`` runs the test and makes evidence of what is recorded."""
        return "run" in self._entry

    # What it is tried on

    def random(self, generator: str) -> SeededGenerator:
        """The random numbers for a generator of this falsifier.

        The seed hangs on what the contract says of the inputs under ``domain``, the least numbers left out, and on no
        prose.
        """
        return SeededGenerator.derived(self.contract, self.falsifier, generator, str(self._entry["drawn"]))

    def input(
        self,
        name: str,
        values: ArrayLike,
        *,
        generator: str,
        seed: SeededGenerator | str | None = None,
        cases: int = 1,
        corners: Mapping[str, int] | None = None,
        parameters: Mapping[str, str] | None = None,
        version: int = 1,
    ) -> NDArray[Any]:
        """Records an array that kernels are given.

        Args:
            name: as under ``domain`` in the contract.
            values: an array of f32, f64, i8 or i32.
            generator: how it was made, in words.
            seed: what the numbers were drawn from.
            cases: how many separate cases the array holds.
            corners: how many of them lie in each corner of the domain.
            parameters: what the generator was told.
            version: of the generator.

        Returns:
            A copy that cannot be written to: a kernel that changes its input is a fault, and raises.
        """
        array = np.array(values, copy=True)
        array.flags.writeable = False
        text = seed.seed if isinstance(seed, SeededGenerator) else seed
        about = {
            "generator": generator,
            "seed": text,
            "cases": cases,
            "corners": corners,
            "parameters": parameters,
            "version": version,
        }
        self._inputs.append((name, array, about))
        return array

    def exact_cases(self, domain: str) -> list[dict[str, exact_cases.Field]]:
        """The cases of a domain that a search has found, to be tried before those that are drawn."""
        return exact_cases.read(exact_cases.path(self._test, self.falsifier), self.falsifier, domain)

    def search(
        self,
        domain: str,
        strategies: Mapping[str, Any],
        holds: Callable[..., Any],
        *,
        examples: int = 200,
    ) -> None:
        """Lets Hypothesis look for a case on which the claim does not hold, and keeps the smallest that it finds.

        The case is appended to ``Fixtures/ExactCases/FALSIFIER.jsonl`` beside the test, from where ``exact_cases`` takes
        it, so that ``pv`` measures it in every run. Nothing is searched while ``pv`` runs the test: evidence is the same
        whoever makes it. The examples are the same each time; ``PV_EXPLORE=ROUNDS`` tries ROUNDS times as many fresh ones.

        Args:
            strategies: of Hypothesis, by the names of a case's members: sizes, vectors of float32 or of uint8.
            holds: takes a case's members by name; gives False, or fails an assertion, where the claim does not hold.

        Raises:
            Falsified: with the case.
            RecordingError: Hypothesis is not installed.
        """
        if self.is_run:
            return
        case = search.smallest(strategies, holds, examples)
        if case is None:
            return
        text = exact_cases.line(self.falsifier, domain, case)
        file = exact_cases.path(self._test, self.falsifier)
        kept = "appended to" if exact_cases.keep(file, text) else "already in"
        members = "\n".join(f"    {name}: {value!r}" for name, value in sorted(case.items()))
        raise Falsified(
            f'{self.falsifier}: the smallest counterexample that Hypothesis found in "{domain}":\n{members}\n'
            f"  {kept} {file}:\n  {text}"
        )

    # What is recorded

    def record(
        self,
        real: kernels.Kernel,
        *,
        mutants: kernels.Mutants = (),
        orders: Mapping[str, kernels.Kernel] | Callable[[str], kernels.Kernel] | None = None,
        body: Callable[[Any], kernels.Outputs] | None = None,
        oracle: ArrayLike | Mapping[str, ArrayLike] | None = None,
        bound: Mapping[str, Any] | None = None,
        outputs: Mapping[str, str] | None = None,
        k: int | None = None,
        rows: bool = False,
        portable: bool = True,
        variants: Sequence[str] | Mapping[str, Sequence[str]] | None = None,
        ratio: measures.Ratio | Mapping[str, measures.Ratio] | None = None,
        asserted: Mapping[str, float] | None = None,
        notes: Mapping[str, object] | None = None,
    ) -> None:
        """Records what the real kernel, the orders and the mutants give, and has it judged.

        Every kernel is called in the same way: ``body(kernel)``, or without a body the kernel with the recorded inputs in
        their order. It gives an array, or a dict of arrays by name. In the place of a kernel, its outputs may be given.

        In a run of ``pv`` the recording is left to it. Else ``pv claim --recording`` judges it at once.

        Args:
            real: the kernel that the claim is about; where its bits vary and outputs are given, a list of all repeats.
            mutants: those that the contract lists, all of them: functions whose docstring says what is wrong, or by name
                ``("what is wrong", kernel)``.
            orders: kernels by the orders that the contract lists, or a function that makes one of an order's name.
            oracle: what the outputs are compared with; by subject where the checks have several.
            bound: the arrays that the bound of the contract takes, such as ``count``; by subject where there are several.
            outputs: by subject the name of the output that is measured, where they are not the same.
            k: of a check of ``top_k_mismatches``.
            rows: each row of an output has arguments of its bound of its own, along their first extent.
            portable: false where the bits of the oracle depend on the machine: then no `bound_ratio` is measured.
            variants: of a check of ``variants_differing``, the names of the outputs of other variants of the kernel, such as
                those of other numbers of threads; by subject where there are several.
            ratio: of a check of ``ratio``, which drifts it is of; by subject where there are several.
            asserted: numbers by name that are shown as asserted, and discharge nothing.
            notes: what varies from run to run, such as seconds; never evidence.

        Raises:
            Falsified: with what ``pv`` says of it.
            RecordingError: something is missing, unlisted, or no array that evidence knows.
        """
        # pytest shows the test and what pv says, not this function.
        __tracebackhide__ = True
        if self._is_recorded:
            raise RecordingError(f"{self.falsifier} is recorded twice; record all of its outputs in one call")
        self._is_recorded = True
        wrong = kernels.mutants(mutants)
        _require_listed(self.falsifier, "mutants", [mutant.name for mutant in wrong], self.mutants)
        reordered = self._reordered(orders)
        name = self._sole_output()
        inputs = [array for _, array, _ in self._inputs]

        recording = Recording(self.folder, self.contract, self.falsifier, self._entry.get("run"))
        for title, array, about in self._inputs:
            recording.input(title, array, **about)
        lines = ExecutedLines(self._root, self._entry.get("implementation") or ["."])
        for number, kernel in enumerate(self._repeats(real)):
            if number == 0:
                with lines:
                    given = kernels.computed(kernel, body, inputs, name)
            else:
                given = kernels.computed(kernel, body, inputs, name)
            recording.real(given)
        names = list(given)
        for order, kernel in reordered.items():
            recording.order(order, kernels.computed(kernel, body, inputs, name))
        for mutant in wrong:
            try:
                given = kernels.computed(mutant.kernel, body, inputs, name)
            except Exception as error:
                raise RecordingError(
                    f"the mutant {mutant.name} gave nothing: {type(error).__name__}: {error}"
                ) from error
            recording.mutant(mutant.name, mutant.fault, given)
        measures.Plan(self.metrics, names, outputs or {}).write(
            recording, oracle, bound, k, rows=rows, portable=portable, variants=variants, ratio=ratio
        )
        for title, value in (asserted or {}).items():
            recording.asserted(title, value)
        for title, note in (notes or {}).items():
            recording.note(title, note)
        recording.executed("pv_falsify", lines.lines())
        recording.close()
        if not self.is_run:
            holds, text = program.judge(self.falsifier, self.folder, self._root)
            if not holds:
                raise Falsified(text)

    def finish(self) -> None:
        """Ends the test.

        Raises:
            RecordingError: nothing was recorded, so that the test says nothing about the claim.
        """
        if not self._is_recorded:
            raise RecordingError(f"the test of {self.falsifier} recorded nothing; call claim.record(…)")

    def _sole_output(self) -> str:
        """What an output is called that has no name of its own: as in the contract, where that names one."""
        named = list(self.domain.get("outputs") or {})
        return named[0] if len(named) == 1 else "output"

    def _repeats(self, real: kernels.Kernel) -> list[kernels.Kernel]:
        count = int(self._entry.get("repeats", 1))
        if isinstance(real, list):
            if len(real) != count:
                raise RecordingError(
                    f"{self.falsifier} takes {count} repeats of the real kernel's outputs, not {len(real)}"
                )
            return real
        if count > 1 and not callable(real):
            raise RecordingError(
                f"the bits of {self.falsifier} vary: give a kernel, or a list of outputs of {count} calls"
            )
        return [real] * count

    def _reordered(
        self, given: Mapping[str, kernels.Kernel] | Callable[[str], kernels.Kernel] | None
    ) -> Mapping[str, kernels.Kernel]:
        if callable(given):
            return {name: given(name) for name in self.orders}
        _require_listed(self.falsifier, "orders", list(given or {}), self.orders)
        return given or {}


def package_root(file: Path) -> Path:
    """The folder of the package that a file belongs to: the nearest one above with ``contracts/``.

    Raises:
        RecordingError: there is none.
    """
    for folder in file.resolve().parents:
        if (folder / "contracts").is_dir():
            return folder
    raise RecordingError(f"no folder contracts/ above {file}: `pv init --language python` begins one")


def _require_listed(falsifier: str, what: str, given: list[str], listed: list[str]) -> None:
    twice = sorted({name for name in given if given.count(name) > 1})
    missing = [name for name in listed if name not in given]
    others = [name for name in given if name not in listed]
    for problem, names in (("given twice", twice), ("not given", missing), ("not in the contract", others)):
        if names:
            raise RecordingError(
                f"{falsifier}: {what} {problem}: {', '.join(names)}; the contract lists {', '.join(listed) or 'none'}"
            )
