"""The built-in roles (R30), and the rights into which the one right of the console was divided."""

from django.db import migrations

# Names of rights as {application: {noun: [(codename, words)]}}; Django makes the rest of them after the migrations.
RIGHTS = {
    ("channels_admin", "account"): [("administer", "Social Media Admin")],
    ("agents", "agent"): [
        ("people", "People and Workgroups"),
        ("licenses", "Licenses"),
        ("handlers", "Handlers"),
        ("system_responses", "System Responses"),
        ("tracker", "Tracker"),
        ("recordings", "Recordings"),
        ("policies", "Policies"),
        ("quality", "Quality"),
        ("statistics", "Statistics"),
        ("set_status", "Change Status"),
        ("reports", "Reports"),
    ],
    ("interactions", "interaction"): [("act", "Act on Interactions"), ("see_masked", "See masked text")],
    ("interactions", "deleted"): [("see_deleted", "See deleted messages")],
    ("audit", "change"): [("read", "Audit")],
}
SUPERVISOR = "tracker recordings policies quality statistics act set_status reports".split()
ROLES = {
    "Administrator": ("Every right there is.", None),
    "Supervisor": ("Watches, searches and judges the work of the workgroups that he supervises.", SUPERVISOR),
    "Agent": ("Works on interactions; sees his own, his recordings and his scorecards.", []),
}
DIVIDED = "people licenses read".split()


def forwards(apps, schema_editor):
    rights = made(apps)
    role = apps.get_model("agents", "Role")
    for name, (description, codenames) in ROLES.items():
        facts = {"description": description, "built_in": True}
        one, _made = role.objects.get_or_create(name=name, defaults=facts)
        one.permissions.set([right for codename, right in rights.items() if codenames is None or codename in codenames])
    for person in apps.get_model("agents", "Agent").objects.filter(user_permissions=rights["administer"]):
        person.user_permissions.add(*(rights[codename] for codename in DIVIDED))


def made(apps):
    """The permission rows by codename; those that are missing are made."""
    found = {}
    for (app, noun), rows in RIGHTS.items():
        kind, _made = apps.get_model("contenttypes", "ContentType").objects.get_or_create(app_label=app, model=noun)
        for codename, words in rows:
            permissions = apps.get_model("auth", "Permission").objects
            facts = {"content_type": kind, "codename": codename}
            found[codename], _made = permissions.get_or_create(**facts, defaults={"name": words})
    return found


class Migration(migrations.Migration):
    dependencies = [
        ("agents", "0004_rights_and_roles"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
