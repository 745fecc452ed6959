"""Responses over the API: what the picker and the page are told, and what an answer made with one does (R67)."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit.rights import Right
from interactions.intake import take_in
from interactions.models import Attachment, Delivery, Interaction, Message
from tests import company, factories, factories_rules
from tests.workspace.factories_responses import ResponseCategoryFactory, ResponseFactory, ResponseLibraryFactory, own
from workspace.models import Response, ResponseFile, ResponseUse

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 64


@pytest.fixture
def desk(alice, page):
    return page(alice)


@pytest.fixture
def talk(queue, alice):
    return company.connected(queue, alice)


def titles(answer):
    return [row["title"] for row in answer["responses"]]


def with_file(response, name="grey.png", content=PNG):
    made = ResponseFile.checked(SimpleUploadedFile(name, content), [])
    made.response = response
    made.file.save(name, SimpleUploadedFile(name, content))
    return made


def test_the_picker_is_told_what_suits_own_first_then_the_most_used(desk, alice, talk):
    ResponseFactory(title="Rare", uses=1)
    ResponseFactory(title="Usual", uses=9, platforms=["whatsapp"])
    ResponseFactory(title="Elsewhere", platforms=["facebook"])
    ResponseFactory(title="Off", active=False)
    own(alice, title="Mine")
    answer = desk.get(f"responses/?interaction={talk.pk}")
    assert titles(answer) == ["Mine", "Usual", "Rare"]
    assert (answer["total"], answer["more"]) == (3, False)
    mine, usual, _rare = answer["responses"]
    assert (mine["own"], mine["can_change"], usual["own"], usual["can_change"]) == (True, True, False, False)


def test_words_library_and_category_narrow_the_list(desk, alice):
    parts = ResponseCategoryFactory(name="Parts")
    gaskets = ResponseCategoryFactory(name="Gaskets", library=parts.library, parent=parts)
    ResponseFactory(library=parts.library, category=gaskets, title="Gasket kit")
    ResponseFactory(library=parts.library, category=parts, title="Parts list")
    ResponseFactory(title="Gasket elsewhere")
    assert titles(desk.get("responses/?q=gask")) == ["Gasket elsewhere", "Gasket kit"]
    assert titles(desk.get(f"responses/?q=gask&library={parts.library_id}")) == ["Gasket kit"]
    assert titles(desk.get(f"responses/?category={parts.pk}")) == ["Gasket kit", "Parts list"]
    assert titles(desk.get(f"responses/?category={gaskets.pk}&q=")) == ["Gasket kit"]
    labeled = ResponseFactory(title="Labeled")
    labeled.labels.add(factories_rules.LabelFactory(name="Leak"))
    assert titles(desk.get("responses/?label=Leak")) == ["Labeled"]
    assert desk.get("responses/libraries/")["labels"] == [{"name": "Leak", "count": 1}]
    (row,) = [one for one in desk.get("responses/libraries/")["libraries"] if one["id"] == parts.library_id]
    assert row["count"] == 2
    assert row["categories"] == [
        {"id": parts.pk, "name": "Parts", "count": 2, "children": [
            {"id": gaskets.pk, "name": "Gaskets", "count": 1, "children": []}
        ]}
    ]  # fmt: skip


def test_a_long_list_comes_in_pages(desk):
    library = ResponseLibraryFactory()
    Response.objects.bulk_create(Response(library=library, title=f"{n:03}", text="x") for n in range(203))
    first = desk.get("responses/")
    assert (len(first["responses"]), first["total"], first["more"]) == (200, 203, True)
    rest = desk.get("responses/?offset=200")
    assert (titles(rest), rest["total"], rest["more"]) == (["200", "201", "202"], 203, False)


def test_twenty_responses_cost_what_one_costs(desk, alice, talk):
    def cost(path):
        desk.get(path)
        with CaptureQueriesContext(connection) as queries:
            desk.get(path)
        return len(queries)

    def one():
        made = ResponseFactory(category=ResponseCategoryFactory())
        made.library = made.category.library
        made.save()
        with_file(made)
        made.labels.add(factories_rules.LabelFactory())

    paths = ["responses/", f"responses/?interaction={talk.pk}", "responses/libraries/"]
    one()
    before = [cost(path) for path in paths]
    for _number in range(19):
        one()
    assert [cost(path) for path in paths] == before
    assert max(before) <= 16


def test_blanks_are_filled_with_what_is_known(desk, alice, queue):
    talk = company.connected(queue, alice, company.said(by="351900000009", name="Marta Maria Kowalczyk"))
    ResponseFactory(language="de")
    answer = desk.get(f"interactions/{talk.pk}/placeholders/")
    values = answer["values"]
    assert values["customer.first_name"] == "Marta" and values["customer.name"] == "Marta Maria Kowalczyk"
    assert (values["agent.first_name"], values["workgroup"], values["channel"]) == ("Alice", "Care", queue.name)
    assert values["interaction.id"] == str(talk.pk) and values["platform"] == "WhatsApp"
    assert values["date"] and answer["dates"].keys() == {"de"}


def test_in_public_the_one_who_is_answered_is_named_not_the_one_who_began(page, care, alice):
    wall = company.channel(care, public=care, platform="facebook", address="110")
    feed = wall.feeds.get(kind="facebook_posts")
    from_one = company.commented("Leaks", by="1", id="110_1")
    take_in(feed, [from_one, company.commented("Same", by="2", id="110_2", thread="110_1", under="110_1")])
    talk = Interaction.objects.get()
    answered = Message.objects.get(external_id="110_2")
    values = page(alice).get(f"interactions/{talk.pk}/placeholders/?message={answered.pk}")["values"]
    assert values["customer.name"] == "Visitor 2" and values["customer.first_name"] == "Visitor"
    assert page(alice).get(f"interactions/{talk.pk}/placeholders/")["values"]["customer.name"] == "Visitor 1"
    assert page(alice).call("GET", f"interactions/{talk.pk}/placeholders/?message=999999").status_code == 404


def test_an_answer_with_a_blank_left_is_refused_and_named(desk, talk):
    given = {"uuid": str(uuid4()), "text": "Dear {{ customer.first_name }}, your number {{serial number}}?"}
    refused = desk.post(f"interactions/{talk.pk}/replies/", given, 400)
    assert refused["code"] == "blank" and "customer.first_name, serial number" in refused["detail"]
    assert not Message.objects.filter(outbound=True).exists()


def test_responses_in_an_answer_are_counted_when_it_was_sent(desk, talk, alice):
    used, strange = ResponseFactory(), own(factories.AgentFactory())
    given = {"uuid": str(uuid4()), "text": "The kit", "responses": [used.pk, used.pk, strange.pk, 10**9]}
    desk.post(f"interactions/{talk.pk}/replies/", given, 201)
    desk.post(f"interactions/{talk.pk}/replies/", given, 200)
    assert [use.response_id for use in ResponseUse.objects.all()] == [used.pk]
    Delivery.objects.update(state=Delivery.State.SENT)
    ResponseUse.count_sent()
    (row,) = desk.get("responses/")["responses"]
    assert row["uses"] == 1 and row["used_at"]


def test_its_files_come_into_the_composer_and_are_sent_with_the_answer(desk, talk):
    response = ResponseFactory()
    with_file(response)
    answer = desk.post(f"interactions/{talk.pk}/response-files/", {"response": response.pk}, 201)
    (file,) = answer["attachments"]
    assert (file["name"], file["mime"], file["size"], answer["refused"]) == ("grey.png", "image/png", len(PNG), [])
    given = {"uuid": str(uuid4()), "text": "Here", "attachments": [file["id"]]}
    sent = desk.post(f"interactions/{talk.pk}/replies/", given, 201)
    assert sent["message"]["attachments"][0]["name"] == "grey.png"
    assert Attachment.objects.get(pk=file["id"]).file.name != response.files.get().file.name


def test_a_file_that_the_platform_does_not_take_is_named(page, alice, care):
    wall = company.channel(care, public=care, platform="twitter", address="acme")
    take_in(wall.feeds.get(kind="x_posts"), [company.commented("Hi", by="1")])
    talk = company.brought_to("connected", Interaction.objects.get(), alice)
    response = ResponseFactory()
    with_file(response, "manual.pdf", b"%PDF-1.7 " + b"0" * 64)
    answer = page(alice).post(f"interactions/{talk.pk}/response-files/", {"response": response.pk}, 201)
    assert answer["attachments"] == [] and "manual.pdf" in answer["refused"][0]


def test_a_copy_is_ones_own_and_can_be_deleted(desk, alice):
    shared = ResponseFactory(title="Kit")
    copy = desk.post(f"responses/{shared.pk}/copies/", {}, 201)["response"]
    assert copy["own"] and copy["can_change"] and copy["title"] == "Kit"
    assert desk.call("DELETE", f"responses/{copy['id']}/").status_code == 204
    refused = desk.call("DELETE", f"responses/{shared.pk}/")
    assert refused.status_code == 403 and "Manage response libraries" in refused.json()["detail"]
    assert Response.objects.filter(pk=shared.pk).exists()


def test_what_is_not_within_reach_is_not_there(desk):
    bob = factories.AgentFactory()
    his, elsewhere = own(bob), ResponseFactory(library=ResponseLibraryFactory(everybody=False))
    file = with_file(his)
    for response in (his, elsewhere):
        for method, path in [("GET", ""), ("DELETE", ""), ("POST", "copies/"), ("GET", "revisions/")]:
            assert desk.call(method, f"responses/{response.pk}/{path}").status_code == 404
    assert desk.call("GET", f"responses/files/{file.pk}/").status_code == 404
    category = ResponseCategoryFactory(library=his.library)
    assert desk.call("PUT", f"responses/categories/{category.pk}/", {"name": "x"}).status_code == 404
    assert titles(desk.get("responses/")) == []


def test_a_category_is_renamed_by_who_may(desk, alice, page):
    mine = ResponseCategoryFactory(library=own(alice).library, name="Old")
    ResponseCategoryFactory(library=mine.library, name="Taken")
    assert desk.call("PUT", f"responses/categories/{mine.pk}/", {"name": " New  name "}).status_code == 200
    mine.refresh_from_db()
    assert mine.name == "New name"
    for name in ("Taken", "a/b", ""):
        assert desk.call("PUT", f"responses/categories/{mine.pk}/", {"name": name}).status_code == 400
    shared = ResponseCategoryFactory()
    assert desk.call("PUT", f"responses/categories/{shared.pk}/", {"name": "x"}).status_code == 403
    manager = page(factories.AgentFactory(rights=[Right.RESPONSES]))
    assert manager.call("PUT", f"responses/categories/{shared.pk}/", {"name": "x"}).status_code == 200


def test_a_file_cannot_run_anything(desk):
    file = with_file(ResponseFactory(), "page.html", b"<script>alert(1)</script>")
    answer = desk.call("GET", f"responses/files/{file.pk}/")
    assert answer["Content-Type"] == "application/octet-stream" and "attachment" in answer["Content-Disposition"]
    assert "sandbox" in answer["Content-Security-Policy"] and answer["X-Content-Type-Options"] == "nosniff"
