"""Every oracle by its name: a function of a case that gives what differs, nothing where all agrees, None where it does not apply."""

import ageing
import benchmark
import cascading
import challenges
import changes
import completion
import complexity
import criticality
import curtailment
import dossier
import elsewhere
import gaps
import leading
import lending
import matching
import measures
import order
import plans
import projects
import recovering
import robustness
import sharing
import shortlist
import simulation
import sourcing
import strengthening
import structure
import surviving
import unknown
import watching

ORACLES = {
    "weak-links": structure.weak_links,
    "weak-links-unknown": structure.weak_links_unknown,
    "cut-sets": structure.cut_sets,
    "path-sets": structure.path_sets,
    "remedies": structure.remedies,
    "worst-group": structure.worst_group,
    "importance": structure.importance,
    "tiers": structure.tiers,
    "criticality": criticality.criticality,
    "sourcing": sourcing.sourcing,
    "sourcing-unknown": sourcing.sourcing_unknown,
    "completed": completion.completed,
    "decisions": completion.decisions,
    "gaps": gaps.gaps,
    "gaps-unknown": gaps.gaps_unknown,
    "gates": measures.gates,
    "gates-unknown": measures.gates_unknown,
    "figure-gates": measures.figure_gates,
    "scorecard": measures.scorecard,
    "scorecard-unknown": measures.scorecard_unknown,
    "shortlist": shortlist.shortlist,
    "shortlist-unknown": shortlist.shortlist_unknown,
    "leaders": leading.leaders,
    "complexity": complexity.complexity,
    "complexity-network": complexity.complexity_of_network,
    "dossier": dossier.dossier,
    "match": matching.matching,
    "challenges": challenges.challenges,
    "pooling": matching.pooling,
    "pooling-unknown": matching.pooling_unknown,
    "benchmark": benchmark.benchmark,
    "benchmark-bounds": benchmark.bounds,
    "benchmark-elsewhere": elsewhere.elsewhere,
    "benchmark-elsewhere-alike": elsewhere.most_alike,
    "benchmark-elsewhere-bounds": elsewhere.elsewhere_bounds,
    "robustness": robustness.robustness,
    "ages": ageing.ages,
    "robustness-age": ageing.aged,
    "simulate": simulation.simulate,
    "survive": surviving.survive,
    "survive-spare": surviving.survive_spare,
    "survive-every": recovering.whole,
    "survive-every-unmeasured": recovering.whole_unmeasured,
    "curtail": curtailment.curtail,
    "cascade": cascading.cascade,
    "credit": lending.credit,
    "credit-stopping": lending.credit_stopping,
    "credit-unknown": lending.credit_unknown,
    "programme": plans.programme,
    "projects": projects.projects,
    "plan-promise": strengthening.promise,
    "best-plan": strengthening.best_plan,
    "new-firms": strengthening.new_firms,
    "what-if": changes.what_if,
    "share-step": sharing.candidates,
    "shared-plant": sharing.shared,
    "shared-plant-in-part": sharing.shared_in_part,
    "shared-plant-all-cut": sharing.shared_all_cut,
    "shuffled": order.shuffled,
    "shuffled-bytes": order.shuffled_bytes,
    "watch": watching.watch_previous,
    "watch-unknown": watching.watch_unknown,
    "watch-since": watching.watch_since,
    "unknown-cells": unknown.unknown_cells,
    "risk-today": strengthening.risk,
    "output-today": strengthening.output,
}

# These ask many questions of each network: they take every fourth.
HEAVY = {"survive-every-unmeasured", "what-if", "completed", "decisions", "cut-sets", "benchmark-bounds", "curtail", "leaders", "robustness", "robustness-age", "shared-plant", "shortlist", "shortlist-unknown"}

# And these ask every command several times over.
HEAVIEST = {"shuffled", "shuffled-bytes", "unknown-cells"}


def step(name):
    """Which networks an oracle takes in a run of all: every one, every fourth or every tenth."""
    return 10 if name in HEAVIEST else 4 if name in HEAVY else 1
