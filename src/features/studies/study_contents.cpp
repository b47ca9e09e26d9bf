#include "features/studies/api/study_contents.h"

#include <zlib.h>

#include <algorithm>

#include "features/studies/archive_store.h"
#include "features/studies/list_store.h"
#include "platform/crypto/hash.h"

namespace portico::studies {
namespace {

constexpr std::string_view instances_of_series =
    "SELECT i.sop_instance_uid, i.sop_class_uid, i.transfer_syntax_uid, i.number, coalesce(i.rows_count, 0), i.blob_id,"
    " i.size_bytes, i.tail_offset, coalesce(i.head_blob_id, ''), coalesce(i.head_size_bytes, 0), i.head_crc32,"
    " i.tail_crc32, i.received_at, i.condition"
    " FROM instance i JOIN study s ON s.id = i.study_id"
    " WHERE i.tenant_id = ? AND i.study_id = ? AND i.superseded_at IS NULL"
    " AND (i.validated = 1 OR (s.visible = 0 AND ? = 1)) AND i.series_id = ?"
    " ORDER BY coalesce(i.number, 9223372036854775807), i.sop_instance_uid";

}  // namespace

Result<void> StudyContents::check(db::Session& session, const StudyAccess& access) {
    const auto state = session.first<std::string>("SELECT state FROM study WHERE tenant_id = ? AND id = ?",
                                                  access.scope().tenant(), access.study());
    if (!state || std::get<0>(*state) == "rejected") return fail(portico::errors::not_found);
    return {};
}

Result<StudyContents> StudyContents::read(db::Session& session, const StudyAccess& access,
                                          const std::optional<SeriesId>& only) {
    PORTICO_CHECK(check(session, access));
    StudyContents contents;
    contents.read_study(session, access);
    for (auto& series : store::find_series(session, store::view_of(access), std::nullopt)) {
        if (only && series.id != *only) continue;
        contents.read_instances(session, access, std::move(series));
    }
    if (contents.instances_.empty()) return fail(portico::errors::not_found);
    return contents;
}

// As lists have them, corrections applied.
void StudyContents::read_study(db::Session& session, const StudyAccess& access) {
    auto rows = store::study_rows(session, {access.study()}, UserId());
    auto& row = rows[access.study()];
    study_ = {.uid = std::move(row.study_instance_uid),
              .patient_id = std::move(row.patient_id),
              .issuer = std::move(row.issuer),
              .patient_name = std::move(row.patient_name),
              .birth_date = std::move(row.birth_date),
              .sex = std::move(row.sex),
              .date = std::move(row.study_date),
              .time = std::move(row.study_time),
              .description = std::move(row.description),
              .accession_number = std::move(row.accession_number),
              .id_text = session.value<std::string>("SELECT study_id_text FROM study WHERE tenant_id = ? AND id = ?",
                                                    access.scope().tenant(), access.study()),
              .received_at = row.received_at};
}

void StudyContents::read_instances(db::Session& session, const StudyAccess& access, SeriesRecord record) {
    using Number = std::int64_t;
    using T = std::string;
    const auto view = store::view_of(access);
    Series series{std::move(record), instances_.size(), 0};
    session.for_each<T, T, T, std::optional<Number>, Number, T, Number, Number, T, Number, Number, Number, Timestamp,
                     Number>(
        instances_of_series,
        [&](const T& uid, const T& sop_class, const T& syntax, std::optional<Number> number, Number rows, const T& blob,
            Number size, Number tail, const T& head, Number head_size, Number head_crc, Number tail_crc,
            Timestamp received, Number condition) {
            instances_.push_back({.sop_instance = keep(uid),
                                  .blob = keep(blob),
                                  .head = keep(head),
                                  .size = static_cast<std::uint64_t>(size),
                                  .tail_offset = static_cast<std::uint64_t>(tail),
                                  .head_size = static_cast<std::uint64_t>(head_size),
                                  .received_at = received,
                                  .number = number,
                                  .head_crc32 = static_cast<std::uint32_t>(head_crc),
                                  .tail_crc32 = static_cast<std::uint32_t>(tail_crc),
                                  .sop_class = word(sop_class),
                                  .syntax = word(syntax),
                                  .damaged = condition != 0,
                                  .has_rows = rows > 0});
        },
        view.tenant, view.study, view.unreleased, series.record.id);
    series.count = instances_.size() - series.first;
    if (series.count > 0) series_.push_back(std::move(series));
}

std::uint64_t StudyContents::size(std::size_t instance) const {
    const auto& it = instances_[instance];
    return it.head.length == 0 ? it.size : it.head_size + it.size - it.tail_offset;
}

std::uint32_t StudyContents::crc32(std::size_t instance) const {
    const auto& it = instances_[instance];
    const auto tail_size = static_cast<z_off_t>(it.size - it.tail_offset);
    return static_cast<std::uint32_t>(::crc32_combine(it.head_crc32, it.tail_crc32, tail_size));
}

InstanceRecord StudyContents::record(std::size_t instance) const {
    const auto& it = instances_[instance];
    InstanceRecord record;
    record.sop_instance_uid = sop_instance_uid(instance);
    record.sop_class_uid = sop_class_uid(instance);
    record.transfer_syntax_uid = transfer_syntax_uid(instance);
    record.blob = BlobId::trusted(std::string(text(it.blob)));
    record.size = it.size;
    record.tail_offset = it.tail_offset;
    if (it.head.length > 0) record.head = BlobId::trusted(std::string(text(it.head)));
    record.head_size = it.head_size;
    record.damaged = it.damaged;
    return record;
}

std::string StudyContents::version() const {
    crypto::Sha256 hash;
    const auto add = [&hash](std::string_view text) {
        hash.update(text);
        hash.update(std::string_view("\0", 1));
    };
    for (const auto* text :
         {&study_.uid, &study_.patient_id, &study_.issuer, &study_.patient_name, &study_.birth_date, &study_.sex,
          &study_.date, &study_.time, &study_.description, &study_.accession_number, &study_.id_text})
        add(*text);
    for (const auto& series : series_)
        add(fmt::format("{} {} {} {}", series.record.id.text(), series.record.revision, series.first, series.count));
    // Content never changes under an id.
    for (const auto& it : instances_) {
        add(text(it.blob));
        add(text(it.head));
        add(it.damaged ? "damaged" : "");
    }
    return hash.finish_hex();
}

StudyContents::Text StudyContents::keep(std::string_view text) {
    const Text place{static_cast<std::uint32_t>(texts_.size()), static_cast<std::uint32_t>(text.size())};
    texts_ += text;
    return place;
}

std::uint32_t StudyContents::word(const std::string& text) {
    auto found = std::ranges::find(words_, text);
    if (found == words_.end()) found = words_.insert(words_.end(), text);
    return static_cast<std::uint32_t>(found - words_.begin());
}

}  // namespace portico::studies
