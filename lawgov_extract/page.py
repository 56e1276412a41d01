"""The furniture of a page: label table, breadcrumb, info line, tail and footers; and what the labels say.

Only lines of known shapes count as furniture, so that no sentence of a report is ever taken for it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple
from unicodedata import normalize

from lawgov_extract.model import Document

HEAD = 1500  # code points read for the title, labels and first paragraphs
LONG_HEAD = 6000  # read when a saved page begins with a long menu
TAIL = 800  # code points read for the signature
PAGE_TAIL = 4000  # code points searched for the mark that begins the tail of a web page

# Labels of the table or info line of a page. A label may be written with spaces between its characters (索 引 号).
LABELS = {
    "index": ("索引号", "信息索引号", "索引码", "信息索引"),
    "organ": (
        *(a + b for a in ("发文", "发布", "制发", "制定", "公开", "印发") for b in ("机关", "机构", "单位", "部门")),
        "责任部门", "信息提供单位", "所属机构", "主办单位",
    ),
    "source": ("信息来源", "来源", "文章来源", "稿件来源", "内容来源"),
    "number": ("发文字号", "文号", "文件编号", "发文文号", "发文号", "文件号", "公文字号", "文件文号"),
    "written": ("成文日期", "成文时间", "印发日期", "印发时间", "制发日期", "签发日期", "发文日期", "发文时间"),
    "made": ("生成日期", "生成时间"),
    "published": ("发布日期", "发布时间", "公开日期", "公开时间", "上传时间", "发表时间", "公布日期", "公布时间"),
    "title": ("标题", "名称", "信息名称", "文件名称", "文件标题", "公开标题"),
    "plain": (
        "主题分类", "组配分类", "主题", "主题词", "关键词", "体裁分类", "文件类型", "有效性", "时效性", "文件状态",
        "公开方式", "公开形式", "公开属性", "公开范围", "公开类别", "公开时限", "文件登记号", "统一登记号", "登记号",
        "统一编号", "规范性文件编号", "信息分类", "分类", "服务对象", "生效日期", "实施日期", "失效日期", "废止日期",
        "效力状态", "所属分类", "栏目", "所属栏目", "内容概述", "作者", "编辑", "责任编辑", "责编", "审核", "审核人",
        "录入", "供稿", "撰稿", "初审", "复审", "终审", "时间", "日期", "更新时间", "更新日期",
    ),
    "counter": (
        "浏览次数", "阅读次数", "访问次数", "点击次数", "点击数", "点击量", "点击率", "点击", "浏览量", "浏览",
        "阅读量", "阅读", "访问量", "人气", "字体", "字号", "字体大小", "视力保护色", "保护视力色", "分享到", "分享",
        "打印", "下载次数",
    ),
}  # fmt: skip
KIND_OF = {label: kind for kind, labels in LABELS.items() for label in labels}
# These are also common words, so only a colon or a tab makes a label of them.
SHY = {
    "标题", "名称", "主题", "分类", "栏目", "时间", "日期", "来源", "作者", "编辑", "审核", "录入", "供稿", "撰稿",
    "初审", "复审", "终审", "点击", "浏览", "阅读", "打印", "分享", "人气", "主题词", "关键词",
}  # fmt: skip
FIRST = frozenset(label[0] for label in KIND_OF)


def _spaced(labels: Sequence[str]) -> str:
    return "|".join(r"\s*".join(label) for label in sorted(labels, key=lambda label: (-len(label), label)))


_BOLD = _spaced([label for label in KIND_OF if label not in SHY])
_LABEL = re.compile(rf"(?:({_BOLD})\s*(?:[::\]】]\s*|\s+|$)|({_spaced(tuple(SHY))})(?:\s*[::\]】]\s*|\t+))")
_BULLET = re.compile(r"[\s•·●◆■▪*|【\[(<>-]*")
_NEXT_LABEL = re.compile(rf"(?<=[\s|【\[(,;])(?:{_LABEL.pattern})")

YEAR_WORD = r"(?:(?:19|20)\d\d|(?:二[〇○零O]|一九)[〇○零O一二三四五六七八九]{2})"
DAY = re.compile(
    rf"({YEAR_WORD})\s*(?:年|[-/.])\s*(\d{{1,2}}|[一二三四五六七八九十]{{1,2}})\s*(?:月|[-/.])\s*"
    r"(\d{1,2}|[一二三四五六七八九十]{1,3})(?:\s*日|(?!\d))"
)
DAY_LINE = re.compile(rf"[(\s]*{DAY.pattern}[)\s]*(?:\d{{1,2}}:\d\d(?::\d\d)?)?(?:印发|发布)?\s*$")
NUMBER = re.compile(r"[\u4e00-\u9fa5]{1,12}\s*[〔\[(【﹝]\s*(20\d\d|19\d\d)\s*[〕\])】﹞]\s*第?\s*\d{1,5}\s*号")
_HEADING = re.compile(
    r"(?:[一二三四五六七八九十]+、|\([一二三四五六七八九十]+\)|第[一二三]部分|\d{1,2}[.、](?!\d)|一是)"
)
_SALUTATION = re.compile(r"(?:各|市|县|区|省|州)[^。]{2,80}:$")
_BREADCRUMB = re.compile(
    r"(?:(?:您|你)?(?:现在|当前|目前|所在)(?:的|所在)*(?:位置|栏目)|位置\s*:|首页\s*(?:[>»›/|\\-]|$))[^。]{0,120}$"
)
_MENU_WORD = re.compile(r"首页|政府|网|政务|公开|服务|中心|互动|新闻|登录|注册|无障碍|长者|关怀|繁体|邮箱|搜索")
_BUTTONS = re.compile(
    r"(?:字体|字号)?[\s:【\[(]*(?:[大中小]\s*[\])】]?[\s|]*){2,3}$|[^,;。]{0,40}(?:打印|关闭)(?:本页|窗口)?\s*[\])】]?$|A[+-](?:\s|$)"
)
KIND_END = "报告|总结|情况|年报|小结|汇报|意见|方案|规划|纲要|要点|计划|安排|通知|通报|公报|白皮书|公告|公示|办法|规定|细则|批复|决定|函|清单|"
KIND_END += "情况(?:的|分析|统计)?说明|(?:工作|下步|一步|年|年度)的?(?:思路|打算)|(?:报告|总结|年报|情况|工作|办法|意见|规定|[》\"])的?解读|"
KIND_END += "報告|總結|情況|年報|小結|匯報|意見|規劃|綱要|要點|計劃|公報|白皮書|辦法|規定"
TITLE_END = re.compile(
    rf"(?:{KIND_END})[\"”》』]?(?:\s*\([^()]{{1,30}}\)|\s*\[[^\]]{{1,20}}\])?\s*$|(?:{KIND_END})\s*\(\d{{4}}.*\)$"
)
ORGAN_END = (
    "人民政府|政府办公厅|政府办公室|办公厅|办公室|政府|委员会|管委会|领导小组|街道办事处|街道办|街道|办事处|"
    "厅|局|委|办|院|司|分局|支队|大队|总队|中心|法院|检察院|公司|集团|大学|学院|学校|协会|总会|工会|党组"
)
PLACE_END = "省|市|县|区|旗|盟|州|镇|乡|街|村|社区|系统|部门|机关|兵团|师|团|站|所|社|队"
ORGAN_OR_PLACE = re.compile(rf"(?:{ORGAN_END}|{PLACE_END})$")
_TAIL_MARK = re.compile(
    r"(?:【|\[)?\s*(?:上一篇|下一篇|上一条|下一条|上篇|下篇|相关信息|相关文章|相关新闻|相关链接|相关阅读|相关文档|"
    r"相关附件|相关解读|相关稿件|相关政策|附件下载|分享到|扫一扫|打印本页|打印|关闭窗口|关闭本页|返回顶部|版权所有|"
    r"主办单位|主办|承办单位|网站标识码|网站地图|关于我们|联系我们|责任编辑|政府网站找错)(?=[\s:\]】|(,-]|$|在手机)"
)
_FOOTER = re.compile(
    r"ICP\s*备|公网安备|网站标识码|标识码\s*:|版权所有|网站地图|技术支持|建议使用.*浏览器|Copyright|©|主办(?:单位)?\s*:|承办(?:单位)?\s*:",
    re.IGNORECASE,
)
_PHONE = re.compile(
    r"[\s(]*(?:[\u4e00-\u9fa5]{0,10}(?:电话|传真|热线|手机)|邮政编码|邮编)[^:。]{0,6}:[\s\d()、,;/转—-]{6,60}$"
    r"|[\s(]*(?:联系人|地址|联系地址|办公地址|电子邮箱|邮箱)\s*:[^。件次个%]{0,80}$"
)
_ATTACHMENT = re.compile(
    r"[^。]{1,80}\.(?:pdf|docx?|xlsx?|wps|et|ofd|zip|rar|jpg|png)\s*(?:\([^()]*\))?$", re.IGNORECASE
)
# What a page tail never holds: sentences, headings, rows of a table or cells with a number.
_BODY_LINE = re.compile(r".{81}|.*[。;\t]|[一二三四五六七八九十]+、|\([一二三四五六七八九十]+\)|[\d.,%\s]+$")
_SHAPES = {
    "written": re.compile(r"$|[^,。]{0,3}(?:19|20|二)\S.{4,30}$"),
    "organ": re.compile(r"[^,。;]{0,40}$"),
    "source": re.compile(r"[^,。;]{0,40}$"),
    "counter": re.compile(r"[^\d,。]{0,40}\d*[^\d,。]{0,10}$"),
}
_SHAPES["made"] = _SHAPES["published"] = _SHAPES["written"]


class Line(NamedTuple):
    """A line that is not blank: half-open span in the document, and its stripped text with width folded."""

    start: int
    end: int
    text: str


@dataclass(slots=True)
class Head:
    """What the head block gave, gathered line by line."""

    fields: dict[str, str] = field(default_factory=dict)
    furniture: list[Line] = field(default_factory=list)
    open: list[Line] = field(default_factory=list)  # lines that may be the title
    body: Line | None = None  # first line of the body
    lines: list[Line] = field(default_factory=list)


class Page(NamedTuple):
    """The two ends of a document: its head block, the lines of its end, and how many of those belong to the report."""

    head: Head
    tail: list[Line]
    cut: int


def read_page(document: Document) -> Page:
    """Read both ends of a document once, for all who need them."""
    head = read_head(document.text)
    tail = read_tail(document.text, head)
    return Page(head, tail, find_page_tail(tail))


def page_furniture(document: Document, page: Page | None = None) -> tuple[tuple[int, int], ...]:
    """
    Find the parts of a text that belong to the page and not to the report.

    Args:
        document: Any document.
        page: Its two ends, where they are read already.

    Returns:
        Half-open spans in code points, in order, none overlapping: the label table at the head, breadcrumb and
        info line, date of signature, neighbours and related pages, footers, telephone lines, names of attachments.
    """
    text = document.text
    head, tail, cut = page or read_page(document)
    found = {line.start: line.end for line in head.furniture}
    found.update((line.start, line.end) for line in tail[cut:])
    for line in tail[:cut]:
        if line.end > len(text) - TAIL - (len(text) - tail[cut - 1].end) and _is_tail_furniture(line.text):
            found[line.start] = line.end
    return tuple(sorted(found.items()))


def read_tail(text: str, head: Head) -> list[Line]:
    """Lines of the end of a text, those of its head left out."""
    lines = read_lines(text, max(len(text) - PAGE_TAIL, 0), len(text))
    return [line for line in lines if line.start > head.body.start] if head.body else []


def read_lines(text: str, start: int, end: int) -> list[Line]:
    """Lines between two places that are not blank; a line cut by *start* is left out, one cut by *end* is whole."""
    lines = []
    if start:
        start = text.find("\n", start) + 1 or end
    while start < end:
        stop = text.find("\n", start)
        stop = len(text) if stop < 0 else stop
        raw = text[start:stop]
        stripped = raw.strip()
        if stripped:
            lead = len(raw) - len(raw.lstrip())
            line_start = start + lead
            # a paragraph of the body need not be folded: only its length and its first words matter
            folded = normalize("NFKC", stripped[:400])
            lines.append(Line(line_start, line_start + len(stripped), folded.strip()))
        start = stop + 1
    return lines


def read_head(text: str) -> Head:
    """The head block of a text: its labels, the lines that may be its title, and where its body begins."""
    head = _scan_head(read_lines(text, 0, min(HEAD, len(text))))
    if head.body is None and not any(TITLE_END.search(line.text) for line in head.open) and len(text) > HEAD:
        head = _scan_head(read_lines(text, 0, min(LONG_HEAD, len(text))))
    return head


def _scan_head(lines: list[Line]) -> Head:
    head = Head(lines=lines)
    waiting = ""  # kind of a label whose value stands on the next line
    for line in lines:
        words = line.text
        labelled = _read_labels(words)
        if labelled:
            for kind, value in labelled:
                if value:
                    head.fields.setdefault(kind, value)
            waiting = labelled[-1][0] if not labelled[-1][1] else ""
            head.furniture.append(line)
            continue
        if waiting and _fits(waiting, words):
            head.fields.setdefault(waiting, words)
            if waiting != "title":
                head.furniture.append(line)
            waiting = ""
            continue
        waiting = ""
        if _is_page_line(words):
            head.furniture.append(line)
        elif _begins_body(words):
            head.body = line
            break
        else:
            head.open.append(line)
    if head.body:
        head.furniture += [line for line in lines if line.start > head.body.start and DAY_LINE.match(line.text)]
    return head


def _read_labels(words: str) -> list[tuple[str, str]]:
    """Kinds and values of a line of labels; empty where the line is none."""
    begin = _BULLET.match(words).end()
    if len(words) > 300 or begin >= len(words) or words[begin] not in FIRST:
        return []
    match = _LABEL.match(words, begin)
    if not match:
        return []
    found = [match, *_NEXT_LABEL.finditer(words, match.end())]
    stops = [each.start() for each in found[1:]] + [len(words)]
    pairs = []
    for each, stop in zip(found, stops, strict=True):
        label = re.sub(r"\s", "", next(group for group in each.groups() if group))
        value = words[each.end() : stop].strip(" \t|】])【[(:;,")
        pairs.append((KIND_OF[label], value))
    fit = all(kind not in _SHAPES or _SHAPES[kind].match(value) for kind, value in pairs)
    return pairs if fit else []


def _fits(kind: str, words: str) -> bool:
    """Whether a line can be the value of the empty label above it."""
    if _begins_body(words):
        return False
    if kind == "index":
        return bool(re.fullmatch(r"[\w/()—.\s-]{5,60}", words) and re.search(r"\d", words))
    if kind in ("written", "made", "published"):
        return bool(DAY_LINE.match(words))
    if kind == "number":
        return bool(NUMBER.fullmatch(words))
    if kind == "title":
        return bool(TITLE_END.search(words))
    if kind in ("organ", "source"):
        return len(words) <= 30 and bool(re.search(rf"(?:{ORGAN_END}|网|镇|乡)$", words))
    if kind == "counter":
        return bool(re.fullmatch(r"[\d\s次大中小\[\]【】]{1,12}", words))
    return len(words) <= 20 and not TITLE_END.search(words) and not ORGAN_OR_PLACE.search(words)


def _is_page_line(words: str) -> bool:
    if DAY_LINE.match(words) or _BREADCRUMB.match(words):
        return True
    if _BUTTONS.match(words):
        return True
    if len(words) <= 120 and "。" not in words and DAY.match(words) and _NEXT_LABEL.search(words):
        return True
    if _FOOTER.search(words) and len(words) <= 150 and "。" not in words:
        return True
    parts = re.split(r"\s*[|»›>]\s*", words)
    counts = any(part.isdigit() for part in parts) and "页" not in words  # a row of a table, no pager
    return len(parts) >= 3 and max(map(len, parts)) <= 15 and not counts and bool(_MENU_WORD.search(words))


def _begins_body(words: str) -> bool:
    if _HEADING.match(words) or _SALUTATION.match(words):
        return True
    return "。" in words or ";" in words or len(words) > 90 or (len(words) > 40 and "," in words) or "如下:" in words


def find_page_tail(lines: list[Line]) -> int:
    """Index of the first line of the tail of a web page in *lines*; their number where there is none."""
    first = len(lines)
    for index in range(len(lines) - 1, -1, -1):
        words = lines[index].text
        if (
            index + 1 < len(lines)
            and _BODY_LINE.match(lines[index + 1].text)
            and not _FOOTER.search(lines[index + 1].text)
        ):
            break
        if len(words) <= 80 and (_TAIL_MARK.match(words) or _FOOTER.search(words)):
            first = index
    return first


def _is_tail_furniture(words: str) -> bool:
    return bool(
        DAY_LINE.match(words)
        or _PHONE.match(words)
        or _ATTACHMENT.match(words)
        or (len(words) <= 150 and "。" not in words and (_FOOTER.search(words) or _TAIL_MARK.match(words)))
    )
