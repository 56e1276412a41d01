"""A sample report in every format gives the figures of its .txt: all of them, in the same order."""

from pathlib import Path

import pytest
from sample_figures import figures, figures_of_text

from lawgov_extract.reading import read_bytes

SAMPLES = Path(__file__).parent / "data" / "reading" / "samples"
FORMATS = ("html", "htm", "mht", "mhtml", "md", "docx", "doc", "wps", "rtf", "odt", "pdf", "ofd")
FORMATS += ("xlsx", "xls", "ods", "et", "zip", "tar.gz")
FILES = sorted(path for path in SAMPLES.iterdir() if path.stem not in ("README", "nested"))
NESTED = sorted(path for path in SAMPLES.glob("nested.*") if path.suffix != ".txt")
# other years' and other pages' figures, what is struck out or hidden, and a change read as one number
DECOYS = ("9999", "8888", "7777", "4321", "9095", "9590", "\t95件", "1315", "1513", "13名")


def lines(path: Path) -> list[str]:
    (document,) = read_bytes(path.read_bytes(), path.name)
    return [line for line in document.text.splitlines() if line.strip()]


def test_every_format_has_its_sample():
    assert {path.name.partition(".")[2] for path in FILES} == set(FORMATS)
    assert all(path.stat().st_size < 60_000 for path in SAMPLES.iterdir())


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_the_same_figures_as_the_text(path):
    documents = read_bytes(path.read_bytes(), path.name)
    assert len(documents) == (2 if path.suffix in (".zip", ".gz") else 1)
    for document in documents:
        assert figures(document) == figures_of_text(path.name.partition(".")[0])
        assert len(figures(document)) > 50
        if document.media_type != "text/plain":
            assert not [decoy for decoy in DECOYS if decoy in document.text]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_rows_of_tables_stay_rows(path):
    rows = {
        "jinchuan_county_2024": ["县公安局\t1450\t8620\t35\t640", "受理\t90件\t76件", "调解成功率\t98.5%"],
        "yunze_city_2022": ["青溪县\t300\t260\t245", "合计\t1320\t1145\t1080"],
    }
    for document in read_bytes(path.read_bytes(), path.name):
        if document.file.endswith(".txt"):
            continue  # it is as it is on disk, with rules between the cells
        for row in rows[path.name.partition(".")[0]]:
            assert row in document.text.splitlines()


@pytest.mark.parametrize("name", ["docx", "doc", "rtf", "odt"])
def test_automatic_numbers_and_text_boxes_stand_where_they_are_shown(name):
    found = lines(SAMPLES / f"jinchuan_county_2024.{name}")
    headings = [line for line in found if line[1:2] == "、"]
    assert headings == ["一、行政执法", "二、行政复议和行政应诉", "三、法律服务", "四、2025年目标"]
    box = next(place for place, line in enumerate(found) if line.startswith("全年行政应诉案件24件"))
    assert found[box - 1] == "终止\t28件\t22件"
    assert found[box + 1] == "三、法律服务"
    assert sum("全年行政应诉案件" in line for line in found) == 1
    # a content control is no second copy
    assert sum("主要情况如下" in line for line in found) == 1


@pytest.mark.parametrize("path", NESTED, ids=lambda path: path.name)
def test_nested_tables_stay_out_of_the_outer_row_and_lists_count_on(path):
    assert lines(path) == (SAMPLES / "nested.txt").read_text(encoding="utf-8").splitlines()
