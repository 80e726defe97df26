"""What ``pv`` is to measure of which output, as the checks of the contract say it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from numpy.typing import ArrayLike

from .recording import Recording, RecordingError

#: Metrics by what they are taken of; docs/metrics.md has their meaning. All others compare an output with an oracle: ``pv``,
#: which reads the contract before and the recording after, knows their names, and refuses one that it does not.
_WITH_BOUND = frozenset(["outside_bound", "bound_ratio"])
_OF_ONE_ARRAY = frozenset("min max max_ratio sum nan_count inf_count non_finite_count count bits sha256".split())
#: What neither an oracle nor the output alone gives.
_OF_MORE = frozenset(["ratio", "variants_differing"])


@dataclass(frozen=True)
class Ratio:
    """What a check of ``ratio`` has beside its output: the drift of the output in units of another drift.

    Args:
        of: the metric by which both drifts are measured, such as ``relative_l2``.
        name: of the output's drift, in evidence.
        expected: what the output drifted from: an array of its shape, or the name of another output of the kernel.
        unit: the name of the other drift.
        array: what drifted there.
        array_expected: what that drifted from.
    """

    of: str
    name: str
    expected: ArrayLike | str
    unit: str
    array: ArrayLike
    array_expected: ArrayLike


class Plan:
    """The measurements of one falsifier."""

    def __init__(self, metrics: Sequence[str], names: Sequence[str], outputs: Mapping[str, str]) -> None:
        """The measurements that the checks ask for.

        Args:
            metrics: ``METRIC`` or ``SUBJECT.METRIC``.
            names: of the outputs.
            outputs: by subject the output that is measured.

        Raises:
            RecordingError: no output belongs to a subject.
        """
        self._steps: list[tuple[str, str, str]] = []
        for full in metrics:
            subject, _, metric = full.rpartition(".")
            # One evaluation of a bound gives both.
            metric = "outside_bound" if metric in _WITH_BOUND else metric
            step = (subject, metric, self._output(full, subject, names, outputs))
            if step not in self._steps:
                self._steps.append(step)
        unused = [subject for subject in outputs if all(subject != step[0] for step in self._steps)]
        if unused:
            raise RecordingError(f"no check has the subject {', '.join(unused)}, which `outputs` names")

    def _subjects(self, metric: str) -> list[str]:
        return [step[0] for step in self._steps if step[1] == metric]

    @staticmethod
    def _output(full: str, subject: str, names: Sequence[str], outputs: Mapping[str, str]) -> str:
        name = outputs.get(subject, subject)
        if name in names:
            return name
        if subject not in outputs and len(names) == 1:
            return names[0]
        raise RecordingError(
            f"{full}: there is no output {name or 'without a name'}, but {', '.join(names)}; "
            f'say which one is measured: outputs={{"{subject}": "{names[0]}"}}'
        )

    def write(
        self,
        recording: Recording,
        oracle: ArrayLike | Mapping[str, ArrayLike] | None,
        bound: Mapping[str, Any] | None,
        k: int | None,
        *,
        rows: bool,
        portable: bool,
        variants: Sequence[str] | Mapping[str, Sequence[str]] | None = None,
        ratio: Ratio | Mapping[str, Ratio] | None = None,
    ) -> None:
        """Writes oracles and bounds, and what is measured with them.

        Raises:
            RecordingError: an oracle, a bound, variants, a ratio or k is missing, or one belongs to no subject.
        """
        alone = _OF_ONE_ARRAY | _OF_MORE
        compared = list(dict.fromkeys(step[0] for step in self._steps if step[1] not in alone))
        bounded = list(dict.fromkeys(step[0] for step in self._steps if step[1] in _WITH_BOUND))
        outputs = {subject: output for subject, _, output in self._steps}
        expected = {
            subject: recording.compared(outputs[subject], values)
            for subject, values in _by_subject("oracle", oracle, compared, isinstance(oracle, Mapping)).items()
        }
        has_subjects = bound is not None and all(isinstance(each, Mapping) for each in bound.values())
        arguments = {
            subject: {
                name: recording.array("bound", f"{subject}.{name}" if subject else name, values)
                for name, values in arrays.items()
            }
            for subject, arrays in _by_subject("bound", bound, bounded, has_subjects).items()
        }
        others = _by_subject("variants", variants, self._subjects("variants_differing"), isinstance(variants, Mapping))
        ratios = _by_subject("ratio", ratio, self._subjects("ratio"), isinstance(ratio, Mapping))
        for subject, metric, output in self._steps:
            if metric == "variants_differing":
                recording.variants(subject, output, others[subject])
                continue
            if metric == "ratio":
                recording.ratio(subject, output, ratios[subject])
                continue
            if metric == "top_k_mismatches" and k is None:
                raise RecordingError("top_k_mismatches needs k=")
            recording.measure(
                subject,
                metric,
                output,
                expected=None if metric in _OF_ONE_ARRAY else expected[subject],
                arguments=arguments[subject] if metric in _WITH_BOUND else None,
                k=k if metric == "top_k_mismatches" else None,
                rows=rows and metric in _WITH_BOUND,
                portable=portable or metric not in _WITH_BOUND,
            )


def _by_subject(what: str, given: Any, subjects: Sequence[str], has_subjects: bool) -> dict[str, Any]:
    if given is None:
        given = {}
    elif not has_subjects:
        if len(subjects) > 1:
            raise RecordingError(f"{what}= is one for {len(subjects)} subjects; give a dict by {', '.join(subjects)}")
        given = {subjects[0] if subjects else "": given}
    missing = [subject or "the output" for subject in subjects if subject not in given]
    unused = [subject or "the output" for subject in given if subject not in subjects]
    if missing:
        raise RecordingError(f"{what}= is missing for {', '.join(missing)}: a check of the contract needs it")
    if unused:
        raise RecordingError(f"{what}= is given for {', '.join(unused)}, and no check of the contract takes it")
    return dict(given)
