"""The pages of the platforms on which an account is linked."""

from urllib.parse import urlsplit

OWN_SITES = {"https://www.facebook.com": ["https://*.facebook.com"], "https://x.com": ["https://*.x.com"]}


def consent_pages(*addresses):
    """Where a form that links an account may lead."""
    pages = {urlsplit(url)._replace(path="").geturl() for url in addresses}
    return sorted(pages.union(*(OWN_SITES.get(page, []) for page in pages)))
