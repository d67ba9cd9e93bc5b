CREATE TABLE events (
    seq INTEGER PRIMARY KEY,
    stream TEXT NOT NULL,
    version INTEGER NOT NULL,
    at_secs INTEGER NOT NULL,
    actor TEXT NOT NULL,
    command TEXT,
    body BLOB NOT NULL,
    prev_hash BLOB NOT NULL,
    hash BLOB NOT NULL,
    UNIQUE (stream, version)
) STRICT;

CREATE TRIGGER events_are_never_edited BEFORE UPDATE ON events
BEGIN SELECT RAISE(ABORT, 'events are never edited'); END;

CREATE TRIGGER events_are_never_deleted BEFORE DELETE ON events
BEGIN SELECT RAISE(ABORT, 'events are never deleted'); END;

-- What each command put into the ledger: events first_seq to last_seq, none if first_seq > last_seq.
CREATE TABLE commands (
    id TEXT PRIMARY KEY,
    first_seq INTEGER NOT NULL,
    last_seq INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Personal data, apart from the events so that they can be erased; an erased row stays, empty,
-- so that a later import doesn't bring them back.
CREATE TABLE personal (
    stream TEXT PRIMARY KEY,
    reporter_name TEXT,
    reporter_phone TEXT,
    said TEXT,
    erased INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

-- One row at most.
CREATE TABLE checkpoint (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    seq INTEGER NOT NULL,
    fold_version INTEGER NOT NULL,
    digest BLOB NOT NULL,
    bytes BLOB NOT NULL
) STRICT;
