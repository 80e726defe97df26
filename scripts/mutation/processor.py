"""Which sources of the kernels this processor can run: one instruction set a file, named at its end."""

import platform
from pathlib import Path

import yaml


def needs(project_file):
    """What each forced implementation of pv.yaml asks of a processor, by its name."""
    variations = yaml.safe_load(Path(project_file).read_text())["variations"].values()
    return {one["forces"]: set(one["needs"]) for one in variations if "forces" in one and "needs" in one}


def flags(path="/proc/cpuinfo"):
    """The features of this processor as Linux names them; None where it does not say."""
    if not Path(path).exists():
        return None
    for line in Path(path).read_text().splitlines():
        if line.startswith("flags"):
            return set(line.split(":", 1)[1].split())
    return None


def can_run(source, required, available):
    """Whether a file such as `ck_f32_dot_avx512.c` is ever run: one of no known instruction set is."""
    asked = required.get(Path(source).stem.rsplit("_", 1)[-1])
    return asked is None or available is None or asked <= available


def kind(required, available):
    """In one line, what decides which sources can be run: the architecture, and the sets of instructions of `needs`."""
    sets = [name for name, asked in sorted(required.items()) if available is None or asked <= available]
    return " ".join([platform.machine(), *sets])
