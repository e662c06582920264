"""From evidence to named features: what the model may know, and nothing else."""

from .vector import feature_dict

__all__ = ["feature_dict"]
