#!/usr/bin/env python3
"""twice.py begin OUT.apkg FIRST.apkg | answer LATER.apkg | again BACK.apkg: does a round trip double notes?

One collection of the real Anki (PyPI `anki`) beside the files. `begin` imports a package of ours, adds
notes of its own, suspends our card `t-p` and exports all; `answer` answers a card of its own and exports
all; `again` imports a package and prints how many notes came in new.
"""
import os
import sys

from anki import import_export_pb2 as ie
from anki.collection import Collection, ExportAnkiPackageOptions, ImportAnkiPackageOptions, ImportAnkiPackageRequest

STEP, FILES = sys.argv[1], sys.argv[2:]
col = Collection(os.path.abspath("anki/collection.anki2") if os.path.isdir("anki")
                 else (os.mkdir("anki"), os.path.abspath("anki/collection.anki2"))[1])


def bring(path: str) -> int:
    newer = ie.IMPORT_ANKI_PACKAGE_UPDATE_CONDITION_IF_NEWER
    options = ImportAnkiPackageOptions(
        merge_notetypes=False, update_notes=newer, update_notetypes=newer, with_scheduling=True, with_deck_configs=True)
    return len(col.import_anki_package(ImportAnkiPackageRequest(package_path=path, options=options)).log.new)


def export(path: str) -> None:
    options = ExportAnkiPackageOptions(with_scheduling=True, with_deck_configs=True, with_media=True, legacy=False)
    col.export_anki_package(out_path=path, limit=None, options=options)


if STEP == "begin":
    bring(FILES[0])
    for front, back in (("What is an ibex?", "A goat."), ("What is a <b>markhor</b>?", "A goat too.")):
        note = col.new_note(col.models.by_name("Basic"))
        note["Front"], note["Back"] = front, back
        col.add_note(note, col.decks.id("Zoo::Goats"))
    [ours] = [nid for nid in col.find_notes("Id:t-p")]
    col.sched.suspend_cards(col.card_ids_of_note(ours))
    export(FILES[1])
elif STEP == "answer":
    col.decks.set_current(col.decks.id("Zoo::Goats"))
    card = col.sched.getCard()
    col.sched.answerCard(card, 3)
    export(FILES[0])
else:
    print(bring(FILES[0]), "new")
col.close()
