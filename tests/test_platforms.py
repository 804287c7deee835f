"""The table of platforms: what is kept, what is replaced, and what is said to be missing."""

import platforms
import pytest
from platforms import DOCUMENT, Row, kept, missing, written


def row(**changes):
    fields = {
        "python": "CPython 3.13.5",
        "system": "Linux x86_64: A, 2 cores",
        "libraries": "newest: numpy 2.4.6",
        "native": "445 passed",
        "plain": "445 passed",
        "compiled": "504 passed for x86-64, x86-64-v2",
        "date": "2026-11-27",
    }
    return Row(**fields | changes)


def test_what_is_written_is_read_again():
    rows = [row(), row(python="PyPy 8", native="–", compiled="–")]
    assert kept(written(rows)) == sorted(rows)


def test_a_later_run_replaces_the_row_of_the_same(monkeypatch, tmp_path):
    path = tmp_path / "PLATFORMS.md"
    oldest = row(libraries="oldest: numpy 1.26.0")
    path.write_text(written([row(), oldest]), encoding="utf-8")
    later = row(libraries="newest: numpy 9.0", plain="1 failed, 444 passed")
    monkeypatch.setattr(platforms, "DOCUMENT", path)
    monkeypatch.setattr(platforms, "measured", lambda emulator: later)
    monkeypatch.setattr("sys.argv", ["platforms.py", "--write"])
    assert platforms.main() == 1
    assert kept(path.read_text("utf-8")) == [later, oldest]


def test_what_has_no_row_is_said():
    told = missing([row()])
    assert {"CPython 3.12", "PyPy", "Windows", "processors of x86-64-v4"} <= {*told}
    assert {"CPython 3.13", "Linux on x86_64"}.isdisjoint(told)


@pytest.mark.slow
def test_a_run_that_fails_is_told(tmp_path):
    wrong = tmp_path / "test_wrong.py"
    wrong.write_text(
        "def test_wrong():\n    assert False\n\ndef test_right():\n    pass\n", encoding="utf-8"
    )
    counts = platforms.ended(["-p", "no:cacheprovider", str(wrong)])
    assert platforms.in_words(counts + counts) == "2 failed, 2 passed"


def test_the_document_is_what_its_rows_make():
    text = DOCUMENT.read_text("utf-8")
    assert text == written(kept(text))
    assert not [each for each in kept(text) if "failed" in " ".join(each)]


@pytest.mark.parametrize("name", platforms.FILES)
def test_the_files_of_tests_are_there(name):
    assert (platforms.ROOT / name).exists()


def test_an_emulated_processor_is_said_to_be_one():
    here, by_qemu = (platforms.python_and_system(emulator) for emulator in ("", "QEMU 7.2"))
    system, _, rest = here[1].partition(": ")
    assert by_qemu == (here[0], f"{system}: emulated by QEMU 7.2 on {rest}")
