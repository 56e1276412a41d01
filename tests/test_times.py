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
    ],
)  # fmt: skip
def test_status_and_year(text, figure, status, year, library):
    found = figures(text, library)[figure]
    assert (found.status, found.year) == (status, year)
