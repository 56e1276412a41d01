"""The breakdown a lone figure states, and the territory or organ it covers."""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from .dimension_words import Breakdowns, compiled
from .labels import Surroundings, clean_after
from .library import Indicator
from .model import Mention, Sentence
from .narrowing import cut_short, narrowed

_SCOPE = re.compile(  # the look-ahead passes at once over every character that begins no branch
    r"(?=[全省市县区州旗各乡镇街本我自])(?:全(?:市|县|区|省|州|旗|镇|乡|街道|局|厅|委|系统|盟|国)(?!面|国人大)|[省市县区州旗]本级|[省市县区]直(?:部门|单位|机关|各部门)|[市县区]级(?:各)?(?:部门|单位|机关)?|[各全]?(?:乡镇|镇街|镇\(街道\)|乡镇\(街道\)|街道)(?:办事处)?|"
    r"本机关|本单位|本部门|我(?:市|县|区|局|厅|委|镇|乡|街道|省|州)|(?:[省市县区州]|自治[区州县])(?:人民)?政府|[省市县区]委(?!员))"
)


def read_scopes(folded: str, sentences: Sequence[Sentence], mentions: Sequence[Mention], around: Sequence[Surroundings]) -> list[str]:
    """Give for each figure the territory or organ that its sentence names last before it; empty where it names none."""
    scopes: list[str] = []
    sentence, place, scope = -1, 0, ""
    for mention, words in zip(mentions, around, strict=True):
        if words.sentence != sentence:
            sentence, scope = words.sentence, ""
            place = sentences[sentence].start
        for found in _SCOPE.finditer(folded, place, mention.start):  # no scope holds a number: none is cut in two
            scope = found[0]
        place = max(place, mention.start)
        scopes.append(scope)
    return scopes


_OF_ALL = ("所有", "全部")
_ACTING = r"(?:全[国省市县区]|各级|我[省市县区])(?:各级|[\u4e00-\u9fff]{{2,4}}[和及与、])?(?:{})(?:执法)?(?:部门|系统|机关)"  # who acts, not what is acted on
_KIND = re.compile(r"([\u4e00-\u9fff]{0,7}[^\W各几多分同此这两三四五大小种人\d]类)(?!型|别|似|[\u4e00-\u9fff]*清单)")
_QUOTED = re.compile(r'"(?!两委|一把手)([^"\d一二三四五六七八九十]{2,10})"')
_PLACE = re.compile(r"[省市县区州]本级|[县市区]级(?:部门)?|乡镇|镇街|街道|[县市区]直(?:部门|单位)")
_JOINED_BEFORE = re.compile(r'[\u4e00-\u9fff"](?:、|和|及|以及|与|或)[\u4e00-\u9fff"]{0,3}$')
_JOINED_BEHIND = re.compile(r'[\u4e00-\u9fff"]{0,4}(?:\([^()]*\))?(?:、|以及|及|和|与|或|等(?=会议))[\u4e00-\u9fff"]')
_LEVEL_ALONE = re.compile(r"[省市县区镇]级")  # 县级政务服务事项: the office's own, which is scope
_NEW = re.compile(r"(?:增量|新增|新取得|新考取|新发展|新聘)(?=[\u4e00-\u9fff])(?!.*比)")
_COMBINED = re.compile(r"综合(?:化解|纠错|调撤)率")
_SCHEME_BEFORE = re.compile(r'(?:^|[^、和及与])"([^"、。;]{2,8})"(?:服务|政务服务|责任)?(?:清单)?(?:事项)?(?:清单)?(?:共计|共|达)?$')
_SCHEME_BEHIND = re.compile(r' ?(?:事项|业务)?"([^"、。;]{2,8})"(?:服务)?(?:事项|清单)?(?![^,。;]{0,6}率)')
_COMMON_SCHEME = re.compile(r"一网通办|好差评|一窗|最多跑|一张网|放管服|双随机|一件事|全程网办|用证|三定|跨省通办")
FAR_SCHEME = 26
_TITLES = re.compile(r"《[^》]*》(?:[、和及]|以及)?")
FAR_NOUN = 30
SHARED_END = 3  # characters that two nouns side by side share
ALIKE_END = 4  # characters that two rates of different things share
SHORT_HEADING = 8  # a run-in heading of so few characters names the theme of what stands below it


