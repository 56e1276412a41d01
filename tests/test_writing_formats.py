"""JSON Lines, Parquet, Stata and SQLite: what is read back is what a CSV of the same rows holds."""

import csv
import importlib
import json
import os
import sqlite3
import subprocess
import sys
import warnings
from contextlib import closing, nullcontext
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pandas
import pytest
from click.testing import CliRunner
from pyarrow import parquet

import lawgov_extract
from lawgov_extract import tables, writing
from lawgov_extract.cli import extract, lawgov
from lawgov_extract.errors import OutputError
from lawgov_extract.library import load_library
from lawgov_extract.reading import find_inputs
from lawgov_extract.reading.passed_over import is_own_output
from lawgov_extract.writing import dta_file, parquet_file

EXAMPLES = Path(__file__).parents[1] / "examples" / "reports"
FORMATS = ["jsonl", "parquet", "dta", "sqlite"]
NAMES = tables.METRICS.headings("en")
WRITTEN = tables.written(load_library())
TABLES = {table.name: table for table in WRITTEN}


def row(table: str = "metrics", **cells: object) -> tuple:
    names = TABLES[table].headings("en")
    assert set(cells) <= set(names)
    return tuple(cells.get(name) for name in names)


def write(path, rows, table="metrics", **options):
    with writing.open_output(str(path), WRITTEN, **options) as sink:
        sink.write(table, rows)


def exact(value):
    """A number of a file as a CSV writes it."""
    number = Decimal(repr(value))
    return str(int(number)) if number == int(number) else str(number)


def cells_of_jsonl(path, table):
    """The rows, each cell as a CSV would have it."""
    data = path.read_bytes()
    assert not data.startswith(b"\xef\xbb\xbf")
    rows = [json.loads(line, parse_float=Decimal) for line in data.decode("utf-8").split("\n")[:-1]]
    return [{key: "" if value is None else str(value) for key, value in found.items()} for found in rows]


def cells_of_parquet(path, table):
    read = parquet.read_table(path)

    def shown(value):
        return "" if value is None else exact(value) if isinstance(value, float) else str(value)

    return [{key: shown(value) for key, value in found.items()} for found in read.to_pylist()]


def cells_of_dta(path, table):
    read = pandas.read_stata(path).rename(columns={"_end": "end"})

    def shown(value):
        if pandas.isna(value):
            return ""
        return str(value.date()) if isinstance(value, datetime) else value if isinstance(value, str) else exact(value)

    return [
        dict(zip(read.columns, map(shown, cells)))
        for cells in zip(*(read[name].astype("object").tolist() for name in read.columns))
    ]


def cells_of_sqlite(path, table):
    def shown(value):
        return "" if value is None else exact(value) if isinstance(value, float) else str(value)

    with closing(sqlite3.connect(path)) as base:
        base.row_factory = sqlite3.Row
        rows = base.execute(f'SELECT * FROM "{table}" ORDER BY rowid').fetchall()
    return [dict(zip(found.keys(), map(shown, found))) for found in rows]


READ = {"jsonl": cells_of_jsonl, "parquet": cells_of_parquet, "dta": cells_of_dta, "sqlite": cells_of_sqlite}


def cells(path, table="metrics"):
    return READ[path.suffix[1:]](path, table)


