"""Automatic numbers, which are shown and stand nowhere in the text."""

import io
import re
import zipfile
from pathlib import Path

import pytest

from lawgov_extract.reading import read_bytes
from lawgov_extract.reading.layout import Line
from lawgov_extract.reading.numbering import Counter
from lawgov_extract.reading.paragraphs import join_pages

LEVELS = {0: ("chineseCounting", "%1、", 1), 1: ("chineseCounting", "（%2）", 1), 2: ("decimal", "%1.%2.%3", 1)}


def odt(body: str, styles: str) -> list[str]:
    names = " ".join(f'xmlns:{name}="urn:{name}"' for name in ("office", "text", "table", "style", "loext"))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as parts:
        parts.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        content = f"<office:document-content {names}><office:body><office:text>{body}</office:text></office:body>"
        parts.writestr("content.xml", content + "</office:document-content>")
        parts.writestr("styles.xml", f"<office:document-styles {names}>{styles}</office:document-styles>")
    (document,) = read_bytes(out.getvalue(), "a.odt")
    return document.text.splitlines()


def rtf(body: str) -> list[str]:
    (document,) = read_bytes(("{\\rtf1\\ansi\\ansicpg936 " + body + "}").encode("gb18030"), "a.rtf")
    return document.text.splitlines()


def test_a_list_counts_on_and_deeper_levels_begin_anew():
    counter = Counter({"1": ("a", {}), "2": ("a", {}), "3": ("a", {0: 5}), "4": ("gone", {})}, {"a": LEVELS})
    assert [counter.next("1", 0), counter.next("1", 1), counter.next("1", 1)] == ["一、", "（一）", "（二）"]
    assert [counter.next("2", 0), counter.next("1", 1), counter.next("1", 2)] == ["二、", "（一）", "二.一.1"]
    assert [counter.next("3", 0), counter.next("3", 0), counter.next("1", 0)] == ["五、", "六、", "三、"]
    assert counter.next("1", 0, 9) == "九、"
    counter.restart("1")
    assert counter.next("1", 0) == "一、"
    assert [counter.next("4", 0), counter.next("5", 0), counter.next("1", 7)] == ["", "", ""]


@pytest.mark.parametrize("count, text", [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (35, "三十五"), (100, "100")])
def test_numbers_in_chinese(count, text):
    counter = Counter({"1": ("a", {})}, {"a": {0: ("chineseCountingThousand", "第%1章", count)}})
    assert counter.next("1", 0) == f"第{text}章"


def test_open_document_lists_and_headings():
    styles = (
        '<text:list-style style:name="L1">'
        '<text:list-level-style-number text:level="1" style:num-format="一, 二, 三, ..." style:num-suffix="、"/>'
        '<text:list-level-style-number text:level="2" style:num-format="一, 二, 三, ..." loext:num-list-format="（%2%）"/>'
        '<text:list-level-style-number text:level="3" style:num-format="1" style:num-suffix="." text:start-value="4"/>'
        '<text:list-level-style-bullet text:level="4" text:bullet-char="•"/></text:list-style>'
        '<text:outline-style><text:outline-level-style text:level="1" style:num-format="1" style:num-suffix="."/>'
        '<text:outline-level-style text:level="2" style:num-format="1" text:display-levels="2"/>'
        '<text:outline-level-style text:level="3" style:num-format=""/></text:outline-style>'
    )

    def items(*texts: str, more: str = "") -> str:
        inner = "".join(f"<text:list-item>{text}</text:list-item>" for text in texts)
        return f'<text:list text:style-name="L1"{more}>{inner}</text:list>'

    def nested(*texts: str) -> str:
        return "<text:list>" + "".join(f"<text:list-item>{text}</text:list-item>" for text in texts) + "</text:list>"

    p = "<text:p>{}</text:p>".format
    body = items(p("甲") + p("续") + nested(p("子"), p("丑") + nested(p("项") + nested(p("点")))), p(""), p("乙"))
    body += p("文") + items(p("丙") + nested(p("寅")), more=' text:continue-numbering="true"') + items(p("丁"))
    body += "".join(f'<text:h text:outline-level="{level}">题</text:h>' for level in (1, 2, 2, 3, 1))
    assert odt(body, styles) == [
        *["一、甲", "续", "（一）子", "（二）丑", "4.项", "点", "二、乙", "文", "三、丙", "（一）寅", "一、丁"],
        *["1.题", "1.1题", "1.2题", "题", "2.题"],
    ]
    assert odt(body, "")[:3] == ["甲", "续", "子"]


