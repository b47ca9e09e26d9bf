-- Accounts, their members and roles (ACC-1, ACC-6, ACC-10). A tenant is an account of kind 'tenant'; tenant(id) = account(id).

CREATE TABLE account (
    id            {{text}} PRIMARY KEY,
    kind          {{text}} NOT NULL CHECK (kind IN ('tenant', 'organisation', 'individual')),
    name          {{text}} NOT NULL,
    slug          {{text}} UNIQUE,          -- tenant: path part of DICOMweb roots; organisation: subdomain; individual: none
    owner_user_id {{text}},
    idle_minutes  {{bigint}} NOT NULL DEFAULT 30,
    absolute_hours {{bigint}} NOT NULL DEFAULT 12,
    created_at    {{bigint}} NOT NULL
){{strict}};

CREATE TABLE tenant (
    id               {{text}} PRIMARY KEY REFERENCES account (id),
    quiet_seconds    {{bigint}} NOT NULL DEFAULT 60,   -- STU-10
    checks           {{text}} NOT NULL,                    -- keys of the checks that apply, spaces between
    duplicate_policy {{text}} NOT NULL DEFAULT 'keep_first' CHECK (duplicate_policy IN ('keep_first', 'keep_last')),
    default_issuer   {{text}} NOT NULL DEFAULT '',
    not_for_primary_diagnosis {{bigint}} NOT NULL DEFAULT 1,
    version          {{bigint}} NOT NULL DEFAULT 1
){{strict}};

CREATE TABLE users (
    id             {{text}} PRIMARY KEY,
    email          {{text}} NOT NULL,
    email_folded   {{text}} NOT NULL UNIQUE,
    name           {{text}} NOT NULL,               -- as shown: "Dr Ann Peeters"
    family_name    {{text}} NOT NULL DEFAULT '',
    given_name     {{text}} NOT NULL DEFAULT '',
    name_folded    {{text}} NOT NULL,               -- for search
    language       {{text}},
    profession     {{text}} NOT NULL DEFAULT '',
    speciality     {{text}} NOT NULL DEFAULT '',
    password_hash  {{text}},
    enabled        {{bigint}} NOT NULL DEFAULT 1,
    email_confirmed_at {{bigint}},
    failed_sign_ins {{bigint}} NOT NULL DEFAULT 0,        -- in succession, ever since the last success
    locked_until   {{bigint}} NOT NULL DEFAULT 0,         -- unknown devices only (ACC-21)
    last_sign_in_at {{bigint}},
    created_at     {{bigint}} NOT NULL,
    version        {{bigint}} NOT NULL DEFAULT 1
){{strict}};

CREATE TABLE membership (
    id         {{text}} PRIMARY KEY,
    account_id {{text}} NOT NULL REFERENCES account (id),
    user_id    {{text}} NOT NULL REFERENCES users (id),
    enabled    {{bigint}} NOT NULL DEFAULT 1,
    created_at {{bigint}} NOT NULL,
    version    {{bigint}} NOT NULL DEFAULT 1,
    UNIQUE (account_id, user_id)
){{strict}};
CREATE INDEX membership_of_user ON membership (user_id);

CREATE TABLE role (
    id          {{text}} PRIMARY KEY,
    account_id  {{text}} NOT NULL REFERENCES account (id),
    system      {{text}} NOT NULL CHECK (system IN ('tenant', 'organisation', 'clinician')),
    name        {{text}} NOT NULL,
    name_folded {{text}} NOT NULL,
    description {{text}} NOT NULL DEFAULT '',
    permissions {{text}} NOT NULL,                 -- permission keys, spaces between
    created_at  {{bigint}} NOT NULL,
    updated_at  {{bigint}} NOT NULL,
    version     {{bigint}} NOT NULL DEFAULT 1,
    UNIQUE (account_id, system, name_folded)
){{strict}};

CREATE TABLE membership_role (
    membership_id {{text}} NOT NULL REFERENCES membership (id),
    role_id       {{text}} NOT NULL REFERENCES role (id),
    PRIMARY KEY (membership_id, role_id)
){{strict}};
CREATE INDEX membership_role_of_role ON membership_role (role_id);
