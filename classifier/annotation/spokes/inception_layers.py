"""Layers and tag sets as INCEpTION imports them on its page *Settings, Layers*.

The shape is that of the classes ``ExportedAnnotationLayer``, ``ExportedAnnotationFeature`` and ``ExportedTagSet`` in
INCEpTION's source; a file is an array of layers. ``allow_stacking``, ``lock_to_token_offset`` and ``multiple_tokens``
are read by versions that do not know the modes.
"""

from __future__ import annotations

from typing import Any

from ...labels import DISPLAY, Label
from .cas import DOCUMENT, SPANS, Feature, Layer


def layers() -> list[dict[str, Any]]:
    """Describe the layers.

    Examples
    --------
    >>> [layer["type"] for layer in layers()]
    ['document-metadata', 'span', 'span']
    """
    return [
        _layer(DOCUMENT, "document-metadata", '{"singleton":true}'),
        *(_layer(layer, "span", None) for layer in SPANS.values()),
    ]


def _layer(layer: Layer, kind: str, traits: str | None) -> dict[str, Any]:
    return {
        "name": layer.name, "uiName": layer.title, "type": kind, "description": None, "enabled": True,
        "built_in": False, "readonly": False, "attach_type": None, "attach_feature": None, "cross_sentence": True,
        "show_hover": True, "anchoring_mode": "CHARACTERS", "overlap_mode": "ANY_OVERLAP", "validation_mode": "ALWAYS",
        "allow_stacking": True, "lock_to_token_offset": False, "multiple_tokens": True, "linked_list_behavior": False,
        "on_click_javascript_action": None, "traits": traits,
        "features": [_feature(feature, rank) for rank, feature in enumerate(layer.features)],
    }  # fmt: skip


def _feature(feature: Feature, rank: int) -> dict[str, Any]:
    return {
        "name": feature.name, "uiName": feature.title, "type": feature.type, "tag_set": _tag_set(feature),
        "description": None, "enabled": True, "visible": True, "include_in_hover": False, "required": False,
        "remember": False, "hideUnconstraintFeature": False, "multi_value_mode": "NONE", "link_mode": "NONE",
        "link_type_name": None, "link_type_role_feature_name": None, "link_type_target_feature_name": None,
        "traits": None, "curatable": True, "rank": rank,
    }  # fmt: skip


def _tag_set(feature: Feature) -> dict[str, Any] | None:
    if feature.values is None:
        return None
    tags = [{"name": str(v), "description": DISPLAY[v] if isinstance(v, Label) else None} for v in feature.values]
    return {
        "name": f"diplotrack {feature.name}",
        "description": None,
        "language": "en",
        "tags": tags,
        "create_tag": False,
    }
