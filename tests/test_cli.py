"""The commands: what goes to which stream, and the exit codes."""

import csv
import io
import json
import os
import re
import signal
import subprocess
import sys
import time
import zipfile

import openpyxl
import pytest
from click.testing import CliRunner

from lawgov_extract import __version__, tables
from lawgov_extract.cli import extract, lawgov
from lawgov_extract.library import load_library

REPORT = "2023年，全年收到行政复议申请{}件，审结{}件。\n"


@pytest.fixture
def reports(tmp_path):
    """Three reports, one of them there twice, and things that are none."""
    folder = tmp_path / "reports"
    (folder / "镇").mkdir(parents=True)
    (folder / "2.txt").write_text(REPORT.format(20, 18), encoding="utf-8")
    (folder / "10.txt").write_text(REPORT.format(30, 28), encoding="gb18030")
    (folder / "镇" / "3.txt").write_text(REPORT.format(40, 38), encoding="utf-8")
    (folder / "copy.txt").write_text(REPORT.format(20, 18), encoding="utf-8")
    (folder / "x.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (folder / ".hidden").write_text("9件", encoding="utf-8")
    return folder


def run(*arguments: object, code: int = 0, command=extract, **options):
    result = CliRunner().invoke(command, list(map(str, arguments)), **options)
    assert result.exit_code == code, result.output
    if not isinstance(result.exception, SystemExit):
        assert result.exception is None
    return result


def rows_of(text: str) -> list[dict]:
    return list(csv.DictReader(io.StringIO(text)))


def read(path) -> list[dict]:
    return rows_of(path.read_text(encoding="utf-8-sig"))


def program(*arguments: object, **options) -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "lawgov_extract", *map(str, arguments)]
    return subprocess.run(command, check=False, capture_output=True, encoding="utf-8", **options)


def test_extract_to_standard_output(reports):
    """Data on standard output and nothing else; the summary on standard error."""
    result = run(reports)
    rows = rows_of(result.stdout)
    assert list(rows[0]) == list(tables.METRICS.headings("en"))
    assert [row["file"] for row in rows] == ["2.txt", "2.txt", "10.txt", "10.txt", "镇/3.txt", "镇/3.txt"]
    assert [row["value"] for row in rows] == ["20", "18", "30", "28", "40", "38"]
    assert rows[0]["text"] == "20件"
    assert re.search(
        r"^4 documents, 6 figures, \d coded, 0 failed, 2 passed over, 1 duplicate$", result.stderr, re.MULTILINE
    )
    assert "copy.txt: the same content as 2.txt" in result.stderr


def test_offsets_refer_to_the_text_of_the_document(reports):
    text = run("text", reports / "10.txt", command=lawgov).stdout
    assert text == REPORT.format(30, 28)
    for row in rows_of(run(reports / "10.txt").stdout):
        assert text[int(row["start"]) : int(row["end"])] == row["text"]


@pytest.mark.parametrize("options", [["-j", 1], ["-j", 2], ["-j", 3]])
def test_the_same_bytes_for_any_number_of_processes_and_order(reports, tmp_path, options):
    """Also for inputs that are named one by one, the last first."""
    run(reports / "镇", reports / "2.txt", reports / "10.txt", "-o", tmp_path / "one.csv")
    run(reports / "10.txt", reports / "2.txt", reports / "镇", "-o", tmp_path / "two.csv", *options)
    assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "two.csv").read_bytes()


def test_formats(reports, tmp_path):
    run(reports, "-o", tmp_path / "m.xlsx", "--headings", "zh", "-q")
    book = openpyxl.load_workbook(tmp_path / "m.xlsx")
    assert book.sheetnames == ["指标", "面板", "校验", "文件", "代码表"]
    assert [row[0] for row in book["文件"].iter_rows(min_row=2, values_only=True)] == [
        "2.txt", "10.txt", "copy.txt", "镇/3.txt",
    ]  # fmt: skip
    run(reports, "-o", f"{tmp_path}/out/")
    assert len(read(tmp_path / "out" / "metrics.csv")) == 6
    run(reports, "-o", tmp_path / "m.data", "--format", "csv")
    assert (tmp_path / "m.data").read_bytes() == (tmp_path / "out" / "metrics.csv").read_bytes()


