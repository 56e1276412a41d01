"""The script that holds scores to their floors."""

import io
import json

import pytest
import score_floors

SCORES = dict.fromkeys(score_floors.NAMES, 90.0)


def test_scores_at_their_floors_pass():
    assert score_floors.below(SCORES, SCORES) == []


@pytest.mark.parametrize(("score", "floor"), [(89.99, 90.0), (None, 0.0), (90.0, None)])
def test_what_falls_is_told(score, floor):
    """Also a score that could not be measured, and a name without a floor."""
    floors = SCORES | {"norm": floor}
    faults = score_floors.below(SCORES | {"norm": score}, {k: v for k, v in floors.items() if v is not None})
    assert len(faults) == 1
    assert faults[0].startswith("norm: ")


def test_floors_only_rise():
    lifted = score_floors.raised(SCORES | {"norm": 80.0, "kind": 95.57, "year": None}, SCORES)
    assert (lifted["norm"], lifted["kind"], lifted["year"]) == (90.0, 95.5, 90.0)


def test_raise_writes_the_file(tmp_path, monkeypatch):
    monkeypatch.setattr(score_floors, "FLOORS", tmp_path / "floors.toml")

    def main(*arguments, **scores):
        monkeypatch.setattr("sys.stdin", io.StringIO(json.dumps({"total": SCORES | scores})))
        return score_floors.main(list(arguments))

    assert main("a") == 1
    assert main("a", "--raise", norm=70.0) == 0
    assert main("b", "--raise") == 0
    assert main("a", norm=70.0) == 0
    assert main("a", norm=69.0) == 1
    assert main("b", norm=70.0) == 1
