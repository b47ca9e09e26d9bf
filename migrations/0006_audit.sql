-- The audit trail (AUD-1, AUD-2). Entries are appended in the transaction of their cause, unchained; the sealer chains
-- committed batches, one chain a tenant and one for the system (chain ''). Nobody updates or deletes an entry.

CREATE TABLE audit_entry (
    id         {{text}} PRIMARY KEY,
    chain      {{text}} NOT NULL,                  -- tenant id, or '' for the system
    at         {{bigint}} NOT NULL,
    event      {{text}} NOT NULL,
    outcome    {{text}} NOT NULL CHECK (outcome IN ('success', 'refused', 'failure')),
    actor_kind {{text}} NOT NULL,
    actor_id   {{text}} NOT NULL DEFAULT '',
    actor_name {{text}} NOT NULL DEFAULT '',
    membership {{text}} NOT NULL DEFAULT '',
    address    {{text}} NOT NULL DEFAULT '',
    device     {{text}} NOT NULL DEFAULT '',
    patient    {{text}} NOT NULL DEFAULT '',
    study      {{text}} NOT NULL DEFAULT '',
    object     {{text}} NOT NULL DEFAULT '',
    reason     {{text}} NOT NULL DEFAULT '',
    details    {{text}} NOT NULL DEFAULT '{}'      -- a JSON object of texts
){{strict}};
CREATE INDEX audit_entry_list ON audit_entry (chain, at DESC, id DESC);
CREATE INDEX audit_entry_of_study ON audit_entry (chain, study, at DESC);
CREATE INDEX audit_entry_of_patient ON audit_entry (chain, patient, at DESC);
CREATE INDEX audit_entry_of_object ON audit_entry (chain, object, at DESC);
CREATE INDEX audit_entry_of_actor ON audit_entry (chain, actor_id, at DESC);

-- The chain: position, hash over (previous hash, entry). A row without its entry, or an entry changed, is found by verify.
CREATE TABLE audit_seal (
    chain    {{text}} NOT NULL,
    position {{bigint}} NOT NULL,
    entry_id {{text}} NOT NULL UNIQUE,
    hash     {{text}} NOT NULL,
    sealed_at {{bigint}} NOT NULL,
    PRIMARY KEY (chain, position)
){{strict}};

-- Entries that wait for the sealer; a technical helper that may be deleted from.
CREATE TABLE audit_unsealed (
    entry_id {{text}} PRIMARY KEY,
    chain    {{text}} NOT NULL
){{strict}};

-- One entry per user, study and 15 minutes for views; refused accesses counted per source.
CREATE TABLE audit_recent (
    subject  {{text}} PRIMARY KEY,                 -- 'view:<user>:<study>' or 'refused:<source>:<event>'
    at       {{bigint}} NOT NULL,
    repeats  {{bigint}} NOT NULL DEFAULT 0
){{strict}};

-- sqlite:
CREATE TRIGGER audit_entry_no_update BEFORE UPDATE ON audit_entry BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;
CREATE TRIGGER audit_entry_no_delete BEFORE DELETE ON audit_entry BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;
CREATE TRIGGER audit_seal_no_update BEFORE UPDATE ON audit_seal BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;
CREATE TRIGGER audit_seal_no_delete BEFORE DELETE ON audit_seal BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;
-- end
-- postgres:
CREATE FUNCTION audit_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the audit trail is append-only'; END $$;
CREATE TRIGGER audit_entry_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry EXECUTE FUNCTION audit_append_only();
CREATE TRIGGER audit_seal_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_seal EXECUTE FUNCTION audit_append_only();
-- end
