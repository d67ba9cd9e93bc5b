-- Numbers instead of codes, from 0 in the order of first sight; 250 to a chunk.
CREATE TABLE workers (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL UNIQUE
) STRICT;

-- Fixes as they came. lon and lat in 1e-6 degrees; heading 0 = unknown, 1..255 = steps of 360/255 degrees from north.
CREATE TABLE raw (
    fixed_at INTEGER NOT NULL,
    worker INTEGER NOT NULL REFERENCES workers (id),
    lon INTEGER NOT NULL,
    lat INTEGER NOT NULL,
    heading INTEGER NOT NULL,
    PRIMARY KEY (fixed_at, worker)
) STRICT, WITHOUT ROWID;

CREATE INDEX raw_by_worker ON raw (worker, fixed_at);

-- Fixes sealed: slot = seconds since 1970 / 600, part = worker / 250.
CREATE TABLE chunks (
    slot INTEGER NOT NULL,
    part INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (slot, part)
) STRICT;
