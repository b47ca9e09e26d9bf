-- Who may see which study, and why (GEN-1, CLA-1 to CLA-14). The access schema; docs/decisions tells its reasons.
--
-- study_access rows say why, never how much or how long: rights come from the clinician role of the access link, ends
-- from the grant, both read live. A principal is a membership (a user in an account); later also a group or a share's
-- recipient. "All studies" needs no rows here: the link's role gives it.

CREATE TABLE clinician_portal (
    tenant_id       {{text}} PRIMARY KEY REFERENCES tenant (id),
    enabled_at      {{bigint}},                        -- once set, never cleared (CLA-2)
    photo_blob      {{text}},
    display_name    {{text}} NOT NULL DEFAULT '',
    name_folded     {{text}} NOT NULL DEFAULT '',
    description     {{text}} NOT NULL DEFAULT '',
    default_role_id {{text}} REFERENCES role (id),
    history_days    {{bigint}} NOT NULL DEFAULT 365,   -- window of Referred Patients' History
    history_months  {{bigint}} NOT NULL DEFAULT 12,
    emergency_access {{bigint}} NOT NULL DEFAULT 0,
    emergency_hours {{bigint}} NOT NULL DEFAULT 4,
    version         {{bigint}} NOT NULL DEFAULT 1
){{strict}};

-- Photographs that were uploaded, so that a tenant can choose among its own only.
CREATE TABLE portal_photo (
    blob_id     {{text}} PRIMARY KEY,
    tenant_id   {{text}} NOT NULL REFERENCES tenant (id),
    uploaded_at {{bigint}} NOT NULL
){{strict}};

CREATE TABLE access_link (
    id             {{text}} PRIMARY KEY,
    tenant_id      {{text}} NOT NULL REFERENCES tenant (id),
    account_id     {{text}} NOT NULL REFERENCES account (id),
    state          {{text}} NOT NULL CHECK (state IN ('requested', 'allowed', 'declined', 'suspended', 'withdrawn')),
    role_id        {{text}} REFERENCES role (id),          -- the account's default role in this tenant
    message        {{text}} NOT NULL DEFAULT '',
    requested_by   {{text}} NOT NULL REFERENCES users (id),
    requested_at   {{bigint}} NOT NULL,
    decided_at     {{bigint}},
    decided_by     {{text}} NOT NULL DEFAULT '',
    decline_reason {{text}} NOT NULL DEFAULT '',
    notes          {{text}} NOT NULL DEFAULT '',
    version        {{bigint}} NOT NULL DEFAULT 1,
    UNIQUE (tenant_id, account_id)
){{strict}};
CREATE INDEX access_link_of_account ON access_link (account_id);
CREATE INDEX access_link_by_state ON access_link (tenant_id, state, requested_at DESC, id DESC);
CREATE INDEX access_link_by_role ON access_link (role_id);

-- A role of one member, in place of the account's default role.
CREATE TABLE access_link_member (
    link_id       {{text}} NOT NULL REFERENCES access_link (id),
    membership_id {{text}} NOT NULL REFERENCES membership (id),
    role_id       {{text}} NOT NULL REFERENCES role (id),
    PRIMARY KEY (link_id, membership_id)
){{strict}};

CREATE TABLE confirmed_number (
    tenant_id    {{text}} NOT NULL REFERENCES tenant (id),
    number_id    {{text}} NOT NULL REFERENCES professional_number (id),
    user_id      {{text}} NOT NULL REFERENCES users (id),
    normalised   {{text}} NOT NULL,
    confirmed_at {{bigint}} NOT NULL,
    confirmed_by {{text}} NOT NULL,
    PRIMARY KEY (tenant_id, number_id)
){{strict}};
CREATE INDEX confirmed_number_by_value ON confirmed_number (tenant_id, normalised);

-- A referring-physician name that the tenant has linked to a clinician; it matches exactly, normalised.
CREATE TABLE referrer_link (
    id              {{text}} PRIMARY KEY,
    tenant_id       {{text}} NOT NULL REFERENCES tenant (id),
    name_normalised {{text}} NOT NULL,
    name            {{text}} NOT NULL,
    membership_id   {{text}} NOT NULL REFERENCES membership (id),
    made_at         {{bigint}} NOT NULL,
    made_by         {{text}} NOT NULL,
    UNIQUE (tenant_id, name_normalised)
){{strict}};

CREATE TABLE explicit_grant (
    id         {{text}} PRIMARY KEY,
    tenant_id  {{text}} NOT NULL REFERENCES tenant (id),
    study_id   {{text}} NOT NULL REFERENCES study (id),
    principal  {{text}} NOT NULL,
    ends_at    {{bigint}},
    note       {{text}} NOT NULL DEFAULT '',
    granted_at {{bigint}} NOT NULL,
    granted_by {{text}} NOT NULL,
    revoked_at {{bigint}},
    revoked_by {{text}} NOT NULL DEFAULT ''
){{strict}};
CREATE INDEX explicit_grant_end ON explicit_grant (id, revoked_at, ends_at);
CREATE INDEX explicit_grant_of_study ON explicit_grant (tenant_id, study_id, granted_at DESC);

CREATE TABLE study_access (
    tenant_id  {{text}} NOT NULL,
    study_id   {{text}} NOT NULL REFERENCES study (id),
    principal  {{text}} NOT NULL,
    source     {{text}} NOT NULL CHECK (source IN ('explicit', 'referral', 'history')),
    source_id  {{text}} NOT NULL,       -- explicit: the grant; referral: confirmed number or referrer link; history: the patient
    study_at   {{bigint}} NOT NULL, -- as in study: the order of lists without a join
    created_at {{bigint}} NOT NULL,
    PRIMARY KEY (tenant_id, study_id, principal, source, source_id)
){{strict}};
-- "What may I see?": one ordered read a source, over all tenants of the reader.
CREATE INDEX study_access_list ON study_access (principal, source, study_at DESC, study_id DESC, tenant_id, source_id);
CREATE INDEX study_access_by_source ON study_access (tenant_id, source, source_id);

-- The newest referral of a patient to a principal: what history access stands on (CLA-12).
CREATE TABLE patient_referral (
    tenant_id        {{text}} NOT NULL,
    principal        {{text}} NOT NULL,
    patient_ref      {{text}} NOT NULL,
    last_referral_at {{bigint}} NOT NULL,
    PRIMARY KEY (tenant_id, principal, patient_ref)
){{strict}};
CREATE INDEX patient_referral_of_patient ON patient_referral (tenant_id, patient_ref);
