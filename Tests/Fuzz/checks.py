"""What must hold of every run, whatever it was given."""
import csv
import io
import json
import re
import xml.etree.ElementTree as xml

CODES = {0, 64, 65, 66, 73}
# Bytes that no answer has: control characters but for the line end, and in CSV and JSON the tab and return within cells.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x9f]")


def status(command, code, error):
    if code < 0:
        yield f"ended by signal {-code}"
    elif code not in CODES and not (code == 1 and command == "audit"):
        yield f"exit code {code} is not documented"
    if "Fatal error" in error or "Backtrac" in error or "Assertion" in error:
        yield "the run-time said: " + error[:200]
    if code not in (0, 1) and not error.strip():
        yield f"exit code {code} without a word"


def text(name, data):
    """Of bytes: UTF-8, no control characters."""
    try:
        decoded = data.decode("utf-8")
    except UnicodeDecodeError as wrong:
        yield f"{name}: no UTF-8: {wrong}"
        return
    found = CONTROL.search(decoded)
    if found:
        yield f"{name}: the control character {found.group()!r} at {found.start()}: {decoded[max(0, found.start() - 40):found.start() + 10]!r}"


def strict_json(name, data):
    def refuse(word):
        raise ValueError(f"{word} is no JSON")

    def members(pairs):
        if len({key for key, _ in pairs}) != len(pairs):
            raise ValueError(f"a member twice: {[key for key, _ in pairs]}")
        return dict(pairs)
    try:
        json.loads(data, parse_constant=refuse, object_pairs_hook=members)
    except ValueError as wrong:
        yield f"{name}: {wrong}"


def rectangular(name, data):
    rows = list(csv.reader(io.StringIO(data.decode("utf-8", "replace"), newline=""), strict=True))
    widths = {len(row) for row in rows}
    if len(widths) > 1:
        yield f"{name}: rows of {sorted(widths)} cells"
    if any(word.lower() in ("nan", "inf", "-inf", "infinity") for row in rows[1:] for word in row):
        yield f"{name}: a number that is none"


def well_formed(name, data):
    try:
        xml.fromstring(data)
    except xml.ParseError as wrong:
        yield f"{name}: {wrong}"


def page(name, data):
    text = data.decode("utf-8", "replace")
    if "Content-Security-Policy" not in text:
        yield f"{name}: no Content-Security-Policy"
    if re.search(r"<script[^>]*>\s*alert", text):
        yield f"{name}: a script of the data"


def file(name, data):
    """The checks of a file by its ending."""
    ending = name.rsplit(".", 1)[-1]
    if ending in ("xlsx", "png", "pdf", "sqlite", "cw"):
        if not data:
            yield f"{name}: empty"
        return
    # The lists of a data package hold what was given, so that they read back the same.
    if not re.fullmatch(r"out/[a-z]+\.csv", name):
        yield from text(name, data)
    if ending in ("json", "jgf", "geojson"):
        yield from strict_json(name, data)
    elif ending == "csv":
        yield from rectangular(name, data)
    elif ending in ("svg", "graphml", "gexf"):
        yield from well_formed(name, data)
    elif ending == "html":
        yield from page(name, data)


ROWS = re.compile(r'"row": \d+|\b[a-z]+\.csv:\d+(?:-\d+)?(?:(?:", "|、|, |,|，)(?:[a-z]+\.csv:)?\d+(?:-\d+)?)*')


def same(first, second):
    """Whether two answers say the same but for where rows stand."""
    return ROWS.sub("ROW", first) == ROWS.sub("ROW", second)
