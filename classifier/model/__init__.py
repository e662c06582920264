"""The model: safe persistence, and the tracker that applies it. What trains it is in `training`, imported only to train."""

from .classifier import Model, Prediction
from .store import load_model, save_model
from .tracker import Tracker, load

__all__ = ["Model", "Prediction", "Tracker", "load", "load_model", "save_model"]
