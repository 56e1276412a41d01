"""Which figures break their indicator down, and by what, in sentences as offices write them."""

from functools import cache

import pytest

from lawgov_extract.library import Library, load_library
from lawgov_extract.model import Document
from lawgov_extract.pipeline import extract_document

HEAD = "白鹭县人民政府2023年法治政府建设年度报告\n"


@cache
def library() -> Library:
    return load_library()


def dimensions(text: str) -> dict[str, str]:
    """Text of every figure → its breakdown, empty where it has none."""
    figures = extract_document(Document(file="-", text=HEAD + text), library()).figures
    return {figure.text: figure.dimension for figure in figures}


@pytest.mark.parametrize(
    ("text", "figure", "wanted"),
    [
        ("全年核发排污许可证35家。", "35家", "排污"),
        ("处理噪声投诉62件。", "62件", "噪声"),
        ("巡查工地18个。", "18个", "工地"),
        ("累计开展联合检查24次。", "24次", "联合"),
        ("组织法治进校园活动9场次。", "9场次", "校园"),
        ("法律顾问代理诉讼案件7件。", "7件", "代理诉讼"),
        ("建设3个青少年法治教育实践基地。", "3个", "青少年法治教育实践基地"),
        ("共立刑事案件210起，破案96起。", "96起", "破案"),
        ("行政拘留41人。", "41人", "行政拘留"),
        ("受理行政许可申请350件。", "350件", "受理"),
        ("学法考试参考率100%，优秀率95%。", "95%", "优秀率"),
        ("组织旁听庭审3次。", "3次", "旁听庭审"),
        ("召开县委全面依法治县委员会会议2次，研究法治建设工作。", "2次", "依法治县委员会"),
        ("排查出一般隐患640条。", "640条", "一般"),
        ("收到群众来信75件。", "75件", "来信"),
        ("移送公安6起。", "6起", "移送公安"),
        ("邀请专家学者开展法治专题辅导4期。", "4期", "辅导"),
        ("拍摄普法微电影3部。", "3部", "微电影"),
        ("派出所全年排查化解矛盾，调解治安纠纷134起。", "134起", "治安"),
    ],
)
def test_what_narrows_the_thing_counted(text: str, figure: str, wanted: str):
    assert wanted in dimensions(text)[figure]


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("全年办理行政许可35件。", "35件"),
        ("办理消费者投诉62件。", "62件"),
        ("检查企业180家。", "180家"),
        ("开展执法检查24次。", "24次"),
        ("开展法治宣传活动9场次。", "9场次"),
        ("参考率、合格率和优秀率100%。", "100%"),
        ("参加法治讲座和普法培训的30场次。", "30场次"),
        ("局党组会议、局长办公会议学习习近平法治思想6次。", "6次"),
    ],
)
def test_general_words_narrow_nothing(text: str, figure: str):
    assert dimensions(text)[figure] == ""


def test_a_theme_holds_for_the_sentence():
    found = dimensions("开展禁毒宣传活动6场，发放宣传资料800份，受教育群众900人次。发放宣传单500份。")
    assert [bool(found[text]) for text in ("800份", "900人次", "500份")] == [True, True, False]


def test_a_theme_of_one_thing_ends_with_it():
    found = dimensions("赠送宪法读本300本，发放宣传资料800份。")
    assert (found["300本"], found["800份"]) == ("宪法", "")


def test_changes_and_earlier_values_keep_the_breakdown():
    found = dimensions("一审行政应诉案件36件（2022年为30件），同比增长20%。")
    assert (found["36件"], found["30件"], found["20%"]) == ("一审", "一审", "一审")


def test_a_restated_figure_keeps_the_breakdown():
    assert dimensions("企业开办压缩至1个工作日（8个工作小时）以内。")["8个工作小时"] == "企业开办"


def test_cases_against_the_office_hold_on():
    found = dimensions("以县政府为被申请人的行政复议案件9件，涉及征收和信息公开。目前审结7件。")
    assert found["7件"] == "被申请人"


@pytest.mark.parametrize(
    ("text", "figure", "wanted"),
    [
        ("全县受理行政复议案件90件，其中县本级50件、乡（镇）40件。", "40件", "乡"),
        ("抽查市场主体700户，其中上半年抽查300户。", "300户", ""),
        ("公布县级政务服务事项900项。", "900项", ""),
    ],
)
def test_levels_and_halves_of_a_year(text: str, figure: str, wanted: str):
    assert dimensions(text)[figure].startswith(wanted) and bool(dimensions(text)[figure]) == bool(wanted)


def test_rates_told_in_the_order_of_their_parts():
    found = dimensions("法律援助案件100件，其中民事案件70件、刑事案件30件，分别占70%、30%。")
    assert found["70%"] == found["70件"] and found["30%"] == found["30件"] and found["70%"]


