// The API description (GEN-7): one OpenAPI 3.1 document made from the declared routes and the field tables of their
// DTOs, so that it cannot differ from them. The same routes give the same bytes.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "platform/api/route.h"

namespace portico::api {

struct OpenApiInfo {
    std::string title = "Portico";
    std::string version = "0.1.0";
    std::string session_cookie = "__Host-portico-session";
};

// Beside the standard members each operation has `x-portico-guard` {kind, permissions, right} and `x-portico-audit`
// {codes} or {notAudited}. std::logic_error when two different DTOs have one name.
std::string openapi_document(std::span<const RouteInfo> routes, const OpenApiInfo& info);

// Declares GET /api/openapi.json, which describes all routes of the API, itself and those declared later included.
void add_openapi_route(Api& api, OpenApiInfo info = {});

}  // namespace portico::api
