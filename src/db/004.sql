-- What the head of a deck says besides: the topic's name in Anki, and its place in the order of
-- teaching. `position` stays the order of display; it follows from the places, then from what came
-- in first.
ALTER TABLE topics ADD COLUMN short TEXT;
ALTER TABLE topics ADD COLUMN place INTEGER;
