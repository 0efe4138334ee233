-- What Anki last said of the suspension of a card, for cards that were ever suspended there. `changed`
-- is when the card last changed in Anki, in seconds since 1970-01-01 UTC.
CREATE TABLE seen (
    card      INTEGER PRIMARY KEY REFERENCES cards (key) ON DELETE CASCADE,
    changed   INTEGER NOT NULL,
    suspended INTEGER NOT NULL CHECK (suspended IN (0, 1))
) STRICT;
-- What the head of a deck says besides: the topic's name in Anki, and its place in the order of
-- teaching. `position` stays the order of display; it follows from the places, then from what came
-- in first.
ALTER TABLE topics ADD COLUMN short TEXT;
ALTER TABLE topics ADD COLUMN place INTEGER;
-- What was undone, newest last, so that it can be redone; a new step clears it. `topics` are those that
-- went with it, as JSON.
CREATE TABLE undone (
    id      INTEGER PRIMARY KEY,
    at      INTEGER NOT NULL,
    label   TEXT    NOT NULL,
    changes TEXT    NOT NULL,
    topics  TEXT    NOT NULL
) STRICT;
