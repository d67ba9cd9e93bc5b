-- Where the outbox stands in the ledger's stream: the last event that it has made notices of, and enough of that event to
-- know the ledger again. Moved in the transaction that queues the notices.
CREATE TABLE place (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    seq INTEGER NOT NULL,
    stream TEXT NOT NULL,
    at_secs INTEGER NOT NULL,
    -- Notices that no endpoint takes.
    untaken INTEGER NOT NULL
) STRICT;

-- One row a notice, in the order in which they were queued.
CREATE TABLE notices (
    nr INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    seq INTEGER NOT NULL,
    endpoint TEXT NOT NULL,
    recipient TEXT NOT NULL,
    kind TEXT NOT NULL,
    incident TEXT NOT NULL,
    body TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('queued', 'sent', 'delivered', 'failed')),
    -- How often it was sent since it was queued, or since somebody asked for it to be tried again.
    tries INTEGER NOT NULL,
    -- How often somebody asked for that.
    retried INTEGER NOT NULL,
    queued_secs INTEGER NOT NULL,
    changed_secs INTEGER NOT NULL,
    next_secs INTEGER NOT NULL,
    last_answer TEXT NOT NULL
) STRICT;

CREATE INDEX notices_in_line ON notices (endpoint, recipient, nr) WHERE state IN ('queued', 'sent');
CREATE INDEX notices_waiting ON notices (endpoint, nr) WHERE state IN ('queued', 'sent');
CREATE INDEX notices_by_state ON notices (state, nr);

-- What is known of endpoints that don't answer as they should.
CREATE TABLE endpoints (
    name TEXT PRIMARY KEY,
    -- SHA-256 of its address: at another one it is another endpoint.
    address TEXT NOT NULL,
    paused_until_secs INTEGER NOT NULL,
    is_gone INTEGER NOT NULL
) STRICT;
