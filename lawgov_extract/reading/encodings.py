"""Bytes → text: which of the encodings of Chinese reports it is, told from the bytes and never from a label."""

import re
from dataclasses import dataclass
from functools import cache

_SAMPLE_BYTES = 64 * 2**10
_CODECS = ("utf-8", "gb18030", "big5hkscs")
_CLEARLY_MORE = 0.15  # of the characters
_WESTERN = re.compile(r"[\x00-\x7f]+")
_BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32", "utf-32-be"),
    (b"\xff\xfe", "utf-16", "utf-16-le"),
    (b"\xfe\xff", "utf-16", "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030", "gb18030"),
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """
    Text out of bytes.

    Attributes:
        text: Without byte-order mark; line ends as they are.
        encoding: Name of the encoding.
        replaced_characters: How many characters stand for bytes that could not be decoded.
    """

    text: str
    encoding: str
    replaced_characters: int


def decode(data: bytes) -> Decoded:
    """
    Decode UTF-8, UTF-16, GB18030 (GBK and GB2312 included) and Big5, with or without byte-order mark.

    Args:
        data: All bytes of a text file.

    Returns:
        The text. Damaged bytes become U+FFFD and are counted; nothing is dropped.
    """
    for mark, name, codec in _BOMS:
        if data.startswith(mark):
            return _decode_as(data[len(mark) :], codec, name)
    wide = _wide_codec(data)
    if wide:
        return _decode_as(data, wide, wide)
    try:
        return Decoded(data.decode("utf-8"), "utf-8", 0)
    except UnicodeDecodeError:
        # a few damaged bytes must not turn a UTF-8 file into GB18030, nor the other way round
        sample = data[:_SAMPLE_BYTES]
    shares = {codec: _common_share(_WESTERN.sub("", sample.decode(codec, "replace"))) for codec in _CODECS}
    codec = max(_CODECS, key=shares.__getitem__)
    # much of what GB18030 text looks like in Big5 is common too, so a little more is no evidence
    if codec == "big5hkscs" and shares[codec] < shares["gb18030"] + _CLEARLY_MORE:
        codec = "gb18030"
    return _decode_as(data, codec, codec)


def is_binary(decoded: Decoded) -> bool:
    """Whether decoded bytes are no text at all: too many characters that no report holds."""
    text = decoded.text[: 2**20]
    strange = text.count("\ufffd") + sum(map(text.count, _CONTROLS))
    if strange <= 5:
        return False
    return strange > 0.05 * len(text) or (strange > 0.01 * len(text) and _common_share(text) < 0.6)


_CONTROLS = tuple(chr(code) for code in (*range(0x09), 0x0E, *range(0x10, 0x1A), *range(0x1C, 0x20), 0x7F))


def _decode_as(data: bytes, codec: str, name: str) -> Decoded:
    try:
        return Decoded(data.decode(codec), name, 0)
    except UnicodeDecodeError:
        text = data.decode(codec, "replace")
    already = data.count(b"\xef\xbf\xbd") if codec == "utf-8" else 0
    return Decoded(text, name, max(text.count("\ufffd") - already, 1))


def _wide_codec(data: bytes) -> str:
    """The codec of UTF-16 text without a byte-order mark, else empty."""
    sample = data[:4096]
    if len(sample) < 4:
        return ""
    # a text of one byte a character, or of UTF-8, read two bytes at a time is rare characters throughout
    shares = {codec: _common_share(sample.decode(codec, "replace")) for codec in ("utf-16-le", "utf-16-be")}
    codec = max(shares, key=shares.__getitem__)
    if shares[codec] < 0.7:
        return ""
    others = max(_common_share(sample.decode(other, "replace")) for other in ("utf-8", "gb18030"))
    return codec if shares[codec] > others else ""


def _common_share(text: str) -> float:
    """Share of the characters that Chinese reports are written with."""
    common = _common_characters()
    return sum(map(common.__contains__, text)) / len(text) if text else 0.0


@cache
def _common_characters() -> frozenset[str]:
    # level 1 of GB 2312 is its 3,755 most used characters; rows 1 and 3 are punctuation and full-width ASCII
    rows = [*range(0xB0, 0xD8), 0xA1, 0xA3]
    simplified = (bytes((row, cell)).decode("gb18030", "ignore") for row in rows for cell in range(0xA1, 0xFF))
    # and level 1 of Big5 the 5,401 most used ones of the other script
    cells = [*range(0x40, 0x7F), *range(0xA1, 0xFF)]
    traditional = (bytes((row, cell)).decode("big5", "ignore") for row in range(0xA4, 0xC7) for cell in cells)
    chinese = {*simplified, *traditional} - {""}
    return frozenset(chinese | set(map(chr, range(0x20, 0x7F))) | set("\r\n\t\u3000\xa0·•—"))
