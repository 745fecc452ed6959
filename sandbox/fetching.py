"""Files that a call names by address only: the platforms fetch them."""

import httpx

WITHIN = 5.0


async def fetched(url: str) -> bytes | None:
    """The bytes at an address; None when they cannot be had within five seconds."""
    try:
        async with httpx.AsyncClient(timeout=WITHIN, trust_env=False, follow_redirects=True) as client:
            answer = await client.get(url)
    except (httpx.HTTPError, httpx.InvalidURL):
        return None
    return answer.content if answer.status_code == 200 else None
