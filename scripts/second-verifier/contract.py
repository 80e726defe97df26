"""What a verdict takes from a contract.

Sources: docs/verdicts.md, "Reading a contract", "Checks" and "Status".
"""

import os
import re
from collections import namedtuple
from datetime import date
from fractions import Fraction

import answer
from yaml_text import Tree, Unreadable

SECTIONS = ("metadata", "equations", "falsification_tests", "proof_obligations")
CONDITIONS = ("at_most", "at_least", "equals", "not_equals")
TEXT_METRICS = {"bits": "0x[0-9a-fA-F]{1,16}", "sha256": "[0-9a-fA-F]{64}"}
ORDERS = ("sequential", "reversed", "pairwise", "lanes_8", "lanes_16", "lanes_64", "sorted")
IMPOSTORS = ("one_element", "rows_exchanged", "tail_missing", "zeros", "constant", "input", "nan", "other_case")
CLASSES = ("zero", "negative_zero", "subnormal", "normal", "infinite", "nan")
DTYPES = ("f32", "f64", "i8", "i32")
EXTENT = re.compile("([0-9]{1,9}) (" + "|".join(DTYPES) + ")")
DECIMAL = re.compile(r"([+-]?)([0-9]*)(?:\.([0-9]*))?(?:[eE]([+-]?[0-9]+))?")
FILE_NAME = re.compile(r"(?!\.)[A-Za-z0-9_.-]{1,100}")

# The values are exact numbers, or lower-case text; `lets_pass` are names of mutants.
# `bound` is a list of {function, version, parameters}.
Check = namedtuple("Check", "metric condition value within lets_pass bound", defaults=(0, (), ()))
BOUNDED = ("outside_bound", "bound_ratio")


def decimal(text):
    """The exact value of [+-]digits[.digits][e[+-]digits]; None for any other text."""
    match = DECIMAL.fullmatch(text) if len(text) <= 400 else None
    if not match or not (match[2] or match[3]) or abs(int(match[4] or 0)) > 5000:
        return None
    digits = (match[2] or "") + (match[3] or "")
    return Fraction(int(match[1] + digits)) * Fraction(10) ** (int(match[4] or 0) - len(match[3] or ""))


def day(text):
    """The day that YYYY-MM-DD names, or None."""
    try:
        return date.fromisoformat(text) if re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text) else None
    except ValueError:
        return None


def clause(text):
    """(contract or None, equation, invariant or None) of [CONTRACT#]EQUATION[/INVARIANT], or None."""
    match = re.fullmatch("(?:([^#]+)#)?([^#/]+)(?:/([^#/]+))?", text, re.DOTALL)
    return match.groups() if match else None


def is_foreign(root):
    """Whether a file that is no contract and has no hypotheses is one that another tool reads."""
    if not isinstance(root, dict) or any(key in root for key in (*SECTIONS, "hypotheses", "gates")):
        return False
    return isinstance(root.get("surface"), str) or isinstance(root.get("bindings"), list)


