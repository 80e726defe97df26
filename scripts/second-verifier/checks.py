"""Measured values against thresholds.

Sources: docs/verdicts.md, "Checks".
"""

import evidence


def holds(measurement, check):
    """Whether a measured value meets a condition, exactly; NaN and the infinities meet none."""
    value = check.value
    if isinstance(value, str):
        if measurement["type"] != "text":
            return False
        return (measurement["value"].lower() == value) == (check.condition == "equals")
    measured = evidence.number(measurement)
    if measured is None:
        return False
    return {
        "at_most": measured <= value,
        "at_least": measured >= value,
        "equals": abs(measured - value) <= check.within,
        "not_equals": measured != value,
    }[check.condition]


def killed(measurements, checks):
    """Whether a check is violated by what was measured of a mutant."""
    return any(
        check.metric in measurements
        and not measurements[check.metric].get("asserted")
        and not holds(measurements[check.metric], check)
        for check in checks)
