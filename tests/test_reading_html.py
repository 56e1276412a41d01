"""Web pages: the article and nothing but the article."""

import re
from pathlib import Path
from urllib.parse import quote

import pytest

from lawgov_extract.errors import UnreadableReport
from lawgov_extract.reading import read_bytes

REPORT = (Path(__file__).parent / "data" / "reading" / "report.txt").read_text("utf-8")
LINES = REPORT.splitlines()
NUMBER = re.compile(r"\d[\d,.]*")
DECOYS = ("9999", "8888", "7777", "4321")

HEAD = """<!DOCTYPE html><html><head><meta charset="{label}">
<meta name="SiteName" content="临河县人民政府网"><meta content="5109990001" name="SiteIDCode">
<META NAME="ArticleTitle" CONTENT="2023年度报告"><meta name="PubDate" content="2024-1-15 09:30">
<meta name="contentsource" content="县司法局">
<title>2023年度报告_临河县人民政府网</title>
<style>.onlyprint, p#old {{ display: none }} @media print {{ .article {{ display:none }} }}</style>
<script>var hits = "9999件";</script></head>"""
MENU = """<div class="top"><ul><li><a href="/">首页</a></li><li><a href="/a">政务公开</a></li><li><a href="/b">办事9999件</a></li>
<li><a href="/c">互动交流</a></li></ul></div><div class="crumbs">您现在的位置:<a href="/">首页</a> &gt; <a href="/z">法治政府8888项</a></div>
<table class="index"><tr><td>索 引 号:</td><td>0012</td><td>发布机构:</td><td>县司法局</td></tr>
<tr><td>发文字号</td><td>临政发〔2024〕3号</td><td>成文日期</td><td>2024-01-15</td></tr></table>"""
FOOT = """<div class="related"><h3>相关信息</h3><ul><li><a>某乡2020年法治政府建设报告受理9999件</a></li><li><a>某镇2019年办理8888项工作情况的报告</a></li>
<li><a>某局2018年7777件</a></li></ul></div>
<p>上一篇:<a>2022年度报告办结7777件</a></p><p>下一篇:没有了</p>
<div class="footer">版权所有:临河县人民政府 电话:0999-4321 网站标识码:5109990001 某ICP备4321号</div></body></html>"""


def cut_numbers(line: str) -> str:
    """Put every second digit into a span, as editors of sites do."""
    return re.sub(r"(\d)(\d)", r'<span lang="EN-US">\1</span><span style="font-size:16pt"><b>\2</b></span>', line)


def table(rows: list[str]) -> str:
    cells = ["".join(f"<td><p><span>{cell}</span></p></td>" for cell in row.split("\t")) for row in rows]
    return "<table border=1><tbody>" + "".join(f"<tr>\n{row}\n</tr>" for row in cells) + "</tbody></table>"


def body(cut: bool = True, end: str = "</p>", start: str = "<p>\u3000\u3000&nbsp;") -> str:
    rows = [line for line in LINES if "\t" in line]
    first = LINES.index(rows[0])
    parts = []
    for number, line in enumerate(LINES):
        if number == first:
            parts.append(table(rows))
        elif "\t" not in line:
            parts.append(start + (cut_numbers(line) if cut else line) + end)
    return "\n".join(parts)


def page(article: str, label: str = "utf-8", before: str = MENU, after: str = FOOT) -> str:
    return HEAD.format(label=label) + "<body>" + before + '<div class="article">' + article + "</div>" + after


def read(source: str | bytes, file: str = "a.html"):
    (found,) = read_bytes(source.encode() if isinstance(source, str) else source, file)
    return found


def check(document) -> None:
    """The whole article is there, line by line and figure by figure, and no decoy."""
    lines = document.text.splitlines()
    start = lines.index(LINES[0])
    assert lines[start:] == LINES
    assert NUMBER.findall("\n".join(lines[start:])) == NUMBER.findall(REPORT)
    assert not [decoy for decoy in DECOYS if decoy in document.text]


def test_a_page_gives_its_article_its_metadata_table_and_its_properties():
    document = read(page(body()))
    check(document)
    assert document.text.splitlines()[:2] == [
        "索 引 号:\t0012\t发布机构:\t县司法局",
        "发文字号\t临政发〔2024〕3号\t成文日期\t2024-01-15",
    ]
    assert document.media_type == "text/html"
    assert document.properties == {
        "title": "2023年度报告",
        "site": "临河县人民政府网",
        "site_code": "5109990001",
        "published_date": "2024-01-15",
        "content_source": "县司法局",
    }


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("label", ["utf-8", "gb2312", "big5"])
def test_the_label_of_the_encoding_is_not_trusted(encoding, label):
    document = read(page(body(), label).encode(encoding))
    check(document)
    assert document.encoding == encoding


