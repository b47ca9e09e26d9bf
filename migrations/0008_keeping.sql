-- How long studies are kept, and how they go (STU-22). A deleted study is in state 'rejected' until it goes for good.

CREATE TABLE study_deletion (
    study_id   {{text}} PRIMARY KEY REFERENCES study (id),
    tenant_id  {{text}} NOT NULL REFERENCES tenant (id),
    reason     {{text}} NOT NULL,
    deleted_by {{text}} NOT NULL,
    deleted_at {{bigint}} NOT NULL
){{strict}};
CREATE INDEX study_deletion_list ON study_deletion (tenant_id, deleted_at DESC, study_id DESC);

CREATE TABLE legal_hold (
    study_id  {{text}} PRIMARY KEY REFERENCES study (id),
    tenant_id {{text}} NOT NULL REFERENCES tenant (id),
    reason    {{text}} NOT NULL,
    held_by   {{text}} NOT NULL,
    held_at   {{bigint}} NOT NULL
){{strict}};

CREATE TABLE retention (
    tenant_id   {{text}} PRIMARY KEY REFERENCES tenant (id),
    quota_bytes {{bigint}},                    -- none: no limit; the operator sets it
    version     {{bigint}} NOT NULL DEFAULT 1
){{strict}};

-- Days from the last arrival; modality '' is for all others. None: kept for ever.
CREATE TABLE retention_rule (
    tenant_id {{text}} NOT NULL REFERENCES tenant (id),
    modality  {{text}} NOT NULL,
    days      {{bigint}} NOT NULL CHECK (days > 0),
    PRIMARY KEY (tenant_id, modality)
){{strict}};
