"""Tests of what the second verifier reads on pages, and of how it tells what damage touched."""

import os
import random
import re
import shutil
import tempfile
import unittest
from fractions import Fraction

import names
import pages
import printed
from compare import all_contracts, contract_with_dependencies, make_copy
from damage import Lie, damage, write_pages
from damage.to_pages import lie
from markdown import Page, slug, words
from touched import normal, touched
from verify import Verdicts

import tests_damage

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../..")


class Markdown(unittest.TestCase):
    def test_code_fences_and_spans(self):
        page = Page("a `b` ``c ` d``\n\n  ```sh\ne\n```\nf ```g``` `h\n")
        self.assertEqual([page.text[a:b] for a, b in page.spans], ["b", "c ` d", "g"])
        self.assertNotIn("e", page.unfenced)
        self.assertIn("b", page.unfenced)
        self.assertEqual([word for word, *_ in words(page.prose)], ["a", "f", "h"])
        self.assertEqual(len(Page("```\nopen").unfenced.strip()), 0)

    def test_the_status_block_is_not_read(self):
        page = Page("a\n<!-- pv:status:begin -->\nb\n<!-- pv:status:end -->\nc", has_status_block=True)
        self.assertEqual([word for word, *_ in words(page.prose)][-1], "c")
        self.assertNotIn("b\n", page.prose)

    def test_paragraphs(self):
        page = Page("# h\na\nb\n\n- c\n  d\n1. e\n| f |\n| g |\nh\n```\n\n```\ni")
        texts = [page.text[a:b].split() for a, b in page.paragraphs()]
        self.assertEqual(texts, [
            ["#", "h"], ["a", "b"], ["-", "c", "d"], ["1.", "e"], ["|", "f", "|"], ["|", "g", "|"], ["h"], ["i"]])

    def test_headings_and_links(self):
        self.assertEqual(slug("Of `scale` and [more](page.md)  "), "of-scale-and-more")
        page = Page('# A B\n## A B\n<a id="own"></a>\n[x](y.md#z "t") [n](pv:F/m) `[c](d)`\n')
        self.assertEqual(page.anchors(), {"a-b", "a-b-1", "own"})
        self.assertEqual([target for target, *_ in page.links()], ["y.md#z", "pv:F/m"])
        self.assertEqual([pointer for _, pointer, *_ in page.pointers], ["F/m"])
        page = Page('[2](a/F.json "pv:F/z"), [3](b.json\n "pv:c"), [4](d.md "of d"), [5](e.md pv:e), [6](f.md "pv:f)')
        self.assertEqual([one[:3] for one in page.pointers], [("2", "F/z", "a/F.json"), ("3", "c", "b.json")])
        page = Page('[x]: a.md "t"\n  [y z]:b\n[^1]: note\n[z]\n[[q]: c\n[a]b]: d\n')
        self.assertEqual([target for target, *_ in page.links()], ["a.md", "b"])


class Numbers(unittest.TestCase):
    def test_what_is_printed_is_what_was_measured(self):
        for text, value, expected in (
                ("0.12", Fraction(1, 8), True), ("0.13", Fraction(1, 8), False), ("12.5 %", Fraction(1, 8), True),
                ("1,024", Fraction(1024), True), ("1,02", Fraction(102), None), ("1.2e-7", Fraction(12, 10**8), True),
                ("\u22121.5", Fraction(-3, 2), True), ("0x44191E70", "0x44191e70", True), ("a20401ec…", "a20401ecff", True),
                ("a20401…", "a20401ecff", None), ("about 1", Fraction(1), None), ("1", None, False), ("7", "7", False)):
            number = printed.read(text)
            self.assertEqual(None if number is None else printed.matches(number, value), expected, text)

    def test_numbers_that_stand_by_themselves(self):
        text = "1.23, 12; 0x40000000 0.00123 2^1000 1000/2 x123 1,024. 123-45 100 %"
        found = [word for word, *_ in pages.decimals(text, 0, len(text))]
        self.assertEqual(found, ["1.23", "0x40000000", "0.00123", "1,024", "100"])


class Slips(unittest.TestCase):
    def test_one_character(self):
        for text in ("max_abs_eror", "max_abs_errorr", "max_abs_errer", "max_abs_erorr", "ffn_outt", "a.cosin", "cosien"):
            self.assertTrue(names.slips(text), text)
        for text in ("cosine", "layer_types", "ratios", "ffn_out", "max", "sums", "cosines_of"):
            self.assertFalse(names.slips(text), text)


class Copies(unittest.TestCase):
    setUp = tests_damage.Damage.setUp
    copy = tests_damage.Damage.copy

    def rules(self, copy):
        return {rule for rule, *_ in Verdicts(copy.root, tests_damage.TODAY).findings} - {
            "witness-unreadable", "status-mismatch", "gate-mismatch"}

    def test_what_is_so_is_accepted_and_what_is_not_is_found(self):
        seen = set()
        for seed, contract in enumerate(random.Random(1).sample(all_contracts(ROOT), 4)):
            copy = self.copy(contract)
            write_pages(random.Random(seed), copy)
            self.assertLessEqual(self.rules(copy), {"page-status-differs"}, contract)
            page = copy.read("docs/page.md")
            for number in range(16):
                copy.write("docs/page.md", page)
                done = lie(random.Random(f"{seed}.{number}"), copy)
                if isinstance(done, Lie) and "status" not in done:
                    found = self.rules(copy) - {"page-status-differs"}
                    self.assertTrue(found, done)
                    seen |= found
        self.assertLessEqual({"page-id-unknown", "page-link-dead", "prose-number-differs", "prose-number-unresolved"}, seen)

    def test_what_is_touched(self):
        name = "rmsnorm-v1.yaml"
        for old, new, expected in (
                (b"at_most:", b"at_least:", True), (b'version: "', b'version: "9', False), (b"\n", b"  # a comment\n", False),
                (b"mutants:", b"mutant:", True), (b"rule: ", b"rule:   ", False)):
            copy = self.copy(name)
            path = f"contracts/{name}"
            data = copy.read(path)
            self.assertIn(old, data)
            copy.write(path, data.replace(old, new, 1))
            # The copy's evidence may have been renewed: what contracts say is what is asked about.
            found = list(touched(ROOT, copy, [name], ["bound again"]))
            self.assertEqual(bool(found), expected, (old, found))
        copy = self.fresh(name)
        self.assertEqual(list(touched(ROOT, copy, [name], [])), [])
        for file in [path for path in copy.files("evidence") if re.search("RMS-00[12]|binding", path)]:
            copy = self.fresh(name)
            data = copy.read(file)
            place = data.index(b"claim ") if file.endswith("txt") else len(data) // 2
            copy.write(file, data[:place] + b"x" + data[place + 1 :])
            self.assertEqual(list(touched(ROOT, copy, [name], [])), [file])
        self.assertEqual(normal({"a": ["1.0", "2"], "b": None}), normal({"a": ["2.00", "1"]}))

    def fresh(self, name):
        target = tempfile.mkdtemp(dir=self.scratch)
        return make_copy(ROOT, target, contract_with_dependencies(ROOT, name))

    def test_whatever_is_damaged_is_read(self):
        for seed in range(25):
            copy = self.fresh(random.Random(seed).choice(all_contracts(ROOT)))
            write_pages(random.Random(seed), copy)
            damage(random.Random(seed), copy, pages=True)
            Verdicts(copy.root, tests_damage.TODAY)
            shutil.rmtree(copy.root)


if __name__ == "__main__":
    unittest.main()
