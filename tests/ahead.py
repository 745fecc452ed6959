"""`python -m tests.ahead`: make the databases that every part of the tests copies, before anybody waits for them."""

from concurrent.futures import ThreadPoolExecutor

from tests import made
from tests.servers import PostgreSQL


def main():
    """Nothing to do where they are there."""
    with ThreadPoolExecutor() as pool:
        for done in [pool.submit(made.sqlite), pool.submit(PostgreSQL.made)]:
            done.result()


if __name__ == "__main__":
    main()
