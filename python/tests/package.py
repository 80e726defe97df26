"""A package with one falsifier, and a program that stands for pv: the tests of the plugin need no build."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

SOURCES = Path(__file__).resolve().parents[1] / "src"

ENTRY = {
    "bits": "same",
    "checks": [{"bound": [], "equals": "0", "metric": "bits_differing"}],
    "contract": "scale-v1",
    "domain": {"inputs": {"x": {"cases": 64}}, "outputs": {"y": "64 f32"}, "over": {}},
    "drawn": '{"x":{"classes":[],"corners":[],"dtype":"f32","shape":[]}}',
    "falsifier": "FALSIFY-SCALE-001",
    "format": "pv-claim-entry/1",
    "implementation": ["src/scale.py"],
    "mutants": ["tail_dropped"],
    "orders": [],
    "prediction": "no element differs in any bit",
    "repeats": 1,
}

#: Judges one thing only: whether outputs have the bits that are expected, and mutants have not.
PROGRAM = """\
#!{python}
import json, sys
import numpy as np
from pathlib import Path

entry = json.loads(Path({entry!r}).read_text())
if sys.argv[1] != "claim" or sys.argv[2] != entry["falsifier"]:
    print("no contract here has", sys.argv[2], file=sys.stderr)
    sys.exit(2)
if len(sys.argv) == 3:
    print(json.dumps(entry))
    sys.exit()
folder = Path(sys.argv[4])
recording = json.loads((folder / "recording.json").read_text())
(measure,) = recording["measure"]
load = lambda file: np.load(folder / file, allow_pickle=False).view(np.uint32)
differing = lambda kernel: int(np.sum(load(kernel["outputs"][measure["output"]]) != load(measure["expected"])))
kernels = recording["kernels"]
survivors = [name for name, mutant in kernels["mutants"].items() if not differing(mutant)]
count = differing(kernels["real"])
if count:
    print("FALSIFIED: bits_differing is", count)
for name in survivors:
    print("survived:", name)
sys.exit(1 if count or survivors else 0)
"""

KERNEL = """\
import numpy as np

def scale(x):
    return x * np.float32(3)
"""

TEST = """\
import numpy as np
import pytest
from scale import scale

def tail_dropped(x):
    \"\"\"The last element is not scaled.\"\"\"
    return np.append(scale(x[:-1]), x[-1:])

@pytest.mark.falsifier("FALSIFY-SCALE-001")
def test_scale(claim):
    random = claim.random("units")
    x = claim.input("x", random.units(64), generator="units", seed=random, cases=64)
    claim.record(scale, mutants=[tail_dropped], oracle=(x.astype(np.float64) * 3).astype(np.float32))
"""


class Package:
    """A folder with a contract's entry, a kernel, a test, and a program in the place of pv."""

    def __init__(self, case, entry=None, kernel=KERNEL, test=TEST):
        folder = tempfile.TemporaryDirectory()
        case.addCleanup(folder.cleanup)
        self.root = Path(folder.name).resolve()
        for name in ("contracts", "src", "tests", "recording"):
            (self.root / name).mkdir()
        (self.root / "entry.json").write_text(json.dumps(entry or ENTRY))
        (self.root / "src/scale.py").write_text(kernel)
        self.test = self.root / "tests/test_scale.py"
        self.test.write_text(test)
        self.program = self.root / "pv"
        self.program.write_text(PROGRAM.format(python=sys.executable, entry=str(self.root / "entry.json")))
        self.program.chmod(0o755)

    def pytest(self, **environment):
        """Runs the test by pytest in a process of its own; gives its exit status and what it says."""
        clean = {name: value for name, value in os.environ.items() if not name.startswith(("PV_", "PYTEST"))}
        result = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-p", "pv_falsify.plugin", "-p", "no:cacheprovider", str(self.test)],
            cwd=self.root,
            env={
                **clean,
                "PYTHONPATH": f"{SOURCES}{os.pathsep}{self.root / 'src'}",
                "PYTHONDONTWRITEBYTECODE": "1",
                "PV_PROGRAM": str(self.program),
                **environment,
            },
            capture_output=True,
            text=True,
            check=False,
        )
        return result.returncode, result.stdout + result.stderr

    def in_run(self, **changed):
        """The same as `pv run` starts it."""
        (self.root / "claim.json").write_text(json.dumps({**ENTRY, "run": "0123abcd", **changed}))
        return self.pytest(PV_CLAIM=str(self.root / "claim.json"), PV_RECORDING=str(self.root / "recording"))

    def recorded(self):
        return json.loads((self.root / "recording/recording.json").read_text())
