-- Recall (STU-14): a study or some of its instances are withdrawn with a reason, and those who saw them are told. A study
-- that is withdrawn whole is in state 'rejected'; of a part, the instances have superseded_at.

CREATE TABLE study_recall (
    id           {{text}} PRIMARY KEY,
    tenant_id    {{text}} NOT NULL REFERENCES tenant (id),
    study_id     {{text}} NOT NULL REFERENCES study (id),
    whole        {{bigint}} NOT NULL,              -- 1: the study; 0: what stands in recalled_instance
    reason       {{text}} NOT NULL CHECK (reason IN ('quality', 'patient_safety', 'worklist_entry', 'retention',
                                                     'replaced', 'other')),
    note         {{text}} NOT NULL DEFAULT '',     -- of staff, for staff
    rejection_uid      {{text}},                   -- SOP Instance UID of the rejection note that asked for it
    rejection_instance {{text}},                   -- its row in instance
    recalled_by  {{text}} NOT NULL,
    recalled_at  {{bigint}} NOT NULL,
    told_at      {{bigint}},                       -- when recall_person was filled and its people were written to
    ended_at     {{bigint}},
    ended_as     {{text}} CHECK (ended_as IN ('undone', 'deleted')),
    ended_by     {{text}} NOT NULL DEFAULT '',
    ended_reason {{text}} NOT NULL DEFAULT ''
){{strict}};
CREATE UNIQUE INDEX study_recall_of_note ON study_recall (tenant_id, rejection_uid) WHERE rejection_uid IS NOT NULL;
CREATE UNIQUE INDEX study_recall_whole ON study_recall (study_id) WHERE whole = 1 AND ended_at IS NULL;
CREATE INDEX study_recall_list ON study_recall (tenant_id, recalled_at DESC, id DESC);
CREATE INDEX study_recall_of_study ON study_recall (study_id, recalled_at);
CREATE INDEX study_recall_untold ON study_recall (recalled_at) WHERE told_at IS NULL;

-- By UID, since a rejection note may come before what it rejects.
CREATE TABLE recalled_instance (
    recall_id        {{text}} NOT NULL REFERENCES study_recall (id),
    tenant_id        {{text}} NOT NULL,
    study_id         {{text}} NOT NULL,
    sop_instance_uid {{text}} NOT NULL,
    instance_id      {{text}},                     -- none while it has not arrived
    PRIMARY KEY (recall_id, sop_instance_uid)
){{strict}};
CREATE INDEX recalled_instance_by_uid ON recalled_instance (study_id, sop_instance_uid);

-- Who saw, took away or was sent the study before it was withdrawn.
CREATE TABLE recall_person (
    recall_id  {{text}} NOT NULL REFERENCES study_recall (id),
    tenant_id  {{text}} NOT NULL,
    study_id   {{text}} NOT NULL,
    kind       {{text}} NOT NULL,                  -- as in audit_entry.actor_kind
    person     {{text}} NOT NULL,                  -- id, or the name of what has none
    name       {{text}} NOT NULL,
    user_id    {{text}} REFERENCES users (id),
    first_at   {{bigint}} NOT NULL,
    last_at    {{bigint}} NOT NULL,
    views      {{bigint}} NOT NULL DEFAULT 0,
    downloads  {{bigint}} NOT NULL DEFAULT 0,
    sendings   {{bigint}} NOT NULL DEFAULT 0,
    told_at    {{bigint}},
    PRIMARY KEY (recall_id, kind, person)
){{strict}};
CREATE INDEX recall_person_of_user ON recall_person (user_id, recall_id);
