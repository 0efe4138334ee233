-- Which card a step answered; NULL where it did something else.
ALTER TABLE journal ADD COLUMN card TEXT;
ALTER TABLE undone ADD COLUMN card TEXT;
UPDATE journal SET card = json_extract(changes, '$[0].Answer.id')
    WHERE length(changes) < 100000 AND json_valid(changes);
UPDATE undone SET card = json_extract(changes, '$[0].Answer.id')
    WHERE length(changes) < 100000 AND json_valid(changes);
