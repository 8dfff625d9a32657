"""Chainwright (链匠): finds the missing and weak links of supply chains, proves them, and draws them.

>>> import chainwright
>>> net = chainwright.read("Graphs/towel-chain")
>>> net.weak_links(leader="SYN-L1")  # a data frame, each row with its proof
>>> net.map("leader", leader="SYN-L1")  # a drawing, in a notebook
"""

from ._answers import Answer
from ._errors import ChainwrightError, DataError, Finding, InputError, OutputError, Place, UsageError
from ._network import Map, Network, Scenario, read
from ._questions import __version__

__all__ = [
    "Answer",
    "ChainwrightError",
    "DataError",
    "Finding",
    "InputError",
    "Map",
    "Network",
    "OutputError",
    "Place",
    "Scenario",
    "UsageError",
    "__version__",
    "read",
]
