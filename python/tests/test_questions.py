"""The five questions of the README, asked of data frames."""

import json
import subprocess

import chainwright
import pytest
from chainwright import _program
from conftest import GRAPHS, rows


def by_command(*words):
    """The same from the command and the folder: what the data frames have to agree with."""
    return json.loads(subprocess.run([_program.program(), *words, "--format", "json", "--lang", "en"], capture_output=True, check=True).stdout)


def same(frame, expected):
    """Every cell of a data frame is that of the command's JSON."""
    found = rows(frame)
    assert len(found) == len(expected)
    for row, wanted in zip(found, expected):
        for name, value in wanted.items():
            cell = row[name]
            if isinstance(value, dict):
                # Known in part: the value, and where it can lie, in columns of their own.
                for part, said in value.items():
                    cell = row[name if part == "value" else f"{name}_{part}"]
                    assert cell == said or (said is None and (cell is None or type(cell).__name__ == "NAType"))
            elif value is None:
                assert cell is None or cell != cell or type(cell).__name__ == "NAType"
            else:
                assert (list(cell) if isinstance(value, list) else cell) == value


def test_which_firm_stops_my_leader(frames, library):
    net = chainwright.read(**frames("towel-chain"), frames=library)
    found = net.weak_links(leader="SYN-L1")
    # Graphs/towel-chain/SOURCE.md works the three out by hand.
    assert [row["firm_id"] for row in rows(found)] == ["SYN-X1", "SYN-H1", "SYN-T1"]
    first = rows(found)[0]
    assert first["lost_output_cny_wan"] == 21300
    assert "Example Dyestuff Works → Example Dyer One → Example Towel Leader" in list(first["proof"])[0]
    # Line 18 of the folder's supplies.csv: the table was written in the order of its rows.
    assert "supplies.csv, row 18, supplier_id" in list(first["places"])
    same(found, by_command("weak-links", str(GRAPHS / "towel-chain"), "--leader", "SYN-L1")["single_points"])


def test_what_does_our_chain_lack(frames, library):
    net = chainwright.read(**frames("baoding-2022"), frames=library)
    expected = by_command("gaps", str(GRAPHS / "baoding-2022"), "--cluster", "lixian-pv")
    assert net.ask("gaps", cluster="lixian-pv").facts["completeness"] == expected["completeness"]
    same(net.gaps(cluster="lixian-pv"), expected["stages"])


def test_how_local_is_supply(frames, library):
    net = chainwright.read(**frames("baoding-2022"), frames=library)
    answer = net.ask("sourcing", cluster="lixian-pv")
    expected = by_command("sourcing", str(GRAPHS / "baoding-2022"), "--cluster", "lixian-pv")
    for name, value in answer.facts.items():
        assert value == expected[name]
    for name, table in answer.tables.items():
        same(table, expected[name])


def test_who_stands_behind_a_leader(frames, library):
    net = chainwright.read(**frames("towel-chain"), frames=library)
    expected = by_command("tiers", str(GRAPHS / "towel-chain"), "--leader", "SYN-L1")
    same(net.tiers(leader="SYN-L1"), expected["members"])
    same(net.tiers(leader="SYN-L1", table="tiers"), expected["tiers"])


def test_can_i_trust_these_lists(frames, library):
    assert chainwright.read(**frames("towel-chain"), frames=library).problems() == []


def test_two_columns_are_enough(library):
    frame = __import__(library)
    firms = frame.DataFrame({"firm_id": ["A", "B", "C"]})
    supplies = frame.DataFrame({"supplier_id": ["A", "B"], "buyer_id": ["B", "C"]})
    # A supplies B, B supplies C, and nobody else does: the loss of either stops C.
    net = chainwright.read(firms=firms, supplies=supplies, frames=library)
    assert sorted(row["firm_id"] for row in rows(net.weak_links(leader="C"))) == ["A", "B"]


@pytest.mark.parametrize("table", [None, "findings"])
def test_a_path_gives_the_same(table):
    net = chainwright.read(GRAPHS / "towel-chain", frames="polars")
    assert len(rows(net.weak_links(leader="SYN-L1", table=table))) >= 3


def test_scenarios_are_values():
    net = chainwright.read(GRAPHS / "towel-chain")
    stop = chainwright.Scenario("no-dye", provenance="synthetic", changes=[{"shut": {"firms": "SYN-X1"}}])
    answer = net.ask("what-if", scenario=[stop])
    assert answer.facts["measures_changed"] > 0
    events = chainwright.Scenario("two-weeks", provenance="synthetic", events=[{"firms": "SYN-D1", "loss": 1, "start": 1, "duration": 14}])
    assert len(rows(net.simulate(events, days=30))) > 0


def test_a_map_is_shown_in_a_notebook(tmp_path):
    net = chainwright.read(GRAPHS / "baoding-2022")
    drawing = net.map("chain", cluster="lixian-pv")
    assert drawing._repr_svg_().startswith(("<?xml", "<svg"))
    drawing.save(tmp_path / "chain.svg")
    assert (tmp_path / "chain.svg").read_text(encoding="utf-8") == drawing.svg


def test_parquet_comes_in(tmp_path):
    polars = pytest.importorskip("polars")
    polars.DataFrame({"firm_id": ["A", "B"]}).write_parquet(tmp_path / "firms.parquet")
    polars.DataFrame({"supplier_id": ["A"], "buyer_id": ["B"]}).write_parquet(tmp_path / "supplies.parquet")
    net = chainwright.read(firms=tmp_path / "firms.parquet", supplies=tmp_path / "supplies.parquet")
    assert [row["firm_id"] for row in rows(net.weak_links(leader="B"))] == ["A"]


def test_files_are_written(tmp_path):
    net = chainwright.read(GRAPHS / "baoding-2022")
    net.run("report", cluster="lixian-pv", output=tmp_path / "report")
    assert (tmp_path / "report" / "index.en.html").exists()
