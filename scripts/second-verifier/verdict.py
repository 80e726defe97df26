"""Statuses, gates and findings of a checkout.

Sources: docs/verdicts.md, "Status" and "Exit codes".
"""

import os
from collections import namedtuple
from functools import cached_property, lru_cache

import answer
import criteria
import evidence
import freshness
import hypotheses
import judged
import judgment
import own_faults
import pages
import tables
import terms
import window
import witnesses
from binding import Binding
from checkout import Folder, NoKey, kind, names
from contract import Contract, is_foreign, unresolved_bindings
from keys import Keys
from yaml_text import Tree, Unreadable

# In the public format these keep a contract from being judged, and do not reject.
WARNINGS = {
    "wrong-type", "missing-key", "unknown-value", "check-condition", "check-threshold", "bound-missing", "bound-invalid",
    "domain-invalid"}
# `judged` says that its evidence is fresh, `evidence` is what can be read of it, stale or not.
Outcome = namedtuple("Outcome", "contract falsifier status judged waived holds evidence")
read_evidence = lru_cache(maxsize=4096)(evidence.read)


class Verdicts:
    """Everything that is derived from the contracts and the evidence of one package.

    `statuses` has (contract, falsifier, status, reasons) in the contracts' order, `findings` has
    (rule, path, subject) of what rejects. `unfit` says of contracts by path that somebody else found
    something in them, and whether that rejects: `pv validate` knows rules that are not repeated here.
    """

    def __init__(self, root, as_of, unfit=None):
        self.root, self.as_of = root, as_of
        self.tree = Folder(root)
        self.keys = Keys(self.tree)
        self.bindings = {}
        self.findings, self.statuses, self.judged, self.contracts, self.investigations = [], [], 0, [], []
        # The names of contracts whose files cannot be read, and the paths of files that other tools read.
        self.unreadable, self.foreign = set(), set()
        self.missing = not self.load()
        self.library = {}
        for contract in self.contracts:
            self.library.setdefault(contract.id, contract)
        self.invalid = set(unfit or {})
        for contract in self.contracts:
            if contract.strict and any(unresolved_bindings(contract, self.library, self.unreadable)):
                contract.problems.add("binds-to-unresolved")
            fits = all(answer.fits(waiver, as_of) for waiver in contract.waivers)
            fits = fits and all(map(answer.reason, contract.excuses))
            if contract.strict and not (fits and all(answer.in_time(day, as_of) for day in contract.reviews)):
                contract.problems.add("waiver-unanswered")
            if contract.problems:
                self.invalid.add(contract.path)
        for file in self.contracts + self.investigations:
            if file.problems - (set() if file.strict else WARNINGS) or (unfit or {}).get(file.path):
                self.find("contract-invalid", file.path, ", ".join(sorted(file.problems)))
        for contract in self.contracts:
            bound = self.tree.kind(f"evidence/{contract.id}/binding.txt") is not None
            if bound and contract.falsifiers and not contract.strict:
                self.find("format-undeclared", contract.path, "")
        # Those of no contract in the public format are judged.
        self.unjudged = self.invalid | {contract.path for contract in self.contracts if not contract.strict}
        self.outcomes, self.gates, self.found = [], [], {}
        # The project's own metrics, and those of them that count something.
        self.metrics = terms.metrics(judged.settings(root))
        self.counts = {name for name, is_count in self.metrics.items() if is_count}
        self.witnessed, refused = witnesses.load(root, self.witnessable, judged.setting(root, "keys"))
        for rule, path in refused:
            self.find(rule, path, "")
        holding, self.waived_falsified = {}, 0
        # By the path of a contract and the id of a falsifier, fresh evidence that is not FALSIFIED.
        self.fresh = {}
        for contract in self.contracts:
            for falsifier in contract.falsifiers:
                status, reasons = (
                    ("PENDING", ["its contract has errors, or declares no format"]) if contract.path in self.unjudged
                    else self.derive(contract, falsifier))
                waived = falsifier["waived_until"] is not None and as_of <= falsifier["waived_until"]
                known, fresh = self.found.get((contract.path, falsifier["id"]), (None, False))
                self.outcomes.append(Outcome(
                    contract, falsifier, status, fresh, waived, status == "DISCHARGED" and not waived, known))
                self.waived_falsified += waived and status == "FALSIFIED"
                self.statuses.append((contract.id, falsifier["id"], status, reasons))
                holding.setdefault(falsifier["id"], []).append((contract.path, status == "DISCHARGED" and not waived))
                self.compare(contract, falsifier, status, reasons, waived)
                if contract.path not in self.unjudged:
                    self.find_unreached(contract, falsifier)
        for contract in self.contracts:
            if contract.path not in self.unjudged:
                for name in own_faults.missing(contract, self.fresh):
                    self.find("clause-without-fault", contract.path, name)
        # By the id of each falsifier and gate, whether all that bear it hold.
        self.holding = {name: all(holds for _, holds in bearers) for name, bearers in holding.items()}
        outcomes = {}
        for outcome in self.outcomes:
            outcomes.setdefault(outcome.falsifier["id"], []).append(outcome)
        self.states = self.judge_hypotheses(outcomes)
        passing = {}
        listed = [(contract, gate) for contract in self.contracts for gate in contract.gates]
        derived = hypotheses.gates(self.contracts, outcomes, {name: state for name, _, state in reversed(self.states)})
        # (id, whether it passes, what that rests on) of each gate, in order.
        self.bases = [(gate["id"], found.passes, found.basis) for (_, gate), found in zip(listed, derived)]
        for (contract, gate), found in zip(listed, derived):
            self.compare_gate(contract, gate, found)
            passing.setdefault(gate["id"], []).append(found.passes)
            self.gates.append((contract.path, found.passes))
        for name, passes in passing.items():
            self.holding[name] = all(passes) and self.holding.get(name, True)
        if (unfit or {}).get("pv.yaml") or judged.is_misread(root):
            self.find("setting-invalid", "pv.yaml", "")
        if not self.missing:
            self.find_orphans("")
            self.find_unowned()
            self.find_reworded()
        self.find_unproved()
        for rule, path, subject in pages.findings(self):
            self.find(rule, path, subject)

    def find(self, rule, path, subject):
        self.findings.append((rule, path, subject))

    @property
    def exit_code(self):
        if any(rule != pages.LOOSE for rule, *_ in self.findings):
            return 1
        return 2 if self.missing or not self.judged else 0

    @property
    def criteria(self):
        """(name, status) of each criterion of ship-spec.md."""
        return [(name, status) for name, status, _ in self.specification]

    @cached_property
    def specification(self):
        """(name, status, how many proofs are none) of each criterion of ship-spec.md."""
        text = self.page("ship-spec.md")
        return list(criteria.judged(text, self.holding, lambda path: kind(f"{self.root}/{path}") is not None))

    def find_unproved(self):
        """Criteria without a proof, the absence of all where they are required, and generated tables that do not add up."""
        if not self.specification and judged.setting(self.root, "ship_spec") == ["required"]:
            self.find("ship-spec-missing", "pv.yaml", "")
        for name, _, faults in self.specification:
            for _ in range(faults):
                self.find("criterion-unproved", "ship-spec.md", name)
        for path, count in (("ship-spec.md", tables.wrong_sums), ("evidence/README.md", tables.wrong_margins)):
            for _ in range(count(self.page(path))):
                self.find("table-sum", path, "")

    def page(self, path):
        """The text of a page; "" where it cannot be read."""
        try:
            with open(f"{self.root}/{path}", encoding="utf-8", newline="") as file:
                return file.read()
        except (OSError, UnicodeDecodeError):
            return ""

    def load(self):
        """Reads contracts/; False where there is none."""
        paths = found = judged.files(self.root)
        for path in paths:
            try:
                if not os.path.isfile(f"{self.root}/{path}"):
                    raise Unreadable("not a regular file")
                with open(f"{self.root}/{path}", "rb") as file:
                    self.add(path, file.read())
            except (Unreadable, OSError) as error:
                self.unreadable.add(os.path.splitext(os.path.basename(path))[0])
                self.find("contract-unreadable", path, str(error))
        # How many contracts there are, readable or not, and the names of all of them.
        others = {file.path for file in self.investigations} | self.foreign
        paths = [path for path in paths if path not in others]
        self.given, self.stems = len(paths), {os.path.splitext(os.path.basename(path))[0] for path in paths}
        # Where all of them are something else, evidence beside them is an orphan still.
        return any(path.startswith("contracts/") for path in found)

    def add(self, path, data):
        """Takes in a contract, a file of hypotheses, or one that another tool reads: whichever it is by its sections."""
        try:
            contract = Contract(path, data)
        except Unreadable:
            tree = Tree(data)
            if is_foreign(tree.root):
                self.foreign.add(path)
                if tree.problems:
                    self.find("contract-invalid", path, ", ".join(sorted(tree.problems)))
            else:
                self.investigations.append(hypotheses.Investigation(path, data))
            return
        contract.hypotheses = hypotheses.read(contract, contract.root)
        self.contracts.append(contract)

    # One falsifier.

    def derive(self, contract, falsifier):
        """The status, with reasons; the table of docs/verdicts.md from top to bottom."""
        name = f"evidence/{contract.id}/{falsifier['id']}.json"
        exists = self.tree.kind(name) is not None
        review = falsifier["review"]
        if falsifier["declared"] == "BLOCKED" and not exists and falsifier["needs"] and review and self.as_of <= review:
            return "BLOCKED", [f"until {review}"]
        if not falsifier["checks"]:
            return "PENDING", ["no check"]
        if not exists:
            return "PENDING", ["no evidence"]
        try:
            data = self.evidence_bytes(contract.id, falsifier["id"])
            if data is None:
                raise evidence.Rejected("evidence-unreadable", "no regular file, or behind a link")
            found = read_evidence(data)
            if (found["contract"], found["falsifier"]) != (contract.id, falsifier["id"]):
                raise evidence.Rejected("evidence-misfiled", f"of {found['contract']}/{found['falsifier']}")
            self.found[contract.path, falsifier["id"]] = found, False
        except evidence.Rejected as error:
            self.find(error.rule, name, falsifier["id"])
            return "PENDING", [str(error)]
        try:
            binding = self.binding(contract)
            if binding is None:
                return "PENDING", ["binding.txt cannot be read"]
            stale = list(freshness.stale(found, binding, contract, falsifier, self.library, self.keys))
        except evidence.Rejected as error:
            self.find(error.rule, f"evidence/{contract.id}/binding.txt", falsifier["id"])
            return "PENDING", [str(error)]
        if stale:
            return "PENDING", stale
        self.judged += 1
        self.found[contract.path, falsifier["id"]] = found, True
        witnessed = self.witnessed.get((contract.id, falsifier["id"]), ())
        executed = binding.of(falsifier["id"]).get("executed", {})
        executions = list(freshness.executions(executed, contract, falsifier, self.library))
        status, reasons = judgment.status(falsifier, found, witnessed, executions)
        for corners in (given["corners"] for given in found["inputs"]):
            for _ in (name for name, count in corners.items() if count == 0):
                self.find("corner-missed", contract.path, falsifier["id"])
        if status != "FALSIFIED":
            self.fresh[contract.path, falsifier["id"]] = found
            for rule in window.findings(contract, falsifier, found, self.counts):
                self.find(rule, contract.path, falsifier["id"])
        return status, reasons

    def binding(self, contract):
        """What binds the results of a contract; None where it cannot be read. Its findings are made once."""
        if contract.id not in self.bindings:
            name = f"evidence/{contract.id}/binding.txt"
            try:
                if self.tree.kind(name) is None:
                    self.bindings[contract.id] = Binding()
                else:
                    data = self.bytes_of([contract.id, "binding.txt"])
                    if data is None:
                        raise evidence.Rejected("binding-unreadable", "no regular file, or behind a link")
                    self.bindings[contract.id] = Binding(data)
            except evidence.Rejected as error:
                self.find(error.rule, name, "")
                self.bindings[contract.id] = None
        return self.bindings[contract.id]

    def witnessable(self, contract, falsifier):
        """(the digest of a result, that of the implementation) as they are now; None where there is none."""
        home = self.library.get(contract)
        entry = next((one for one in home.falsifiers if one["id"] == falsifier), None) if home else None
        data = self.evidence_bytes(contract, falsifier) if entry else None
        try:
            paths = freshness.implementation(home, entry, self.library) if data is not None else []
            return data and (read_evidence(data)["digest"], self.keys.implementation(paths, bool(entry["run"])))
        except (evidence.Rejected, NoKey):
            return None

    def evidence_bytes(self, contract, falsifier):
        parts = [contract, *falsifier.split("/")]
        parts[-1] += ".json"
        return self.bytes_of(parts)

    def bytes_of(self, parts):
        """The bytes of a file of evidence; None where there is none, or a link stands on the way below evidence/."""
        if any(part in ("", ".", "..") or "/" in part or "\0" in part for part in parts):
            return None
        folders = ["/".join(["evidence", *parts[:count]]) for count in range(1, len(parts))]
        name = "/".join(["evidence", *parts])
        if any(self.tree.kind(folder) != "folder" for folder in folders) or self.tree.kind(name) != "file":
            return None
        try:
            with open(f"{self.root}/{name}", "rb") as file:
                data = file.read(evidence.MAXIMUM_SIZE + 1)
        except OSError:
            return None
        return data if len(data) <= evidence.MAXIMUM_SIZE else None

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

    def find_unreached(self, contract, falsifier):
        """The paths of its clauses in which nothing takes part in a falsifier's run, or that are its own sources."""
        paths = freshness.implementation(contract, falsifier, self.library)
        try:
            self.keys.members(falsifier, paths)
            own = self.keys.own(falsifier, paths)
            for path in self.keys.unreached(falsifier, paths):
                if path not in own:
                    self.find("implementation-unreached", contract.path, falsifier["id"])
            for _ in own:
                self.find("implementation-own", contract.path, falsifier["id"])
        except NoKey:
            pass

    def judge_hypotheses(self, outcomes):
        """(id, path, state) of each hypothesis, those of contracts first."""
        listed = [one for file in self.contracts + self.investigations for one in file.hypotheses]
        states = list(hypotheses.states(listed, outcomes))
        for one, state in zip(listed, states):
            if one.declared not in (None, state):
                self.find("hypothesis-mismatch", one.path, one.id)
        return [(one.id, one.path, state) for one, state in zip(listed, states)]

    def compare_gate(self, contract, gate, found):
        """What a gate says of itself against what is derived."""
        derived = (
            ("verdict", "pass" if found.passes else "fail"), ("status", found.status),
            ("basis", found.basis))
        for key, value in derived:
            declared = gate[key] and hypotheses.words(gate[key]) if key == "basis" else gate[key]
            if declared not in (None, value):
                self.find("gate-mismatch", contract.path, gate["id"])
        if gate["verdict"] is None and gate["status"] is None and contract.strict:
            self.find("gate-verdict-missing", contract.path, gate["id"])

    def find_orphans(self, folder):
        """Whatever stands among the evidence and belongs to no falsifier."""
        known = {f"{contract}/{falsifier}.json" for contract, falsifier, *_ in self.statuses} | {"README.md"}
        known |= {f"{contract}/binding.txt" for contract, *_ in self.statuses}
        for name in names(f"{self.root}/evidence/{folder}"):
            path = f"{folder}/{name}" if folder else name
            what = kind(f"{self.root}/evidence/{path}")
            if what == "folder":
                if folder or name not in self.unreadable:
                    self.find_orphans(path)
            elif what == "other" or path not in known:
                self.find("evidence-orphan", f"evidence/{path}", "")

    def find_unowned(self):
        """What a binding says of falsifiers that its contract does not have."""
        for contract in self.library.values():
            binding = self.binding(contract) if contract.path not in self.unjudged and contract.falsifiers else None
            ids = {falsifier["id"] for falsifier in contract.falsifiers}
            for falsifier in sorted(set(binding.falsifiers) - ids) if binding else []:
                self.find("evidence-orphan", f"evidence/{contract.id}/binding.txt", falsifier)

    def find_reworded(self):
        """Falsifiers that read otherwise than when somebody last vouched for their words."""
        for contract in self.contracts:
            binding = self.binding(contract) if contract.path not in self.unjudged and contract.falsifiers else None
            for falsifier in contract.falsifiers if binding else []:
                wording = freshness.wording_digest(contract, falsifier, self.library)
                if not binding.vouches(falsifier["id"], wording):
                    self.find("claim-reworded", contract.path, falsifier["id"])
