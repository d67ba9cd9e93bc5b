-- What officers have typed and not yet reported. All of it may be personal: it stands in a file of its own, and a row
-- that goes is overwritten.
CREATE TABLE drafts (
    name TEXT PRIMARY KEY,
    by_whom TEXT NOT NULL,
    changed_secs INTEGER NOT NULL,
    body TEXT NOT NULL
) STRICT, WITHOUT ROWID;
