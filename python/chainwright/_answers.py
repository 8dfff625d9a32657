"""Answers as the program gives them, with the columns and types of the published schemas."""

from __future__ import annotations

import functools
import json
from importlib import resources
from typing import Any, Dict, List, Mapping, Optional

from . import _frames
from ._errors import Finding

#: Lists of an answer that are no tables.
_OTHER_LISTS = ("findings", "notes")


@functools.lru_cache(maxsize=None)
def schemas() -> Dict[str, Dict[str, Any]]:
    """Every published schema by its name: ``weak-links``, ``weak-links-order`` …"""
    found = {}
    for file in resources.files(__package__).joinpath("schemas").iterdir():
        if file.name.endswith(".schema.json"):
            found[file.name[: -len(".schema.json")]] = json.loads(file.read_text(encoding="utf-8"))
    return found


def schema_of(command: str, answer: Mapping[str, Any]) -> Optional[Dict[str, Any]]:
    """The schema that describes the answer: of those of the command, the one that has all its members, and the fewest besides."""
    keys = set(answer)
    named = [schema for name, schema in sorted(schemas().items()) if name == command or name.startswith(command + "-")]
    fitting = [schema for schema in named if keys <= set(schema["properties"])]
    return min(fitting, key=lambda schema: len(set(schema["properties"]) - keys), default=None)


class Answer:
    """One answer of the program: its facts, its tables as data frames, its findings with their proofs, its notes."""

    def __init__(self, command: str, value: Mapping[str, Any], frames: Optional[str] = None):
        self.command = command
        #: The answer as the program wrote it (``--format json``).
        self.value = value
        self._frames = frames
        self._schema = schema_of(command, value)
        self._properties: Mapping[str, Any] = self._schema["properties"] if self._schema else {}

    @property
    def title(self) -> str:
        return str(self.value.get("title", ""))

    @property
    def table_names(self) -> List[str]:
        """The tables of the answer; the first is the main one."""
        if self._properties:
            return [name for name, about in self._properties.items() if about.get("type") == "array" and name not in _OTHER_LISTS and name in self.value]
        return [name for name, member in self.value.items() if isinstance(member, list) and name not in _OTHER_LISTS]

    @property
    def facts(self) -> Dict[str, Any]:
        """Single figures by their published name; None where a figure is unknown."""
        lists = (*self.table_names, *_OTHER_LISTS)
        return {name: member for name, member in self.value.items() if name != "title" and name not in lists}

    @property
    def findings(self) -> List[Finding]:
        return [Finding.read(finding) for finding in self.value.get("findings", ())]

    @property
    def notes(self) -> List[str]:
        return list(self.value.get("notes", ()))

    def meaning(self, name: str, table: Optional[str] = None) -> str:
        """What a column of a table, or a fact, is: its heading in English and Chinese."""
        about = self._columns(table)[name] if table else self._properties[name]
        return str(about.get("description", name))

    def _columns(self, table: str) -> Mapping[str, Any]:
        items = self._properties.get(table, {}).get("items", {})
        return items.get("properties", {}) if isinstance(items, Mapping) else {}

    def table(self, name: Optional[str] = None, proof: bool = False) -> Any:
        """A table as a data frame; the main one when none is named. ``findings`` is one too.

        ``proof`` adds what the findings say of the row's subject: ``proof``, ``places`` and ``remedy``, lists of texts.
        """
        if name == "findings":
            return self._findings_table()
        names = self.table_names
        if not names:
            if name is None and "findings" in self.value:
                return self._findings_table()
            raise KeyError(f"the answer to {self.command} has no table")
        name = names[0] if name is None else name
        if name not in names:
            raise KeyError(f"the answer to {self.command} has no table {name!r}; one of {', '.join(names)}")
        rows = self.value[name]
        columns = dict(self._columns(name))
        findings = self._by_subject() if proof else {}
        ids = [column for column in columns if column.endswith("_id")][:1]
        if findings and ids:
            rows = [{**row, **_proof(findings.get(row.get(ids[0]), ()))} for row in rows]
            columns.update({column: {"type": "array"} for column in ("proof", "places", "remedy")})
        return _frames.frame(rows, columns, self._frames)

    @property
    def tables(self) -> Dict[str, Any]:
        """Every table as a data frame, by its name."""
        return {name: self.table(name) for name in self.table_names}

    def _by_subject(self) -> Dict[Optional[str], List[Finding]]:
        found: Dict[Optional[str], List[Finding]] = {}
        for finding in self.findings:
            found.setdefault(finding.subject, []).append(finding)
        return found

    def _findings_table(self) -> Any:
        rows = [
            {"rule": finding.rule, "severity": finding.severity, "subject": finding.subject, "message": finding.message, **_proof([finding])} for finding in self.findings
        ]
        texts = {column: {"type": "string"} for column in ("rule", "severity", "subject", "message")}
        return _frames.frame(rows, {**texts, **{column: {"type": "array"} for column in ("proof", "places", "remedy")}}, self._frames)

    def __repr__(self) -> str:
        return f"<chainwright.Answer {self.command}: {self.title}; tables {', '.join(self.table_names) or 'none'}; {len(self.findings)} findings>"


def _proof(findings: Any) -> Dict[str, List[str]]:
    return {
        "proof": [step for finding in findings for step in finding.proof],
        "places": [str(place) for finding in findings for place in finding.places],
        "remedy": [finding.remedy for finding in findings],
    }
