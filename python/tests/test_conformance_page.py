"""The page of real libraries: what a record keeps, and that the committed page is that of the committed records."""

import json
import sys
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts/foreign"))

import page  # noqa: E402
import record  # noqa: E402
from libraries import NOT_JUDGED  # noqa: E402


class ConformancePage(unittest.TestCase):
    def margin(self, condition, measured):
        return record.margin({"condition": condition, "measured": measured})

    def test_a_margin_is_in_bits_below_the_threshold(self):
        self.assertEqual(self.margin("must be ≤ 1", "0.25"), 2)
        self.assertEqual(self.margin("must be ≤ 2", "8 (0x41000000)"), -2)
        self.assertEqual(self.margin("must be ≤ 1e-6", "1e-06"), 0)

    def test_what_is_no_threshold_has_none(self):
        for condition, measured in (
            ("must be = 0", "3"),
            ("must be ≤ 1", "nan"),
            ("must be ≤ 0", "1"),
            ("must be ≤ 1", "0"),
        ):
            self.assertIsNone(self.margin(condition, measured), (condition, measured))
        self.assertIsNone(record.margin({"condition": "must be ≤ 1"}))

    def test_the_page_is_that_of_the_records(self):
        records = [json.loads(path.read_text("utf-8")) for path in (ROOT / "docs/conformance").glob("*.json")]
        records.sort(key=lambda each: each["title"].lower())
        self.assertEqual((ROOT / "docs/conformance.md").read_text("utf-8"), page.page(records, NOT_JUDGED))
        for each in records:
            self.assertIn(each["title"], page.page([each], {}))

    def test_a_library_without_results_is_named_with_the_reason(self):
        self.assertIn("- Accelerate: is no package", page.page([], {"Accelerate": "is no package"}))


if __name__ == "__main__":
    unittest.main()
