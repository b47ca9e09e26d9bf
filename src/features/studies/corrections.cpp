#include "features/studies/api/corrections.h"

#include <zlib.h>

#include <set>

#include "features/studies/correction_rounds.h"
#include "platform/db/database.h"

namespace portico::studies {
namespace {

constexpr std::size_t heads_a_round = 64;  // of the disk

struct Original {
    InstanceId instance;
    SeriesId series;
    BlobId blob;
    std::optional<BlobId> head;  // the one before
};
struct MadeHead {
    Original original;
    BlobId blob;
    std::int64_t size = 0, tail_offset = 0, crc32 = 0;
};

std::vector<Original> live_instances(db::Session& session, const TenantScope& scope, const StudyId& study) {
    return session.map<InstanceId, SeriesId, BlobId, std::optional<BlobId>>(
        "SELECT id, series_id, blob_id, head_blob_id FROM instance"
        " WHERE tenant_id = ? AND study_id = ? AND superseded_at IS NULL ORDER BY id",
        [](InstanceId instance, SeriesId series, BlobId blob, std::optional<BlobId> head) {
            return Original{std::move(instance), std::move(series), std::move(blob), std::move(head)};
        },
        scope.tenant(), study);
}

// Heads of one study on their way from the objects to the rows. What was not put into force is removed again.
class HeadsInMaking {
public:
    HeadsInMaking(storage::BlobStore& blobs, const StudyCorrections& corrections)
        : blobs_(blobs), corrections_(corrections) {}
    ~HeadsInMaking() {
        if (in_force_) return;
        for (const auto& head : made_) static_cast<void>(blobs_.remove(head.blob));
    }
    HeadsInMaking(const HeadsInMaking&) = delete;
    HeadsInMaking& operator=(const HeadsInMaking&) = delete;

    Result<void> make(const std::vector<Original>& originals) {
        for (const auto& original : originals) {
            PORTICO_CHECK(make_one(original));
            if (staged_.size() == heads_a_round) PORTICO_CHECK(commit());
        }
        return commit();
    }

    void write_rows(db::Session& session, const TenantScope& scope, const StudyId& study) const {
        std::set<SeriesId> touched;
        for (const auto& head : made_) {
            session.exec(
                "UPDATE instance SET head_blob_id = ?, head_size_bytes = ?, tail_offset = ?, head_crc32 = ?"
                " WHERE tenant_id = ? AND id = ?",
                head.blob, head.size, head.tail_offset, head.crc32, scope.tenant(), head.original.instance);
            touched.insert(head.original.series);
        }
        for (const auto& series : touched)
            session.exec("UPDATE series SET revision = revision + 1 WHERE tenant_id = ? AND id = ?", scope.tenant(),
                         series);
        session.exec("UPDATE study SET corrected = 1 WHERE tenant_id = ? AND id = ?", scope.tenant(), study);
    }

    // Nobody asks for the heads before any more; who reads one has it open.
    void are_in_force() {
        in_force_ = true;
        for (const auto& head : made_)
            if (head.original.head) static_cast<void>(blobs_.remove(*head.original.head));
    }
    // A commit without an answer may have happened.
    void may_be_in_force() { in_force_ = true; }

private:
    Result<void> make_one(const Original& original) {
        PORTICO_TRY(const auto file, blobs_.open(original.blob));
        PORTICO_TRY(const auto head,
                    dicom::corrected_head(fmt::format("/proc/self/fd/{}", file->fd()), corrections_.rounds));
        PORTICO_TRY(auto staged, blobs_.stage());
        PORTICO_CHECK(staged.write(head.bytes));
        const auto crc = ::crc32_z(0, reinterpret_cast<const unsigned char*>(head.bytes.data()), head.bytes.size());
        ready_.push_back({original, staged.id(), static_cast<std::int64_t>(head.bytes.size()),
                          static_cast<std::int64_t>(head.tail_offset), static_cast<std::int64_t>(crc)});
        staged_.push_back(std::move(staged));
        return {};
    }

    Result<void> commit() {
        auto committed = blobs_.commit(std::exchange(staged_, {}));
        if (committed) made_.insert(made_.end(), ready_.begin(), ready_.end());
        ready_.clear();
        return committed;
    }

    storage::BlobStore& blobs_;
    const StudyCorrections& corrections_;
    std::vector<storage::Staged> staged_;
    std::vector<MadeHead> ready_;  // staged, in the same order
    std::vector<MadeHead> made_;   // durable
    bool in_force_ = false;
};

// True when the heads fit the study as it is now: the same corrections, and no object more.
bool put_into_force(db::UnitsOfWork& units, const TenantScope& scope, const StudyId& study, HeadsInMaking& heads,
                    const StudyCorrections& corrections, const std::vector<Original>& originals) {
    bool committing = false;
    try {
        auto unit = units.begin();
        auto& session = unit.session();
        std::string lock(db::for_update(session.dialect()));
        auto there = session.first_value<StudyId>("SELECT id FROM study WHERE tenant_id = ? AND id = ? " + lock,
                                                  scope.tenant(), study);
        if (!there || load_corrections(session, scope, study).mark != corrections.mark) return false;
        auto same = [](const Original& a, const Original& b) { return a.instance == b.instance && a.head == b.head; };
        if (!std::ranges::equal(live_instances(session, scope, study), originals, same)) return false;
        heads.write_rows(session, scope, study);
        committing = true;
        unit.commit_technical();  // the correction itself stands in the audit trail
    } catch (const db::DbError& error) {
        if (committing && error.kind() == db::DbErrorKind::unavailable) heads.may_be_in_force();
        throw;
    }
    heads.are_in_force();
    return true;
}

}  // namespace

Result<void> Corrector::make_corrected_heads(const TenantScope& scope, const StudyId& study) {
    constexpr int tries = 5;  // objects may arrive and corrections be made meanwhile
    for (int attempt = 0; attempt < tries; ++attempt) {
        StudyCorrections corrections;
        std::vector<Original> originals;
        {
            auto session = units_.database().read_snapshot();
            if (!session.first_value<StudyId>("SELECT id FROM study WHERE tenant_id = ? AND id = ?", scope.tenant(),
                                              study))
                return fail(portico::errors::not_found);
            corrections = load_corrections(session, scope, study);
            originals = live_instances(session, scope, study);
        }
        if (corrections.rounds.empty()) return {};
        HeadsInMaking heads(blobs_, corrections);
        PORTICO_CHECK(heads.make(originals));
        if (put_into_force(units_, scope, study, heads, corrections, originals)) return {};
    }
    return fail(portico::errors::conflict, "the study keeps changing");
}

}  // namespace portico::studies
