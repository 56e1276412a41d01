"""Measure words and the file that lists them."""

import re
from pathlib import Path

import pytest

from lawgov_extract.errors import PatternFileError
from lawgov_extract.units import read_units

UNITS = read_units(Path(__file__).parent.parent / "patterns" / "units.toml")


@pytest.mark.parametrize(
    "word, written",
    [
        ("件", "件"), ("个工作日", "工作日"), ("个 工作日", "工作日"), ("个百分点", "百分点"), ("场(次)", "场次"), ("场 ( 次 )", "场次"),
        ("人/次", "人次"), ("元人民币", "元"), ("%", "%"), ("平方米", "平方米"),
    ],
)  # fmt: skip
def test_written(word, written):
    assert UNITS.written(word) == written


@pytest.mark.parametrize("word", sorted(UNITS.kinds))
def test_pattern_takes_the_whole_word(word):
    assert re.compile(UNITS.pattern).match(word)[0] == word
    assert word[0] in UNITS.first


@pytest.mark.parametrize("word", ["场(次)", "人 ( 次 )", "家/次", "户（次）".replace("（", "(").replace("）", ")"), "个百分点", "件次"])
def test_pattern_takes_the_longest(word):
    assert re.compile(UNITS.pattern).match(word + "的")[0] == word


def test_every_canonical_unit_accepts_itself_and_known_words():
    for unit, accepted in UNITS.accepts.items():
        assert unit in accepted


def test_a_twofold_word_is_accepted_where_its_first_word_is():
    assert "份件" in UNITS.accepts["份"] and "册份" in UNITS.accepts["份"]
    assert "份件" in UNITS.accepts["份"] | frozenset(["捆"])
    assert "辆件" not in UNITS.accepts["份"]
    assert "部门" not in UNITS.accepts["部"]
    assert "件次" in UNITS.accepts["次"]


@pytest.mark.parametrize("kind", ["count", "amount", "duration", "rate", "change"])
def test_every_kind_has_words(kind):
    assert kind in UNITS.kinds.values()


@pytest.mark.parametrize(
    "content, problem",
    [
        ("[kinds]\nweight = ['吨']\n[accepts]\n", "unknown kind"),
        ("[kinds]\ncount = ['件']\namount = ['件']\n[accepts]\n", "两 lists"),
        ("[kinds]\ncount = ['件']\n[accepts]\n[others]\n", "unknown key"),
        ("kinds = [", ""),
        ("[accepts]\n", "kinds"),
        ("[kinds]\nduration = ['天']\n[accepts]\n[factors]\n'时' = '1/24'\n", "factors.时: is no measure word"),
        ("[kinds]\nduration = ['天']\n[accepts]\n[factors]\n'天' = 'one'\n", "factors.天: 'one'; expected a number or a fraction"),
        ("[kinds]\nduration = ['天']\n[accepts]\n[factors]\n'天' = '1/0'\n", "factors.天: '1/0'; expected a number or a fraction"),
        ("[kinds]\nduration = ['天']\n[accepts]\n[factors]\n'天' = '-1'\n", "factors.天: '-1'; expected more than 0"),
    ],
)
def test_a_faulty_file_names_its_fault(tmp_path, content, problem):
    path = tmp_path / "units.toml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(PatternFileError) as error:
        read_units(path)
    assert problem.replace("两", "two") in str(error.value)
    assert str(error.value).startswith("units.toml")


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(PatternFileError):
        read_units(tmp_path / "none.toml")
