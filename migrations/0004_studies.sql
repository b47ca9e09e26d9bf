-- Patients, studies and what lies below them (STU-21), receiving and validation (STU-10 to STU-12).

CREATE TABLE patient (
    id          {{text}} PRIMARY KEY,
    tenant_id   {{text}} NOT NULL REFERENCES tenant (id),
    patient_id  {{text}} NOT NULL,                 -- DICOM (0010,0020)
    issuer      {{text}} NOT NULL DEFAULT '',      -- DICOM (0010,0021)
    name        {{text}} NOT NULL,                 -- PN as in DICOM, UTF-8
    name_normalised {{text}} NOT NULL,             -- for comparison
    name_sort   {{text}} NOT NULL,
    birth_date  {{text}},                          -- YYYYMMDD
    sex         {{text}} NOT NULL DEFAULT '',
    created_at  {{bigint}} NOT NULL,
    version     {{bigint}} NOT NULL DEFAULT 1,
    UNIQUE (tenant_id, patient_id, issuer)
){{strict}};
CREATE INDEX patient_by_name ON patient (tenant_id, name_sort, id);

CREATE TABLE study (
    id                 {{text}} PRIMARY KEY,
    tenant_id          {{text}} NOT NULL REFERENCES tenant (id),
    study_instance_uid {{text}} NOT NULL,
    patient_ref        {{text}} REFERENCES patient (id),   -- none while the header names no patient
    state              {{text}} NOT NULL CHECK (state IN ('receiving', 'validating', 'ready', 'queued', 'rejected')),
    visible            {{bigint}} NOT NULL DEFAULT 0,  -- 1 once released; stays 1 while late instances are validated
    study_at           {{bigint}} NOT NULL,            -- study date and time, or the time of arrival: the order of lists
    study_date         {{text}},                           -- YYYYMMDD
    study_time         {{text}},                           -- HHMMSS.FFFFFF
    description        {{text}} NOT NULL DEFAULT '',
    accession_number   {{text}} NOT NULL DEFAULT '',
    study_id_text      {{text}} NOT NULL DEFAULT '',       -- DICOM (0020,0010)
    modalities         {{text}} NOT NULL DEFAULT '',       -- distinct, spaces between
    body_parts         {{text}} NOT NULL DEFAULT '',       -- distinct, '|' between
    referring_physician {{text}} NOT NULL DEFAULT '',      -- PN, UTF-8
    header_patient_id  {{text}} NOT NULL DEFAULT '',       -- patient data as they stand in the objects
    header_issuer      {{text}} NOT NULL DEFAULT '',
    header_name        {{text}} NOT NULL DEFAULT '',
    header_birth_date  {{text}},
    header_sex         {{text}} NOT NULL DEFAULT '',
    header_conflict    {{bigint}} NOT NULL DEFAULT 0,  -- 1: objects of two patients under this UID
    series_count       {{bigint}} NOT NULL DEFAULT 0,  -- of what is served (validated instances)
    instance_count     {{bigint}} NOT NULL DEFAULT 0,
    size_bytes         {{bigint}} NOT NULL DEFAULT 0,  -- of all that is kept of it, replaced versions too
    received_at        {{bigint}} NOT NULL,
    last_received_at   {{bigint}} NOT NULL,
    queued_at          {{bigint}},
    released_at        {{bigint}},
    rejected_at        {{bigint}},
    corrected          {{bigint}} NOT NULL DEFAULT 0,  -- 1: objects leave with corrected heads
    heads_due          {{bigint}} NOT NULL DEFAULT 0,  -- version that asked for corrected heads; 0: all are made
    version            {{bigint}} NOT NULL DEFAULT 1,
    UNIQUE (tenant_id, study_instance_uid)
){{strict}};
-- "What may I see?": newest first, per tenant.
-- What a list that comes from study_access asks of the study itself.
CREATE INDEX study_seen ON study (id, visible, state);
CREATE INDEX study_list ON study (tenant_id, visible, study_at DESC, id DESC);
CREATE INDEX study_by_state ON study (tenant_id, state, study_at DESC, id DESC);
CREATE INDEX study_of_patient ON study (tenant_id, patient_ref, study_at DESC, id DESC);
CREATE INDEX study_sizes ON study (tenant_id, size_bytes);
CREATE INDEX study_by_accession ON study (tenant_id, accession_number);
CREATE INDEX study_settling ON study (state, last_received_at);

