"""Several threads at one database, each with a connection of its own, all let go at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connections


def run(*jobs):
    """Run these functions at once; what one of them raises is raised here."""
    gate = Barrier(len(jobs))

    def alone(job):
        try:
            gate.wait(10)
            job()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(jobs)) as pool:
        for done in [pool.submit(alone, job) for job in jobs]:
            done.result(60)
