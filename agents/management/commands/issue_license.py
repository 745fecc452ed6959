"""`manage.py issue_license`: make a key pair where there is none, and a signed license file."""

from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from agents.licensing import keys
from agents.licensing.issuing import for_development, issue
from agents.licensing.paper import key_name
from agents.models import Installation, License


class Command(BaseCommand):
    """Issues a license file, for this installation unless another is named."""

    help = (
        "Issue a signed license file. Without --part: a development license of all parts for a year, whose key this "
        "installation trusts. Example: issue_license --customer Acme --part I3_ACCESS_ACD_WHATSAPP=25 "
        "--part I3_FEATURE_WHATSAPP_SOCIAL_MEDIA=1 --expires 2027-12-31 --installation ID --key vendor.pem --out acme.license"
    )

    def add_arguments(self, parser):
        """What goes into it, and where it goes."""
        parser.add_argument("--customer", default="Development", help="whom it is for")
        parser.add_argument(
            "--installation", help="the installation's ID, as its page Licenses shows it; default: this one"
        )
        parser.add_argument("--part", action="append", default=[], metavar="PART=COUNT", help="may be repeated")
        parser.add_argument(
            "--expires", type=_day, metavar="YYYY-MM-DD", help="last day of all parts; default: without end"
        )
        parser.add_argument("--key", help="the file of the private key, made where it is missing; default: in DATA_DIR")
        parser.add_argument("--trust", action="store_true", help="let this installation trust the key")
        parser.add_argument("--out", help="the file to write; default: print it")

    def handle(self, *, part, out, **options):
        """Issue it."""
        text = self._issue(part, options) if part else for_development(options["customer"])
        if not out:
            return self.stdout.write(text)
        Path(out).write_text(text)
        self.stderr.write(f"{out} is written. Load it in the console: Licenses, Load a license file.")

    def _issue(self, parts, options):
        private, made = self._key(options["key"])
        public = private.public_key()
        if options["trust"]:
            self.stderr.write(f"This installation trusts the key now: {keys.trust(public)}")
        if made or not options["trust"] and key_name(public) not in keys.trusted():
            self.stderr.write(
                f"Signed with the key {key_name(public)}. Installations that are to trust it set\n"
                f"LICENSE_KEYS={keys.public_text(public)}"
            )
        day = options["expires"]
        return issue(
            private,
            customer=options["customer"],
            installation=options["installation"] or str(Installation.here().key),
            parts={name: (count, day) for name, count in map(_counted, parts)},
        )

    def _key(self, path):
        try:
            return keys.signing_key(path or keys.own_key_file())
        except ValueError as error:
            raise CommandError(f"The key cannot be used: {error}") from None


def _day(text):
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CommandError(f"“{text}” is no day: write it like 2027-12-31.") from None


def _counted(text):
    name, _equals, count = text.partition("=")
    if name not in License.Part.values or not count.isdecimal() or not 1 <= int(count) <= 1_000_000:
        known = ", ".join(License.Part.values)
        raise CommandError(f"“{text}”: write PART=COUNT, with a count from 1 and one of the parts {known}.")
    return name, int(count)
