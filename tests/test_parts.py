"""Which figures are parts of which total, in sentences as offices write them."""

import tomllib
from functools import cache
from pathlib import Path

import pytest

from lawgov_extract.library import Library, load_library
from lawgov_extract.model import Document
from lawgov_extract.pipeline import extract_document

FAMILIES = tomllib.loads((Path(__file__).parent / "data" / "parts.toml").read_text(encoding="utf-8"))
HEAD = "白鹭县人民政府2023年法治政府建设年度报告\n"


@cache
def library() -> Library:
    return load_library()


def parts(text: str) -> dict[str, str]:
    """Text of every part → text of its total."""
    figures = extract_document(Document(file="-", text=HEAD + text), library()).figures
    texts = {figure.figure_id: figure.text for figure in figures}
    return {figure.text: texts[figure.part_of] for figure in figures if figure.part_of}


@pytest.mark.parametrize(("family", "text"), [(family, text) for family, texts in FAMILIES.items() for text in texts])
def test_families(family: str, text: str):
    figures = extract_document(Document(file="-", text=HEAD + text), library()).figures
    texts = {figure.figure_id: figure.text for figure in figures}
    assert [f"{figure.text} < {texts[figure.part_of]}" for figure in figures if figure.part_of] == FAMILIES[family][text]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("评查案卷30卷，其中优秀10卷、合格18卷、不合格2卷。", {"10卷": "30卷", "18卷": "30卷", "2卷": "30卷"}),
        ("办理公证120件：国内公证80件、涉外公证40件。", {"80件": "120件", "40件": "120件"}),
        ("行政应诉案件24件，县级部门、乡镇分别为13件、11件。", {"13件": "24件", "11件": "24件"}),
        ("邻里纠纷31起、土地纠纷18起，以上共化解49起。", {"31起": "49起", "18起": "49起"}),
        ("查处酒驾475起（醉驾132起）。", {"132起": "475起"}),
        ("拘留147人（行政拘留111人，刑事拘留36人）。", {"111人": "147人", "36人": "147人"}),
    ],
)
def test_lists(text: str, wanted: dict[str, str]):
    assert parts(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("评查案卷30卷，其中优秀90卷、合格18卷、不合格2卷。", {"90卷": "30卷", "18卷": "30卷", "2卷": "30卷"}),
        ("办理公证120件：国内公证800件、涉外公证40件。", {"800件": "120件", "40件": "120件"}),
        ("行政应诉案件24件，县级部门、乡镇分别为39件、11件。", {"39件": "24件", "11件": "24件"}),
        ("邻里纠纷93起、土地纠纷18起，以上共化解49起。", {"93起": "49起", "18起": "49起"}),
    ],
)
def test_a_wrong_figure_leaves_the_list_a_list(text: str, wanted: dict[str, str]):
    """One part is larger than the total: the words still say whose part it is."""
    assert parts(text) == wanted


def test_a_later_summing_total_goes_before_the_nearest():
    text = "审结行政复议案件90件，撤销40件，确认违法12件。其中行政处罚类25件、行政强制类15件。"
    found = parts(text)
    assert (found["25件"], found["15件"]) == ("40件", "40件")


def test_shares_name_their_total():
    """占比25% says of which figure told before; a wrong share goes with the others of its sentence."""
    text = "受理行政复议申请200件。信息公开类50件，占比25%；行政处罚类90件，占比45%；其他类60件，占比{}。"
    wanted = {"50件": "200件", "90件": "200件", "60件": "200件"}
    assert parts(text.format("30%")) == wanted
    assert parts(text.format("37%")) == wanted


def test_outcomes_keep_their_total_over_full_stops():
    text = "受理行政复议案件30件，其中维持20件。直接纠错6件。终止4件。"
    assert parts(text) == {"20件": "30件", "6件": "30件", "4件": "30件"}


def test_outcomes_do_not_cross_a_paragraph():
    assert parts("受理行政复议案件30件，其中维持20件。\n直接纠错6件。") == {"20件": "30件"}


def test_a_list_ends_behind_its_rest():
    """Behind 其他 and a comma another fact begins."""
    text = "审查各类文件156件，其中规范性文件18件、合同协议74件、其他文件64件，提出审查意见113条。"
    assert "113条" not in parts(text)


@pytest.mark.parametrize(
    "text",
    [
        "举办培训班3期，发放资料500份。",
        "聘请专员23名，服务街道16个、部门7个。",
        "收到申请120件（上年为100件）。",
    ],
)
def test_no_parts(text: str):
    assert parts(text) == {}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("办理行政应诉案件40件，其中审结31件，胜诉29件。", {"31件": "40件", "29件": "31件"}),
        ("开展抽查任务203项，抽查企业1225户，其中联合抽查任务13项。", {"13项": "203项"}),
        ("全县18个乡镇中有15个建立了法律顾问室。", {"15个": "18个"}),
    ],
)
def test_whose_part(text: str, wanted: dict[str, str]):
    assert parts(text) == wanted


def test_shares_go_before_sums():
    """The first part happens to be the sum of the others; their shares name the total."""
    text = "办复建议120件，已经解决的60件，占50%；正在解决的36件，占30%；列入规划的24件，占20%。"
    assert parts(text) == {"60件": "120件", "36件": "120件", "24件": "120件"}


@pytest.mark.parametrize(
    "text",
    [
        "开展专题学习26次，编印学习材料15期，举办辅导讲座11期。",
        "抽检药品180批次，处置不合格样品7批次。",
    ],
)
def test_other_things_are_no_parts(text: str):
    assert parts(text) == {}


def test_a_nested_list_counts_what_its_total_counts():
    text = "受理法律援助案件210件，其中民事案件150件（其中工伤赔偿案件60件）、刑事案件60件。"
    figures = extract_document(Document(file="-", text=HEAD + text), library()).figures
    assert {figure.indicator for figure in figures} == {"legal_aid.cases_accepted"}


def test_items_of_another_sentence_are_no_part():
    assert parts("公布政务服务事项900项。“最多跑一次”事项820项。") == {}


def test_sub_items_follow_their_items():
    text = "调整权责清单，共有行政许可事项21项48子项、行政处罚事项90项。"
    assert parts(text)["48子项"] == "21项"


def test_a_bracket_lasts_to_its_end():
    text = "立案查处违法案件90件（其中简易程序40件，普通程序50件、立案后撤销3件），实施行政强制4件。"
    assert parts(text) == {"40件": "90件", "50件": "90件", "3件": "90件"}


def test_a_figure_of_another_sentence_joins_no_total_without_a_word():
    assert parts("全市共有执业律师900人。全市有党员律师300人。") == {}