def lone_dimension(
    indicator: Indicator, breakdowns: Breakdowns, around: Surroundings, mention: Mention, folded: str, sentence: Sentence
) -> str:
    """
    Give the breakdown that the words of the clause state for a figure outside any list.

    Only the kinds of words that the indicator's codebook entry or its rule allows are looked for, never a word that the
    indicator's own name holds, and none where two values stand together (县委、县政府): the figure is then that of both.
    """
    rule = breakdowns.of(indicator.code)
    near = _near(around, rule.near)
    words = near + "\0" + around.after
    said = indicator.zh + "".join(indicator.aliases)
    if mention.kind == "rate" and _COMBINED.search(around.before):
        return "综合"
    found: list[tuple[int, str]] = []
    for kind in rule.kinds:
        matches = list(compiled(kind.regex).finditer(words))
        if not matches:
            continue
        if kind.several == "last":
            if any(_is_joined(words, m) for m in matches if not any(word in m[0] for word in kind.even_joined)):
                continue
            behind = folded[mention.end + len(around.after) :][:2]
            listed = matches[-1].end() == len(words) and around.after and behind[:1] in ("、", "和", "及") and not behind[1:].isdigit()
            if listed and not kind.before_lists:
                continue  # 40名农民工、老年人
        elif len({m[0] for m in matches}) > 1 or _JOINED_BEFORE.search(words, 0, matches[0].start()):
            continue
        word = matches[0][0]
        if words[: matches[-1].start()].endswith(_OF_ALL):
            continue
        if rule.own_levels and _LEVEL_ALONE.fullmatch(word):
            continue
        if rule.told or word in kind.always or word not in said:
            found.append((matches[-1].start(), matches[-1][0]))
    if found:
        return max(found)[1]
    if "涉企" in around.clause and "企" not in said and mention.kind != "rate":
        return "涉企"
    if rule.before and (far := _told_before(rule.before, around)):
        return far
    kind_of = _KIND.search(near) if "类" in near else None
    if kind_of and kind_of[1] not in said:
        return kind_of[1]
    if rule.scheme and (scheme := named_scheme(around, mention)) and scheme not in said:
        return scheme
    quoted = _QUOTED.search(near) if '"' in near else None
    if quoted and any(kind.quoted for kind in rule.kinds) and quoted[1] not in said and quoted[1].rstrip("事项") not in said:
        return quoted[1]
    new = _NEW.search(near) if rule.stock and mention.kind == "count" else None
    if new:
        return new[0]
    kind_said = narrowed(indicator, breakdowns, around)
    if kind_said:
        return kind_said
    if rule.field:
        beside = compiled(_ACTING.format(rule.field)).sub("", around.left) + "\0" + around.after
        fields = [m[0] for m in compiled(rule.field).finditer(beside) if m[0] not in said and not (_JOINED_BEFORE.search(beside, 0, m.start()) and _JOINED_BEHIND.match(beside, m.end()))]
        if fields:
            return fields[-1]
    if rule.topic:
        topics = set(compiled(rule.topic).findall(folded, sentence.start, mention.start))
        if len(topics) == 1 and (topic := topics.pop()) not in said:
            return topic
    if sentence.section and len(sentence.section[-1]) <= SHORT_HEADING:
        for kind in rule.kinds:
            if kind.headings and (theme := compiled(kind.regex).search(sentence.section[-1])):
                return theme[0]
    return ""


