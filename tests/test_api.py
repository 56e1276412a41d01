"""The whole way in one call."""

import pytest

import lawgov_extract as lx
from lawgov_extract import tables
from lawgov_extract.errors import LawgovError, UnreadableReport


@pytest.fixture
def reports(tmp_path):
    for number in (2, 10, 1):
        text = f"2023年，全年收到行政复议申请{number + 20}件，审结{number}件。\n"
        (tmp_path / f"{number}.txt").write_text(text, encoding="utf-8")
    (tmp_path / "copy.txt").write_bytes((tmp_path / "1.txt").read_bytes())
    return tmp_path


def test_extract_gives_frames(reports):
    """As the documentation has it: metrics, documents, checks as DataFrames."""
    result = lx.extract([reports, reports / "no.txt"], library=lx.load_library(), jobs=2)
    assert list(result.metrics.columns) == list(tables.METRICS.headings("en"))
    assert result.metrics["value"].tolist() == [21, 1, 22, 2, 30, 10]
    assert result.metrics["figure_id"].is_unique
    status = dict(zip(result.documents["file"].str.rpartition("/")[2], result.documents["status"], strict=True))
    assert status == {"1.txt": "ok", "2.txt": "ok", "10.txt": "ok", "copy.txt": "duplicate", "no.txt": "failed"}
    assert list(result.checks.columns) == list(tables.CHECKS.headings("en"))
    assert result.codebook["code"].is_unique


def test_extract_takes_one_path_and_its_options(reports):
    assert set(lx.extract(reports / "1.txt").metrics["file"]) == {"1.txt"}
    found = lx.extract(reports, include=["*.txt"], exclude=["1*.txt"], keep_duplicates=True).metrics["file"]
    assert set(found) == {"2.txt", "copy.txt"}


def test_extract_text_and_batch_agree(reports):
    """The same figures with the same offsets, whichever way they are had."""
    text = (reports / "2.txt").read_text(encoding="utf-8")
    figures = lx.extract_text(text, lx.load_library())
    rows = lx.extract_batch([reports / "2.txt"])
    assert [(f.start, f.end, f.text) for f in figures] == [(r["start"], r["end"], r["text"]) for r in rows]
    assert [text[f.start : f.end] for f in figures] == ["22件", "2件"]


def test_find_figures_leaves_out_what_cannot_be_read(reports, caplog):
    from lawgov_extract.api import Summary, find_figures
    from lawgov_extract.reading import find_inputs

    summary = Summary()
    figures = list(find_figures(find_inputs([reports / "1.txt", reports / "no.txt"]), lx.load_library(), summary))
    assert [figure.text for figure in figures] == ["21件", "1件"]
    assert (summary.documents, summary.figures, summary.failed) == (1, 2, 1)
    assert "no such file" in caplog.text


def test_read_document(reports):
    from lawgov_extract.api import read_document

    assert read_document(reports / "1.txt").text.startswith("2023年")
    for path, reason in ((reports / "no.txt", "no such file"), (reports, "found 4")):
        with pytest.raises(UnreadableReport, match=reason):
            read_document(path)


def test_select_codes():
    from lawgov_extract.api import select_codes

    library = lx.load_library()
    assert select_codes(library, []) == set(library.indicators)
    some = select_codes(library, ["litigation.*"])
    assert some
    assert all(code.startswith("litigation.") for code in some)
    with pytest.raises(LawgovError, match="matches no indicator"):
        select_codes(library, ["litigation.*", "nothing.*"])
