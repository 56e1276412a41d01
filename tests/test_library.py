"""Loading pattern files: what is refused, in which words, and what a user's folder may add or override."""

import csv
import io
import pickle
import subprocess
import sys
from pathlib import Path

import pytest

from lawgov_extract.errors import LibraryError
from lawgov_extract.library import load_library
from lawgov_extract.pipeline import extract_text
from lawgov_extract.required import read_required, required_words
from lawgov_extract.trials import check_library

BAD = Path(__file__).parent / "data" / "bad_patterns"
FAULTS = {
    "unknown_key": "trial.boats: colour: unknown key",
    "no_figure_place": "trial.boats: patterns[1]: expected {{n}} once, found it 0 times",
    "duplicate_code": "trial.boats: code: this code stands in",
    "example_not_found": "trial.boats: examples[1]: expected 6",
    "counterexample_found": "trial.boats: counterexamples[1]: found 7艘 as trial.boats",
    "conflict": "conflict between trial.boats and trial.vessels",
    "unsafe_regex": "trial.boats: patterns[1]: unsafe regex",
    "wrong_unit": "trial.boats: unit: expected a canonical unit of units.toml, found '艘艘'",
    "not_toml": "not a TOML file",
    "unknown_phrase": "trial.boats: patterns[1]: unknown phrase {{several}}",
    "closed_gap": "trial.boats: known_gaps[1]: the gap is closed",
    "unknown_topic": "trial.boats: patterns[1].topic: unknown topic 'boats'",
}


def faults_of(path: Path) -> list[str]:
    try:
        return [str(fault) for fault in check_library([path], only="trial.*").faults]
    except LibraryError as error:
        return [str(fault) for fault in error.faults]


def test_every_bad_file_has_its_fault():
    assert {path.stem for path in BAD.glob("*.toml")} == set(FAULTS)


@pytest.mark.parametrize("name", sorted(FAULTS))
def test_bad_file_is_refused_with_file_indicator_and_field(name):
    faults = faults_of(BAD / f"{name}.toml")
    assert any(FAULTS[name] in fault and f"{name}.toml" in fault for fault in faults), faults


def test_all_faults_of_a_folder_are_told_at_once():
    with pytest.raises(LibraryError) as caught:
        load_library(BAD)
    files = {Path(fault.path).stem for fault in caught.value.faults}
    assert {"unknown_key", "no_figure_place", "unsafe_regex", "wrong_unit", "not_toml"} <= files


def test_a_missing_folder_is_named():
    with pytest.raises(LibraryError, match=r"nowhere: no such file or folder"):
        load_library("nowhere")


NEW = """
schema = 1
[domain]
id = "harbour"
zh = "港口"
en = "Harbour"
[[indicator]]
code = "harbour.boats"
name = { zh = "购置巡逻艇数", en = "Patrol boats bought" }
meaning = "Patrol boats bought in the year."
kind = "count"
unit = "个"
units = ["艘"]
patterns = ['''购置巡逻艇{{reach}}{{n}}''']
examples = [{ text = "购置巡逻艇6艘。", value = 6 }]
"""
OVERRIDE = """
schema = 1
[[indicator]]
code = "notary.cases"
name = { zh = "公证件数", en = "Notarial matters" }
meaning = "Notarial matters, as our province counts them."
kind = "count"
unit = "件"
patterns = ['''公证登记{{reach}}{{n}}''']
examples = [{ text = "公证登记31件。", value = 31 }]
"""


@pytest.fixture
def users_library(tmp_path):
    (tmp_path / "harbour.toml").write_text(NEW, encoding="utf-8")
    (tmp_path / "ours.toml").write_text(OVERRIDE, encoding="utf-8")
    return load_library(tmp_path)


def test_a_users_folder_adds_an_indicator(users_library):
    (figure,) = extract_text("全年购置巡逻艇6艘。", users_library)
    assert (figure.indicator, figure.pattern) == ("harbour.boats", "harbour.toml:harbour.boats/1")


