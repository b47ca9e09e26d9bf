-- One-time codes (GEN-12). `subject` is "<purpose>:<whose>"; nothing here is an address or a code in clear.

-- The one code of a subject that counts.
CREATE TABLE one_time_code (
    subject     {{text}} PRIMARY KEY,
    id          {{text}} NOT NULL,
    code_hash   {{text}} NOT NULL,                  -- keyed hash over purpose, subject, binding and digits
    created_at  {{bigint}} NOT NULL,
    valid_until {{bigint}} NOT NULL,
    used_at     {{bigint}}
){{strict}};
CREATE INDEX one_time_code_over ON one_time_code (valid_until);

-- Tries in succession, each counted before it is compared. A new code leaves them alone.
CREATE TABLE one_time_code_tries (
    subject    {{text}} PRIMARY KEY,
    failures   {{bigint}} NOT NULL,
    blocks     {{bigint}} NOT NULL,                 -- that are over
    charged_at {{bigint}} NOT NULL
){{strict}};

-- When codes were sent to a destination, or asked for from a network address, within the last hour.
CREATE TABLE one_time_code_sent (
    place   {{text}} PRIMARY KEY,                   -- 'sms:…' and 'mail:…' with a keyed hash, 'address:…'
    sent    {{text}} NOT NULL,                      -- milliseconds, rising, with blanks between them
    last_at {{bigint}} NOT NULL
){{strict}};
CREATE INDEX one_time_code_sent_over ON one_time_code_sent (last_at);
