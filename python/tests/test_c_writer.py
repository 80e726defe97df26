"""pv_record.h, compiled with all warnings and both sanitizers, as C and as C++: what it writes, and what it refuses."""

import json
import os
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

import numpy as np

from pv_falsify import SeededGenerator

HEADER = Path(__file__).resolve().parents[2] / "Sources/CShipped/pv_record.h"

KERNEL = """
#include "kernel.h"

void tripled(size_t n, const float *x, float *y) {
  for (size_t i = 0; i < n; i++) y[i] = 3 * x[i];
}
"""

MAIN = """
#include "kernel.h"
#include "pv_record.h"

static float x[30], y[30];
static double exact[30];
static const char *const variants[2] = {"y_2", "y_\\"4"};

int main(int count, char **words) {
  const int fault = count > 1 ? atoi(words[1]) : 0;
  pv_record r;
  int repeat;
  pv_record_begin(&r, "scale-v1", "FALSIFY-SCALE-001");
  pv_random random = pv_record_random(&r, "mixed");
  for (size_t i = 0; i < 10; i++) x[i] = pv_random_unit(&random);
  for (size_t i = 10; i < 20; i++) x[i] = pv_random_scaled(&random, -126, 127);
  for (size_t i = 20; i < 30; i++) x[i] = pv_random_any_bits(&random);
  int32_t whole = (int32_t)pv_random_integer(&random, -5, 6);
  for (size_t i = 0; i < 30; i++) exact[i] = 3.0 * x[i];
  pv_record_input(&r, "x \\"\\\\ \\n", pv_rows(pv_f32(x, 30), 5), "mixed", random.seed, 5);
  pv_record_input(&r, "whole", pv_i32(&whole, 1), "mixed", NULL, 1);
  for (repeat = 0; repeat < pv_record_repeats(&r); repeat++) {
    pv_record_real(&r);
    tripled(30, x, y);
    pv_record_output(&r, "y", pv_f32(y, 30));
  }
  switch (fault) {
  case 1: pv_record_output(&r, "z", pv_f32(NULL, 3)); break;
  case 2: pv_record_output(&r, "z", pv_f32(x, 0)); break;
  case 3: pv_record_output(&r, "z", pv_rows(pv_f32(x, 30), 7)); break;
  case 4: pv_record_output(&r, "y", pv_f32(x, 30)); break;
  case 5: pv_record_real(&r); break;
  case 6: pv_record_mutant(&r, "a", "b"); pv_record_mutant(&r, "c", "d"); break;
  case 7: pv_record_argument(&r, "count", pv_f32(x, 1)); break;
  case 8: pv_record_random(&r, "late"); break;
  case 9: pv_record_end(&r); break;
  }
  pv_record_order(&r, "reversed");
  pv_record_output(&r, "y", pv_f32(y, 30));
  pv_record_mutant(&r, "tail_dropped", "the last one is not written");
  tripled(29, x, y);
  y[29] = 0;
  pv_record_output(&r, "y", pv_f32(y, 30));
  pv_record_compare(&r, "", "max_abs_error", "y", pv_f64(exact, 30));
  pv_record_compare(&r, "whole", "outside_bound", "y", pv_f64(exact, 30));
  pv_record_rows_apart(&r);
  pv_record_not_portable(&r);
  pv_record_argument(&r, "magnitude", pv_f64(exact, 30));
  pv_record_measure(&r, "", "nan_count", "y");
  pv_record_variants(&r, "", "y", fault == 10 ? 0 : 2, variants);
  pv_record_ratio(&r, "grown", "relative_l2", "y", "y", pv_f64(exact, 30), "x", pv_f32(x, 30), pv_f32(y, 30));
  pv_record_assert(&r, "seconds", 0.1);
  pv_record_note(&r, "device", "cpu");
  return pv_record_end(&r);
}
"""

FLAGS = "-Wall -Wextra -Wshadow -pedantic -Werror -O1 -fsanitize=address,undefined -fno-sanitize-recover=all".split()
COMPILERS = [
    [compiler, f"-std={standard}", "-x", language]
    for compiler, language, standard in [
        ("gcc", "c", "c11"),
        ("clang", "c", "c11"),
        ("g++", "c++", "c++17"),
        ("clang++", "c++", "c++17"),
    ]
    if shutil.which(compiler)
]


class CWriterTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        if not COMPILERS:
            raise AssertionError("neither gcc nor clang is installed")

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name).resolve()
        (self.root / "src").mkdir()
        (self.root / "src/kernel.c").write_text(KERNEL)
        (self.root / "main.c").write_text(MAIN)
        (self.root / "src/kernel.h").write_text(
            "#include <stddef.h>\nvoid tripled(size_t n, const float *x, float *y);\n"
        )

    def build(self, compiler=None):
        compiler = compiler or COMPILERS[0]
        common = [*compiler, *FLAGS, f"-I{HEADER.parent}", f"-I{self.root}/src"]
        for name, flags in (("src/kernel.c", ["-gdwarf-4", "-finstrument-functions"]), ("main.c", [])):
            subprocess.run([*common, *flags, "-c", name, "-o", f"{Path(name).stem}.o"], cwd=self.root, check=True)
        subprocess.run(
            [compiler[0], "-fsanitize=address,undefined", "kernel.o", "main.o", "-o", "program"],
            cwd=self.root,
            check=True,
            stderr=subprocess.DEVNULL,
        )

    def run_program(self, *words, **environment):
        shutil.rmtree(self.root / "recording", ignore_errors=True)
        (self.root / "recording").mkdir()
        settings = {
            "PATH": os.environ["PATH"],
            "PV_DRAWN": "{}",
            "PV_FALSIFIER": "FALSIFY-SCALE-001",
            "PV_RECORDING": str(self.root / "recording"),
            "PV_RECORDING_RUN": "0123abcd",
            **environment,
        }
        return subprocess.run(
            ["./program", *words],
            cwd=self.root,
            env={name: value for name, value in settings.items() if value is not None},
            capture_output=True,
            text=True,
            check=False,
        )

    def load(self, name):
        return np.load(self.root / "recording" / name, allow_pickle=False)

    def test_every_compiler_writes_the_same(self):
        for compiler in COMPILERS:
            with self.subTest(compiler=compiler):
                self.build(compiler)
                result = self.run_program()
                self.assertEqual((result.returncode, result.stderr), (0, ""))
                document = json.loads((self.root / "recording/recording.json").read_text())
                random = SeededGenerator.derived("scale-v1", "FALSIFY-SCALE-001", "mixed", "{}")
                seed = random.seed
                x = np.concatenate([random.units(10), random.scaled(10, (-126, 127)), random.any_bits(10)])
                first, second = document["inputs"]
                self.assertEqual(first["name"], 'x "\\ \n')
                self.assertEqual((first["seed"], first["cases"], first["generator"]), (seed, 5, "mixed"))
                self.assertNotIn("seed", second)
                self.assertEqual(self.load(first["array"]).shape, (5, 6))
                self.assertEqual(self.load(first["array"]).tobytes(), x.tobytes())
                self.assertEqual(self.load(second["array"]).tolist(), [random.integer(-5, 6)])
                kernels = document["kernels"]
                self.assertEqual(kernels["real"], {"outputs": {"y": "real.y.npy"}})
                self.assertEqual(kernels["orders"], {"reversed": {"outputs": {"y": "order.reversed.y.npy"}}})
                self.assertEqual(
                    kernels["mutants"],
                    {
                        "tail_dropped": {
                            "fault": "the last one is not written",
                            "outputs": {"y": "mutant.tail_dropped.y.npy"},
                        }
                    },
                )
                with np.errstate(over="ignore", invalid="ignore"):
                    self.assertEqual(self.load("real.y.npy").tobytes(), (np.float32(3) * x).tobytes())
                self.assertEqual(self.load("mutant.tail_dropped.y.npy")[-1], 0)
                one, two, three, four, five = document["measure"]
                self.assertEqual(
                    (one["metric"], one["subject"], self.load(one["expected"]).dtype.str), ("max_abs_error", "", "<f8")
                )
                self.assertEqual((two["subject"], list(two["arguments"])), ("whole", ["magnitude"]))
                self.assertEqual((two["rows"], two["portable"]), (True, False))
                self.assertEqual(three, {"metric": "nan_count", "output": "y", "subject": ""})
                self.assertEqual(
                    four,
                    {"metric": "variants_differing", "output": "y", "subject": "", "variants": ["y_2", 'y_"4']},
                )
                self.assertEqual((five["metric"], five["of"], five["name"]), ("ratio", "relative_l2", "y"))
                self.assertEqual(self.load(five["expected"]).tobytes(), self.load(one["expected"]).tobytes())
                self.assertEqual(five["unit"]["name"], "x")
                self.assertEqual(self.load(five["unit"]["array"]).tobytes(), x.tobytes())
                self.assertEqual(self.load(five["unit"]["expected"])[-1], 0)
                self.assertEqual(document["asserted"], {"seconds": "0.10000000000000001"})
                self.assertEqual((document["run"], document["notes"]), ("0123abcd", {"device": "cpu"}))
                self.assertEqual(
                    document["executed"], {"lines": {"src/kernel.c": [4]}, "tool": "-finstrument-functions"}
                )

    def test_repeats(self):
        self.build()
        self.assertEqual(self.run_program(PV_REPEATS="5").returncode, 0)
        document = json.loads((self.root / "recording/recording.json").read_text())
        files = [each["outputs"]["y"] for each in document["kernels"]["real"]["repeats"]]
        self.assertEqual(files, ["real.y.npy"] + [f"real.{number}.y.npy" for number in range(2, 6)])

    def test_where_nothing_can_be_recorded(self):
        self.build()
        for environment, text in [
            ({"PV_RECORDING": None}, "start it by `pv run --filter FALSIFY-SCALE-001`"),
            ({"PV_RECORDING": "/nowhere/at/all"}, "cannot be made: No such file or directory"),
            ({"PV_DRAWN": None}, "PV_DRAWN is not set"),
            ({"PV_FALSIFIER": "FALSIFY-SCALE-002"}, "pv runs FALSIFY-SCALE-002"),
        ]:
            with self.subTest(text=text):
                result = self.run_program(**environment)
                self.assertEqual(result.returncode, 1)
                self.assertIn(text, result.stderr)
                self.assertFalse((self.root / "recording/recording.json").exists())

    def test_what_is_given_wrongly(self):
        self.build()
        for fault, text in enumerate(
            [
                "null pointer for 3 elements",
                "no element",
                "not rows of one length",
                "two arrays have one name",
                "recorded 2 times, and the contract asks for 1",
                "mutant.a has no output",
                "the argument of no bound",
                "before the first kernel",
                "nothing says what is measured",
            ],
            start=1,
        ):
            with self.subTest(text=text):
                result = self.run_program(str(fault))
                self.assertEqual(result.returncode, 1)
                self.assertIn(text, result.stderr)
                self.assertFalse((self.root / "recording/recording.json").exists())


if __name__ == "__main__":
    unittest.main()
