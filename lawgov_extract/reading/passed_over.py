"""What a walk through a folder leaves alone: files that are no reports, and what this program wrote itself."""

import os
import re
import zipfile
from pathlib import Path
from typing import BinaryIO

PROGRAM = "lawgov_extract"

_PICTURES = ".png .jpg .jpeg .gif .bmp .tif .tiff .webp .ico .svg .psd .heic .emf .wmf"
_MEDIA = ".mp3 .mp4 .avi .mov .wmv .flv .mkv .wav .wma .ogg .m4a .m4v .mpg .mpeg .rm .rmvb .swf"
_PROGRAMS = ".exe .dll .so .dylib .msi .apk .class .jar .pyc .pyd .o .sys"
_FONTS = ".ttf .otf .ttc .woff .woff2 .eot"
_PAGE_PARTS = ".css .js .map .lnk .url .db .ini .tmp .bak"  # what browsers and desktops leave beside a report
_TABLES = ".jsonl .parquet .dta .sqlite .sqlite3"
_ENDINGS = frozenset(f"{_PICTURES} {_MEDIA} {_PROGRAMS} {_FONTS} {_PAGE_PARTS} {_TABLES}".split())

_MAGIC = (
    b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"MM\x00*", b"II*\x00", b"8BPS",  # pictures
    b"ID3", b"OggS", b"FLV\x01", b"\x1aE\xdf\xa3", b"0&\xb2u\x8ef\xcf\x11",  # media
    b"\x7fELF", b"MZ\x90\x00", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe",  # programs
    b"\x00\x01\x00\x00\x00", b"OTTO", b"ttcf", b"wOFF", b"wOF2",  # fonts
    b"SQLite format 3\x00", b"PAR1", b"<stata_dta>",  # tables
)  # fmt: skip

# first columns of each table, as they stand in the file
_OWN_HEADERS = (
    "file,issuer,region_code,province,city,county,report_year,domain,indicator,",
    "file,doc_id,title,issuer,region_code,",
    "check_id,file,kind,statement,",
    "region_code,province,city,county,issuer,year",
    "code,name_zh,name_en,domain,domain_zh,",
    "文件,发布机关,区划代码,省,市,县,报告年度,领域,指标代码,",
    "文件,文档编号,标题,发布机关,区划代码,",
    "校验编号,文件,类别,等式,",
    "区划代码,省,市,县,发布机关,年",
    "指标代码,中文名称,英文名称,领域,",
)
# the same columns as the first keys of a row of JSON Lines
_VALUE = r'(?:null|"(?:[^"\\]|\\.)*")'
_OWN_ROW = re.compile(
    "|".join(
        r"\{" + "".join(f'"{key}": {_VALUE}, ' for key in header.split(",")[:2]) + f'"{header.split(",")[2]}": '
        for header in _OWN_HEADERS
    )
)
_OWN_PAGE = re.compile(rb"""<meta\s+name=["']?generator["']?\s+content=["']?""" + PROGRAM.encode(), re.IGNORECASE)


def is_passed_over(path: str) -> bool:
    """
    Whether a file of a folder or an archive is no report, told by its name alone.

    Args:
        path: Path below the folder, ``/`` between parts.

    Returns:
        True for hidden and lock files, pictures, media, programs, fonts, tables of data.
    """
    parts = path.split("/")
    name = parts[-1].lower()
    if any(part.startswith(".") or part == "__MACOSX" for part in parts):
        return True
    if name.startswith("~$") or name == "datapackage.json" or name.endswith(".state.sqlite"):
        return True
    return os.path.splitext(name)[1] in _ENDINGS


def is_own_output(file: str | Path | BinaryIO) -> bool:
    """
    Whether a file is something that is never a report by its content: a picture, a program, or an
    output of this program (workbook, CSV, JSON Lines, review page).

    Args:
        file: A path, or a binary stream that can seek; it is left at its start.

    Returns:
        False also where the file cannot be opened.
    """
    if isinstance(file, (str, Path)):
        try:
            with open(file, "rb") as stream:
                return is_own_output(stream)
        except OSError:
            return False
    head = file.read(8192)
    file.seek(0)
    if head.startswith(b"PK\x03\x04"):
        return _is_own_workbook(file)
    if head.startswith(_MAGIC) or head[4:12] in (b"ftypmp42", b"ftypisom", b"ftypqt  "):
        return True
    if head.startswith(b"RIFF") and head[8:12] in (b"WEBP", b"WAVE", b"AVI "):
        return True
    if _OWN_PAGE.search(head):
        return True
    line = head.split(b"\n", 1)[0].decode("utf-8-sig", "replace")
    return line.replace('"', "").strip().startswith(_OWN_HEADERS) or _OWN_ROW.match(line) is not None


def _is_own_workbook(stream: BinaryIO) -> bool:
    try:
        with zipfile.ZipFile(stream) as workbook, workbook.open("docProps/core.xml") as part:
            core = part.read(65_536)
    except (zipfile.BadZipFile, KeyError, OSError, ValueError, RuntimeError, NotImplementedError, EOFError):
        return False
    finally:
        stream.seek(0)
    creator = re.search(rb"<(?:\w+:)?creator[^>]*>([^<]*)<", core)
    return creator is not None and creator[1].strip().startswith(PROGRAM.encode())
