// What is known of a route besides its code: for the API description, the access matrix and refused requests.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/authorized.h"
#include "core/result.h"
#include "platform/api/schema.h"
#include "platform/http/message.h"

namespace portico::api {

enum class GuardKind : std::uint8_t {
    public_,            // anybody; no right is taken from the caller
    any_caller,         // anyone who is known: a user or an API key
    signed_in,          // a user with a session
    staff,              // a user or API key of a tenant
    clinician_account,  // a user in an organisation or individual account
    needs_all,          // every one of the permissions
    needs_any,          // at least one of the permissions
    on_study,           // the right to the study named in the path
    may_upload,         // the permission in a tenant, or a clinician whom the department named in the path lets upload
};

std::string_view key_of(GuardKind kind);    // "public", "any_caller" …
std::string_view key_of(StudyRight right);  // "view_images" …

struct GuardInfo {
    GuardKind kind = GuardKind::public_;
    std::vector<Permission> permissions{};
    std::optional<StudyRight> right{};
};

struct AuditInfo {
    std::vector<std::string_view> codes{};  // codes that the route may write to the audit trail
    std::string_view reason_not_audited{};  // set where there are none
};

enum class ParameterKind : std::uint8_t { id, text, number, rest };

struct PathParameter {
    std::string name;
    ParameterKind kind = ParameterKind::id;
};

// What people and generated clients read about a route. Texts are literals: they live for ever.
struct Doc {
    std::string_view id{};       // operationId, camelCase, unique
    std::string_view summary{};  // one English line
    std::string_view tag{};      // group, as on the screen
    std::string_view description{};
    int status = 0;                              // of success; 0: 200, or 204 where there is no answer
    std::vector<const ErrorKind*> errors{};      // beside those that follow from guard, input and path
    std::uint64_t max_body_bytes = 1024 * 1024;  // of a typed body
    std::string_view consumes{};                 // raw routes: media type of the body
    std::string_view produces{};                 // raw routes: media type of the answer
    bool versioned = false;                      // needs If-Match: the handler calls Context::require_if_match
    std::optional<Schema> query{};               // parameters of routes whose input is a body or that are raw
};

struct RouteInfo {
    http::Method method = http::Method::get;
    std::string pattern{};  // without the kinds of its parameters: "/api/v1/studies/{study}"
    std::vector<PathParameter> parameters{};
    GuardInfo guard{};
    AuditInfo audit{};
    Doc doc{};
    bool raw = false;
    std::optional<Schema> query{};
    std::optional<Schema> body{};
    std::optional<Schema> answer{};
};

}  // namespace portico::api
