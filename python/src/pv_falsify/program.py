"""The program ``pv``: it reads contracts and measures recordings, so that Python does neither a second time."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any


class ProgramError(Exception):
    """``pv`` is not there, or could not do what it was asked for."""


def find() -> str:
    """The path of the program: ``PV_PROGRAM``, else that of this distribution, else ``pv-contracts`` or ``pv`` on PATH.

    Raises:
        ProgramError: there is none.
    """
    given = os.environ.get("PV_PROGRAM")
    if given:
        return given
    try:
        # Installed beside this package by the same wheel; a checkout has no metadata of it.
        import pv_contracts

        return str(pv_contracts.program())
    except (ImportError, FileNotFoundError):
        pass
    for name in ("pv-contracts", "pv"):
        path = shutil.which(name)
        # Debian's pv, the pipe viewer, is another program.
        if path is not None and _says(path, "--version").startswith("pv ("):
            return path
    raise ProgramError("there is no program pv: pip install pv-contracts, or name one in PV_PROGRAM")


def _says(*words: str) -> str:
    try:
        return subprocess.run(words, capture_output=True, text=True, timeout=10, check=False).stdout
    except (OSError, subprocess.TimeoutExpired):
        return ""


def claim(falsifier: str, root: Path) -> dict[str, Any]:
    """What the contract says of a falsifier, by ``pv claim``.

    Raises:
        ProgramError: with what ``pv`` says, such as that no contract has it.
    """
    result = _run(root, "claim", falsifier)
    if result.returncode != 0:
        raise ProgramError(_text(result) or f"`pv claim {falsifier}` ended with exit status {result.returncode}")
    document = json.loads(result.stdout)
    if not isinstance(document, dict):
        raise ProgramError(f"`pv claim {falsifier}` printed no JSON object")
    return document


def judge(falsifier: str, recording: Path, root: Path) -> tuple[bool, str]:
    """Whether a recording holds against its contract, by ``pv claim --recording``, and what ``pv`` says.

    Raises:
        ProgramError: ``pv`` could not judge at all.
    """
    result = _run(root, "claim", falsifier, "--recording", str(recording))
    if result.returncode not in (0, 1):
        raise ProgramError(_text(result) or f"`pv claim --recording` ended with exit status {result.returncode}")
    return result.returncode == 0, _text(result)


def _run(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [find(), *words]
    try:
        return subprocess.run(
            command, cwd=root, capture_output=True, text=True, check=False, env={**os.environ, "NO_COLOR": "1"}
        )
    except OSError as error:
        raise ProgramError(f"{command[0]} cannot be run: {error.strerror}; PV_PROGRAM names another pv") from None


def _text(result: subprocess.CompletedProcess[str]) -> str:
    return "\n".join(part.strip() for part in (result.stdout, result.stderr) if part.strip())
