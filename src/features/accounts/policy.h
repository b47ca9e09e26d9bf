// Decisions about roles and names, without any I/O. Private to this room.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/caller.h"
#include "features/accounts/api/roles.h"

namespace portico::accounts::policy {

// The keys in the catalogue's order, each once; errors::invalid_input for one that the system has not.
Result<std::vector<std::string>> checked_permissions(RoleSystem system, const std::vector<std::string>& keys);

// ACC-10: what is added must be held by whoever adds it. Clinician permissions are nobody's to hold: whoever manages
// clinician roles may give them all.
bool may_give(const Caller& caller, RoleSystem system, const std::vector<std::string>& before,
              const std::vector<std::string>& after);

// One entry of an object's history in words: "name: A → B; …", or what happened.
using Details = std::vector<std::pair<std::string, std::string>>;
void note_change(Details& details, std::string name, const std::string& before, const std::string& after);

std::vector<std::string> split_keys(std::string_view keys);
std::string join_keys(const std::vector<std::string>& keys);

}  // namespace portico::accounts::policy