def test_a_users_folder_overrides_an_indicator_by_its_code(users_library):
    (figure,) = extract_text("公证登记31件。", users_library)
    assert figure.indicator == "notary.cases"
    assert extract_text("全年办理公证31件。", load_library())[0].indicator == "notary.cases"
    assert extract_text("全年办理公证31件。", users_library)[0].indicator == ""
    assert users_library.indicators["notary.cases"].domain == "legal_services"


def test_the_hash_tells_libraries_apart(users_library):
    assert users_library.hash != load_library().hash == load_library().hash


def test_a_library_can_be_sent_to_a_worker(users_library):
    copy = pickle.loads(pickle.dumps(users_library))
    assert extract_text("全年购置巡逻艇6艘。", copy)[0].indicator == "harbour.boats"


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("(?:收到|接到)[^、]{0,8}?申请\ue000", {"申请"}),
        ("(?:收到|接到|新收)\ue000", {"收到", "接到", "新收"}),
        ("审(?:查|核)合同", {"审查合同", "审核合同"}),
        ("(?:维持)?\ue000", set()),
        ("(?:维持|)\ue000件", {"件"}),
    ],
)
def test_required_words(source, words):
    assert required_words(source) == words


@pytest.mark.parametrize(
    ("source", "before", "after"),
    [
        ("(?:收到|接到)[^、]{0,8}?申请(?P<n>\ue000)", ({"收到", "接到"}, {"申请"}), ()),
        ("(?P<n>\ue000)[^、]{0,8}?纠纷(?:得到)?化解", (), ({"纠纷"}, {"化解"})),
        ("审结(?:约(?P<n>\ue000)件)案", ({"审结约"},), ({"件案"},)),
        ("审结(?:约(?P<n>\ue000)|无)件", (), ()),
    ],
)
def test_required_words_around_the_figure(source, before, after):
    required = read_required(source, "\ue000")
    assert (required.before, required.after) == (before, after)


@pytest.mark.parametrize("wording", [r"(?<=购置|购买了)巡逻艇{{reach}}{{n}}", r"\p{Han}{2}巡逻艇{{reach}}{{n}}"])
def test_a_pattern_that_only_the_regex_package_reads(tmp_path, wording):
    text = NEW.replace("购置巡逻艇{{reach}}{{n}}", wording)
    (tmp_path / "harbour.toml").write_text(text, encoding="utf-8")
    (figure,) = extract_text("全年购置巡逻艇6艘。", load_library(tmp_path))
    assert figure.indicator == "harbour.boats"


def command_line(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "lawgov_extract", *arguments]
    return subprocess.run(command, check=False, capture_output=True, text=True, encoding="utf-8")


def test_a_users_library_from_the_command_line(tmp_path):
    ours = tmp_path / "ours"
    ours.mkdir()
    (ours / "harbour.toml").write_text(NEW, encoding="utf-8")
    (ours / "ours.toml").write_text(OVERRIDE, encoding="utf-8")
    report = tmp_path / "report.txt"
    report.write_text("某县2023年法治政府建设报告\n购置巡逻艇6艘,公证登记31件。", encoding="utf-8")
    done = command_line("extract", str(report), "--patterns", str(ours), "--coded", "-q")
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert [(row["indicator"], row["value"]) for row in rows] == [("harbour.boats", "6"), ("notary.cases", "31")]


def test_a_broken_users_library_gives_the_faults_of_check(tmp_path):
    report = tmp_path / "report.txt"
    report.write_text("受理行政复议案件12件。", encoding="utf-8")
    broken = str(BAD / "unknown_key.toml")
    extracted = command_line("extract", str(report), "--patterns", broken)
    checked = command_line("check", broken)
    assert (extracted.returncode, checked.returncode) == (1, 1)
    assert "trial.boats: colour: unknown key" in extracted.stderr
    assert "trial.boats: colour: unknown key" in checked.stderr
