"""Damage to a package whose falsifiers are recorded: sources in Python, C and C++, scripts, and the words that start them."""

import os

from .to_binding import perhaps_bound
from .to_contracts import edit
from .to_sources import change_a_token, take_away

FOLDERS = ("src", "tests")
SUFFIXES = (".py", ".c", ".h", ".cpp", ".hpp", ".sh", ".cmake", ".txt", ".toml")
PYTHON_LINES = (
    "import strange", "from strange import kernel", "from . import kernel", "from .kernel import *", "import rmsnorm.kernel",
    "import test_rmsnorm", "# comment", "'''", '"""', "def strange(): pass", "    async def strange(): pass", "strange = 'src/'",
    "größe = 1", "if True: import matvec", "\tx = 1", "path = 'tests/data.csv'", "__import__('kernel')", "import numpy as kernel",
    "lambda: kernel", "# import strange", "'\\", "x = 'a", "import conftest")
C_LINES = (
    '#include "matvec.h"', '#include "../src/matvec.h"', "#include <matvec.h>", "#include STRANGE", "#include <math.h>",
    '#  include  "strange.h"', "#import <matvec.h>", '#embed "matvec.cpp"', "void strange(void) {}", "/*", "*/", '"', "'", "//\\",
    'R"(', ')"', "#define matvec strange", '// #include "matvec.h"', '#include "matvec.h" // again', "#include_next <matvec.h>")
SCRIPT_LINES = (
    "cc src/matvec.cpp", "# src/matvec.cpp", "cmake -S . -B build", "python3 tests/record.py", "cd src", "../src/matvec.h",
    "\"$dir/../src\"", "add_subdirectory(src)", "src", "tests/record.sh.", "./tests/../src/matvec.h", "größe")
NEW_FILES = (
    "strange.py", "src/strange.py", "src/rmsnorm/strange.py", "tests/conftest.py", "conftest.py", "setup.py", "strange.h",
    "src/strange.h", "src/kernel.c", "src/matvec.c", "tests/matvec.py", "CMakeLists.txt", "src/CMakeLists.txt", "Makefile",
    "strange/__init__.py", "strange/CMakeCache.txt", "build/kernel.py", "src/.hidden.py", "requirements.txt",
    "tests/Fixtures/ExactCases/FALSIFY-NPRMS-001.jsonl", "tests/Fixtures/ExactCases/FALSIFY-CPPMV-001.jsonl")
RUNS = (
    "[python3]", "[python3, tests]", "[python3, -m, pytest]", "[python3, -m, rmsnorm]", "[python3, -m, kernel, tests/test_rmsnorm.py]",
    "[sh, tests/record.sh]", "[sh, ./tests/../tests/record.sh]", "[sh, ../record.sh]", "[cat, README.md]", "[python3, pyproject.toml]",
    "[sh, -c, tests/record.sh]", "[]", "python3", "[python3, [a]]", "[python3, 'tests/test_rmsnorm.py::a::b']", "[~, tests]")
VARIES = ('{vary: "atomics add in any order"}', "{vary: why}", "vary", "same", "{vary: }", '{vary: "a b", other: 1}')


def recorded_source(random, copy):
    """The name of a file that a recording can depend on; None where there is none."""
    named = copy.files(*FOLDERS) + [name for name in os.listdir(copy.root) if os.path.isfile(copy.path(name))]
    files = [
        name for name in named
        if name.endswith(SUFFIXES) and not os.path.islink(copy.path(name)) and "/." not in f"/{name}"]
    return random.choice(sorted(files)) if files else None


def lines_for(name):
    return PYTHON_LINES if name.endswith(".py") else C_LINES if name.endswith((".c", ".h", ".cpp", ".hpp")) else SCRIPT_LINES


def change_a_recorded_source(random, copy):
    """Another token, a line that can be read wrongly, a file more, less, renamed or linked; then perhaps a run."""
    name = recorded_source(random, copy)
    if not name:
        return None
    data = copy.read(name)
    what = random.choice(("token", "token", "line", "line", "line", "line", "remove", "add", "add", "link", "rename", "binary"))
    if what == "token":
        what = change_a_token(random, copy, name, data)
        if not what:
            return None
    elif what == "line":
        lines = data.split(b"\n")
        new = random.choice(lines_for(name)).encode()
        lines.insert(random.choice((0, len(lines), random.randrange(len(lines) + 1))), new)
        copy.write(name, b"\n".join(lines))
        what = f"{new!r} added"
    elif what == "add":
        extra = random.choice(NEW_FILES)
        if not os.path.lexists(copy.path(extra)):
            copy.write(extra, b"\n".join(line.encode() for line in random.sample(lines_for(extra), 2)) + b"\n")
        what = f"{extra} added"
    elif what == "binary":
        copy.write(name, data + b"\0")
    else:
        take_away(copy, name, data, what, "renamed")
    return f"{name}: {what}" + perhaps_bound(random, copy)


def run_otherwise(random, copy):
    """Other words start the falsifier, or its bits vary, or it is a test of Swift; then perhaps a run."""
    what = random.choice(("run", "run", "run", "bits", "test"))
    pattern = r"(?m)^    run: .*$"
    if what == "run":
        new = random.choice(RUNS)
        done = edit(random, copy, pattern, lambda old, _: f"    run: {new}")
    elif what == "bits":
        new = random.choice(VARIES)
        done = edit(random, copy, pattern, lambda old, _: f"{old}\n    bits: {new}")
    else:
        done = edit(random, copy, pattern, lambda old, _: random.choice(("    test: A.B/c", f"{old}\n    test: A.B/c", "")))
    return done and done + perhaps_bound(random, copy)
