#!/usr/bin/env python3
"""Runs BoARIO 0.7.2 (GPL; run, never read or copied) and writes what it gives as JSON, for InventoryDynamicsTests.

    python3 -m venv oracle && oracle/bin/pip install boario==0.7.2 pymrio==0.7.0 progressbar2
    oracle/bin/python scripts/oracles/inventory_oracle.py DIR          # DIR/boario-pymrio.json, from pymrio's test system
    oracle/bin/python scripts/oracles/inventory_oracle.py --own DIR    # DIR/boario-own.json, from a table made up here
    CHAINWRIGHT_BOARIO=DIR swift test --filter BoarioTests

A shock of occurrence 5 and duration 20 acts at full force in BoARIO's steps 6 to 27, counted from 0.
"""
import json
import logging
import sys
import warnings

import numpy as np
import pandas as pd
import pymrio

warnings.filterwarnings("ignore")
logging.disable(logging.CRITICAL)
import boario.event as event
from boario.extended_models import ARIOPsiModel
from boario.simulation import Simulation


def own_table():
    """Three regions of four sectors; whole numbers from a linear congruence, so that anyone can make it again."""
    index = pd.MultiIndex.from_product([["r1", "r2", "r3"], ["farm", "mill", "power", "shop"]], names=["region", "sector"])
    state, flows, demand = 2022, np.zeros((12, 12)), np.zeros((12, 3))
    def draw(bound):
        nonlocal state
        state = (1103515245 * state + 12345) % 2**31
        return (state >> 16) % bound
    for row in range(12):
        for column in range(12):
            flows[row, column] = 1 + draw(40 if row // 4 == column // 4 else 8)
        for region in range(3):
            demand[row, region] = 100 + draw(300)
    table = pymrio.IOSystem(
        Z=pd.DataFrame(flows, index=index, columns=index),
        Y=pd.DataFrame(demand, index=index, columns=pd.MultiIndex.from_product([["r1", "r2", "r3"], ["households"]], names=["region", "category"])))
    table.calc_all()
    return table


def run(table, shocks, steps, **parameters):
    model = ARIOPsiModel(table, **parameters)
    simulation = Simulation(model, n_temporal_units_to_sim=steps)
    for shock in shocks:
        simulation.add_event(event.EventArbitraryProd(
            impact=pd.Series({tuple(shock["sector"].split("|")): shock["loss"]}), recovery_tau=shock["recovery_days"],
            recovery_function="linear", occurrence=shock["occurrence"], duration=shock["duration"]))
    simulation.loop()
    return {"shocks": shocks, "parameters": parameters,
            "output": simulation.production_realised.to_numpy().tolist(),
            "unmet": simulation.final_demand_unmet.sum(axis=1).tolist()}


def main():
    is_own = "--own" in sys.argv
    folder = sys.argv[-1]
    table = own_table() if is_own else pymrio.load_test().calc_all()
    flows, demand = table.Z.sort_index().sort_index(axis=1), table.Y.sort_index()
    sectors = ["|".join(name) for name in flows.index]
    shock = {"sector": "r2|mill" if is_own else "reg2|manufactoring", "loss": 0.3, "occurrence": 5, "duration": 20, "recovery_days": 30}
    runs = [run(table, [shock], 120)]
    if is_own:
        hard = [dict(shock, loss=0.9, recovery_days=10), dict(shock, sector="r1|power", loss=0.6, occurrence=40, duration=5)]
        runs.append(run(table, hard, 120, main_inv_dur=10, inventory_restoration_tau=20, alpha_tau=50))
        runs.append(run(table, hard, 120, main_inv_dur=10, psi_param=0.5, order_type="noalt"))
    result = {"made_by": "BoARIO 0.7.2, scripts/oracles/inventory_oracle.py", "sectors": sectors,
              "flows": flows.to_numpy().tolist(), "final_demand": demand.sum(axis=1).tolist(), "runs": runs}
    with open(f"{folder}/{'boario-own' if is_own else 'boario-pymrio'}.json", "w") as file:
        json.dump(result, file)


main()
