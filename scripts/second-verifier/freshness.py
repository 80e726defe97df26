"""Whether a result is that of the claim and of the checkout as they are now.

Sources: docs/verdicts.md, "Status"; docs/evidence-format.md, "The claim", "The wording" and "The binding".
"""

import canonical
import keys
from binding import BOUND
from checkout import NoKey
from contract import clause


def bound(contract, falsifier, library):
    """(contract's id, equation's id, equation or None) of each binding."""
    for name, equation, _ in filter(None, map(clause, falsifier["binds_to"])):
        home = library.get(name) if name else contract
        yield home.id if home else name, equation, home.equations.get(equation) if home else None


def claim(contract, falsifier, library):
    """The claim's normal form."""
    bounds = {check.metric: check.bound for check in reversed(falsifier["checks"]) if check.bound}
    return {
        **({"bounds": bounds} if bounds else {}),
        **({"run": falsifier["run"]} if falsifier["run"] else {}),
        **({"bits": "vary"} if falsifier["varies"] else {}),
        "format": "pv-claim/3",
        "contract": contract.id,
        "falsifier": falsifier["id"],
        "test": falsifier["test"],
        "binds_to": sorted(set(falsifier["binds_to"])),
        "metrics": sorted({check.metric for check in falsifier["checks"]}),
        "inputs": {
            name: {
                "classes": sorted(set(one["classes"])), "corners": sorted(set(one["corners"])),
                "dtype": one["over"][1] if one["over"] else "", "shape": one["shape"] or []}
            for name, one in falsifier["domain"]["inputs"].items()},
        "mutants": sorted(set(falsifier["mutants"])),
        "orders": sorted(set(falsifier["orders"])),
        "domains": {
            f"{name}#{equation}": known["domain"] if known else ""
            for name, equation, known in bound(contract, falsifier, library)},
        "needs": sorted({":".join(need) for need in falsifier["needs"]}),
    }


def claim_digest(contract, falsifier, library):
    return canonical.sha256(canonical.canonical(claim(contract, falsifier, library), indent=None))


def wording(contract, falsifier, library):
    """The normal form of what people read of a falsifier and of its clauses."""
    clauses = {}
    for (name, equation, known), (_, _, invariant) in zip(
            bound(contract, falsifier, library), filter(None, map(clause, falsifier["binds_to"]))):
        clauses[f"{name}#{equation}"] = [known["formula"], known["domain"]] if known else ["", ""]
        if invariant:
            clauses[f"{name}#{equation}/{invariant}"] = [known["statements"].get(invariant, "") if known else ""]
    return {"format": "pv-wording/1", "prediction": falsifier["prediction"], "clauses": clauses}


def wording_digest(contract, falsifier, library):
    return canonical.sha256(canonical.canonical(wording(contract, falsifier, library), indent=None))


def implementation(contract, falsifier, library):
    """The `implementation:` paths of the clauses that a falsifier binds."""
    equations = [known for *_, known in bound(contract, falsifier, library) if known]
    return [path for known in equations for path in known["implementation"]]


def executions(executed, contract, falsifier, library):
    """What is known of each implementation of the bound clauses: yes, no, or unseen, also where a clause names none."""
    for _, _, known in bound(contract, falsifier, library):
        paths = known["implementation"] if known else []
        yield from (executed.get(path, "unseen") for path in paths or [""])


def stale(found, binding, contract, falsifier, library, checkout_keys):
    """What a result depends on and is not as it was."""
    lines = binding.of(falsifier["id"])
    if lines is None:
        yield "not bound"
        return
    claimed, key, result = (lines[word] for word in BOUND)
    paths = implementation(contract, falsifier, library)
    if set(lines.get("executed", {})) != set(paths):
        yield "the clauses name other implementations"
    if claimed != claim_digest(contract, falsifier, library):
        yield "the claim changed"
    if result != found["digest"]:
        yield "the result is another one"
    try:
        members = checkout_keys.members(falsifier, paths)
    except NoKey as error:
        yield str(error)
        return
    if key != keys.key(members):
        moved = [name for name in sorted(members) if binding.members.get(name) != str(members[name])]
        yield from (f"{name} changed" for name in moved)
        if not moved:
            yield "it depends on less, or its key is no key of this checkout"
