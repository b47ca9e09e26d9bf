// Prepared statements of one connection by their text, the least recently used one given up when there are too many.
#pragma once

#include <cstddef>
#include <list>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace portico::db {

template <class Statement>
class StatementCache {
public:
    explicit StatementCache(std::size_t capacity) : capacity_(capacity) {}

    // Lives until it is given up, so at least until the next put().
    Statement* find(std::string_view key) {
        const auto found = by_key_.find(key);
        if (found == by_key_.end()) return nullptr;
        entries_.splice(entries_.begin(), entries_, found->second);
        return &found->second->second;
    }

    // The statement that had to go, if one had to.
    std::optional<Statement> put(std::string_view key, Statement statement) {
        std::optional<Statement> evicted;
        if (entries_.size() >= capacity_) {
            by_key_.erase(entries_.back().first);
            evicted = std::move(entries_.back().second);
            entries_.pop_back();
        }
        entries_.emplace_front(std::string(key), std::move(statement));
        by_key_.emplace(entries_.front().first, entries_.begin());
        return evicted;
    }

    void erase(std::string_view key) {
        const auto found = by_key_.find(key);
        if (found == by_key_.end()) return;
        const auto entry = found->second;
        by_key_.erase(found);
        entries_.erase(entry);
    }

private:
    using Entries = std::list<std::pair<std::string, Statement>>;
    std::size_t capacity_;
    Entries entries_;
    std::unordered_map<std::string_view, typename Entries::iterator> by_key_;
};

}  // namespace portico::db
