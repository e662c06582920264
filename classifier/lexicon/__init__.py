"""The words that the rules know, as data files, and their loader and checker."""

from .checker import class_of, describe, look_up, problems
from .entries import (
    CueSense,
    Designation,
    Divide,
    Head,
    Office,
    Organisation,
    Place,
    Predicate,
    Qualifier,
    Sense,
)
from .loader import CLASSES, Lexicon, Node, load_lexicon
from .petrarch import is_dictionary
from .petrarch_check import dictionary_problems
from .screen import Screen

__all__ = [
    "CLASSES", "CueSense", "Designation", "Divide", "Head", "Lexicon", "Node", "Office", "Organisation", "Place",
    "Predicate", "Qualifier", "Screen", "Sense", "class_of", "describe", "dictionary_problems", "is_dictionary",
    "load_lexicon", "look_up", "problems",
]  # fmt: skip
