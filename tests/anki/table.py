#!/usr/bin/env python3
"""table.py TABLE: does the real Anki take a table of godrill?

Imports the table twice into a fresh collection of the real Anki (PyPI `anki`) with the choices that
its headers make, and prints what came of it: how many notes were new and known each time, then each
note with its guid, deck, tags and fields.
"""
import os
import sys
import tempfile

from anki.collection import Collection, ImportCsvRequest

with tempfile.TemporaryDirectory() as folder:
    col = Collection(os.path.join(folder, "collection.anki2"))
    for _ in range(2):
        metadata = col.get_csv_metadata(path=sys.argv[1], delimiter=None)
        log = col.import_csv(ImportCsvRequest(path=sys.argv[1], metadata=metadata)).log
        print(f"{len(log.new)} new, {len(log.updated)} updated, {len(log.duplicate)} known")
    for note in sorted(map(col.get_note, col.find_notes("")), key=lambda note: note.guid):
        deck = col.decks.name(note.cards()[0].did)
        print(note.guid, note.note_type()["name"], deck, note.tags, note.fields)
    print(col.fix_integrity())
    col.close()
