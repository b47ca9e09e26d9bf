-- Studies that are fetched from other archives (STU-4), and DICOMweb servers beside DICOM nodes (CLA-27).

-- How we fetch from a node; none: it is no source.
ALTER TABLE ae_title ADD COLUMN retrieve_by {{text}} NOT NULL DEFAULT 'none'
    CHECK (retrieve_by IN ('none', 'move', 'get'));
ALTER TABLE ae_title ADD COLUMN fetch_priors {{bigint}} NOT NULL DEFAULT 0;

CREATE TABLE dicomweb_server (
    id                 {{text}} PRIMARY KEY,
    tenant_id          {{text}} NOT NULL REFERENCES tenant (id),
    name               {{text}} NOT NULL,
    url                {{text}} NOT NULL,
    authorization_kind {{text}} NOT NULL CHECK (authorization_kind IN ('none', 'basic', 'bearer')),
    user_name          {{text}} NOT NULL DEFAULT '',
    secret             {{text}} NOT NULL DEFAULT '',   -- sealed; empty: none
    certificate_sha256 {{text}},                       -- lower-case hex; the server must show this certificate
    enabled            {{bigint}} NOT NULL,
    may_send           {{bigint}} NOT NULL,
    may_pull           {{bigint}} NOT NULL,
    fetch_priors       {{bigint}} NOT NULL,
    version            {{bigint}} NOT NULL,
    created_at         {{bigint}} NOT NULL,
    UNIQUE (tenant_id, name)
){{strict}};

-- Fetched by schedule. The source is a row of ae_title or dicomweb_server.
CREATE TABLE pull_rule (
    id            {{text}} PRIMARY KEY,
    tenant_id     {{text}} NOT NULL REFERENCES tenant (id),
    name          {{text}} NOT NULL,
    source_id     {{text}} NOT NULL,
    modality      {{text}} NOT NULL DEFAULT '',
    patient_id    {{text}} NOT NULL DEFAULT '',
    last_days     {{bigint}} NOT NULL,
    every_minutes {{bigint}} NOT NULL,
    enabled       {{bigint}} NOT NULL,
    version       {{bigint}} NOT NULL,
    created_at    {{bigint}} NOT NULL,
    next_run_at   {{bigint}} NOT NULL,
    running_job   {{text}} NOT NULL DEFAULT '',        -- the run that is under way, and until when it is believed to be
    running_until {{bigint}} NOT NULL DEFAULT 0,
    last_run_at   {{bigint}},
    last_found    {{bigint}} NOT NULL DEFAULT 0,
    last_pulled   {{bigint}} NOT NULL DEFAULT 0,
    last_problem  {{text}} NOT NULL DEFAULT ''
){{strict}};
CREATE INDEX pull_rule_of_tenant ON pull_rule (tenant_id, name, id);
CREATE INDEX pull_rule_due ON pull_rule (next_run_at) WHERE enabled = 1;

-- One study being fetched, and what became of it.
CREATE TABLE pull (
    id                 {{text}} PRIMARY KEY,
    tenant_id          {{text}} NOT NULL REFERENCES tenant (id),
    source_id          {{text}} NOT NULL,
    source_name        {{text}} NOT NULL,              -- kept when the source is removed
    study_instance_uid {{text}} NOT NULL,
    reason             {{text}} NOT NULL CHECK (reason IN ('request', 'rule', 'prior')),
    requested_by       {{text}} NOT NULL,              -- a person's name, or the rule's
    state              {{text}} NOT NULL CHECK (state IN ('waiting', 'pulling', 'done', 'incomplete', 'failed',
                                                          'cancelled')),
    total              {{bigint}} NOT NULL DEFAULT 0,  -- as the source counts
    received           {{bigint}} NOT NULL DEFAULT 0,
    failed             {{bigint}} NOT NULL DEFAULT 0,
    problem            {{text}} NOT NULL DEFAULT '',   -- code of the last error
    patient_name       {{text}} NOT NULL DEFAULT '',
    study_description  {{text}} NOT NULL DEFAULT '',
    created_at         {{bigint}} NOT NULL,
    changed_at         {{bigint}} NOT NULL
){{strict}};
CREATE INDEX pull_of_tenant ON pull (tenant_id, id DESC);
CREATE INDEX pull_of_study ON pull (tenant_id, source_id, study_instance_uid, id DESC);
CREATE UNIQUE INDEX pull_under_way ON pull (tenant_id, source_id, study_instance_uid)
    WHERE state IN ('waiting', 'pulling');

-- Sendings go to DICOMweb servers too: ae_title_id names either.
ALTER TABLE study_sending ADD COLUMN target_kind {{text}} NOT NULL DEFAULT 'dicom'
    CHECK (target_kind IN ('dicom', 'dicomweb'));
ALTER TABLE study_sending ADD COLUMN patient_id {{text}} NOT NULL DEFAULT '';  -- the receiver's; empty: as kept
