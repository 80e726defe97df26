"""Tries the callables of one library; scripts/conformance starts it in the library's own environment.

    trial.py NAME REPORT OPTIONS

OPTIONS are keywords of pv_falsify.conform, as JSON. REPORT is pv's own, with the words of the Python report for what a
callable did, and without what cannot be seen of a callable.
"""

import json
import sys
from pathlib import Path

import kernels
import pv_falsify

#: The contracts that pv_kernels.h names beside each operation of kernels.py.
CONTRACTS = {
    "dot": ["f32-dot-v1"],
    "matvec": ["matvec-layout-v1"],
    "attention_decode": ["gqa-attention-v1"],
    "attention_prefill": ["gqa-attention-v1"],
    "softmax": ["softmax-v1"],
    "exp": ["softmax-v1"],
    "silu": ["swiglu-v1"],
    "swiglu": ["swiglu-v1"],
    "gelu": ["gelu-v1"],
    "geglu": ["gelu-v1"],
    "rmsnorm": ["rmsnorm-v1"],
    "layernorm": ["layernorm-v1"],
    "rope": ["rope-v1"],
}


def main():
    name, path, options = sys.argv[1], Path(sys.argv[2]), json.loads(sys.argv[3])
    functions = getattr(kernels, f"of_{name}")()
    # Contracts of other operations would only be listed as not exported.
    options["contracts"] = options["contracts"] or sorted({each for key in functions for each in CONTRACTS[key]})
    found = pv_falsify.conform(**functions, **options, report=path)
    data = json.loads(path.read_text("utf-8"))
    for clause, told in zip(data["clauses"], found.clauses):
        for incident, words in zip(clause["incidents"], told.incidents):
            incident["what"] = words.what
        if told.reason is not None:
            clause["reason"] = told.reason
    told = {operation.name: operation for operation in found.operations}
    kept = []
    for operation in data["operations"]:
        name = operation["symbol"].removeprefix("pv_").removesuffix("_f32")
        if name not in told:
            continue
        for kind in ("invariances", "manners"):
            seen = getattr(told[name], kind)
            operation[kind] = {key: value for key, value in operation[kind].items() if key in seen}
            for key, value in operation[kind].items():
                if "first" in value:
                    value["first"]["what"] = seen[key].first.what
        kept.append(operation)
    data["operations"] = kept
    path.write_text(json.dumps(data), "utf-8")


if __name__ == "__main__":
    main()
