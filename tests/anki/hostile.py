#!/usr/bin/env python3
"""hostile.py FOLDER [large]: makes the packages in tests/it/fixtures/hostile, which no one may trust.

With `large` they are larger, and some have up to 10 MB, to measure time and memory by hand.
"""
import io
import json
import os
import random
import sqlite3
import struct
import sys
import zipfile
import zlib

OUT = sys.argv[1]
LARGE = len(sys.argv) > 2
RANDOM = random.Random(6)
os.makedirs(OUT, exist_ok=True)

MODEL = {"1": {"id": 1, "name": "Basic", "type": 0, "flds": [{"name": "Front", "ord": 0}, {"name": "Back", "ord": 1}],
               "tmpls": [{"name": "Card 1", "ord": 0, "qfmt": "{{Front}}", "afmt": "{{FrontSide}}<hr id=answer>{{Back}}"}]}}
DECKS = {"1": {"id": 1, "name": "Deck"}}
SCHEMA = """
CREATE TABLE col (id integer primary key, crt, mod, scm, ver, dty, usn, ls, conf, models, decks, dconf, tags);
CREATE TABLE notes (id integer primary key, guid, mid, mod, usn, tags, flds, sfld, csum, flags, data);
CREATE TABLE cards (id integer primary key, nid, did, ord, mod, usn, type, queue, due, ivl, factor, reps, lapses,
    left, odue, odid, flags, data);
CREATE TABLE revlog (id integer primary key, cid, usn, ease, ivl, lastIvl, factor, time, type);
CREATE TABLE graves (usn, oid, type);
"""
SIZE = (lambda count: count) if LARGE else (lambda count: min(count, 60_000))
DAY0 = 1_780_000_000_000


