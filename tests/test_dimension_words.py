"""``breakdowns.toml``: what is refused, in which words, and what a user's file adds or takes the place of."""

import pickle
from pathlib import Path

import pytest

from lawgov_extract.errors import LibraryError
from lawgov_extract.library import load_library
from lawgov_extract.pipeline import extract_text

BAD = Path(__file__).parent / "data" / "bad_patterns" / "breakdowns"
FAULTS = {
    "unknown_code": "trial.boats: code: unknown code 'trial.boats'",
    "unknown_domain": "harbours: domain: unknown domain 'harbours'; expected one of",
    "unknown_kind": "notary.cases: kinds: unknown kind of words 'deed_sort'",
    "unknown_field": "notary.cases: colour: unknown key; expected one of",
    "unknown_table": "sort: unknown key; expected never, kind or rule",
    "no_such_regex": "kind deed_type: words: not a regular expression",
    "unsafe_regex": "notary.cases: narrows: unsafe regex",
    "no_group": "notary.cases: narrows: expected a group",
    "no_words": "kind deed_type: words: missing",
    "not_a_list": "kind deed_type: words: expected a list of words, found '委托'",
    "not_true_or_false": "notary.cases: stock: expected true or false, found 'yes'",
    "bad_choice": "kind deed_type: several: expected one of none, last, found 'first'",
    "twice": "notary.cases: code: stands in this file twice",
    "code_and_domain": "rule: code: expected the code of an indicator, or else a domain",
    "half_a_table": "notary.cases: before: expected { noun = …, words = … }",
}


def faults_of(*paths: Path) -> list[str]:
    with pytest.raises(LibraryError) as caught:
        load_library(*paths)
    return [str(fault) for fault in caught.value.faults]


def test_every_bad_file_has_its_fault():
    assert {path.parent.name for path in BAD.glob("*/breakdowns.toml")} == set(FAULTS)


def test_every_fault_is_told_with_file_entry_field_and_what_was_expected():
    told = faults_of(*(BAD / name for name in sorted(FAULTS)))
    for name, fault in FAULTS.items():
        path = str(BAD / name / "breakdowns.toml")
        assert any(line.startswith(path) and fault in line for line in told), (name, told)


HEAD = "白鹭县人民政府2023年法治政府建设年度报告\n"
OURS = """
schema = 1
[never]
narrows = ["便民"]
[[kind]]
name = "deed_type"
meaning = "what a notarial deed is about"
words = ["委托", "继承", "遗嘱"]
[[kind]]
name = "instance"
meaning = "the instance, with that of the prosecutor"
words = ["一审", "二审", "再审", "检察监督"]
[[rule]]
code = "notary.cases"
kinds = ["deed_type"]
[[rule]]
code = "litigation.lost"
nearby = "instance"
"""
TEXT = "办理继承公证31件。检察监督环节败诉案件2件。"


@pytest.fixture
def ours(tmp_path):
    (tmp_path / "breakdowns.toml").write_text(OURS, encoding="utf-8")
    return load_library(tmp_path)


def told(text, library):
    return {figure.text: figure.dimension for figure in extract_text(HEAD + text, library) if figure.indicator}


def test_a_users_file_adds_kinds_and_rules_and_takes_the_place_of_others(ours):
    plain = load_library()
    assert (told(TEXT, ours)["31件"], told(TEXT, plain)["31件"]) == ("继承", "")
    assert "检察监督" in ours.breakdowns.of("litigation.lost").nearby
    assert "检察监督" not in plain.breakdowns.of("litigation.lost").nearby
    assert ours.breakdowns.of("litigation.won") != plain.breakdowns.of("litigation.won")
    assert "便民" in ours.breakdowns.never["narrows"] and "执法" in ours.breakdowns.never["narrows"]


def test_the_file_is_part_of_the_hash_and_goes_to_workers(ours):
    assert ours.hash != load_library().hash
    assert told(TEXT, pickle.loads(pickle.dumps(ours))) == told(TEXT, ours)


def test_an_indicator_has_the_rule_of_its_domain_under_its_own():
    of = load_library().breakdowns.of
    assert of("enforcement.penalty_cases").money and of("enforcement.cases_filed").field
    assert of("enforcement_personnel.officers").field and not of("enforcement_personnel.trainings").field
    assert of("").kinds == () and of("no.such").kinds == ()
