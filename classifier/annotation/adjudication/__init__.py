"""Adjudication: disputes worst first, decisions with reasons, gold."""

from .cases import Case, case_of, worst_first
from .decisions import Decision, Filled, read_decisions, told, write_disputes
from .gold import Tally, gold_records
from .sections import parse_section, sections

__all__ = [
    "Case", "Decision", "Filled", "Tally", "case_of", "gold_records", "parse_section", "read_decisions", "sections", "told",
    "worst_first", "write_disputes",
]  # fmt: skip
