"""What is kept at WhatsApp beside messages: templates, numbers, links with QR codes, blocked people, subscriptions.

`Wire.address` is the phone number id; the business account is named where it is meant.
"""
