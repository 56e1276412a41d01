"""What documents say of themselves; the texts are written for these tests."""

from datetime import date
from itertools import pairwise
from time import perf_counter

import pytest

from lawgov_extract.metadata import page_furniture, read_day, read_metadata
from lawgov_extract.model import Document

BODY = (
    "\n一、主要做法\n(一)抓学习。组织专题学法6次,320人次参加。\n(二)抓执法。办理案件45件。\n二、下一步打算\n继续推进。"
)

PAGE = """首页 | 政务公开 | 办事服务 | 互动交流
您现在的位置:首页 > 政务公开 > 法治政府
索 引 号:\t11341823003262345X/2023-00012\t组配分类:\t年度报告
发布机构:\t泾县人民政府(办公室)\t主题分类:\t综合政务
成文日期:\t2023-01-16\t发布日期:\t2023-01-20
文  号:\t泾政〔2023〕5号\t有效性:\t有效
标  题:\t泾县人民政府关于2022年度法治政府建设情况的报告
泾县人民政府关于2022年度法治政府建设情况的报告
发布时间:2023-01-20 09:12 来源:县司法局 浏览次数:1234 字体:[大 中 小]
市人民政府:
2022年,我县按照省市部署,扎实推进法治政府建设。现将有关情况报告如下。
一、主要做法
全年办理行政复议案件38件,参加学法120人次。
                                   泾县人民政府
                                  2023年1月16日
联系电话:0563-5123456
附件:任务清单.docx
上一篇:泾县2021年度法治政府建设情况的报告
下一篇:泾县开展宪法宣传12场
相关信息
泾县召开法治会议3次 [2022-12-01]
主办:泾县人民政府办公室 网站标识码:3418230001 皖ICP备05001234号
"""


def read(text: str, **properties: str):
    return read_metadata(Document(file="x.txt", text=text, properties=properties))


def test_saved_page() -> None:
    """A page with everything: each field from its place."""
    metadata = read(PAGE)
    assert metadata.title == "泾县人民政府关于2022年度法治政府建设情况的报告"
    assert metadata.issuer == "泾县人民政府"
    assert (metadata.region_code, metadata.province, metadata.city, metadata.county) == (
        "341823",
        "安徽省",
        "宣城市",
        "泾县",
    )
    assert metadata.report_year == 2022
    assert metadata.document_type == "report"
    assert metadata.document_number == "泾政〔2023〕5号"
    assert metadata.index_number == "11341823003262345X/2023-00012"
    assert metadata.written_date == date(2023, 1, 16)
    assert metadata.published_date == date(2023, 1, 20)


def test_furniture_of_a_saved_page() -> None:
    """All that belongs to the page is furniture, nothing of the report is."""
    spans = page_furniture(Document(file="x.txt", text=PAGE))
    kept, at = "", 0
    for start, end in spans:
        kept, at = kept + PAGE[at:start], end
    kept += PAGE[at:]
    assert [line.strip() for line in kept.split("\n") if line.strip()] == [
        "泾县人民政府关于2022年度法治政府建设情况的报告",
        "市人民政府:",
        "2022年,我县按照省市部署,扎实推进法治政府建设。现将有关情况报告如下。",
        "一、主要做法",
        "全年办理行政复议案件38件,参加学法120人次。",
        "泾县人民政府",
    ]
    assert all(a < b <= c for (a, b), (c, _) in pairwise(spans))


@pytest.mark.parametrize(
    "text",
    [
        "某镇2023年法治建设小结\n大中小学法治课120场,家长3000人次听讲\n来源广泛征集意见45条\n" + BODY,
        "某镇2023年法治建设小结" + BODY + "\n市长热线:受理诉求320件\n打印法治手册500份\n分享到群众手中的案例12个",
        "某镇2023年法治建设小结" + BODY + "\n附件下载\n类别\t件数\n收案\t120\n结案\t118\n",
        "某镇2023年法治建设小结" + BODY + "\n责任编辑:张某\n三、其他\n联系点8个\n新增\n45\n",
        "阅读推广活动办了12场,5000人参加\n位置偏远的村也送法30次\n" + BODY,
    ],
)
def test_no_figure_of_the_report_is_furniture(text: str) -> None:
    """Lines that only resemble furniture are left to the report."""
    document = Document(file="x.txt", text=text)
    assert [text[a:b] for a, b in page_furniture(document) if any(c.isdigit() for c in text[a:b])] == []


