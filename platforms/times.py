"""Times as platforms write them, and X's ids, which carry a time in their upper bits. Everything is UTC."""

from datetime import UTC, datetime, timedelta

# X numbers its objects from this moment on, in milliseconds (docs.x.com, "X IDs").
SNOWFLAKE_EPOCH_MS = 1288834974657
SNOWFLAKE_SHIFT = 22
# Above this a number of seconds would lie in the year 5138: it must be milliseconds.
LARGEST_SECONDS = 10**11
# What a platform gives no time for is read as of this moment, so that the same delivery is always read the same.
# Whoever stores it knows when it came.
UNDATED = datetime(1970, 1, 1, tzinfo=UTC)


def now():
    """The present time."""
    return datetime.now(UTC)


def moment(value, default=None):
    """The time meant by ISO text, or by seconds or milliseconds since 1970 as number or text; `default` if by none."""
    try:
        return _from_number(float(value))
    except (TypeError, ValueError, OverflowError, OSError):
        return _from_text(value, default)


def unix(time):
    """Seconds since 1970, whole: the form in which Graph takes and gives times."""
    return int(time.timestamp())


def snowflake(time):
    """The smallest X id that could have been given at `time`."""
    since_epoch = int(time.timestamp() * 1000) - SNOWFLAKE_EPOCH_MS
    return max(since_epoch, 0) << SNOWFLAKE_SHIFT


def snowflake_time(number):
    """When X gave out this id, to the millisecond."""
    return datetime.fromtimestamp(((int(number) >> SNOWFLAKE_SHIFT) + SNOWFLAKE_EPOCH_MS) / 1000, UTC)


def earlier(number, span: timedelta):
    """The X id that lies `span` before the id `number`."""
    return max(int(number) - (int(span.total_seconds() * 1000) << SNOWFLAKE_SHIFT), 0)


def _from_number(number):
    if abs(number) >= LARGEST_SECONDS:
        number /= 1000
    return datetime.fromtimestamp(number, UTC)


def _from_text(value, default):
    try:
        time = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return default
    return time.astimezone(UTC) if time.tzinfo else time.replace(tzinfo=UTC)
