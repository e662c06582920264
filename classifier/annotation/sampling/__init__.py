"""Sampling: which passages to code, each with the probability by which it was drawn."""

from .plan import CONTROL, Design, Plan, Purpose
from .recall import Recall, recall_of
from .run import Sampled, sample
from .stratified import Allocation

__all__ = ["CONTROL", "Allocation", "Design", "Plan", "Purpose", "Recall", "Sampled", "recall_of", "sample"]
