-- What people drew and marked in studies (STU-42): one row a person and study. Both bodies are JSON of the room
-- features/annotations: its annotations and its key images.

CREATE TABLE study_annotation (
    study_id          {{text}} NOT NULL REFERENCES study (id) ON DELETE CASCADE,
    tenant_id         {{text}} NOT NULL REFERENCES tenant (id),
    user_id           {{text}} NOT NULL REFERENCES users (id),
    author            {{text}} NOT NULL,               -- their name when they last saved
    body              {{text}} NOT NULL,               -- seen by the person alone
    version           {{bigint}} NOT NULL,
    changed_at        {{bigint}} NOT NULL,
    published_body    {{text}},                        -- as it was when it was published; none: nothing is
    published_version {{bigint}},
    published_at      {{bigint}},
    PRIMARY KEY (study_id, user_id)
){{strict}};
