#!/usr/bin/env python3
"""Prints what the last runs of scripts/fuzz did: a line a target and shard, and a line a target that has not been run.

    Fuzz/report.py .build/fuzz TARGET...

Read are the logs that libFuzzer left: the executions, the seconds, the edges (`cov`) and features (`ft`) that were reached,
how it ended, and the commit that the program was built from. Exits with 1 if a run found an input that breaks something, or
one that takes too long.
"""

import os
import platform
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "Benchmarks"))

from machine import processor  # noqa: E402


def number(pattern, text):
    found = re.findall(pattern, text, re.M)
    return int(found[-1]) if found else None


def run(log):
    """What a log says: executions, seconds, edges, features, crashes and hangs; None where it is of no run that ended."""
    text = log.read_text("utf-8", "replace")
    hangs = len(re.findall(r"^SUMMARY: libFuzzer: timeout", text, re.M))
    crashes = len(re.findall(r"^SUMMARY: libFuzzer: (?!timeout)", text, re.M))
    done = number(r"^stat::number_of_executed_units:\s+(\d+)", text)
    if done is None:
        return None
    commit = re.search(r"^commit: (\S+)$", text, re.M)
    seconds, speed = number(r"^Done \d+ runs in (\d+) second", text), number(r"^stat::average_exec_per_sec:\s+(\d+)", text)
    if seconds is None and speed:
        # A run that was interrupted says how fast it was.
        seconds = done // speed
    return {
        "executions": done, "seconds": seconds,
        "edges": number(r"^#\d+\s+\S+\s+cov: (\d+)", text), "features": number(r" ft: (\d+)", text),
        "crashes": crashes, "hangs": hangs, "commit": commit[1] if commit else "not recorded"}


def main():
    folder, targets = Path(sys.argv[1]), sys.argv[2:]
    print("scripts/fuzz --report, after scripts/fuzz --runs N --fresh TARGET for each target; a run may be interrupted before N")
    print(f"{platform.machine()}, {processor()}, {os.cpu_count()} processors, shared with other work")
    print()
    print(
        f"{'target':<16}{'shard':<8}{'executions':>12}{'seconds':>9}{'edges':>8}{'features':>10}{'crashes':>9}{'hangs':>7}"
        "  commit")
    broken = 0
    for target in targets:
        logs = sorted((folder / target).glob("run-*.log"))
        found = [(log, run(log)) for log in logs]
        if not any(result for _, result in found):
            print(f"{target:<16}not run")
        for log, result in found:
            if not result:
                continue
            shard = log.stem.removeprefix("run-").replace("-of-", "/")
            cells = [("-" if result[key] is None else str(result[key])) for key in
                     ("executions", "seconds", "edges", "features", "crashes", "hangs")]
            widths = (12, 9, 8, 10, 9, 7)
            row = "".join(cell.rjust(width) for cell, width in zip(cells, widths))
            print(f"{target:<16}{shard:<8}{row}  {result['commit']}")
            broken += result["crashes"] + result["hangs"]
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
