"""Tests of what a recording depends on, docs/evidence-keys.md, "Recordings", and of contracts with `run:`.

The cases of Tests/ProvenanceTests/RecordedSourcesTests.swift.
"""

import os
import tempfile
import textwrap
import unittest

import freshness
import keys
from checkout import Folder, NoKey
from contract import Contract
from recorded import INCLUDE, PATH, Sources


def package(files):
    """A folder with some files, by their paths."""
    folder = tempfile.TemporaryDirectory()
    for path, content in files.items():
        os.makedirs(os.path.dirname(f"{folder.name}/{path}"), exist_ok=True)
        with open(f"{folder.name}/{path}", "wb") as file:
            file.write(content if isinstance(content, bytes) else content.encode())
    return folder


class RecordedReach(unittest.TestCase):
    def reached(self, files, *run):
        with package(files) as root:
            sources = Sources(Folder(root))
            scripts = sources.scripts(run)
            return sources.reached(scripts, scripts)

    def test_start_files(self):
        files = {
            "tests/test_a.py": "", "record.jl": "", "tools/record/__main__.py": "", "tools/record/__init__.py": "",
            "tools/other.py": "", "build/record": "", "data.bin": b"a\0b"}
        with package(files) as root:
            os.symlink("tests/test_a.py", f"{root}/link.py")
            sources = Sources(Folder(root))
            self.assertEqual(sources.scripts(["python3", "-m", "pytest", "tests/test_a.py::test_b"]), ["tests/test_a.py"])
            self.assertEqual(sources.scripts(["julia", "record.jl", "./tests/test_a.py"]), ["record.jl", "tests/test_a.py"])
            self.assertEqual(
                sorted(sources.scripts(["python3", "-m", "tools.record"])),
                ["tools/record/__init__.py", "tools/record/__main__.py"])
            self.assertEqual(sources.scripts(["python3", "-m", "tools.other"]), ["tools/other.py"])
            for none in (["build/record"], ["data.bin"], ["../x"], ["none"], ["tests"], ["::"], ["python3", "-m", "."]):
                self.assertEqual(sources.scripts(none), [], none)
            with self.assertRaises(NoKey):
                sources.scripts(["link.py"])

    def test_python_is_followed_by_words(self):
        files = {
            "tests/test_a.py": "from pkg.deep import kernel\nimport importlib\nimportlib.import_module('lazily')\n",
            "src/pkg/__init__.py": "", "src/pkg/deep/__init__.py": "from . import relative\n", "src/pkg/deep/kernel.py": "",
            "src/pkg/deep/relative.py": "", "src/lazily.py": "import native\n", "src/native.c": "#include \"native.h\"\n",
            "src/native.h": "", "src/other.py": "", "src/pkg/other/__init__.py": "", "conftest.py": "import support\n",
            "support.py": "", "pyproject.toml": "readme = 'README.md'\n", "README.md": "", "tests/deep/conftest.py": "",
            "node_modules/kernel.py": "", "build/lib/kernel.py": "", "venv/pyvenv.cfg": "", "venv/kernel.py": "",
            "contracts/kernel.py": "", "src/__pycache__/kernel.py": ""}
        self.assertEqual(self.reached(files, "tests/test_a.py"), {
            "tests/test_a.py", "src/pkg/__init__.py", "src/pkg/deep/__init__.py", "src/pkg/deep/kernel.py",
            "src/pkg/deep/relative.py", "src/lazily.py", "src/native.c", "src/native.h", "conftest.py", "support.py",
            "pyproject.toml"})

    def test_c_is_followed_by_includes_and_stems(self):
        files = {
            "record.sh": "cmake -S . -B build && build/record # as tests/notes.txt says.\n",
            "CMakeLists.txt": "add_subdirectory(tests)\ninclude(cmake/flags.cmake)\n",
            "cmake/flags.cmake": "set(A ${CMAKE_SOURCE_DIR}/cmake/list.txt)", "cmake/list.txt": "src/never.c",
            "tests/CMakeLists.txt": "add_executable(record record.cpp)\n", "tests/notes.txt": "",
            "tests/record.cpp":
                '#include <lib/scale.h>\n # include\t"near.hpp"\n#include "../lone.h"\n#include <math.h>\n',
            "tests/near.hpp": '#include "none.h"\n', "include/lib/scale.h": "", "src/scale.cpp": '#include "inner.h"',
            "src/inner.h": "", "lone.h": "", "src/never.c": "", "src/other/near.hpp": "", "build/record": "",
            "build/Makefile": "src/never.c"}
        self.assertEqual(self.reached(files, "sh", "record.sh"), {
            "record.sh", "CMakeLists.txt", "cmake/flags.cmake", "cmake/list.txt", "tests/CMakeLists.txt", "tests/notes.txt",
            "tests/record.cpp", "tests/near.hpp", "include/lib/scale.h", "src/scale.cpp", "src/inner.h", "lone.h"})

    def test_includes(self):
        self.assertEqual(
            self.reached({"a.c": "#include KERNEL\n", "b.h": "", "c.cuh": "", "d.c": "", "e.txt": ""}, "a.c"),
            {"a.c", "b.h", "c.cuh"})
        text = b'#include "a"\n#  import<b>\n#included "c"\n#include "d\n#embed <e>'
        self.assertEqual(
            [match.groups()[1:] for match in INCLUDE.finditer(text)], [(b"a", None), (None, b"b"), (None, None), (None, b"e")])
        self.assertEqual(
            [run.rstrip(b".") for run in PATH.findall("cd ${ROOT}/a/b; x='c-d.e+f' ... see g.txt. é/h".encode())],
            [b"cd", b"ROOT", b"/a/b", b"x", b"c-d.e+f", b"", b"see", b"g.txt", "é/h".encode()])


