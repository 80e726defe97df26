"""What is written, and what is refused before it is."""

import json
import tempfile
import unittest
from pathlib import Path

import numpy as np

from pv_falsify import Recording, RecordingError


class RecordingTests(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def recording(self):
        return Recording(self.folder, "scale-v1", "FALSIFY-SCALE-001", "abc")

    def test_all_of_it(self):
        recording = self.recording()
        x = np.arange(6, dtype=np.float32).reshape(2, 3)
        recording.input("x", x, generator="counted", seed="1f", cases=2, corners={"ends": 1}, parameters={"from": "0"})
        recording.real({"y": x})
        recording.order("reversed", {"y": x + 1})
        recording.mutant("off_by_one", "one too much", {"y": x + 2})
        recording.measure("", "max_abs_error", "y", expected=recording.compared("y", x.astype(np.float64)))
        recording.asserted("seconds", 1.25)
        recording.note("device", "cpu")
        recording.executed("pv_falsify", {"src/scale.py": [3, 4]})
        document = json.loads(recording.close().read_text())
        self.assertEqual(
            document,
            {
                "asserted": {"seconds": "1.25"},
                "contract": "scale-v1",
                "executed": {"lines": {"src/scale.py": [3, 4]}, "tool": "pv_falsify"},
                "falsifier": "FALSIFY-SCALE-001",
                "format": "pv-recording/1",
                "inputs": [
                    {
                        "array": "input.x.npy",
                        "cases": 2,
                        "corners": {"ends": 1},
                        "generator": "counted",
                        "name": "x",
                        "parameters": {"from": "0"},
                        "seed": "1f",
                        "version": 1,
                    }
                ],
                "kernels": {
                    "mutants": {"off_by_one": {"fault": "one too much", "outputs": {"y": "mutant.off_by_one.y.npy"}}},
                    "orders": {"reversed": {"outputs": {"y": "order.reversed.y.npy"}}},
                    "real": {"outputs": {"y": "real.y.npy"}},
                },
                "measure": [{"expected": "oracle.y.npy", "metric": "max_abs_error", "output": "y", "subject": ""}],
                "notes": {"device": "cpu"},
                "run": "abc",
                "writer": {"name": "pv_falsify", "version": "1"},
            },
        )
        np.testing.assert_array_equal(np.load(self.folder / "mutant.off_by_one.y.npy"), x + 2)

    def test_repeats_stand_one_after_the_other(self):
        recording = self.recording()
        for value in (1, 2):
            recording.real({"y": np.full(3, value, np.int32)})
        recording.measure("", "count", "y")
        real = json.loads(recording.close().read_text())["kernels"]["real"]
        self.assertEqual(real, {"repeats": [{"outputs": {"y": "real.y.npy"}}, {"outputs": {"y": "real.2.y.npy"}}]})

    def test_memory_and_byte_order_change_and_no_value_does(self):
        x = np.arange(6, dtype=np.float32).reshape(2, 3)
        recording = self.recording()
        for name, values in {
            "fortran": np.asfortranarray(x),
            "big": x.astype(">f4"),
            "strided": np.repeat(x, 2, axis=1)[:, ::2],
            "view": x.view(np.recarray)[:],
        }.items():
            file = self.folder / recording.array("array", name, values)
            with open(file, "rb") as stream:
                self.assertEqual(np.lib.format.read_magic(stream), (1, 0))
                shape, is_fortran, dtype = np.lib.format.read_array_header_1_0(stream)
            self.assertEqual((shape, is_fortran, dtype.str), ((2, 3), False, "<f4"), name)
            np.testing.assert_array_equal(np.load(file, allow_pickle=False), x)

    def test_a_number_is_an_array_of_one(self):
        file = self.recording().array("array", "a", np.float32(3))
        self.assertEqual(np.load(self.folder / file).shape, (1,))

    def test_names_that_no_file_can_have(self):
        recording = self.recording()
        files = [recording.array("input", name, np.zeros(1, np.int8)) for name in ("a b", "a/b", "../a", "a.b", "a_b")]
        self.assertEqual(
            files, ["input.a_b.npy", "input.a_b.2.npy", "input._a.npy", "input.a_b.3.npy", "input.a_b.4.npy"]
        )
        self.assertEqual(sorted(path.name for path in self.folder.iterdir()), sorted(files))

    def test_element_types_are_refused_with_the_way_out(self):
        recording = self.recording()
        for values, way_out in [
            (np.zeros(3, np.float16), "float32"),
            (np.zeros(3, np.uint8), r"astype\(np.int32\).*view\(np.int8\)"),
            (np.zeros(3, bool), "int8"),
            (np.zeros(3, np.int64), "int32"),
            (np.zeros(3, np.longdouble), "round it once"),
            (np.array([[1], [1, 2]], dtype=object), "pickle"),
            (np.array(["a"]), "float32"),
            (np.zeros(3, [("a", "f4")]), "float32"),
            (np.zeros(3, np.complex64), "float32"),
            (np.ma.masked_array(np.zeros(3, np.float32), [0, 1, 0]), "masked"),
            (np.zeros((0, 3), np.float32), "no element"),
            ([1.0, 2.0], "without an element type"),
            ([[1], [1, 2]], "x"),
        ]:
            with self.subTest(way_out=way_out), self.assertRaisesRegex(RecordingError, f"x .*{way_out}|{way_out}"):
                recording.array("input", "x", values)
        self.assertEqual(list(self.folder.iterdir()), [])

    def test_other_shapes_are_refused(self):
        recording = self.recording()
        recording.real({"y": np.zeros((2, 3), np.float32)})
        for outputs, problem in [
            ({"y": np.zeros((3, 2), np.float32)}, r"shape \[3, 2\]; the real kernel's is f32 of shape \[2, 3\]"),
            ({"y": np.zeros((2, 3), np.float64)}, "is f64"),
            ({"z": np.zeros((2, 3), np.float32)}, "the outputs are z; those of the real kernel y"),
            ({}, "no output"),
        ]:
            with self.subTest(problem=problem), self.assertRaisesRegex(RecordingError, problem):
                recording.mutant("wrong", "is wrong", outputs)
        with self.assertRaisesRegex(RecordingError, r"oracle y has shape \[6\], and the output \[2, 3\]"):
            recording.compared("y", np.zeros(6))

    def test_what_is_incomplete_is_refused(self):
        recording = self.recording()
        with self.assertRaisesRegex(RecordingError, "no outputs of the real kernel"):
            recording.close()
        recording.real({"y": np.zeros(1, np.float32)})
        with self.assertRaisesRegex(RecordingError, "nothing says what is measured"):
            recording.close()
        recording.input("x", np.zeros(1, np.float32), generator="zeros")
        with self.assertRaisesRegex(RecordingError, "x is recorded twice"):
            recording.input("x", np.zeros(1, np.float32), generator="zeros")

    def test_folders(self):
        with self.assertRaisesRegex(RecordingError, "is no folder"):
            Recording(self.folder / "none", "a", "b")
        (self.folder / "left").touch()
        with self.assertRaisesRegex(RecordingError, "not empty"):
            self.recording()


if __name__ == "__main__":
    unittest.main()