CREATE TABLE series (
    id                  {{text}} PRIMARY KEY,
    tenant_id           {{text}} NOT NULL,
    study_id            {{text}} NOT NULL REFERENCES study (id),
    series_instance_uid {{text}} NOT NULL,
    modality            {{text}} NOT NULL DEFAULT '',
    number              {{bigint}},
    description         {{text}} NOT NULL DEFAULT '',
    body_part           {{text}} NOT NULL DEFAULT '',
    laterality          {{text}} NOT NULL DEFAULT '',
    series_date         {{text}},
    series_time         {{text}},
    station_name        {{text}} NOT NULL DEFAULT '',
    manufacturer        {{text}} NOT NULL DEFAULT '',
    institution_name    {{text}} NOT NULL DEFAULT '',
    instance_count      {{bigint}} NOT NULL DEFAULT 0,  -- validated
    frame_count         {{bigint}} NOT NULL DEFAULT 0,
    revision            {{bigint}} NOT NULL DEFAULT 0,  -- grows with every change of what is served; part of ETags
    metadata_blob       {{text}},                           -- prepared DICOM JSON, compressed, for metadata_revision
    metadata_revision   {{bigint}} NOT NULL DEFAULT -1,
    UNIQUE (tenant_id, study_id, series_instance_uid)
){{strict}};
CREATE INDEX series_by_uid ON series (tenant_id, series_instance_uid);

CREATE TABLE instance (
    id                {{text}} PRIMARY KEY,
    tenant_id         {{text}} NOT NULL,
    study_id          {{text}} NOT NULL REFERENCES study (id),
    series_id         {{text}} NOT NULL REFERENCES series (id),
    sop_instance_uid  {{text}} NOT NULL,
    sop_class_uid     {{text}} NOT NULL,
    transfer_syntax_uid {{text}} NOT NULL,
    number            {{bigint}},
    rows_count        {{bigint}},
    columns_count     {{bigint}},
    frame_count       {{bigint}} NOT NULL DEFAULT 0,
    bits_allocated    {{bigint}},
    photometric       {{text}} NOT NULL DEFAULT '',
    validated         {{bigint}} NOT NULL DEFAULT 0,   -- served only when 1 (STU-11)
    blob_id           {{text}} NOT NULL,                   -- the object as received
    size_bytes        {{bigint}} NOT NULL,
    file_crc32        {{bigint}} NOT NULL,             -- of the object as received, whole: every bit of it is covered
    data_set_offset   {{bigint}} NOT NULL,
    data_set_sha256   {{text}} NOT NULL,               -- of the bytes after the file meta information (STU-5)
    tail_offset       {{bigint}} NOT NULL,             -- where the tail (pixel data element) begins in the blob
    head_crc32        {{bigint}} NOT NULL,
    tail_crc32        {{bigint}} NOT NULL,
    head_blob_id      {{text}},                            -- corrected head; none: the received one with its preamble zeroed
    head_size_bytes   {{bigint}},
    frame_index       {{text}} NOT NULL DEFAULT '',        -- dicom::FrameIndex, one compact text
    condition         {{bigint}} NOT NULL DEFAULT 0,   -- 0 whole, 1 damaged, 2 missing: what the last check found (STU-20)
    received_at       {{bigint}} NOT NULL,
    superseded_at     {{bigint}},                      -- an older version under 'keep last'
    received_from     {{text}} NOT NULL DEFAULT ''         -- calling AE title, API key or user
){{strict}};
CREATE UNIQUE INDEX instance_by_uid ON instance (tenant_id, sop_instance_uid) WHERE superseded_at IS NULL;
CREATE INDEX instance_of_series ON instance (series_id, validated, number, sop_instance_uid);
CREATE INDEX instance_of_study ON instance (study_id, validated);

