#!/usr/bin/env python3
"""Computes every digest and verdict of a checkout again, without building or running anything.

A second implementation of docs/evidence-format.md, docs/evidence-keys.md, docs/verdicts.md, docs/pages.md and
docs/prose-numbers.md, written from those pages and not from the Swift code. Needs Python 3.9 and PyYAML (Debian: python3-yaml).

Prints one line per falsifier, `CONTRACT FALSIFIER STATUS`, in the contracts' order, and one line per hypothesis, `HYPOTHESIS
STATE`. Standard error says what rejects the checkout. The exit codes are those of pv: 0 accepted, 1 rejected, 2 nothing could
be judged, 64 wrong usage.
"""

import argparse
import datetime
import json
import sys

try:
    import freshness
    import keys
    from checkout import NoKey
    from verdict import Verdicts
except ModuleNotFoundError as error:
    if error.name != "yaml":
        raise
    print("second verifier: PyYAML is not installed; on Debian: apt-get install python3-yaml", file=sys.stderr)
    sys.exit(70)


class Parser(argparse.ArgumentParser):
    def error(self, message):
        self.print_usage(sys.stderr)
        self.exit(64, f"{self.prog}: {message}\n")


def print_members(verdicts, wanted):
    """Prints the members of a falsifier, `ID` or `CONTRACT/ID`; the exit code."""
    for contract in verdicts.contracts:
        for falsifier in contract.falsifiers:
            if wanted in (falsifier["id"], f"{contract.id}/{falsifier['id']}"):
                try:
                    paths = freshness.implementation(contract, falsifier, verdicts.library)
                    members = verdicts.keys.members(falsifier, paths)
                except NoKey as error:
                    print(f"second verifier: {wanted} has no key: {error}", file=sys.stderr)
                    return 1
                sys.stdout.buffer.write(keys.text("pv-key/1", members))
                return 0
    print(f"second verifier: no falsifier {wanted}", file=sys.stderr)
    return 2


def main():
    parser = Parser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("root", nargs="?", default=".", help="the folder with Package.swift")
    parser.add_argument("--format", choices=("text", "json"), default="text")
    parser.add_argument(
        "--as-of", type=datetime.date.fromisoformat, default=datetime.datetime.now(datetime.timezone.utc).date(),
        help="the day, in UTC, on which waivers and review dates are judged")
    parser.add_argument(
        "--members", metavar="FALSIFIER", help="print the text whose digest is a falsifier's key, and nothing else")
    parser.add_argument("--strict", action="store_true", help="also exit with 1 if something is FALSIFIED and waived")
    options = parser.parse_args()
    if options.members:
        sys.exit(print_members(Verdicts(options.root, options.as_of), options.members))
    verdicts = Verdicts(options.root, options.as_of)
    exit_code = 1 if options.strict and verdicts.waived_falsified else verdicts.exit_code
    if options.format == "json":
        print(json.dumps({
            "falsifiers": [
                {"contract": contract, "id": falsifier, "status": status, "reasons": reasons}
                for contract, falsifier, status, reasons in verdicts.statuses],
            "findings": [
                {"rule": rule, "path": path, "subject": subject} for rule, path, subject in verdicts.findings],
            "hypotheses": [{"id": name, "path": path, "state": state} for name, path, state in verdicts.states],
            "criteria": [{"name": name, "status": status} for name, status in verdicts.criteria],
            "waived_falsified": verdicts.waived_falsified,
            "exit_code": exit_code,
        }, indent=2))
    else:
        for contract, falsifier, status, _ in verdicts.statuses:
            print(contract, falsifier, status)
        for name, _, state in verdicts.states:
            print(name, state)
        for finding in verdicts.findings:
            print(*finding, file=sys.stderr)
        if verdicts.waived_falsified:
            print(verdicts.waived_falsified, "FALSIFIED and waived", file=sys.stderr)
    sys.exit(exit_code)


if __name__ == "__main__":
    main()