class RecordedKeys(unittest.TestCase):
    FILES = {
        "tests/test_a.py": "from kernel import f\nmeasure('bits_differing')\n", "src/kernel.py": "def f(): ...\n",
        "src/native.c": "// a comment\nint x;\n", "data/a.csv": "1\n", "pyproject.toml": "a = 1\n", "unrelated.py": "",
        "tests/Fixtures/ExactCases/F.jsonl": "{}\n"}
    FALSIFIER = {"id": "F", "test": "", "run": ["python3", "tests/test_a.py"], "fixtures": ["data"], "checks": []}

    def members(self, changes=(), paths=("src",)):
        with package({**self.FILES, **dict(changes)}) as root:
            return keys.Keys(Folder(root)).members(self.FALSIFIER, paths)

    def test_members(self):
        self.assertEqual(sorted(self.members()), [
            "data/a.csv", "metric#bits_differing", "pyproject.toml", "recorder", "src/kernel.py", "src/native.c",
            "tests/Fixtures/ExactCases/F.jsonl", "tests/test_a.py"])

    def test_what_moves_a_key(self):
        before = keys.key(self.members())
        for path, text, moves in (
                ("unrelated.py", "x = 1\n", False), ("src/native.c", "// another\nint x;\n", False),
                ("src/__pycache__/kernel.pyc", "x", False), ("src/native.c", "int y;\n", True),
                ("src/kernel.py", "# a comment\n", True), ("src/new.txt", "x", True), ("data/a.csv", "2\n", True)):
            self.assertEqual(keys.key(self.members({path: text})) != before, moves, path)

    def test_unreached(self):
        with package(self.FILES) as root:
            found = keys.Keys(Folder(root))
            self.assertEqual(found.unreached(self.FALSIFIER, ["src", "unrelated.py"]), ["unrelated.py"])
            with self.assertRaises(NoKey):
                found.members({**self.FALSIFIER, "run": ["python3", "none.py"]}, [])


class RecordedContracts(unittest.TestCase):
    def contract(self, entry):
        text = "metadata: {format: pv/1}\nfalsification_tests:\n" + textwrap.indent(f"- {{id: F-1, {entry}}}", "  ")
        return Contract("contracts/scale-v1.yaml", text.encode())

    def test_how_it_is_run_belongs_to_the_claim(self):
        home = self.contract("run: [a, b], bits: {vary: two words}")
        self.assertEqual(home.problems, set())
        claim = freshness.claim(home, home.falsifiers[0], {})
        self.assertEqual((claim["run"], claim["bits"], claim["test"]), (["a", "b"], "vary", ""))
        home = self.contract("test: A.B/c")
        self.assertEqual({"run", "bits"} & set(freshness.claim(home, home.falsifiers[0], {})), set())

    def test_what_is_not_judged(self):
        for entry in (
                "run: []", 'run: [a, ""]', "run: [a], test: A.B/c", "bits: {vary: two words}", "run: [a], bits: {vary: word}",
                "run: [a], bits: {vary: two words}, checks: [{metric: sha256, equals: " + "0" * 64 + "}]"):
            self.assertEqual(self.contract(entry).problems, {"run-invalid"}, entry)
        self.assertIn("wrong-type", self.contract("run: a b").problems)
        self.assertIn("wrong-type", self.contract("run: [a], bits: vary").problems)
        self.assertIn("missing-key", self.contract("run: [a], bits: {}").problems)


if __name__ == "__main__":
    unittest.main()
