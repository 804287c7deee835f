"""The table of docs/reference/accuracy.md, as it is written."""

import re
from dataclasses import replace

import accuracy
import pytest
from accuracy import Row, Worst, columns, row, worst_of_peer, written
from peers import PEERS

from autograd_lite.primitives.operation import TABLE


def test_a_row_says_what_was_measured():
    found = row("tanh", 20, [])
    assert found.kept
    assert found.cells() == [f"{x:.2f}" for x in (found.seen.value, found.seen.gradient,
                                                  found.seen.second)]  # fmt: skip
    assert not replace_seen(found, value=4.5).kept


def replace_seen(found, **errors):
    return found._replace(seen=replace(found.seen, **errors))


def test_columns_are_those_of_the_cells():
    seen = Worst(1.0, (0.5,), 2.0, (0.5,), 3.0, (0.5,))
    peers = [*PEERS]
    for others in (dict.fromkeys(peers, seen), dict.fromkeys(peers)):
        assert len(columns(peers)) == len(Row("exp", seen, others).cells())
    assert Row("exp", seen, dict.fromkeys(peers)).cells()[3:] == ["–"] * 7
    assert Row("exp", seen, {"scipy": seen}).cells() == ["1.00", "2.00", "3.00", "1"]


def test_rows_that_were_not_measured_stay(tmp_path, monkeypatch):
    path = tmp_path / "accuracy.md"
    monkeypatch.setattr(accuracy, "DOCUMENT", path)
    seen = Worst(1.0, (), 2.0, (), 3.0, ())
    path.write_text("Before.\n\n", "utf-8")
    rows = [Row(name, seen, {}) for name in ("tanh", "exp")]
    path.write_text(accuracy.HEADING + written(rows, [], 10), "utf-8")
    text = written([Row("exp", replace(seen, value=0.25), {})], [], 20)
    assert "20 operands for each operation" in text
    assert "| exp | 0.25 | 2.00 | 3.00 |\n| tanh | 1.00 | 2.00 | 3.00 |\n" in text
    assert "tanh" not in written([Row("exp", seen, {"scipy": None})], ["scipy"], 10)


def test_a_peer_is_measured_where_it_has_the_function():
    pytest.importorskip("scipy")
    assert worst_of_peer("scipy", TABLE["cbrt"], 30).value < 4.0
    assert worst_of_peer("scipy", TABLE["sigmoid"], 30).value < 100.0  # as expit
    assert worst_of_peer("scipy", TABLE["norm_cdf"], 30) is not None
    assert worst_of_peer("scipy", TABLE["huber"], 30) is None  # its delta comes first
    assert worst_of_peer("scipy", TABLE["relu"], 30) is None


def test_the_document_has_operations_of_the_table():
    told = accuracy.DOCUMENT.read_text("utf-8").partition(accuracy.HEADING)[2]
    assert {*re.findall(r"^\| (\w+) \| \d", told, re.M)} <= TABLE.keys()


def test_the_document_names_the_operations_in_which_others_are_ahead():
    text, _, table = accuracy.DOCUMENT.read_text("utf-8").partition(accuracy.HEADING)
    listed = text.partition("Others are ahead")[2].partition("All of that")[0]
    _, *rows = re.findall(r"^\| (\w+) \| (.*) \|$", table, re.M)
    ahead = set()
    for name, cells in rows:
        value, gradient, _, *others = (
            float(x) if x != "–" else float("inf") for x in cells.split(" | ")
        )
        if value - min(others[0::2]) > 0.1 or gradient - min(others[1::2]) > 0.1:
            ahead.add(name)
    assert {*re.findall(r"`(\w+)`", listed)} == ahead
