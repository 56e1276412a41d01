"""Which inputs are found, in which order, and how they are called."""

import io
import json
import pickle
import sys
import types
import zipfile

import openpyxl
import pytest

from lawgov_extract.library import load_library
from lawgov_extract.reading import Source, find_inputs, is_own_output, natural_key, read_source
from lawgov_extract.tables import written


@pytest.fixture
def make(tmp_path):
    def make(*names: str, content: bytes = "受理20件".encode()):
        for name in names:
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        return tmp_path

    return make


def names(found) -> list[str]:
    return [source.file for source in found.sources]


def test_a_folder_is_walked_in_natural_order_with_paths_below_it(make):
    folder = make("10.txt", "2.txt", "县/9.txt", "县/10.txt", "1.txt", "县.txt")
    found = find_inputs([str(folder)])
    assert names(found) == ["1.txt", "2.txt", "10.txt", "县/9.txt", "县/10.txt", "县.txt"]
    assert found.missing == ()
    assert found.passed_over == 0
    assert read_source(found.sources[0])[0].text == "受理20件"


def test_natural_key_tells_all_names_apart():
    assert sorted(["a10", "a9", "A9", "a09", "b", "a"], key=natural_key) == ["a", "A9", "a09", "a9", "a10", "b"]
    assert natural_key("9" * 10_000) < natural_key("9" * 10_001)


def test_a_file_is_called_by_its_name_and_clashes_by_their_parents(make):
    folder = make("甲县/2021/报告.txt", "乙县/2021/报告.txt", "乙县/2022/报告.txt", "乙县/附.txt")
    one = find_inputs([str(folder / "甲县/2021/报告.txt")])
    assert names(one) == ["报告.txt"]
    two = find_inputs([str(folder / "乙县/2021/报告.txt"), str(folder / "乙县/2022/报告.txt")])
    assert names(two) == ["2021/报告.txt", "2022/报告.txt"]
    deep = find_inputs([str(folder / "甲县/2021/报告.txt"), str(folder / "乙县/2021/报告.txt")])
    assert names(deep) == ["乙县/2021/报告.txt", "甲县/2021/报告.txt"]
    folders = find_inputs([str(folder / "乙县"), str(folder / "甲县")])
    assert names(folders) == ["2022/报告.txt", "乙县/2021/报告.txt", "甲县/2021/报告.txt", "附.txt"]


def test_a_file_named_twice_is_there_once(make, monkeypatch):
    folder = make("a.txt", "b.txt")
    monkeypatch.chdir(folder)
    assert names(find_inputs(["a.txt", str(folder), "./a.txt"])) == ["a.txt", "b.txt"]


def test_a_missing_path_is_told_and_stops_nothing(make):
    folder = make("a.txt")
    found = find_inputs([str(folder / "gone.txt"), str(folder)])
    assert names(found) == ["a.txt"]
    assert [str(error) for error in found.missing] == [f"{folder / 'gone.txt'}: no such file or folder"]


def test_include_and_exclude_match_the_path_below_and_the_bare_name(make):
    folder = make("2021/a.txt", "2021/b.docx", "2022/a.txt")
    assert names(find_inputs([str(folder)], include=["*.txt"])) == ["2021/a.txt", "2022/a.txt"]
    assert names(find_inputs([str(folder)], include=["2021/*"])) == ["2021/a.txt", "2021/b.docx"]
    assert names(find_inputs([str(folder)], exclude=["a.txt"])) == ["2021/b.docx"]
    # a file that is named is read
    assert names(find_inputs([str(folder / "2021/a.txt")], include=["*.docx"])) == ["a.txt"]


def test_what_is_no_report_is_passed_over_and_counted(make):
    folder = make("a.txt", "~$a.docx", ".~lock.a.odt#", ".hidden.txt", ".git/config", "x.PNG", "x.mp4", "x.exe",
                  "x.ttf", "datapackage.json", "run.state.sqlite", "m.jsonl", "m.parquet", "m.dta", "m.sqlite")  # fmt: skip
    make("picture", content=b"\x89PNG\r\n\x1a\n")
    found = find_inputs([str(folder)])
    assert names(found) == ["a.txt"]
    assert found.passed_over == 15


