"""How many contracts, clauses, falsifiers and gates there are and hold.

Sources: docs/prose-numbers.md, "Pointers"; docs/pages.md, "Ids, statuses, counts".
"""

from contract import clause

STATUSES = {
    "DISCHARGED": "discharged", "PARTIAL_ALGORITHM_LEVEL": "partial", "PENDING": "pending", "FALSIFIED": "falsified",
    "BLOCKED": "blocked"}


class Counts:
    """`total` and, by the id of a contract, `own` have numbers by noun; `known` those that pages may name."""

    def __init__(self, verdicts):
        self.own, self.total, rows = {}, {"contracts": verdicts.given}, []
        holding = self.clauses(verdicts)
        for contract in verdicts.contracts:
            falsifiers = [one for one in verdicts.outcomes if one.contract is contract]
            gates = [passes for path, passes in verdicts.gates if path == contract.path]
            named = clauses_of(contract)
            row = {
                "clauses": len(named), "clauses_holding": sum(name in holding for name in named),
                "falsifiers": len(falsifiers), "judged": sum(one.judged for one in falsifiers),
                "holding": sum(one.holds for one in falsifiers),
                "live": sum(one.judged and any(kind == "weights" for kind, *_ in one.falsifier["needs"])
                            for one in falsifiers),
                "waived": sum(one.waived for one in falsifiers),
                "checks": sum(len(one.falsifier["checks"]) for one in falsifiers),
                "mutants": sum(len(one.falsifier["mutants"]) for one in falsifiers),
                "gates": len(gates), "gates_passing": sum(gates)}
            row.update({noun: sum(one.status == word for one in falsifiers) for word, noun in STATUSES.items()})
            rows.append(row)
            self.own.setdefault(contract.id, row)
            for noun, count in row.items():
                self.total[noun] = self.total.get(noun, 0) + count
        of_falsifiers = ["falsifiers", "waived", *STATUSES.values()]
        self.known = {
            "contracts": {verdicts.given, len(verdicts.contracts)},
            "clauses": {row["clauses"] for row in [self.total, *rows] if "clauses" in row}
            | {self.total.get("clauses", 0), self.total.get("clauses_holding", 0)},
            "falsifiers": {self.total[noun] for noun in of_falsifiers + ["judged", "holding", "live"] if noun in self.total}
            | {row[noun] for row in rows for noun in of_falsifiers}}

    def clauses(self, verdicts):
        """The clauses that some falsifier binds and whose falsifiers all hold, with their contracts."""
        bound = {}
        for one in verdicts.outcomes:
            for name, equation, invariant in filter(None, map(clause, one.falsifier["binds_to"])):
                text = f"{name or one.contract.id}#{equation}" + (f"/{invariant}" if invariant else "")
                bound.setdefault(text, []).append(one.holds)
        return {name for name, holds in bound.items() if all(holds)}


def clauses_of(contract):
    """The equations and invariants of a contract, with its id."""
    names = []
    for equation, known in contract.equations.items():
        names.append(f"{contract.id}#{equation}")
        names += [f"{contract.id}#{equation}/{invariant}" for invariant in known["invariants"]]
    return names
