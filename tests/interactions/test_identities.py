"""Who writes to us: several identities of one customer, never keyed by a phone number alone (R15a)."""

import pytest

from interactions.models import Customer, Identity
from platforms.base import Person
from tests import company

pytestmark = pytest.mark.django_db


@pytest.fixture
def queue():
    return company.channel(company.workgroup())


def wrote(queue, person, text="Hello"):
    """He wrote; returns the interactions that are open."""
    return company.writes(queue, company.said(text, peer=person, author=person))


def test_ids_named_together_are_identities_of_one_customer(queue):
    wrote(queue, Person("phone", "351900000001", name="Ann", also=(("business_scoped", "PT.77"),)))
    assert Customer.objects.count() == 1
    assert set(Identity.objects.values_list("kind", "external_id")) == {
        ("phone", "351900000001"),
        ("business_scoped", "PT.77"),
    }


def test_a_second_id_learned_later_belongs_to_the_same_customer(queue):
    wrote(queue, Person("phone", "351900000001", name="Ann"))
    wrote(queue, Person("phone", "351900000001", name="Ann", also=(("business_scoped", "PT.77"),)))
    assert Customer.objects.get().identities.count() == 2


def test_a_customer_without_a_phone_number_has_a_conversation_too(queue):
    interaction = wrote(queue, Person("business_scoped", "PT.77", name="Ann"))[0]
    assert interaction.thread.peer.external_id == "PT.77"


def test_the_same_number_on_two_platforms_is_two_customers(queue):
    known = Identity.objects.known
    known("whatsapp", [Person("phone", "351900000001")])
    known("facebook", [Person("phone", "351900000001")])
    assert Customer.objects.count() == 2


def test_a_page_scoped_id_is_another_person_on_another_page(queue):
    known = Identity.objects.known
    known("facebook", [Person("page_scoped", "7", scope="110"), Person("page_scoped", "7", scope="111")])
    assert Customer.objects.count() == 2


def test_a_new_name_on_the_platform_is_kept(queue):
    wrote(queue, Person("phone", "351900000001", name="Ann", handle="ann"))
    interaction = wrote(queue, Person("phone", "351900000001", name="Ann Marie", handle="annmarie"))[0]
    peer = Identity.objects.get()
    assert (peer.name, peer.handle) == ("Ann Marie", "annmarie")
    assert interaction.thread.peer == peer


def test_a_name_that_a_payload_leaves_out_is_not_forgotten(queue):
    wrote(queue, Person("phone", "351900000001", name="Ann"))
    wrote(queue, Person("phone", "351900000001"))
    assert (Identity.objects.get().name, Customer.objects.get().name) == ("Ann", "Ann")


def test_a_customer_whose_name_comes_later_gets_it(queue):
    wrote(queue, Person("phone", "351900000001"))
    assert str(Customer.objects.get()) == "Unknown customer"
    wrote(queue, Person("phone", "351900000001", name="Ann"))
    assert str(Customer.objects.get()) == "Ann"


def test_a_very_long_name_is_cut(queue):
    wrote(queue, Person("phone", "351900000001", name="A" * 300, handle="a" * 300))
    assert (len(Identity.objects.get().name), len(Customer.objects.get().name)) == (255, 255)


def test_followers_and_marks_are_kept_until_the_platform_says_another_number():
    def seen(**more):
        Identity.objects.known("twitter", [Person("x_id", "7", name="Ann", handle="ann", **more)])
        one = Identity.objects.get(kind="x_id", external_id="7")
        return one.followers, one.verified

    assert seen(followers=38, verified="blue") == (38, "blue")
    assert seen() == (38, "blue")  # a short mention of the person says nothing of it
    assert seen(followers=40) == (40, "")
