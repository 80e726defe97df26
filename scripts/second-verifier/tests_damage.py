"""Tests of the damage that compare.py does: the verifier reads all of it, and sees what it must."""

import datetime
import os
import random
import shutil
import tempfile
import unittest

from compare import contract_with_dependencies, make_copy
from verify import Verdicts

import canonical
import evidence
from damage import bind_again, damage, seal
from damage.to_binding import bind_to_another, change_a_binding
from damage.to_evidence import make_older
from damage.to_sources import touch_a_source

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../..")
TODAY = datetime.date(2026, 6, 1)


def renewed(members):
    """The members of an evidence file in the form of the day, whatever form it has."""
    members = {name: value for name, value in members.items() if name in {known.rstrip("?") for known in evidence.FILE}}
    mutants = {name: {"outputs": {}, **mutant} for name, mutant in members["mutants"].items()}
    return {"ulps": {}, **members, "schema": {"name": "pv-evidence", "version": evidence.VERSION}, "mutants": mutants}


class Damage(unittest.TestCase):
    def setUp(self):
        # Beside the package, so that copies can be hard links: one file system.
        self.scratch = tempfile.mkdtemp(prefix=".second-verifier-", dir=ROOT)
        self.addCleanup(shutil.rmtree, self.scratch)
        self.number = 0

    def copy(self, contract="rmsnorm-v1.yaml"):
        """A copy with one contract, whose evidence has the form of the day and is bound."""
        self.number += 1
        target = os.path.join(self.scratch, str(self.number))
        os.mkdir(target)
        copy = make_copy(ROOT, target, contract_with_dependencies(ROOT, contract))
        for name in copy.files("evidence"):
            if name.endswith(".json"):
                copy.write(name, seal(renewed(canonical.read(copy.read(name)))))
        bind_again(copy)
        return copy

    def texts(self, copy):
        return {name: copy.read(name) for name in copy.files("evidence")}

    def statuses(self, copy):
        return [status for *_, status, _ in Verdicts(copy.root, TODAY).statuses]

    def test_what_is_bound_is_fresh(self):
        verdicts = Verdicts(self.copy().root, TODAY)
        self.assertNotIn("PENDING", [status for *_, status, _ in verdicts.statuses])
        self.assertEqual({rule for rule, *_ in verdicts.findings} - {"witness-unreadable", "status-mismatch"}, set())

    def test_touches_count_for_nothing(self):
        copy = self.copy()
        before = self.statuses(copy)
        for seed in range(30):
            name = touch_a_source(random.Random(seed), copy).split(":")[0]
            # Where a line can be more than it seems, a touch counts.
            if any(sign in copy.read(name) for sign in (b"/*", b'"""', b"\\\n", b'#"')):
                bind_again(copy)
            self.assertEqual(self.statuses(copy), before, (seed, name))

    def test_what_counts(self):
        for name, old, new in (
            ("Sources/Kernels/Normalization/RMSNorm.swift", b"}", b"} let strange = 1\n"),
            ("Sources/Experiments/Normalization/RMSNormCases.swift", b"}", b"} let strange = 1\n"),
            ("Sources/CKernels/include/ck_rmsnorm.h", b");", b"); int strange;"),
            ("Sources/CKernels/ck_target.h", b"#define", b"#define STRANGE\n#define"),
            ("Package.swift", b"-O3", b"-O2"),
        ):
            copy = self.copy()
            data = copy.read(name)
            self.assertIn(old, data, name)
            copy.write(name, data.replace(old, new, 1))
            self.assertEqual(set(self.statuses(copy)), {"PENDING"}, name)
            bind_again(copy)
            self.assertNotIn("PENDING", self.statuses(copy), name)

    def test_a_binding_is_not_edited_unseen(self):
        seen = set()
        for seed in range(40):
            copy = self.copy()
            kind = (change_a_binding, change_a_binding, bind_to_another, make_older)[seed % 4]
            before = self.texts(copy)
            done = kind(random.Random(seed), copy)
            verdicts = Verdicts(copy.root, TODAY)
            seen |= {rule for rule, *_ in verdicts.findings}
            if self.texts(copy) != before and done.split()[-1] in ("seal", "head", "end", "remove", "newer", "folder"):
                self.assertIn("PENDING", [status for *_, status, _ in verdicts.statuses], done)
        self.assertLessEqual(
            {"binding-unreadable", "evidence-edited", "evidence-newer-schema", "evidence-older-form"}, seen)

    def test_whatever_is_damaged_is_read(self):
        for seed in range(60):
            with self.subTest(seed=seed):
                copy = self.copy(random.Random(seed).choice(sorted(os.listdir(f"{ROOT}/contracts"))))
                damage(random.Random(seed), copy)
                Verdicts(copy.root, TODAY)


if __name__ == "__main__":
    unittest.main()
