// Listing and writing to those who saw what was recalled.
#include "features/access/access.h"
#include "features/message_texts/message_texts.h"
#include "features/studies/api/recalls.h"
#include "features/studies/recall_store.h"
#include "platform/db/database.h"
#include "platform/jobs/workers.h"
#include "platform/messaging/message_outbox.h"

namespace portico::studies {
namespace {

constexpr int telling_seconds = 1;
constexpr std::int64_t batch = 20;

// Says nothing of the patient: mail is read by others too. What it is about stands behind the sign-in.
messaging::Message mail_to(const store::Reader& reader, const std::string& department, const Recall& recall,
                           const audit::Recipient& seen, const TenantId& tenant) {
    const auto words = [&](std::string_view key) { return message_texts::phrase(key, reader.language); };
    auto mail = message_texts::mail("studies.recalled", {reader.email, reader.name, reader.language},
                                    {{"department", department},
                                     {"what", words(recall.whole ? "studies.recalled_whole" : "studies.recalled_part")},
                                     {"when", message_texts::moment(seen.last_at, reader.language)},
                                     {"reason", words("studies.recall_reason." + std::string(key_of(recall.reason)))}});
    mail.tenant = tenant;
    mail.priority = messaging::Priority::bulk;
    return mail;
}

}  // namespace

bool Recalls::due(db::Session& session) const { return !store::untold(session, 1).empty(); }

std::int64_t Recalls::tell() {
    const auto waiting = [&] {
        auto session = units_.database().read();
        return store::untold(session, batch);
    }();
    for (const auto& one : waiting) tell_of(one.tenant, one.recall);
    return std::ssize(waiting);
}

void Recalls::tell_of(const TenantId& tenant, const RecallId& id) {
    const auto scope = access::SystemScopes::for_worker(tenant);
    units_.retrying([&](db::UnitOfWork& work) {
        auto& session = work.session();
        if (!store::lock_untold(session, scope, id)) return;
        const auto recall = store::find_recall(session, scope, id).value();
        const auto department = store::department_name(session, tenant);
        const auto now = clock_.now();
        std::int64_t persons = 0, told = 0;
        std::string memberships;  // of those who are told: their lists show it at once
        for (const auto& one : trail_.recipients(session, scope, recall.study, recall.recalled_at)) {
            ++persons;
            std::optional<store::Reader> reader;
            if (one.kind == "user") reader = store::reader(session, one.id);
            // What was taken back before anybody heard of it is no news.
            const bool tells = reader && recall.ended_as != "undone";
            if (tells) {
                outbox_.enqueue(session, mail_to(*reader, department, recall, one, tenant));
                ++told;
                for (const auto& membership : store::memberships_of(session, reader->user))
                    memberships += (memberships.empty() ? "\"" : ",\"") + membership.text() + "\"";
            }
            store::insert_person(session, scope, recall, one, reader ? std::optional(reader->user) : std::nullopt,
                                 tells ? std::optional(now) : std::nullopt);
        }
        store::mark_told(session, scope, id, now);
        AuditEvent event;
        event.code = "study.recall_told";
        event.caller.kind = CallerKind::system;
        event.caller.name = "recall";
        event.tenant = tenant;
        event.study = recall.study.text();
        event.object = id.text();
        event.details = {{"listed", std::to_string(persons)}, {"told", std::to_string(told)}};
        work.emit({"recalls.changed", tenant, "{\"memberships\":[" + memberships + "]}"});
        work.commit(std::move(event));
    });
}

void Recalls::serve(jobs::Workers& workers) {
    workers.every(
        "studies.tell_recalls", telling_seconds, [this] { tell(); },
        [this](db::Session& session) { return due(session); });
}

}  // namespace portico::studies
