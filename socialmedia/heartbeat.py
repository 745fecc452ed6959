"""The heartbeat: everything that runs by itself, on one page. A new line needs its reason beside it."""


def _tick(task, seconds):
    """A beat entry that expires after its own interval: a worker that was away does not catch up on old ticks."""
    return {"task": task, "schedule": seconds, "options": {"expires": seconds}}


# The heartbeat. Every line finds rows that a lost hint left behind; any number of beats may run, as ticks claim rows.
# About a second, each a little different: all at the same moment they would make everybody else wait.
HEARTBEAT = {
    "poll-feeds-that-are-due": _tick("interactions.tasks.poll_due", 1.0),
    "read-again-what-may-have-changed": _tick("interactions.tasks.reread_due", 60.0),
    "drain-the-webhook-inbox": _tick("interactions.tasks.drain_due", 1.03),
    "route-what-waits": _tick("acd.tasks.route_due", 0.97),
    "take-back-offers-nobody-took": _tick("acd.tasks.offers_due", 1.07),
    "take-waiting-further": _tick("acd.tasks.steps_due", 1.01),
    "deliver-and-settle-replies": _tick("interactions.tasks.deliver_due", 0.93),
    "carry-out-acts-upon-messages": _tick("interactions.tasks.deliver_acts_due", 1.9),
    "fetch-files-of-messages": _tick("interactions.tasks.fetch_attachments_due", 5.3),
    "apply-changes-that-came-early": _tick("interactions.tasks.settle_changes", 2.1),
    "forget-what-never-found-its-place": _tick("interactions.tasks.sweep_changes", 24 * 3600.0),
    "renew-tokens-that-end": _tick("channels_admin.tasks.refresh_due", 20.0),
    "tell-administrators": _tick("channels_admin.tasks.tell_administrators", 15.0),
    # Licenses end with a day: a look every few minutes is soon enough, and each warning is mailed once.
    "warn-of-licenses-that-end": _tick("channels_admin.tasks.warn_of_licenses", 600.0),
    # Each account and subscription in turn every ten minutes: the tick only looks whose turn it is.
    "check-accounts": _tick("channels_admin.tasks.check_accounts", 30.0),
    "check-webhook-subscriptions": _tick("channels_admin.tasks.check_subscriptions", 31.0),
    # Each business account hourly, and a minute after an event: the tick only looks whose turn it is.
    "read-whatsapp-templates-and-numbers": _tick("channels_admin.whatsapp.tasks.sync_due", 30.0),
    "retire-what-was-deleted": _tick("channels_admin.tasks.retire_deleted", 60.0),
    "bring-back-what-was-parked": _tick("interactions.tasks.resume_due", 5.0),
    "return-what-deactivated-people-had": _tick("interactions.tasks.release_deactivated", 15.0),
    "mail-letters-to-people": _tick("agents.tasks.send_invitations", 20.0),
    "tell-who-waits-out-of-hours": _tick("interactions.tasks.say_closed_due", 4.7),
    "end-or-return-what-nobody-goes-on-with": _tick("interactions.tasks.leave_due", 14.9),
    # An interaction that ends wakes the same task; this finds those whose hint was lost.
    "ask-customers-how-satisfied-they-are": _tick("interactions.tasks.ask_surveys_due", 7.3),
    "tell-platforms-of-blocks": _tick("interactions.tasks.settle_blocks", 9.7),
    "count-uses-of-responses": _tick("workspace.tasks.count_uses", 4.9),
    # What came in at the very moment of a merge; seconds later is soon enough.
    "carry-on-what-came-in-while-customers-were-merged": _tick("interactions.tasks.settle_merges", 5.9),
    # An interaction that ends wakes the same task; this finds those whose hint was lost, and snippets left running.
    "seal-recordings": _tick("supervision.tasks.record_due", 6.1),
    "take-deleted-messages-out-of-recordings": _tick("supervision.tasks.forget_deleted", 61.0),
    "watch-alerts": _tick("supervision.tasks.watch_alerts", 1.0),
    "mail-alerts": _tick("supervision.tasks.mail_alerts", 5.1),
    # Somebody waits for it, and the hint hurries it; this goes on where a worker was killed.
    "erase-customers-who-asked": _tick("supervision.tasks.erase_due", 61.7),
    # There is one run a day; the tick begins it, goes on with one that was interrupted, and costs a row otherwise.
    "go-on-with-the-daily-retention-run": _tick("supervision.tasks.retain_due", 301.0),
    # What agents' work came to, for reports: read once an interaction has ended, and its wrap-up is over.
    "read-what-work-came-to": _tick("supervision.tasks.read_work", 10.3),
    "mail-reports": _tick("supervision.tasks.mail_reports", 30.1),
    "make-next-months-partitions": _tick("interactions.tasks.make_partitions", 6 * 3600.0),
}
