"""The time, the memory and the size of `pv site`, measured beside `pv verify` in one run.

    python3 scripts/site/measure.py PV                this repository: time against pv verify, bytes, the largest page
    python3 scripts/site/measure.py PV --many 10000   a generated repository with so many falsifiers

The limits: at most twice the time of `pv verify`, below 3 MB, no page above 300,000 bytes; of a generated repository at most
1.5 times the memory of `pv verify`, which reads the same contracts. Exit status 1 where a limit is missed.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def run(words, folder):
    """Seconds, processor seconds, and the peak of memory in MiB."""
    start = time.perf_counter()
    process = subprocess.Popen([str(word) for word in words], cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    code = os.waitstatus_to_exitcode(status)
    if code not in (0, 1, 2):
        sys.exit(f"{words[0]} {words[1]} ended with {code}")
    return time.perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def generated(folder, count):
    """Contracts of this repository's format with so many falsifiers, 25 in each contract, and prose as long as ours."""
    contracts = folder / "contracts"
    contracts.mkdir(parents=True)
    (folder / "pv.yaml").write_text("")
    prose = "on every shape of the domain no result is further from the exact one than the bound of the order of sums"
    for number in range(0, count, 25):
        lines = [
            "metadata:",
            "  format: pv/1",
            '  version: "1.0.0"',
            f'  description: "kernel {number}: {prose}"',
            '  references: [{id: ieee754, text: "IEEE 754-2019"}]',
            "equations:",
            "  kernel:",
            '    formula: "y_i = x_i / sqrt((1/n) sum_j x_j^2 + epsilon) * w_i"',
            '    domain: "finite x"',
            "    references: [ieee754]",
            "    invariants:",
            f'      - {{id: bound, statement: "{prose}"}}',
            "    implementation: [Sources/Kernel]",
            "falsification_tests:",
        ]
        for index in range(number, min(number + 25, count)):
            checks = ", ".join(json.dumps(name) for name in ("early", "late", "wrong_sign", "no_scale"))
            lines += [
                f"  - id: FALSIFY-MANY-{index:05}",
                f'    rule: "case {index}: {prose}"',
                f'    prediction: "{prose}"',
                '    if_fails: "the order of the sum"',
                "    binds_to: [kernel, kernel/bound]",
                f"    test: Falsifiers.FalsifyMany/testMany{index}",
                "    checks:",
                "      - {metric: max_abs_error, at_most: 1.0e-6}",
                "      - {metric: cosine, at_least: 0.999999}",
                f"    mutants: [{checks}]",
                "    discharge_status: PENDING",
            ]
        (contracts / f"many-{number:05}-v1.yaml").write_text("\n".join(lines) + "\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pv", type=Path)
    parser.add_argument("--many", type=int)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    pv, wrong = options.pv.resolve(), []
    with tempfile.TemporaryDirectory() as work:
        root, output = ROOT, Path(work, "site")
        if options.many:
            root = Path(work, "many")
            generated(root, options.many)
        rounds = [
            (run([pv, "verify", "--format", "concise"], root), run([pv, "site", "--output", output], root))
            for _ in range(options.rounds)
        ]
        sizes = {path.name: path.stat().st_size for path in output.iterdir()}

        def middle(which, what):
            return statistics.median(each[which][what] for each in rounds)

        pages = {name: size for name, size in sizes.items() if name.endswith(".html")}
        total, largest = sum(sizes.values()), max(pages, key=pages.get)
        print(f"pv verify  {middle(0, 0):7.2f} s, {middle(0, 1):7.2f} s of processor, {middle(0, 2):6.0f} MiB")
        print(f"pv site    {middle(1, 0):7.2f} s, {middle(1, 1):7.2f} s of processor, {middle(1, 2):6.0f} MiB")
        ratio = middle(1, 1) / middle(0, 1)
        print(f"           {ratio:.2f} times the processor time of pv verify, {middle(1, 2) / middle(0, 2):.2f} times its memory")
        print(f"{len(sizes)} files, {total} bytes; the largest is {largest} with {sizes[largest]} bytes")
        if sizes[largest] > 300_000:
            wrong.append("a page is above 300,000 bytes")
        if not options.many and ratio > 2:
            wrong.append("more than twice the time of pv verify")
        if not options.many and total > 3_000_000:
            wrong.append("the site is above 3 MB")
        if options.many and middle(1, 2) > 1.5 * middle(0, 2):
            wrong.append("more than 1.5 times the memory of pv verify")
    for each in wrong:
        print(f"limit missed: {each}")
    sys.exit(1 if wrong else 0)


main()
