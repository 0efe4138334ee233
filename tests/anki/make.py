#!/usr/bin/env python3
"""make.py FOLDER: makes the packages in tests/it/fixtures/anki with the real Anki (PyPI `anki`).

One collection in every container Anki has: with a review log, clozes, reversed cards, a note type of
its own, Chinese, a picture, a sound, suspended and flagged cards, cards that were reset or moved by
hand. `expected.json` says what Anki itself makes of the log under FSRS with default parameters.

The log is written with SQL, so that it has the dates it should have; Anki computes the rest.
"""
import json
import os
import random
import struct
import sys
import tempfile
import zipfile
import zlib

from anki.collection import Collection, ExportAnkiPackageOptions
from anki.deck_config_pb2 import UpdateDeckConfigsRequest

OUT = sys.argv[1]
DAY = 86_400_000
# 2026-01-05, 09:07 UTC, a Monday: never the very second at which a day begins anywhere.
START = 1_767_604_020_000
RANDOM = random.Random(4)


def png() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head)
            + chunk(b"IDAT", zlib.compress(b"\0\0\0\0")) + chunk(b"IEND", b""))


col = Collection(os.path.join(tempfile.mkdtemp(), "collection.anki2"))
for name, data in (("heap.png", png()), ("图 堆.png", png()), ("beep.wav", b"RIFF\0\0\0\0WAVE")):
    with open(os.path.join(col.media.dir(), name), "wb") as f:
        f.write(data)

term = col.models.new("Term")
for field in ("Term", "中文", "English", "Code", "Note"):
    col.models.add_field(term, col.models.new_field(field))
for name, front, back in (
    ("Meaning", "<h2>{{Term}}</h2>{{#Code}}<pre><code>{{Code}}</code></pre>{{/Code}}{{hint:Note}}",
     "{{FrontSide}}<hr id=answer>{{English}}{{#中文}}<div class=zh>{{中文}}</div>{{/中文}}"),
    ("Term", "{{#中文}}<div>{{中文}}</div>{{/中文}}", "{{FrontSide}}\n\n<hr id=answer>\n\n{{Term}}"),
):
    template = col.models.new_template(name)
    template["qfmt"], template["afmt"] = front, back
    col.models.add_template(term, template)
col.models.add_dict(term)

count = 0


def add(notetype: str, deck: str, fields: list[str], tags: str = "") -> int:
    global count
    note = col.new_note(col.models.by_name(notetype))
    for index, field in enumerate(fields):
        note.fields[index] = field
    note.tags = tags.split()
    note.guid = f"fixture{count:02d}"
    count += 1
    col.add_note(note, col.decks.id(deck))
    return note.id


B, R, C = "Basic", "Basic (and reversed card)", "Cloze"
html = add(B, "Dev::Go::Runtime", ["<b>What</b> is <code>chan&lt;T&gt;</code>?", "A queue &amp; a lock"], "go go::chan")
code = add(B, "Dev::Go::Runtime", [
    'Does it compile?<br><pre><code class="language-go">func main() {\n\tx := 1 &amp;&amp; 2\n}</code></pre>',
    "No: <i>mismatched</i> types.<ul><li>one</li><li>two</li></ul>"], "go")
lines = add(B, "Dev::Go::Runtime", ["Name<div>three</div><div><br></div>", "G<br>M<br>P"])
both = add(R, "Dev::Go::Runtime", ["scheduler", "调度器"], "go zh")
cloze = add(C, "Dev::Go::Runtime", ["A {{c1::P}} holds a {{c2::run queue::queue}} of {{c3::std:<!-- -->:Gs}}", "see <a href=\"https://go.dev\">go.dev</a>"])
chinese = add(B, "语言::并发 术语", ["什么是 goroutine？", "由 runtime 调度的函数调用，初始栈只有 2 KB。"], "概念")
pictures = add(B, "Dev::Go::Runtime", ['The heap <img src="heap.png">', '<img src="图 堆.png"> [sound:beep.wav]'])
typed = add("Basic (type in the answer)", "Dev::Shell", ["print the last field with awk", "awk '{print $NF}'"])
terms = add("Term", "语言::并发 术语", ["mutex", "互斥锁", "one holder at a time", "var mu sync.Mutex", "from Dijkstra"])
half = add("Term", "语言::并发 术语", ["semaphore", "", "a counter", "", ""])
math = add(B, "Dev::Go::Runtime", ["Sorting is \\(O(n \\log n)\\)?", "Yes*"])
suspended = add(B, "Dev::Shell", ["suspended", "yes"])
flagged = add(B, "Dev::Shell", ["flagged", "orange"])
new = add(B, "Dev::Shell", ["never asked", "new"])

serial = 0


def log(card: int, at: int, ease: int, kind: int, interval: int, factor: int = 500) -> None:
    """A row of the log; ids are unique."""
    global serial
    serial += 1
    col.db.execute("insert into revlog values (?,?,-1,?,?,0,?,?,?)", at + serial, card, ease, interval, factor,
                   RANDOM.randint(2_000, 20_000), kind)


def cards(note: int) -> list[int]:
    return col.db.list("select id from cards where nid = ? order by ord", note)