def cells_of_csv(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


class Recorder:
    """A sink that keeps what a run writes."""

    def __init__(self) -> None:
        self.rows = {name: [] for name in TABLES}

    def write(self, table, rows):
        self.rows[table] += rows


@pytest.fixture(scope="module")
def run():
    """All rows of a run over the sample reports."""
    recorder = Recorder()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(writing, "open_output", lambda *given, **named: nullcontext(recorder))
        assert CliRunner().invoke(extract, [str(EXAMPLES), "-j", "1"]).exit_code == 0
    assert all(recorder.rows.values())
    return recorder.rows


def write_run(path, run, **options):
    with writing.open_output(path, WRITTEN, **options) as sink:
        for table, rows in run.items():
            sink.write(table, rows)


@pytest.mark.parametrize("headings", ["en", "zh"])
@pytest.mark.parametrize("name", FORMATS)
def test_every_cell_of_a_run_is_that_of_the_csv(tmp_path, run, name, headings):
    write_run(f"{tmp_path}/csv/", run, headings=headings)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        write_run(f"{tmp_path}/m.{name}", run, headings=headings)
    for table in TABLES if name == "sqlite" else ("metrics",):
        expected = cells_of_csv(tmp_path / "csv" / f"{table}.csv")
        assert cells(tmp_path / f"m.{name}", TABLES[table].title(headings)) == expected, table
        assert expected
    assert sorted(os.listdir(tmp_path)) == ["csv", f"m.{name}"]


TRYING = [
    row(file="a.txt", value=Decimal("0.1"), value_low=Decimal("3.2E+9"), value_high=Decimal("98.30")),
    row(file="b.txt", value=Decimal("123456789012.345"), year=1999, decimals=-3, period_start=date(1899, 12, 31)),
    row(evidence='say "x"\\ \n\r\n\t', section="\u2028\u2029\x85\x0b", text="𠮷'", label="", period_end=date(2024, 2, 29)),
    row(evidence="字" * 3000, value=Decimal("-1.5"), start=2**40, end=0),
]


@pytest.mark.parametrize("headings", ["en", "zh"])
@pytest.mark.parametrize("name", FORMATS)
def test_hard_cells_come_back(tmp_path, name, headings):
    write(tmp_path / "m.csv", TRYING, headings=headings)
    write(tmp_path / f"m.{name}", TRYING, headings=headings)
    assert cells(tmp_path / f"m.{name}", tables.METRICS.title(headings)) == cells_of_csv(tmp_path / "m.csv")


@pytest.mark.parametrize("name", FORMATS)
def test_no_row_at_all(tmp_path, name):
    """The columns are there all the same."""
    path = tmp_path / f"m.{name}"
    write(path, [])
    assert cells(path) == []
    if name == "parquet":
        assert tuple(parquet.read_schema(path).names) == NAMES
    elif name == "dta":
        assert list(pandas.read_stata(path).columns) == dta_file.names_of(NAMES)
    elif name == "sqlite":
        with closing(sqlite3.connect(path)) as base:
            assert tuple(found[0] for found in base.execute("SELECT * FROM metrics").description) == NAMES
    else:
        assert path.read_bytes() == b""


@pytest.mark.parametrize("name", FORMATS)
def test_a_lone_surrogate_stops_nothing(tmp_path, name):
    path = tmp_path / f"m.{name}"
    write(path, [row(file="a.txt", evidence="x\ud800y"), row(file="b.txt")])
    assert [found["evidence"] for found in cells(path)] == ["x?y", ""]


@pytest.mark.parametrize("name", FORMATS)
def test_what_no_double_and_no_text_of_stata_holds_stops_nothing(tmp_path, name):
    path = tmp_path / f"m.{name}"
    write(path, [row(value=Decimal("1E+400"), text="a\0b")])
    if name == "dta":
        assert [(found["text"], found["value"]) for found in cells(path)] == [("a\ufffdb", "")]
    elif name == "jsonl":
        assert [(found["text"], found["value"]) for found in cells(path)] == [("a\0b", f"1{'0' * 400}")]
    else:
        assert path.stat().st_size


@pytest.mark.parametrize("name", FORMATS)
def test_two_runs_give_the_same_bytes(tmp_path, name):
    many = [row(file=f"{n // 9}.txt", figure_id=f"{n}:{n}-{n + 1}", value=Decimal(n) / 7, start=n, evidence="字" * (n % 99))
            for n in range(3000)]  # fmt: skip
    paths = [tmp_path / f"{n}.{name}" for n in (1, 2)]
    for path in paths:
        write(path, TRYING + many)
    assert paths[0].read_bytes() == paths[1].read_bytes()


@pytest.mark.parametrize("name", FORMATS)
def test_a_run_that_breaks_leaves_the_old_output_and_no_debris(tmp_path, name):
    path = tmp_path / f"m.{name}"
    write(path, [row(file="old")])
    before = path.read_bytes()
    with pytest.raises(RuntimeError), writing.open_output(str(path), WRITTEN) as sink:
        sink.write("metrics", [row(file="new")] * 5000)
        raise RuntimeError
    assert os.listdir(tmp_path) == [path.name]
    assert path.read_bytes() == before


@pytest.mark.parametrize("name", FORMATS)
def test_a_folder_that_is_missing_is_told(tmp_path, name):
    done = CliRunner().invoke(extract, [str(EXAMPLES), "-o", f"{tmp_path}/none/m.{name}"])
    assert done.exit_code == 1
    assert f"m.{name}: the folder {tmp_path / 'none'} does not exist" in done.stderr


@pytest.mark.parametrize("name", FORMATS)
def test_a_place_that_cannot_be_written_is_told_before_any_row(tmp_path, monkeypatch, name):
    def touch(path, *given, **named):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.touch", touch)
    with pytest.raises(OutputError, match=f"m.{name}: cannot be written: Permission denied"):
        writing.open_output(f"{tmp_path}/m.{name}", WRITTEN).__enter__()


@pytest.mark.parametrize("headings", ["en", "zh"])
@pytest.mark.parametrize("name", FORMATS)
def test_no_output_becomes_an_input(tmp_path, name, headings):
    """Also under an ending that tells nothing, once there is a row."""
    (tmp_path / "a.txt").write_text("全年受理行政复议申请20件。", encoding="utf-8")
    write(tmp_path / f"m.{name}", [row(file="a.txt")], headings=headings)
    write(tmp_path / "m.dat", [row(file="a.txt")], name=name, headings=headings)
    found = find_inputs([tmp_path])
    assert ([source.file for source in found.sources], found.passed_over) == (["a.txt"], 2)


@pytest.mark.parametrize("headings", ["en", "zh"])
@pytest.mark.parametrize("table", TABLES)
def test_json_lines_of_every_table_are_known_again(tmp_path, table, headings):
    path = tmp_path / "x.txt"
    with writing.open_output(str(path), (TABLES[table],), name="jsonl", headings=headings) as sink:
        columns = TABLES[table].columns
        sink.write(table, [tuple("x\"\\" if column.type == "text" else None for column in columns)])
    assert is_own_output(path)
    path.write_text('{"file": "a.txt", "title": "报告"}\n', encoding="utf-8")
    assert not is_own_output(path)


def test_json_numbers_are_exact(tmp_path):
    path = tmp_path / "m.jsonl"
    long = Decimal("12345678901234567890.123456789")
    write(path, [row(value=Decimal("0.10"), value_low=Decimal("5.0"), value_high=long, year=2023, end=7)])
    (line,) = path.read_text(encoding="utf-8").splitlines()
    assert '"value": 0.1, ' in line
    assert '"value_low": 5, "value_high": 12345678901234567890.123456789, ' in line
    assert '"year": 2023, ' in line
    assert '"unit": null, ' in line
    assert list(json.loads(line)) == list(NAMES)


def test_json_lines_go_to_standard_output(tmp_path):
    (tmp_path / "a.txt").write_text("全年受理行政复议申请20件。", encoding="utf-8")
    done = CliRunner().invoke(extract, [str(tmp_path / "a.txt"), "-o", "-", "--format", "jsonl"])
    assert json.loads(done.stdout)["text"] == "20件"
    assert CliRunner().invoke(extract, [str(tmp_path / "a.txt"), "--format", "parquet"]).exit_code == 2


def test_parquet_types_and_metadata(tmp_path):
    path = tmp_path / "m.parquet"
    write(path, TRYING, headings="zh")
    schema = parquet.read_schema(path)
    types = dict(zip(NAMES, map(str, schema.types)))
    assert {types[column.name] for column in tables.METRICS.columns if column.type == "integer"} == {"int64"}
    assert (types["value"], types["period_end"], types["text"]) == ("double", "date32[day]", "string")
    assert schema.metadata[b"program_version"].decode() == lawgov_extract.__version__
    assert schema.field("数值").metadata[b"name"] == b"value"
    column = parquet.ParquetFile(path).metadata.row_group(0).column(0)
    assert column.compression == "ZSTD"


def test_parquet_comes_in_groups_of_rows(tmp_path, monkeypatch):
    monkeypatch.setattr(parquet_file, "BATCH", 3)
    monkeypatch.setattr(parquet_file, "GROUP", 2)
    path = tmp_path / "m.parquet"
    write(path, [row(start=number) for number in range(14)])
    about = parquet.ParquetFile(path).metadata
    assert [about.row_group(n).num_rows for n in range(about.num_row_groups)] == [6, 6, 2]
    assert [found["start"] for found in cells(path)] == [str(number) for number in range(14)]


def test_parquet_without_pyarrow_is_told_before_any_work(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.setattr("lawgov_extract.library.load_library", None)  # is not come to
    done = CliRunner().invoke(extract, [str(EXAMPLES), "-o", str(tmp_path / "m.parquet")])
    assert done.exit_code == 1
    (line,) = done.stderr.splitlines()
    assert line.endswith("m.parquet: needs pyarrow: pip install 'lawgov_extract[parquet]'")
    assert os.listdir(tmp_path) == []


def test_pyarrow_comes_with_the_rows(tmp_path):
    """Its threads must not be there when processes are forked; the same for pandas."""
    code = """
import sys
from lawgov_extract import tables, writing
with writing.open_output(sys.argv[1], (tables.METRICS,)) as sink:
    sink.write("metrics", [])
    assert not {"pyarrow", "pandas", "numpy"} & set(sys.modules)
"""
    for name in ("m.parquet", "m.dta"):
        subprocess.run([sys.executable, "-c", code, str(tmp_path / name)], check=True)


def test_stata_variables(tmp_path):
    path = tmp_path / "m.dta"
    write(path, TRYING)
    with pandas.read_stata(path, iterator=True) as reader:
        labels, label, stamp = reader.variable_labels(), reader.data_label, reader.time_stamp
        formats = dict(zip(reader.read(convert_dates=False).columns, reader._fmtlist))
    assert labels["value"].startswith("数值：")
    assert label == f"lawgov_extract {lawgov_extract.__version__}: metrics"
    assert stamp == "01 Jan 2000 00:00"
    assert formats["period_start"] == "%td"
    assert b"<release>118</release>" in path.read_bytes()[:64]
    assert b"GSO" in path.read_bytes()  # the long texts


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
@pytest.mark.parametrize("headings", ["en", "zh"])
def test_stata_takes_every_heading_as_it_is(table, headings):
    names = dta_file.names_of(table.headings(headings))
    assert all(len(name) <= 32 and not name[0].isdigit() for name in names)
    if table.name in ("metrics", "documents", "checks", "codebook"):
        assert [name for name in names if name not in table.headings(headings)] in ([], ["_end"])


def test_stata_names():
    long = "a" * 40
    assert dta_file.names_of(["if", "a.b", "a-b", "2年", "数值", "str12", long, long]) == [
        "_if", "a_b", "a_b_2", "_2年", "数值", "_str12", "a" * 32, "a" * 30 + "_2",
    ]  # fmt: skip


def test_stata_tells_when_there_are_too_many_rows(tmp_path, monkeypatch):
    monkeypatch.setattr(dta_file, "MOST_ROWS", 2)
    with pytest.raises(OutputError, match=r"m.dta: more than 2 rows.*write \.csv, \.parquet or \.sqlite"):
        write(tmp_path / "m.dta", [row()] * 3)
    assert os.listdir(tmp_path) == []
    write(tmp_path / "m.dta", [row()] * 2)


def test_database_has_types_and_indexes(tmp_path):
    path = tmp_path / "m.sqlite"
    write(path, TRYING)
    with closing(sqlite3.connect(path)) as base:
        assert [name for (name,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'table'")] == [*TABLES]
        types = {name: kind for _, name, kind, *_ in base.execute("PRAGMA table_info(metrics)")}
        assert (types["value"], types["year"], types["period_end"], types["region_code"]) == ("REAL", "INTEGER", "TEXT", "TEXT")
        assert base.execute("SELECT typeof(value), typeof(year), typeof(unit) FROM metrics LIMIT 1").fetchone() == (
            "real", "null", "null",
        )  # fmt: skip
        plan = str(base.execute("EXPLAIN QUERY PLAN SELECT * FROM metrics WHERE figure_id = 'x'").fetchall())
        assert "metrics_figure_id" in plan
        unique = {name: own for _, name, own, *_ in base.execute("PRAGMA index_list(metrics)")}
        assert (unique["metrics_figure_id"], unique["metrics_file"]) == (1, 0)
        assert base.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_database_takes_duplicates_that_were_asked_for(tmp_path):
    """Rows that share an id have no unique index, but an index."""
    path = tmp_path / "m.sqlite"
    write(path, [row(file="a.txt", figure_id="1"), row(file="b.txt", figure_id="1")])
    assert [found["figure_id"] for found in cells(path)] == ["1", "1"]
    with closing(sqlite3.connect(path)) as base:
        assert {name: own for _, name, own, *_ in base.execute("PRAGMA index_list(metrics)")}["metrics_figure_id"] == 0
        assert base.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_database_that_is_full_is_one_error(tmp_path):
    path = tmp_path / "m.sqlite"
    told = pytest.raises(OutputError, match="m.sqlite: cannot be written: database or disk is full")
    with told, writing.open_output(str(path), WRITTEN) as sink:
        sink._base.execute("PRAGMA max_page_count = 30")
        sink.write("metrics", [row(evidence="字" * 3000)] * 99)
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("name", FORMATS)
def test_a_table_that_stands_first_is_written(tmp_path, run, name):
    path = tmp_path / f"c.{name}"
    with writing.open_output(str(path), (tables.CODEBOOK,)) as sink:
        sink.write("codebook", run["codebook"])
        sink.write("metrics", run["metrics"])
    assert [found["code"] for found in cells(path, "codebook")] == [found[0] for found in run["codebook"]]


def test_the_command_writes_a_database(tmp_path):
    (tmp_path / "a.txt").write_text("全年受理行政复议申请20件。", encoding="utf-8")
    done = CliRunner().invoke(lawgov, ["extract", str(tmp_path / "a.txt"), "-o", str(tmp_path / "M.SQLITE")])
    assert (done.exit_code, done.exception) == (0, None)
    assert cells_of_sqlite(tmp_path / "M.SQLITE", "metrics")[0]["value"] == "20"


def test_every_named_format_has_its_module():
    for name, module in writing.MODULES.items():
        assert callable(importlib.import_module(module).open_sink), name
    assert writing.ENDINGS == {f".{name}": name for name in ("csv", "xlsx", *FORMATS)}