def test_a_service_in_quotes_holds_for_the_sentence():
    found = dimensions("推行“智惠办”服务，全年办件3200件。“一网通办”上线后，全年办件9000件。")
    assert (found["3200件"], found["9000件"]) == ("智惠办", "")


def test_who_acts_is_no_breakdown():
    assert dimensions("全省生态环境部门共下达行政处罚决定书510份。")["510份"] == ""


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("新增持证执法人员12名，持证率98%。", {"12名": "新增", "98%": ""}),
        ("查处违法行为9起，行政拘留8起11人。", {"8起": "行政拘留", "11人": "行政拘留"}),
        ("我局现有职责12项、行政职权240项。", {"12项": "职责", "240项": "行政职权"}),
        ("开展森林防火宣传活动18场，发放宣传资料900份。", {"18场": "森林防火"}),
        ("开展主题宣传活动18场，发放街头、广场宣传单900份。", {"18场": "", "900份": ""}),
    ],
)
def test_beside_each_other(text: str, wanted: dict[str, str]):
    found = dimensions(text)
    assert {figure: found[figure] for figure in wanted} == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("建成公共法律服务中心3个,公共法律服务工作站41个。", {"3个": "公共法律服务中心", "41个": "公共法律服务工作站"}),
        ("召开法治建设专题会议4次,专题研究法治建设重大问题12项。", {"4次": "", "12项": ""}),
        ("全年办理涉企从轻处罚案件9件、减轻处罚案件12件。", {"9件": "涉企", "12件": "涉企"}),
        ("办理简易程序案件320件,案件数量同比增长6%。", {"320件": "简易程序", "6%": "简易程序"}),
        ("组织全局干部职工学习《中华人民共和国湿地保护法》《中华人民共和国森林法》等法律法规7次。", {"7次": "干部职工"}),
        ("开展法治督察,编发提醒函22件、督办单7件、警示单1件。", {"22件": "提醒函", "7件": "督办单", "1件": "警示单"}),
        ("组织3家单位进行书面述法,5家单位进行会议述法。", {"3家": "书面", "5家": "会议"}),
        ("将宪法纳入党委理论学习中心组学习,全年开展专题学习12次、专题研讨6次。", {"12次": "", "6次": "专题研讨"}),
        ("组织14名科级以上干部参加法治专题培训。", {"14名": "科级以上"}),
        ("全区认领386项“互联网+监管”事项。", {"386项": "互联网+监管"}),
        ("省政府新收行政复议申请18件,受理15件。市州共新收行政复议申请240件。", {"18件": "省政府", "15件": "省政府", "240件": "市州"}),
        ("上线“跨省通办”事项126项。", {"126项": ""}),
        ("办理简易程序案件320件,案件数量同比增长6%,处罚金额8万元。", {"320件": "简易程序", "6%": "简易程序", "8万元": "简易程序"}),
        ("区政府常务会议集体学法5次,听取法治政府建设情况汇报3次。", {"5次": "", "3次": "常务会"}),
        ("组织30名新提任领导干部参加法律知识考试,合格率100%。", {"30名": "新提任", "100%": "新提任"}),
        ("现有执业律师48名,基层法律服务工作者9名。", {"48名": "", "9名": "基层法律服务工作者"}),
    ],
)
def test_nouns_of_one_code_side_by_side(text: str, wanted: dict[str, str]):
    assert dimensions(text) == wanted


def test_clauses_of_their_own_that_sum_by_chance_are_no_parts():
    text = "主持召开法治政府建设专题会议11次；针对突出问题,现场办公7次；带队开展专项督导4次。"
    figures = extract_document(Document(file="-", text=HEAD + text), library()).figures
    assert [figure.part_of for figure in figures] == ["", "", ""]


@pytest.mark.parametrize(
    ("text", "figures", "wanted"),
    [
        ("开展渣土运输专项整治，出动执法人员80人次，立案6起，罚款2.1万元。", ["80人次", "6起", "2.1万元"], "渣土运输"),
        ("一是严管水域。在禁渔期间出动执法人员120人次，立案9起。", ["120人次", "9起"], "禁渔"),
        ("推进预付卡消费治理工作，约谈商户14家，作出行政处罚3件。", ["14家", "3件"], "预付卡消费"),
        ("汛期值守到位；清明祭扫期间组织执法检查11次，立案2起。", ["11次", "2起"], "清明祭扫"),
        ("组织“黑加油点”专项行动，查处案件7起。", ["7起"], "黑加油点"),
    ],
)
def test_a_campaign_holds_up_to_the_full_stop(text: str, figures: list[str], wanted: str):
    found = dimensions(text)
    assert [found[figure] for figure in figures] == [wanted] * len(figures)


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("开展渣土运输专项整治12次，出动执法人员80人次。", "80人次"),
        ("开展渣土运输专项整治。出动执法人员80人次。", "80人次"),
        ("开展渣土运输专项整治;全年出动执法人员80人次。", "80人次"),
        ("五一假期期间出动执法人员60人次。", "60人次"),
        ("开展渣土运输专项整治，收到意见建议19条。", "19条"),
    ],
)
def test_a_campaign_holds_no_further(text: str, figure: str):
    assert dimensions(text)[figure] == ""


