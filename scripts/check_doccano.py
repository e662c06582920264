"""Send records through doccano's own import and export, and see whether all of them come back as they were.

doccano (https://github.com/doccano/doccano, MIT) needs an environment of its own:

    python -m venv doccano && doccano/bin/pip install doccano==1.8.4 "numpy<2" "marshmallow<4" "setuptools<70"
    python scripts/check_doccano.py doccano/bin/python

The part that runs there uses doccano's functions and a database in a temporary folder; no server is started.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def inside(source: Path, output: Path, *, shared: bool) -> None:
    """Run in doccano's environment: import labels and lines, let two coders code, export."""
    from importlib.util import find_spec

    found = find_spec("backend")
    assert found is not None and found.submodule_search_locations
    sys.path.insert(0, found.submodule_search_locations[0])
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "config.settings.development",
        "DATABASE_URL": f"sqlite:///{output}.sqlite3",
    }
    import django

    django.setup()
    from data_export.celery_tasks import export_dataset
    from data_import.datasets import load_dataset
    from data_import.pipeline.catalog import create_file_format
    from data_import.pipeline.readers import FileName
    from django.conf import settings
    from django.contrib.auth.models import User
    from django.core.management import call_command
    from examples.models import Comment, Example, ExampleState
    from label_types.models import CategoryType, SpanType
    from label_types.serializers import CategoryTypeSerializer, SpanTypeSerializer
    from labels.models import Category, Span
    from projects.models import IntentDetectionAndSlotFillingProject, Member, ProjectType
    from roles.models import Role

    settings.MEDIA_ROOT = str(output.parent)
    call_command("migrate", verbosity=0)
    call_command("create_roles", verbosity=0)
    admin, *coders = (User.objects.create(username=name) for name in ("admin", "anna", "bo"))
    kind = ProjectType.INTENT_DETECTION_AND_SLOT_FILLING
    project = IntentDetectionAndSlotFillingProject.objects.create(
        name="check", project_type=kind, collaborative_annotation=shared, created_by=admin
    )
    project.add_admin()
    for coder in coders:
        Member.objects.create(project=project, user=coder, role=Role.objects.get(name=settings.ROLE_ANNOTATOR))
    for ending, serializer in ((".categories.json", CategoryTypeSerializer), (".spans.json", SpanTypeSerializer)):
        labels = serializer(data=json.loads(source.with_suffix(ending).read_text("utf-8")), many=True)
        labels.is_valid(raise_exception=True)
        labels.save(project_id=project.id)
    file = FileName(str(source), "lines.jsonl", "lines.jsonl")
    dataset = load_dataset(kind, create_file_format("JSONL"), [file], project, encoding="utf_8")
    dataset.save(admin, batch_size=settings.IMPORT_BATCH_SIZE)
    if not shared:
        label = CategoryType.objects.get(project=project, text="track_2")
        tag = SpanType.objects.get(project=project, text="official.incumbent.participant")
        for number, coder in enumerate(coders, 1):
            for example in Example.objects.filter(project=project).order_by("id")[:number]:
                Category.objects.create(example=example, user=coder, label=label)
                Span.objects.create(example=example, user=coder, label=tag, start_offset=0, end_offset=1)
                Comment.objects.create(example=example, user=coder, text="so it is")
                ExampleState.objects.create(example=example, confirmed_by=coder)
    shutil.move(export_dataset(project.id, "JSONL", not shared), output)


def main(python: str) -> None:
    sys.path.insert(0, str(ROOT))
    from hypothesis import HealthCheck, Phase, given, settings

    from tests.annotation.made import hubs
    from tests.annotation.written import come_back, side_of, written

    records: list[dict[str, object]] = []
    rounds: list[None] = []

    @given(hubs())
    @settings(max_examples=150, database=None, derandomize=True, phases=[Phase.generate], deadline=None,
              suppress_health_check=list(HealthCheck))  # fmt: skip
    def collect(hub: list[dict[str, object]]) -> None:
        for record in hub:
            document = f"{len(rounds)}-{record['document_id']}"
            records.append(record | {"document_id": document, "passage_id": f"{document}#{record['passage_index']}"})
        rounds.append(None)

    collect()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = written(folder, "doccano", records)
        for mode in ("shared", "own"):
            command = [python, __file__, "--inside", str(source), str(folder / f"{mode}.zip"), mode]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        back, found, reasons = come_back(folder / "shared.zip", "doccano", side_of(source))
        assert not reasons, reasons[:3]
        assert back == [record for record in records if record["text"]]
        print(f"shared: {found.restored} of {len(records)} records came back as they were; the rest are empty")
        back, found, reasons = come_back(folder / "own.zip", "doccano", side_of(source))
        assert not reasons, reasons[:3]
        assert found.coded == {"anna": 1, "bo": 2}, found.coded
        assert all(r["label"] == "track_2" and r["rationale"] == "so it is" for r in back)
        print(f"of each coder's own: {dict(found.coded)}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--inside"]:
        inside(Path(sys.argv[2]), Path(sys.argv[3]), shared=sys.argv[4] == "shared")
    elif len(sys.argv) == 2:
        main(sys.argv[1])
    else:
        raise SystemExit(__doc__)
