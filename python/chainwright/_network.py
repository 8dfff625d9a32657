"""A network of firms, and what can be asked of it."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path
from typing import Any, Dict, List, Mapping, Optional

from . import _frames, _program
from ._answers import Answer
from ._errors import DataError, Finding, InputError
from ._questions import COMMANDS, Questions


class Map:
    """A drawing; a notebook shows it."""

    def __init__(self, svg: str):
        self.svg = svg

    def _repr_svg_(self) -> str:
        return self.svg

    def save(self, path: Any) -> None:
        Path(path).write_text(self.svg, encoding="utf-8")

    def __repr__(self) -> str:
        return f"<chainwright.Map, {len(self.svg)} bytes of SVG>"


class Scenario(Dict[str, Any]):
    """What happens to a network, or what is otherwise than its lists say (docs/scenarios.md), as a value.

    >>> stop = Scenario("no-dye", changes=[{"shut": {"firms": "SYN-X1"}}])
    """

    def __init__(self, name: str, **members: Any):
        super().__init__(name=name, **{member: value for member, value in members.items() if value is not None})

    @property
    def name(self) -> str:
        return str(self["name"])


class Network(Questions):
    """Firms and who supplies whom. Questions are methods; each gives a data frame, ``ask`` the whole answer."""

    def __init__(self, path: str, folder: Optional[tempfile.TemporaryDirectory[str]] = None, lang: str = "en", frames: Optional[str] = None):
        self.path = path
        self.lang = lang
        self.frames = frames
        # Kept for as long as the network is: its lists are in it.
        self._folder = folder

    def ask(self, command: str, **options: Any) -> Answer:
        """Asks any question of the program by its name, with its options; ``firm_limit=3`` is ``--firm-limit 3``."""
        with tempfile.TemporaryDirectory(prefix="chainwright-") as folder:
            words = [command, *self._words(command, options, folder), "--format", "json", "--lang", self.lang]
            # An audit that finds errors ends with 1, and is an answer all the same.
            text = self._run(words, ok=(0, 1) if command == "audit" else (0,))
        return Answer(command, json.loads(text), self.frames)

    def _table(self, command: str, options: Mapping[str, Any], table: Optional[str]) -> Any:
        return self.ask(command, **options).table(table, proof=table is None)

    def run(self, command: str, *, output: Any = None, **options: Any) -> str:
        """Runs a command that writes files, as ``report``; what it says. ``output`` is where it writes."""
        with tempfile.TemporaryDirectory(prefix="chainwright-") as folder:
            words = [command, *self._words(command, options, folder), "--lang", self.lang]
            if output is not None:
                words += ["-o", os.fspath(output), "--force"]
            return self._run(words)

    def map(self, view: str, **options: Any) -> Map:
        """Draws the network; ``view`` and options are those of ``chainwright map``. A notebook shows what comes."""
        with tempfile.TemporaryDirectory(prefix="chainwright-") as folder:
            drawing = Path(folder) / "map.svg"
            self._run(["map", *self._words("map", {"view": view, **options}, folder), "--lang", self.lang, "-o", str(drawing)])
            return Map(drawing.read_text(encoding="utf-8"))

    def problems(self) -> List[Finding]:
        """What the audit finds in the lists: every problem, with file and row."""
        return self.ask("audit").findings

    def _run(self, words: List[str], ok: Any = (0,)) -> str:
        try:
            return _program.run(words, ok)
        except DataError as error:
            problems = [] if words[0] == "audit" else self._errors()
            if not problems:
                raise
            said = f"{len(problems)} error{'s' if len(problems) > 1 else ''} in the data"
            raise DataError(said, problems) from error

    def _errors(self) -> List[Finding]:
        try:
            return [finding for finding in self.problems() if finding.severity == "error"]
        except Exception:  # noqa: BLE001 - the first failure is the one to tell
            return []

    def _words(self, command: str, options: Mapping[str, Any], folder: str) -> List[str]:
        """The options as they are typed. Scenarios, rules and tables that are values become files in `folder`."""
        known = COMMANDS.get(command)
        if known is None:
            raise ValueError(f"there is no command {command!r}; one of {', '.join(COMMANDS)}")
        words: List[str] = []
        after: List[str] = [self.path] if known["takes_network"] else []
        for name, value in options.items():
            option = known["options"].get(name)
            if option is None:
                raise TypeError(f"{command} has no option {name!r}; one of {', '.join(known['options'])}")
            if value is None or value is False:
                continue
            if option["kind"] == "flag":
                words.append(option["typed"])
                continue
            for part in self._values(value, option["is_repeating"]):
                said = self._said(part, f"{name}-{len(os.listdir(folder))}", folder)
                if option["kind"] == "positional":
                    after.append(said)
                else:
                    # In one word, so that a value may begin with a dash.
                    words.append(f"{option['typed']}={said}")
        return [*words, *(["--", *after] if any(word.startswith("-") for word in after) else after)]

    @staticmethod
    def _values(value: Any, is_repeating: bool) -> List[Any]:
        isolated = isinstance(value, (str, bytes, os.PathLike, Mapping)) or _frames.is_frame(value)
        if isolated or not hasattr(value, "__iter__"):
            return [value]
        return list(value) if is_repeating else [",".join(str(part) for part in value)]

    @staticmethod
    def _said(value: Any, name: str, folder: str) -> str:
        if isinstance(value, Mapping):
            path = Path(folder) / f"{name}.json"
            _frames.write_json(value, path)
            return str(path)
        if _frames.is_frame(value):
            path = Path(folder) / f"{name}.csv"
            _frames.write_csv(value, path)
            return str(path)
        return os.fspath(value) if isinstance(value, os.PathLike) else str(value)

    def __repr__(self) -> str:
        return f"<chainwright.Network {self.path}>"


def read(path: Any = None, *, lang: str = "en", frames: Optional[str] = None, strict: bool = True, **tables: Any) -> Network:
    """A network from a folder, workbook, workspace or graph file; or from data frames, one a table of the data dictionary.

    >>> net = read("Graphs/towel-chain")
    >>> net = read(firms=firms, supplies=supplies)

    A Parquet file is read by pyarrow or polars: ``read(firms="firms.parquet", supplies="supplies.parquet")``; so is a CSV file, as it is.
    ``frames`` is ``pandas`` or ``polars``; ``lang`` ``en`` or ``zh``, the language of names, messages and remedies. Errors in the data raise `DataError` at once;
    with ``strict=False`` rows and cells with errors are left out, where the program can do without them, and ``notes`` of each answer say so.
    """
    folder = None
    if path is not None and tables:
        raise TypeError("either a path, or tables")
    if path is not None:
        path = os.fspath(path)
        if not os.path.exists(path):
            raise InputError(f"{path} is not there")
    elif tables:
        folder = tempfile.TemporaryDirectory(prefix="chainwright-")
        path = folder.name
        _write_tables(tables, Path(path))
    else:
        raise TypeError("a path, or tables: read('lists.xlsx'), read(firms=…, supplies=…)")
    network = Network(path, folder, lang, frames)
    if not strict:
        return network
    errors = [finding for finding in network.problems() if finding.severity == "error"]
    if errors:
        raise DataError(f"{len(errors)} error{'s' if len(errors) > 1 else ''} in the data", errors)
    return network


def _write_tables(tables: Mapping[str, Any], folder: Path) -> None:
    known = list(dict.fromkeys(row["table"] for row in json.loads(_program.run(["describe", "--columns", "--format", "json"]))["columns"]))
    for name, table in tables.items():
        if name not in known:
            raise TypeError(f"there is no table {name!r}; one of {', '.join(known)}")
        target = folder / f"{name}.csv"
        if isinstance(table, (str, os.PathLike)):
            source = Path(table)
            if source.suffix == ".parquet":
                table = _parquet(source)
            else:
                target.write_bytes(source.read_bytes())
                continue
        _frames.write_csv(table, target)


def _parquet(path: Path) -> Any:
    try:
        from pyarrow import parquet

        return parquet.read_table(path)
    except ImportError:
        try:
            import polars

            return polars.read_parquet(path)
        except ImportError:
            raise ImportError("reading Parquet takes pyarrow or polars: pip install pyarrow") from None
