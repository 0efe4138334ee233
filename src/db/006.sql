-- What the user puts on a card, whoever wrote it: a note, NULL where there is none, and a flag.
ALTER TABLE cards ADD COLUMN note TEXT;
ALTER TABLE cards ADD COLUMN flagged INTEGER NOT NULL DEFAULT 0 CHECK (flagged IN (0, 1));
