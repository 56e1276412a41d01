"""Figures that no pattern takes as it stands, but whose words all stand around them in another order."""

import pytest

import lawgov_extract as lx
from lawgov_extract.pipeline import run_stages

LIBRARY = """schema = 1
[domain]
id = "lectures"
zh = "讲座"
en = "Lectures"

[[indicator]]
code = "lectures.evening_talks"
name = { zh = "夜间法律讲座场次", en = "Evening law talks" }
meaning = "Law talks held in the evening."
kind = "count"
unit = "场"
units = ["个"]
status = "draft"
patterns = ['''夜间法律 {{filler}} 宣讲课堂 {{reach}} {{n}}''']

[[indicator]]
code = "lectures.night_walks"
name = { zh = "夜巡", en = "Night walks" }
meaning = "Walks at night."
kind = "count"
unit = "场"
status = "draft"
patterns = ['''夜巡 {{filler}} 活动 {{reach}} {{n}}''']
"""
CODE = "lectures.evening_talks"


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    folder = tmp_path_factory.mktemp("patterns")
    (folder / "lectures.toml").write_text(LIBRARY, encoding="utf-8")
    return lx.load_library(folder)


@pytest.mark.parametrize(
    "text, expected",
    [
        ("在各村办好夜间法律宣讲课堂12场。", CODE),  # as the pattern stands
        ("宣讲课堂开到村口，宣讲课堂里12场都是夜间法律内容。", CODE),  # another order
        ("宣讲课堂里12场都是夜间内容。", ""),  # one of the words is not there
        ("宣讲课堂里8场、夜间法律12场。", ""),  # the words stand around two figures
        ("宣讲课堂里12个都是夜间法律内容。", ""),  # a measure word that counts anything
        ("消防演练、夜间法律宣讲课堂的老师辅导12场。", ""),  # a list, all of which is counted
        ("活动里有12场夜巡。", ""),  # its words are short
    ],
)
def test_words_in_another_order(text, expected, library):
    found = {figure.text: figure.indicator for figure in lx.extract_text(text, library)}
    assert found["12个" if "12个" in text else "12场"] == expected


def test_such_a_claim_is_told(library):
    from lawgov_extract.model import Document

    stages = run_stages(Document(file="-", text="宣讲课堂里12场都是夜间法律内容。"), library)
    assert [claim.rearranged for coding in stages.codings for claim in coding.claims] == [True]
