"""One written form for matching: width, punctuation, script. Length never changes, so offsets stay true."""

import re
from functools import cache
from importlib.resources import files

_PUNCTUATION = {
    "，": ",", "：": ":", "；": ";", "（": "(", "）": ")", "！": "!", "？": "?", "％": "%", "﹪": "%", "＋": "+",
    "“": '"', "”": '"', "„": '"', "‟": '"', "＂": '"', "「": '"', "」": '"', "『": '"', "』": '"', "‘": "'", "’": "'",
    "〔": "[", "〕": "]", "【": "[", "】": "]", "［": "[", "］": "]", "﹝": "[", "﹞": "]",
    "—": "-", "–": "-", "―": "-", "‒": "-", "‐": "-", "‑": "-", "−": "-", "─": "-", "～": "-", "〜": "-", "~": "-", "∼": "-",
    "•": "·", "‧": "·", "∙": "·", "・": "·", "｡": "。", "､": "、", "．": ".", "〈": "<", "〉": ">", "﹑": "、", "﹒": ".",
    "○": "〇", "◯": "〇", "Ｏ": "〇", "両": "两", "於": "于", "佈": "布",
}  # fmt: skip
_BLANKS = "\u3000\u00a0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u200b\ufeff"
_BLANKS += "\ue000\ue001\ue002\ue003"  # private characters that stand for figures and titles where patterns look
# Traditional-script mirrors print the reading behind characters that have several: 個(gè), 復(fù), 章(zhang).
_GLOSS = re.compile(r"\([a-zɡāáǎàēéěèêīíǐìōóǒòūúǔùǖǘǚǜüńňḿ]{1,6}\)")
_FEW = 60  # with more different characters to fold than this, a single pass is faster
_GLOSSES = 5  # so many make a mirror; a lone (app) is a word of the text


@cache
def _table() -> dict[int, int]:
    table = {0xFF01 + i: 0x21 + i for i in range(94)}
    table |= {ord(c): ord(" ") for c in _BLANKS}
    pairs = files("lawgov_extract").joinpath("data/traditional.txt").read_text(encoding="utf-8")
    table |= {ord(pairs[i]): ord(pairs[i + 1]) for i in range(0, len(pairs), 2)}
    return table | {ord(key): ord(value) for key, value in _PUNCTUATION.items()}


@cache
def _wanted() -> re.Pattern[str]:
    """Any character that has another written form."""
    return re.compile(f"[{re.escape(''.join(map(chr, _table())))}]")


def fold(text: str) -> str:
    """
    Give *text* in half width, with ASCII punctuation (but 。、《》) and in Simplified script.

    Every code point becomes one code point, so an offset into the result is an offset into *text*.
    Tabs and line breaks stay: they part the cells of a table.
    Readings in brackets behind single characters, which mirrors of web pages print, become blanks.
    """
    if text.isascii():
        return text
    table = _table()
    found = set(_wanted().findall(text))
    written = {mark: chr(table[ord(mark)]) for mark in found}
    if len(found) > _FEW or not found.isdisjoint(written.values()):
        folded = text.translate(table)
    else:  # most texts hold but a handful of characters to fold: one by one is several times as fast
        folded = text
        for mark, plain in written.items():
            folded = folded.replace(mark, plain)
    if has_glosses(text):
        folded = _GLOSS.sub(lambda gloss: " " * len(gloss[0]), folded)
    return folded


def has_glosses(text: str) -> bool:
    """True where the readings of characters are printed in brackets behind them."""
    return text.count("(") >= _GLOSSES and len(_GLOSS.findall(text)) >= _GLOSSES
