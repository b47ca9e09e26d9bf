-- Answers to keyed requests (GEN-7); see src/platform/idempotency.
CREATE TABLE keyed_answer (
    id       {{text}} PRIMARY KEY,     -- hash of who asks and of the key
    asked    {{text}} NOT NULL,        -- keyed hash of path and body
    answer   {{text}},                 -- sealed; none while the request is worked on
    asked_at {{bigint}} NOT NULL
){{strict}};
CREATE INDEX keyed_answer_age ON keyed_answer (asked_at);
