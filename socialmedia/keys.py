"""Keys that an embedded installation makes for itself at its first start."""

import base64
import contextlib
import os
import secrets
from pathlib import Path


def kept_key(path: Path) -> str:
    """Return the key in the file at `path`, made at the first call: 32 random bytes in base64, readable by the owner only.

    Two processes that start together agree on one key: the file appears complete or not at all.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(f".{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(base64.b64encode(secrets.token_bytes(32)).decode())
        with contextlib.suppress(FileExistsError):  # another process was first
            os.link(draft, path)
        draft.unlink()
    return path.read_text().strip()
