"""Runs the program that comes with this package."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import List, Optional, Sequence

from ._errors import ChainwrightError, DataError, InputError, OutputError, UsageError


def program() -> str:
    """Where the program is: where ``CHAINWRIGHT`` says, else where this package was installed, else on ``PATH``."""
    named = os.environ.get("CHAINWRIGHT")
    if named:
        return named
    name = "chainwright" + (sysconfig.get_config_var("EXE") or "")
    folders = [sysconfig.get_path("scripts"), sysconfig.get_path("scripts", scheme=_user_scheme()), str(Path(sys.executable).parent)]
    for folder in folders:
        if folder and (found := Path(folder) / name).is_file():
            return str(found)
    # `pip install --target`: beside the package.
    beside = Path(__file__).parent.parent / "bin" / name
    if beside.is_file():
        return str(beside)
    found_on_path = shutil.which(name)
    if found_on_path:
        return found_on_path
    raise InputError("the program chainwright is not there: install the package anew, or set CHAINWRIGHT to where it is")


def _user_scheme() -> str:
    return sysconfig.get_preferred_scheme("user") if hasattr(sysconfig, "get_preferred_scheme") else "posix_user"


def run(words: Sequence[str], ok: Sequence[int] = (0,), directory: Optional[str] = None) -> str:
    """What the program writes; an exception where it ends with another code than those in ``ok``."""
    command: List[str] = [program(), *words]
    ended = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=directory)
    if ended.returncode in ok:
        return ended.stdout.decode("utf-8")
    said = ended.stderr.decode("utf-8", "replace").strip()
    prefix = "chainwright: "
    message = said[len(prefix) :] if said.startswith(prefix) else said
    kinds = {64: UsageError, 66: InputError, 73: OutputError}
    if ended.returncode == 65:
        raise DataError(message)
    if ended.returncode in kinds:
        raise kinds[ended.returncode](message)
    raise ChainwrightError(message or f"the program ended with {ended.returncode}", ended.returncode)
