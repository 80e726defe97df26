"""Which lines of a package's own Python files are executed while its real kernel is measured.

A falsifier could measure a copy of the arithmetic and never call the kernel; these lines show that it did not. They are
seen by the interpreter itself, by ``sys.monitoring`` where there is one (Python 3.12) and else by ``sys.settrace``.
coverage.py would see the same lines by the same two means; it is not used, because a test that is already measured by it
could not start a second one, and because this needs no package. While lines are seen by ``sys.settrace``, a debugger or
coverage.py does not see them: it goes on afterwards.
"""

from __future__ import annotations

import inspect
import sys
import threading
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from pathlib import Path, PurePath
from types import CodeType, FrameType, TracebackType
from typing import Any

_IN_FUNCTION = inspect.CO_OPTIMIZED | inspect.CO_NEWLOCALS


class ExecutedLines:
    """Sees lines between ``with`` and its end, in every thread that is started there.

    Only lines in functions count: those of a module or of a class body are executed when it is imported, which says nothing
    of a kernel.
    """

    def __init__(self, root: Path, paths: Collection[str]) -> None:
        """Sees the lines of Python files.

        Args:
            root: of the package; symbolic links are followed.
            paths: files and folders, from the root.
        """
        self._root = root.resolve()
        self._within = [self._root / path for path in paths]
        self._lines: defaultdict[str, set[int]] = defaultdict(set)
        self._names: dict[CodeType, str | None] = {}

    def lines(self) -> dict[str, list[int]]:
        """The lines by the path of the file from the root, both in order; none of a file that was not executed."""
        seen = dict.fromkeys(self._files(), frozenset[int]()) | self._lines
        return {path: sorted(numbers) for path, numbers in sorted(seen.items())}

    def _files(self) -> Iterator[str]:
        """The Python files that are looked at."""
        for path in self._within:
            for file in [path] if path.is_file() else path.rglob("*.py"):
                name = file.relative_to(self._root)
                if file.suffix == ".py" and not _is_foreign(name):
                    yield name.as_posix()

    def __enter__(self) -> ExecutedLines:
        """Begins to see."""
        self._end = self._monitor() if sys.version_info >= (3, 12) else self._trace()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Sees no more."""
        self._end()

    def _name(self, code: CodeType) -> str | None:
        """The path from the root of a function's file; None where its lines do not count."""
        if code not in self._names:
            name = None
            path = Path(code.co_filename)
            if code.co_flags & _IN_FUNCTION == _IN_FUNCTION and path.suffix == ".py":
                path = path.resolve()
                if any(path == each or each in path.parents for each in self._within):
                    relative = path.relative_to(self._root)
                    name = None if _is_foreign(relative) else relative.as_posix()
            self._names[code] = name
        return self._names[code]

    def _trace(self) -> Callable[[], None]:
        def seen(frame: FrameType, event: str, _: Any) -> Any:
            name = self._name(frame.f_code)
            if name is None:
                return None
            lines = self._lines[name]

            def line(frame: FrameType, event: str, _: Any) -> Any:
                if event == "line":
                    lines.add(frame.f_lineno)
                return line

            return line

        before, before_in_threads = sys.gettrace(), threading.gettrace()
        threading.settrace(seen)
        sys.settrace(seen)

        def end() -> None:
            sys.settrace(before)
            threading.settrace(before_in_threads)

        return end

    def _monitor(self) -> Callable[[], None]:
        monitoring: Any = sys.monitoring  # type: ignore[attr-defined,unused-ignore]
        tool = next((number for number in (3, 4) if monitoring.get_tool(number) is None), None)
        if tool is None:
            return self._trace()

        def line(code: CodeType, number: int) -> Any:
            name = self._name(code)
            if name is not None:
                self._lines[name].add(number)
            # Once is enough; the line then costs nothing.
            return monitoring.DISABLE

        monitoring.use_tool_id(tool, "pv_falsify")
        monitoring.register_callback(tool, monitoring.events.LINE, line)
        monitoring.set_events(tool, monitoring.events.LINE)
        # Lines that an earlier measurement has switched off count again.
        monitoring.restart_events()

        def end() -> None:
            monitoring.set_events(tool, 0)
            monitoring.register_callback(tool, monitoring.events.LINE, None)
            monitoring.free_tool_id(tool)

        return end


def _is_foreign(path: PurePath) -> bool:
    """Whether a file below the root is somebody else's: an environment's, or in a hidden folder."""
    return any(part == "site-packages" or part.startswith(".") for part in path.parts)
