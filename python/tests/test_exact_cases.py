"""Exact cases are kept in the form of docs/search.md."""

import tempfile
import unittest
from pathlib import Path

import numpy as np

from pv_falsify import ExactCaseError, exact_cases

FOUND = '{"case":{"bytes":"u8 00 ff","n":3,"x":"f32 3f800000 80000000 7fc00001"},"domain":"rows","falsifier":"FALSIFY-A-001"}'


class ExactCaseTests(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.file = exact_cases.path(Path(folder.name) / "tests/test_a.py", "FALSIFY-A-001")

    def test_there_and_back(self):
        x = np.array([0x3F800000, 0x80000000, 0x7FC00001], np.uint32).view(np.float32)
        case = {"x": x, "n": 3, "bytes": np.array([0, 255], np.uint8)}
        text = exact_cases.line("FALSIFY-A-001", "rows", case)
        self.assertEqual(text, FOUND)
        self.assertTrue(exact_cases.keep(self.file, text))
        self.assertFalse(exact_cases.keep(self.file, text))
        self.assertEqual(self.file.read_bytes(), FOUND.encode() + b"\n")
        (read,) = exact_cases.read(self.file, "FALSIFY-A-001", "rows")
        self.assertEqual(read["x"].tobytes(), x.tobytes())
        self.assertEqual((read["n"], read["bytes"].tolist()), (3, [0, 255]))
        self.assertEqual(exact_cases.read(self.file, "FALSIFY-A-001", "others"), [])

    def test_no_file_no_cases(self):
        self.assertEqual(exact_cases.read(self.file, "FALSIFY-A-001", "rows"), [])

    def test_no_line_is_left_out_in_silence(self):
        self.file.parent.mkdir(parents=True)
        for line, problem in [
            ("{", "no JSON"),
            ("[]", "no object"),
            ('{"case":{},"domain":"rows"}', "no object"),
            (FOUND.replace("A-001", "B-001"), "a case of FALSIFY-B-001"),
            (FOUND.replace("3f800000", "3f80000"), "neither a size nor an array"),
            (FOUND.replace("3f800000", "+f800000"), "neither a size nor an array"),
            (FOUND.replace("f32", "f64"), "neither a size nor an array"),
            (FOUND.replace(":3,", ":-3,"), "neither a size nor an array"),
            (FOUND.replace(":3,", ":true,"), "neither a size nor an array"),
        ]:
            self.file.write_text(f"{FOUND}\n{line}\n")
            with self.subTest(line=line), self.assertRaisesRegex(ExactCaseError, f"jsonl:2.*{problem}"):
                exact_cases.read(self.file, "FALSIFY-A-001", "rows")

    def test_what_no_line_can_hold(self):
        for value in (np.zeros(2), np.zeros((1, 1), np.float32), -1, True, 1.5, "f32"):
            with self.subTest(value=value), self.assertRaisesRegex(ExactCaseError, "x can be kept as"):
                exact_cases.line("FALSIFY-A-001", "rows", {"x": value})


if __name__ == "__main__":
    unittest.main()
