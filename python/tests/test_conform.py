"""`pv_falsify.conform`; run with `python3 -m unittest discover --start-directory python/tests`, PV_PROGRAM a pv."""

import ctypes
import os
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "python/src"))

try:
    import numpy as np
except ModuleNotFoundError:
    np = None

import pv_falsify  # noqa: E402

DOT = "FALSIFY-DOT-001"
SOFTMAX = "FALSIFY-SOFTMAX-001"


def program():
    """The pv that is tried: PV_PROGRAM, or the checkout's own."""
    return os.environ.get("PV_PROGRAM") or str(ROOT / ".build/debug/pv")


class WithoutNumPy(unittest.TestCase):
    def test_the_package_needs_none(self):
        code = (
            "import sys; sys.modules['numpy'] = None; import pv_falsify; pv_falsify.BlockType.Q4_K; pv_falsify.conform"
        )
        done = subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            env=dict(os.environ, PYTHONPATH=str(ROOT / "python/src")),
        )
        self.assertEqual(done.returncode, 1)
        self.assertIn("pip install 'pv-contracts[conform]'", done.stderr)
        self.assertNotIn("During handling", done.stderr)

    def test_a_name_that_is_not_there(self):
        with self.assertRaisesRegex(AttributeError, "has no attribute 'konform'"):
            getattr(pv_falsify, "konform")


def dot(a, b):
    return np.float32(a.astype(np.float64) @ b.astype(np.float64))


def softmax(x):
    wide = x.astype(np.float64)
    with np.errstate(invalid="ignore"):
        e = np.exp(wide - wide.max(axis=-1, keepdims=True))
        return (e / e.sum(axis=-1, keepdims=True)).astype(np.float32)


def crashes(a, b):
    return ctypes.string_at(8)


