"""Label Studio: tasks with predictions and a labeling config out, every shape of its JSON exports back.

A star (*ground truth*) that coders give in Label Studio is not read: gold is what is adjudicated.
"""

from __future__ import annotations

from ...spoke import Spoke
from .answers import read
from .config import ATTRIBUTES, PASSAGE_CHOSEN, PASSAGE_WRITTEN, label_config
from .kept import KEPT, model_version
from .tasks import prediction_of, write

__all__ = ["SPOKE", "label_config", "model_version", "prediction_of"]

_SPANS = {f"{name}.{key}" for name, keys in ATTRIBUTES.items() for key in keys}
# Rules are not carried: a coder may move a span, and what the rules found is not what stands there then.
_CARRIED = frozenset({*PASSAGE_CHOSEN, *PASSAGE_WRITTEN, "seconds", *KEPT, *ATTRIBUTES, *_SPANS})
SPOKE = Spoke(
    "label-studio", "Label Studio", ".json", _CARRIED, write, read, companions={".label-studio.xml": label_config}
)
