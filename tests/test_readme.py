"""What README.md shows is what the program does, and README.zh-CN.md shows the same."""

import doctest
import os
import re
import shlex
import shutil
import subprocess
import sys
from configparser import ConfigParser
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
import test_examples as examples
from click.testing import CliRunner

import lawgov_extract
from lawgov_extract import tables
from lawgov_extract.cli import extract
from lawgov_extract.model import Document
from lawgov_extract.pipeline import extract_document

ROOT = Path(__file__).parents[1]
TEXTS = {name: (ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "README.zh-CN.md")}
each = pytest.mark.parametrize("name", TEXTS)


def blocks(name: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", TEXTS[name], re.MULTILINE | re.DOTALL)


def table_with(name: str, first: str) -> list[list[str]]:
    """Cells of the table whose header begins with *first*, without its two header lines."""
    found = re.search(rf"^\| {re.escape(first)}.*\n\|[-|]+\n((?:\|.*\n)+)", TEXTS[name], re.MULTILINE)
    assert found, f"{name} has no table {first}"
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in found[1].splitlines()]


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    """A folder with the samples; what a command writes does not stay in the tree."""
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@each
def test_input_and_output(name):
    """The table at the top is what the text above it gives."""
    (text,) = blocks(name, "text")
    result = extract_document(Document(file="-", text=text), examples.library())
    fields = ("text", "indicator", "dimension", "value", "unit", "bound", "kind", "status", "year")
    shown = table_with(name, "text | indicator")
    assert [[str(getattr(figure, field)) for field in fields] for figure in result.figures] == shown
    left_out = len(tables.METRICS.headings("en")) - len(fields)
    assert re.search(rf"\b{left_out}\b|略去{left_out}列", TEXTS[name])


@each
def test_mismatch(name):
    """The contradiction comes from the sentence above it."""
    shown = {
        key.strip("`"): value for key, value in table_with(name, "Column | Value" if name == "README.md" else "列 | 值")
    }
    assert TEXTS[name].count(shown["evidence"]) == 2
    (check,) = [
        check
        for check in extract_document(Document(file="-", text=shown["evidence"]), examples.library()).checks
        if check.verdict == "mismatch"
    ]
    assert {key: getattr(check, key) for key in shown} == shown


@each
def test_install_lines(name, checkout):
    """Two lines: the first writes the workbook, the second passes the tests. What they install is known to setup.cfg."""
    first, second = blocks(name, "sh")[0].splitlines()
    command = shlex.split(first.rsplit("/extract ", 1)[1])
    run = CliRunner().invoke(extract, command)
    assert run.exit_code == 0, run.output
    workbook = openpyxl.load_workbook(checkout / "metrics.xlsx", read_only=True)
    assert {"metrics", "checks", "documents", "codebook"} <= set(workbook.sheetnames)
    assert second.endswith("/pytest")
    setup = ConfigParser()
    setup.read(ROOT / "setup.cfg", encoding="utf-8")
    for extra in re.findall(r"pip install '\.\[(\w+)\]'", TEXTS[name]):
        assert extra in setup["options.extras_require"]


@each
def test_console(name, checkout):
    """Each command with its output, run as a user would."""
    shown = [re.match(r"\$ (\w+) (.*)\n((?:.*\n)*)", block).groups() for block in blocks(name, "console")]
    assert shown
    environment = {
        **os.environ,
        "PYTHONPATH": str(Path(lawgov_extract.__file__).parents[1]),
        "PYTHONIOENCODING": "utf-8",
    }
    for program, arguments, output in shown:
        command = [
            sys.executable,
            "-m",
            "lawgov_extract",
            *(["extract"] if program == "extract" else []),
            *shlex.split(arguments),
        ]
        run = subprocess.run(command, capture_output=True, env=environment, check=True, encoding="utf-8")
        assert run.stdout == output


@each
def test_python(name, checkout):
    (block,) = blocks(name, "pycon")
    test = doctest.DocTestParser().get_doctest(block, {}, name, name, 0)
    report: list[str] = []
    assert doctest.DocTestRunner().run(test, out=report.append).failed == 0, "".join(report)


@each
def test_accuracy(name):
    """No share is larger than what the samples show."""
    rows = [(row, examples.differences(stem, row)) for stem in examples.GOLD for row in examples.gold(stem).values()]
    rows = [(row, wrong) for row, wrong in rows if not row.get("optional")]
    found = [wrong for _, wrong in rows if wrong != ["not found"]]
    fields = (("value", "unit", "bound"), ("kind",), ("status",), ("year",), ("indicator",))
    right = [sum(not any(told.startswith(names) for told in wrong) for wrong in found) for names in fields]
    shares = [Decimal(100 * len(found)) / len(rows), *(Decimal(100 * number) / len(found) for number in right)]
    english = name == "README.md"
    shown = table_with(name, f"Of {len(rows)} figures" if english else f"{len(rows)}个数字中")
    stated = [Decimal(cell.rstrip("%")) for _, cell in shown]
    assert all(claim <= share for claim, share in zip(stated, shares, strict=True)), [
        f"{share:.1f}" for share in shares
    ]


def test_both_languages_show_the_same():
    english, chinese = TEXTS
    for language in ("text", "console", "pycon"):
        assert blocks(english, language) == blocks(chinese, language)
    code = [[re.sub(r"\s+#.*", "", block, flags=re.MULTILINE) for block in blocks(name, "sh")] for name in TEXTS]
    assert code[0] == code[1]
    names = [set(re.findall(r"`([^`\n]+)`", TEXTS[name])) for name in TEXTS]
    assert names[0] - names[1] == set()
    assert len({TEXTS[name].count("\n## ") for name in TEXTS}) == 1


@each
def test_columns(name):
    """Every column of metrics is explained."""
    told = " ".join(re.findall(r"^\| (`[^|]*`) \|", TEXTS[name], re.MULTILINE))
    assert set(tables.METRICS.headings("en")) <= set(re.findall(r"`(\w+)`", told))
