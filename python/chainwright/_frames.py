"""Data frames in and out: pandas or polars, whichever is there."""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path
from typing import Any, Dict, List, Mapping, Optional, Sequence, Tuple


def library(preferred: Optional[str] = None) -> str:
    """``pandas`` or ``polars``: the one asked for, else the one already in use, else the one installed."""
    names = ("pandas", "polars")
    if preferred is not None:
        if preferred not in names:
            raise ValueError(f"frames: one of {', '.join(names)}, not {preferred!r}")
        return preferred
    for name in names:
        if name in sys.modules:
            return name
    for name in names:
        try:
            __import__(name)
        except ImportError:
            continue
        return name
    raise ImportError("tables take pandas or polars: pip install pandas")


def _kind(schema: Mapping[str, Any]) -> str:
    kinds = schema.get("type", "string")
    kinds = [kinds] if isinstance(kinds, str) else list(kinds)
    # A number that is known in part is an object: `_known_in_part` makes columns of it.
    kinds = [kind for kind in kinds if kind not in ("null", "object")]
    return kinds[0] if len(kinds) == 1 else "any"


def frame(rows: Sequence[Mapping[str, Any]], columns: Mapping[str, Mapping[str, Any]], preferred: Optional[str] = None) -> Any:
    """Rows as a data frame with the columns and types of the published schema."""
    rows, columns = _known_in_part(rows, columns)
    names = list(columns) or (list(rows[0]) if rows else [])
    kinds = {name: _kind(columns.get(name, {})) for name in names}
    if library(preferred) == "polars":
        import polars

        types = {"integer": polars.Int64, "number": polars.Float64, "boolean": polars.Boolean, "string": polars.String}
        data: Dict[str, Any] = {}
        for name in names:
            values = [row.get(name) for row in rows]
            if kinds[name] == "array":
                data[name] = polars.Series(name, values, dtype=polars.List(polars.String) if _are_texts(values) else None)
            elif kinds[name] in types:
                data[name] = polars.Series(name, values, dtype=types[kinds[name]], strict=False)
            else:
                data[name] = polars.Series(name, values, strict=False)
        return polars.DataFrame(data)
    import pandas

    # Types that have an unknown of their own: what is blank stays blank, and whole numbers stay whole.
    dtypes = {"integer": "Int64", "number": "Float64", "boolean": "boolean", "string": "string"}
    return pandas.DataFrame({name: pandas.Series([row.get(name) for row in rows], dtype=dtypes.get(kinds[name], "object")) for name in names}, columns=names)


#: What is said besides of a number that is known in part, and its type.
_PARTS = {"at_least": "number", "at_most": "number", "known": "integer", "of": "integer"}


def _known_in_part(rows: Sequence[Mapping[str, Any]], columns: Mapping[str, Mapping[str, Any]]) -> Tuple[Sequence[Mapping[str, Any]], Mapping[str, Mapping[str, Any]]]:
    """Where a number is known in part, the column has that of the known parts, and columns beside it say where it can lie, and how many parts are known."""
    partly = [name for name in columns if any(isinstance(row.get(name), Mapping) for row in rows)]
    if not partly:
        return rows, columns
    wide: Dict[str, Mapping[str, Any]] = {}
    for name, about in columns.items():
        wide[name] = about
        if name in partly:
            wide.update({f"{name}_{part}": {"type": kind} for part, kind in _PARTS.items()})

    def told(row: Mapping[str, Any]) -> Dict[str, Any]:
        flat = dict(row)
        for name in partly:
            value = row.get(name)
            if isinstance(value, Mapping):
                flat[name] = value.get("value")
                flat.update({f"{name}_{part}": value.get(part) for part in _PARTS})
            else:
                flat.update({f"{name}_at_least": value, f"{name}_at_most": value})
        return flat

    return [told(row) for row in rows], wide


def _are_texts(values: Sequence[Any]) -> bool:
    return all(value is None or all(isinstance(part, str) for part in value) for value in values)


def is_frame(value: Any) -> bool:
    return hasattr(value, "columns") and (hasattr(value, "to_dict") or hasattr(value, "to_dicts"))


def _is_unknown(value: Any) -> bool:
    if value is None:
        return True
    if type(value).__name__ in ("NAType", "NaTType"):
        return True
    return isinstance(value, float) and value != value


def _cell(value: Any) -> str:
    if _is_unknown(value):
        return ""
    if isinstance(value, bool) or type(value).__name__ == "bool_":
        return "true" if value else "false"
    # A column of whole numbers with blanks is one of floats in pandas.
    if isinstance(value, float) and value == int(value) and abs(value) < 2**53:
        return str(int(value))
    if isinstance(value, (list, tuple)):
        return ";".join(_cell(part) for part in value)
    return str(value)


def write_csv(table: Any, path: Path) -> None:
    """A data frame, a list of dicts or a dict of columns as a CSV file."""
    if hasattr(table, "to_pylist"):
        table = table.to_pylist()
    if hasattr(table, "to_dicts"):
        names: List[str] = [str(name) for name in table.columns]
        rows = table.iter_rows()
    elif is_frame(table):
        names = [str(name) for name in table.columns]
        rows = table.itertuples(index=False, name=None)
    elif isinstance(table, Mapping):
        names = [str(name) for name in table]
        rows = zip(*table.values())
    else:
        listed = list(table)
        names = list(dict.fromkeys(str(name) for row in listed for name in row))
        rows = ([row.get(name) for name in names] for row in listed)
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(names)
        writer.writerows([_cell(value) for value in row] for row in rows)


def write_json(value: Any, path: Path) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1), encoding="utf-8")
