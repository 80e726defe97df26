"""Whether evidence is of the claim and the sources as they are now.

Sources: docs/verdicts.md, "Status"; docs/evidence-format.md, "What is watched" and "The claim".
"""

import canonical
from contract import clause
from sources import NoDigest


def bound(contract, falsifier, library):
    """(contract's id, equation's id, equation or None) of each binding."""
    for name, equation, _ in filter(None, map(clause, falsifier["binds_to"])):
        home = library.get(name) if name else contract
        yield home.id if home else name, equation, home.equations.get(equation) if home else None


def claim(contract, falsifier, library):
    """The claim's normal form."""
    return {
        "format": "pv-claim/2",
        "contract": contract.id,
        "falsifier": falsifier["id"],
        "test": falsifier["test"],
        "binds_to": sorted(set(falsifier["binds_to"])),
        "metrics": sorted({check.metric for check in falsifier["checks"]}),
        "mutants": sorted(set(falsifier["mutants"])),
        "orders": sorted(set(falsifier["orders"])),
        "domains": {
            f"{name}#{equation}": known["domain"] if known else ""
            for name, equation, known in bound(contract, falsifier, library)},
        "needs": sorted({":".join(need) for need in falsifier["needs"]}),
    }


def stale(found, contract, falsifier, library, sources):
    """What the evidence depends on and is not as it was."""
    digest = canonical.sha256(canonical.canonical(claim(contract, falsifier, library), indent=None))
    if (found["claim"], found["binds_to"], found["test"]) != (digest, falsifier["binds_to"], falsifier["test"]):
        yield "the claim moved"
    equations = [known for *_, known in bound(contract, falsifier, library) if known]
    paths = [path for known in equations for path in known["implementation"]] + falsifier["fixtures"]
    watched = sources.watched(falsifier["test"], falsifier["id"], paths)
    if watched is None:
        yield "no file of its test"
        return
    if [source["path"] for source in found["sources"]] != watched:
        yield "what is watched moved"
    for source in found["sources"]:
        try:
            if source["path"] in watched and sources.digest(source["path"]) != source["sha256"]:
                yield f"{source['path']} moved"
        except (NoDigest, OSError) as error:
            yield str(error)
