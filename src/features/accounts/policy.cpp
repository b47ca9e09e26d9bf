#include "features/accounts/policy.h"

#include <algorithm>
#include <array>

#include "features/accounts/api/tenants.h"

namespace portico::accounts {

std::string_view key_of(RoleSystem system) { return system == RoleSystem::tenant ? "tenant" : "clinician"; }

const std::vector<std::string>& tenant_checks() {
    static const std::vector<std::string> all{"patient_id",       "patient_name", "birth_date",    "sex",
                                              "accession_number", "issuer",       "patient_record"};
    return all;
}

bool is_slug(std::string_view text) {
    constexpr std::array reserved{"www",    "api",  "admin", "portal",   "static",
                                  "assets", "mail", "smtp",  "dicomweb", "demo"};
    auto allowed = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; };
    if (text.size() < 3 || text.size() > 40 || text.front() == '-' || text.back() == '-') return false;
    if (!std::all_of(text.begin(), text.end(), allowed)) return false;
    return std::find(reserved.begin(), reserved.end(), text) == reserved.end();
}

namespace policy {
namespace {

template <class P>
std::vector<std::string> keys_in_order(std::span<const PermissionInfo<P>> catalogue,
                                       const std::vector<std::string>& wanted) {
    std::vector<std::string> keys;
    for (const auto& info : catalogue)
        if (std::find(wanted.begin(), wanted.end(), info.key) != wanted.end()) keys.emplace_back(info.key);
    return keys;
}

bool is_known(RoleSystem system, const std::string& key) {
    return system == RoleSystem::tenant ? tenant_permission(key).has_value() : clinician_permission(key).has_value();
}

}  // namespace

Result<std::vector<std::string>> checked_permissions(RoleSystem system, const std::vector<std::string>& keys) {
    Error error = portico::errors::invalid_input;
    for (std::size_t i = 0; i < keys.size(); ++i) {
        if (!is_known(system, keys[i]))
            error.at("permissions[" + std::to_string(i) + "]", "not_a_choice", "There is no such permission.");
    }
    if (!error.fields().empty()) return fail(std::move(error));
    return system == RoleSystem::tenant ? keys_in_order(tenant_permissions(), keys)
                                        : keys_in_order(clinician_permissions(), keys);
}

bool may_give(const Caller& caller, RoleSystem system, const std::vector<std::string>& before,
              const std::vector<std::string>& after) {
    if (system == RoleSystem::clinician || caller.kind == CallerKind::operator_) return true;
    return std::all_of(after.begin(), after.end(), [&](const std::string& key) {
        bool had = std::find(before.begin(), before.end(), key) != before.end();
        auto permission = tenant_permission(key);
        return had || (permission && caller.permissions.has(*permission));
    });
}

void note_change(Details& details, std::string name, const std::string& before, const std::string& after) {
    if (before != after) details.emplace_back(std::move(name), before + " → " + after);
}

std::vector<std::string> split_keys(std::string_view keys) {
    std::vector<std::string> all;
    while (!keys.empty()) {
        auto end = std::min(keys.find(' '), keys.size());
        if (end > 0) all.emplace_back(keys.substr(0, end));
        keys.remove_prefix(std::min(end + 1, keys.size()));
    }
    return all;
}

std::string join_keys(const std::vector<std::string>& keys) {
    std::string joined;
    for (const auto& key : keys) joined += (joined.empty() ? "" : " ") + key;
    return joined;
}

}  // namespace policy
}  // namespace portico::accounts