@pytest.mark.parametrize("name, part", [("odt", "styles.xml"), ("docx", "word/numbering.xml")])
def test_a_damaged_part_with_styles_costs_numbers_and_no_text(name, part):
    samples = Path(__file__).parent / "data" / "reading" / "samples"
    whole, out = samples / f"jinchuan_county_2024.{name}", io.BytesIO()
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(out, "w") as new:
        for info in old.infolist():
            new.writestr(info.filename, b"<damaged" if info.filename == part else old.read(info))
    (found,) = read_bytes(out.getvalue(), whole.name)
    (expected,) = read_bytes(whole.read_bytes(), whole.name)
    assert found.text == re.sub(r"^[一二三四]、", "", expected.text, flags=re.MULTILINE)


def test_rich_text_numbers_and_nested_tables():
    assert rtf(r"{\listtext\pard\plain 一、\tab}行政复议\par {\listtext\f3 \'b7\tab}要点\par {\listtext l\tab}又\par") == [
        "一、行政复议",
        "要点",
        "又",
    ]
    inner = r"\pard\intbl\itap2 现场\nestcell 21件\nestcell{\*\nesttableprops\trowd\cellx1\nestrow}{\nonesttables\par}"
    row = r"\trowd\pard\intbl 县司法局\cell 58件\cell\pard\intbl 含下列\par " + inner + r"\pard\intbl 合计21件\cell\row"
    assert rtf(row + r"\pard 完\par") == ["县司法局\t58件\t含下列 合计21件".replace(" ", ""), "现场\t21件", "完"]
    frame = r"\trowd\pard\intbl 前\par " + inner + inner + r"\pard\intbl 后\cell\row"
    assert rtf(frame + r"\pard 完\par") == ["前", "现场\t21件", "现场\t21件", "后", "完"]


def html(body: str) -> list[str]:
    (document,) = read_bytes(f"<html><body>{body}</body></html>".encode(), "a.html")
    return document.text.splitlines()


def test_lists_of_pages():
    items = "<li>受理96件</li><li><p>2024年</p><p>审结90件</p></li><li value=7>维持<li></li><li>（八）终止</li>"
    assert html(f"<ol>{items}</ol>") == ["1.受理96件", "2. 2024年", "审结90件", "7.维持", "（八）终止"]
    assert html(f"<ul>{items}</ul>")[:2] == ["受理96件", "2024年"]
    assert html(f'<ol start=3 style="list-style-type: cjk-ideographic">{items}</ol>')[:2] == ["三、受理96件", "四、2024年"]
    assert html(f'<ol style="list-style:none">{items}</ol>')[:2] == ["受理96件", "2024年"]
    assert html("<ol type=A><li>甲<ol type=a><li>子</li></ol></li><li>乙</li></ol>") == ["A.甲", "a.子", "B.乙"]


def test_a_number_and_a_figure_are_no_decimal():
    assert rtf(r"{\listtext 3.\tab}2024年计划\par") == ["3. 2024年计划"]


def page(*texts: str, left: float = 100, size: float = 10, indent: int = 0) -> list[Line]:
    wide = [sum(0.5 if sign < "\u0250" else 1 for sign in text) * size for text in texts]
    return [
        Line(left + (indent * size if text[:1] == "　" else 0), 20.0 * n, left + width, 20.0 * n + 10, text.strip())
        for n, (text, width) in enumerate(zip(texts, wide))
    ]


def test_lines_of_a_page_are_joined_at_full_width_marks_too():
    full = "全县各级行政机关依法履行职责，办理各类行政许可事项一千二百余件，"
    whole = full[:-1] + "均"
    assert join_pages([page(whole, "在法定期限内办结。", "另行公布。", whole, "已经公开。")]) == [
        whole + "在法定期限内办结。",
        "另行公布。",
        whole + "已经公开。",
    ]
    # a comma ends no paragraph, however narrow the frame is
    assert join_pages([page(whole, "完。", "案件24件，", "已审结20件。", whole, "完。")])[1:2] == ["案件24件，已审结20件。"]
    # a number goes to the next line as a whole
    short = whole[:-3] + "为"
    assert join_pages([page(whole, "完。", short, "1234567.89%。", whole, "完。")])[1] == short + "1234567.89%。"
    # headings with full-width brackets begin a paragraph
    assert join_pages([page(whole, "（一）行政复议", whole, "完。")])[:2] == [whole, "（一）行政复议"]
    assert join_pages([page("第1页，共2页", whole, "完。", "第2页，共2页")]) == [whole + "完。"]
