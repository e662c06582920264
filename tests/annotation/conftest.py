"""What tests of several formats start from."""

import pytest

from classifier.annotation.hub import write_records


@pytest.fixture
def hub(tmp_path):
    """Four passages with a model's labels, and the actors of the first."""
    from .test_sheets import TEXTS, minister, record

    path = tmp_path / "hub.jsonl"
    records = [record(i, text, probabilities={"track_1": 0.8}) for i, text in enumerate(TEXTS)]
    records[0]["actors"] = [minister(TEXTS[0])]
    write_records(path, records)
    return path