def test_documents_table(reports, tmp_path):
    """Every input has its row: read, twice there, empty, broken or missing."""
    (reports / "empty.txt").write_bytes(b"")
    (reports / "broken.zip").write_bytes(b"PK\x03\x04 nothing")
    run(reports, tmp_path / "missing.txt", "-o", f"{tmp_path}/out/", code=3)
    rows = {row["file"]: row for row in read(tmp_path / "out" / "documents.csv")}
    assert {file.rpartition("/")[2]: row["status"] for file, row in rows.items()} == {
        "2.txt": "ok", "10.txt": "ok", "3.txt": "ok", "copy.txt": "duplicate", "empty.txt": "empty",
        "broken.zip": "failed", "missing.txt": "failed",
    }  # fmt: skip
    assert rows["copy.txt"]["duplicate_of"] == "2.txt"
    assert rows["copy.txt"]["figures"] == "0"
    assert rows["2.txt"]["figures"] == "2"
    assert rows["10.txt"]["encoding"] == "gb18030"
    assert rows["broken.zip"]["error"]
    assert rows["2.txt"]["program_version"] == __version__


def test_a_second_run_does_not_read_the_first_ones_output(reports):
    first = run(reports, "-o", reports / "m.xlsx", "-q")
    run(reports, "-o", f"{reports}/tables/", "-q")
    again = run(reports)
    assert first.stdout == ""
    assert {row["file"] for row in rows_of(again.stdout)} == {"2.txt", "10.txt", "镇/3.txt"}
    assert "4 documents" in again.stderr


def test_standard_input():
    rows = rows_of(run("-", input=REPORT.format(20, 18)).stdout)
    assert [(row["file"], row["value"]) for row in rows] == [("-", "20"), ("-", "18")]


def test_an_archive(reports, tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for name in ("10.txt", "2.txt"):
            archive.write(reports / name, name)
    rows = rows_of(run(tmp_path / "a.zip").stdout)
    assert [row["file"] for row in rows] == ["a.zip!/2.txt"] * 2 + ["a.zip!/10.txt"] * 2


def test_include_exclude(reports):
    files = {row["file"] for row in rows_of(run(reports, "--include", "*0.txt", "--include", "镇/*").stdout)}
    assert files == {"10.txt", "镇/3.txt"}
    files = {row["file"] for row in rows_of(run(reports, "--exclude", "2.txt", "--exclude", "copy*").stdout)}
    assert files == {"10.txt", "镇/3.txt"}


def test_keep_duplicates(reports):
    rows = rows_of(run(reports, "--keep-duplicates").stdout)
    assert [row["file"] for row in rows].count("copy.txt") == 2


def test_max_bytes(reports):
    result = run(reports / "2.txt", "--max-bytes", 10, code=1)
    assert result.stderr.startswith("error: 2.txt: larger than")


def test_coded_and_only(reports):
    """With --coded or --only no row is without a code; with --only every code matches."""
    everything = rows_of(run(reports).stdout)
    coded = rows_of(run(reports, "--coded").stdout)
    assert coded == [row for row in everything if row["indicator"]]
    codes = sorted({row["indicator"] for row in coded})
    assert codes
    only = rows_of(run(reports, "--only", codes[0]).stdout)
    assert only == [row for row in everything if row["indicator"] == codes[0]]


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        ([], 2, "Missing argument"),
        (["{reports}", "--nonsense"], 2, "No such option"),
        (["{reports}", "-o", "m.doc"], 2, "expected .csv, .xlsx, .jsonl, .parquet, .dta, .sqlite, a folder ending in /"),
        (["{reports}", "-o", "-", "--format", "xlsx"], 2, "standard output"),
        (["{reports}", "--format", "doc"], 2, "'doc' is not one of csv, xlsx"),
        (["{reports}", "--only", "no.such*"], 2, "no.such*: matches no indicator"),
        (["{reports}", "-j", "0"], 2, "-j"),
        (["{reports}/no.txt"], 1, "error: {reports}/no.txt: no such file or folder\n"),
        (["{reports}/empty"], 1, "error: no report in {reports}/empty\n"),
        (["{reports}", "-o", "{reports}/no/m.csv"], 1, "error: {reports}/no/m.csv: the folder {reports}/no does not"),
        (["{reports}", "-o", "{reports}/empty"], 2, "expected .csv"),
        (["{reports}", "--patterns", "{reports}/no"], 1, "error: {reports}/no: "),
        (["{reports}/broken.zip"], 1, "error: broken.zip: "),
        (["{reports}/broken.zip", "{reports}/2.txt"], 3, "error: broken.zip: "),
        (["{reports}/no.txt", "{reports}/2.txt"], 3, "error: {reports}/no.txt: no such file or folder\n"),
        (["{reports}/empty.txt"], 0, "warning: empty.txt: empty\n"),
    ],
)
def test_exit_codes(reports, arguments, code, message):
    """0 done, 1 could not do it, 2 wrong usage, 3 done but for some inputs; the reason is one line."""
    (reports / "empty").mkdir()
    (reports / "empty.txt").write_bytes(b"")
    (reports / "broken.zip").write_bytes(b"PK\x03\x04 nothing")
    result = run(*(argument.format(reports=reports) for argument in arguments), code=code)
    assert message.format(reports=reports) in result.stderr
    if code == 1:
        assert result.stderr.startswith("error: ")
        assert "Traceback" not in result.stderr