YEARS = [
    ("关于2021年度推进法治政府建设情况的报告\n按照要求,现报告如下。", 2021),
    ("某县2020年“法治政府建设”工作总结\n2020年,全县继续努力。", 2020),
    ("某局二○一九年度依法行政工作总结\n全局认真履职。", 2019),
    ("某局二〇二二年法治政府建设报告\n全局认真履职。", 2022),
    ("某街道 2023 年 法治报告\n街道认真履职。", 2023),
    ("某市２０２４年法治政府建设年度报告\n全市认真履职。", 2024),
    ("关于2023年法治政府建设情况和2024年工作计划的报告\n现报告如下。", 2023),
    ("某县2023年度法治政府建设工作总结及2024年工作思路\n现总结如下。", 2023),
    ("2024年工作计划和2023年工作总结\n现总结如下。", 2023),
    ("某局法治政府建设情况报告\n现将我局2021年度法治政府建设情况报告如下。", 2021),
    ("某局法治政府建设工作总结\n2023年,我局认真学习。", 2023),
    ("某局法治政府建设工作总结\n一、2025 年举措\n学法5次。", 2025),
    ("贯彻落实《法治政府建设实施纲要(2021—2025年)》情况的报告\n现将2022年度工作报告如下。", 2022),
    ("某局法治工作总结\n今年以来,我局学法5次。\n某县水利局\n2023年1月12日", 2022),
    ("某局法治工作总结\n今年以来,我局学法5次。\n某县水利局\n2023年12月12日", 2023),
    ("某局法治工作总结\n发布时间:2023-02-01\n我局学法5次。", None),
    ("某县2024年法治政府建设工作要点\n为做好全年工作,制定要点。\n某县人民政府办公室\n2024年3月2日", 2024),
    ("某县法治建设规划(2021—2025年)\n某政发〔2021〕8号\n为推进法治建设,制定规划。", 2021),
    ("某县法治建设实施方案(2021—2025年)\n为推进法治建设,制定方案。\n2022年5月6日", 2022),
    ("某县法治建设规划(2021—2025年)\n发布时间:2023-02-01\n为推进法治建设,制定规划。", None),
]


@pytest.mark.parametrize(("text", "year"), YEARS, ids=[text[:24] for text, _ in YEARS])
def test_report_year(text: str, year: int | None) -> None:
    """The year a report is about, and the year in which a plan was issued; never the year of publishing."""
    assert read(text).report_year == year


TYPES = [
    ("某县2022年法治政府建设情况报告", "report"),
    ("某区公安机关2023年法治情况", "report"),
    ("某局2022年度法治年报", "report"),
    ("某局2023年法治建设小结", "report"),
    ("关于2023年法治政府建设情况和2024年工作计划的报告", "report"),
    ("关于落实实施意见情况的报告", "report"),
    ("某市法治政府建设白皮书(2022年)", "report"),
    ("关于印发某县2023年法治政府建设工作总结的通知", "report"),
    ("某县人民政府办公室关于印发某县法治政府建设实施方案的通知", "plan"),
    ("某县纵深推进法治政府建设的实施意见", "plan"),
    ("某县2024年法治政府建设工作要点", "plan"),
    ("关于2024年度法治政府建设工作安排的通知", "plan"),
    ("某县法治政府建设规划(2021—2025年)", "plan"),
    ("关于做好年度报告报送工作的通知", "other"),
    ("某县行政规范性文件管理办法", "other"),
]


@pytest.mark.parametrize(("title", "kind"), TYPES, ids=[title for title, _ in TYPES])
def test_document_type(title: str, kind: str) -> None:
    assert read(title + BODY).document_type == kind


