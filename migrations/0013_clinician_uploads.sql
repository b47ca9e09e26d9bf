-- Studies that clinicians uploaded (STU-3): one row a study, of the membership that sent its first object. What others
-- send to the study later makes it `mixed`: from then on it is closed for the clinician.

CREATE TABLE clinician_upload (
    study_id      {{text}} PRIMARY KEY REFERENCES study (id),
    tenant_id     {{text}} NOT NULL REFERENCES tenant (id),
    membership_id {{text}} NOT NULL REFERENCES membership (id),
    uploaded_by   {{text}} NOT NULL,                -- their name when they last sent
    patient_name  {{text}} NOT NULL DEFAULT '',     -- as the clinician sent it, whatever is corrected later
    study_date    {{text}},
    description   {{text}} NOT NULL DEFAULT '',
    objects       {{bigint}} NOT NULL,              -- of the clinician's, that were kept
    first_at      {{bigint}} NOT NULL,
    last_at       {{bigint}} NOT NULL,
    mixed         {{bigint}} NOT NULL DEFAULT 0,
    state         {{text}} NOT NULL CHECK (state IN ('waiting', 'released', 'rejected')),
    decided_at    {{bigint}},
    decided_by    {{text}} NOT NULL DEFAULT '',
    reason        {{text}} NOT NULL DEFAULT '',     -- of a rejection; the clinician reads it
    granted       {{bigint}} NOT NULL DEFAULT 0     -- 1: a release has given access once; none does again
){{strict}};
CREATE INDEX clinician_upload_list ON clinician_upload (membership_id, last_at DESC, study_id DESC);

-- 1: named in objects that wait for staff; counts for nobody until they are released.
ALTER TABLE study_referrer ADD COLUMN waits {{bigint}} NOT NULL DEFAULT 0;
