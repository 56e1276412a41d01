"""Status and year of figures, sentence by sentence."""

import pytest

import lawgov_extract as lx


@pytest.fixture(scope="module")
def library():
    return lx.load_library()


HEAD = "云溪县2023年度法治政府建设情况报告\n2023年，云溪县推进法治政府建设。\n"


def figures(text, library):
    return {figure.text: figure for figure in lx.extract_text(HEAD + text + "\n", library) if figure.start >= len(HEAD)}


@pytest.mark.parametrize(
    "text, figure, status, year",
    [
        ("2022年印发《云溪县普法办法》后，全县举办宣讲14场。", "14场", "actual", 2023),
        ("2021年办理行政复议案件20件，今年办理行政复议案件31件。", "31件", "actual", 2023),
        ("收到行政复议申请90件，较上一年71件增加19件。", "71件", "baseline", 2022),
        ("收到行政复议申请90件，较2021年的52件增加38件。", "52件", "baseline", 2021),
        ("收到行政复议申请90件，与2022年80件相比增长12.5%。", "90件", "actual", 2023),
        ("行政许可环节由原来的7个压减到4个。", "7个", "baseline", None),
        ("行政许可环节由原来的7个压减到4个。", "4个", "actual", 2023),
        ("行政机关负责人出庭应诉率达到98.7%。", "98.7%", "actual", 2023),
        ("努力将营业执照核发时限压缩至3个工作日。", "3个工作日", "target", None),
        ("行政许可事项在法定时限基础上压缩了71%。", "71%", "actual", 2023),
        ("从中选出示范案例6件。", "6件", "actual", 2023),
        ("2022年全县调解纠纷520件，2023年调解纠纷610件。", "520件", "baseline", 2022),
        ("2022年全县调解纠纷520件，2023年调解纠纷610件。", "610件", "actual", 2023),
        ("今年下半年，每月进社区宣讲3场。", "3场", "actual", 2023),
        ("每季度评查案卷不少于1次。", "1次", "target", None),
        ("规范性文件每两年清理1次。", "1次", "target", None),
        ("建立群众诉求2小时响应机制。", "2小时", "target", None),
        ("2022年，全县办理行政处罚案件310件，罚没款26万元。", "26万元", "baseline", 2022),
        ("全年评查案卷90卷，其中2022年40卷、2023年50卷。", "40卷", "actual", 2022),
        ("梳理2022年12项、2023年9项事项清单。", "12项", "actual", 2022),
        ("2022年结转案件4件。", "4件", "actual", 2023),
        ("办结30件，结转2024年继续办理3件；发生复议案件2件。", "2件", "actual", 2023),
        ("截止到2023年11月30日，调解纠纷630件。", "630件", "actual", 2023),
        ("从2022年9月至2023年1月25日，接受投诉110件。", "110件", "actual", 2023),
        ("于2023年3月5日上线服务专区，发布事项42项。", "42项", "actual", 2023),
        ("开展2022年度法治督察，评查案卷20件。", "20件", "actual", 2023),
        ("判决履行法定职责41件。", "41件", "actual", 2023),
        ("比法定时限压缩了52%。", "52%", "actual", 2023),
        ("率先完成结案率95%的考核任务。", "95%", "target", None),
        ("败诉率有望降至5%以下。", "5%", "target", None),
        ("拟建服务团队34个。", "34个", "target", None),
        ("由原来串联办理40天，缩短到并联办理12天。", "40天", "baseline", None),
        ("申请量比2022年同期上升1.5%。", "1.5%", "actual", 2023),
        ("明年开展执法培训6期。", "6期", "target", 2024),
        ("收到申请90件，是2020年的1.5倍。", "1.5倍", "actual", 2023),
        ("收到申请90件，为上年同期的1.5倍。", "1.5倍", "actual", 2023),
        ("三、存在问题和下一步打算\n目前仍有3个乡镇没有法制员。", "3个", "actual", 2023),
        ("三、存在问题和下一步打算\n开展执法培训6期。", "6期", "target", None),
        ("三、存在问题和下一步打算\n（一）存在的问题\n今年有7件案件超期。", "7件", "actual", 2023),
    ],
)  # fmt: skip
def test_status_and_year(text, figure, status, year, library):
    found = figures(text, library)[figure]
    assert (found.status, found.year) == (status, year)


@pytest.mark.parametrize(
    "text, figure, start, end",
    [
        ("截至11月底，作出处罚决定260件，去年同期为240件，罚没款31万元。", "31万元", "2023-01-01", "2023-11-30"),
        ("“十四五”期间，建成法治广场26个。", "26个", "2021-01-01", "2023-12-31"),
        ("2021—2023年，评查案卷900卷。", "900卷", "2021-01-01", "2023-12-31"),
        ("前三季度，检查企业730家次。", "730家次", "2023-01-01", "2023-09-30"),
        ("七月份查处案件86件。", "86件", "2023-07-01", "2023-07-31"),
        ("近三年审查文件96件。", "96件", "2021-01-01", "2023-12-31"),
    ],
)  # fmt: skip
def test_period(text, figure, start, end, library):
    found = figures(text, library)[figure]
    assert (str(found.period_start), str(found.period_end)) == (start, end)


@pytest.mark.parametrize(
    "text, pairs",
    [
        ("办理行政处罚案件90件、行政许可800件，分别增长4%、6%。", {"4%": "90件", "6%": "800件"}),
        ("收到行政复议申请96件，比2022年增加16件（2022年为80件），增长20%。", {"16件": "96件", "80件": "96件", "20%": "96件"}),
        ("审批环节由9个减少到4个。", {"9个": "4个", "4个": "9个"}),
    ],
)  # fmt: skip
def test_compared_with(text, pairs, library):
    found = figures(text, library)
    texts = {figure.figure_id: figure.text for figure in found.values()}
    assert {text: texts[figure.compared_with] for text, figure in found.items() if figure.compared_with and text in pairs} == pairs