ISSUERS = [
    ("沿河自治县2019年“法治政府建设”工作总结" + BODY, "沿河自治县"),
    ("永春县水利局2024年法治政府建设报告" + BODY, "永春县水利局"),
    ("盐城教育系统2024年法治工作总结" + BODY, "盐城教育系统"),
    ("关于永春县2021年度法治政府建设情况的报告" + BODY, "永春县"),
    ("永春县住房和城乡建设局关于2021年度法治政府建设情况的报告" + BODY, "永春县住房和城乡建设局"),
    ("关于2021年度法治政府建设情况的报告" + BODY, ""),
    ("关于2021年度法治政府建设情况的报告" + BODY + "\n\n永春县司法局\n2022年1月5日\n", "永春县司法局"),
    ("关于2021年度法治政府建设情况的报告" + BODY + "\n永春县司法局 二〇二二年一月五日", "永春县司法局"),
    ("发布机构:永春县教育局\n2021年度法治政府建设情况报告" + BODY, "永春县教育局"),
    ("发布机构:县教育局\n永春县2021年度法治政府建设情况报告" + BODY, "永春县"),
    ("发布机构:某市司法局\n永春县2021年度法治政府建设情况报告" + BODY, "永春县"),
    ("发布机构:市中区司法局\n2021年度法治政府建设情况报告" + BODY, "市中区司法局"),
    ("永春县人民政府法治政府建设情况报告" + BODY, "永春县人民政府"),
]


@pytest.mark.parametrize(("text", "issuer"), ISSUERS)
def test_issuer(text: str, issuer: str) -> None:
    assert read(text).issuer == issuer


TITLES = [
    ("永春县人民政府\n关于2021年度法治政府建设情况的报告" + BODY, "永春县人民政府关于2021年度法治政府建设情况的报告"),
    ("永春县水利局\n2021年度法治政府建设\n工作总结" + BODY, "永春县水利局2021年度法治政府建设工作总结"),
    ("关于2023年法治政府建设情况\n和2024年工作计划的报告" + BODY, "关于2023年法治政府建设情况和2024年工作计划的报告"),
    ("永春县教育局 2022年法治年报" + BODY, "永春县教育局 2022年法治年报"),
    ("海滨街 2020 年法治情况 一、举措 走访群众。" + BODY, "海滨街 2020 年法治情况"),
    (
        "首页\n政务公开\n新闻中心\n当前位置:首页 > 公开\n永春县2021年法治政府建设报告" + BODY,
        "永春县2021年法治政府建设报告",
    ),
    ("2021年,我县推进法治政府建设,取得成效。" + BODY, ""),
]


@pytest.mark.parametrize(("text", "title"), TITLES)
def test_title(text: str, title: str) -> None:
    assert read(text).title == title


def test_labels_whose_values_stand_below() -> None:
    """A label with nothing below it takes nothing from the next label or from the body."""
    metadata = read(
        "  • 索引号:\n\n    003172345/2022-00123\n\n  • 发布机构:\n\n    永春县人民政府\n\n  • 生成日期:\n\n 2022-12-30\n"
        "  • 文号:\n\n  • 有效性:\n\n    有效\n\n永春县法治建设实施意见\n\n字体大小:\n\n各乡镇人民政府:\n"
        "根据某政发〔2021〕23号文件,提出如下意见。" + BODY
    )
    assert metadata.index_number == "003172345/2022-00123"
    assert metadata.issuer == "永春县人民政府"
    assert metadata.document_number == ""
    assert metadata.written_date is None
    assert metadata.title == "永春县法治建设实施意见"


def test_number_stands_in_the_head_only() -> None:
    """A number cited in the body is not the document's own."""
    own = read(
        "永政办〔2022〕7号\n永春县人民政府办公室关于印发实施方案的通知\n各乡镇:\n根据闽政〔2021〕9号文件。" + BODY
    )
    assert own.document_number == "永政办〔2022〕7号"
    assert read("永春县2021年法治报告\n根据闽政〔2021〕9号文件,现报告如下。" + BODY).document_number == ""


