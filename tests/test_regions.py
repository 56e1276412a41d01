"""Divisions of issuers: shared names, years, short forms, and what is no division."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from lawgov_extract.regions import Region, divisions_named, resolve_region

CASES = tomllib.loads((Path(__file__).parent / "data" / "issuers.toml").read_text(encoding="utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{' '.join(filter(None, case['names']))[:30]}-{case['year']}")
def test_issuer(case: dict) -> None:
    """Each name of the list has its code, or none."""
    region = resolve_region(case["names"], case["year"])
    assert region.code == case["code"]
    assert region.candidates == tuple(case["candidates"]) if "candidates" in case else True
    assert not (region.code and region.candidates)
    if "city" in case:
        assert region.city == case["city"]


def test_names_of_the_three_levels() -> None:
    """A county carries its city and province; one directly under its province has no city."""
    assert resolve_region(["乐至县"], 2021) == Region("512022", "四川省", "资阳市", "乐至县")
    assert resolve_region(["仙桃市"], 2021) == Region("429004", "湖北省", "", "仙桃市")
    assert resolve_region(["渝北区"], 2023) == Region("500112", "重庆市", "", "渝北区")
    assert resolve_region(["孝感市"], 2023) == Region("420900", "湖北省", "孝感市", "")


def test_what_the_candidates_share_is_kept() -> None:
    """Namesakes in one province leave the province certain, and the code empty."""
    region = resolve_region(["鼓楼区司法局", "江苏省人民政府"], 2022)
    assert region == Region("", "江苏省", "", "", ("320106", "320302"))


def test_a_report_is_issued_the_year_after() -> None:
    """A division is known one year after its end, but not two."""
    assert resolve_region(["沙县"], 2021).code == "350427"
    assert resolve_region(["沙县"], 2022).code == ""


def test_no_year() -> None:
    """Without a year a division that still exists goes before one that ended."""
    assert resolve_region(["简阳市"], None).code == "510185"
    assert resolve_region(["莱芜市"], None).code == "371200"


def test_width_and_spaces_do_not_matter() -> None:
    assert resolve_region(["乐 至 县　2021年"], 2021).code == "512022"


def test_nothing_to_go_by() -> None:
    assert resolve_region([], 2021) == Region()
    assert resolve_region(["", "360124"], 2021) == Region()


def test_names_in_a_text_are_counted() -> None:
    """Only whole names count: 完成县级 holds no 成县."""
    text = "永春县推进执法规范化。完成县级平台建设,永春县各部门向全市和县内外作了介绍。"
    assert divisions_named(text, "县") == {"永春县": 2}


def test_the_table_is_loaded_late_and_fast() -> None:
    """The import opens no file; the first question loads the table in well under a second."""
    program = (
        "import time, lawgov_extract.regions as r; assert r._load.cache_info().currsize == 0; s = time.perf_counter();"
        "r.resolve_region(['乐至县'], 2021); print(time.perf_counter() - s)"
    )
    out = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert float(out) < 1.0
