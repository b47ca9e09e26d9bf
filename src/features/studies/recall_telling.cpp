// Listing and writing to those who saw what was recalled.
#include <fmt/format.h>

#include "features/access/access.h"
#include "features/studies/api/recalls.h"
#include "features/studies/recall_store.h"
#include "platform/db/database.h"
#include "platform/jobs/workers.h"
#include "platform/messaging/message_outbox.h"

namespace portico::studies {
namespace {

constexpr int telling_seconds = 1;
constexpr std::int64_t batch = 20;

std::string_view words_of(RecallReason reason) {
    switch (reason) {
        case RecallReason::quality:
            return "the images are of bad quality or the wrong ones";
        case RecallReason::patient_safety:
            return "patient safety, for example the wrong patient or the wrong side";
        case RecallReason::worklist_entry:
            return "they were made under the wrong order";
        case RecallReason::retention:
            return "the time for which they are kept is over";
        case RecallReason::replaced:
            return "they were replaced";
        case RecallReason::other:
            return "another one, which the department will tell you";
    }
    return "";
}

// Says nothing of the patient: mail is read by others too. What it is about stands behind the sign-in.
messaging::Message mail_to(const store::Reader& reader, const std::string& department, const Recall& recall,
                           const audit::Recipient& seen, const TenantId& tenant) {
    messaging::Message mail{.channel = messaging::ChannelKind::mail,
                            .to = reader.email,
                            .subject = department + " has withdrawn images that you have seen",
                            .text = {},
                            .html = {},
                            .language = reader.language,
                            .tenant = tenant};
    mail.text = fmt::format(
        "Dear {},\n\n"
        "{} has withdrawn {} that you opened, downloaded or were sent, the last time at {}.\n\n"
        "Reason: {}.\n\n"
        "Please do not rely on what you saw, and delete copies that you made. Sign in to see which study it was; it is "
        "named above the list of studies. If you have questions, ask the department.\n",
        reader.name, department, recall.whole ? "a study" : "images of a study", to_rfc3339(seen.last_at),
        words_of(recall.reason));
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
