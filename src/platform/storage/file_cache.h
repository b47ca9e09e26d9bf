// The blobs that were opened last, kept open. Content never changes, so nothing goes stale. Thread-safe.
#pragma once

#include <list>
#include <memory>
#include <mutex>
#include <unordered_map>

#include "platform/storage/blob_store.h"

namespace portico::storage {

class FileCache {
public:
    explicit FileCache(std::size_t limit) : limit_(limit) {}

    std::shared_ptr<const OpenFile> find(const BlobId& id) {
        std::lock_guard lock(mutex_);
        auto found = places_.find(id);
        if (found == places_.end()) return nullptr;
        order_.splice(order_.begin(), order_, found->second);
        return order_.front().second;
    }

    void keep(const BlobId& id, std::shared_ptr<const OpenFile> file) {
        std::lock_guard lock(mutex_);
        if (limit_ == 0 || places_.contains(id)) return;
        order_.emplace_front(id, std::move(file));
        places_[id] = order_.begin();
        if (order_.size() > limit_) {
            places_.erase(order_.back().first);
            order_.pop_back();
        }
    }

    void forget(const BlobId& id) {
        std::lock_guard lock(mutex_);
        auto found = places_.find(id);
        if (found == places_.end()) return;
        order_.erase(found->second);
        places_.erase(found);
    }

private:
    using Order = std::list<std::pair<BlobId, std::shared_ptr<const OpenFile>>>;  // latest use first
    std::mutex mutex_;
    std::size_t limit_;
    Order order_;
    std::unordered_map<BlobId, Order::iterator> places_;
};

}  // namespace portico::storage
