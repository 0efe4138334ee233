-- The first schema. Times are milliseconds since 1970-01-01 UTC, days are study days counted
-- from that date, lists are joined by line feeds.

CREATE TABLE settings (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE topics (
    name     TEXT PRIMARY KEY,
    position INTEGER NOT NULL,
    go       TEXT,
    title_en TEXT,
    title_zh TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE cards (
    key          INTEGER PRIMARY KEY,
    id           TEXT    NOT NULL UNIQUE,
    topic        TEXT    NOT NULL REFERENCES topics (name),
    seq          INTEGER NOT NULL,
    kind         INTEGER NOT NULL CHECK (kind BETWEEN 0 AND 2),
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
    -- From here on: a cache that replaying the reviews rebuilds.
    state        INTEGER NOT NULL CHECK (state BETWEEN 0 AND 3),
    step         INTEGER NOT NULL,
    due_at       INTEGER,
    due_day      INTEGER,
    stability    REAL,
    difficulty   REAL,
    last_at      INTEGER,
    last_day     INTEGER,
    reps         INTEGER NOT NULL,
    lapses       INTEGER NOT NULL
) STRICT;

-- The daily path reads the first few rows of one of these, however many cards there are. The last
-- column is there so that counting what is due needs no look at the cards.
CREATE INDEX cards_new ON cards (level, weight DESC, seq, topic, buried_until)
    WHERE state = 0 AND suspended = 0 AND retired = 0;
CREATE INDEX cards_due ON cards (due_day, key, buried_until)
    WHERE state = 2 AND suspended = 0 AND retired = 0;
CREATE INDEX cards_learning ON cards (due_at, key, buried_until)
    WHERE due_at IS NOT NULL AND suspended = 0 AND retired = 0;
CREATE INDEX cards_topic_new ON cards (topic, level, weight DESC, seq, buried_until)
    WHERE state = 0 AND suspended = 0 AND retired = 0;
CREATE INDEX cards_topic_due ON cards (topic, due_day, key, buried_until)
    WHERE state = 2 AND suspended = 0 AND retired = 0;

CREATE TABLE texts (
    card     INTEGER NOT NULL REFERENCES cards (key) ON DELETE CASCADE,
    lang     TEXT    NOT NULL CHECK (lang IN ('en', 'zh')),
    question TEXT    NOT NULL,
    answer   TEXT    NOT NULL,
    PRIMARY KEY (card, lang)
) STRICT, WITHOUT ROWID;

-- The log: the truth. `seq` counts the reviews of one card from 1, in the order of replay.
CREATE TABLE reviews (
    card   INTEGER NOT NULL REFERENCES cards (key) ON DELETE CASCADE,
    seq    INTEGER NOT NULL,
    at     INTEGER NOT NULL,
    day    INTEGER NOT NULL,
    rating INTEGER NOT NULL CHECK (rating BETWEEN 1 AND 4),
    ms     INTEGER NOT NULL CHECK (ms >= 0),
    kind   INTEGER NOT NULL CHECK (kind BETWEEN 0 AND 3),
    origin INTEGER NOT NULL CHECK (origin BETWEEN 0 AND 1),
    PRIMARY KEY (card, seq)
) STRICT, WITHOUT ROWID;

-- With `kind`, what happened today is counted without a look at the reviews.
CREATE INDEX reviews_day ON reviews (day, at, kind);

-- The days of the log, so that a streak of years is read from a few pages. A day comes in beside
-- its first review, by a statement of its own: a trigger would make a savepoint of every insert,
-- and at each savepoint the search index writes out what it holds. It goes by a trigger, which
-- also sees what a removed card takes with it.
CREATE TABLE days (
    day INTEGER PRIMARY KEY
) STRICT;

CREATE TRIGGER reviews_delete AFTER DELETE ON reviews
    WHEN NOT EXISTS (SELECT 1 FROM reviews WHERE day = old.day) BEGIN
    DELETE FROM days WHERE day = old.day;
END;

-- What was done, newest last, so that it can be undone.
CREATE TABLE journal (
    id      INTEGER PRIMARY KEY,
    at      INTEGER NOT NULL,
    label   TEXT    NOT NULL,
    changes TEXT    NOT NULL
) STRICT;

-- Words of questions and answers in all languages; the row id is the key of the card.
CREATE VIRTUAL TABLE search USING fts5 (
    id, question, answer,
    content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2'
);
