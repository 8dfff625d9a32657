"""What can go wrong, as exceptions; what is wrong with data is told with file and row."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Mapping, Optional, Sequence


@dataclass(frozen=True)
class Place:
    """Where something stands in the lists."""

    file: str
    row: Optional[int] = None
    column: Optional[str] = None
    sheet: Optional[str] = None

    def __str__(self) -> str:
        parts = [self.file]
        if self.sheet:
            parts.append(self.sheet)
        if self.row is not None:
            parts.append(f"row {self.row}")
        if self.column:
            parts.append(self.column)
        return ", ".join(parts)

    @classmethod
    def read(cls, place: Mapping[str, Any]) -> Place:
        return cls(place.get("file", ""), place.get("row"), place.get("column"), place.get("sheet"))


@dataclass(frozen=True)
class Finding:
    """A finding of an answer: what is so, where it stands in the lists, how it is proved, and what to do."""

    rule: str
    severity: str
    message: str
    remedy: str
    subject: Optional[str] = None
    places: Sequence[Place] = ()
    proof: Sequence[str] = ()
    figures: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        place = f"{self.places[0]}: " if self.places else ""
        return f"{place}{self.message} [{self.rule}]"

    @classmethod
    def read(cls, finding: Mapping[str, Any]) -> Finding:
        return cls(
            rule=finding["rule"],
            severity=finding["severity"],
            message=finding["message"],
            remedy=finding["remedy"],
            subject=(finding.get("subject") or {}).get("id"),
            places=tuple(Place.read(place) for place in finding.get("places", ())),
            proof=tuple(step["text"] for step in finding.get("witness", ())),
            figures=finding.get("figures", {}),
        )


class ChainwrightError(Exception):
    """Any failure of the program; ``code`` is its exit code (docs/exit-codes.md)."""

    code: int = 1

    def __init__(self, message: str, code: Optional[int] = None):
        super().__init__(message)
        if code is not None:
            self.code = code


class UsageError(ChainwrightError, ValueError):
    """A question that cannot be asked so: an option that is not there, or a value that it cannot take."""

    code = 64


class DataError(ChainwrightError, ValueError):
    """Data that were read and are wrong. ``problems`` has all of them, each with the file, row and column where it stands."""

    code = 65

    def __init__(self, message: str, problems: Sequence[Finding] = ()):
        shown = [str(problem) for problem in problems[:5]]
        more = [f"… and {len(problems) - 5} more"] if len(problems) > 5 else []
        super().__init__("\n  ".join([message, *shown, *more]))
        self.problems = list(problems)

    @property
    def file(self) -> Optional[str]:
        place = self._place
        return place.file if place else None

    @property
    def row(self) -> Optional[int]:
        place = self._place
        return place.row if place else None

    @property
    def _place(self) -> Optional[Place]:
        return next((problem.places[0] for problem in self.problems if problem.places), None)


class InputError(ChainwrightError, OSError):
    """Something that cannot be read, or a library that is not installed."""

    code = 66


class OutputError(ChainwrightError, OSError):
    """A result that cannot be written."""

    code = 73
