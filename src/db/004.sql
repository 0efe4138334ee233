-- What a card carries besides question and answer. The kinds widen, and SQLite changes a condition
-- only with its table: the cards move into a new one.
--
-- `same` names a sibling, `ticked` the places of the right options, `test` is Go. What follows the
-- schedule is computed when cards are written: the order in which new cards come, and a number that
-- siblings share.
CREATE TABLE new_cards (
    key          INTEGER PRIMARY KEY,
    id           TEXT    NOT NULL UNIQUE,
    topic        TEXT    NOT NULL REFERENCES topics (name),
    seq          INTEGER NOT NULL,
    kind         INTEGER NOT NULL CHECK (kind BETWEEN 0 AND 3),
    level        INTEGER NOT NULL CHECK (level BETWEEN 1 AND 3),
    weight       INTEGER NOT NULL CHECK (weight BETWEEN 1 AND 5),
    follows      TEXT,
    tags         TEXT    NOT NULL,
    correct      TEXT,
    evidence     TEXT    NOT NULL,
    builtin      INTEGER NOT NULL CHECK (builtin IN (0, 1)),
    edited       INTEGER NOT NULL CHECK (edited IN (0, 1)),
    retired      INTEGER NOT NULL CHECK (retired IN (0, 1)),
    suspended    INTEGER NOT NULL CHECK (suspended IN (0, 1)),
    buried_until INTEGER,
    state        INTEGER NOT NULL CHECK (state BETWEEN 0 AND 3),
    step         INTEGER NOT NULL,
    due_at       INTEGER,
    due_day      INTEGER,
    stability    REAL,
    difficulty   REAL,
    last_at      INTEGER,
    last_day     INTEGER,
    reps         INTEGER NOT NULL,
    lapses       INTEGER NOT NULL,
    added_at     INTEGER NOT NULL DEFAULT 0,
    changed_at   INTEGER NOT NULL DEFAULT 0,
    same         TEXT,
    ticked       TEXT    NOT NULL DEFAULT '',
    test         TEXT,
    rank         INTEGER NOT NULL DEFAULT 0,
    family       INTEGER
) STRICT;

-- The rank of before, until the topics are ranked anew.
INSERT INTO new_cards
SELECT *, NULL, '', NULL, (level * 10 - weight) * 1000000 + seq, NULL FROM cards;
DROP TABLE cards;
ALTER TABLE new_cards RENAME TO cards;

-- As before, but for the order of new cards and the number of siblings.
CREATE INDEX cards_new ON cards (rank, key, topic, buried_until, id, follows, weight, family)
    WHERE state = 0 AND (suspended = 0 AND retired = 0);
CREATE INDEX cards_topic_new ON cards (topic, rank, key, buried_until, id, follows, weight, family)
    WHERE state = 0 AND (suspended = 0 AND retired = 0);
CREATE INDEX cards_due ON cards (due_day, key, buried_until, id, follows, weight, step, due_at,
        stability, difficulty, last_at, last_day, reps, lapses, family)
    WHERE state = 2 AND (suspended = 0 AND retired = 0);
CREATE INDEX cards_topic_due ON cards (topic, due_day, key, buried_until, id, follows, weight, step,
        due_at, stability, difficulty, last_at, last_day, reps, lapses, family)
    WHERE state = 2 AND (suspended = 0 AND retired = 0);
CREATE INDEX cards_learning ON cards (due_at, key, buried_until)
    WHERE due_at IS NOT NULL AND (suspended = 0 AND retired = 0);
-- Whose siblings were asked on a day, and who names one.
CREATE INDEX cards_family ON cards (last_day, family) WHERE family IS NOT NULL;
CREATE INDEX cards_same ON cards (id, same, key) WHERE same IS NOT NULL;

-- Lists are lines: key points; claims, each followed by its correction; the reason of each option,
-- an empty line where there is none.
ALTER TABLE texts ADD COLUMN keys TEXT NOT NULL DEFAULT '';
ALTER TABLE texts ADD COLUMN wrong TEXT NOT NULL DEFAULT '';
ALTER TABLE texts ADD COLUMN reasons TEXT NOT NULL DEFAULT '';

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
