"""Choices of commands are those of the package, which the commands don't import for the sake of a quick ``--help``."""

from classifier.annotation.sampling import plan
from classifier.annotation.sampling.stratified import Allocation
from classifier.annotation.spokes import NAMES
from classifier.cli.annotate import sampling
from classifier.cli.annotate.exporting import Tool


def test_choices_are_those_of_the_package():
    assert tuple(map(str, Tool)) == NAMES
    for shown, known in (
        (sampling.Design, plan.Design),
        (sampling.Purpose, plan.Purpose),
        (sampling.Allocation, Allocation),
    ):
        assert list(map(str, shown)) == list(map(str, known))