@unittest.skipUnless(np, "NumPy is not installed: nothing of pv_falsify.conform is tried")
class Conform(unittest.TestCase):
    def conform(self, falsifier=DOT, **given):
        return pv_falsify.conform(**({"falsifiers": falsifier, "seed": "7", "program": program()} | given))

    def rejected(self, *phrases, **given):
        report = self.conform(**given)
        self.assertFalse(report.accepted, str(report))
        for phrase in phrases:
            self.assertIn(phrase, str(report))
        with self.assertRaisesRegex(AssertionError, "not accepted"):
            report.check()
        return report

    # What is right

    def test_a_right_dot_and_softmax_hold(self):
        report = self.conform(dot=dot, softmax=softmax, falsifier=[DOT, SOFTMAX, "FALSIFY-SOFTMAX-003"])
        self.assertTrue(report.accepted, str(report))
        report.check()
        self.assertEqual([clause.verdict for clause in report.clauses], [pv_falsify.Verdict.HOLDS] * 3)
        self.assertEqual([operation.name for operation in report.operations], ["dot", "softmax"])
        self.assertTrue(all(operation.calls > 0 for operation in report.operations))
        seen = report.operations[1]
        self.assertEqual(set(seen.manners), {"returns", "inputs", "environment", "reads", "nan"})
        self.assertEqual(set(seen.invariances), {"again", "address", "alone", "later"})
        self.assertTrue(all(each.compared > 0 and each.differences == 0 for each in seen.invariances.values()))
        self.assertIn("3 hold; seed 7", str(report))

    def test_other_bits_are_an_ordinary_answer(self):
        report = self.conform(dot=dot, falsifier=[DOT, "FALSIFY-DOT-002"])
        self.assertTrue(report.accepted, str(report))
        self.assertEqual([clause.verdict.value for clause in report.clauses], ["holds", "other bits"])

    def test_what_numpy_takes_is_taken(self):
        class Tensor:
            def __init__(self, array):
                self.array = array

            def __array__(self, dtype=None, copy=None):
                return self.array

        self.assertTrue(self.conform(dot=lambda a, b: Tensor(dot(a, b).reshape(1))).accepted)

    def test_every_operation_gets_its_shapes(self):
        seen = {}

        def spy(name):
            def call(*arguments, threads=None):
                kinds = [getattr(each, "ndim", type(each).__name__) for each in arguments]
                if seen.setdefault(name, (kinds, threads is not None)) is None:
                    raise AssertionError
                return NotImplemented

            return call

        names = [operation.name for operation in pv_falsify.operations.OPERATIONS]
        report = pv_falsify.conform(
            **{name: spy(name) for name in names},
            program=program(),
            seed="7",
            contracts=[
                "f32-dot-v1",
                "matvec-layout-v1",
                "q4k-dequant-v1",
                "q4k-q8k-dot-v1",
                "q8_0-dot-v1",
                "q8k-quantize-v1",
                "q8_0-quantize-v1",
                "gqa-attention-v1",
                "softmax-v1",
                "swiglu-v1",
                "gelu-v1",
                "rmsnorm-v1",
                "layernorm-v1",
                "rope-v1",
            ],
        )
        self.assertEqual(report.count(pv_falsify.Verdict.FALSIFIED), 0, str(report))
        self.assertEqual(seen["dot"], ([1, 1], False))
        self.assertEqual(seen["matvec"], ([2, 1], True))
        self.assertEqual(seen["dequantize"], ([2, "BlockType"], False))
        self.assertEqual(seen["product_q8_k"], ([3, 2, 2, 2, "BlockType"], True))
        self.assertEqual(seen["quantize_q8_k"], ([1], False))
        self.assertEqual(seen["attention_decode"], ([2, 3, 3], True))
        self.assertEqual(seen["softmax"], ([2], False))
        self.assertEqual(seen["layernorm"], ([2, 1, 1, "float"], False))
        self.assertEqual(seen["rope"], ([3, "int", "float", "Pairing"], False))

    def test_threads_are_compared_where_a_callable_is_told(self):
        def matvec(weights, x, threads):
            return (weights.astype(np.float64) @ x.astype(np.float64) + threads // 2).astype(np.float32)

        report = self.rejected(
            "with another number of threads", matvec=matvec, falsifier="FALSIFY-MATVEC-003", threads=2
        )
        self.assertEqual(report.threads, 2)
        self.assertGreater(report.operations[0].invariances["threads"].differences, 0)
        untold = self.conform(
            matvec=lambda weights, x: matvec(weights, x, 1), falsifier="FALSIFY-MATVEC-003", threads=2
        )
        self.assertNotIn("threads", untold.operations[0].invariances)

    # What is wrong

    def test_zeros(self):
        report = self.rejected("it looks like zeros", dot=lambda a, b: np.float32(0))
        clause = report.clauses[0]
        self.assertEqual(clause.verdict, pv_falsify.Verdict.FALSIFIED)
        self.assertEqual(clause.again["falsifiers"], [DOT])
        again = self.conform(
            dot=lambda a, b: np.float32(0),
            **{"falsifier": DOT} | {key: value for key, value in clause.again.items() if key != "falsifiers"},
        )
        self.assertFalse(again.accepted)

    def test_results_that_drift(self):
        calls = []

        def drifting(a, b):
            calls.append(None)
            return dot(a, b) * (1 if len(calls) < 300 else np.float32(1 + 2**-20))

        report = self.rejected(dot=drifting)
        self.assertTrue(any(each.differences for each in report.operations[0].invariances.values()), str(report))

    def test_a_wrong_tail(self):
        whole = lambda a, b: dot(a[: len(a) - len(a) % 8], b[: len(b) - len(b) % 8])  # noqa: E731
        report = self.rejected("smallest counterexample", dot=whole)
        self.assertIsNotNone(report.clauses[0].counterexample)

    def test_an_input_that_is_changed(self):
        def sorts(x):
            result = softmax(x)
            x.sort(axis=-1)
            return result

        self.rejected("changed its input x", softmax=sorts, falsifier=SOFTMAX)

    def test_a_flush_flag_left_behind(self):
        machine = os.uname().machine
        if machine != "x86_64":
            self.skipTest("the flag is set by fesetenv of x86-64")
        libm = ctypes.CDLL("libm.so.6")

        def flushing(a, b):
            environment = (ctypes.c_uint32 * 8)()
            libm.fegetenv(environment)
            environment[7] |= 0x8040
            libm.fesetenv(environment)
            return dot(a, b)

        self.rejected("left a flag that flushes subnormal numbers to zero behind", dot=flushing)

    def test_a_nan_that_is_there_without_one(self):
        def last_row_lost(x, weight, epsilon):
            wide = x.astype(np.float64)
            root = np.sqrt((wide * wide).mean(axis=-1, keepdims=True) + epsilon)
            y = (wide / root * weight).astype(np.float32)
            y[-1:] = np.nan
            return y

        report = self.rejected("nan", rmsnorm=last_row_lost, falsifier="FALSIFY-RMS-001")
        self.assertEqual(report.operations[0].manners["nan"].breaches, 0, str(report))

    # What is no result

    def test_an_exception_is_the_verdict_of_its_call(self):
        def raises(a, b):
            raise ValueError(f"no lengths of {len(a) % 2}")

        report = self.rejected("raised ValueError: no lengths of", dot=raises)
        incident = report.clauses[0].incidents[0]
        self.assertIn("in raises", incident.traceback)
        self.assertNotIn("callables.py", incident.traceback)
        self.assertRegex(incident.call, r"^dot\(n: \d+\)$")

    def test_an_exit_ends_no_report(self):
        self.rejected("raised SystemExit: 3", dot=lambda a, b: sys.exit(3))

    def test_a_wrong_dtype(self):
        self.rejected("returned float64, where a numpy.float32 is due", dot=lambda a, b: np.float64(1))
        self.rejected("returned float, where a numpy.float32 is due", dot=lambda a, b: 1.0)

    def test_a_wrong_shape(self):
        self.rejected("returned ndarray in the shape", "is due", softmax=lambda x: softmax(x)[0], falsifier=SOFTMAX)

    def test_too_few_outputs(self):
        self.rejected(
            "returned ndarray, where a tuple of 3 arrays is due", quantize_q8_k=lambda x: x, falsifier="FALSIFY-Q8K-002"
        )

    def test_a_call_that_does_not_return(self):
        for process in ("this", "fork"):
            report = self.rejected(
                "dot(n: 65) did not return within 300 ms", dot=lambda a, b: time.sleep(3), timeout=0.3, process=process
            )
            self.assertEqual(len(report.clauses), 1)

    def test_a_crash_ends_no_report(self):
        for process in ("fork", "spawn"):
            self.rejected("dot(n: 65) ended its process: SIGSEGV", dot=crashes, process=process)

    def test_a_crash_of_this_process_leaves_the_file(self):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "report.json")
            code = (
                f"import ctypes, pv_falsify; pv_falsify.conform(dot=lambda a, b: ctypes.string_at(8), seed='7', "
                f"falsifiers='{DOT}', program={program()!r}, report={str(path)!r})"
            )
            done = subprocess.run(
                [sys.executable, "-c", code],
                env=dict(os.environ, PYTHONPATH=str(ROOT / "python/src")),
                capture_output=True,
            )
            self.assertEqual(done.returncode, -11)
            for _ in range(200):
                if path.exists():
                    break
                time.sleep(0.1)
            self.assertIn('"falsified": 1', path.read_text())

    # What is no request

    def test_an_unknown_keyword(self):
        with self.assertRaisesRegex(TypeError, "no keyword 'sofmax'; operations are dot, matvec"):
            self.conform(sofmax=softmax)

    def test_nothing_to_try(self):
        with self.assertRaisesRegex(TypeError, "nothing to try"):
            self.conform()
        with self.assertRaisesRegex(TypeError, "softmax is a float, which cannot be called"):
            self.conform(softmax=1.0)

    def test_what_pv_says_is_said(self):
        with self.assertRaisesRegex(pv_falsify.ConformanceError, "FALSIFY-DOT-999"):
            self.conform(dot=dot, falsifier="FALSIFY-DOT-999")
        with self.assertRaisesRegex(pv_falsify.ConformanceError, "is no program"):
            self.conform(dot=dot, program="/nowhere/pv")

    def test_a_closure_cannot_go_to_a_new_process(self):
        with self.assertRaisesRegex(pv_falsify.ConformanceError, "found by name in a module"):
            self.conform(dot=lambda a, b: dot(a, b), process="spawn")


if __name__ == "__main__":
    unittest.main()
