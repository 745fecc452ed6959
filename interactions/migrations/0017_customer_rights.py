"""The rights to merge and block customers and to create labels: administrators and supervisors have all three, agents may merge."""

from django.db import migrations

RIGHTS = {"merge": "merge", "block": "block", "interaction": "new_labels"}
WORDS = {"merge": "Merge customers", "block": "Block customers", "new_labels": "Create labels"}
ROLES = {
    "Administrator": ["merge", "block", "new_labels"],
    "Supervisor": ["merge", "block", "new_labels"],
    "Agent": ["merge"],
}


def forwards(apps, schema_editor):
    rights = {codename: made(apps, noun, codename) for noun, codename in RIGHTS.items()}
    for name, codenames in ROLES.items():
        for role in apps.get_model("agents", "Role").objects.filter(name=name, built_in=True):
            role.permissions.add(*(rights[codename] for codename in codenames))


def made(apps, noun, codename):
    """The permission row; Django makes it only after the migrations."""
    kind, _made = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="interactions", model=noun
    )
    facts = {"content_type": kind, "codename": codename}
    row, _made = apps.get_model("auth", "Permission").objects.get_or_create(
        **facts, defaults={"name": WORDS[codename]}
    )
    return row


class Migration(migrations.Migration):
    dependencies = [
        ("interactions", "0016_customers"),
        ("agents", "0005_standard_roles"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
