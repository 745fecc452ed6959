"""Genesys Cloud: an organization whose customers write by WhatsApp."""
