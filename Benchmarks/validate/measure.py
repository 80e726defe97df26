"""The speed of `pv validate` as ratios within one run: see Benchmarks/README.md.

usage: measure.py PV EVENTS CORPUS    writes a table to standard output
"""

import os
import platform
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

FILES = 1000
ROUNDS = 15


def run(words, cpus, limit=None):
    """Seconds of wall time, the peak of memory in KB, and seconds of processor time of a command on some processors."""

    def prepare():
        os.sched_setaffinity(0, cpus)

    start = time.perf_counter()
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, preexec_fn=prepare)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    code = os.waitstatus_to_exitcode(status)
    if code not in (0, 1):
        sys.exit(f"{words[0]} ended with {code}")
    return seconds, usage.ru_maxrss, usage.ru_utime + usage.ru_stime


def repeated(corpus, folder, count):
    """Copies of the corpus's files, so many in all."""
    paths = sorted(
        os.path.join(place, name) for place, _, names in os.walk(corpus) for name in names if name.endswith(".yaml"))
    if not paths:
        sys.exit(f"no contract below {corpus}")
    made = []
    for number in range(count):
        source = paths[number % len(paths)]
        target = os.path.join(folder, f"r{number // len(paths):02}", os.path.relpath(source, corpus))
        os.makedirs(os.path.dirname(target), exist_ok=True)
        shutil.copyfile(source, target)
        made.append(target)
    return made


def machine():
    """The processor, the number of processors, and the system."""
    name = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), "?")
    system = next((line.split("=")[1].strip().strip('"') for line in open("/etc/os-release")
                   if line.startswith("PRETTY_NAME")), platform.system())
    return f"{name}; {len(os.sched_getaffinity(0))} processors; {system}"


def main():
    pv, events, corpus = sys.argv[1:]
    cpus = sorted(os.sched_getaffinity(0))
    print(machine())
    with tempfile.TemporaryDirectory() as folder:
        folder = os.path.join(folder, "contracts")
        files = repeated(corpus, folder, FILES)
        size = sum(map(os.path.getsize, files))
        validate = [pv, "validate", "--format", "concise", folder]
        one, two, base, peaks = [], [], [], []
        one_processor, base_processor = [], []
        # In turns, so that what else the machine does meets all of them.
        for _ in range(ROUNDS):
            out = subprocess.run(
                [events, *files], capture_output=True, text=True, check=True,
                preexec_fn=lambda: os.sched_setaffinity(0, {cpus[0]})).stdout.split()
            base.append(float(out[0]))
            base_processor.append(float(out[2]))
            seconds, peak, processor = run(validate, {cpus[0]})
            one.append(seconds)
            one_processor.append(processor)
            peaks.append(peak)
            if len(cpus) > 1:
                two.append(run(validate, set(cpus[:2]))[0])
        print(f"{FILES} files, {size} bytes, {out[1]} events; best (median) of {ROUNDS} rounds in turns\n")

        def line(name, times, other=base):
            ratio = f"{min(times) / min(other):.2f} ({statistics.median(times) / statistics.median(other):.2f})"
            print(f"{name:38} {min(times) * 1e3:8.1f} ms ({statistics.median(times) * 1e3:.1f})   {ratio}")

        print(f"{'':38} {'time':>11}            ratio to the event loop")
        line("libyaml, bare event loop, one core", base)
        line("pv validate, the process, one core", one)
        line("libyaml, processor time", base_processor, base_processor)
        line("pv validate, processor time, one core", one_processor, base_processor)
        if two:
            line("pv validate, the process, two cores", two)
            print(f"\ntwo cores over one: {min(one) / min(two):.2f} times as fast")
        print(f"peak memory on one core: {max(peaks) / 1024:.0f} MB for {size / 2**20:.1f} MB of contracts")
    starts = {"/bin/true": [], "pv --help": [], "pv validate, one contract": []}
    first = files and sorted(
        os.path.join(place, name) for place, _, names in os.walk(corpus) for name in names if name.endswith(".yaml"))[0]
    with tempfile.TemporaryDirectory() as alone:
        shutil.copyfile(first, os.path.join(alone, "a-v1.yaml"))
        for _ in range(60):
            starts["/bin/true"].append(run(["/bin/true"], set(cpus))[0])
            starts["pv --help"].append(run([pv, "--help"], set(cpus))[0])
            starts["pv validate, one contract"].append(run([pv, "validate", "--quiet", alone], set(cpus))[0])
    print("\nstart-up: best (median) of 60 rounds in turns")
    for name, times in starts.items():
        print(f"{name:38} {min(times) * 1e3:8.2f} ms ({statistics.median(times) * 1e3:.2f})")
    true, start = statistics.median(starts["/bin/true"]), statistics.median(starts["pv --help"])
    limit = 3 * true + 0.005
    print(f"limit: 3 x /bin/true + 5 ms = {limit * 1e3:.2f} ms: {'met' if start <= limit else 'NOT met'} (medians)")
    sys.exit(0 if start <= limit else 1)


main()
