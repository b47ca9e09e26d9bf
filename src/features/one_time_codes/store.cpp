#include "features/one_time_codes/store.h"

#include <charconv>

namespace portico::one_time_codes::store {
namespace {

using Number = std::int64_t;
using Text = std::string;

std::string joined(const std::vector<Timestamp>& times) {
    std::string text;
    for (const auto& time : times) text += (text.empty() ? "" : " ") + std::to_string(time.milliseconds);
    return text;
}

std::vector<Timestamp> split(std::string_view text) {
    std::vector<Timestamp> times;
    while (!text.empty()) {
        const auto word = text.substr(0, text.find(' '));
        Timestamp time;
        std::from_chars(word.data(), word.data() + word.size(), time.milliseconds);
        times.push_back(time);
        text.remove_prefix(std::min(text.size(), word.size() + 1));
    }
    return times;
}

}  // namespace

std::optional<Code> find_code(db::Session& session, std::string_view key) {
    auto row = session.first<Text, Text, Timestamp, std::optional<Timestamp>>(
        "SELECT id, code_hash, valid_until, used_at FROM one_time_code WHERE subject = ?", key);
    if (!row) return std::nullopt;
    auto& [id, hash, valid_until, used_at] = *row;
    return Code{std::move(id), std::move(hash), valid_until, used_at.has_value()};
}

void replace_code(db::Session& session, std::string_view key, const Code& code, Timestamp now) {
    session.exec(
        "INSERT INTO one_time_code (subject, id, code_hash, created_at, valid_until) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (subject) DO UPDATE SET id = excluded.id, code_hash = excluded.code_hash,"
        " created_at = excluded.created_at, valid_until = excluded.valid_until, used_at = NULL",
        key, code.id, code.hash, now, code.valid_until);
}

bool mark_used(db::Session& session, std::string_view key, std::string_view id, Timestamp now) {
    return session.exec("UPDATE one_time_code SET used_at = ? WHERE subject = ? AND id = ? AND used_at IS NULL", now,
                        key, id) > 0;
}

void remove_code(db::Session& session, std::string_view key) {
    session.exec("DELETE FROM one_time_code WHERE subject = ?", key);
}

limits::Tries lock_tries(db::Session& session, std::string_view key) {
    session.exec(
        "INSERT INTO one_time_code_tries (subject, failures, blocks, charged_at) VALUES (?, 0, 0, 0)"
        " ON CONFLICT (subject) DO NOTHING",
        key);
    auto [failures, blocks, charged_at] = session.one<Number, Number, Timestamp>(
        "SELECT failures, blocks, charged_at FROM one_time_code_tries WHERE subject = ?" +
            Text(db::for_update(session.dialect())),
        key);
    return {static_cast<int>(failures), static_cast<int>(blocks), charged_at};
}

limits::Tries find_tries(db::Session& session, std::string_view key) {
    auto row = session.first<Number, Number, Timestamp>(
        "SELECT failures, blocks, charged_at FROM one_time_code_tries WHERE subject = ?", key);
    if (!row) return {};
    auto [failures, blocks, charged_at] = *row;
    return {static_cast<int>(failures), static_cast<int>(blocks), charged_at};
}

void save_tries(db::Session& session, std::string_view key, const limits::Tries& tries) {
    session.exec("UPDATE one_time_code_tries SET failures = ?, blocks = ?, charged_at = ? WHERE subject = ?",
                 tries.failures, tries.blocks, tries.charged_at, key);
}

std::vector<Timestamp> lock_sent(db::Session& session, std::string_view where) {
    session.exec(
        "INSERT INTO one_time_code_sent (place, sent, last_at) VALUES (?, '', 0) ON CONFLICT (place) DO NOTHING",
        where);
    return split(session.value<Text>(
        "SELECT sent FROM one_time_code_sent WHERE place = ?" + Text(db::for_update(session.dialect())), where));
}

void save_sent(db::Session& session, std::string_view where, const std::vector<Timestamp>& sent) {
    session.exec("UPDATE one_time_code_sent SET sent = ?, last_at = ? WHERE place = ?", joined(sent),
                 sent.empty() ? Timestamp() : sent.back(), where);
}

void prune(db::Session& session, Timestamp codes_before, Timestamp sent_before, Timestamp tries_before) {
    session.exec("DELETE FROM one_time_code WHERE valid_until < ?", codes_before);
    session.exec("DELETE FROM one_time_code_sent WHERE last_at < ?", sent_before);
    session.exec("DELETE FROM one_time_code_tries WHERE charged_at < ? AND failures < ? AND blocks = 0", tries_before,
                 wrong_before_block);
}

}  // namespace portico::one_time_codes::store
