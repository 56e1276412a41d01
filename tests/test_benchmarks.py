"""The benchmark of the readers runs, for every format, whatever peers are installed."""

import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent / "benchmarks"


@pytest.fixture
def formats(monkeypatch):
    monkeypatch.syspath_prepend(str(FOLDER))
    import formats

    monkeypatch.setattr(formats, "SECONDS", 0)
    monkeypatch.setattr(formats, "LEAST_ROUNDS", 1)
    yield formats
    del sys.modules["formats"]


def test_each_format_is_measured_beside_its_peers(formats, monkeypatch):
    installed = formats.find_spec
    monkeypatch.setattr(formats, "find_spec", lambda name: None if name == "striprtf" else installed(name))
    lines = list(formats.lines(None))
    heads = [line for line in lines if not line.startswith(" ")]
    assert [line.partition(":")[0] for line in heads] == [formats.NAMES.get(kind, kind) for kind in formats.PEERS]
    assert all(" a second (" in line for line in heads)
    assert "  striprtf: left out, it is not installed (pip install striprtf)" in lines
    assert any(line.startswith("  pypdfium2, the bare text: ") and "times as long" in line for line in lines)


def test_a_folder_of_reports_is_measured_by_what_it_holds(formats, tmp_path):
    (tmp_path / "a.doc").write_text("<html><body><p>受理20件</p></body></html>", encoding="utf-8")
    found = formats.samples(str(tmp_path))
    assert found["html"] == [(tmp_path / "a.doc").read_bytes()]
    assert "pdf" not in found
