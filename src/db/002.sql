-- When a card came in and when its wording last changed, in milliseconds since 1970-01-01 UTC; 0 when
-- unknown. Other programs that have a copy of a card are told of a change by the second.
ALTER TABLE cards ADD COLUMN added_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE cards ADD COLUMN changed_at INTEGER NOT NULL DEFAULT 0;

-- The first answer is the best guess for cards from before this step.
UPDATE cards
SET added_at = coalesce((SELECT min(at) FROM reviews WHERE reviews.card = cards.key AND at > 0), 0);

-- Pictures and sounds that came in with cards, carried along for when the cards go out again. The name
-- is the one that texts use; the hash is SHA-1 in hexadecimal.
CREATE TABLE media (
    name  TEXT PRIMARY KEY,
    hash  TEXT NOT NULL,
    bytes BLOB NOT NULL
) STRICT;
