#include "platform/idempotency/durable_answers.h"

#include <boost/json.hpp>

#include "platform/api/context.h"
#include "platform/crypto/hash.h"
#include "platform/db/database.h"

namespace portico::idempotency {
namespace {

constexpr std::string_view purpose = "idempotency.answer";
constexpr std::int64_t kept_seconds = 24LL * 3600;

// Whose key it is. Lengths keep parts apart that a caller could choose.
std::string holder_of(const Caller& caller) {
    if (caller.kind == CallerKind::api_key) return "key:" + caller.api_key.text();
    return "user:" + caller.user.text() + ":" + caller.account.text();
}

std::string row_of(const api::KeyedRequest& request) {
    return crypto::sha256_hex(holder_of(request.caller) + "\n" + request.key);
}

std::string asked(const api::KeyedRequest& request) { return request.path + "\n" + *request.body; }

std::string written(const api::SavedAnswer& answer) {
    boost::json::object headers;
    for (const auto& [name, value] : answer.headers) headers[name] = value;
    return boost::json::serialize(
        boost::json::object{{"status", answer.status}, {"headers", std::move(headers)}, {"body", answer.body}});
}

api::SavedAnswer read(const std::string& text) {
    const auto object = boost::json::parse(text).as_object();
    api::SavedAnswer answer{.status = static_cast<int>(object.at("status").as_int64()),
                            .headers = {},
                            .body = std::string(object.at("body").as_string())};
    for (const auto& [name, value] : object.at("headers").as_object())
        answer.headers.emplace_back(std::string(name), std::string(value.as_string()));
    return answer;
}

}  // namespace

Result<std::optional<api::SavedAnswer>> DurableAnswers::find(const api::KeyedRequest& request) {
    const auto id = row_of(request);
    return units_.retrying([&](db::UnitOfWork& work) -> Result<std::optional<api::SavedAnswer>> {
        auto& session = work.session();
        const auto now = clock_.now();
        session.exec("DELETE FROM keyed_answer WHERE id = ? AND asked_at <= ?", id, now.plus_seconds(-kept_seconds));
        const auto claimed =
            session.exec("INSERT INTO keyed_answer (id, asked, asked_at) VALUES (?, ?, ?) ON CONFLICT (id) DO NOTHING",
                         id, keys_.keyed_hash(purpose, asked(request)), now);
        if (claimed == 1) {
            work.commit_technical();
            return std::nullopt;
        }
        auto there = session.first<std::string, std::optional<std::string>>(
            "SELECT asked, answer FROM keyed_answer WHERE id = ?", id);
        // The other request has just given its key back.
        if (!there) return fail(api::request_errors::idempotency_in_progress);
        const auto& [asked_before, answer] = *there;
        if (!keys_.keyed_hash_matches(asked_before, purpose, asked(request)))
            return fail(api::request_errors::idempotency_key_reused);
        if (!answer) return fail(api::request_errors::idempotency_in_progress);
        PORTICO_TRY(auto text, keys_.open(purpose, *answer));
        return read(text);
    });
}

Result<void> DurableAnswers::save(const api::KeyedRequest& request, const api::SavedAnswer& answer) {
    const auto sealed = keys_.seal(purpose, written(answer));
    try {
        units_.retrying([&](db::UnitOfWork& work) {
            work.session().exec("UPDATE keyed_answer SET answer = ? WHERE id = ?", sealed, row_of(request));
            work.commit_technical();
        });
    } catch (const db::DbError& error) {
        return fail(errors::unavailable, error.what());
    }
    return {};
}

void DurableAnswers::release(const api::KeyedRequest& request) {
    try {
        units_.retrying([&](db::UnitOfWork& work) {
            work.session().exec("DELETE FROM keyed_answer WHERE id = ? AND answer IS NULL", row_of(request));
            work.commit_technical();
        });
    } catch (const db::DbError&) {
        // The key stays claimed for its day: the request failed together with the database.
    }
}

std::int64_t DurableAnswers::forget_old() {
    return units_.retrying([&](db::UnitOfWork& work) {
        const auto removed = work.session().exec("DELETE FROM keyed_answer WHERE asked_at <= ?",
                                                 clock_.now().plus_seconds(-kept_seconds));
        work.commit_technical();
        return removed;
    });
}

}  // namespace portico::idempotency
