"""What a project adds to the operations, the classes of faults and the metrics that contracts can name.

Sources: docs/settings.md, "Terms"; docs/rules.md, "Operations" and "Classes of faults"; docs/metrics.md.
"""

import re

from versions import METRICS

OPERATIONS = (
    "dot", "matrix_vector", "attention", "softmax", "exponential", "rms_norm", "rotary_embedding", "gated_activation",
    "block_dequantize", "block_quantize", "quantized_dot")
FAULTS = (
    "head_map", "transposed_weight", "wrong_element", "wrong_operand", "stale_slot", "mask", "tail_dropped", "scale", "sign",
    "missing_maximum", "epsilon_placement", "pairing", "position", "frequency", "function", "rounding", "narrow_accumulator",
    "non_finite", "nibble_order", "sub_block_order", "minimum_sign", "block_scale", "order", "path", "recipe")
SECTIONS = ("operations", "faults", "metrics")
NAME = re.compile("[a-z][a-z0-9_]{0,59}")
WHOLE = re.compile("[+-]?[0-9]{1,18}")
# The members of a metric, with the words that each can be.
MEMBERS = {
    "meaning": None, "better": ("smaller", "larger"), "values": ("number", "count"), "least": WHOLE, "greatest": WHOLE}


def metrics(settings):
    """The project's metrics: by name, whether it counts."""
    section = settings.get("metrics") if isinstance(settings, dict) else None
    return {
        name: one.get("values") == "count" for name, one in (section if isinstance(section, dict) else {}).items()
        if is_metric(name, one)}


def is_misread(settings):
    """Whether something in the sections of terms is not applied."""
    sections = {key: settings.get(key) or {} for key in SECTIONS}
    if not all(isinstance(section, dict) for section in sections.values()):
        return True
    known = {*FAULTS, *(name for name in sections["faults"] if is_free(name, FAULTS))}
    return not (
        all(is_free(name, FAULTS) and is_said(one) for name, one in sections["faults"].items())
        and all(is_operation(name, one, known) for name, one in sections["operations"].items())
        and all(is_metric(name, one) for name, one in sections["metrics"].items()))


def is_free(name, taken):
    return NAME.fullmatch(name) is not None and name not in taken


def is_said(text):
    return isinstance(text, str) and text.strip() != ""


def is_operation(name, one, known):
    if not is_free(name, OPERATIONS) or not isinstance(one, dict) or set(one) != {"requires"}:
        return False
    required = one["requires"] if isinstance(one["requires"], list) else [one["requires"]]
    # What is no text cannot be counted among texts.
    return required != [] and all(isinstance(word, str) and word in known for word in required) and (
        len(set(required)) == len(required))


def is_metric(name, one):
    if not is_free(name, METRICS) or not isinstance(one, dict) or not is_said(one.get("meaning")) or set(one) - set(MEMBERS):
        return False
    for key, words in MEMBERS.items():
        value = one.get(key)
        if value is None or words is None:
            continue
        if not isinstance(value, str) or not (words.fullmatch(value) if words is WHOLE else value in words):
            return False
    least = one.get("least") or ("0" if one.get("values") == "count" else None)
    return least is None or one.get("greatest") is None or int(least) <= int(one["greatest"])