-- Who referred, as the header says (CLA-11). Kept for all studies, so that a number confirmed later matches them.
CREATE TABLE study_referrer (
    tenant_id       {{text}} NOT NULL,
    study_id        {{text}} NOT NULL REFERENCES study (id),
    role            {{text}} NOT NULL CHECK (role IN ('referring', 'requesting', 'copy_to')),
    identifier      {{text}} NOT NULL DEFAULT '',          -- normalised; '' when only a name is given
    issuer          {{text}} NOT NULL DEFAULT '',
    name            {{text}} NOT NULL DEFAULT '',
    name_normalised {{text}} NOT NULL DEFAULT '',
    study_at        {{bigint}} NOT NULL,
    PRIMARY KEY (tenant_id, study_id, role, identifier, issuer, name_normalised)
){{strict}};
CREATE INDEX study_referrer_by_identifier ON study_referrer (tenant_id, identifier, study_id);
CREATE INDEX study_referrer_by_name ON study_referrer (tenant_id, name_normalised, study_at);

-- Words of patient names, ids, accession numbers and descriptions, folded, for the search box.
CREATE TABLE study_token (
    tenant_id {{text}} NOT NULL,
    token     {{text}} NOT NULL,
    study_id  {{text}} NOT NULL REFERENCES study (id),
    study_at  {{bigint}} NOT NULL,
    PRIMARY KEY (tenant_id, token, study_id)
){{strict}};
CREATE INDEX study_token_of_study ON study_token (study_id);

CREATE TABLE validation_reason (
    tenant_id {{text}} NOT NULL,
    study_id  {{text}} NOT NULL REFERENCES study (id),
    code      {{text}} NOT NULL,
    field     {{text}} NOT NULL DEFAULT '',
    header    {{text}} NOT NULL DEFAULT '',
    record    {{text}} NOT NULL DEFAULT '',
    PRIMARY KEY (study_id, code, field)
){{strict}};

-- What staff corrected; delivered objects carry it (STU-12). The newest row of a field holds.
CREATE TABLE study_correction (
    id        {{text}} PRIMARY KEY,
    tenant_id {{text}} NOT NULL,
    study_id  {{text}} NOT NULL REFERENCES study (id),
    field     {{text}} NOT NULL,                           -- a field of the validation case: patientId, name, …
    value     {{text}} NOT NULL,                           -- as in DICOM: PN, YYYYMMDD, UTF-8; empty clears
    made_at   {{bigint}} NOT NULL,
    made_by   {{text}} NOT NULL
){{strict}};
CREATE INDEX study_correction_of_study ON study_correction (study_id, made_at);

CREATE TABLE ae_title (
    id           {{text}} PRIMARY KEY,
    tenant_id    {{text}} NOT NULL REFERENCES tenant (id),
    called       {{text}} NOT NULL,
    calling      {{text}} NOT NULL,
    host         {{text}},                                 -- none: from any address
    port         {{bigint}},
    description  {{text}} NOT NULL DEFAULT '',
    created_at   {{bigint}} NOT NULL,
    last_seen_at {{bigint}},
    UNIQUE (called, calling)
){{strict}};
CREATE INDEX ae_title_of_tenant ON ae_title (tenant_id);

-- A called AE title belongs to one tenant for ever (STU-1: it chooses the tenant).
CREATE TABLE called_ae_title (
    called    {{text}} PRIMARY KEY,
    tenant_id {{text}} NOT NULL REFERENCES tenant (id)
){{strict}};

CREATE TABLE study_read (
    user_id  {{text}} NOT NULL REFERENCES users (id),
    study_id {{text}} NOT NULL REFERENCES study (id),
    read_at  {{bigint}} NOT NULL,
    PRIMARY KEY (user_id, study_id)
){{strict}};