@pytest.mark.parametrize(
    ("text", "figures", "wanted"),
    [
        ("举办法治研讨班3期，培训干部210人次。", ["3期", "210人次"], "研讨班"),
        ("举办“清溪讲堂”法治培训5期，参训人员640人次。", ["640人次"], "清溪讲堂"),
        ("开展禁毒法治宣传活动8场，受众2600人次。", ["8场", "2600人次"], "禁毒"),
        ("组织水上法治宣传活动6场次，参与群众350人。", ["350人"], "水上"),
        ("组织任前法律知识考试3次，共58人参加。", ["3次", "58人"], "任前"),
    ],
)
def test_those_who_came_are_of_the_same_part(text: str, figures: list[str], wanted: str):
    found = dimensions(text)
    assert all(wanted in found[figure] for figure in figures), found


def test_a_test_for_all_is_not_the_one_before_office():
    assert dimensions("组织集中考法、任前考法2场，146人次参加。")["146人次"] == ""


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("两镇各涉及4个类别31项权责事项；涉农街道，各涉及3个类别26项权责事项。", {"31项": "两镇", "26项": "涉农街道"}),
        ("设置社保窗口12个、医保窗口3个。", {}),
        ("设置工程通办窗口12个、涉税通办窗口3个。", {"12个": "工程", "3个": "涉税"}),
        ("注销执法证9名，其中2名退休人员及7名调离人员。", {"2名": "退休", "7名": "调离"}),
    ],
)
def test_what_stands_beside_tells_apart(text: str, wanted: dict[str, str]):
    found = dimensions(text)
    assert all(name in found[figure] for figure, name in wanted.items()), found


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("通过集体谈话、交流会等形式开展学习18次。", "18次"),
        ("全年受理和办理各项业务230件。", "230件"),
        ("排查隐患纠纷92件，就地化解90件，余下2件移送县调解中心。", "2件"),
        ("全区共有15个部门涉及6个类别共820项权责事项。", "820项"),
        ("立案查处40件，作出行政处罚37件。", "37件"),
    ],
)
def test_verbs_and_own_words_are_no_breakdown(text: str, figure: str):
    assert dimensions(text)[figure] == ""


def test_the_field_of_the_office_itself_is_no_breakdown():
    head = "白鹭县卫健局2023年法治政府建设年度报告\n"
    figures = extract_document(Document(file="-", text=head + "办理卫生行政处罚案件26件。检查农业企业4家。"), library()).figures
    assert [figure.dimension for figure in figures] == ["", "农业"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("全年召开5次县委常委会、3次政府常务会议听取法治建设情况汇报。", {"5次": "县委常委会"}),
        ("成立法治建设领导小组，召开领导小组会议4次，研究法治政府建设工作。", {"4次": "领导小组"}),
        ("组织干部任前考法，参考率、合格率均为100%。", {"100%": "任前"}),
        ("应知应会法律考试、领导干部任前考法合格率均达100%。", {"100%": ""}),
        ("审核草案41件，退回6件。", {"6件": "退回"}),
        ("审核草案41件，退回6件，占14.6%。", {"6件": "退回"}),
        ("推动行政审批和公共服务事项由310项减至240项。", {"310项": "", "240项": ""}),
        ("所有行政审批事项的承诺时限压缩50%。", {"50%": ""}),
        ("全区工商及市场监管部门共受理投诉举报320件。", {"320件": ""}),
        ("履行种植、畜牧、渔业、农机等领域执法职责，出动执法人员560人次。", {"560人次": ""}),
    ],
)
def test_one_of_several_or_all_of_them(text: str, wanted: dict[str, str]):
    found = dimensions(text)
    assert all(found[figure] == name or name and name in found[figure] for figure, name in wanted.items()), found


@pytest.mark.parametrize(
    ("text", "figure", "wanted"),
    [
        ("行政机关收到行政复议申请900件。其中，白鹭市收到行政复议申请210件，青禾市收到行政复议申请180件。", "210件", "白鹭市"),
        ("开展城市道路运输车辆及客运站场执法检查42次。", "42次", "城市道路运输车辆及客运站场"),
        ("全年新收行政复议案件800件，各复议机构依法办理涉及民生领域行政复议案件310件。", "310件", "民生"),
        ("处理投诉300件，其中已经解决或者列入明年规划逐步解决的物业服务类投诉91件，其他209件。", "91件", "物业服务类投诉"),
        ("配合省、市完成执法检查3次。", "3次", ""),
        ("组织重大行政决策风险评估4次。", "4次", ""),
    ],
)
def test_a_label_is_short_and_of_whole_words(text: str, figure: str, wanted: str):
    found = dimensions(text)[figure]
    assert found == wanted
