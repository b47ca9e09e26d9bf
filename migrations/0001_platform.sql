-- Tables of the platform: jobs, events, schedules, messages, settings of the installation.

-- Work that is still to be done; a finished job is deleted.
CREATE TABLE job (
    id            {{text}} PRIMARY KEY,
    queue         {{text}} NOT NULL,
    kind          {{text}} NOT NULL,
    payload       {{text}} NOT NULL,             -- JSON
    dedupe_key    {{text}},                      -- at most one pending job of a kind and key
    state         {{text}} NOT NULL CHECK (state IN ('pending', 'running', 'dead')),
    due_at        {{bigint}} NOT NULL,           -- pending: not before this; running: end of the lease
    lease         {{text}},                      -- who runs it: a fresh id for every try
    attempts      {{bigint}} NOT NULL DEFAULT 0,
    last_error    {{text}},
    created_at    {{bigint}} NOT NULL
){{strict}};
CREATE UNIQUE INDEX job_dedupe ON job (kind, dedupe_key) WHERE state = 'pending' AND dedupe_key IS NOT NULL;
CREATE INDEX job_due ON job (queue, due_at) WHERE state <> 'dead';

-- What happened, in order, for subscribers. Sequence numbers may have gaps.
CREATE TABLE domain_event (
    seq       {{auto_key}},
    name      {{text}} NOT NULL,
    tenant_id {{text}},
    payload   {{text}} NOT NULL,                 -- JSON
    at        {{bigint}} NOT NULL
){{strict}};

-- How far each subscriber has come.
CREATE TABLE event_cursor (
    subscriber {{text}} PRIMARY KEY,
    seq        {{bigint}} NOT NULL,              -- the last event that it has handled
    failures   {{bigint}} NOT NULL DEFAULT 0,    -- in succession, of the next event
    retry_at   {{bigint}} NOT NULL DEFAULT 0,
    last_error {{text}}
){{strict}};

-- Work that returns; one node at a time.
CREATE TABLE schedule (
    name       {{text}} PRIMARY KEY,
    next_at    {{bigint}} NOT NULL,
    lease      {{text}},
    leased_until {{bigint}} NOT NULL DEFAULT 0,
    last_error {{text}}
){{strict}};

-- Mail and text messages to people.
CREATE TABLE message (
    id         {{text}} PRIMARY KEY,
    channel    {{text}} NOT NULL CHECK (channel IN ('mail', 'sms')),
    recipient  {{text}} NOT NULL,
    subject    {{text}} NOT NULL,
    body_text  {{text}} NOT NULL,
    body_html  {{text}} NOT NULL,
    language   {{text}} NOT NULL,
    tenant_id  {{text}},
    state      {{text}} NOT NULL CHECK (state IN ('queued', 'sent', 'failed')),
    created_at {{bigint}} NOT NULL,
    sent_at    {{bigint}},
    last_error {{text}}
){{strict}};
CREATE INDEX message_recent ON message (created_at);

-- Settings and small facts of the installation that the program keeps itself.
CREATE TABLE setting (
    key   {{text}} PRIMARY KEY,
    value {{text}} NOT NULL
){{strict}};
