"""What goes wrong is an exception that says where."""

import chainwright
import pytest
from chainwright._answers import schema_of, schemas
from chainwright._questions import COMMANDS
from conftest import GRAPHS, rows

FIRMS = [{"firm_id": "A"}, {"firm_id": "B"}]


def test_wrong_data_name_file_and_row():
    # The second supplier is no firm of the list: row 3 of the table, the header being the first.
    with pytest.raises(chainwright.DataError) as caught:
        chainwright.read(firms=FIRMS, supplies=[{"supplier_id": "A", "buyer_id": "B"}, {"supplier_id": "Z", "buyer_id": "B"}])
    assert (caught.value.file, caught.value.row) == ("supplies.csv", 3)
    assert "supplies.csv, row 3, supplier_id" in str(caught.value)
    assert all(problem.remedy for problem in caught.value.problems)


def test_rows_with_errors_may_be_left_out():
    net = chainwright.read(firms=FIRMS, supplies=[{"supplier_id": "A", "buyer_id": "B"}, {"supplier_id": "Z", "buyer_id": "B"}], strict=False)
    assert [row["firm_id"] for row in rows(net.weak_links(leader="B"))] == ["A"]
    assert any("error" in note for note in net.ask("weak-links", leader="B").notes)


def test_every_problem_is_told_at_once():
    with pytest.raises(chainwright.DataError) as caught:
        chainwright.read(firms=FIRMS, supplies=[{"supplier_id": name, "buyer_id": "B"} for name in "XYZ"])
    assert len(caught.value.problems) == 3


def test_what_is_not_there():
    with pytest.raises(chainwright.InputError):
        chainwright.read("no/such/folder")
    with pytest.raises(TypeError, match="no table 'firm'"):
        chainwright.read(firm=FIRMS)
    net = chainwright.read(GRAPHS / "towel-chain")
    with pytest.raises(chainwright.DataError, match="SYN-L9"):
        net.weak_links(leader="SYN-L9")
    with pytest.raises(TypeError):
        net.weak_links(ledaer="SYN-L1")
    with pytest.raises(TypeError, match="one of"):
        net.ask("weak-links", ledaer="SYN-L1")
    with pytest.raises(ValueError, match="one of"):
        net.ask("weak-link")
    with pytest.raises(chainwright.UsageError):
        net.ask("weak-links", by="tonnes")
    with pytest.raises(KeyError, match="one of"):
        net.weak_links(leader="SYN-L1", table="nothing")


def test_options_and_ids_that_begin_with_a_dash_stay_values():
    net = chainwright.read(firms=[{"firm_id": "-A"}, {"firm_id": "B"}], supplies=[{"supplier_id": "-A", "buyer_id": "B"}])
    assert [row["firm_id"] for row in rows(net.weak_links(leader="B"))] == ["-A"]
    assert len(rows(net.tiers(leader="-A"))) == 1


def test_every_question_has_a_schema():
    # What the program cannot say of a network alone: its answers are described all the same.
    named = {name for command in COMMANDS for name in schemas() if name == command or name.startswith(command + "-")}
    assert named == set(schemas())
    for command in ("weak-links", "gaps", "sourcing", "describe", "criticality", "leaders", "scorecard"):
        answer = chainwright.read(GRAPHS / "baoding-2022").ask(command, **({"cluster": "lixian-pv"} if command == "gaps" else {}))
        assert schema_of(command, answer.value) is not None
        for name in answer.table_names:
            # Columns are those of the schema, whether there are rows or not.
            partly = ("_at_least", "_at_most", "_known", "_of")
            assert [column for column in answer.table(name).columns if not column.endswith(partly)] == list(answer._columns(name))


def test_language_of_messages():
    net = chainwright.read(GRAPHS / "towel-chain", lang="zh")
    assert "停" in net.ask("weak-links", leader="SYN-L1").findings[0].message
