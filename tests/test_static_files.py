"""Scripts and styles are served small, and mean what their sources mean."""

import gzip
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from socialmedia.static_files import small_copy

STATIC = Path(__file__).resolve().parent.parent / "static"
DESK = ["workspace/desk.js", "base/theme.js", "base/own_menu.js"]  # what the page asks for; modules ask for more
ENOUGH = 100_000  # bytes of compressed scripts that a desk may take to open
ASKS = re.compile(r'^(?:import|export)\b[^;]*?from\s*"([^"]+)"|^import\s*"([^"]+)"', re.MULTILINE)


def test_a_script_is_served_without_comments_and_compressed(tmp_path):
    source = STATIC / "workspace" / "desk.js"
    copy = small_copy(source, tmp_path)
    packed = copy.with_name(copy.name + ".gz").read_bytes()
    assert gzip.decompress(packed) == copy.read_bytes()
    assert len(packed) < 0.5 * source.stat().st_size and b"\n// " not in copy.read_bytes()
    written = copy.stat().st_mtime_ns
    assert small_copy(source, tmp_path) == copy and copy.stat().st_mtime_ns == written, "made once"


def test_whatever_a_page_or_a_script_asks_for_is_there():
    templates = STATIC.parent / "templates"
    named = {n for file in templates.rglob("*.html") for n in re.findall(r"{% static '([^']+)' %}", file.read_text())}
    asked = {STATIC / name for name in named if not finders.find(name)}
    for file in STATIC.rglob("*.js"):
        wanted = {file.parent / (one or other) for one, other in ASKS.findall(file.read_text())}
        asked |= {one for one in wanted if not one.exists()}
    assert len(named) > 60 and not asked


def test_what_is_no_text_is_served_as_it_is(tmp_path):
    picture = tmp_path / "one.png"
    picture.write_bytes(b"\x89PNG" * 200)
    assert small_copy(picture, tmp_path / "small") == picture


@pytest.mark.skipif(not shutil.which("node"), reason="Node reads the scripts")
def test_every_small_script_can_be_read(tmp_path):
    for source in STATIC.rglob("*.js"):
        shutil.copy(small_copy(source, tmp_path), tmp_path / f"{source.parent.name}-{source.stem}.mjs")
    read = "import { readdirSync } from 'fs'; import { SourceTextModule } from 'vm';"
    read += "import { readFileSync } from 'fs'; for (const name of readdirSync('.').filter((n) => n.endsWith('.mjs')))"
    read += "new SourceTextModule(readFileSync(name, 'utf8'), { identifier: name });"
    command = ["node", "--experimental-vm-modules", "--input-type=module", "-e", read]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr


def test_the_product_serves_the_small_ones(client):
    answer = client.get("/static/workspace/desk.js", headers={"accept-encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip" and "javascript" in answer.headers["Content-Type"]
    packed = b"".join(answer.streaming_content)
    assert b'from "./acts.js"' in gzip.decompress(packed).replace(b'from"', b'from "')


def scripts_of(path, found):
    """A script and, before anything is clicked, all that it asks for."""
    if path not in found:
        found.add(path)
        for names in ASKS.findall(path.read_text()):
            scripts_of((path.parent / "".join(names)).resolve(), found)
    return found


def test_all_scripts_of_a_desk_together_are_small(tmp_path):
    found = set()
    for name in DESK:
        scripts_of(STATIC / name, found)
    copies = [small_copy(path, tmp_path) for path in found]
    assert len(copies) > 80
    assert sum(copy.with_name(copy.name + ".gz").stat().st_size for copy in copies) < ENOUGH
