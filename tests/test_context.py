"""What figures take from those before them: code, breakdown and total."""

import pytest

import lawgov_extract as lx


@pytest.fixture(scope="module")
def library():
    return lx.load_library()


HEAD = "云溪县2023年度法治政府建设情况报告\n一、行政复议工作情况\n"


def figures(text, library):
    found = [figure for figure in lx.extract_text(HEAD + text + "\n", library) if figure.start >= len(HEAD)]
    text_of = {figure.figure_id: figure.text for figure in found}
    return {figure.text: (figure.indicator, figure.dimension, text_of.get(figure.part_of, "")) for figure in found}


RECEIVED = "reconsideration.applications_received"
ACCEPTED = "reconsideration.accepted"


@pytest.mark.parametrize(
    "text, figure, expected",
    [
        ("全年收到行政复议申请200件。行政处罚类最多，共101件，占比50.5%；信息公开类40件，占比20%。", "101件", (RECEIVED, "行政处罚", "200件")),
        ("全年收到行政复议申请200件。行政处罚类最多，共101件，占比50.5%；信息公开类40件，占比20%。", "40件", (RECEIVED, "信息公开", "200件")),
        ("全年收到行政复议申请200件，受理170件。受理案件中投诉举报类30件，治安管理类21件。", "30件", (ACCEPTED, "投诉举报", "170件")),
        ("全年收到行政复议申请200件。由行政处罚引发的行政复议案件共88件。", "88件", (RECEIVED, "行政处罚", "200件")),
        ("全年收到行政复议申请200件，受理160件。其中市场监管领域投诉举报案件40件，占总量的25%。", "40件", (ACCEPTED, "市场监管", "160件")),
    ],
)  # fmt: skip
def test_kinds_of_case_take_the_code_of_their_total(text, figure, expected, library):
    assert figures(text, library)[figure] == expected


def test_a_share_is_of_what_it_follows(library):
    found = figures("全年收到行政复议申请200件。信息公开类40件，占比20%。", library)
    assert found["20%"][1] == "信息公开"


def test_a_share_after_an_outcome_has_no_breakdown(library):
    found = figures("全年审结行政复议案件150件，其中维持90件，占审结总数的60%。", library)
    assert found["60%"][1] == ""


def test_an_earlier_value_and_the_change_have_the_code_of_the_count(library):
    found = figures("全年收到行政复议申请90件，较上一年71件增加19件。", library)
    assert {found[text][0] for text in ("90件", "71件", "19件")} == {RECEIVED}


@pytest.mark.parametrize("words", ["较往年同期增长20%", "比上月下降20%", "较上周上升20%", "较前三年平均水平减少20%"])
def test_a_change_of_any_period_has_the_code_of_the_count(words, library):
    found = figures(f"全年收到行政复议申请90件，{words}。", library)
    assert found["20%"][0] == RECEIVED


def test_two_ends_before_the_verb_and_two_behind_are_pairs(library):
    text = HEAD + "某事项由7个环节、15份材料压缩为2个环节、4份材料。审查组由3名律师、2名专家组成，审查文件5件。\n"
    status = {figure.text: figure.status for figure in lx.extract_text(text, library)}
    assert status["7个"] == status["15份"] == "baseline"
    found = {figure.figure_id: figure for figure in lx.extract_text(text, library)}
    pairs = {figure.text: found[figure.compared_with].text for figure in found.values() if figure.compared_with}
    assert pairs == {"7个": "2个", "2个": "7个", "15份": "4份", "4份": "15份"}
    assert status["3名"] == status["4份"] == status["5件"] == "actual"


@pytest.mark.parametrize(
    "text, expected",
    [
        ("建成县级服务站2处、镇级服务站9处、村级服务站77个。", {"2处": "县级", "9处": "镇级", "77个": "村级"}),
        ("列入名录的企业53家、农民专业合作社4家、个体工商户61家。", {"53家": "企业", "4家": "农民专业合作社", "61家": "个体工商户"}),
        ("东岭、西河行政复议案件数分别增长12%、7%。", {"12%": "东岭", "7%": "西河"}),
    ],
)  # fmt: skip
def test_figures_side_by_side_say_what_tells_them_apart(text, expected, library):
    found = figures(text, library)
    assert {figure: found[figure][1] for figure in expected} == expected


def codes_of(text, library):
    return {figure.text: figure.indicator.removeprefix("normative_documents.") for figure in lx.extract_text(text + "\n", library)}


def test_the_matter_of_a_title_holds_below_another_word(library):
    title = "云溪县2023年行政规范性文件管理情况\n"
    told = "核定制定主体27个。年内出台9件,部门出台13件,合法性审核率100%。专项清理2轮,梳理96件,继续有效71件、修改5件、废止12件、失效8件。"
    assert codes_of(title + told, library) == {
        "27个": "issuing_bodies", "9件": "issued", "13件": "issued", "100%": "legality_review_rate", "2轮": "cleanup_rounds", "96件": "cleaned_up",
        "71件": "retained", "5件": "amended", "12件": "repealed", "8件": "invalidated",
    }  # fmt: skip


def test_the_matter_of_a_title_ends_at_a_heading_of_another(library):
    text = "云溪县2023年行政规范性文件管理情况\n一、行政复议\n全年受理30件。审结26件。\n二、人民调解\n全年受理90件。"
    assert codes_of(text, library) == {"30件": "reconsideration.accepted", "26件": "reconsideration.concluded", "90件": "mediation.accepted"}


def test_zeros_side_by_side_are_each_of_their_own_noun(library):
    found = codes_of("云溪县2023年工作总结\n全年零投诉、零败诉、零舆情。行政复议零纠错、无一处错。", library)
    assert (found["零投诉"], found["零舆情"], found["零纠错"]) == ("", "", "reconsideration.corrected")


def parts_of(text, library):
    found = lx.extract_text("云溪县2023年工作总结\n" + text + "\n", library)
    text_of = {figure.figure_id: figure.text for figure in found}
    return {figure.text: text_of.get(figure.part_of, "") for figure in found}


def test_what_became_of_the_things_counted_is_part_of_them(library):
    assert parts_of("抽查执法案卷70卷,不合格9卷。", library)["9卷"] == "70卷"
    assert parts_of("检查企业30家次,查出隐患48处,当场整改45处。", library)["45处"] == "48处"
    assert parts_of("评查案卷70件,整改问题9件。", library)["9件"] == ""
    assert parts_of("抽查执法案卷70卷;不合格9卷。", library)["9卷"] == ""
