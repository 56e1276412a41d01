"""Shares of the inputs, and their outputs joined: the same as one run over all."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from lawgov_extract.cli import lawgov
from lawgov_extract.errors import TableError
from lawgov_extract.merging import read_parts
from lawgov_extract.reading import find_inputs

TITLE = "白鹭县{}年法治政府建设年度报告\n"
TEXTS = {
    "10.txt": TITLE.format(2022) + "收到行政复议申请100件，其中公安类60件、土地类30件。",
    "9.txt": TITLE.format(2023) + "收到行政复议申请120件（上年为90件），同比增长20%。",
    "a.txt": TITLE.format(2022) + "收到行政复议申请100件，其中公安类60件、土地类30件。",
    "b.txt": "",
    "c/1.txt": "青禾县2023年法治政府建设年度报告\n罚没款约3.5万元。栽树700棵。",
    "c/2.txt": TITLE.format(2023) + "受理行政复议案件80件，维持50件、撤销30件。",
}
TABLES = ("metrics", "panel", "panel_notes", "checks", "documents", "codebook")


def command(*arguments: object, code: int = 0) -> str:
    done = CliRunner().invoke(lawgov, list(map(str, arguments)))
    assert done.exit_code == code, done.output
    return done.stderr


@pytest.fixture(scope="module")
def runs(tmp_path_factory) -> Path:
    """One run over all, and three over shares, as folders and in other formats."""
    top = tmp_path_factory.mktemp("runs")
    for name, text in TEXTS.items():
        (top / "in" / name).parent.mkdir(parents=True, exist_ok=True)
        (top / "in" / name).write_text(text, encoding="utf-8")
    command("extract", top / "in", "-j", 1, "-o", f"{top}/all/")
    for part in (1, 2, 3):
        for name in (f"{part}/", f"{part}.xlsx", f"{part}.sqlite", f"{part}.csv", f"{part}.parquet"):
            command("extract", top / "in", "-j", 1, "--shard", f"{part}/3", "-o", f"{top}/{name}")
    return top


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_every_input_is_in_one_share(runs):
    found = find_inputs([runs / "in"])
    shares = [found.share(part, 3) for part in (1, 2, 3)]
    assert sorted(source.file for share in shares for source in share.sources) == sorted(TEXTS)
    assert len([share for share in shares if share.sources]) > 1
    alone = find_inputs([runs / "in"], include=["9.txt"])
    assert [bool(alone.share(part, 3).sources) for part in (1, 2, 3)] == [
        any(source.file == "9.txt" for source in share.sources) for share in shares
    ]


@pytest.mark.parametrize("parts", [("1/", "2/", "3/"), ("3/", "1/", "2/"), ("1.xlsx", "2.sqlite", "3/"), ("all/",), ("all/", "1/")])
def test_parts_make_the_whole(runs, tmp_path, parts):
    """The same bytes as one run: duplicates, checks between reports and the panel among all."""
    assert "stands for two" not in command("merge", *(runs / part for part in parts), "-o", f"{tmp_path}/m/")
    assert files(tmp_path / "m") == files(runs / "all")


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_parts_of_metrics_alone(runs, tmp_path, ending):
    """They hold no checks and no documents without figures; all else is the same."""
    command("merge", *(runs / f"{part}.{ending}" for part in (1, 2, 3)), "-o", f"{tmp_path}/m/")
    whole, merged = files(runs / "all"), files(tmp_path / "m")
    assert re.sub(rb"(?:parts_sum|rate|bound|change)[^,;\n]*", b"", merged["metrics.csv"]) == re.sub(
        rb"(?:parts_sum|rate|bound|change)[^,;\n]*", b"", whole["metrics.csv"]
    )
    assert merged["panel.csv"] == whole["panel.csv"]
    assert merged["checks.csv"].count(b"between_reports") == whole["checks.csv"].count(b"between_reports") > 0


def test_there_is_something_to_join(runs):
    """The reports of the test have a duplicate, a check that fails between reports, one that fails in a report."""
    told = {name: content.decode("utf-8-sig") for name, content in files(runs / "all").items()}
    assert ",duplicate,10.txt," in told["documents.csv"]
    assert re.search(r"between_reports:.*mismatch", told["checks.csv"])
    assert re.search(r"\nchange:.*mismatch", told["checks.csv"])
    assert told["panel.csv"].count("\n") == 4


def test_strict_counts_the_checks_of_all_parts(runs, tmp_path):
    command("merge", runs / "all/", "-o", tmp_path / "m.csv", "--strict", code=3)


def test_a_share_without_inputs_is_no_failure(runs, tmp_path):
    empty = next(part for part in range(1, 51) if not find_inputs([runs / "in"]).share(part, 50).sources)
    command("extract", runs / "in", "--shard", f"{empty}/50", "-o", tmp_path / "m.csv")
    assert (tmp_path / "m.csv").read_bytes().count(b"\n") == 1
    command("merge", tmp_path / "m.csv", "-o", tmp_path / "m2.csv")


@pytest.mark.parametrize("share", ["0/3", "4/3", "1", "a/b", "1/0"])
def test_a_share_that_cannot_be(runs, share):
    assert "expected I/N" in command("extract", runs / "in", "--shard", share, code=2)


def test_unsorted_parts_are_refused(runs, tmp_path):
    head, *rows = (runs / "1.csv").read_text("utf-8").splitlines() + (runs / "2.csv").read_text("utf-8").splitlines()[1:]
    (tmp_path / "m.csv").write_text("\n".join([head, *rows, rows[0]]) + "\n", "utf-8")
    with pytest.raises(TableError, match="expected rows in the order they were written in"):
        list(read_parts([tmp_path / "m.csv"]))


def test_a_part_that_is_none_is_one_line(tmp_path):
    assert command("merge", tmp_path / "gone.csv", "-o", tmp_path / "m.csv", code=1).strip().endswith("gone.csv: there is no such file")


def test_codes_of_another_library_are_told(runs, tmp_path):
    text = (runs / "all" / "metrics.csv").read_text("utf-8").replace("reconsideration.upheld", "reconsideration.mine")
    (tmp_path / "m.csv").write_text(text, "utf-8")
    assert "c/2.txt: reconsideration.mine: no such indicator" in command("merge", tmp_path / "m.csv", "-o", tmp_path / "o.csv")
