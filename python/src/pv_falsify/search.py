"""Hypothesis beside a falsifier: it finds a case and makes it small."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import Any

from .recording import RecordingError


def smallest(strategies: Mapping[str, Any], holds: Callable[..., Any], examples: int) -> dict[str, Any] | None:
    """The smallest case that Hypothesis finds on which something does not hold; None where it finds none.

    Args:
        strategies: by the names of a case's members.
        holds: gives False, or fails an assertion, where it does not. What else it raises is raised.

    Raises:
        RecordingError: Hypothesis is not installed, or PV_EXPLORE is no number of rounds.
    """
    try:
        from hypothesis import HealthCheck, Phase, find, settings
        from hypothesis.errors import NoSuchExample
        from hypothesis.strategies import fixed_dictionaries
    except ImportError:
        raise RecordingError("claim.search needs Hypothesis: pip install hypothesis") from None
    rounds = os.environ.get("PV_EXPLORE", "")
    if rounds and not (rounds.isascii() and rounds.isdigit() and int(rounds) > 0):
        raise RecordingError(f"PV_EXPLORE={rounds} is not a number of rounds")

    def fails(case: dict[str, Any]) -> bool:
        try:
            return not _is_true(holds(**case))
        except AssertionError:
            return True

    chosen = settings(
        max_examples=examples * int(rounds or 1),
        derandomize=not rounds,
        database=None,
        deadline=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    try:
        return dict(find(fixed_dictionaries(dict(strategies)), fails, settings=chosen))
    except NoSuchExample:
        return None


def _is_true(answer: Any) -> bool:
    # A function of assertions alone gives None.
    return answer is None or bool(answer)