class Contract:
    """One file; `problems` are the rules it breaks, for which it is not judged."""

    def __init__(self, path: str, data: bytes):
        self.path, self.id = path, os.path.splitext(os.path.basename(path))[0]
        tree = Tree(data)
        root, self.problems = tree.root, tree.problems
        self.root = root
        if not isinstance(root, dict) or not any(key in root for key in SECTIONS):
            raise Unreadable("not a contract")
        metadata = self.mapping(root, "metadata")
        self.strict = self.word(metadata, "format", ("pv/1",)) == "pv/1"
        self.depends_on = self.texts(metadata, "depends_on")
        self.equations = {}
        equations = self.mapping(root, "equations")
        for name in filter(None, equations):
            self.equations[name] = self.equation(self.mapping(equations, name))
        # (reason, owner, last day) of all that somebody answers for.
        self.waivers = []
        # Why something need not be shown.
        self.excuses = []
        # (text, id of the falsifier whose it is or None, whether it is a formula) of what people read.
        self.read = [(self.prose(metadata, "description"), None, False)]
        for name in self.equations:
            node = self.mapping(equations, name)
            self.read += [(self.prose(node, key), None, key != "not_falsified") for key in ("formula", "domain", "not_falsified")]
            written = node.get("invariants")
            written = written if isinstance(written, list) else [written]
            self.read += [(self.statement(invariant), None, False) for invariant in written if invariant]
        self.read += [(self.prose(one, "property"), None, False) for one in self.mappings(root, "proof_obligations")]
        self.falsifiers = [f for f in map(self.falsifier, self.mappings(root, "falsification_tests")) if f["id"]]
        # (clauses, mutants) of each kind of fault.
        self.faults = [(self.texts(f, "violates"), self.texts(f, "mutants")) for f in self.mappings(root, "faults")]
        self.reviews = [falsifier["review"] for falsifier in self.falsifiers if falsifier["review"]]
        self.gates = [g for g in map(self.gate, self.mappings(root, "gates")) if g["id"]]
        for loosening in self.mappings(root, "loosened"):
            self.waive(loosening, self.text(loosening, "change"))
            if all(self.prose(loosening, key) for key in ("change", "owner")) and day(self.prose(loosening, "until") or ""):
                self.read.append((self.prose(loosening, "reason"), None, False))
        self.read = [entry for entry in self.read if entry[0]]
        ids = [falsifier["id"] for falsifier in self.falsifiers]
        if len(set(ids)) < len(ids):
            self.problems.add("duplicate-falsifier-id")
        if self.strict and not all(map(FILE_NAME.fullmatch, [self.id, *ids] if ids else [])):
            self.problems.add("evidence-path")

    def equation(self, node):
        written = node.get("invariants")
        written = written if isinstance(written, list) else [] if written is None else [written]
        for invariant in written:
            if not isinstance(invariant, (str, dict)):
                self.problems.add("wrong-type")
        ids = [
            (isinstance(invariant, dict) and self.text(invariant, "id")) or f"inv-{position}"
            for position, invariant in enumerate(written, 1)
        ]
        statements = {}
        for name, invariant in zip(ids, written):
            # Of two with one id the first counts, as for everything else that is bound.
            statements.setdefault(name, self.statement(invariant))
        return {
            "formula": self.text(node, "formula") or "",
            "domain": self.text(node, "domain") or "",
            "implementation": self.texts(node, "implementation"),
            "invariants": ids,
            "statements": statements,
        }

    def statement(self, invariant):
        if isinstance(invariant, dict):
            return self.text(invariant, "statement") or ""
        return invariant if isinstance(invariant, str) else ""

    def falsifier(self, node):
        blocked, waived = self.mapping(node, "blocked"), self.mapping(node, "waived")
        if name := self.text(node, "id"):
            self.read += [
                (self.prose(node, key), name, False) for key in ("rule", "prediction", "if_fails", "no_orders")]
            if day(self.prose(blocked, "review") or ""):
                self.read.append((self.prose(blocked, "reason"), name, False))
            if self.prose(waived, "owner") and day(self.prose(waived, "until") or ""):
                self.read.append((self.prose(waived, "reason"), name, False))
        self.waive(waived, self.text(node, "id"))
        known = len(self.excuses)
        self.excuses += filter(None, [self.text(node, "no_orders")])
        if day(self.text(blocked, "review") or ""):
            self.excuses += filter(None, [self.text(blocked, "reason")])
        falsifier = {
            "id": self.text(node, "id", required=True),
            "binds_to": self.texts(node, "binds_to"),
            "prediction": self.text(node, "prediction") or "",
            "test": self.text(node, "test") or "",
            "run": self.run(node),
            "varies": self.varies(node),
            "requires": self.word(node, "requires", ("algorithm", "live")),
            "domain": self.domain(self.mapping(node, "domain")),
            "exact": self.exact(node),
            "checks": [c for c in map(self.check, self.mappings(node, "checks")) if c],
            "mutants": self.texts(node, "mutants"),
            "blind_to": [b for b in map(self.blindness, self.mappings(node, "blind_to")) if b],
            "orders": self.texts(node, "orders", ORDERS),
            "fixtures": self.texts(node, "fixtures"),
            "variants": self.texts(node, "variants"),
            "needs": [n for n in map(self.need, self.mappings(node, "needs")) if n],
            "declared": self.text(node, "discharge_status"),
            # The last day of each; None where the mapping is absent.
            "review": self.until(blocked, "review", ("reason",)),
            "waived_until": self.until(waived, "until", ("reason", "owner")),
        }
        # One without an id is none.
        self.excuses = self.excuses if name else self.excuses[:known]
        return falsifier

    def run(self, node):
        """The program and its arguments that leave a recording; none where a test measures."""
        value = node.get("run")
        if not isinstance(value, (list, type(None))):
            self.problems.add("wrong-type")
            return []
        if not all(isinstance(word, str) for word in value or []):
            self.problems.add("wrong-type")
        if value is not None and self.strict and (
                not value or not all(isinstance(word, str) and word for word in value) or self.text(node, "test")):
            self.problems.add("run-invalid")
        return [word for word in value or [] if isinstance(word, str) and word]

    def varies(self, node):
        """Whether the bits of a recorded kernel vary from run to run."""
        bits = self.mapping(node, "bits")
        reason = self.text(bits, "vary", required=bits != {})
        if "bits" in node and node["bits"] is not None and not bits:
            self.problems.add("missing-key")
        texts = [one for one in self.mappings(node, "checks") if (self.text(one, "metric") or "").split(".")[-1] in TEXT_METRICS]
        if self.strict and "bits" in node and (
                not node.get("run") or reason and (not answer.reason(reason) or texts)):
            self.problems.add("run-invalid")
        return bool(reason)

    def domain(self, node):
        """What a falsifier is tried on and judged over: inputs by name, and extents of outputs and of metrics."""
        inputs = self.mapping(node, "inputs")
        return {
            "inputs": {name: self.input(self.mapping(inputs, name)) for name in inputs if name},
            "outputs": self.extents(node, "outputs"),
            "over": self.extents(node, "over"),
        }

    def input(self, node):
        shape = node.get("shape")
        if not isinstance(shape, (list, type(None))):
            self.problems.add("wrong-type")
            shape = None
        return {
            "cases": self.number(self.text(node, "cases")),
            "over": self.extent(self.text(node, "over")),
            "shape": None if shape is None else [self.number(one) if isinstance(one, str) else self.bad() for one in shape],
            "corners": self.texts(node, "corners"),
            "classes": self.texts(node, "classes", CLASSES),
        }

    def extents(self, node, key):
        extents = self.mapping(node, key)
        named = {name: self.extent(self.text(extents, name)) for name in extents if name}
        return {name: extent for name, extent in named.items() if extent}

    def extent(self, text):
        """(number of elements, their type) of `N DTYPE`, or None."""
        match = EXTENT.fullmatch(text or "")
        if text and (not match or int(match[1]) == 0):
            return self.bad()
        return match and (int(match[1]), match[2])

    def number(self, text):
        if text is not None and not re.fullmatch("[0-9]{1,9}", text):
            return self.bad()
        return text and int(text)

    def bad(self):
        self.problems.add("domain-invalid")

    def exact(self, node):
        reason = self.text(node, "exact")
        if reason and not answer.reason(reason):
            self.bad()
        return reason

    def check(self, node):
        """A check; None, with a problem, where any part of it cannot be taken in."""
        metric = self.text(node, "metric")
        written = [key for key in CONDITIONS if key in node]
        if not metric or len(written) != 1 or "within" in node and written != ["equals"]:
            self.problems.add("check-condition")
            return None
        form = TEXT_METRICS.get(metric.split(".")[-1])
        values = texts = [self.text(node, key) or "" for key in (written[0], "within") if key in node]
        if form:
            good = written[0] in ("equals", "not_equals") and len(values) == 1 and re.fullmatch(form, values[0])
            values = [value.lower() for value in values]
        else:
            values = [decimal(value) for value in values]
            good = None not in values and all(within >= 0 for within in values[1:])
        if not good:
            self.problems.add("check-threshold")
            # What equals no number is a text, and the check still names its metric, of which pages may speak.
            if written[0] not in ("equals", "not_equals") or len(texts) > 1 or not texts[0]:
                return None
            values = [texts[0].lower()]
        bound = self.bound(node, metric)
        exceptions = self.mapping(node, "lets_pass")
        reasons = {mutant: self.text(exceptions, mutant) for mutant in exceptions if mutant}
        lets_pass = tuple(mutant for mutant, reason in reasons.items() if reason)
        self.excuses += filter(None, reasons.values())
        return Check(metric, written[0], values[0], values[1] if len(values) > 1 else 0, lets_pass, bound)

    def bound(self, node, metric):
        """The bounds that a check names; with a problem where one is missing, misplaced or cannot be taken in."""
        value = node.get("bound")
        named = value if isinstance(value, list) else [] if value in (None, "") else [value]
        if not all(isinstance(one, dict) for one in named):
            self.problems.add("wrong-type")
        if bool(named) != (metric.split(".")[-1] in BOUNDED):
            self.problems.add("bound-invalid" if named else "bound-missing")
        bounds = []
        for one in (one for one in named if isinstance(one, dict)):
            numbers = {
                key: int(value) for key, value in one.items()
                if key != "function" and isinstance(value, str) and re.fullmatch("[0-9]{1,9}", value)}
            if not isinstance(one.get("function"), str) or not one["function"] or set(numbers) | {"function"} != set(one):
                self.problems.add("bound-invalid")
            elif "version" not in numbers:
                self.problems.add("missing-key")
            else:
                version = numbers.pop("version")
                bounds.append({"function": one["function"], "version": version, "parameters": numbers})
        return bounds

    def blindness(self, node):
        """(names of impostors, metrics of arrays or none for all); None without a reason."""
        impostors, metrics = self.texts(node, "impostors", IMPOSTORS), self.texts(node, "of")
        if not impostors:
            self.problems.add("missing-key")
        reason = self.text(node, "reason", required=True)
        self.excuses += [reason] if reason else []
        return (impostors, metrics) if reason else None

    def need(self, node):
        kind = next((kind for kind in ("weights", "isa") if self.text(node, kind)), None)
        return kind and (kind, self.text(node, kind), self.text(node, "sha256") or "")

    def gate(self, node):
        return {
            "id": self.text(node, "id", required=True),
            "requires": self.texts(node, "requires") + self.texts(node, "falsification_id"),
            "verdict": self.word(node, "verdict", ("pass", "fail")),
            "basis": self.text(node, "verdict_basis"),
            "status": self.text(node, "discharge_status"),
        }

    def waive(self, node, subject):
        reason, owner, last = (self.text(node, key) for key in ("reason", "owner", "until"))
        if subject and reason and owner and day(last or ""):
            self.waivers.append((reason, owner, day(last)))

    def until(self, node, key, others):
        if not node:
            return None
        last = day(self.text(node, key, required=True) or "")
        if last is None or not all(self.text(node, other, required=True) for other in others):
            self.problems.add("missing-key")
            return None
        return last

    @staticmethod
    def prose(node, key):
        """A text that no verdict is computed from; None where there is none."""
        value = node.get(key)
        return value if isinstance(value, str) and value else None

    # One value of a mapping. Null and empty text are as good as absent; another kind is a problem.

    def text(self, node, key, required=False):
        value = node.get(key)
        if isinstance(value, (list, dict)):
            self.problems.add("wrong-type")
            return None
        if required and not (value or "").strip():
            self.problems.add("missing-key")
        return value or None

    def word(self, node, key, words):
        value = self.text(node, key)
        if node.get(key) is not None and value not in words:
            self.problems.add("unknown-value")
        return value

    def texts(self, node, key, words=None):
        value = node.get(key)
        values = value if isinstance(value, list) else [] if value is None else [value]
        if not all(isinstance(value, str) for value in values):
            self.problems.add("wrong-type")
        elif words and not set(values) <= set(words):
            self.problems.add("unknown-value")
        return [value for value in values if isinstance(value, str) and value]

    def mapping(self, node, key):
        value = node.get(key)
        if not isinstance(value, (dict, type(None))):
            self.problems.add("wrong-type")
        return value if isinstance(value, dict) else {}

    def mappings(self, node, key):
        value = node.get(key)
        values = value if isinstance(value, list) else []
        if value is not values and value is not None or not all(isinstance(value, dict) for value in values):
            self.problems.add("wrong-type")
        return [value for value in values if isinstance(value, dict)]


def unresolved_bindings(contract, library, unreadable):
    """The bindings of a contract that name no clause of it or of a contract that it depends on."""
    for binding in (binding for falsifier in contract.falsifiers for binding in falsifier["binds_to"]):
        parts = clause(binding)
        if parts is None:
            yield binding
            continue
        name, equation, invariant = parts
        if name and name != contract.id and name not in contract.depends_on:
            yield binding
        elif name not in unreadable or name in library:
            home = library.get(name) if name else contract
            found = home and home.equations.get(equation)
            if not found or invariant and invariant not in found["invariants"]:
                yield binding
