"""``conform``: Python callables on the clauses of the contracts."""

from __future__ import annotations

import contextvars
import json
import multiprocessing
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
from collections.abc import Callable, Iterable, Mapping
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, Literal, NoReturn

from . import conformance_report
from . import program as program_file
from .conformance_report import ConformanceReport
from .operations import OPERATIONS

try:
    from . import callables
except ModuleNotFoundError as missing:
    if missing.name != "numpy":
        raise
    raise ModuleNotFoundError(
        "pv_falsify.conform needs NumPy, which is not installed: pip install 'pv-contracts[conform]'", name="numpy"
    ) from None

__all__ = ["ConformanceError", "conform"]

#: What a callable gets are arrays of NumPy, and what it returns is whatever NumPy takes.
Kernel = Callable[..., Any]


class ConformanceError(Exception):
    """Nothing could be tried: pv cannot be had, or says why it does not."""


def conform(
    *,
    dot: Kernel | None = None,
    matvec: Kernel | None = None,
    dequantize: Kernel | None = None,
    product_q8_k: Kernel | None = None,
    product_q8_0: Kernel | None = None,
    quantize_q8_k: Kernel | None = None,
    quantize_q8_k_published: Kernel | None = None,
    quantize_q8_0: Kernel | None = None,
    attention_decode: Kernel | None = None,
    attention_prefill: Kernel | None = None,
    softmax: Kernel | None = None,
    exp: Kernel | None = None,
    silu: Kernel | None = None,
    gelu: Kernel | None = None,
    swiglu: Kernel | None = None,
    geglu: Kernel | None = None,
    rmsnorm: Kernel | None = None,
    layernorm: Kernel | None = None,
    rope: Kernel | None = None,
    contracts: Iterable[str] = (),
    falsifiers: Iterable[str] = (),
    folder: str | os.PathLike[str] | None = None,
    seed: str | None = None,
    case: str | None = None,
    threads: int | None = None,
    timeout: float = 10.0,
    process: Literal["this", "fork", "spawn"] = "this",
    report: str | os.PathLike[str] | None = None,
    program: str | os.PathLike[str] | None = None,
    **unknown: NoReturn,
) -> ConformanceReport:
    """Tries callables on the clauses of the contracts, as ``pv conform`` tries the functions of a shared library.

    Each callable gets the arrays of its operation in the order of pv_kernels.h, with the shapes that stand there, then
    the parameters that are no sizes; it returns the output, or a tuple of them: arrays of NumPy, or what
    ``numpy.asarray`` makes them of, in the right dtype and shape. ``NotImplemented`` says that it has not this type or
    shape. A callable with a parameter ``threads`` is told how many it may use; with any other, numbers of threads are
    not compared. docs/conform.md has the signatures.

    Args:
        contracts: only the clauses of these.
        falsifiers: only these.
        folder: contracts of this folder, not those of pv.
        seed: what fresh cases are drawn from, as an earlier report has it.
        case: one case alone, as a report has it; with one falsifier.
        threads: at most so many in any call; without it, as many as falsifiers list, and as many as there are processors
            where calls are made again.
        timeout: how long a call may take, in seconds.
        process: where callables run. ``"this"``: in a thread of this process, one call at a time, with all that it has
            loaded; what ends the process, such as a segmentation fault, ends it. ``"fork"``: in a copy of it, which may
            crash or hang without harm; libraries that keep threads can hang in a copy. ``"spawn"``: in a new one, which
            imports the callables by name. Both are made anew for each falsifier.
        report: pv's own report is written to this file as well, also where this process ends before it does.
        program: the program; without it, PV_PROGRAM of the environment, else the one of the installation, else the
            one on PATH.

    Returns:
        The report; nothing is raised for what is falsified: ``conform(…).check()`` does.

    Raises:
        TypeError: an unknown keyword, no callable, or something that cannot be called.
        ConformanceError: pv is not there, or there is nothing that it could try.
    """
    functions = _functions(locals(), unknown)
    if process not in ("this", "fork", "spawn"):
        raise TypeError(f"process is {process!r}; it can be 'this', 'fork' or 'spawn'")
    threaded = frozenset(
        each.name
        for each in OPERATIONS
        if each.takes_threads and each.name in functions and callables.accepts_threads(functions[each.name])
    )
    pv = _program(program)
    with tempfile.TemporaryDirectory(prefix="pv-") as work:
        library = _library(Path(work), pv)
        written = Path(work, "report.json") if report is None else Path(report)
        command = [pv, "conform", str(library), "--report", str(written), "--timeout", repr(float(timeout)), "--quiet"]
        for option, names in (("--contract", contracts), ("--falsifier", falsifiers)):
            for name in [names] if isinstance(names, str) else names:
                command += [option, name]
        for option, value in (("--contracts", folder), ("--seed", seed), ("--case", case)):
            if value is not None:
                command += [option, os.fspath(value)]
        if not threaded:
            command += ["--threads", "1"]  # nobody would be told of more
        elif threads is not None:
            command += ["--threads", str(threads)]
        written.unlink(missing_ok=True)
        run = _Run(functions, library, Path(work), process)
        code, said = run.of(command)
        if code not in (0, 1, 2) or not written.exists():
            raise ConformanceError(said or f"pv ended with exit code {code} and said nothing")
        failures = callables.Failures(run.failures).all
        words = conformance_report.Words(
            lambda number: (
                failures[number - callables.FIRST_FAILURE].text,
                failures[number - callables.FIRST_FAILURE].traceback,
            ),
            run.ends,
            callables.GONE,
        )
        data = json.loads(written.read_text("utf-8"))
        return conformance_report.read(data, words, frozenset(functions), threaded)


