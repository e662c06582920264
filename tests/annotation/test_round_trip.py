"""Whatever goes out to a tool comes back: all of it with the side file, and without it what the format carries."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings

from classifier.annotation.exporting import export, side_path
from classifier.annotation.hub import write_records
from classifier.annotation.importing import Imported, import_answers
from classifier.annotation.spans import DEFAULTS, told
from classifier.annotation.spokes import NAMES, spoke_named

from .made import hubs

_settings = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


def fail(problem):
    raise AssertionError(problem.reason)


def there_and_back(name, records, *, side=True):
    spoke = spoke_named(name)
    with TemporaryDirectory() as folder:
        hub, out = Path(folder) / "hub.jsonl", Path(folder) / f"out{spoke.ending}"
        write_records(hub, records)
        export([hub], spoke, out, fail)
        found = Imported()
        # Without the side file a model's record would be of somebody whom the file does not name.
        return list(
            import_answers(out, spoke, side_path(out) if side else None, fail, found, annotator="" if side else "anna")
        ), found


@pytest.mark.parametrize("name", NAMES)
@given(records=hubs())
@_settings
def test_everything_comes_back(name, records):
    back, found = there_and_back(name, records)
    assert back == records
    assert found.restored == len(records)
    assert not found.coded


@pytest.mark.parametrize("name", NAMES)
@given(records=hubs())
@_settings
def test_what_a_format_carries_comes_back_without_the_side_file(name, records):
    spoke = spoke_named(name)
    records = [r for i, r in enumerate(records) if i == 0 or records[i - 1]["passage_id"] != r["passage_id"]]
    back, _ = there_and_back(name, records, side=False)
    assert len(back) == len(records)
    for old, new in zip(records, back, strict=True):
        assert new["text"] == spoke.held(old["text"])
        for field in spoke.carries & old.keys():
            if field in DEFAULTS:
                held = {"start", "end"} | {c.partition(".")[2] for c in spoke.carries if c.startswith(f"{field}.")}
                assert sorted(map(str, some(old, field, held))) == sorted(map(str, some(new, field, held)))
            elif field not in ("source", "annotator") and told(old[field]):
                assert new[field] == old[field], field


def some(record, field, keys):
    shift = record["start"]
    return [
        sorted((k, v - shift if k in ("start", "end") else v) for k, v in span.items() if k in keys and told(v))
        for span in record.get(field, ())
    ]
