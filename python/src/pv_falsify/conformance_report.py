"""What ``pv conform`` found of Python callables, read from its report."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from .operations import OPERATIONS

__all__ = [
    "Check",
    "Clause",
    "ConformanceReport",
    "Counterexample",
    "Incident",
    "Invariance",
    "Manner",
    "Result",
    "Verdict",
]


class Verdict(str, Enum):
    """What became of a falsifier's clauses."""

    HOLDS = "holds"
    #: Within the error bound, with other bits than our order of operations gives: an ordinary answer.
    OTHER_BITS = "other bits"
    FALSIFIED = "falsified"
    #: No callable was given for it, or it returned ``NotImplemented``.
    NOT_EXPORTED = "not exported"
    NOT_APPLICABLE = "not applicable"


@dataclass(frozen=True)
class Incident:
    """Something that a callable did in a call, beside the numbers that it returned."""

    #: Such as ``raised ValueError: …`` or ``changed its input x``.
    what: str
    #: Such as ``softmax(rows: 1, columns: 3)``.
    call: str
    falsifier: str
    #: The traceback of an exception, as Python prints it.
    traceback: str | None = None

    def __str__(self) -> str:
        return f"{self.call} {self.what}"


@dataclass(frozen=True)
class Check:
    """One threshold of a contract, with what was measured."""

    metric: str
    condition: str
    measured: str | None
    #: None where the check is not about the callable.
    holds: bool | None


@dataclass(frozen=True)
class Counterexample:
    """A case that fails, as small as it could be made."""

    origin: str
    members: tuple[str, ...]
    report: tuple[str, ...]
    #: As ``conform(case=…)`` takes it.
    case: str


@dataclass(frozen=True)
class Clause:
    """A falsifier of a contract, tried on the callables."""

    contract: str
    falsifier: str
    #: What it binds: ``EQUATION`` or ``EQUATION/INVARIANT``.
    clauses: tuple[str, ...]
    verdict: Verdict
    reason: str | None
    checks: tuple[Check, ...]
    #: The worst elements, where they are, and the shape of the error.
    report: tuple[str, ...]
    counterexample: Counterexample | None
    #: What the wrong results look like: a guess.
    diagnosis: str | None
    incidents: tuple[Incident, ...]
    #: How often a callable was called for it, repetitions left out.
    calls: int
    #: Keywords of ``conform`` that show it again.
    again: Mapping[str, Any]


@dataclass(frozen=True)
class Invariance:
    """How often bits were compared in one circumstance, and were others."""

    compared: int
    differences: int
    first: Incident | None


@dataclass(frozen=True)
class Manner:
    """What is expected of every call, and how often it was not so."""

    breaches: int
    first: Incident | None


@dataclass(frozen=True)
class Result:
    """What was seen of one operation, whatever it computes."""

    name: str
    calls: int
    #: By circumstance: ``again``, ``address``, ``threads``, ``alone``, ``later``.
    invariances: Mapping[str, Invariance]
    #: ``returns``, ``inputs``, ``environment``, ``reads``, ``nan``: what can be seen of a callable.
    manners: Mapping[str, Manner]


#: What is watched in the process of a library, and is about memory and threads of which a callable has others.
_OF_LIBRARIES = frozenset({"outputs", "beside", "after", "threads"})
_CIRCUMSTANCES = {
    "again": "twice in a row",
    "address": "at another address",
    "threads": "with another number of threads",
    "alone": "for a row alone and in a batch",
    "later": "after other calls",
}


