"""Lines of the package's functions are seen while a kernel runs, and no others."""

import importlib
import importlib.util
import sys
import tempfile
import threading
import unittest
from pathlib import Path

from pv_falsify.execution import ExecutedLines

KERNEL = """\
import sys
LOADED = sys.version

def kernel(x):
    if x > 0:
        return x
    return -x

class Late:
    word = "in a class"

def imports():
    import late_one
"""


class ExecutionTests(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name).resolve()
        (self.root / "src").mkdir()
        (self.root / "src/kernel.py").write_text(KERNEL)
        (self.root / "src/late_one.py").write_text("VALUE = [x for x in range(2)] if False else 1\n")
        (self.root / ".venv").mkdir()
        (self.root / ".venv/other.py").write_text("def other():\n    return 1\n")

    def load(self, path):
        spec = importlib.util.spec_from_file_location(f"loaded_{Path(path).stem}", self.root / path)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module

    def lines(self, body, *paths):
        seen = ExecutedLines(self.root, paths or ["."])
        with seen:
            body()
        return seen.lines()

    def test_lines_of_functions_that_ran(self):
        module = self.load("src/kernel.py")
        self.assertEqual(self.lines(lambda: module.kernel(1)), {"src/kernel.py": [5, 6], "src/late_one.py": []})
        # The same lines again: what one measurement has seen does not hide them from the next.
        self.assertEqual(self.lines(lambda: module.kernel(1), "src/kernel.py"), {"src/kernel.py": [5, 6]})
        self.assertEqual(self.lines(lambda: module.kernel(-1), "src"), {"src/kernel.py": [5, 7], "src/late_one.py": []})

    def test_an_import_executes_nothing(self):
        self.assertEqual(self.lines(lambda: self.load("src/kernel.py"), "src/kernel.py"), {"src/kernel.py": []})
        module = self.load("src/kernel.py")
        sys.path.insert(0, str(self.root / "src"))
        self.addCleanup(sys.path.remove, str(self.root / "src"))
        self.addCleanup(sys.modules.pop, "late_one", None)
        self.assertEqual(self.lines(module.imports), {"src/kernel.py": [13], "src/late_one.py": []})

    def test_threads_are_seen(self):
        module = self.load("src/kernel.py")

        def body():
            thread = threading.Thread(target=module.kernel, args=(1,))
            thread.start()
            thread.join()

        self.assertEqual(self.lines(body, "src/kernel.py"), {"src/kernel.py": [5, 6]})

    def test_environments_and_other_paths_are_not_looked_at(self):
        other = self.load(".venv/other.py")
        self.assertNotIn(".venv/other.py", self.lines(other.other))
        module = self.load("src/kernel.py")
        self.assertEqual(self.lines(lambda: module.kernel(1), "src/late_one.py"), {"src/late_one.py": []})
        self.assertEqual(self.lines(lambda: module.kernel(1), "src/kernel.c"), {})

    def test_a_tracer_that_was_there_goes_on(self):
        module = self.load("src/kernel.py")
        seen = []

        def tracer(frame, event, argument):
            seen.append(event)

        before = sys.gettrace()
        sys.settrace(tracer)
        try:
            self.lines(lambda: module.kernel(1))
            self.assertIs(sys.gettrace(), tracer)
        finally:
            sys.settrace(before)

    def test_it_ends_where_the_kernel_raises(self):
        before = sys.gettrace()
        with self.assertRaises(ZeroDivisionError):
            self.lines(lambda: 1 / 0)
        self.assertIs(sys.gettrace(), before)
        self.assertEqual(self.lines(lambda: None, "src/kernel.py"), {"src/kernel.py": []})


if __name__ == "__main__":
    unittest.main()
