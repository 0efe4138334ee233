-- What was undone, newest last, so that it can be redone; a new step clears it. `topics` are those that
-- went with it, as JSON.
CREATE TABLE undone (
    id      INTEGER PRIMARY KEY,
    at      INTEGER NOT NULL,
    label   TEXT    NOT NULL,
    changes TEXT    NOT NULL,
    topics  TEXT    NOT NULL
) STRICT;