def _functions(arguments: Mapping[str, Any], unknown: Mapping[str, object]) -> dict[str, Kernel]:
    names = [operation.name for operation in OPERATIONS]
    for name in unknown:
        raise TypeError(f"conform has no keyword {name!r}; operations are {', '.join(names)}")
    functions = {name: arguments[name] for name in names if arguments[name] is not None}
    if not functions:
        raise TypeError(f"conform has nothing to try: give a callable for one of {', '.join(names)}")
    for name, function in functions.items():
        if not callable(function):
            raise TypeError(f"{name} is a {type(function).__name__}, which cannot be called")
    return functions


def _program(given: str | os.PathLike[str] | None) -> str:
    """The program that was asked for, or the one that all of pv_falsify uses."""
    try:
        named = program_file.find() if given is None else os.fspath(given)
    except program_file.ProgramError as error:
        raise ConformanceError(f"{error}, or with program=") from None
    found = shutil.which(named)
    if found is None:
        raise ConformanceError(f"{named} is no program that could be run")
    return found


def _library(work: Path, pv: str) -> Path:
    """The library of callables.c: that of the wheel, or one that is compiled now, which takes a tenth of a second."""
    here = Path(__file__).parent
    # callables.so would be a module of Python, before callables.py.
    built = here / "libcallables.so"
    if built.exists():
        return built
    # The header is that of the program which is going to load it.
    header = subprocess.run([pv, "conform", "--header"], capture_output=True, text=True)
    if header.returncode != 0:
        raise ConformanceError(f"{pv} prints no header: {header.stderr.strip()}")
    (work / "pv_kernels.h").write_text(header.stdout, "utf-8")
    library = work / "libcallables.so"
    compiler = os.environ.get("CC", "cc")
    command = [
        compiler,
        "-std=c11",
        "-O2",
        "-shared",
        "-fPIC",
        f"-I{work}",
        "-o",
        str(library),
        str(here / "callables.c"),
    ]
    try:
        done = subprocess.run(command, capture_output=True, text=True)
    except FileNotFoundError:
        raise ConformanceError(
            f"{compiler} is not there: install a C compiler or name one with CC; a wheel of pv-contracts needs none"
        ) from None
    if done.returncode != 0:
        raise ConformanceError(f"{compiler} does not compile {here / 'callables.c'}: {done.stderr.strip()}")
    return library


class _Run:
    """One run of pv, whose calls are answered here.

    Callables run in this process unless something else is asked for: that is where their models, sessions and devices
    are. A copy made by fork would be safe from a crash, but the pools of threads that torch, jax and onnxruntime keep
    are not in it, so that calls could hang, and a falsified clause would be a lie; a new process has neither closures
    nor what was loaded. Both can be asked for. In this process they run in a thread of their own: a call that does not
    return is left there, and the report is made without it, unless it keeps the interpreter's lock.
    """

    def __init__(self, functions: Mapping[str, Kernel], library: Path, work: Path, process: str) -> None:
        self._functions = dict(functions)
        self._library = library
        self._process = process
        self._address = work / "calls"
        self.failures = work / "failures"
        #: How processes of callables ended that nobody had ended, in order.
        self.ends: list[str] = []
        self._worker: BaseProcess | None = None

    def of(self, command: list[str]) -> tuple[int, str]:
        """Runs pv to its end; its exit code, and what it said."""
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listener:
            try:
                listener.bind(str(self._address))
            except OSError as error:
                raise ConformanceError(f"no socket can be made at {self._address} ({error}); set TMPDIR") from None
            listener.listen()
            listener.settimeout(0.05)
            environment = dict(os.environ, PV_FALSIFY_SOCKET=str(self._address))
            with subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment
            ) as pv:
                said: list[str] = []
                reader = threading.Thread(target=lambda: said.append(_text(pv)), daemon=True)
                reader.start()
                try:
                    while pv.poll() is None:
                        try:
                            connection = listener.accept()[0]
                        except TimeoutError:
                            continue
                        self._answer(connection)
                    reader.join()
                except BaseException:
                    pv.kill()
                    raise
                finally:
                    self._end_worker()
            return pv.returncode, said[0].strip()

    def _answer(self, connection: socket.socket) -> None:
        """Answers the calls of one process of pv, of which there is one at a time."""
        connection.setblocking(True)
        arguments = (connection, self._functions, str(self._library), str(self.failures))
        if self._process == "this":
            context = contextvars.copy_context()
            threading.Thread(target=context.run, args=(callables.serve, *arguments), daemon=True).start()
            return
        self._end_worker()
        worker = _process(self._process, callables.serve, arguments)
        with connection:
            try:
                worker.start()
            except Exception as error:
                raise ConformanceError(
                    f"a callable cannot go to a new process ({error}): it must be found by name in a module"
                ) from error
        self._worker = worker

    def _end_worker(self) -> None:
        """Ends the process of the callables; notes how it ended where it did so itself."""
        worker, self._worker = self._worker, None
        if worker is None:
            return
        # One whose call took too long does not end; one that crashed has, a moment ago.
        worker.join(0.2)
        code = worker.exitcode
        if code is None:
            worker.kill()
            worker.join()
        elif code != 0:
            self.ends.append(signal.Signals(-code).name if code < 0 else f"exit code {code}")


def _process(method: str, target: Callable[..., None], arguments: tuple[Any, ...]) -> BaseProcess:
    if method == "fork":
        return multiprocessing.get_context("fork").Process(target=target, args=arguments, daemon=True)
    return multiprocessing.get_context("spawn").Process(target=target, args=arguments, daemon=True)


def _text(pv: subprocess.Popen[bytes]) -> str:
    assert pv.stderr is not None
    return pv.stderr.read().decode("utf-8", "replace")
