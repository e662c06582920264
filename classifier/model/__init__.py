"""The model: training, calibration, safe persistence, and the tracker that applies it."""

from .classifier import Model, Prediction
from .store import load_model, save_model
from .tracker import Tracker, load
from .training import train_model

__all__ = ["Model", "Prediction", "Tracker", "load", "load_model", "save_model", "train_model"]