def _told_before(told: Mapping[str, str], around: Surroundings) -> str:
    """The words since the figure before that name whose figure this is, where its own noun is a bare one (召开会议3次)."""
    found = compiled(told["words"]).search(around.left) if compiled(told["noun"]).search(around.noun) else None
    return found[0] if found else ""


def named_scheme(around: Surroundings, mention: Mention) -> str:
    """The scheme in quotes right beside a number of items ("山海通办"事项42项, 97项"零材料"清单); empty where there is none."""
    if mention.unit not in ("项", "个", "子项"):
        return ""
    found = _SCHEME_BEFORE.search(around.left[-FAR_SCHEME:]) or _SCHEME_BEHIND.match(around.after)
    return found[1] if found and not _COMMON_SCHEME.search(found[1]) else ""


def _near(around: Surroundings, characters: int) -> str:
    """The words of the clause before a figure, no further back than the figure before; titles of laws do not count."""
    reach = min(len(around.clause), len(around.left))
    return _TITLES.sub("", around.left[len(around.left) - reach :])[-characters:]


def _is_joined(words: str, found: re.Match[str]) -> bool:
    """党组会、办公会: whether a word is one of several that share the figure; 食品、药品 of one field are not."""
    return _JOINED_BEFORE.search(words, 0, found.start()) is not None or _JOINED_BEHIND.match(words, found.end()) is not None


def is_scope(words: str) -> bool:
    """True for words that name a territory, a level or the organs of one and nothing else."""
    return _SCOPE.fullmatch(words) is not None


def place_before(around: Surroundings) -> str:
    """The level whose figure this is: 县级部门 of 县级部门配备12名; empty where none is told."""
    place = _PLACE.match(around.before.strip(' "'))
    return place[0] if place else ""


def kind_or_place(around: Surroundings) -> str:
    """The kind (处罚类) or the level (市本级) that alone stands before a figure, empty where something else does."""
    before = around.before.strip(" \"")
    kind = _KIND.match(before) if "类" in before else None
    if kind and len(before) - kind.end() <= 3:
        return kind[1]
    place = _PLACE.match(before)
    return place[0] if place and len(before) - place.end() <= 2 else ""


_LEVEL = re.compile(r"^(?:[\u4e00-\u9fff]{0,6}?)(国家级|省级|市级|县级|区级|镇级|乡级|村级)(?!以上|以下|机关|部门)")
_REGISTERED = re.compile(r"(企业|个体工商户|(?:农村|农民)?专业合作社|男性|女性|自然人|法人)(?:服务事项|事项)?$")
_REGISTERED_END = frozenset("业户社性人项")  # most nouns end otherwise
_BODY = re.compile(
    r"(?:关于|报送数据的)?([\u4e00-\u9fff]{0,10}?(?:政府本级|委办局|政府|部门|机关|支队|大队|管理站|市州|乡镇|镇街|街道|单位))((?:共|新|收|完成|办|受理|设|执法岗)[\u4e00-\u9fff]{3,})$"
)
_STILL = re.compile(r",[^,;。:()]{2,8}")
NEAR_SENTENCES = 3
_TRIM = re.compile(r"^(?:今年|全年|本年|受理|申请人的|涉及|其中|共有|组织(?=全|各)|全[市县区省州国](?:共|累计)?(?:办理|受理|收到|完成|开展))+(?=[\u4e00-\u9fff]{2})")
_TRIM_END = re.compile(r"(?<=[\u4e00-\u9fff]{2})(?:同比|环比|分别|(?:共|累计)?(?:收到|受理)(?:行政)?(?:复议)?(?:申请|案件))+$")
_VERB_PHRASE = re.compile(
    r"^(?:发放|发现|发布|占|依法(?!治)|设置|进行|点|实地|参加|年行政|余下|作出|牵头.{3}|和|及|与|主动公开|各涉及)|.进行.|.审议.|.(?:形式开展|开展联合)|^(?:类别|类型|比例|[两各]?.{0,2}各?涉及)$|比例$"
)
_JOINED = re.compile(r"[、和及与][^,。;、]{2,14}(?:作为|为)被(?:申请人|告)")
_NEXT_NOUN = re.compile(r" ?[^,;。:()、\d]{0,14} ?[、和与及][^,;。:()、\d]{0,14}")
_NOUN_LEAD = re.compile(r"^(?:组织|开展|举办|设置|设立|设有|设|建立|建成|公示|配备|聘请|选聘|选派|对|有|新增|新建|其中|完成|发布)+")
_OF_YEAR = re.compile(r"\d{4} ?年|[上去今]年")
_BETWEEN = re.compile(r" ?[、,和与及] ?(?:和|与|及)?")
_REACHED = re.compile(r"(?:达到|达|为|超过|超|约|共)+$")