def test_own_outputs_are_passed_over(make):
    folder = make("报告.csv", content="年份,件数\n2021,20\n".encode("gb18030"))
    make(
        "m.csv", content="\ufefffile,issuer,region_code,province,city,county,report_year,domain,indicator,x\n".encode()
    )
    make("q.csv", content=b'"file","doc_id","title","issuer","region_code","province"\r\n')
    make("c.csv", content=b"check_id,file,kind,statement,expected\n")
    make("p.csv", content=b"region_code,province,city,county,issuer,year,a.b\n")
    make("b.csv", content=b"code,name_zh,name_en,domain,domain_zh,measure\n")
    make("zh.csv", content="文件,发布机关,区划代码,省,市,县,报告年度,领域,指标代码,指标名称\n".encode("utf-8-sig"))
    make("r.html", content=b'<!doctype html><html><head><meta name="generator" content="lawgov_extract 1.0">')
    make("other.html", content=b'<html><head><meta name="generator" content="Word">')
    book = openpyxl.Workbook()
    book.properties.creator = "lawgov_extract 1.0"
    book.save(folder / "own.xlsx")
    book.properties.creator = "统计股"
    book.save(folder / "theirs.xlsx")
    found = find_inputs([str(folder)])
    assert names(found) == ["other.html", "theirs.xlsx", "报告.csv"]
    assert found.passed_over == 8
    assert is_own_output(folder / "own.xlsx")
    assert not is_own_output(folder / "gone.xlsx")
    # a file that is named is read
    assert names(find_inputs([str(folder / "m.csv")])) == ["m.csv"]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_table_that_is_written_is_known_again(tmp_path, language):
    for table in written(load_library()):
        path = tmp_path / f"{table.name}.csv"
        path.write_text(",".join(table.headings(language)) + "\n", "utf-8-sig")
        assert is_own_output(path), table.name


def test_standard_input_is_held_and_can_be_sent_to_another_process(monkeypatch):
    monkeypatch.setattr(sys, "stdin", types.SimpleNamespace(buffer=io.BytesIO("受理20件".encode("gb18030"))))
    found = find_inputs(["-"])
    assert names(found) == ["-"]
    (document,) = read_source(pickle.loads(pickle.dumps(found.sources[0])))
    assert document.text == "受理20件"


def test_links_that_lead_in_a_circle_end(make):
    folder = make("a/x.txt")
    try:
        (folder / "a" / "up").symlink_to(folder, target_is_directory=True)
        (folder / "a" / "broken.txt").symlink_to(folder / "nowhere")
    except OSError:
        pytest.skip("no links on this system")
    found = find_inputs([str(folder)])
    assert names(found) == ["a/broken.txt", "a/x.txt"]
    assert "cannot be opened" in read_source(found.sources[0])[0].reason


def test_a_name_in_another_encoding_can_be_written(tmp_path):
    raw = bytes(tmp_path) + b"/" + "报告.txt".encode("gb18030")
    try:
        with open(raw, "wb") as stream:
            stream.write(b"1")
    except OSError:
        pytest.skip("this file system takes only UTF-8 names")
    found = find_inputs([str(tmp_path)])
    assert names(found) == ["报告.txt"]
    assert read_source(found.sources[0])[0].text == "1"


def test_a_url_without_the_extra_tells_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "fsspec", None)
    found = find_inputs(["s3://bucket/a.txt"])
    assert found.sources == ()
    assert "pip install 'lawgov_extract[remote]'" in found.missing[0].reason


def test_a_remote_folder_is_walked():
    fsspec = pytest.importorskip("fsspec")
    store = fsspec.filesystem("memory")
    for name in ("10.txt", "2.txt", "x.png"):
        store.pipe(f"/reports/{name}", "受理20件".encode())
    found = find_inputs(["memory://reports"])
    assert [name.rpartition("/")[2] for name in names(found)] == ["2.txt", "10.txt"]
    assert all(name.startswith("memory://") for name in names(found))
    assert found.passed_over == 1
    assert read_source(found.sources[0])[0].text == "受理20件"
    assert "limit" in read_source(found.sources[0], max_bytes=3)[0].reason
    assert "no such file" in read_source(Source("memory://gone", "memory://gone"))[0].reason


def test_a_zip_is_one_input(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("datapackage.json", json.dumps({}))
    assert names(find_inputs([str(tmp_path)])) == ["a.zip"]