def test_nothing_is_written_when_nothing_could_be_read(reports, tmp_path):
    (tmp_path / "m.csv").write_text("old", encoding="utf-8")
    run(reports / "no.txt", "-o", tmp_path / "m.csv", code=1)
    assert (tmp_path / "m.csv").read_text(encoding="utf-8") == "old"


def test_strict_without_failed_checks(reports):
    run(reports, "--strict")


def test_strict_with_failed_checks(tmp_path):
    """Exit 3 where a report contradicts itself, or two reports each other; without the option it is only told."""
    one, two = tmp_path / "白鹭县2022.txt", tmp_path / "白鹭县2023.txt"
    title = "白鹭县人民政府{}年法治政府建设年度报告\n"
    one.write_text(title.format(2022) + "收到行政复议申请100件。\n", encoding="utf-8")
    two.write_text(title.format(2023) + "收到行政复议申请120件（上年为90件）。\n", encoding="utf-8")
    for paths, code in (([one], 0), ([two], 0), ([one, two], 3)):
        run(*paths, "--strict", code=code)
    run("extract", one, two, "--strict", command=lawgov, code=3)
    run(one, two)
    one.write_text("评查案卷30卷，其中优秀10卷、合格18卷、不合格3卷。\n", encoding="utf-8")
    run(one, "--strict", code=3)


def test_two_reports_that_contradict_each_other(tmp_path):
    """One row in checks, named at both figures, counted at the later report; the same bytes in any order."""
    folder = tmp_path / "reports"
    folder.mkdir()
    for year, text in ((2022, "收到行政复议申请100件。"), (2023, "收到行政复议申请120件（上年为90件）。")):
        text = f"白鹭县人民政府{year}年法治政府建设年度报告\n评查案卷30卷，其中优秀10卷、合格18卷、不合格2卷。\n{text}\n"
        (folder / f"{year}.txt").write_text(text, encoding="utf-8")
        (folder / f"{year}-copy.txt").write_text(text, encoding="utf-8")
    run(folder, "-o", f"{tmp_path}/one/", "-j", 1)
    run(*sorted(folder.iterdir(), reverse=True), "-o", f"{tmp_path}/two/", "-j", 2)
    for name in ("metrics", "checks", "documents"):
        assert (tmp_path / "one" / f"{name}.csv").read_bytes() == (tmp_path / "two" / f"{name}.csv").read_bytes()
    checks = read(tmp_path / "one" / "checks.csv")
    assert [(row["kind"], row["verdict"]) for row in checks] == [
        ("between_reports", "mismatch"), ("parts_sum", "ok"), ("parts_sum", "ok"),
    ]  # fmt: skip
    named = {(row["file"], row["value"]) for row in read(tmp_path / "one" / "metrics.csv") if row["checks"]}
    assert named == {("2022-copy.txt", "100"), ("2023-copy.txt", "90")}
    counts = [(row["status"], row["checks_failed"]) for row in read(tmp_path / "one" / "documents.csv")]
    assert counts == [("ok", "0"), ("duplicate", "0"), ("ok", "1"), ("duplicate", "0")]


