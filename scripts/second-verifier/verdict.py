"""Statuses, gates and findings of a checkout.

Sources: docs/verdicts.md; docs/evidence-format.md, "Digests", for the claim.
"""

import os
from functools import lru_cache

import canonical
import evidence
from contract import Contract, clause, unresolved_bindings
from sources import NoDigest, Sources, kind, names
from yaml_text import Unreadable

# In the public format these keep a contract from being judged, and do not reject.
WARNINGS = {"wrong-type", "missing-key", "unknown-value", "check-condition", "check-threshold"}
read_evidence = lru_cache(maxsize=4096)(evidence.read)


class Verdicts:
    """Everything that is derived from the contracts and the evidence of one package.

    `statuses` has (contract, falsifier, status, reasons) in the contracts' order, `findings` has
    (rule, path, subject) of what rejects. `unfit` says of contracts by path that somebody else found
    something in them, and whether that rejects: `pv validate` knows rules that are not repeated here.
    """

    def __init__(self, root, as_of, unfit=None):
        self.root, self.as_of = root, as_of
        self.sources = Sources(root)
        self.findings, self.statuses, self.judged, self.contracts = [], [], 0, []
        self.unreadable = set()
        self.missing = not self.load()
        self.library = {}
        for contract in self.contracts:
            self.library.setdefault(contract.id, contract)
        self.invalid = set(unfit or {})
        for contract in self.contracts:
            if contract.strict and any(unresolved_bindings(contract, self.library, self.unreadable)):
                contract.problems.add("binds-to-unresolved")
            if contract.problems:
                self.invalid.add(contract.path)
            if contract.problems - (set() if contract.strict else WARNINGS) or (unfit or {}).get(contract.path):
                self.find("contract-invalid", contract.path, ", ".join(sorted(contract.problems)))
        holding = {}
        for contract in self.contracts:
            for falsifier in contract.falsifiers:
                status, reasons = (
                    ("PENDING", ["its contract has errors"]) if contract.path in self.invalid
                    else self.derive(contract, falsifier))
                waived = falsifier["waived_until"] is not None and as_of <= falsifier["waived_until"]
                self.statuses.append((contract.id, falsifier["id"], status, reasons))
                holding.setdefault(falsifier["id"], []).append((contract.path, status == "DISCHARGED" and not waived))
                self.compare(contract, falsifier, status, reasons, waived)
        for contract in self.contracts:
            for gate in contract.gates:
                self.judge_gate(contract, gate, holding)
        if not self.missing:
            self.find_orphans("")

    def find(self, rule, path, subject):
        self.findings.append((rule, path, subject))

    @property
    def exit_code(self):
        if self.findings:
            return 1
        return 2 if self.missing or not self.judged else 0

    def load(self):
        """Reads contracts/; False where there is none."""
        paths = []
        folders = ["contracts"]
        while folders:
            folder = folders.pop()
            for name in names(f"{self.root}/{folder}"):
                path = f"{folder}/{name}"
                what = None if name.startswith(".") else kind(f"{self.root}/{path}")
                if what == "folder":
                    folders.append(path)
                elif what in ("file", "link") and name.endswith((".yaml", ".yml")) and name != "pv.yaml":
                    if not os.path.isdir(f"{self.root}/{path}"):
                        paths.append(path)
        for path in sorted(paths, key=os.fsencode):
            try:
                if not os.path.isfile(f"{self.root}/{path}"):
                    raise Unreadable("not a regular file")
                with open(f"{self.root}/{path}", "rb") as file:
                    self.contracts.append(Contract(path, file.read()))
            except (Unreadable, OSError) as error:
                self.unreadable.add(os.path.splitext(os.path.basename(path))[0])
                self.find("contract-unreadable", path, str(error))
        return bool(paths)

    # One falsifier.

    def derive(self, contract, falsifier):
        """The status, with reasons; the table of docs/verdicts.md from top to bottom."""
        name = f"{contract.id}/{falsifier['id']}.json"
        path = f"{self.root}/evidence/{name}"
        exists = kind(path) is not None
        review = falsifier["review"]
        if falsifier["declared"] == "BLOCKED" and not exists and falsifier["needs"] and review and self.as_of <= review:
            return "BLOCKED", [f"until {review}"]
        if not falsifier["checks"]:
            return "PENDING", ["no check"]
        if not exists:
            return "PENDING", ["no evidence"]
        try:
            found = self.evidence(path, contract, falsifier)
        except evidence.Rejected as error:
            self.find(error.rule, f"evidence/{name}", falsifier["id"])
            return "PENDING", [str(error)]
        stale = list(self.stale(found, contract, falsifier))
        if stale:
            return "PENDING", stale
        self.judged += 1
        return self.judge(contract, falsifier, found)

    def evidence(self, path, contract, falsifier):
        try:
            if kind(path) != "file":
                raise evidence.Rejected("evidence-unreadable", "no regular file")
            with open(path, "rb") as file:
                found = read_evidence(file.read())
        except OSError as error:
            raise evidence.Rejected("evidence-unreadable", str(error)) from None
        if (found["contract"], found["falsifier"]) != (contract.id, falsifier["id"]):
            raise evidence.Rejected("evidence-misfiled", f"of {found['contract']}/{found['falsifier']}")
        return found

    def home(self, contract, name):
        return self.library.get(name) if name else contract

    def claim(self, contract, falsifier):
        """The claim's normal form."""
        domains = {}
        for name, equation, _ in filter(None, map(clause, falsifier["binds_to"])):
            home = self.home(contract, name)
            known = home.equations.get(equation) if home else None
            domains[f"{home.id if home else name}#{equation}"] = known["domain"] if known else ""
        return {
            "format": "pv-claim/1",
            "contract": contract.id,
            "falsifier": falsifier["id"],
            "test": falsifier["test"],
            "binds_to": sorted(set(falsifier["binds_to"])),
            "metrics": sorted({metric for metric, *_ in falsifier["checks"]}),
            "mutants": sorted(set(falsifier["mutants"])),
            "domains": domains,
            "needs": sorted({":".join(need) for need in falsifier["needs"]}),
        }

    def stale(self, found, contract, falsifier):
        """What the evidence depends on and is not as it was."""
        if (
            found["claim"] != canonical.sha256(canonical.canonical(self.claim(contract, falsifier), indent=None))
            or found["binds_to"] != falsifier["binds_to"]
            or found["test"] != falsifier["test"]
        ):
            yield "the claim moved"
        implementation = []
        for name, equation, _ in filter(None, map(clause, falsifier["binds_to"])):
            home = self.home(contract, name)
            implementation += home.equations.get(equation, {}).get("implementation", []) if home else []
        watched = self.sources.watched(falsifier["test"], implementation)
        if watched is None:
            yield "no file of its test"
            return
        if [source["path"] for source in found["sources"]] != watched:
            yield "what is watched moved"
        for source in found["sources"]:
            try:
                if source["path"] in watched and self.sources.digest(source["path"]) != source["sha256"]:
                    yield f"{source['path']} moved"
            except (NoDigest, OSError) as error:
                yield str(error)

    def judge(self, contract, falsifier, found):
        """The status of fresh evidence."""
        measured = found["measurements"]
        violated, open_questions = [], []
        for check in falsifier["checks"]:
            measurement = measured.get(check[0])
            if measurement is None or measurement.get("asserted"):
                open_questions.append(f"{check[0]} not measured")
            elif not holds(measurement, check):
                violated.append(check[0])
        if violated:
            return "FALSIFIED", violated
        for mutant in falsifier["mutants"]:
            run = found["mutants"].get(mutant)
            if run is None or run["first_difference"] is None or not killed(run["measurements"], falsifier["checks"]):
                open_questions.append(f"mutant {mutant} not killed")
        if open_questions or not falsifier["mutants"]:
            return "PENDING", open_questions or ["no mutant"]
        partial = [f"no witness of {variant}" for variant in falsifier["variants"]]
        weights = {digest.lower() for what, _, digest in falsifier["needs"] if what == "weights"}
        if falsifier["requires"] == "live" and not weights & {given["sha256"] for given in found["inputs"]}:
            partial.append("not live")
        return ("PARTIAL_ALGORITHM_LEVEL", partial) if partial else ("DISCHARGED", [])

    def compare(self, contract, falsifier, status, reasons, waived):
        """What is declared against what is derived."""
        subject, declared = falsifier["id"], falsifier["declared"]
        if status == "FALSIFIED" and not waived:
            for metric in reasons:
                self.find("falsified", contract.path, subject)
        if falsifier["waived_until"] and not waived:
            self.find("waiver-expired", contract.path, subject)
        if declared is None and contract.strict:
            self.find("status-missing", contract.path, subject)
        if declared is not None and declared != status:
            self.find("status-mismatch", contract.path, subject)

    def judge_gate(self, contract, gate, holding):
        def passes(required):
            bearers = holding.get(required, [])
            own = [holds for path, holds in bearers if path == contract.path]
            return bool(bearers) and all(own or [holds for _, holds in bearers])

        verdict = "pass" if all(map(passes, gate["requires"])) else "fail"
        if gate["verdict"] not in (None, verdict):
            self.find("gate-mismatch", contract.path, gate["id"])

    def find_orphans(self, folder):
        """Whatever stands among the evidence and belongs to no falsifier."""
        known = {f"{contract}/{falsifier}.json" for contract, falsifier, *_ in self.statuses} | {"README.md"}
        for name in names(f"{self.root}/evidence/{folder}"):
            path = f"{folder}/{name}" if folder else name
            what = kind(f"{self.root}/evidence/{path}")
            if what == "folder":
                if folder or name not in self.unreadable:
                    self.find_orphans(path)
            elif what == "other" or path not in known:
                self.find("evidence-orphan", f"evidence/{path}", "")


def holds(measurement, check):
    """Whether a measured value meets a condition, exactly; NaN and the infinities meet none."""
    _, condition, value, within = check
    if isinstance(value, str):
        if measurement["type"] != "text":
            return False
        return (measurement["value"].lower() == value) == (condition == "equals")
    measured = evidence.number(measurement)
    if measured is None:
        return False
    return {
        "at_most": measured <= value,
        "at_least": measured >= value,
        "equals": abs(measured - value) <= within,
        "not_equals": measured != value,
    }[condition]


def killed(measurements, checks):
    """Whether a check is violated by what was measured of a mutant."""
    return any(
        check[0] in measurements
        and not measurements[check[0]].get("asserted")
        and not holds(measurements[check[0]], check)
        for check in checks)
