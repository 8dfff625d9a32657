import csv
import os
from pathlib import Path

import pytest

REPOSITORY = Path(os.environ.get("CHAINWRIGHT_REPOSITORY", Path(__file__).resolve().parent.parent.parent))
GRAPHS = REPOSITORY / "Graphs"


def tables(name):
    """The tables of a network of the repository, codes as text: 0131 is no number."""
    found = {}
    for path in sorted((GRAPHS / name).glob("*.csv")):
        if path.stem in ("figure_notes", "relations"):  # no tables of the dictionary
            continue
        with open(path, encoding="utf-8", newline="") as file:
            found[path.stem] = list(csv.DictReader(file))
    return found


@pytest.fixture(params=["pandas", "polars"])
def library(request):
    return request.param


@pytest.fixture
def frames(library):
    """A network of the repository as data frames of either library."""

    def make(name):
        if library == "pandas":
            import pandas

            return {table: pandas.DataFrame(rows, dtype="string").replace("", None) for table, rows in tables(name).items()}
        import polars

        return {table: polars.DataFrame(rows, infer_schema_length=None).with_columns(polars.all().replace("", None)) for table, rows in tables(name).items()}

    return make


def rows(frame):
    return frame.to_dicts() if hasattr(frame, "to_dicts") else frame.to_dict("records")