def read_rows(mentions: Sequence[Mention], around: Sequence[Surroundings], codes: Sequence[str], dimensions: list[str]) -> None:
    """
    Give figures told side by side what tells them apart: levels, registrants, the things of A、B分别为1件、2件.

    Args:
        mentions: All figures.
        around: The words around each.
        codes: Code of each, empty where there is none.
        dimensions: Breakdown of each; those that are empty may be filled.
    """
    by_sentence: dict[int, list[int]] = {}
    for n, words in enumerate(around):
        by_sentence.setdefault(words.sentence, []).append(n)
    _by_body(mentions, around, codes, dimensions)
    for numbers in by_sentence.values():
        if len(numbers) > 1:
            for tell in (_level, _registered):
                told = {n: found[1] for n in numbers if (found := tell(around[n]))}
                if len(set(told.values())) > 1 and all(mentions[n].kind == "count" for n in told):
                    for n, word in told.items():
                        dimensions[n] = dimensions[n] or word
            _before_same_words(numbers, mentions, around, codes, dimensions)
            _of_one_noun(numbers, mentions, around, codes, dimensions)
            for place, n in enumerate(numbers):
                if "分别" in around[n].before:
                    _in_order(numbers[place:], mentions, around, dimensions)


def _by_body(mentions: Sequence[Mention], around: Sequence[Surroundings], codes: Sequence[str], dimensions: list[str]) -> None:
    """省政府收到申请9件。省直部门共收到申请12件: whose figure each is, where several bodies have theirs told in like words."""
    bodies: dict[int, str] = {}
    last: tuple[int, str, str] | None = None
    for n, words in enumerate(around):
        found = _BODY.match(words.noun) if mentions[n].kind == "count" else None
        if not found:
            continue
        told = found[2][-ALIKE_END:]
        like = last and last[1] != found[1] and last[2] == told and codes[last[0]] == codes[n] and mentions[last[0]].unit == mentions[n].unit
        if like and words.sentence - around[last[0]].sentence <= NEAR_SENTENCES:
            bodies[last[0]], bodies[n] = bodies.get(last[0]) or last[1], found[1]
        last = (n, found[1], told)
    for n, body in bodies.items():
        dimensions[n] = dimensions[n] or cut_short(body)
        for later in range(n + 1, min(n + 3, len(mentions))):
            if later in bodies or not _STILL.fullmatch(around[later].gap or ""):
                break
            dimensions[later] = dimensions[later] or cut_short(body)


def _before_same_words(
    numbers: Sequence[int], mentions: Sequence[Mention], around: Sequence[Surroundings], codes: Sequence[str], dimensions: list[str]
) -> None:
    """伤害案件结案率、盗窃案件结案率: what stands before the words that two rates share."""
    nouns: dict[int, str] = {}
    for n in numbers:
        if mentions[n].kind == "rate" and not codes[n] and not dimensions[n]:
            nouns[n] = _REACHED.sub("", around[n].noun)
    for n, noun in nouns.items():
        others = [other for other in nouns.values() if other != noun and other[-ALIKE_END:] == noun[-ALIKE_END:]]
        if others and all(2 <= len(one) - ALIKE_END <= 10 for one in (noun, *others)):
            dimensions[n] = noun[:-ALIKE_END]