def test_messages(reports, tmp_path):
    """Quiet shows errors only, verbose the traceback, JSON an object a line."""
    assert run(reports, "-q").stderr == ""
    assert "Traceback" in run(tmp_path / "no.txt", "-o", "no/m.csv", "-v", code=1).stderr
    (tmp_path / "damaged.pdf").write_bytes(b"%PDF-1.4 nothing")
    assert "Traceback" in run(tmp_path / "damaged.pdf", "-v", "-j", 1, code=1).stderr
    assert "Traceback" not in run(tmp_path / "damaged.pdf", code=1).stderr
    records = [json.loads(line) for line in run(reports, "--log-format", "json").stderr.splitlines()]
    assert records[-1]["level"] == "info"
    assert records[-1]["message"].startswith("4 documents, ")
    (record,) = map(json.loads, run(tmp_path / "no.txt", "--log-format", "json", code=1).stderr.splitlines())
    assert (record["level"], record["message"]) == ("error", f"{tmp_path}/no.txt: no such file or folder")


def test_group_holds_the_same_extract(reports):
    assert run("extract", reports, command=lawgov).stdout == run(reports).stdout
    assert lawgov.commands["extract"] is extract


def test_every_command_has_help_with_an_example():
    codes = set(load_library().indicators)
    for name, command in lawgov.commands.items():
        text = run(name, "--help", command=lawgov).stdout
        assert "Example:" in text
        example = text.partition("Example:")[2].partition("Options:")[0]
        assert f" {name} " in example
        assert set(re.findall(r"--indicator (\S+)", example)) <= codes
        for option in command.params:
            assert option.param_type_name == "argument" or option.help
    assert set(lawgov.commands) == {
        "extract", "check", "list", "explain", "text", "unclaimed", "evaluate", "merge", "review", "codebook", "new-pattern",
    }  # fmt: skip


def test_version():
    assert run("--version").stdout.strip().endswith(__version__)


def test_codebook(tmp_path):
    header = ",".join(tables.CODEBOOK.headings("en"))
    assert run("codebook", command=lawgov).stdout.splitlines()[0] == header
    run("codebook", "-o", tmp_path / "c.xlsx", "--headings", "zh", command=lawgov)
    assert openpyxl.load_workbook(tmp_path / "c.xlsx").sheetnames == ["代码表"]
    run("codebook", "-o", tmp_path / "c.doc", command=lawgov, code=2)


def test_list_shows_what_the_codebook_holds():
    codes = [row["code"] for row in rows_of(run("codebook", command=lawgov).stdout)]
    assert len(codes) > 200
    lines = run("list", command=lawgov).stdout.splitlines()
    assert [line.split("\t")[0] for line in lines] == codes
    assert all(len(line.split("\t")) == 4 for line in lines)
    run("list", "no.such*", command=lawgov, code=2)


def test_new_pattern_is_valid_as_it_stands(tmp_path):
    """The template can be loaded and adds its indicator; a code that is none is refused."""
    template = run("new-pattern", "parks.benches_painted", command=lawgov).stdout
    (tmp_path / "parks.toml").write_text(template, encoding="utf-8")
    lines = run("list", "parks.*", "--patterns", tmp_path, command=lawgov).stdout.splitlines()
    assert [line.split("\t")[0] for line in lines] == ["parks.benches_painted"]
    run("check", tmp_path, command=lawgov)
    assert run("new-pattern", "Parks", command=lawgov, code=1).stderr.startswith("error: Parks: expected two names")


def test_text_wants_one_document(reports, tmp_path):
    assert "found 4" in run("text", reports, command=lawgov, code=1).stderr
    assert "no such file" in run("text", tmp_path / "no.txt", command=lawgov, code=1).stderr
    assert run("text", "-", command=lawgov, input="甲\r\n乙").stdout_bytes == "甲\r\n乙".encode()


