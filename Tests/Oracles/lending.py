"""Credit (M39): rounds of defaults over loans and guarantees, exact in fractions; sure and possible, and blanks filled in at random."""

import copy
import csv
import math
import random
import shutil
from fractions import Fraction

import generate
import survival
from case import Printed, Range, figure_fault, same
from network import Network

INF = math.inf
CHINESE = dict(loan_id="贷款编号", lender="贷款方", lender_id="贷款企业编号", borrower_id="借款企业编号", guarantor_id="担保企业编号",
               amount_cny_wan="贷款余额（万元）", guaranteed_cny_wan="担保金额（万元）", matures="到期日", provenance="来源类别")


class Loan:
    """All rows of one loan; guarantees: row of credits.csv -> (guarantor, limit or None: all of it)."""

    def __init__(self, borrower, bank, lender):
        self.borrower, self.bank, self.lender = borrower, bank, lender  # `lender`: the firm, where it is one
        self.amount, self.guarantees = None, {}


class Book:
    """The loans, the revenues and who stands still; amounts and revenues may be unknown (None)."""

    def __init__(self, firms, needs, loans, revenue, days, share, defaults_stop):
        self.firms, self.needs, self.loans, self.revenue = firms, needs, loans, revenue
        self.standstill, self.share, self.defaults_stop = Fraction(days) / 365, Fraction(share), defaults_stop
        self._still = {}

    def still(self, down):
        key = frozenset(down)
        if key not in self._still:
            self._still[key] = set(self.firms) - self.needs.running(key)
        return self._still[key]

    def paid(self, loan, fallen, amount, released=None):
        """What each guarantor that has not defaulted pays, and what the lender loses."""
        answers = {row: (g, amount if limit is None else min(limit, amount))
                   for row, (g, limit) in loan.guarantees.items() if g not in fallen and row != released}
        total = sum(a for _, a in answers.values())
        if amount == INF:  # without bound: whoever answers for all of it pays without bound, the others their limits
            pay = [(g, a) for g, a in answers.values()]
            return pay, 0 if any(a == INF for _, a in pay) else INF
        pay = [(g, min(a, amount * a / total)) for g, a in answers.values()] if total else []
        return pay, amount - sum(p for _, p in pay)

    def burdens(self, fallen, unknown, released=None):
        """firm -> (called on for, lost as a lender); `unknown`: what a loan of unknown amount counts."""
        called, lost = {}, {}
        for loan in self.loans:
            if loan.borrower not in fallen:
                continue
            pay, left = self.paid(loan, fallen, unknown if loan.amount is None else loan.amount, released)
            for g, p in pay:
                called[g] = called.get(g, 0) + p
            if loan.lender:
                lost[loan.lender] = lost.get(loan.lender, 0) + left
        return called, lost

    def spread(self, shocks, worst=False, released=None):
        """Round by round from the empty set: firm -> (round, called on for, lost as a lender and whether it stood still, all when it falls), and who stands
        still in the end."""
        fallen, rounds = {}, 0
        while True:
            still = self.still(set(shocks) | (set(fallen) if self.defaults_stop else set()))
            called, lost = self.burdens(fallen, INF if worst else 0, released)
            new = {}
            for f in self.firms:
                if f in fallen:
                    continue
                owed = called.get(f, 0) + lost.get(f, 0)
                revenue = self.revenue[f]
                by_credit = (owed / revenue if revenue else INF if owed and worst else 0) if owed else 0
                if (self.standstill if f in still else 0) + by_credit > self.share:
                    new[f] = (rounds, called.get(f, 0), lost.get(f, 0), f in still)
            if not new:
                return fallen, still
            fallen.update(new)
            rounds += 1

    def lenders_loss(self, fallen, loans, unknown, released=None):
        """(loans in default, in default, not covered) of some loans."""
        count, owed, left = 0, 0, 0
        for loan in loans:
            if loan.borrower in fallen:
                amount = unknown if loan.amount is None else loan.amount
                count, owed, left = count + 1, owed + amount, left + self.paid(loan, fallen, amount, released)[1]
        return count, owed, left

    def filled(self, r):
        """The book once everything is known, some way or other."""
        other = copy.copy(self)
        other.loans = []
        for loan in self.loans:
            loan = copy.copy(loan)
            loan.amount = r.choice([0, 1, r.randint(1, 3000), 10 ** 7]) if loan.amount is None else loan.amount
            other.loans.append(loan)
        other.loans = [self._exact(l) for l in other.loans]
        other.revenue = {f: Fraction(r.choice([1, r.randint(1, 5000), 10 ** 8])) if v is None else v for f, v in self.revenue.items()}
        return other

    @staticmethod
    def _exact(loan):
        loan.amount = Fraction(loan.amount)
        return loan


