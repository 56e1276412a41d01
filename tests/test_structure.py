"""Text to sentences with the headings above them."""

import random
import tomllib
from pathlib import Path

import pytest

from lawgov_extract.folding import fold
from lawgov_extract.structure import join_lines, split_sentences

CASES = tomllib.loads((Path(__file__).parent / "data" / "sentences.toml").read_text(encoding="utf-8"))["case"]
WRAPPED = """\
我局按照年度计划扎实推进各项工作任务全年共受理行政复议
申请三十五件其中依法予以受理的三十件全部在法定期限之内
审结没有超期的情形。行政机关负责人出庭应诉率达到了百分
之百的要求并且实现了出庭出声出解的目标受到了法院的肯定
二、存在问题
基层执法力量仍然不足执法人员的素质参差不齐有待进一步提
高普法宣传的方式还比较单一群众的参与程度不够高需要改进
下一步我局将继续加大工作力度补齐短板确保完成各项任务和
目标为全县的高质量发展提供更加坚实有力的法治保障和服务"""


def written(text, sentence):
    row = "" if sentence.table_row is None else f"[{sentence.table_row}]"
    mark = "#" if sentence.is_heading else ""
    return f"{' / '.join(sentence.section)} > {mark}{row}{text[sentence.start : sentence.end]}"


@pytest.mark.parametrize("case", CASES, ids=[case["about"] for case in CASES])
def test_sentences(case):
    text = case["text"]
    assert [written(text, sentence) for sentence in split_sentences(fold(text))] == case["sentences"]


@pytest.mark.parametrize("case", CASES, ids=[case["about"] for case in CASES])
def test_every_character_lies_in_one_sentence(case):
    assert_covered(case["text"])


def test_cut_at_random_places_every_character_still_lies_in_one_sentence():
    dice = random.Random(7)
    pieces = [piece for case in CASES for piece in case["text"].splitlines(keepends=True)] + WRAPPED.splitlines(True)
    for _ in range(60):
        text = "".join(dice.choices(pieces, k=dice.randint(1, 30)))
        assert_covered(text[dice.randint(0, 5) :])


def test_lines_of_a_hard_wrapped_paragraph_stand_together():
    sentences = split_sentences(fold(WRAPPED))
    assert [WRAPPED[s.start : s.end].replace("\n", "")[-6:] for s in sentences] == ["超期的情形。", "了法院的肯定", "二、存在问题", "治保障和服务"]
    assert sentences[-1].section == ("二、存在问题",)
    joined = join_lines(WRAPPED)
    assert len(joined) == len(WRAPPED)
    assert joined.count("\n") == 2


def test_lines_of_any_other_text_are_not_joined():
    text = "第一行写得很短\n第二行比第一行长得多得多得多得多得多\n三\n四四四四\n五五\n六六六六六六六\n七\n八八八八八八"
    assert join_lines(text) == text


def test_a_tab_outside_a_table_is_a_blank():
    assert join_lines("共受理1\t8起。\n甲\t乙\t丙\n") == "共受理1 8起。\n甲\t乙\t丙\n"


def assert_covered(text):
    seen = [0] * len(text)
    last = 0
    for sentence in split_sentences(fold(text)):
        assert sentence.start >= last
        last = sentence.end
        for place in range(sentence.start, sentence.end):
            seen[place] += 1
    for place, character in enumerate(text):
        assert seen[place] <= 1
        assert seen[place] == 1 or character.isspace()


def test_a_sentence_without_end_is_cut_between_clauses():
    """Time goes with the square of a sentence: one that has no end for pages is read in parts."""
    text = "全年受理行政复议案件20件,审结18件;" * 300
    sentences = split_sentences(text)
    assert "".join(text[sentence.start : sentence.end] for sentence in sentences) == text
    assert all(500 < sentence.end - sentence.start <= 2000 for sentence in sentences[:-1])
    assert all(text[sentence.end - 1] == ";" for sentence in sentences)
    unmarked = "化解欠薪纠纷16起" * 900
    assert [unmarked[s.end - 1] for s in split_sentences(unmarked)] == ["起"] * 5
    (whole,) = split_sentences("1" * 5000)
    assert whole.end == 5000
