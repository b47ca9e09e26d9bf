// A POST that is sent twice with one Idempotency-Key happens once (GEN-7).
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/caller.h"
#include "core/result.h"

namespace portico::api {

// One keyed request. The store keeps a hash of the body, not the body.
struct KeyedRequest {
    Caller caller;            // keys of different callers (user and account, or API key) are different keys
    std::string key;          // 1 to 200 visible ASCII characters
    std::string path;         // with the method, what was asked for
    const std::string* body;  // valid during the call
};

struct SavedAnswer {
    int status = 200;
    std::vector<std::pair<std::string, std::string>> headers;  // Content-Type, Location and ETag
    std::string body;
};

// Thread-safe. Answers are kept for 24 hours.
class IdempotencyStore {
public:
    virtual ~IdempotencyStore() = default;

    // The answer given before; or nothing, and then the key is claimed for this request until save() or release().
    // request_errors::idempotency_key_reused when the key came with another path or body,
    // request_errors::idempotency_in_progress while another request has claimed it.
    virtual Result<std::optional<SavedAnswer>> find(const KeyedRequest& request) = 0;
    virtual Result<void> save(const KeyedRequest& request, const SavedAnswer& answer) = 0;
    // The request failed and may be tried again. Must not throw.
    virtual void release(const KeyedRequest& request) = 0;
};

}  // namespace portico::api
