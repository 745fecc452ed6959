"""The pages on which responses are written, imported and exported, and their libraries in the console (R67)."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from audit.models import Change
from audit.rights import Right
from tests import company, factories, factories_rules
from tests.workspace.factories_responses import ResponseCategoryFactory, ResponseFactory, ResponseLibraryFactory, own
from workspace.models import Response, ResponseCategory, ResponseLibrary

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 64


@pytest.fixture
def browser(client, alice):
    client.force_login(alice)
    return client


@pytest.fixture
def manager(client):
    person = factories.AgentFactory(rights=[Right.RESPONSES])
    client.force_login(person)
    client.person = person
    return client


def form(library, **more):
    facts = {"library": library.pk, "title": "Kit", "text": "We send it today.", "active": "on", "category_path": ""}
    return facts | more


# ---- writing one -----------------------------------------------------------------------------------------------------


def test_an_agent_writes_one_of_his_own(browser, alice):
    label = factories_rules.LabelFactory()
    mine = ResponseLibrary.objects.own_of(alice)
    given = form(
        mine, shortcut="/Kit", language="en", platforms=["whatsapp"], labels=[label.pk], category_path="Parts/ Kits"
    )
    answer = browser.post("/responses/new/", given | {"new_files": SimpleUploadedFile("kit.png", PNG, "image/png")})
    made = Response.objects.get()
    assert answer.url == f"/responses/?response={made.pk}&library={mine.pk}"
    assert (made.shortcut, made.platforms, made.category.path, made.library) == (
        "kit",
        ["whatsapp"],
        "Parts / Kits",
        mine,
    )
    assert [file.name for file in made.files.all()] == ["kit.png"] and list(made.labels.all()) == [label]
    assert not Change.objects.filter(noun="workspace.response").exists()
    page = browser.get(f"/responses/{made.pk}/edit/").content.decode()
    assert "Parts / Kits" in page and "kit.png" in page


def test_what_is_wrong_is_said_at_its_field_and_nothing_is_kept(browser, alice):
    mine = own(alice, shortcut="gas", title="Gasket")
    given = form(mine.library, title="", shortcut="two words", category_path="a/b/c")
    answer = browser.post("/responses/new/", given | {"new_files": SimpleUploadedFile("a.png", b"")})
    told = answer.content.decode()
    assert answer.status_code == 400
    for words in ("This field is required", "Letters, digits and dashes", "two levels", "empty"):
        assert words in told, words
    again = browser.post("/responses/new/", form(mine.library, shortcut="GAS"))
    assert "“Gasket” in this library has it already" in again.content.decode()
    assert Response.objects.count() == 1 and not ResponseCategory.objects.exists()


def test_a_file_that_none_of_its_platforms_takes_is_refused_in_words(browser, alice):
    mine = ResponseLibrary.objects.own_of(alice)
    file = SimpleUploadedFile("manual.pdf", b"%PDF-1.7 " + b"0" * 64, "application/pdf")
    answer = browser.post("/responses/new/", form(mine, platforms=["twitter"], new_files=file))
    assert answer.status_code == 400 and "None of these platforms takes manual.pdf" in answer.content.decode()
    many = [SimpleUploadedFile(f"{n}.png", PNG, "image/png") for n in range(6)]
    assert "At most 5 files" in browser.post("/responses/new/", form(mine, new_files=many)).content.decode()


def test_a_library_that_is_not_his_to_change_is_no_choice(browser, alice):
    shared = ResponseLibraryFactory()
    answer = browser.post("/responses/new/", form(shared))
    assert answer.status_code == 400 and not Response.objects.exists()
    assert f'value="{shared.pk}"' not in browser.get("/responses/new/").content.decode()


def test_a_shared_one_is_changed_with_the_right_and_its_history_kept(manager, page):
    shared = ResponseFactory(text="Old", category=None)
    file = shared.files.create(name="old.png", mime="image/png", size=5, file=SimpleUploadedFile("old.png", PNG))
    given = form(shared.library, title="Kit", text="New", drop_files=[file.pk])
    manager.post(f"/responses/{shared.pk}/edit/", given)
    shared.refresh_from_db()
    assert shared.text == "New" and not shared.files.exists() and "new" in shared.sought
    (line,) = page(manager.person).get(f"responses/{shared.pk}/revisions/")["revisions"]
    assert (line["text"], line["verb"], line["by"]) == ("Old", "changed", str(manager.person))


def test_moving_one_clears_out_the_category_it_leaves(manager):
    category = ResponseCategoryFactory()
    response = ResponseFactory(library=category.library, category=category)
    other = ResponseLibraryFactory()
    manager.post(f"/responses/{response.pk}/edit/", form(other, category_path="There"))
    response.refresh_from_db()
    assert (response.library, response.category.path) == (other, "There")
    assert not ResponseCategory.objects.filter(pk=category.pk).exists()


# ---- out and in again ------------------------------------------------------------------------------------------------


def sent(client, library, text, **more):
    file = SimpleUploadedFile("r.csv", text.encode() if isinstance(text, str) else text, "text/csv")
    return client.post(f"/responses/libraries/{library.pk}/import/", {"file": file} | more)


def confirmed(client, library, text):
    digest = sent(client, library, text).context["plan"].digest
    given = {"digest": digest, "text": text}
    return client.post(f"/responses/libraries/{library.pk}/import/", given)


def test_a_library_comes_out_as_it_goes_in(manager, queue):
    label = factories_rules.LabelFactory(name="Leak")
    category = ResponseCategoryFactory(name="Parts")
    facts = {"title": "=Kit", "text": 'Say "hi",\nthen go.', "shortcut": "kit", "platforms": ["whatsapp"]}
    one = ResponseFactory(library=category.library, category=category, **facts)
    one.labels.add(label)
    one.channels.add(queue)
    out = manager.get(f"/responses/libraries/{one.library_id}/export.csv").content.decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(out, newline=""))
    assert (row["title"], row["labels"], row["channels"]) == ("'=Kit", "Leak", queue.name)
    assert sent(manager, one.library, out).context["plan"].same == 1
    other = ResponseLibraryFactory()
    confirmed(manager, other, out)
    copy = other.responses.get()
    assert (copy.title, copy.text, copy.shortcut, copy.category.path) == (one.title, one.text, "kit", "Parts")
    assert list(copy.labels.all()) == [label] and list(copy.channels.all()) == [queue]
    assert Change.objects.get(noun="workspace.response").verb == "created"


def test_a_file_is_shown_before_anything_is_written(manager):
    there = ResponseFactory(title="Kit", shortcut="kit", text="Old")
    text = "title;text;shortcut\nKit;New;kit\nAnother;Text;\n"
    plan = sent(manager, there.library, text).context["plan"]
    assert ([line.title for line in plan.new], [line.title for line in plan.changed]) == (["Another"], ["Kit"])
    assert plan.changed[0].changes == [("text", "Old", "New")]
    assert there.library.responses.count() == 1
    confirmed(manager, there.library, text)
    there.refresh_from_db()
    assert there.text == "New" and there.library.responses.count() == 2


@pytest.mark.parametrize(
    "line, column, words",
    [
        ("T,", "text", "blank"),
        (",x", "title", "blank"),
        (f"T,{'x' * 8001}", "text", "more than 8000"),
        ("T,x,two words", "shortcut", "dashes"),
        ("T,x,,xx", "language", "not a valid choice"),
        ("T,x,,,a/b/c", "category", "two levels"),
        ("T,x,,,,Nowhere", "labels", "none called"),
        ("T,x,,,,,myspace", "platforms", "Unknown"),
        ("T,x,,,,,,Nowhere", "channels", "none called"),
        ("T,x,,,,,,,perhaps", "active", "yes or no"),
    ],
)
def test_a_line_that_is_wrong_says_why_and_nothing_is_written(manager, line, column, words):
    library = ResponseLibraryFactory()
    text = f"title,text,shortcut,language,category,labels,platforms,channels,active\n{line}\nGood,Text,,,,,,,\n"
    plan = sent(manager, library, text).context["plan"]
    assert words in plan.wrong[0].wrong[column]
    confirmed(manager, library, text)
    assert not library.responses.exists()


def test_the_same_shortcut_or_title_twice_in_a_file_is_wrong(manager):
    library = ResponseLibraryFactory()
    plan = sent(manager, library, "title,text,shortcut\nA,x,s\nB,x,s\nC,x,\nC,y,\n").context["plan"]
    assert [(line.number, list(line.wrong)) for line in plan.wrong] == [(3, ["shortcut"]), (5, ["title"])]


@pytest.mark.parametrize(
    "content, words",
    [
        (b"", "lacks: title, text"),
        (b"title,text\n", "no line below"),
        (b"title,text,color\na,b,c\n", "color"),
        (b"title,text\n\xff\xfe", "UTF-8"),
        (b'title,text\na,"b\n', "cannot be read"),
        (b"title,text\na,b\0\n", "no text file"),
        (b"title,text\n" + b"a,b\n" * 2001, "more than 2000"),
        (b"x" * (2 * 1024 * 1024 + 1), "larger than 2 MB"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(manager, content, words):
    answer = sent(manager, ResponseLibraryFactory(), content)
    assert answer.status_code == 400 and words in answer.content.decode()


def test_what_was_shown_is_what_is_done(manager):
    library = ResponseLibraryFactory()
    digest = sent(manager, library, "title,text\nA,x\n").context["plan"].digest
    answer = manager.post(f"/responses/libraries/{library.pk}/import/", {"digest": digest, "text": "title,text\nB,x\n"})
    assert answer.status_code == 200 and not library.responses.exists()


# ---- the console -----------------------------------------------------------------------------------------------------


def test_who_may_use_a_library_is_kept_with_a_line_in_the_audit_log(manager, care):
    address = "/console/workspace/responselibrary/"
    manager.post(f"{address}add/", {"name": "Repairs", "active": "on", "workgroups": [care.pk]})
    library = ResponseLibrary.objects.get(name="Repairs")
    assert list(library.workgroups.all()) == [care] and not library.everybody
    line = Change.objects.get(noun="workspace.responselibrary")
    assert line.after["workgroups"] == ["Care"]
    assert (
        "There is a library of this name already"
        in manager.post(f"{address}add/", {"name": "Repairs"}).content.decode()
    )


def test_the_console_shows_nobodys_own_library(manager):
    mine = own(company.agent("bob")).library
    assert manager.get(f"/console/workspace/responselibrary/{mine.pk}/change/").status_code == 302
    assert "My responses" not in manager.get("/console/workspace/responselibrary/").content.decode()


def test_a_library_is_deleted_with_what_is_in_it(manager):
    response = ResponseFactory(title="Kit")
    manager.post(f"/console/workspace/responselibrary/{response.library_id}/delete/", {"post": "yes"})
    assert not ResponseLibrary.objects.filter(pk=response.library_id).exists() and not Response.objects.exists()
    assert set(Change.objects.values_list("noun", "verb")) == {
        ("workspace.responselibrary", "deleted"),
        ("workspace.response", "deleted"),
    }
