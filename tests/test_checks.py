"""Every kind of check, with exact, approximate and missing figures."""

from functools import cache
from itertools import pairwise

import pytest

from lawgov_extract.library import Library, load_library
from lawgov_extract.model import Check, Document, DocumentResult
from lawgov_extract.pipeline import extract_document

TITLE = "白鹭县人民政府{}年法治政府建设年度报告\n"


@cache
def library() -> Library:
    return load_library()


def result(text: str, year: int = 2023) -> DocumentResult:
    return extract_document(Document(file=f"{year}.txt", text=TITLE.format(year) + text), library())


def checks(text: str, kind: str) -> list[Check]:
    return [check for check in result(text).checks if check.kind == kind]


def verdicts(text: str, kind: str) -> list[str]:
    return [check.verdict for check in checks(text, kind)]


@pytest.mark.parametrize(
    ("text", "kind", "wanted"),
    [
        ("评查案卷30卷，其中优秀10卷、合格18卷、不合格2卷。", "parts_sum", ["ok"]),
        ("评查案卷30卷，其中优秀10卷、合格18卷、不合格3卷。", "parts_sum", ["mismatch"]),
        ("全年办理行政复议案件892件，其中公安类40件、其他类900件。", "parts_sum", ["mismatch"]),
        ("邻里纠纷31起、婚姻家庭纠纷66起、其他纠纷13起，以上共化解84起。", "parts_sum", ["mismatch"]),
        ("行政诉讼案件审结40件，败诉2件，败诉率5%。", "rate", ["ok"]),
        ("行政诉讼案件审结40件，败诉2件，败诉率8%。", "rate", ["mismatch"]),
        ("行政机关负责人应出庭20件，实际出庭18件。", "bound", ["ok"]),
        ("行政机关负责人应出庭20件，实际出庭25件。", "bound", ["mismatch"]),
        ("行政执法人员持证率达120%。", "bound", ["mismatch"]),
        ("收到行政复议申请120件，较2022年100件增长20%。", "change", ["ok"]),
        ("收到行政复议申请120件，较2022年100件增长30%。", "change", ["mismatch"]),
        ("受理行政复议案件50件。\n受理行政复议案件50件。", "repeated", ["ok"]),
        ("受理行政复议案件50件。\n受理行政复议案件60件。", "repeated", ["mismatch"]),
    ],
)
def test_kind(text: str, kind: str, wanted: list[str]):
    assert verdicts(text, kind) == wanted


@pytest.mark.parametrize(
    ("text", "kind", "wanted"),
    [
        # parts: the total behind them, without 其中, in 万, two breakdowns, a breakdown of a part
        ("婚姻家庭纠纷50件、邻里纠纷40件、其他纠纷30件，共化解120件。", "parts_sum", ["ok"]),
        ("婚姻家庭纠纷50件、邻里纠纷40件、其他纠纷30件，共化解130件。", "parts_sum", ["mismatch"]),
        ("行政处罚案件1.3万件，其中市场监管8000件、交通运输4500件、其他500件。", "parts_sum", ["ok"]),
        ("行政处罚案件1.3万件，其中市场监管8000件、交通运输4500件、其他5500件。", "parts_sum", ["mismatch"]),
        ("办理行政复议案件90件，其中公安类50件、土地类40件。办理的90件案件中，处罚类60件、其他类30件。", "parts_sum", ["ok"]),
        ("审结行政复议案件90件，其中维持60件（其中公安类40件、其他类20件）、撤销30件。", "parts_sum", ["ok"]),
        ("审结行政复议案件90件，其中维持60件（其中公安类40件、其他类30件）、撤销30件。", "parts_sum", ["mismatch"]),
        ("办理行政复议案件90件，其中公安类60件、土地类70件。", "parts_sum", ["mismatch"]),  # partial, above the total
        # rates: either of two denominators, one that is told elsewhere, several outcomes, no code, shares
        ("受理行政复议案件80件，审结64件，维持32件，维持率50%。", "rate", ["ok"]),
        ("受理行政复议案件80件，审结64件，维持32件，维持率40%。", "rate", ["ok"]),
        ("受理行政复议案件80件，审结64件，维持32件，维持率45%。", "rate", ["mismatch"]),
        ("受理行政复议案件80件，维持32件，维持率47%。", "rate", ["mismatch"]),
        ("审结行政复议案件90件，其中维持40件、驳回20件，维持率（含驳回）66.7%。", "rate", ["ok"]),
        ("一审行政诉讼案件审结82件，败诉4件，败诉率4.88%。", "rate", ["ok"]),
        ("参加考试人员94人，合格60人，合格率64%。", "rate", ["ok"]),
        ("参加考试人员94人，合格60人，合格率74%。", "rate", ["mismatch"]),
        ("接到热线诉求300件，办结285件，办结率95%。", "rate", ["ok"]),
        ("接到热线诉求300件，办结285件，办结率91%。", "rate", ["mismatch"]),
        ("梳理事项2474项，其中不见面事项2369项，占95.75%。", "rate", ["ok"]),
        ("梳理事项2474项，其中不见面事项2369项，占95.87%。", "rate", ["mismatch"]),
        # changes: before and after the level, in numbers, from one to another
        ("收到行政复议申请460件，同比增长35.3%（上年340件）。", "change", ["ok"]),
        ("2023年收到行政复议申请460件，2022年为340件，同比增长45.3%。", "change", ["mismatch"]),
        ("收到行政复议申请460件，比上年340件增加120件。", "change", ["ok"]),
        ("收到行政复议申请460件，比上年340件增加130件。", "change", ["mismatch"]),
        ("行政许可事项由46项减少到16项，减少30项。", "change", ["ok"]),
        ("行政许可事项由46项减少到16项，减少20项。", "change", ["mismatch"]),
    ],
)
def test_more_of_each_kind(text: str, kind: str, wanted: list[str]):
    assert list(dict.fromkeys(verdicts(text, kind))) == wanted


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        # 综合 is of several outcomes; the whole is not told; cases due are not those received; the base is not told
        ("审结行政复议案件90件，撤销10件，综合纠错率33.3%。", "rate"),
        ("受理行政复议案件100件。撤销20件，纠错率25%。", "rate"),
        ("接到热线诉求300件，办结285件，按期办结率100%。", "rate"),
        ("新建法律服务站20个，覆盖村50个，覆盖率83%。", "rate"),
        # lists on two levels; a list that goes on
        ("行政许可事项减少到100项（其中：省本级60项，委托市县20项；市级50项；县级40项）。", "parts_sum"),
        ("确定任务90项，除日常工作30项外，其余40项已完成，20项正在推进。", "parts_sum"),
        # a figure of less than the whole
        ("受理行政复议案件80件。\n公安类案件增长较快（受理30件）。", "repeated"),
    ],
)
def test_what_is_not_certain_is_no_mismatch(text: str, kind: str):
    assert "mismatch" not in verdicts(text, kind)


