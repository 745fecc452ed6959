"""`manage.py erase_customer NUMBER`: erase everything that names or quotes one customer, and keep the statistics."""

from django.core.management.base import BaseCommand, CommandError, no_translations

from interactions.models import Customer, Refused
from supervision.erasure.erasing import GOES, STAYS, ask, carry_out, preview
from supervision.erasure.models import Erasure


class Command(BaseCommand):
    """Tells first what goes; asks for the customer's number once more unless it is given with --yes."""

    help = "Erase one customer: words, files, names, ids, notes, drafts, attributes, recordings' contents. It cannot be undone."

    def add_arguments(self, parser):
        """Whom, and that one means it."""
        parser.add_argument(
            "customer", type=int, metavar="NUMBER", help="The customer's number, as the console shows it."
        )
        parser.add_argument("--yes", action="store_true", help="Do not ask.")

    @no_translations
    def handle(self, *args, **options):
        """Find, tell, ask, erase, report."""
        customer = Customer.objects.filter(pk=options["customer"]).first()
        if customer is None:
            raise CommandError(f"There is no customer {options['customer']}.")
        counted = preview(customer)
        for words, name in [(words, name) for name, words in [*GOES, *STAYS]]:
            kept = "stay" if name == "interactions" else "go"
            self.stdout.write(f"{counted[name]:>8} {kept:>5}  {words}")
        if not options["yes"] and input(f"Type {customer.pk} to erase this customer: ").strip() != str(customer.pk):
            raise CommandError("Nothing was erased.")
        self._erase(customer)

    def _erase(self, customer):
        try:
            made = ask(customer, None)
        except Refused as why:
            raise CommandError(str(why)) from None
        if not carry_out(made.pk) and not Erasure.objects.filter(pk=made.pk, done_at__isnull=False).exists():
            raise CommandError(
                "A delivery of this customer is being worked off: the workers go on in a minute, or run this again."
            )
        self.stdout.write(f"Customer {customer.pk} is erased.")