def study(card: int, first: int, days: int) -> None:
    """Learned on a day, then reviewed and sometimes forgotten."""
    at = START + first * DAY
    for ease in RANDOM.choice([[3, 3], [1, 3, 3], [4], [2, 3, 3], [1, 1, 2, 3, 3]]):
        log(card, at, ease, 0, -600, 0)
        at += RANDOM.randint(1, 12) * 60_000
    day = first
    while True:
        day += RANDOM.choice([1, 2, 3, 5, 9, 14])
        if day > days:
            break
        at = START + day * DAY + RANDOM.randint(0, 8) * 3_600_000
        ease = RANDOM.choice([1, 2, 3, 3, 3, 3, 4])
        log(card, at, ease, 1, 3)
        while ease == 1:
            at += RANDOM.randint(5, 15) * 60_000
            ease = RANDOM.choice([1, 2, 3, 3])
            log(card, at, ease, 2, -600)
            ease = 1 if ease == 1 else 3


LEARNED = [c for n in (html, code, lines, both, cloze, chinese, pictures, typed, terms, half, math, suspended, flagged) for c in cards(n)]
for index, card in enumerate(LEARNED):
    study(card, index % 5, 40)
moved, reset, again, crammed = cards(html)[0], cards(code)[0], cards(lines)[0], cards(math)[0]
log(moved, START + 41 * DAY, 0, 4, 5, 2500)  # a due date set by hand
log(reset, START + 41 * DAY, 0, 4, 0, 0)  # reset, then learned anew
study(reset, 42, 50)
study(again, 42, 50)  # learned anew by an Anki that left no row of the reset
log(crammed, START + 41 * DAY, 1, 3, 1, 0)  # a filtered deck that does not reschedule
log(crammed, START + 42 * DAY, 3, 3, 1, 500)  # and one that does

for card in LEARNED:
    c = col.get_card(card)
    c.type = c.queue = 2
    c.due, c.ivl, c.factor = 5, 3, 2500
    c.reps = col.db.scalar("select count() from revlog where cid = ? and ease > 0", card)
    c.lapses = col.db.scalar("select count() from revlog where cid = ? and ease = 1 and type = 1", card)
    col.update_card(c)
col.sched.suspend_cards(cards(suspended))
col.set_user_flag_for_cards(2, cards(flagged))

# Switching FSRS on makes Anki compute every memory from the log.
config = col._backend.get_deck_configs_for_update(1)
request = UpdateDeckConfigsRequest(
    target_deck_id=1, configs=[config.all_config[0].config], removed_config_ids=[], mode=0,
    card_state_customizer="", limits=config.current_deck.limits, new_cards_ignore_review_limit=False,
    fsrs=True, apply_all_parent_limits=False, fsrs_reschedule=False, fsrs_health_check=False)
col._backend.update_deck_configs_raw(request.SerializeToString())
# Stock note types that no note has only take room.
used = set(col.db.list("select distinct mid from notes"))
for name in col.models.all_names_and_ids():
    if name.id not in used:
        col.models.remove(name.id)


def expected() -> list[dict]:
    found = []
    for card in col.db.list("select id from cards order by id"):
        c = col.get_card(card)
        memory = c.memory_state
        found.append({
            "guid": c.note().guid, "ord": c.ord, "deck": col.decks.name(c.did),
            "stability": memory and round(memory.stability, 4), "difficulty": memory and round(memory.difficulty, 3),
        })
    return found


def package(name: str, legacy: bool) -> str:
    path = os.path.join(OUT, name)
    if os.path.exists(path):
        os.unlink(path)
    col.export_anki_package(out_path=path, limit=None, options=ExportAnkiPackageOptions(
        with_scheduling=True, with_deck_configs=False, with_media=True, legacy=legacy))
    return path


package("latest.apkg", False)
second = package("legacy2.apkg", True)
# Anki writes no legacy 1 any more: the same rows under the old name, without the decoy.
with zipfile.ZipFile(second) as source, zipfile.ZipFile(os.path.join(OUT, "legacy1.apkg"), "w", zipfile.ZIP_DEFLATED) as target:
    for name in source.namelist():
        if name not in ("meta", "collection.anki2"):
            target.writestr(name.replace("collection.anki21", "collection.anki2"), source.read(name))
everything = {"cards": expected()}


def smaller(path: str) -> None:
    """The same entries, packed: Anki stores its decoy as it is."""
    with zipfile.ZipFile(path) as source:
        entries = [(name, source.read(name)) for name in source.namelist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as target:
        for name, data in entries:
            target.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)


# Later: a text was changed, a note added, a card reviewed.
note = col.get_note(lines)
note.fields[1] += "<br>and more"
note.mod = 0
col.update_note(note)
col.db.execute("update notes set mod = mod + 40000000 where id = ?", lines)  # whenever the tests run
add(B, "Dev::Shell", ["added later", "yes"])
log(moved, START + 60 * DAY, 3, 1, 30)
package("later.apkg", False)

path = os.path.join(OUT, "collection.colpkg")
if os.path.exists(path):
    os.unlink(path)
col.db.execute("insert into revlog values (?, 12345, -1, 3, 1, 1, 500, 1000, 1)", START)  # of a card long gone
col.export_collection_package(path, include_media=True, legacy=False)
with open(os.path.join(OUT, "expected.json"), "w") as f:
    json.dump(everything, f, ensure_ascii=False, indent=1)
for name in sorted(os.listdir(OUT)):
    if name.endswith("pkg"):
        smaller(os.path.join(OUT, name))
    print(os.path.getsize(os.path.join(OUT, name)), name)
