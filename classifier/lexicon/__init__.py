"""The words that the rules know, as data files, and their loader and checker."""

from .checker import class_of, describe, look_up, problems
from .entries import (
    CueSense,
    Designation,
    Head,
    Office,
    Organisation,
    Place,
    Predicate,
    Qualifier,
    Sense,
)
from .loader import CLASSES, Lexicon, Node, load_lexicon

__all__ = [
    "CLASSES", "CueSense", "Designation", "Head", "Lexicon", "Node", "Office", "Organisation", "Place",
    "Predicate", "Qualifier", "Sense", "class_of", "describe", "load_lexicon", "look_up", "problems",
]  # fmt: skip
