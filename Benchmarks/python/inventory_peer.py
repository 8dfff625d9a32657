#!/usr/bin/env python3
"""BoARIO 0.7.2 on the 71 sectors that `inventory` runs: seconds of the loop of 365 steps, best and median of 5, and the least output kept.

    pip install boario==0.7.2 pymrio==0.7.0 progressbar2
"""
import logging
import time
import warnings

import numpy as np
import pandas as pd
import pymrio

warnings.filterwarnings("ignore")
logging.disable(logging.CRITICAL)
import boario.event as event
from boario.extended_models import ARIOPsiModel
from boario.simulation import Simulation

COUNT = 71
state = 2022


def draw(bound):
    global state
    state = (1103515245 * state + 12345) % 2**31
    return float((state >> 16) % bound)


index = pd.MultiIndex.from_product([["r"], [f"s{n:02}" for n in range(COUNT)]], names=["region", "sector"])
flows = pd.DataFrame(np.array([1 + draw(40) for _ in range(COUNT * COUNT)]).reshape(COUNT, COUNT), index=index, columns=index)
demand = pd.DataFrame(np.array([1000 + draw(3000) for _ in range(COUNT)]), index=index,
                      columns=pd.MultiIndex.from_product([["r"], ["households"]], names=["region", "category"]))
table = pymrio.IOSystem(Z=flows, Y=demand)
table.calc_all()
times = []
for _ in range(5):
    model = ARIOPsiModel(table)
    simulation = Simulation(model, n_temporal_units_to_sim=365)
    simulation.add_event(event.EventArbitraryProd(
        impact=pd.Series({("r", "s07"): 0.3}), recovery_tau=30, recovery_function="linear", occurrence=5, duration=20))
    start = time.process_time()
    simulation.loop()
    times.append(time.process_time() - start)
output = simulation.production_realised.sum(axis=1)
times.sort()
print(f"BoARIO, 71 sectors, 365 steps: best {times[0] * 1e3:.1f} ms, median {times[2] * 1e3:.1f} ms, least output kept {(output / output.iloc[0]).min()!r}")
