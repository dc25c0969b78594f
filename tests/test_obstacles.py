"""Where nothing is left, the answers that stand in the way are named."""

from __future__ import annotations

import subprocess
import sys

import pytest

from advisor import recommend


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"task": "semantic-segmentation", "compute": "cpu"}, {"compute": "semantic-segmentation"}),
        (
            {"task": "clustering", "format": "parquet", "convertible": False},
            {"format": "k-means", "convertible": "k-means"},
        ),
        (
            {"task": "object-detection", "compute": "cpu", "framework": "mxnet"},
            {"compute": "object-detection", "framework": "rekognition"},
        ),
        ({"task": "clustering", "compute": "cpu"}, {}),
    ],
)
def test_each_obstacle_alone_brings_something_back(shipped, given, named) -> None:
    answer = recommend(given, knowledge=shipped)
    assert {obstacle.attribute: obstacle.first for obstacle in answer.obstacles} == named
    for obstacle in answer.obstacles:
        without = {name: value for name, value in given.items() if name != obstacle.attribute}
        pick = recommend(without, knowledge=shipped).pick
        assert pick is not None
        assert pick.id == obstacle.first


def test_the_text_names_the_option_to_leave_out() -> None:
    command = [sys.executable, "-m", "advisor", "recommend", "--task", "clustering", "--format", "parquet"]
    done = subprocess.run([*command, "--no-convertible"], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "Without --no-convertible the first place goes to K-Means." in done.stdout
