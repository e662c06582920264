"""From evidence to named features: what the model may know, and nothing else."""

from .seats import SEATS, Seat, seat_features, seat_of
from .vector import feature_dict

__all__ = ["SEATS", "Seat", "feature_dict", "seat_features", "seat_of"]