def _of_one_noun(
    numbers: Sequence[int], mentions: Sequence[Mention], around: Sequence[Surroundings], codes: Sequence[str], dimensions: list[str]
) -> None:
    """行业窗口12个、综合窗口3个; 49名机关负责人、14名乡镇负责人: what stands before the noun that two counts side by side share."""
    for one, other in pairwise(numbers):
        if codes[one] != codes[other] or mentions[one].unit != mentions[other].unit or mentions[one].kind != "count" or mentions[other].kind != "count":
            continue
        gap, before = around[other].gap or "", (around[one].noun, around[other].noun)
        like = before[0][-SHARED_END:] == before[1][-SHARED_END:]
        if dimensions[one] and dimensions[other] or not like and before[1] or len(gap) > FAR_NOUN or not _NEXT_NOUN.fullmatch(gap) or other != one + 1:
            continue
        for words in ((before,) if like else ((clean_after(around[one].after), clean_after(around[other].after)),)):
            first, second = (_NOUN_LEAD.sub("", noun) for noun in words)
            shared = _shared_end(first, second)
            told = [first[: len(first) - shared], second[: len(second) - shared]]
            if shared >= SHARED_END and first != second and all(2 <= len(name) <= 8 for name in told):
                for n, name in zip((one, other), told, strict=True):
                    dimensions[n] = dimensions[n] or name
                break


def _shared_end(one: str, other: str) -> int:
    """How many characters the ends of two nouns share."""
    return next((n for n, (a, b) in enumerate(zip(reversed(one), reversed(other), strict=False)) if a != b), min(len(one), len(other)))


def _level(around: Surroundings) -> re.Match[str] | None:
    after = around.after[:3]
    return "级" in around.noun and _LEVEL.match(around.noun) or "级" in after and _LEVEL.match(after) or None


def _registered(around: Surroundings) -> re.Match[str] | None:
    return _REGISTERED.search(around.noun) if around.noun[-1:] in _REGISTERED_END else None


def _in_order(numbers: Sequence[int], mentions: Sequence[Mention], around: Sequence[Surroundings], dimensions: list[str]) -> None:
    run = [numbers[0]]
    for n in numbers[1:]:
        if not _BETWEEN.fullmatch(around[n].gap or "") or mentions[n].kind != mentions[run[-1]].kind:
            break
        run.append(n)
    things = [thing for thing in re.split(r"[、和与及]", around[run[0]].clause.rpartition("分别")[0].strip()) if thing]
    if len(run) < 2 or len(things) != len(run) or any(_OF_YEAR.search(thing) for thing in things):
        return
    longest = max(len(thing) for thing in things[:-1])
    things[-1] = things[-1][:longest]
    for n, thing in zip(run, things, strict=True):
        if not dimensions[n] or any(dimensions[n] in other for other in things):  # not that of another of the things
            dimensions[n] = cut_short(thing)


def tidy(dimension: str, around: Surroundings, issuer: str, breakdowns: Breakdowns) -> str:
    """Cut what is no breakdown off a label: verbs, half a title, one of two bodies that are joined, the office's own field."""
    if not dimension:
        return ""
    words = _TRIM.sub("", dimension)
    words = _TRIM_END.sub("", words) or words
    if words != dimension and is_scope(words) or _VERB_PHRASE.search(words) or words.count("《") != words.count("》"):
        return ""
    if "被" in around.clause and f"、{words}" in around.clause and _JOINED.search(around.clause) and "占" not in around.clause:
        return ""
    if compiled(breakdowns.fields).fullmatch(words) and (words in issuer or re.search(breakdowns.office_names.get(words, words), issuer)):
        return ""
    return words
