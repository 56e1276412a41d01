"""What a figure counts, in the words of its sentence."""

from functools import cache

import pytest

from lawgov_extract.library import Library, load_library
from lawgov_extract.model import Document
from lawgov_extract.pipeline import extract_document

HEAD = "白鹭县人民政府2023年法治政府建设年度报告\n"


@cache
def library() -> Library:
    return load_library()


def label(text: str, figure: str) -> str:
    figures = extract_document(Document(file="-", text=HEAD + text), library()).figures
    return next(one.label for one in figures if one.text == figure)


@pytest.mark.parametrize(
    ("text", "figure", "wanted"),
    [
        ("受理咨询900件，占总量的60%；投诉450件，占总量的30%。", "60%", "咨询占比"),
        ("受理咨询900件，占总量的60%；投诉450件，占总量的30%。", "30%", "投诉占比"),
        ("办结农机维修案38件（占有效举报的76%）。", "76%", "农机维修案占比"),
        ("邻里纠纷占纠纷总数的41%，土地纠纷占23%。", "41%", "邻里纠纷占比"),
        ("邻里纠纷占纠纷总数的41%，土地纠纷占23%。", "23%", "土地纠纷占比"),
        ("线索中群众来信120件，占比40%，网上留言180件，占比60%。", "60%", "网上留言占比"),
        ("网上申报业务900项，占应上网、可上网事项总数的90%。", "90%", "网上申报业务占比"),
        ("咨询900件，占总量的60%，同比增长4%。", "4%", "咨询"),
    ],
)
def test_a_share_is_named_by_its_part(text: str, figure: str, wanted: str):
    assert label(text, figure).endswith(wanted)


@pytest.mark.parametrize(
    ("text", "figure", "wanted"),
    [
        ("窗口人员由90人精简至51人。", "51人", "窗口人员"),
        ("换证材料由31份减为12份。", "12份", "换证材料"),
        ("热线补贴由每件80元提至120元。", "120元", "热线补贴"),
        ("环评报告书项目由40%降低至38%。", "38%", "环评报告书项目"),
        ("车辆检测站从4个扩充到7个。", "7个", "车辆检测站"),
    ],
)
def test_the_end_of_a_change_is_named_as_its_start(text: str, figure: str, wanted: str):
    assert wanted in label(text, figure)


@pytest.mark.parametrize(
    ("text", "figure", "wanted"),
    [
        ("发生道路险情6起、受伤4人，较2022年各减2起、3人。", "2起", "受伤"),
        ("种子抽检730批次，即全县抽检总数。林木抽检20批次。", "20批次", "林木抽检"),
        ("开展巡河\n1500\n余人次，清理河道\n30\n公里。", "30\n公里", "清理河道"),
    ],
)
def test_other_words(text: str, figure: str, wanted: str):
    assert wanted in label(text, figure)
