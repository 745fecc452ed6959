"""What holds for the whole house: sizes, names, docstrings, and that what is said in one place exists in another."""

import ast
import re
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command

from agents.models import Role, Status
from socialmedia.celery import app as celery
from tests import company, emptying

ROOT = Path(__file__).resolve().parent.parent
NOT_OURS = {".venv", "node_modules", "var", "staticfiles", ".git"}
UGLY = {"utils", "helpers", "common", "core", "services", "signals", "mixins"}
LONGEST = 320  # lines


def ours(pattern="*.py"):
    """Every file of ours, migrations excepted, which are written by Django."""
    found = sorted(ROOT.rglob(pattern))
    return [
        path for path in found if not NOT_OURS & set(path.relative_to(ROOT).parts) and "migrations" not in path.parts
    ]


def strings_given_to(function, paths):
    """The first arguments of all calls of `function` or `x.function`; None where one is not a plain string."""
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and node.args and _name(node.func) == function:
                argument = node.args[0]
                yield path, argument.value if isinstance(argument, ast.Constant) else None


def _name(node):
    return getattr(node, "attr", getattr(node, "id", ""))


def rooms():
    """Our applications, as Django knows them."""
    return [config for config in apps.get_app_configs() if Path(config.path).parent == ROOT]


def test_the_rooms_are_found():
    assert {"agents", "interactions", "socialmedia"} <= {config.label for config in rooms()}


@pytest.mark.parametrize("model", [model for room in rooms() for model in room.get_models()], ids=lambda m: m.__name__)
def test_every_model_says_what_it_is(model):
    written = vars(model).get("__doc__") or ""
    assert written and not written.startswith(f"{model.__name__}("), f"{model.__name__} has no docstring of its own"


def test_no_module_outgrows_a_page():
    long = {str(path.relative_to(ROOT)): len(path.read_text().splitlines()) for path in [*ours(), *ours("*.js")]}
    assert {name: lines for name, lines in long.items() if lines >= LONGEST} == {}


def test_no_file_is_a_drawer():
    named = [path for path in [*ours(), *ours("*.js")] if {path.stem, path.parent.name} & UGLY]
    assert named == []


@pytest.mark.django_db  # Celery checks the models, for which it asks the database
def test_every_task_that_is_woken_is_registered():
    celery.loader.import_default_modules()
    callers = [path for path in ours() if "tests" not in path.parts and path.parent.name != "hints"]
    given = list(strings_given_to("wake", callers))
    assert given, "nobody wakes anybody: has `wake` got another name?"
    unknown = [(str(path.relative_to(ROOT)), name) for path, name in given if name not in celery.tasks]
    assert unknown == []


@pytest.mark.django_db  # Celery checks the models, for which it asks the database
def test_every_tick_is_registered():
    celery.loader.import_default_modules()
    assert {entry["task"] for entry in celery.conf.beat_schedule.values()} - set(celery.tasks) == set()


def test_every_setting_that_is_read_is_explained():
    settings = ROOT / "socialmedia" / "settings.py"
    source = settings.read_text()
    read = set(re.findall(r"""\benv\.\w+\(\s*["']([A-Z_]+)["']""", source))
    read |= {name for _, name in strings_given_to("_key", [settings])}
    assert {"DATABASE_URL", "SECRET_KEY", "PORT"} <= read
    explained = set(re.findall(r"^#?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    assert read - explained == set()


def test_the_example_explains_each_line():
    lines = (ROOT / ".env.example").read_text().splitlines()
    bare = [
        line
        for before, line in zip(lines, lines[1:], strict=False)
        if re.match(r"#?[A-Z_]+=", line) and before[:2] != "# "
    ]
    assert bare == []


@pytest.mark.both
@pytest.mark.django_db(transaction=True)
def test_a_test_that_commits_leaves_what_migrations_made():
    before = _everything()
    Role.objects.first().delete()
    company.connected(company.channel(company.workgroup()), company.agent("alice"))
    Status.objects.filter(pk=Status.objects.first().pk).update(name="Changed")
    assert _everything() != before
    emptying.leave()
    assert _everything() == before


def _everything():
    """All rows of all nouns."""
    return {model: sorted(map(repr, model._base_manager.values_list())) for model in apps.get_models()}


@pytest.mark.django_db
def test_migrations_are_complete():
    said = StringIO()
    try:
        call_command("makemigrations", check=True, dry_run=True, stdout=said, stderr=said)
    except SystemExit:
        pytest.fail(said.getvalue())
