"""Every oracle by its name: a function of a case that gives what differs, nothing where all agrees, None where it does not apply."""

import gaps
import sourcing
import structure

ORACLES = {
    "weak-links": structure.weak_links,
    "weak-links-unknown": structure.weak_links_unknown,
    "cut-sets": structure.cut_sets,
    "path-sets": structure.path_sets,
    "remedies": structure.remedies,
    "worst-group": structure.worst_group,
    "importance": structure.importance,
    "tiers": structure.tiers,
    "sourcing": sourcing.sourcing,
    "sourcing-unknown": sourcing.sourcing_unknown,
    "gaps": gaps.gaps,
}
