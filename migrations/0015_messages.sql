-- Messages with tries, delivery states, ends of validity and delivery reports (PAT-42, GEN-10, GEN-12).

CREATE TABLE message_now (
    id           {{text}} PRIMARY KEY,
    channel      {{text}} NOT NULL CHECK (channel IN ('mail', 'sms')),
    kind         {{text}} NOT NULL DEFAULT '',       -- which template it was made of; empty: none
    priority     {{text}} NOT NULL DEFAULT 'normal' CHECK (priority IN ('code', 'normal', 'bulk')),
    recipient    {{text}} NOT NULL,
    sealed       {{bigint}} NOT NULL DEFAULT 1,      -- 1: subject and bodies are sealed; all empty: dropped
    subject      {{text}} NOT NULL,
    body_text    {{text}} NOT NULL,
    body_html    {{text}} NOT NULL,
    language     {{text}} NOT NULL,
    tenant_id    {{text}},                           -- in whose name; none: the installation's own
    state        {{text}} NOT NULL CHECK (state IN ('queued', 'sending', 'sent', 'delivered', 'failed', 'given_up', 'expired')),
    created_at   {{bigint}} NOT NULL,
    queued_at    {{bigint}} NOT NULL,                -- a day after this it is given up; anew when it is sent again
    valid_until  {{bigint}},
    tries        {{bigint}} NOT NULL DEFAULT 0,      -- since queued_at
    next_try_at  {{bigint}},
    sent_at      {{bigint}},
    delivered_at {{bigint}},
    parts        {{bigint}} NOT NULL DEFAULT 1,      -- SMS that it takes
    counted_in   {{text}} NOT NULL DEFAULT '',       -- the month that its parts were counted in
    gateway_id   {{text}} NOT NULL DEFAULT '',       -- what the gateway calls it
    last_error   {{text}}
){{strict}};

INSERT INTO message_now (id, channel, recipient, sealed, subject, body_text, body_html, language, tenant_id, state,
    created_at, queued_at, sent_at, last_error)
SELECT id, channel, recipient, 0, subject, body_text, body_html, language, tenant_id, state,
    created_at, created_at, sent_at, last_error FROM message;
DROP TABLE message;
ALTER TABLE message_now RENAME TO message;
CREATE INDEX message_of_tenant ON message (tenant_id, id);
CREATE INDEX message_recent ON message (created_at);

-- SMS cost money: those of a tenant and month, and what it may use (GEN-10). '' is the installation itself.
CREATE TABLE sms_count (
    tenant_id {{text}} NOT NULL,
    month     {{text}} NOT NULL,                     -- UTC, "2026-11"
    parts     {{bigint}} NOT NULL,
    PRIMARY KEY (tenant_id, month)
){{strict}};
CREATE TABLE sms_limit (
    tenant_id {{text}} PRIMARY KEY,
    monthly   {{bigint}} NOT NULL                    -- instead of the configured one
){{strict}};

-- Messages have workers of their own from now on.
UPDATE job SET queue = 'messages' WHERE kind = 'message.deliver' AND queue = 'default';
