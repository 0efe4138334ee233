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
