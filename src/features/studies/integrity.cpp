#include "features/studies/api/integrity.h"

#include <fcntl.h>
#include <zlib.h>

#include <algorithm>
#include <set>

#include "features/studies/integrity_store.h"
#include "platform/crypto/hash.h"
#include "platform/crypto/id_time.h"
#include "platform/db/database.h"

namespace portico::studies {
namespace {

using store::Condition;
using store::KeptObject;

constexpr std::int64_t batch = 200;              // objects
constexpr std::uint64_t piece = 1024ULL * 1024;  // bytes

// Calls `each` with the bytes of a file, piece by piece; false when they cannot all be read. What was read for a check
// is not kept in memory for others.
bool read_through(const storage::OpenFile& file, const std::function<void(std::string_view)>& each) {
    for (std::uint64_t at = 0; at < file.size(); at += piece) {
        auto bytes = file.read(at, static_cast<std::size_t>(std::min(piece, file.size() - at)));
        if (!bytes) return false;
        each(*bytes);
        ::posix_fadvise(file.fd(), static_cast<off_t>(at), static_cast<off_t>(bytes->size()), POSIX_FADV_DONTNEED);
    }
    return true;
}

std::uint32_t crc(std::uint32_t so_far, std::string_view bytes) {
    return static_cast<std::uint32_t>(
        ::crc32_z(so_far, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size()));
}

Condition condition_of(storage::BlobStore& blobs, const KeptObject& object) {
    auto opened = blobs.open(object.blob);
    if (!opened) return opened.error().is(storage::errors::blob_not_found) ? Condition::missing : Condition::damaged;
    const auto& file = **opened;
    if (file.size() != object.size) return Condition::damaged;
    std::uint32_t file_crc = 0;
    std::uint64_t at = 0;
    crypto::Sha256 sha;
    const bool readable = read_through(file, [&](std::string_view bytes) {
        file_crc = crc(file_crc, bytes);
        const auto meta = object.data_set_offset - std::min(object.data_set_offset, at);
        at += bytes.size();
        if (meta < bytes.size()) sha.update(bytes.substr(static_cast<std::size_t>(meta)));
    });
    if (!readable || file_crc != object.file_crc32 || sha.finish_hex() != object.data_set_sha256)
        return Condition::damaged;
    if (!object.head) return Condition::whole;
    auto head = blobs.open(*object.head);
    if (!head) return head.error().is(storage::errors::blob_not_found) ? Condition::missing : Condition::damaged;
    std::uint32_t head_crc = 0;
    const bool whole = read_through(**head, [&](std::string_view bytes) { head_crc = crc(head_crc, bytes); });
    return whole && head_crc == object.head_crc32 ? Condition::whole : Condition::damaged;
}

std::string event_of(Condition condition) {
    if (condition == Condition::missing) return "object.missing";
    return condition == Condition::damaged ? "object.damaged" : "object.restored";
}

void count(IntegrityTally& tally, const KeptObject& object, Condition now) {
    ++tally.objects;
    tally.bytes += object.size;
    if (now == Condition::missing) ++tally.missing;
    if (now == Condition::damaged) ++tally.damaged;
    if (now == Condition::whole && object.condition != Condition::whole) ++tally.restored;
}

AuditEvent event_for(const KeptObject& object, Condition now) {
    AuditEvent event;
    event.code = event_of(now);
    event.caller.kind = CallerKind::system;
    event.caller.name = "storage check";
    event.tenant = object.tenant;
    event.outcome = now == Condition::whole ? Outcome::success : Outcome::failure;
    event.study = object.study.text();
    event.object = object.id.text();
    event.details = {{"sopInstanceUid", object.sop_instance_uid}};
    return event;
}

// Writes down what has changed; false when the object got other content while it was read.
bool note(db::UnitsOfWork& units, const KeptObject& object, Condition now) {
    if (now == object.condition) return true;
    return units.retrying([&](db::UnitOfWork& work) {
        if (!store::set_condition(work.session(), object, now)) return false;
        work.commit(event_for(object, now));
        return true;
    });
}

std::vector<KeptObject> next_objects(db::UnitsOfWork& units, const std::string& after) {
    auto session = units.database().read();
    return store::objects_after(session, after, batch);
}

}  // namespace

Integrity::Integrity(db::UnitsOfWork& units, storage::BlobStore& blobs, const Clock& clock, std::vector<Owner> others)
    : units_(units), blobs_(blobs), clock_(clock), others_(std::move(others)) {}

IntegrityTally Integrity::verify(const std::function<bool(const IntegrityTally&)>& progress) {
    IntegrityTally tally;
    std::string after;
    for (;;) {
        const auto objects = next_objects(units_, after);
        for (const auto& object : objects) {
            const auto now = condition_of(blobs_, object);
            if (note(units_, object, now)) count(tally, object, now);
        }
        if (objects.empty() || (progress && !progress(tally))) return tally;
        after = objects.back().id.text();
    }
}

IntegrityTally Integrity::scrub(std::uint64_t bytes) {
    IntegrityTally tally;
    std::string after;
    {
        auto session = units_.database().read();
        after = store::scrub_position(session);
    }
    while (tally.bytes < bytes) {
        const auto objects = next_objects(units_, after);
        for (const auto& object : objects) {
            if (tally.bytes >= bytes) break;
            const auto now = condition_of(blobs_, object);
            if (note(units_, object, now)) count(tally, object, now);
            after = object.id.text();
        }
        if (!objects.empty()) continue;
        after.clear();
        break;
    }
    units_.retrying([&](db::UnitOfWork& work) {
        store::set_scrub_position(work.session(), after);
        work.commit_technical();
    });
    return tally;
}

IntegrityTally Integrity::remove_orphans(std::int64_t min_age_seconds) {
    const auto youngest = clock_.now().plus_seconds(-min_age_seconds);
    IntegrityTally tally;
    std::vector<std::pair<BlobId, std::uint64_t>> waiting;
    const auto settle = [&] {
        std::vector<BlobId> ids;
        for (const auto& [id, size] : waiting) ids.push_back(id);
        std::set<BlobId> named;
        {
            auto session = units_.database().read();
            for (auto& id : store::named_blobs(session, ids)) named.insert(std::move(id));
            for (const auto& owner : others_)
                for (auto& id : owner(session, ids)) named.insert(std::move(id));
        }
        for (const auto& [id, size] : waiting) {
            if (named.contains(id) || !blobs_.remove(id)) continue;
            ++tally.orphans;
            tally.orphan_bytes += size;
        }
        waiting.clear();
    };
    static_cast<void>(blobs_.list([&](const BlobId& id, std::uint64_t size) {
        const auto made = crypto::time_of_id(id.text());
        if (!made || *made > youngest) return true;
        waiting.emplace_back(id, size);
        if (std::ssize(waiting) == batch) settle();
        return true;
    }));
    settle();
    return tally;
}

}  // namespace portico::studies