TABLE = """2023年行政处罚案件情况表
单位：件
部门\t警告\t罚款\t合计
公安\t{}\t30\t50
交通\t10\t40\t50
合计\t30\t70\t{}
"""


@pytest.mark.parametrize(
    ("cell", "total", "failed"), [(20, 100, set()), (25, 100, {"50", "30"}), (20, 110, {"110"})]
)
def test_rows_and_columns_of_a_table(cell: int, total: object, failed: set[str]):
    """Sums both ways: a wrong cell is seen in its row and in its column."""
    found = checks(TABLE.format(cell, total), "parts_sum")
    assert {check.reported for check in found if check.verdict == "mismatch"} == failed
    assert len(found) == 6


def test_a_check_tells_what_it_compared():
    (check,) = checks("评查案卷30卷，其中优秀10卷、合格18卷、不合格3卷。", "parts_sum")
    assert (check.expected, check.reported, check.difference, len(check.figure_ids)) == ("31", "30", "-1", 4)
    assert "31" in check.statement and check.check_id.startswith("parts_sum:")


def test_failed_checks_are_named_at_their_figures():
    found = result("评查案卷30卷，其中优秀10卷、合格18卷、不合格3卷。")
    (check,) = [check for check in found.checks if check.verdict == "mismatch"]
    named = {figure.figure_id for figure in found.figures if check.check_id in figure.checks}
    assert named == set(check.figure_ids)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("全年化解纠纷约30起，其中邻里纠纷12起、其他纠纷25起。", "parts_sum"),
        ("评查案卷50余卷，其中优秀20卷、合格30卷、不合格5卷。", "parts_sum"),
        ("受理行政复议案件100余件，其中公安类150件。", "parts_sum"),
        ("行政诉讼案件审结约40件，败诉2件，败诉率8%。", "rate"),
        ("行政机关负责人应出庭约20件，实际出庭25件。", "bound"),
    ],
)
def test_approximate_figures_are_no_mismatch(text: str, kind: str):
    assert "mismatch" not in verdicts(text, kind)


def test_nearly_is_a_limit():
    """近30卷 is below 30, so that parts of 35 cannot be its sum."""
    assert verdicts("评查案卷近30卷，其中优秀15卷、合格18卷、不合格2卷。", "parts_sum") == ["mismatch"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("优秀10卷、合格18卷。", "parts_sum"),  # no total
        ("行政诉讼败诉率5%。", "rate"),  # no counts
        ("行政诉讼案件审结40件，败诉率5%。", "rate"),  # no numerator
        ("收到行政复议申请120件，同比增长20%。", "change"),  # no earlier value
        ("行政机关负责人出庭25件。", "bound"),
    ],
)
def test_missing_figures_give_no_row(text: str, kind: str):
    assert checks(text, kind) == []


def test_a_partial_list_is_only_not_above():
    text = "办理行政复议案件90件，其中公安类40件、土地类30件。"
    assert verdicts(text, "parts_sum") == []
    assert verdicts(text, "bound") == ["ok"]


def test_an_item_with_a_code_of_its_own_stays_in_its_list():
    (check,) = checks("公布政务服务事项100项，其中行政许可事项30项、公共服务事项20项、其他事项50项。", "parts_sum")
    assert (check.verdict, check.expected) == ("ok", "100")


def test_several_years_are_no_repetition_of_one():
    text = "全年制定行政规范性文件8件。\n2021年至2023年，累计制定行政规范性文件37件。"
    assert "mismatch" not in verdicts(text, "repeated")


def test_printed_digits_allow_what_they_round():
    """2 of 3 is 66.67 %: 66.7, 66.6 and 67 are all right, 65 is not."""
    for rate, verdict in {"66.7%": "ok", "66.6%": "ok", "67%": "ok", "65%": "mismatch"}.items():
        assert verdicts(f"行政诉讼案件审结3件，败诉2件，败诉率{rate}。", "rate") == [verdict]


def test_mismatches_come_first():
    text = "评查案卷30卷，其中优秀10卷、合格18卷、不合格2卷。\n行政诉讼案件审结40件，败诉2件，败诉率8%。"
    found = [check.verdict == "mismatch" for check in result(text).checks]
    assert any(found) and all(one >= other for one, other in pairwise(found))
