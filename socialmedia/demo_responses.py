"""The demo company's responses: two shared libraries, in English and in German, and some of Alice's own."""

from workspace.models import Response, ResponseCategory, ResponseLibrary

# category, title, shortcut, language, platforms, text
GENERAL = [
    (
        "Welcome", "Good to hear from you", "hi", "en", [],
        "Hi {{ customer.first_name }}, thank you for writing to {{ company }}. I am {{ agent.first_name }}. How can I help?",
    ),
    (
        "Welcome", "Schön, von Ihnen zu hören", "hallo", "de", [],
        "Guten Tag {{ customer.first_name }}, danke für Ihre Nachricht an {{ company }}. Mein Name ist {{ agent.first_name }}. "
        "Wie kann ich helfen?",
    ),
    (
        "Welcome", "One moment, I am asking our workshop", "moment", "en", [],
        "One moment please, I am asking our workshop and come back to you today.",
    ),
    (
        "Orders / Delivery", "Where is my parcel?", "parcel", "en", [],
        "I am sorry that it is late, {{ customer.first_name }}. Your parcel has the number {{ parcel number }}; it should be "
        "with you by {{ day of delivery }}. If it is not, write to me here and I send another one.",
    ),
    (
        "Orders / Delivery", "Wo bleibt mein Paket?", "paket", "de", [],
        "Das tut mir leid, {{ customer.first_name }}. Ihr Paket hat die Nummer {{ Paketnummer }} und sollte bis "
        "{{ Liefertag }} bei Ihnen sein. Falls nicht, schreiben Sie mir hier, dann schicke ich ein neues.",
    ),
    (
        "Orders / Returns", "Send it back, free of charge", "return", "en", [],
        "You can send it back free of charge within 30 days. Print the label from brewline.example/return, put it on any box "
        "and hand it in at the post office. Your money is back within five days.",
    ),
    (
        "Closing", "Thank you for the praise", "praise", "en", [],
        "That makes our day, {{ customer.first_name }}! I have passed it on to the people who build them.",
    ),
    (
        "Closing", "Let us continue in private", "private", "en", ["facebook", "twitter"],
        "So that nobody reads your address here: please send us a direct message with your order number, and I look into it "
        "at once.",
    ),
]  # fmt: skip
REPAIRS = [
    (
        "Gaskets", "Gasket kit, free of charge", "gasket", "en", [],
        "We send you the kit today, {{ customer.first_name }}. It takes ten minutes, no tools needed: switch the machine off, "
        "let it cool, pull the old gasket out and press the grey one in.",
    ),
    (
        "Gaskets", "Gasket: how to change it", "gas-how", "en", [],
        "1. Switch the machine off and let it cool.\n2. Lift the boiler lid.\n3. Pull the old gasket out.\n"
        "4. Press the grey one in, the lip upwards.\n5. Run two empty cups.",
    ),
    (
        "Gaskets", "Dichtung, kostenlos", "gas-de", "de", [],
        "Wir schicken Ihnen die Dichtung noch heute, {{ customer.first_name }}. Der Einbau dauert zehn Minuten, ohne Werkzeug: "
        "Gerät ausschalten, abkühlen lassen, alte Dichtung herausziehen, die graue eindrücken.",
    ),
    (
        "Error codes", "E14: the grinder is blocked", "e14", "en", [],
        "E14 means that the grinder is blocked, often by a small stone among the beans. Switch the machine off, empty the "
        "hopper, turn the wheel by hand two rounds backwards, and start again.",
    ),
    (
        "Error codes", "E14: Mahlwerk blockiert", "e14-de", "de", [],
        "E14 heißt, dass das Mahlwerk blockiert ist, oft durch einen Stein zwischen den Bohnen. Gerät ausschalten, Behälter "
        "leeren, das Rad von Hand zwei Umdrehungen zurückdrehen und neu starten.",
    ),
    (
        "Repair", "Bring it to a workshop", "workshop", "en", ["whatsapp", "facebook"],
        "This wants a technician. Your nearest workshop expects you from {{ day }} on; the repair has the number "
        "R-{{ interaction.id }}. Under warranty it costs nothing.",
    ),
]  # fmt: skip
OWN = [("", "My sign-off", "bye", "en", [], "All the best from Lisbon\n{{ agent.first_name }}")]


def load(people, workgroups):
    """All of it. The repairs are for those who repair and those who send them there."""
    repairs = ResponseLibrary.objects.create(name="Repairs", everybody=False)
    repairs.workgroups.set(workgroups.values())
    _fill(ResponseLibrary.objects.create(name="All of Brewline"), GENERAL)
    _fill(repairs, REPAIRS)
    _fill(ResponseLibrary.objects.own_of(people["alice"]), OWN)


def _fill(library, rows):
    for category, title, shortcut, language, platforms, text in rows:
        facts = {"title": title, "shortcut": shortcut, "language": language, "platforms": platforms, "text": text}
        Response.objects.create(library=library, category=ResponseCategory.at(library, category), **facts)
