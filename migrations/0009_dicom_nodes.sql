-- What registered DICOM nodes may do beside sending, and what is sent to them (STU-1, CLA-27).

ALTER TABLE ae_title ADD COLUMN enabled {{bigint}} NOT NULL DEFAULT 1;
ALTER TABLE ae_title ADD COLUMN may_store {{bigint}} NOT NULL DEFAULT 1;
ALTER TABLE ae_title ADD COLUMN may_query {{bigint}} NOT NULL DEFAULT 0;
ALTER TABLE ae_title ADD COLUMN may_retrieve {{bigint}} NOT NULL DEFAULT 0;
ALTER TABLE ae_title ADD COLUMN require_tls {{bigint}} NOT NULL DEFAULT 0;
ALTER TABLE ae_title ADD COLUMN certificate_sha256 {{text}};   -- lower-case hex; the node must show this certificate

-- Storage commitments that were asked for and not yet answered (PS3.4 Annex J).
CREATE TABLE storage_commitment (
    id              {{text}} PRIMARY KEY,
    tenant_id       {{text}} NOT NULL REFERENCES tenant (id),
    ae_title_id     {{text}} NOT NULL,
    transaction_uid {{text}} NOT NULL,
    objects         {{text}} NOT NULL,             -- a line each: SOP Class UID, space, SOP Instance UID
    created_at      {{bigint}} NOT NULL
){{strict}};

-- Studies on their way to a node, and what became of it.
CREATE TABLE study_sending (
    id           {{text}} PRIMARY KEY,
    tenant_id    {{text}} NOT NULL REFERENCES tenant (id),
    study_id     {{text}} NOT NULL REFERENCES study (id),
    ae_title_id  {{text}} NOT NULL,
    node_name    {{text}} NOT NULL,                -- its AE title, kept when the node is removed
    requested_by {{text}} NOT NULL,
    state        {{text}} NOT NULL CHECK (state IN ('waiting', 'sending', 'done', 'incomplete', 'failed')),
    total        {{bigint}} NOT NULL DEFAULT 0,
    sent         {{bigint}} NOT NULL DEFAULT 0,
    failed       {{bigint}} NOT NULL DEFAULT 0,
    problem      {{text}} NOT NULL DEFAULT '',     -- code of the last error
    created_at   {{bigint}} NOT NULL,
    changed_at   {{bigint}} NOT NULL
){{strict}};
CREATE INDEX study_sending_of_study ON study_sending (tenant_id, study_id, created_at);

-- Queries by PatientID also find studies whose patient is not known yet (STU-30).
CREATE INDEX study_of_header_patient ON study (tenant_id, header_patient_id);
