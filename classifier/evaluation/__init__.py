"""Evaluate labels against gold: the report that a demanding reviewer wants."""

from .gold import Gold, read_gold
from .options import PROTOCOLS, Options
from .predictions import Predictions, read_predictions
from .report import EvaluationReport, evaluate

__all__ = [
    "EvaluationReport", "Gold", "Options", "PROTOCOLS", "Predictions", "evaluate", "read_gold", "read_predictions",
]  # fmt: skip
