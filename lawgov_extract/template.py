"""A pattern file to begin with: valid as it stands, every line to be edited."""

import json

from lawgov_extract.errors import LawgovError
from lawgov_extract.library import CODE, Library

_TEMPLATE = """\
# Edit every line, then run:  lawgov check THIS_FILE
schema = 1

[domain]
id = {domain}
zh = {domain_zh}
en = {domain_en}

[[indicator]]
code     = {code}  # permanent: never renamed, never used for another thing
name     = {{ zh = {zh}, en = {en} }}
meaning  = {meaning}
source   = "法治政府建设年度报告"
status   = "draft"  # draft | stable | retired
kind     = {kind}  # count | rate | amount | duration | ratio
unit     = {unit}  # canonical unit, from units.toml
patterns = [  # {{{{n}}}} is the figure with its unit; {{{{filler}}}} a few words without punctuation
  '''收到 {{{{filler}}}} 申请 {{{{n}}}}''',
]
examples = [  # must be found, with exactly this value: sentences as real reports word them, with figures of your own
  {{ text = "全年收到某某事项申请12{unit_word}", value = 12 }},
]
counterexamples = [  # must not be found: the look-alikes
  {{ text = "全年办结某某事项申请9{unit_word}", why = "办结 is the next stage" }},
]
"""


def pattern_template(code: str, library: Library) -> str:
    """
    Write the pattern file of an indicator, filled in with what is known of it.

    Args:
        code: Code of a new indicator, or of one in *library* that is to be overridden.
        library: Where domains and known indicators are.

    Returns:
        A TOML file.

    Raises:
        LawgovError: *code* is not of the form of a code.
    """
    if not CODE.fullmatch(code):
        raise LawgovError(f"{code}: expected two names in small letters, joined by a dot: area.thing")
    area = code.partition(".")[0]
    known = library.indicators.get(code)
    domains = {domain.id: domain for domain in library.domains}
    domain = domains.get(known.domain if known else area)
    unit = known.unit if known else "件"
    return _TEMPLATE.format(
        domain=_quoted(domain.id if domain else area),
        domain_zh=_quoted(domain.zh if domain else "领域"),
        domain_en=_quoted(domain.en if domain else area.replace("_", " ").capitalize()),
        code=_quoted(code),
        zh=_quoted(known.zh if known else "指标名称"),
        en=_quoted(known.en if known else code.partition(".")[2].replace("_", " ").capitalize()),
        meaning=_quoted(known.definition if known else "What counts, and what does not."),
        kind=_quoted(known.measure if known else "count"),
        unit=_quoted(unit),
        unit_word=unit,
    )


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)  # a JSON string is a basic string of TOML
