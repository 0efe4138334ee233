#!/usr/bin/env python3
"""check.py PACKAGE EXPORT.json [LATER.apkg UPDATED [BACK.apkg]]: does the real Anki take a package as godrill means it?

Imports the package into a fresh collection of the real Anki (PyPI `anki`) with progress, twice, and
holds what became of it against `godrill export -o EXPORT.json`: every card in its deck, renderable,
with the same memory and the same due day, before and after Anki computes FSRS anew from the log.
Check Database must find nothing and the second import must add nothing. LATER is a package of the
same cards after an edit: it must update UPDATED notes and add none. BACK is written: all of it from
Anki again, after one note was edited there, one card reviewed, and "one word" in key points became
"another word".

Prints what is wrong, one line each, and exits with 1; else prints one line. Run it in the time zone
that godrill ran in.
"""
import datetime as dt
import json
import os
import re
import sys
import tempfile

from anki import import_export_pb2 as ie
from anki.collection import (Collection, ExportAnkiPackageOptions, ImportAnkiPackageOptions,
                             ImportAnkiPackageRequest)
from anki.deck_config_pb2 import UpdateDeckConfigsRequest

PACKAGE, EXPORT = sys.argv[1:3]
wrong = []


def bring(path: str):
    newer = ie.IMPORT_ANKI_PACKAGE_UPDATE_CONDITION_IF_NEWER
    options = ImportAnkiPackageOptions(
        merge_notetypes=False, update_notes=newer, update_notetypes=newer, with_scheduling=True, with_deck_configs=True)
    log = col.import_anki_package(ImportAnkiPackageRequest(package_path=path, options=options)).log
    for kind in ("conflicting", "first_field_match", "missing_notetype", "missing_deck", "empty_first_field"):
        if getattr(log, kind):
            wrong.append(f"{path}: {len(getattr(log, kind))} notes are {kind}")
    return len(log.new), len(log.updated), len(log.duplicate)


def due_day(card) -> str:
    start = dt.datetime.fromtimestamp(col.crt - 4 * 3600).date()
    return (start + dt.timedelta(days=card.due)).isoformat()


def study_day(instant: str) -> str:
    local = dt.datetime.fromisoformat(instant).astimezone()
    return (local - dt.timedelta(hours=4)).date().isoformat()


def compare(when: str) -> None:
    for nid in col.db.list("select id from notes"):
        note = col.get_note(nid)
        if "Id" not in note:
            continue
        ours = cards[note["Id"]]
        [card] = note.cards()
        state, memory = card.memory_state, ours["memory"]
        if (state is None) != (memory is None):
            wrong.append(f"{when}: {ours['id']}: memory {state} is {memory}")
        if state and memory:
            off = abs(state.stability / memory["stability"] - 1)
            if off > 0.01 or abs(state.difficulty - memory["difficulty"]) > 0.01:
                wrong.append(f"{when}: {ours['id']}: {state} is not {memory}")
        if (card.queue == -1) != ours["suspended"]:
            wrong.append(f"{when}: {ours['id']}: queue {card.queue}")
        if when == "imported" and card.type == 2 and due_day(card) != study_day(memory["due"]):
            wrong.append(f"{ours['id']}: due {due_day(card)}, not {memory['due']}")
        if card.type in (1, 3) and abs(card.due - dt.datetime.fromisoformat(memory["due"]).timestamp()) > 1:
            wrong.append(f"{ours['id']}: due {card.due}, not {memory['due']}")


with open(EXPORT) as f:
    cards = {card["id"]: card for card in json.load(f)["cards"]}
col = Collection(os.path.join(tempfile.mkdtemp(), "collection.anki2"))
new, updated, known = bring(PACKAGE)
if (new, updated) != (len(cards), 0):
    wrong.append(f"the first import added {new} and updated {updated} of {len(cards)}")
reviews = sum(len(card["reviews"]) for card in cards.values())
logged = col.db.scalar("select count() from revlog")
if logged != reviews:
    wrong.append(f"{logged} of {reviews} reviews are in the log")
compare("imported")
for cid in col.db.list("select id from cards"):
    card = col.get_card(cid)
    if not col.decks.name(card.did).startswith("Go::"):
        wrong.append(f"{card.note()['Id']}: in deck {col.decks.name(card.did)}")
    shown = card.render_output()
    for side in (shown.question_text, shown.answer_text):
        if re.search(r"\{\{[^{}]*\}\}|<script|<link|http-equiv|src=.https?:", side) or not side.strip():
            wrong.append(f"{card.note()['Id']}: shows {side[:200]!r}")
    for name in re.findall(r'src="([^"]+)"', shown.answer_text):
        if not os.path.exists(os.path.join(col.media.dir(), name)):
            wrong.append(f"{card.note()['Id']}: {name} is missing")
empty = col.get_empty_cards().notes
if empty:
    wrong.append(f"{len(empty)} notes have empty cards")
again = bring(PACKAGE)
if again != (0, 0, len(cards)):
    wrong.append(f"the second import added {again[0]}, updated {again[1]}, knew {again[2]}")
problems, _ = col.fix_integrity()
if "\n" in problems.strip() or "rebuilt" not in problems:
    wrong.append(f"Check Database: {problems}")
before = (col.note_count(), col.card_count())
if before != (len(cards), len(cards)):
    wrong.append(f"notes and cards after it: {before}")
# With FSRS switched on, Anki computes every memory from the log.
config = col._backend.get_deck_configs_for_update(1)
col._backend.update_deck_configs_raw(UpdateDeckConfigsRequest(
    target_deck_id=1, configs=[config.all_config[0].config], removed_config_ids=[], mode=0,
    card_state_customizer="", limits=config.current_deck.limits, new_cards_ignore_review_limit=False,
    fsrs=True, apply_all_parent_limits=False, fsrs_reschedule=False, fsrs_health_check=False).SerializeToString())
compare("computed anew")
if len(sys.argv) > 3:
    added, updated, _ = bring(sys.argv[3])
    if (added, updated) != (0, int(sys.argv[4])):
        wrong.append(f"the later package added {added} and updated {updated}, not {sys.argv[4]}")
if len(sys.argv) > 5:
    nid, other = col.db.list("select id from notes order by id limit 2")
    note = col.get_note(nid)
    note["Back"] += "<div>and <b>more</b></div>"
    col.update_note(note)
    # An edit in the same second as the import would not be later than it.
    col.db.execute("update notes set mod = mod + 60 where id = ?", nid)
    # The first key point is worded anew, as in Anki's editor.
    for kid in col.db.list("select id from notes where flds like '%gd-keys%'"):
        note = col.get_note(kid)
        note["Back"] = note["Back"].replace("one word", "another word")
        col.update_note(note)
        col.db.execute("update notes set mod = mod + 60 where id = ?", kid)
    [card] = col.get_note(other).cards()
    col.db.execute("insert into revlog select max(id) + 60000, ?, -1, 3, 5, 1, 500, 4000, 0 from revlog", card.id)
    col.export_anki_package(out_path=sys.argv[5], limit=None, options=ExportAnkiPackageOptions(
        with_scheduling=True, with_deck_configs=False, with_media=True, legacy=False))
print("\n".join(wrong) or f"{len(cards)} cards and {reviews} reviews are in Anki as they are here")
sys.exit(bool(wrong))