def test_line_breaks_instead_of_paragraphs():
    check(read(page(body(start="\u3000\u3000", end="<br/>"))))
    check(read(page(body(start="<div><font>", end="</font></div>"))))


def test_a_layout_table_is_walked_as_blocks():
    article = "<table width=100%><tr><td width=20%><ul><li><a>栏目9999</a></li><li><a>栏目二</a></li><li><a>栏目三</a></li></ul></td>"
    article += f"<td>{body()}</td></tr></table>"
    check(read(page(article)))


def test_hidden_copies_are_left_out():
    copy = body(cut=False)
    check(read(page(f'<div style="DISPLAY : none">{copy}9999</div>' + body())))
    check(read(page(body() + f'<div class="x onlyprint">{copy}9999</div>')))
    check(read(page(body() + f"<div hidden>{copy}9999</div>")))
    check(read(page(body() + f"<textarea style='display:none'>{copy}9999</textarea>")))


def test_a_body_that_is_only_in_a_hidden_place_is_read():
    escaped = body().replace("&", "&amp;").replace("<", "&lt;")
    check(read(page(f'<textarea id="c" style="display:none">{escaped}</textarea>')))
    check(read(page(f"<textarea hidden>{body()}</textarea>")))
    check(read(page(f'<script type="text/html">{body()}</script>')))
    check(read(page(f'<div id="UCAP" style="display:none">{body()}</div>')))
    quoted = body().replace("&", "&amp;").replace('"', "&quot;")
    check(read(page(f'<input type="hidden" value="{quoted}">')))
    check(read(page(f"<noscript>{body()}</noscript>")))


def test_a_footer_without_links_ends_the_article():
    check(read(page(body(), after="<p>相关报告:</p><p>2020年办理9999件</p><p>主办单位:某局</p></body>")))
    check(read(page(body(), after="<div>网站标识码:5109990001 电话4321</div>")))


def test_a_side_column_that_comes_first_does_not_end_the_article():
    side = "<div><h4>相关信息</h4><ul><li><a>某乡报告9999件</a></li><li><a>某镇报告8888件</a></li><li><a>某局7777</a></li></ul></div>"
    document = read(page(body(), before=side, after="</body>"))
    assert document.text.splitlines()[-len(LINES) :] == LINES
    assert not [decoy for decoy in DECOYS if decoy in document.text]


def test_visit_counters_and_font_switches_go_and_the_rest_of_the_line_stays():
    info = "<div>发布时间:2024-01-15 来源:县司法局 浏览次数:<span id=h>4321</span>次 字体:【<a>大</a> <a>中</a> <a>小</a>】</div>"
    lines = read(page(body(), before=info)).text.splitlines()
    assert lines[0] == "发布时间:2024-01-15 来源:县司法局"
    check(read(page(body(), before=info)))


def test_inline_text_is_joined_without_a_separator_and_blocks_are_not():
    text = read("<p>受理<b>1</b><i>2</i><font>件</font></p><div>一<p>二</p>三</div><p>线\n下<br>线\n 上 a\n b</p>").text
    assert text.splitlines() == ["受理12件", "一", "二", "三", "线下", "线上 a b"]


def test_struck_out_numbers_are_left_out():
    assert (
        read("<p>清理文件<del>95</del><ins>90</ins>件,<s>8</s>7件,<strike>6</strike>5件。</p>").text
        == "清理文件90件,7件,5件。"
    )


def test_white_space():
    text = read("<p>&nbsp;\u3000 第 一\u200b条&nbsp;&nbsp;8&nbsp;650件\t</p><pre>甲\n  乙\n</pre><p> </p>").text
    assert text.splitlines() == ["第 一条 8 650件", "甲", "乙"]


def test_merged_cells_keep_their_columns():
    rows = "<tr><th rowspan=2>部门</th><th colspan=2>案件</th></tr><tr><td>受理</td><td>审结</td></tr>"
    rows += "<tr><td>县市场监督<br>管理局</td><td>3</td><td>2</td></tr><tr><td colspan='x'></td><td></td></tr>"
    text = read(f"<p>表</p><table><caption>附表</caption>{rows}</table><p>完</p>").text
    assert text.split("\n") == ["表", "附表", "部门\t案件", "\t受理\t审结", "县市场监督管理局\t3\t2", "完"]