@dataclass(frozen=True)
class ConformanceReport:
    """All that was found. ``str`` of it is the text for people."""

    #: What fresh cases were drawn from: ``conform(seed=…)`` draws them again.
    seed: str
    threads: int
    architecture: str
    features: tuple[str, ...]
    system: str
    #: Versions by contract.
    contracts: Mapping[str, str]
    clauses: tuple[Clause, ...]
    operations: tuple[Result, ...]

    @property
    def accepted(self) -> bool:
        """Whether some clause was judged, none is falsified, and no call did what is ruled out."""
        judged = self.count(Verdict.HOLDS) + self.count(Verdict.OTHER_BITS)
        return judged > 0 and self.count(Verdict.FALSIFIED) == 0 and not self.breaches

    @property
    def breaches(self) -> tuple[Incident, ...]:
        """The first of each kind of what is ruled out, and of each difference in bits, by operation."""
        found: list[Incident] = []
        for operation in self.operations:
            kinds: list[Manner | Invariance] = [*operation.manners.values(), *operation.invariances.values()]
            found += [each.first for each in kinds if each.first is not None]
        return tuple(found)

    def count(self, verdict: Verdict) -> int:
        """How many falsifiers have a verdict."""
        return sum(clause.verdict is verdict for clause in self.clauses)

    def check(self) -> None:
        """Does nothing for what is accepted.

        Raises:
            AssertionError: with the text of the report.
        """
        if not self.accepted:
            raise AssertionError(f"not accepted\n{self}")

    def __str__(self) -> str:
        lines = []
        for contract, version in self.contracts.items():
            tried = [clause for clause in self.clauses if clause.contract == contract and _is_tried(clause)]
            if tried:
                lines.append(f"{contract} {version}")
            for clause in tried:
                lines += _clause_lines(clause)
        for operation in self.operations:
            lines += _operation_lines(operation)
        counts = [
            f"{count} {'hold' if verdict is Verdict.HOLDS and count > 1 else verdict.value}"
            for verdict in Verdict
            if (count := self.count(verdict))
        ]
        lines.append(f"{', '.join(counts)}; seed {self.seed}")
        return "\n".join(lines)


def _is_tried(clause: Clause) -> bool:
    return clause.verdict not in (Verdict.NOT_EXPORTED, Verdict.NOT_APPLICABLE)


def _clause_lines(clause: Clause) -> list[str]:
    measured = next((f"{check.metric} {check.measured}" for check in clause.checks if check.measured is not None), "")
    lines = [f"  {clause.verdict.value:14}{clause.falsifier}  {', '.join(clause.clauses)}  {measured}".rstrip()]
    if clause.verdict is not Verdict.FALSIFIED:
        return lines
    notes = [str(clause.incidents[0])] if clause.incidents else [line.strip() for line in clause.report]
    if clause.counterexample is not None:
        found = clause.counterexample
        notes = [f"smallest counterexample, {found.origin}:", *(line.strip() for line in found.members + found.report)]
    if clause.reason:
        notes.append(clause.reason)
    if clause.diagnosis:
        notes.append(f"it looks like {clause.diagnosis}")
    notes.append("again: conform(…, " + ", ".join(f"{key}={value!r}" for key, value in clause.again.items()) + ")")
    return lines + [f"    {note}" for note in notes]


def _operation_lines(operation: Result) -> list[str]:
    same = [_CIRCUMSTANCES[name] for name, each in operation.invariances.items() if not each.differences]
    lines = [f"{operation.name}: {operation.calls} calls" + (f"; the same bits {', '.join(same)}" if same else "")]
    for invariance in operation.invariances.values():
        if invariance.first is not None:
            lines.append(f"  {invariance.first} ({invariance.differences} of {invariance.compared} comparisons)")
    for manner in operation.manners.values():
        if manner.first is not None:
            lines.append(f"  {manner.first}" + (f" ({manner.breaches} calls)" if manner.breaches > 1 else ""))
    return lines


# MARK: Reading


