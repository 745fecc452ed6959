"""What an answer of X includes beside its objects: users, media, posts that others refer to, polls and places."""

from dataclasses import dataclass, field

from platforms import payload, x_api
from platforms.base import Person


@dataclass
class Included:
    """The `includes` of one or several answers, by id."""

    users: dict = field(default_factory=dict)
    media: dict = field(default_factory=dict)
    posts: dict = field(default_factory=dict)
    polls: dict = field(default_factory=dict)
    places: dict = field(default_factory=dict)

    @classmethod
    def of(cls, *answers):
        """What these answers include."""
        included = cls()
        for answer in answers:
            included.add(answer)
        return included

    def add(self, answer):
        """Take in the `includes` of one more answer, under the names of either generation."""
        self.users |= _by(answer, "users", "id", x_api.person)
        self.media |= _by(answer, "media", "media_key")
        self.posts |= _by(answer, "tweets", "id") | _by(answer, "posts", "id")
        self.polls |= _by(answer, "polls", "id")
        self.places |= _by(answer, "places", "id")

    def person(self, number):
        """The user with this id, known by it alone if nothing more was said."""
        return self.users.get(number) or Person("x_id", number)


def _by(answer, name, key, read=lambda row: row):
    # Webhooks wrap some objects in a `data` of their own.
    rows = [row["data"] if isinstance(row.get("data"), dict) else row for row in payload.rows(answer, "includes", name)]
    return {payload.ident(row, key): read(row) for row in rows if payload.ident(row, key)}
