"""A Celery application with the product's broker and one slow task, for `test_broker.py`."""

import os
import time
from pathlib import Path

from celery import Celery

from socialmedia.broker import QuickAMQP

app = Celery("tests.broker_app", amqp=QuickAMQP, broker=os.environ["REDIS_URL"])
app.conf.update(task_acks_late=True, task_ignore_result=True, broker_connection_retry_on_startup=True)


@app.task
def note(folder, name, seconds):
    """Leave a file that says when this began; take some seconds."""
    Path(folder, name).write_text(str(time.time()))
    time.sleep(seconds)