def test_repeated_paragraphs_stay():
    assert read(page(body())).text.count("完成率100%。") == 2


def test_a_piece_of_a_page_is_a_page():
    assert read("<!-- 文 --><p>受理20件</p>", "a").text == "受理20件"
    # offsets into a text file refer to the file, left-over tags included
    assert read("<p>受理20件<br>审结</p>", "a.txt").text == "<p>受理20件<br>审结</p>"
    assert read("<HTML><p>受理20件</p>", "a.TXT").text == "受理20件"
    assert read("受理20件<br>审结<b>18</b>件<br/>维持<br>", "a.doc").text.splitlines() == [
        "受理20件",
        "审结18件",
        "维持",
    ]
    assert read("若 a<b 则受理20件", "a.txt").media_type == "text/plain"


def test_xhtml_with_a_declaration_and_no_content():
    assert read('<?xml version="1.0" encoding="gb2312"?><html><body><p>受理20件</p></body></html>').text == "受理20件"
    assert read("<html><body></body></html>").text == ""
    assert read("<html><!-- --></html>").text == ""


@pytest.mark.parametrize("depth", [300, 3000, 10_000])
def test_deep_nesting_loses_nothing(depth):
    for opened, closed in (("<table><tr><td>", "</td></tr></table>"), ("<div>", "</div>"), ("<font>", "</font>")):
        text = read(f"<html><p>受理20件</p>{opened * depth}审结<span>1</span>8件{closed * depth}<p>维持9件</p>").text
        assert text.splitlines() == ["受理20件", "审结18件", "维持9件"]


def test_a_page_without_end_is_refused():
    assert isinstance(read("<p>" * 500_000), UnreadableReport)
    assert isinstance(read("<html>" + "a" * 26_000_000), UnreadableReport)


def written(text: str) -> str:
    """As programs write a string, with a part of its characters by their numbers."""
    text = text.replace("\\", "\\\\").replace('"', '\\"').replace("/", "\\/").replace("\n", "\\n")
    return re.sub("[一二三四五受理件<]", lambda match: f"\\u{ord(match[0]):04x}", text)


@pytest.mark.parametrize(
    "program",
    [
        lambda text: f'var other = ["9999", "首页"];\nvar content = "{written(text)}";\nshow(content);',
        lambda text: f'window.__DATA__={{"id":4321,"title":"报告","content":"{written(text)}","next":"8888项"}}',
        lambda text: "".join(f"document.write('{line}');\n" for line in text.splitlines()),
        lambda text: "var s = '';\n" + "".join(f's += "{written(line)}";\n' for line in text.splitlines()),
        lambda text: 'var s = "' + '" +\n  "'.join(map(written, text.splitlines())) + '"; // "9999"',
        lambda text: f"app.html = `{text}`;",
        lambda text: f'el.innerHTML = decodeURIComponent("{quote(text)}");',
        lambda text: 'x(unescape("' + re.sub(r"[^\x00-\x7f]", lambda m: f"%u{ord(m[0]):04X}", text.replace('"', "%22").replace("<", "%3C").replace("\n", "%0A")) + '"))',
        lambda text: 'y("' + text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;").replace("\n", "\\n") + '")',
    ],
)  # fmt: skip
def test_a_body_in_a_string_of_a_program_is_read(program):
    check(read(page(f"<div id=zoom></div><script type='text/javascript'>{program(body())}</script>")))
    # where the article shows, what programs hold is left alone
    check(read(page(body() + f"<script>{program(body().replace('96', '9999'))}</script>")))


def test_lists_and_messages_of_programs_are_no_article():
    titles = ",".join(f'{{"t":"<b>某乡{year}年受理9999件的报告</b>"}}' for year in range(1900, 2020))
    document = read(f"<html><body><p>受理20件。</p><script>var list=[{titles}];var m='<p>' + \"{titles[:40]}\"</script></body></html>")
    assert document.text == "受理20件。"


def test_what_stands_behind_the_end_of_a_page_is_read():
    pasted = "<!DOCTYPE html><html><head><title>x</title><style>p { color: red }</style></head><body bgcolor=white>"
    check(read(page(f"<div>{pasted}{body()}</body></html></div>")))
    half = len(LINES) // 2
    first, second = ("".join(f"<p>{line}</p>" for line in part) for part in (LINES[:half], LINES[half:]))
    assert read(f"<html><body>{first}</body></html>\n<html><body>{second}</body></html>").text.split() == REPORT.split()
    assert read(f"{pasted}{first}</BODY></HTML>{second}").text.split() == REPORT.split()
