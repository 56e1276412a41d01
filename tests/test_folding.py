"""One written form of the same length."""

import pytest

from lawgov_extract.folding import fold, has_glosses


@pytest.mark.parametrize(
    "text, folded",
    [
        ("abc 123", "abc 123"),
        ("３５件，９８．２％；", "35件,98.2%;"),
        ("“一网通办”、「一事」、‘甲’", '"一网通办"、"一事"、\'甲\''),
        ("〔2021〕5号【公告】", "[2021]5号[公告]"),
        ("6—8天、2021－2025年、3～5名", "6-8天、2021-2025年、3-5名"),
        ("二○一九年", "二〇一九年"),
        ("辦理複議案件３個", "办理复议案件3个"),
        ("甲\u3000乙\u00a0丙\u200b丁\ufeff", "甲 乙 丙 丁 "),
        ("甲\t乙\r\n丙", "甲\t乙\r\n丙"),
        ("12·4、12•4", "12·4、12·4"),
        ("《法》〈法〉", "《法》<法>"),
        ("", ""),
    ],
)
def test_folded(text, folded):
    assert fold(text) == folded


@pytest.mark.parametrize("text", ["全角Ａ１％", "\U0001f600三件", "é個", "𠀀条", "\ud800坏", "a\u0301件"])
def test_length_stays(text):
    assert len(fold(text)) == len(text)


def test_readings_in_brackets_become_blanks():
    text = "個(gè)案復(fù)議(yì)辦(bàn)結(jié)五起"
    assert has_glosses(text)
    assert fold(text) == "个    案复    议    办     结     五起"
    assert len(fold(text)) == len(text)


def test_a_lone_bracket_stays():
    text = "开发应用(app)一个"
    assert not has_glosses(text)
    assert fold(text) == text


def test_signs_of_patterns_in_a_text_are_blanks():
    assert fold("收到\ue000申请\ue002件") == "收到 申请 件"


def test_characters_that_stand_for_one_another_are_folded_once():
    one_by_one = [fold(character) for character in "薴苧，"]
    assert fold("薴苧，") == "".join(one_by_one)