class Words:
    """Puts into Python's words what a report says of the library between the callables and pv.

    Args:
        failure: text and traceback of a failure by its number.
        ends: how the processes of the callables ended, in order, where they have some of their own.
        gone: the exit code that stands for such an end.
    """

    def __init__(self, failure: Callable[[int], tuple[str, str | None]], ends: Sequence[str], gone: int) -> None:
        self._failure = failure
        self._ends = list(ends)
        self._gone = f"ended its process with code {gone}"
        self._symbols = {operation.symbol: operation.name for operation in OPERATIONS}

    def names(self, text: str) -> str:
        """A text with the names of operations in place of symbols."""
        return re.sub(r"pv_\w+", lambda found: self._symbols.get(found.group(), found.group()), text)

    def incident(self, given: Mapping[str, Any], consumes: bool = True) -> Incident:
        """An incident. Ends of processes are told once, in the order in which they came."""
        what, traceback = given["what"], None
        number = re.fullmatch(r"returned (\d{4})", what)
        if number:
            what, traceback = self._failure(int(number.group(1)))
        elif what == self._gone:
            what = "ended its process: " + (self._ends[0] if self._ends else "nobody saw how")
            if consumes and len(self._ends) > 1:
                self._ends.pop(0)
        return Incident(what, self.names(given["call"]), given["falsifier"], traceback)


def read(data: Mapping[str, Any], words: Words, given: frozenset[str], threaded: frozenset[str]) -> ConformanceReport:
    """Reads pv's report.

    Args:
        data: the file, decoded.
        given: operations that have a callable.
        threaded: those of them whose callable is told the number of threads.
    """
    by_symbol = {operation.symbol: operation for operation in OPERATIONS}
    operations = []
    for each in data["operations"]:
        name = by_symbol[each["symbol"]].name
        if name in given:
            operations.append(_operation(each, name, words, name in threaded))
    return ConformanceReport(
        seed=data["seed"],
        threads=data["threads"],
        architecture=data["machine"]["architecture"],
        features=tuple(data["machine"]["features"]),
        system=data["machine"]["system"],
        contracts={each["id"]: each["version"] for each in data["contracts"]},
        clauses=tuple(_clause(each, words, given) for each in data["clauses"]),
        operations=tuple(operations),
    )


def _operation(data: Mapping[str, Any], name: str, words: Words, threaded: bool) -> Result:
    def first(members: Mapping[str, Any]) -> Incident | None:
        return words.incident(members["first"], consumes=False) if "first" in members else None

    return Result(
        name=name,
        calls=data["calls"],
        invariances={
            key: Invariance(members["compared"], members.get("breaches", 0), first(members))
            for key, members in data["invariances"].items()
            if threaded or key != "threads"
        },
        manners={
            key: Manner(members.get("breaches", 0), first(members))
            for key, members in data["manners"].items()
            if key not in _OF_LIBRARIES
        },
    )


def _clause(data: Mapping[str, Any], words: Words, given: frozenset[str]) -> Clause:
    found = data.get("counterexample")
    reason = data.get("reason")
    if data["verdict"] == Verdict.NOT_EXPORTED.value and reason is not None:
        call = words.names(reason.removesuffix(" says PV_UNSUPPORTED"))
        name = call.partition("(")[0]
        reason = f"{call} returned NotImplemented" if name in given else f"there is no callable for {name}"
    return Clause(
        contract=data["contract"],
        falsifier=data["falsifier"],
        clauses=tuple(data["clauses"]),
        verdict=Verdict(data["verdict"]),
        reason=reason,
        checks=tuple(
            Check(each["metric"], each["condition"], each.get("measured"), each.get("holds")) for each in data["checks"]
        ),
        report=tuple(data["report"]),
        counterexample=found
        and Counterexample(found["origin"], tuple(found["members"]), tuple(found["report"]), found["case"]),
        diagnosis=data.get("diagnosis"),
        incidents=tuple(words.incident(each) for each in data["incidents"]),
        calls=data["calls"],
        again=_again(data),
    )


def _again(data: Mapping[str, Any]) -> dict[str, Any]:
    """The keywords of ``conform`` for a command line of ``pv conform``."""
    line = shlex.split(data["command"])
    again: dict[str, Any] = {"falsifiers": [data["falsifier"]]}
    for option in ("--case", "--seed"):
        if option in line:
            again[option.removeprefix("--")] = line[line.index(option) + 1]
    return again