def test_notice_in_front_of_a_plan() -> None:
    """The signature of the notice dates the plan it hands on."""
    notice = (
        "永春县人民政府办公室关于印发法治建设实施意见的通知\n各乡镇人民政府:\n现印发给你们。\n永春县人民政府办公室\n"
    )
    metadata = read(notice + "2022年12月27日\n\n永春县法治建设实施意见\n到2025年,实现目标。" + BODY * 30)
    assert metadata.written_date == date(2022, 12, 27)
    assert metadata.report_year == 2022
    assert metadata.issuer == "永春县人民政府办公室"


def test_properties_of_a_web_page() -> None:
    """What the tags of a page say fills what the text does not."""
    metadata = read(
        "法治政府建设情况" + BODY,
        title="永春县2021年度法治政府建设情况报告_永春县人民政府网",
        site="永春县人民政府",
        published_date="2022-01-20",
    )
    assert metadata.title == "永春县2021年度法治政府建设情况报告"
    assert metadata.site == "永春县人民政府"
    assert metadata.published_date == date(2022, 1, 20)
    assert (metadata.report_year, metadata.region_code) == (2021, "350525")


def test_a_report_that_names_its_county_only_in_the_body() -> None:
    """我县 is the one county that the whole text names, if it names it twice and no other."""
    text = "关于2021年度法治政府建设情况的报告\n现将我县工作报告如下。\n{}县政府办获奖。出台《{}县决策细则》。" + BODY
    assert read(text.format("永春", "永春")).region_code == "350525"
    assert read(text.format("永春", "德化")).region_code == ""
    assert read("关于2021年度工作情况的报告\n现将我县工作报告如下。永春县政府获奖。" + BODY).region_code == ""


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("2022年12月27日", date(2022, 12, 27)),
        ("二〇二二年十二月二十七日", date(2022, 12, 27)),
        ("二○二一年一月十日", date(2021, 1, 10)),
        ("2023-01-05 10:20", date(2023, 1, 5)),
        ("2023/1/5", date(2023, 1, 5)),
        ("2023年2月30日", None),
        ("2023年2月", None),
        ("", None),
    ],
)
def test_read_day(words: str, day: date | None) -> None:
    assert read_day(words) == day


@pytest.mark.parametrize(
    "text", ["", "\n\n", "。", "索引号", "2021年", "\ufeff报告", "一" * 5000, "关于" * 2000, "2021年" * 2000]
)
def test_odd_texts(text: str) -> None:
    """Nothing raises, and nothing is slow."""
    began = perf_counter()
    read(text)
    page_furniture(Document(file="x.txt", text=text))
    assert perf_counter() - began < 0.5


@pytest.mark.parametrize(
    ("title", "year", "kind"),
    [
        ("青林区政务局2020年工作总结及2021年工作思路", 2020, "report"),
        ("云山县2023年法治建设工作总结暨2024年工作打算", 2023, "report"),
        ("云山县2023年规范性文件清理情况说明", 2023, "report"),
        ("《云山县2023年法治政府建设年度报告》解读", 2023, "report"),
        ("雲山縣2023年度法治政府建設年度報告", 2023, "report"),
    ],
)
def test_year_of_a_title_that_looks_ahead_or_explains(title: str, year: int, kind: str) -> None:
    metadata = read_metadata(Document(file="x.txt", text=f"{title}\n今年，我局认真办理案件。\n一、办理情况\n办理5件。\n"))
    assert (metadata.title, metadata.report_year, metadata.document_type) == (title, year, kind)


@pytest.mark.parametrize("day", ["2023 年 1 月 5 日", "2 0 2 3年1月5日", "2023年1月  日", "　　年　月　日"])
def test_issuer_above_a_date_with_blanks(day: str) -> None:
    text = f"关于2022年度法治政府建设情况的报告\n今年，我局认真办理案件。\n一、办理情况\n办理5件。\n云山县司法局\n{day}\n"
    assert read_metadata(Document(file="x.txt", text=text)).issuer == "云山县司法局"