def collection(notes=(), models=MODEL, decks=DECKS, cards=None, reviews=(), sql="", page=None) -> bytes:
    """notes: (guid, fields[, tags]); cards: rows (id, nid, did, ord, type, queue, due)."""
    db = sqlite3.connect(":memory:")
    if page:
        db.execute(f"pragma page_size = {page}")
    db.executescript(SCHEMA)
    dump = lambda value: value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    db.execute("insert into col values (1,?,1,1,11,0,0,0,'{}',?,?,'{}','{}')", (DAY0 // 1000, dump(models), dump(decks)))
    notes = list(notes)
    db.executemany("insert into notes values (?,?,1,1700000000,-1,?,?,'',0,0,'')",
                   ((i, n[0], n[2] if len(n) > 2 else "", n[1]) for i, n in enumerate(notes, 1)))
    if cards is None:
        cards = ((i, i, 1, 0, 0, 0, i) for i in range(1, len(notes) + 1))
    db.executemany("insert into cards values (?,?,?,?,1,-1,?,?,?,0,0,0,0,0,0,0,0,'')", cards)
    db.executemany("insert into revlog values (?,?,-1,?,1,1,500,3000,?)", reviews)
    db.commit()
    if sql:
        db.executescript(sql)
    db.commit()
    data = db.serialize()
    db.close()
    return data


def package(name: str, entries, store=False) -> None:
    method = zipfile.ZIP_STORED if store else zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(os.path.join(OUT, name), "w", method, compresslevel=9) as z:
        for entry, data in entries:
            z.writestr(zipfile.ZipInfo(entry), data, method)


def one(name: str, data: bytes, media="{}", more=(), **options) -> None:
    package(name, [("collection.anki2", data), ("media", media), *more], **options)


def zstd(*blocks: tuple[bytes, int], window=0x50, size=None) -> bytes:
    """A frame of raw blocks (count 1) and of blocks that repeat one byte."""
    head = b"\x28\xb5\x2f\xfd"
    head += bytes([0x00, window]) if size is None else bytes([0xC0, window]) + struct.pack("<Q", size)
    out = bytearray(head)
    for data, count in blocks:
        if count == 1:
            for at in range(0, len(data), 1 << 16):
                part = data[at:at + (1 << 16)]
                out += struct.pack("<I", len(part) << 3)[:3] + part
        else:
            while count:
                n = min(count, 1 << 16)
                out += struct.pack("<I", n << 3 | 1 << 1)[:3] + data
                count -= n
    return bytes(out + b"\x01\x00\x00")


def fields(front, back="a"):
    return front + "\x1f" + back


GIB = 1 << 30
SMALL = collection([("g1", fields("question", "answer"))])
FRONT = lambda text, **o: collection([("g1", fields(text)), ("g2", fields("fine", "answer"))], **o)

# The zip.
one("bomb-zip.apkg", SMALL + bytes(40 << 20))
package("bomb-zstd.apkg", [("meta", b"\x08\x03"), ("collection.anki21b", zstd((b"\0", GIB // 4))), ("media", zstd((b"", 1)))])
package("bomb-window.apkg", [("meta", b"\x08\x03"), ("collection.anki21b", zstd((SMALL, 1), window=0xF8)), ("media", b"")])
package("bomb-size.apkg", [("meta", b"\x08\x03"), ("collection.anki21b", zstd((SMALL, 1), size=8 * GIB)), ("media", zstd((b"", 1)))])
MEDIA = [("g1", fields("<img src='a.png'>", "<img src='b.png'>")), ("g2", fields("fine", "answer"))]
package("bomb-media-map.apkg", [("meta", b"\x08\x03"), ("collection.anki21b", zstd((collection(MEDIA), 1))),
                                ("media", zstd((b"\x0a", GIB // 4))), ("0", zstd((b"x", 1)))])
package("media-map-8gb.apkg", [("meta", b"\x08\x03"), ("collection.anki21b", zstd((collection(MEDIA), 1))),
                               ("media", zstd((b"\x0a\x0d\x0a\x05a.png\x10\x80\x80\x80\x80\x20", 1), size=8 * GIB)),
                               ("0", zstd((b"x", GIB // 8)))])
one("media-map-nested.apkg", collection(MEDIA), media="[" * 100_000)
one("media-names.apkg", collection([("g1", fields("<img src='../../etc/passwd'><img src='/etc/passwd'><img src='..\\x'>"
    "<img src='CON'><img src='\x1b[2J.png'><img src='\u202egnp.a'><img src='.bashrc'>"))]),
    media=json.dumps({"0": "../../etc/passwd", "1": "/etc/passwd", "2": "..\\x", "3": "CON", "4": "\x1b[2J.png",
                      "5": "\u202egnp.a", "6": ".bashrc", "../../x": "CON"}),
    more=[(str(i), b"x") for i in range(7)])
package("decoy.apkg", [("meta", b"\x08\x03"), ("collection.anki2", SMALL), ("media", "{}")])
package("newer.apkg", [("meta", b"\x08\x04"), ("collection.anki21b", b"x")])
package("meta-long.apkg", [("meta", b"\x08" + b"\xff" * 100_000), ("collection.anki2", SMALL)])


def raw(name, *entries, count=None):
    """A zip by hand: (name, data, method, flags, external attributes)."""
    out, central = bytearray(), bytearray()
    for entry, data, method, flags, external in entries:
        entry = entry.encode()
        head = struct.pack("<HHHHHIIIHH", 20, flags, method, 0, 33, zlib.crc32(data), len(data), len(data), len(entry), 0)
        central += b"PK\x01\x02" + struct.pack("<H", 0x031E) + head + struct.pack("<HHHII", 0, 0, 0, external, len(out)) + entry
        out += b"PK\x03\x04" + head + entry + data
    n = len(entries) if count is None else count
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, n, n, len(central), len(out), 0)
    with open(os.path.join(OUT, name), "wb") as f:
        f.write(out + central + end)


TINY = collection([("g1", fields("question", "answer"))], page=512)
raw("names-twice.apkg", ("collection.anki2", TINY, 0, 0, 0), ("collection.anki2", b"other", 0, 0, 0))
raw("link.apkg", ("collection.anki2", b"/etc/passwd", 0, 0, 0o120777 << 16))
raw("encrypted.apkg", ("collection.anki2", TINY, 0, 1, 0))
raw("method.apkg", ("collection.anki2", TINY, 99, 0, 0))
raw("count.apkg", ("collection.anki2", TINY, 0, 0, 0), count=60_000)
raw("path.apkg", ("../collection.anki2", TINY, 0, 0, 0))
with open(os.path.join(OUT, "overlap.apkg"), "wb") as f:
    data = zlib.compress(TINY)[2:-4]
    head = struct.pack("<HHHHHIII", 20, 0, 8, 0, 33, zlib.crc32(TINY), len(data), len(TINY))
    out = b"PK\x03\x04" + head + struct.pack("<HH", 16, 0) + b"collection.anki2" + data
    central = b""
    for name in (b"collection.anki2", b"0", b"1", b"2"):
        central += b"PK\x01\x02" + struct.pack("<H", 20) + head + struct.pack("<HHHHHII", len(name), 0, 0, 0, 0, 0, 0) + name
    f.write(out + central + b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 4, 4, len(central), len(out), 0))

# The database.
for name, sql in {
    "view": "DROP TABLE notes; CREATE VIEW notes AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n) SELECT i AS id, 'g'||i AS guid, 1 AS mid, 1 AS mod, '' AS tags, 'a' AS flds FROM n;",
    "trigger": "CREATE TRIGGER t AFTER INSERT ON notes BEGIN DELETE FROM notes; END;",
    "virtual": "CREATE VIRTUAL TABLE f USING fts5(a);",
    "generated": "ALTER TABLE notes ADD COLUMN g AS (hex(zeroblob(100000000)));",
    "no-cards": "DROP TABLE cards;",
    "col-empty": "DELETE FROM col;",
    "unicase": "DROP TABLE revlog; CREATE TABLE revlog (id integer primary key, cid text collate nocase, usn, ease, ivl, lastIvl, factor, time, type);",
}.items():
    one(f"sqlite-{name}.apkg", collection([("g1", fields("q"))], sql=sql, page=512))
wal = bytearray(TINY)
wal[18:20] = b"\x02\x02"
one("sqlite-wal.apkg", bytes(wal))
one("sqlite-cut.apkg", TINY[:len(TINY) // 2])
loop = bytearray(TINY)
for at in range(600, len(loop) - 4, 7):
    loop[at] ^= 0x55
one("sqlite-noise.apkg", bytes(loop))
one("types.apkg", collection([("g1", fields("q")), ("g2", fields("fine", "answer"))], page=512, sql="""
    INSERT INTO notes VALUES (10, x'ff', 1, 1, 1, 1, 1, 1, 1, 1, 1), (11, 'h', 'one', 1, 1, '', 'q', '', 0, 0, ''),
        (12, 'i', 1, 1e300, 1, '', 'q' || x'1f' || 'a', '', 0, 0, ''), (13, 'j', 1, 1, 1, x'00', x'00', '', 0, 0, ''),
        (14, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL), (15, 'k', 1, 1, 1, '', CAST(x'66fe1f61' AS TEXT), '', 0, 0, '');
    INSERT INTO cards VALUES (20, 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x'),
        (21, 1, 1, -1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, ''), (22, 1, 1, 4294967296, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, ''),
        (23, 12, 99, 0, 1, 1, 1e308, -9e18, 9223372036854775807, -1, 1e18, 1e18, 1e18, 1, 1, -1, 255, '{'),
        (24, 2, 1, 0, 1, 1, 99, 99, 1, 1, 1, 1, 1, 1, 1, 1, 1, x'00');
    INSERT INTO revlog VALUES (-9223372036854775808, 2, 1, 3, 1, 1, 1, 1, 1), (9223372036854775807, 2, 1, 3, 1, 1, 1, 1, 1),
        (1, 2, 1, 99, 1, 1, 1, 1, 1), (2, 2, 1, 3, 1e300, 1e300, 1e300, 1e300, 200), (3, 'x', 1, 'x', 1, 1, 1, 1, 'x'),
        (4, 2, 1, 3, 1, 1, 1, -1, 0), (1780000000000, 2, 1, 3, 1, 1, 1, 9e15, 0);
"""))

# The values.
E = "\x1b]0;title\x07\x1b[2J\x1b[31m\u202e\u2066\x9b1m\x00\x08\u200b\U000e0041"
evil_model = json.loads(json.dumps(MODEL).replace("Basic", "Bas\\u001b[2Jic").replace("Card 1", "C\\u001b[2J"))
evil_model["1"]["tmpls"].append({"name": "\x1b[2Jbroken", "ord": 1, "qfmt": "{{#\x1b[31m}}", "afmt": "{{x"})
one("escapes.apkg", collection(
    [("g" + E, fields(E + "front &#27;[31m&#x9b;&#8238;&ZeroWidthSpace;" + E, "back" + E + "<a href='javascript:x\x1b'>l</a><a href='http://x/\x1b[2J'>m</a>"),
      f" {E} tag{E} -rf ../x "), ("h", fields(f"<pre><code class='language-{E}'>{E}</code></pre>", f"<img alt='{E}' src='{E}.png'>[sound:{E}.mp3]{{{{c1::x}}}}"))],
    models=evil_model, decks={"1": {"name": f"{E}::../../etc::-rf::.git::CON::{E}"}},
    cards=[(1, 1, 1, 0, 0, 0, 1), (2, 2, 1, 0, 0, 0, 1), (3, 1, 1, 1, 0, 0, 1), (4, 1, 7, 0, 0, 0, 1)]))
one("guids.apkg", collection([("g", fields("one")), ("g", fields("two")), ("", fields("none")), ("x" * 100_000, fields("long")),
                              ("../../etc/passwd", fields("path")), ("gd-0000000000000000000000", fields("ours?"))]))
one("decks-deep.apkg", collection([("g", fields("q"))], decks={"1": {"name": "::".join(["d"] * 50_000)}}))
one("decks-loop.apkg", collection([("g", fields("q"))], decks={"1": {"name": "::" * 500}}))
one("json-deep.apkg", collection([("g", fields("q"))], models='{"1":' + "[" * 200_000))
one("json-decks.apkg", collection([("g", fields("q"))], decks='{"1":{"name":7}}'))
one("fields-many.apkg", collection([("g", "\x1f" * SIZE(900_000))]))


def template(name, question, answer="{{Back}}", **options):
    models = {"1": {"name": "T", "flds": [{"name": "F"}, {"name": "Back"}], "type": options.pop("type", 0), "tmpls": [{"name": "T", "qfmt": question, "afmt": answer}]}}
    one(name, FRONT(options.pop("front", "front"), models=models), **options)


template("template-nested.apkg", "{{#F}}" * 20_000 + "x" + "{{/F}}" * 20_000)
template("template-open.apkg", "{{#F}}" * 20_000)
template("template-braces.apkg", "{" * SIZE(200_000))
template("template-filters.apkg", "{{" + "hint:" * 20_000 + "F}}")
template("template-often.apkg", "{{F}}" * 30_000, front="x" * SIZE(900_000))
template("template-frontside.apkg", "{{FrontSide}}{{F}}", "{{FrontSide}}" * 19_000)
template("template-furigana.apkg", "{{furigana:F}}", front="a[" * SIZE(400_000))
template("template-type.apkg", "{{type:F}}{{F}}", "{{type:F}}" * 25_000, front="[[type:" * SIZE(100_000))
template("cloze-nested.apkg", "{{cloze:F}}", "{{cloze:F}}", type=1, front="{{c1::" * 50_000 + "x" + "}}" * 50_000)
template("cloze-open.apkg", "{{cloze:F}}", "{{cloze:F}}", type=1, front="{{c1::" * SIZE(150_000))
template("cloze-many.apkg", "{{cloze:F}}", "{{cloze:F}}", type=1, front="{{c1::a}}" * SIZE(100_000))
for name, text in {
    "nested": "<b>" * 60_000 + "x", "lists": "<ul><li>" * 60_000 + "x", "quotes": "<blockquote>" * 60_000 + "x",
    "tables": "<table><tr><td>" * 20_000 + "x", "cells": "<table><tr>" + "<td>x" * SIZE(100_000), "open": "<" * SIZE(900_000),
    "amps": "&" * SIZE(900_000), "entities": "&#x" * SIZE(300_000), "comments": "<!--" * SIZE(200_000), "attributes": "<a " + "a='" * SIZE(250_000),
    "closers": "</b>" * SIZE(200_000), "stars": "*" * SIZE(900_000), "ticks": "`" * SIZE(900_000), "brackets": "[" * SIZE(900_000),
    "links": "<a href=x>" * 60_000, "pres": "<pre>" * SIZE(100_000), "breaks": "<br>" * SIZE(200_000), "images": "<img src=a.png>" * 60_000,
    "pictures": "".join(f"<img src={i:x}>" for i in range(60_000 if LARGE else 20_000)), "sounds": "[sound:" * SIZE(100_000), "mathjax": "\\(" * SIZE(400_000), "spans": "<span>a</span>" * 60_000, "marks": "a" + "\u0301" * SIZE(400_000),
    "lines": "<div>a" * SIZE(100_000), "rules": "<hr>" * SIZE(100_000), "tildes": "<pre>" + "~`" * SIZE(400_000) + "</pre>", "ols": "<ol><li>a</ol>" * 50_000,
    "words": "x " * SIZE(450_000), "headings": "<h1>a" * SIZE(100_000), "codes": "<code>a`" * SIZE(80_000), "bolds": "<b>*</b>" * SIZE(100_000),
}.items():
    one(f"html-{name}.apkg", FRONT(text))

if LARGE:
    noise = lambda n: RANDOM.randbytes(n * 3 // 4).hex()[:n]
    row = lambda i: (f"g{i}", fields(f"question {i} {noise(40)}", f"answer {noise(60)}"))
    one("large-notes.apkg", collection(map(row, range(48_000))), store=True)
    one("large-tiny-notes.apkg", collection((f"{i:x}", fields("q", "a")) for i in range(240_000)))
    one("large-reviews.apkg", collection([row(i) for i in range(1000)],
        reviews=((DAY0 + i, 1 + i % 1000, 3, 1) for i in range(1_150_000))))
    one("large-reviews-wide.apkg", collection([row(i) for i in range(60_000)],
        reviews=((DAY0 + i, 1 + i % 60_000, 3, 1) for i in range(1_150_000))))
    one("large-reviews-one.apkg", collection([row(i) for i in range(2)],
        reviews=((DAY0 - 2_000_000_000 + i * 1000, 1, 1 + i % 4, 1) for i in range(1_000_000))))
    one("large-field.apkg", collection([("g", fields("<b>x</b> " * 1_000_000))]))
    one("large-fields.apkg", collection([(f"g{i}", fields("<div><b>x</b> y</div>" * 40_000)) for i in range(60)]), store=False)
    one("large-html.apkg", collection([(f"g{i}", fields(f"<div>{noise(20)}<b>x</b></div>" * 25)) for i in range(9_000)]), store=True)
    one("large-media.apkg", collection([("g", fields("".join(f"<img src='{i}.png'>" for i in range(9))))]),
        media=json.dumps({str(i): f"{i}.png" for i in range(9)}), more=[(str(i), RANDOM.randbytes(1 << 20)) for i in range(9)], store=True)
    one("large-media-zeros.apkg", collection([("g", fields("".join(f"<img src='{i}.png'>" for i in range(400))))]),
        media=json.dumps({str(i): f"{i}.png" for i in range(400)}), more=[(str(i), bytes(15 << 20)) for i in range(400)])
    one("large-names.apkg", collection([("g", fields("<img src=a.png>"))]), media=json.dumps({str(i): f"{i}.png" for i in range(300_000)}))
    package("large-entries.apkg", [("collection.anki2", SMALL), *((f"{i}", b"") for i in range(90_000))], store=True)
    one("large-models.apkg", collection([("g", fields("q"))], models={str(i): {"name": str(i), "flds": [{"name": "F"}], "tmpls": [{"name": "T", "qfmt": "{{F}}", "afmt": "x"}]} for i in range(200_000)}))
    one("large-cards.apkg", collection([("g", fields("q"))], cards=((i, 1, 1, i, 0, 0, 0) for i in range(1, 249_000))))
    one("large-templates.apkg", collection([(f"g{i}", fields("x" * 1000)) for i in range(1000)],
        models={"1": {"name": "T", "flds": MODEL["1"]["flds"], "tmpls": [{"name": str(i), "qfmt": f"{i}{{{{Front}}}}", "afmt": "{{Back}}"} for i in range(500)]}},
        cards=((i, 1 + i // 500, 1, i % 500, 0, 0, 0) for i in range(249_000))))
    one("large-bomb.apkg", SMALL + bytes(3 << 30))
    with open(os.path.join(OUT, "large-noise.apkg"), "wb") as f:
        f.write(b"PK\x03\x04" + RANDOM.randbytes(10_000_000))
    with open(os.path.join(OUT, "large-ends.apkg"), "wb") as f:
        f.write(b"PK\x03\x04" + b"PK\x05\x06" * 2_500_000)
for name in sorted(os.listdir(OUT)):
    print(os.path.getsize(os.path.join(OUT, name)), name)
