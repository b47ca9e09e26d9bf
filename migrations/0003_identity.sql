-- Sign-in: passwords, sessions, API keys, confirmations, professional numbers (ACC-3, ACC-20 to ACC-26).

CREATE TABLE password_history (
    user_id       {{text}} NOT NULL REFERENCES users (id),
    password_hash {{text}} NOT NULL,
    set_at        {{bigint}} NOT NULL,
    PRIMARY KEY (user_id, set_at, password_hash)
){{strict}};

-- A number is a claim until a tenant confirms it (confirmed_number).
CREATE TABLE professional_number (
    id         {{text}} PRIMARY KEY,
    user_id    {{text}} NOT NULL REFERENCES users (id),
    type       {{text}} NOT NULL,                  -- RIZIV, BIG, NPI …
    issuer     {{text}} NOT NULL DEFAULT '',
    value      {{text}} NOT NULL,                  -- as typed
    normalised {{text}} NOT NULL,                  -- as matched
    UNIQUE (user_id, type, issuer, normalised)
){{strict}};

CREATE TABLE session (
    id            {{text}} PRIMARY KEY,
    secret_hash   {{text}} NOT NULL UNIQUE,        -- SHA-256 of the cookie's token
    user_id       {{text}} NOT NULL REFERENCES users (id),
    membership_id {{text}} NOT NULL REFERENCES membership (id),
    address       {{text}} NOT NULL,
    device        {{text}} NOT NULL,
    created_at    {{bigint}} NOT NULL,
    last_seen_at  {{bigint}} NOT NULL,
    idle_ends_at  {{bigint}} NOT NULL,
    ends_at       {{bigint}} NOT NULL,
    reauthenticated_at {{bigint}} NOT NULL
){{strict}};
CREATE INDEX session_of_user ON session (user_id);

CREATE TABLE known_device (
    user_id     {{text}} NOT NULL REFERENCES users (id),
    device_hash {{text}} NOT NULL,                 -- SHA-256 of the device cookie
    seen_at     {{bigint}} NOT NULL,
    PRIMARY KEY (user_id, device_hash)
){{strict}};
CREATE INDEX known_device_by_hash ON known_device (device_hash);

CREATE TABLE sign_in_attempt (
    id      {{text}} PRIMARY KEY,
    user_id {{text}} NOT NULL REFERENCES users (id),
    at      {{bigint}} NOT NULL,
    address {{text}} NOT NULL,
    device  {{text}} NOT NULL,
    result  {{text}} NOT NULL CHECK (result IN ('success', 'wrong_password', 'locked', 'disabled')),
    told    {{bigint}} NOT NULL DEFAULT 0      -- a failed one that the user has been told of
){{strict}};
CREATE INDEX sign_in_attempt_of_user ON sign_in_attempt (user_id, at DESC);

-- Growing delays by network address and by address of mail, known or not (ACC-21).
CREATE TABLE sign_in_throttle (
    subject     {{text}} PRIMARY KEY,              -- 'address:…' or 'mail:' + keyed hash
    failures    {{bigint}} NOT NULL,
    blocked_until {{bigint}} NOT NULL,
    updated_at  {{bigint}} NOT NULL
){{strict}};

CREATE TABLE confirmation (
    id          {{text}} PRIMARY KEY,
    purpose     {{text}} NOT NULL CHECK (purpose IN ('confirm_email', 'setup')),
    user_id     {{text}} REFERENCES users (id),
    email_folded {{text}} NOT NULL DEFAULT '',      -- whom the link was sent to
    content     {{text}} NOT NULL DEFAULT '',       -- what is confirmed: a JSON object
    secret_hash {{text}} NOT NULL UNIQUE,
    created_at  {{bigint}} NOT NULL,
    expires_at  {{bigint}} NOT NULL,
    used_at     {{bigint}}
){{strict}};

CREATE TABLE api_key (
    id           {{text}} PRIMARY KEY,
    tenant_id    {{text}} NOT NULL REFERENCES tenant (id),
    name         {{text}} NOT NULL,
    secret_hash  {{text}} NOT NULL UNIQUE,
    permissions  {{text}} NOT NULL,
    created_at   {{bigint}} NOT NULL,
    created_by   {{text}} NOT NULL,
    expires_at   {{bigint}},
    last_used_at {{bigint}},
    revoked_at   {{bigint}}
){{strict}};
CREATE INDEX api_key_of_tenant ON api_key (tenant_id, created_at DESC);

CREATE TABLE preference (
    user_id {{text}} PRIMARY KEY REFERENCES users (id),
    content {{text}} NOT NULL                      -- a JSON object of the front-end's display settings
){{strict}};

CREATE TABLE study_filter (
    id         {{text}} PRIMARY KEY,
    user_id    {{text}} NOT NULL REFERENCES users (id),
    name       {{text}} NOT NULL,
    query      {{text}} NOT NULL,                  -- a JSON object
    created_at {{bigint}} NOT NULL
){{strict}};
CREATE INDEX study_filter_of_user ON study_filter (user_id);