def lend(r, tables, chinese):
    """Rows of credits.csv and the loans that they are."""
    firms = [f["firm_id"] for f in tables["firms"]]
    revenues = sorted(int(f["revenue_cny_wan"]) for f in tables["firms"] if f["revenue_cny_wan"] != "") or [1000]
    typical = revenues[len(revenues) // 2]
    blank, limits = r.choice([0, 0, 0.15, 0.4]), r.choice([0, 0.4])
    around = r.random() < 0.4
    names = ["甲银行", "乙农商行"] if chinese else ["Bank One", "Bank Two"]
    rows, loans, unnumbered = [], [], set()
    for k in range(r.randint(2, 9)):
        borrower = firms[k % 3] if around and k < 3 else r.choice(firms)
        lender = r.choice([f for f in firms if f != borrower]) if r.random() < 0.3 else None
        bank = None if lender else r.choice(names)
        matures = r.choice(["", "2025", "2025-06", "2025-06-30", "2026-01-15"])
        number = "" if r.random() < 0.3 else "N%d" % (k + 1)
        if not number:
            if (bank, lender, borrower, matures) in unnumbered:
                continue
            unnumbered.add((bank, lender, borrower, matures))
        loan = Loan(borrower, bank, lender)
        amount = "" if r.random() < blank else max(1, round(typical * r.choice([0.05, 0.1, 0.2, 0.3, 0.6, 1.5]) * r.uniform(0.8, 1.2)))
        loan.amount = None if amount == "" else Fraction(amount)
        others = [f for f in firms if f not in (borrower, lender)]  # who answers to itself for a loan it gave is not said
        chosen = r.sample(others, min(len(others), r.choice([0, 1, 1, 2, 2, 3])))
        if around and k < 3 and firms[(k + 1) % 3] not in chosen + [lender] and len(firms) > 2:
            chosen.append(firms[(k + 1) % 3])
        if r.random() < 0.05:
            chosen.append(borrower)
        for n, g in enumerate(chosen or [""]):
            limit = ("" if r.random() >= limits else max(1, round((typical if amount == "" else amount) * r.choice([0.2, 0.5, 0.9, 1.3])))) if g else ""
            rows.append(dict(loan_id=number, lender=bank or "", lender_id=lender or "", borrower_id=borrower, guarantor_id=g,
                             amount_cny_wan=amount if n == 0 or r.random() < 0.7 else "", guaranteed_cny_wan=limit,
                             matures=matures if n == 0 or not number or r.random() < 0.7 else "", provenance="synthetic"))
            if g:
                loan.guarantees[len(rows) + 1] = (g, None if limit == "" else Fraction(limit))
        loans.append(loan)
    return rows, loans


def renamed(tables):
    """Firms with Chinese ids."""
    marks = "甲乙丙丁戊己庚辛壬癸子丑寅卯"
    ids = {row["firm_id"]: "SYN-" + marks[k] + "厂" for k, row in enumerate(tables["firms"])}
    for rows in tables.values():
        for row in rows:
            for c in ("firm_id", "supplier_id", "buyer_id"):
                if c in row:
                    row[c] = ids[row[c]]


def setting(case):
    """A network with loans: (folder, book without question, random)."""
    r = random.Random("credit-%d" % case.seed)
    tables = copy.deepcopy(case.tables)
    chinese = r.random() < 0.3
    if chinese:
        renamed(tables)
    rows, loans = lend(r, tables, chinese)
    folder = case.folder + ".lent"
    generate.write(tables, folder)
    with open(folder + "/credits.csv", "w", encoding="utf-8", newline="") as file:
        columns = list(CHINESE)
        csv.writer(file).writerow([CHINESE[c] for c in columns] if chinese else columns)
        csv.writer(file).writerows([row[c] for c in columns] for row in rows)
    n = Network(folder)
    revenue = {f: None if n.cell(f, "revenue_cny_wan") is None else Fraction(n.cell(f, "revenue_cny_wan")) for f in n.firms}
    return folder, n, survival.Needs(n), loans, revenue, r


def circles(loans):
    """Sets of firms of which each answers for each other, around."""
    after = {}
    for loan in loans:
        for g, _ in loan.guarantees.values():
            if g != loan.borrower:
                after.setdefault(g, set()).add(loan.borrower)

    def reached(f):
        seen, queue = set(), [f]
        while queue:
            for t in after.get(queue.pop(), ()):
                if t not in seen:
                    seen.add(t)
                    queue.append(t)
        return seen

    reach = {f: reached(f) for f in after}
    return {frozenset(g for g in reach[f] if f in reach.get(g, ())) for f in after if f in reach[f]}


def exposures(book, sure, may, loans):
    """The figures of some loans, each as a range: how many are in default, what of them, what is not covered; and outstanding."""
    low, high = book.lenders_loss(sure, loans, 0), book.lenders_loss(may, loans, INF)
    known = [l.amount for l in loans if l.amount is not None]
    ranges = {name: Range(float(a), float(b)) for name, a, b in zip(("loans_in_default", "loans_defaulted", "loans_uncovered"), low, high)}
    for x in ranges.values():
        x.values = [x.low]
    ranges["loans_outstanding"] = Range(float(sum(known)), None if len(known) == len(loans) else INF)
    ranges["loans_outstanding"].values = [float(sum(known))] if known or not loans else []
    return ranges


def credit(case):
    folder, n, needs, loans, revenue, r = setting(case)
    faults = []
    for days, share, stop in [(90, 0.2, False)] + [(r.choice([30, 60, 73, 120, 200]), r.choice([0.1, 0.2, 0.35, 0.5]), k == 1) for k in range(2)]:
        book = Book(n.firms, needs, loans, revenue, days, Fraction(str(share)), stop)
        asked = ["--days", str(days), "--loss-share", str(share)] + (["--defaults-stop"] if stop else [])
        shocks = r.sample(n.firms, r.choice([1, 1, 2]))
        named = [x for f in shocks for x in ("--shock", f)]
        got = case.run("credit", *named, *asked, folder=folder)
        name = "%s: " % " ".join(named + asked)
        faults += [name + f for f in shock_faults(n, book, shocks, got, r)]
    book = Book(n.firms, needs, loans, revenue, days, Fraction(str(share)), stop)
    faults += ["%s: %s" % (" ".join(asked), f) for f in trigger_faults(n, book, case.run("credit", *asked, folder=folder))]
    if not faults:
        shutil.rmtree(folder)
    return faults


def book_faults(book, got, sure, may):
    faults = []
    loans = book.loans
    wanted = dict(loans_count=len(loans), lenders_count=len({l.bank or l.lender for l in loans}), borrowers_count=len({l.borrower for l in loans}),
                  guarantors_count=len({g for l in loans for g, _ in l.guarantees.values() if g != l.borrower}), circles_count=len(circles(loans)))
    faults += ["%s: %s, expected %s" % (k, got[k], v) for k, v in wanted.items() if got[k] != v]
    mine = {(tuple(sorted(c)), "mutual" if len(c) == 2 else "joint") for c in circles(loans)}
    theirs = {(tuple(sorted(c["firm_ids"])), "mutual" if c["circle_kind"] == "mutual" else "joint") for c in got["guarantee_circles"]}
    if mine != theirs:
        faults.append("circles %s, expected %s" % (sorted(theirs), sorted(mine)))
    return faults


def table_faults(n, book, got, sure, may):
    """Exposure per lender and county of the borrower; by which of its names a firm that lends is called is not said."""
    faults = []
    lenders = {f: n.row[f]["name"] for f in n.firms}
    for table, key, of in (("lenders", "lender", lambda l: l.bank or n.row[l.lender]["name"]), ("credit_counties", "county_code", lambda l: n.county(l.borrower))):
        groups = {}
        for l in book.loans:
            groups.setdefault(of(l), []).append(l)
        rows = {lenders.get(row[key], row[key]): row for row in got[table]}
        if len(rows) != len(got[table]) or set(rows) != set(groups):
            faults.append("%s: %s, expected %s" % (table, sorted(map(str, rows)), sorted(map(str, groups))))
            continue
        for k, of_group in groups.items():
            if rows[k]["loans_count"] != len(of_group):
                faults.append("%s: %s loans, expected %d" % (k, rows[k]["loans_count"], len(of_group)))
            for c, want in exposures(book, sure, may, of_group).items():
                if c not in rows[k]:  # without a stop nothing is in default, and the page has no such columns
                    continue
                fault = figure_fault("%s %s" % (k, c), rows[k][c], want)
                faults += [fault] if fault else []
    return faults


def shock_faults(n, book, shocks, got, r):
    sure, still = book.spread(shocks)
    may, _ = book.spread(shocks, worst=True)
    faults = book_faults(book, got, sure, may)
    if set(got["shocked_firms"]) != set(shocks) or got["firms_standing_still"] != len(still):
        faults.append("stands still: %s, expected %d" % (got["firms_standing_still"], len(still)))
    for column, want in (("defaults_sure", len(sure)), ("defaults_possible", len(set(may) - set(sure)))):
        if got[column] != want:
            faults.append("%s: %s, expected %s" % (column, got[column], want))
    want = {}
    for f, (k, *_) in sure.items():
        want.setdefault(k, set()).add(f)
    rounds = {x["default_round"]: set(x["default_ids"]) for x in got["rounds"] if x["default_ids"]}
    if rounds != want or any(x["defaults_sure"] != len(x["default_ids"]) for x in got["rounds"]):
        faults.append("rounds %s, expected %s" % (rounds, want))
    rows = {x["firm_id"]: x for x in got["defaults"]}
    if set(rows) != set(may):
        return faults + ["defaults %s, expected %s" % (sorted(rows), sorted(may))]
    for f, row in rows.items():
        if (row["default_certainty"] == "sure") != (f in sure) or row["default_round"] != (sure[f][0] if f in sure else None):
            faults.append("%s: %s in round %s, expected %s" % (f, row["default_certainty"], row["default_round"], sure.get(f)))
        if f in sure:
            _, called, lost, stood = sure[f]
            if row["stands_still"] != stood:
                faults.append("%s: stands still %s" % (f, row["stands_still"]))
            for column, amount in (("called_amount", called), ("lost_loans", lost)):
                if row[column] is not None and not same(row[column], float(amount)):
                    faults.append("%s: %s %s, expected %s" % (f, column, row[column], float(amount)))
            loss = (book.standstill if stood else 0) + ((called + lost) / book.revenue[f] if book.revenue[f] else 0)
            if book.revenue[f] and row["loss_of_revenue"] is not None and not same(row["loss_of_revenue"], float(loss)):
                faults.append("%s: loss %s, expected %s" % (f, row["loss_of_revenue"], float(loss)))
    for column, x in exposures(book, sure, may, book.loans).items():
        if column in got:
            fault = figure_fault(column, got[column], x)
            faults += [fault] if fault else []
    faults += table_faults(n, book, got, sure, may) + release_faults(book, shocks, sure, got)
    # Whatever the blanks hold, the sure ones default, and nobody but the possible ones.
    for _ in range(6):
        filled = book.filled(r)
        done, _ = filled.spread(shocks)
        if not set(sure) <= set(done) <= set(may):
            faults.append("filled in: %s default, the sure are %s, the possible %s" % (sorted(done), sorted(sure), sorted(set(may) - set(sure))))
        _, owed, left = filled.lenders_loss(done, filled.loans, 0)
        faults += ["filled in: %s" % f for f in [outside("loans_defaulted", got["loans_defaulted"], owed), outside("loans_uncovered", got["loans_uncovered"], left)] if f]
    return faults


def outside(name, got, value):
    """What is wrong with a figure that once everything is known may be `value`, or None."""
    if got is None:
        return None
    low, high = (got.low, got.high) if isinstance(got, Printed) else (got, got)
    low, high = -INF if low is None else low, INF if high is None else high
    value = float(value)
    return None if low <= value <= high or same(low, value) or same(high, value) else "%s may be %s, on the page %s%s" % (
        name, value, got, " (%s to %s)" % (low, high) if isinstance(got, Printed) else " as if it were certain")


def release_faults(book, shocks, sure, got):
    """One guarantee less: those that avoid a default for sure are listed, with the change of what is not covered."""
    faults = []
    rows = {int(x["place"].split(":")[1]): x for x in got["releases"]}
    before = book.lenders_loss(sure, book.loans, 0)[2]
    for loan in book.loans:
        for place, (g, _) in loan.guarantees.items():
            after, _ = book.spread(shocks, released=place)
            avoided = len(sure) - len(after)
            change = float(book.lenders_loss(after, book.loans, 0, place)[2] - before)
            row = rows.pop(place, None)
            if row is None:
                if avoided > 0:
                    faults.append("release of %s (row %d) avoids %d defaults and is not listed" % (g, place, avoided))
            elif row["guarantor_id"] != g or row["defaults_avoided"] != avoided or row["uncovered_change"] is not None and not same(row["uncovered_change"], change):
                faults.append("release of %s (row %d): %s avoided, change %s, expected %d, %s" % (
                    g, place, row["defaults_avoided"], row["uncovered_change"], avoided, change))
    return faults + ["release of row %d is no guarantee" % p for p in rows]


def trigger_faults(n, book, got, by_credit=False):
    faults = book_faults(book, got, {}, {}) + table_faults(n, book, got, {}, {})
    rows = {x["firm_id"]: x for x in got["triggers"]}
    if got["firms_tried"] != len(n.firms) or got["triggers_count"] != len(rows):
        faults.append("%s tried, %s of %d" % (got["firms_tried"], got["triggers_count"], len(rows)))
    for f in n.firms:
        sure, _ = book.spread([f])
        may, _ = book.spread([f], worst=True)
        row = rows.get(f)
        if (row is not None) != bool(may):
            faults.append("stop of %s: %d sure, %d possible, on the page %s" % (f, len(sure), len(may) - len(sure), row))
        if row is None or not may:
            continue
        want = (len(sure), len(may) - len(sure), sum(1 for _, _, _, standing in sure.values() if not standing))
        if book.defaults_stop and not by_credit:
            want = want[:2] + (row["defaults_by_credit"],)  # see credit_stopping
        if (row["defaults_sure"], row["defaults_possible"], row["defaults_by_credit"]) != want:
            faults.append("stop of %s: %s sure, %s possible, %s by credit, expected %s" % (
                f, row["defaults_sure"], row["defaults_possible"], row["defaults_by_credit"], want))
        for column, x in exposures(book, sure, may, book.loans).items():
            if column in row:
                fault = figure_fault("stop of %s: %s" % (f, column), row[column], x)
                faults += [fault] if fault else []
    order = [x["defaults_sure"] for x in got["triggers"]]
    return faults + (["not the most defaults first: %s" % order] if order != sorted(order, reverse=True) else [])


def credit_stopping(case):
    """With --defaults-stop, too: who runs until it falls by what it answers for or has lent counts as fallen by credit."""
    folder, n, needs, loans, revenue, r = setting(case)
    book = Book(n.firms, needs, loans, revenue, 120, Fraction("0.2"), True)
    faults = trigger_faults(n, book, case.run("credit", "--days", "120", "--defaults-stop", folder=folder), by_credit=True)
    if not faults:
        shutil.rmtree(folder)
    return faults


def credit_unknown(case):
    """What one firm is called on for, has lost and loses of its revenue, once everything is known, lies within what the page says of it."""
    folder, n, needs, loans, revenue, r = setting(case)
    if all(l.amount is not None for l in loans) and None not in revenue.values():
        shutil.rmtree(folder)
        return None
    faults = []
    book = Book(n.firms, needs, loans, revenue, 90, Fraction("0.2"), False)
    for shock in r.sample(n.firms, 2):
        got = case.run("credit", "--shock", shock, folder=folder)
        rows = {x["firm_id"]: x for x in got["defaults"]}
        for _ in range(12):
            filled = book.filled(r)
            done, still = filled.spread([shock])
            for f, (_, called, lost, _) in done.items():
                loss = (filled.standstill if f in still else 0) + (called + lost) / filled.revenue[f]
                for column, value in (("called_amount", called), ("lost_loans", lost), ("loss_of_revenue", loss)):
                    fault = f in rows and outside("%s: %s" % (f, column), rows[f][column], value)
                    faults += ["--shock %s: %s" % (shock, fault)] if fault else []
    if not faults:
        shutil.rmtree(folder)
    return list(dict.fromkeys(faults))


credit.traits = dict(circles=False)
credit_stopping.traits = dict(circles=False)
credit_unknown.traits = dict(circles=False, revenue=0.7)
