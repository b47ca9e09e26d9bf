#include "features/studies/archive_store.h"

namespace portico::studies::store {
namespace {

constexpr std::string_view instance_columns =
    "SELECT i.id, i.series_id, i.sop_instance_uid, i.sop_class_uid, i.transfer_syntax_uid, i.number, i.rows_count,"
    " i.columns_count, i.frame_count, i.blob_id, i.size_bytes, i.data_set_offset, i.tail_offset, i.head_blob_id,"
    " coalesce(i.head_size_bytes, 0), i.frame_index, e.revision, i.condition"
    " FROM instance i JOIN series e ON e.id = i.series_id JOIN study s ON s.id = i.study_id"
    " WHERE i.tenant_id = ? AND i.study_id = ? AND i.superseded_at IS NULL"
    " AND (i.validated = 1 OR (s.visible = 0 AND ? = 1))";

constexpr std::string_view no_number = "9223372036854775807";  // what has no number comes last

std::vector<InstanceRecord> read_instances(db::Session& session, const db::Sql& sql) {
    using Text = std::string;
    using Number = std::int64_t;
    using Maybe = std::optional<std::int64_t>;
    return session.map<InstanceId, SeriesId, Text, Text, Text, Maybe, Maybe, Maybe, Number, BlobId, Number, Number,
                       Number, std::optional<BlobId>, Number, Text, Number, Number>(
        sql, [](InstanceId id, SeriesId series, Text sop_instance, Text sop_class, Text syntax, Maybe number,
                Maybe rows, Maybe columns, Number frames, BlobId blob, Number size, Number data_set, Number tail,
                std::optional<BlobId> head, Number head_size, Text index, Number revision, Number condition) {
            return InstanceRecord{.id = std::move(id),
                                  .series = std::move(series),
                                  .sop_instance_uid = std::move(sop_instance),
                                  .sop_class_uid = std::move(sop_class),
                                  .transfer_syntax_uid = std::move(syntax),
                                  .number = number,
                                  .rows = rows,
                                  .columns = columns,
                                  .frame_count = frames,
                                  .blob = std::move(blob),
                                  .size = static_cast<std::uint64_t>(size),
                                  .data_set_offset = static_cast<std::uint64_t>(data_set),
                                  .tail_offset = static_cast<std::uint64_t>(tail),
                                  .head = std::move(head),
                                  .head_size = static_cast<std::uint64_t>(head_size),
                                  .frame_index = std::move(index),
                                  .revision = revision,
                                  .damaged = condition != 0};
        });
}

}  // namespace

View view_of(const StudyAccess& access) {
    const auto& caller = access.caller();
    const bool staff = caller.tenant && *caller.tenant == access.scope().tenant();
    return {access.scope().tenant(), access.study(), staff};
}

std::vector<SeriesRecord> find_series(db::Session& session, const View& view, std::optional<std::string_view> uid) {
    using Text = std::string;
    using Number = std::int64_t;
    db::Sql sql(
        "SELECT e.id, e.series_instance_uid, e.modality, e.number, e.description, e.body_part, e.laterality,"
        " e.series_date, e.series_time, e.station_name, e.manufacturer, e.institution_name, e.instance_count,"
        " e.frame_count, e.revision FROM series e JOIN study s ON s.id = e.study_id"
        " WHERE e.tenant_id = ? AND e.study_id = ? AND e.instance_count > 0 AND (s.visible = 1 OR ? = 1)",
        view.tenant, view.study, view.unreleased);
    if (uid) sql.append(" AND e.series_instance_uid = ?", *uid);
    sql.append(" ORDER BY coalesce(e.number, ").append(no_number).append("), e.series_instance_uid");
    return session.map<SeriesId, Text, Text, std::optional<Number>, Text, Text, Text, std::optional<Text>,
                       std::optional<Text>, Text, Text, Text, Number, Number, Number>(
        sql, [](SeriesId id, Text series_uid, Text modality, std::optional<Number> number, Text description,
                Text body_part, Text laterality, std::optional<Text> date, std::optional<Text> time, Text station,
                Text manufacturer, Text institution, Number instances, Number frames, Number revision) {
            return SeriesRecord{std::move(id),
                                std::move(series_uid),
                                std::move(modality),
                                number,
                                std::move(description),
                                std::move(body_part),
                                std::move(laterality),
                                std::move(date),
                                std::move(time),
                                std::move(station),
                                std::move(manufacturer),
                                std::move(institution),
                                instances,
                                frames,
                                revision};
        });
}

std::vector<InstanceRecord> find_instances(db::Session& session, const View& view, const SeriesId& series) {
    db::Sql sql(instance_columns, view.tenant, view.study, view.unreleased);
    sql.append(" AND i.series_id = ? ORDER BY coalesce(i.number, ", series).append(no_number);
    return read_instances(session, sql.append("), i.sop_instance_uid"));
}

std::optional<InstanceRecord> find_instance(db::Session& session, const View& view, std::string_view series_uid,
                                            std::string_view sop_instance_uid) {
    db::Sql sql(instance_columns, view.tenant, view.study, view.unreleased);
    sql.append(" AND e.series_instance_uid = ? AND i.sop_instance_uid = ?", series_uid, sop_instance_uid);
    auto found = read_instances(session, sql);
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

std::optional<PreparedMetadata> prepared_metadata(db::Session& session, const TenantScope& scope,
                                                  const SeriesId& series) {
    auto row =
        session.first<StudyId, std::string, std::string, std::int64_t, std::optional<BlobId>, std::int64_t, bool>(
            "SELECT s.id, s.study_instance_uid, e.series_instance_uid, e.revision, e.metadata_blob,"
            " e.metadata_revision, CASE WHEN s.visible = 1 AND NOT EXISTS (SELECT 1 FROM instance i"
            " WHERE i.series_id = e.id AND i.validated = 0 AND i.superseded_at IS NULL) THEN 1 ELSE 0 END"
            " FROM series e JOIN study s ON s.id = e.study_id WHERE e.tenant_id = ? AND e.id = ?",
            scope.tenant(), series);
    if (!row) return std::nullopt;
    auto& [study, study_uid, series_uid, revision, blob, blob_revision, settled] = *row;
    return PreparedMetadata{study, study_uid, series_uid, revision, blob, blob_revision, settled};
}

bool keep_metadata(db::Session& session, const TenantScope& scope, const SeriesId& series, std::int64_t revision,
                   const BlobId& blob) {
    return session.exec(
               "UPDATE series SET metadata_blob = ?, metadata_revision = ?"
               " WHERE tenant_id = ? AND id = ? AND revision = ?",
               blob, revision, scope.tenant(), series, revision) == 1;
}

}  // namespace portico::studies::store
