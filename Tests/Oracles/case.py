"""One network, the command run on it, and the differences found."""

import json
import math
import os
import subprocess

import network
import survival


class Failed(Exception):
    """The command refused, or wrote no JSON."""


class Case:
    def __init__(self, command, folder, seed):
        self.command, self.folder, self.seed = command, folder, seed
        self.network = network.Network(folder)
        self._needs = None
        self._outputs = {}

    @property
    def needs(self):
        if self._needs is None:
            self._needs = survival.Needs(self.network)
        return self._needs

    def run(self, *arguments, folder=None):
        """What `chainwright COMMAND FOLDER …` writes as JSON; `FOLDER` stands after the name of the command."""
        key = (arguments, folder)
        if key not in self._outputs:
            self._outputs[key] = self.raw(arguments[0], folder or self.folder, *arguments[1:], "--format", "json", "--lang", "en")
        code, out, error = self._outputs[key]
        if code != 0:
            raise Failed("%s: exit %d: %s" % (" ".join(arguments), code, error.strip()[:300]))
        try:
            return json.loads(out, object_hook=printed)
        except ValueError:
            raise Failed("%s: no JSON" % " ".join(arguments))

    def raw(self, *arguments):
        environment = {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LC_ALL": "C.UTF-8", "TMPDIR": os.environ.get("TMPDIR", "/tmp")}
        done = subprocess.run([self.command, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment, timeout=300)
        return done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8")

    @property
    def tables(self):
        """The tables of the network's folder as they are written: name -> rows."""
        return {name: rows for name, rows in self.network.tables.items() if rows}

    def sold(self):
        """What each firm is recorded to sell; None where an amount is blank."""
        sold = {}
        for row in self.tables["supplies"]:
            if row["amount_cny_wan"] == "":
                return None
            sold[row["supplier_id"]] = sold.get(row["supplier_id"], 0) + float(row["amount_cny_wan"])
        return sold

    def target(self, kind, id):
        return survival.Target(self.network, kind, id)

    def file(self, name, text):
        """A file beside the network, for rules and lists."""
        path = self.folder + "." + name
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return path


class Printed(float):
    """A figure that is known in part, as JSON writes it: the value of what is known (NaN where nothing is), and where it lies (metrics.md)."""

    low = high = None


def printed(value):
    """An object of `value`, `at_least`, `at_most`, `known`, `of` is a figure; anything else stays what it is."""
    if set(value) != {"value", "at_least", "at_most", "known", "of"}:
        return value
    found = Printed(math.nan if value["value"] is None else value["value"])
    found.low, found.high = value["at_least"], value["at_most"]
    return found


def same(a, b, tolerance=1e-9):
    """Whether two values say the same: numbers to a billionth, else equal."""
    if isinstance(a, bool) or isinstance(b, bool) or a is None or b is None or isinstance(a, str) or isinstance(b, str):
        return a == b
    return math.isclose(a, b, rel_tol=tolerance, abs_tol=tolerance)


class Range:
    """What a figure may be once everything is known: from low to high, and the value of what is known (None: nothing is).

    `outer`: the ends by the document's formula, where they may be wider than what can be reached; what is printed must not be wider.
    `values`: all that may be printed as the value of the known; None where the documents do not say."""

    def __init__(self, low, high=None, known=None, complete=None):
        self.low, self.high = low, low if high is None else high
        self.complete = high is None if complete is None else complete  # whether everything that it is made of is known
        self.debated = False
        self.is_count = False  # of stages, from those that are sure to those and the undecided
        self.empty = False  # whether it may be 0/0
        self.outer = None
        self.known = self.low if known is None and self.is_exact else known
        self.values = [] if self.known is None else [self.known]

    @property
    def is_exact(self):
        return math.isclose(self.low, self.high, rel_tol=1e-12, abs_tol=1e-12)

    @property
    def widest(self):
        return self.outer or (self.low, self.high)

    def __repr__(self):
        return "%g" % self.low if self.is_exact else "%g…%g (known %s)" % (self.low, self.high, self.known)


UNKNOWN = Range(0, math.inf)


def figure_fault(name, got, want):
    """What is wrong with a printed figure, or None.

    Exact: it must be printed. Known in part: the value of what is known, or unknown. Nothing known: unknown. Bounds that are printed allow for
    everything that the figure may be, and are those of the document's formula: not wider. A figure that is not certain is printed as such.
    Of 0/0 (`want` is None) nothing is claimed."""
    if want is None:
        return None
    if isinstance(got, Printed):
        low, high = got.low if got.low is not None else -math.inf, got.high if got.high is not None else math.inf
        if above(low, want.low) or above(want.high, high):
            return "%s: from %s to %s, expected %s" % (name, got.low, got.high, want)
        lowest, highest = want.widest
        if above(lowest, low) or above(high, highest):
            return "%s: from %s to %s is wider than %g…%g" % (name, got.low, got.high, lowest, highest)
        if math.isnan(got):
            return None
    if want.is_exact:
        if want.outer and not same(*want.outer, 1e-9) and (got is None or isinstance(got, Printed)):
            return None  # certain only by what the documents do not promise to use
        return None if got is not None and same(got, want.low) else "%s: %s, expected %s" % (name, got, want)
    if got is None:
        return None
    if not isinstance(got, Printed):
        return "%s: %s as if it were certain, expected %s" % (name, got, want)
    if want.values is None:
        return None
    if not want.values:
        return "%s: %s, though nothing is known (%s)" % (name, got, want)
    return None if any(same(got, v) for v in want.values) or same(got, want.low) else "%s: %s, expected %s" % (name, got, want)


def above(a, b):
    """Whether a is above b by more than the last digits."""
    return a > b and not same(a, b)