def test_explain_and_unclaimed(reports):
    start = REPORT.format(30, 28).index("30")
    assert "30件" in run("explain", reports / "10.txt", "--at", start, command=lawgov).stdout
    run("explain", reports / "10.txt", "--indicator", "no.such", command=lawgov, code=2)
    (reports / "none.txt").write_text("全县公园的长椅油漆一新，擦拭长椅9999把。\n统筹推进。\n", encoding="utf-8")
    lines = run("unclaimed", reports, command=lawgov).stdout.splitlines()
    assert [line.split("\t")[0] for line in lines] == ["1"]
    assert "9999把" in lines[0]


def test_explain_says_when_there_is_nothing_to_explain(reports):
    """An offset behind the end is wrong usage; a sentence without a number, or an empty report, is told."""
    path = reports / "none.txt"
    path.write_text("统筹推进。\n", encoding="utf-8")
    assert "1000: the text has 6 characters" in run("explain", path, "--at", 1000, command=lawgov, code=2).stderr
    result = run("explain", path, "--at", 1, command=lawgov)
    assert (result.stdout, result.stderr) == ("", f"warning: {path}: no number in the sentence at 1\n")
    codes = ["--indicator", "reconsideration.upheld"]
    assert "no number that reconsideration.upheld has words for" in run("explain", path, *codes, command=lawgov).stderr


def test_unclaimed_tells_what_could_not_be_read(reports, tmp_path):
    """The exit codes of extract."""
    (reports / "broken.zip").write_bytes(b"PK\x03\x04 nothing")
    assert "error: broken.zip: " in run("unclaimed", reports, command=lawgov, code=3).stderr
    run("unclaimed", reports / "broken.zip", command=lawgov, code=1)
    assert run("unclaimed", tmp_path / "no", command=lawgov, code=1).stderr == f"error: {tmp_path}/no: no such file or folder\n"
    (tmp_path / "empty").mkdir()
    assert "no report in" in run("unclaimed", tmp_path / "empty", command=lawgov, code=1).stderr


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="a disk that is always full")
@pytest.mark.parametrize("arguments", [["extract"], ["text"], ["explain"]])
def test_standard_output_that_is_full(reports, arguments):
    with open("/dev/full", "w") as full:
        command = [sys.executable, "-m", "lawgov_extract", *arguments, str(reports / "2.txt"), "-q"]
        done = subprocess.run(command, check=False, stdout=full, stderr=subprocess.PIPE, encoding="utf-8")
    assert (done.returncode, done.stderr) == (1, "error: standard output: cannot be written: No space left on device\n")


def test_module_is_the_group(reports, tmp_path):
    """In a process of its own, also under a code page that is not UTF-8."""
    done = program("extract", reports / "镇", env={**os.environ, "PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0"})
    assert done.returncode == 0
    assert done.stdout.startswith("file,issuer")
    assert "行政复议" in done.stdout
    assert program("extract", tmp_path / "无.txt").stderr.endswith("无.txt: no such file or folder\n")


@pytest.mark.skipif(os.name == "nt", reason="signals are sent otherwise there")
@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_interrupted_run_keeps_what_was_finished(tmp_path, jobs, number):
    """Exit 130, a whole table of what was done, nothing left lying about."""
    folder = tmp_path / "reports"
    folder.mkdir()
    for name in range(2000):
        (folder / f"{name}.txt").write_text(REPORT.format(name + 100, name + 1), encoding="utf-8")
    output = str(tmp_path / "m.csv")
    command = [sys.executable, "-m", "lawgov_extract", "extract", str(folder), "-j", str(jobs), "-o", output, "-v"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, encoding="utf-8") as process:
        for line in process.stderr:
            if line.startswith("0.txt: "):
                break
        process.send_signal(number)
        began = time.monotonic()
        errors = process.stderr.read()
        assert process.wait(60) == 130, errors
    assert time.monotonic() - began < 30
    assert "interrupted: " in errors.splitlines()[-1]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["m.csv", "reports"]
    files = list(dict.fromkeys(row["file"] for row in read(tmp_path / "m.csv")))
    assert 0 < len(files) < 2000
    assert files == [f"{number}.txt" for number in range(len(files))]
