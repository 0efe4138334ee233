-- Interviews to be ready for. Topics are joined by line feeds; empty means all of them.
CREATE TABLE goals (
    topics  TEXT    PRIMARY KEY,
    day     INTEGER NOT NULL,
    minutes INTEGER NOT NULL CHECK (minutes > 0),
    began   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- How many of a hundred questions of a topic the learner knows without any review.
CREATE TABLE known (
    topic   TEXT    PRIMARY KEY,
    percent INTEGER NOT NULL CHECK (percent BETWEEN 1 AND 100)
) STRICT, WITHOUT ROWID;

-- The first question reads all that is due and the first new cards: from the index alone, for each
-- card would be a page of its own. The brackets are for SQLite, which takes an index for enough only
-- when each AND in its condition has a single comparison on the left.
DROP INDEX cards_new;
CREATE INDEX cards_new ON cards (level, weight DESC, seq, topic, buried_until, id, follows)
    WHERE state = 0 AND (suspended = 0 AND retired = 0);
DROP INDEX cards_topic_new;
CREATE INDEX cards_topic_new ON cards (topic, level, weight DESC, seq, buried_until, id, follows)
    WHERE state = 0 AND (suspended = 0 AND retired = 0);
DROP INDEX cards_due;
CREATE INDEX cards_due ON cards (due_day, key, buried_until, id, follows, weight, step, due_at,
        stability, difficulty, last_at, last_day, reps, lapses)
    WHERE state = 2 AND (suspended = 0 AND retired = 0);
DROP INDEX cards_topic_due;
CREATE INDEX cards_topic_due ON cards (topic, due_day, key, buried_until, id, follows, weight, step,
        due_at, stability, difficulty, last_at, last_day, reps, lapses)
    WHERE state = 2 AND (suspended = 0 AND retired = 0);
DROP INDEX cards_learning;
CREATE INDEX cards_learning ON cards (due_at, key, buried_until)
    WHERE due_at IS NOT NULL AND (suspended = 0 AND retired = 0);
