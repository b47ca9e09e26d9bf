// What a route writes to the audit trail. It stands in every route's declaration, for the documentation and the access
// matrix; the entry itself is written by the use case in its unit of work.
#pragma once

#include <array>
#include <concepts>
#include <string_view>

#include "platform/api/route_info.h"

namespace portico::api {

template <class A>
concept AuditDeclaration = requires(const A& audit) {
    { audit.info() } -> std::same_as<AuditInfo>;
};

// Event codes are "<thing>.<what happened>".
consteval std::string_view checked_audit_code(std::string_view code) {
    auto dot = code.find('.');
    if (dot == std::string_view::npos || dot == 0 || dot + 1 == code.size())
        throw "an audit code is thing.what_happened";
    for (char c : code) {
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.'))
            throw "an audit code is lower case";
    }
    return code;
}

// One code, or several of which the use case chooses: AuditedAs{"session.started", "session.refused"}.
template <std::size_t N>
class AuditedAs {
public:
    template <std::convertible_to<std::string_view>... Codes>
    consteval explicit AuditedAs(Codes... codes) : codes_{checked_audit_code(codes)...} {}
    AuditInfo info() const { return {.codes = {codes_.begin(), codes_.end()}}; }

private:
    std::array<std::string_view, N> codes_;
};
template <std::convertible_to<std::string_view>... Codes>
AuditedAs(Codes...) -> AuditedAs<sizeof...(Codes)>;

class Audited {
public:
    consteval explicit Audited(std::string_view code) : code_(checked_audit_code(code)) {}
    AuditInfo info() const { return {.codes = {code_}}; }

private:
    std::string_view code_;
};

// Why nobody will ask who did this, in a few words: NotAudited{"own preferences"}.
class NotAudited {
public:
    consteval explicit NotAudited(std::string_view reason) : reason_(reason) {
        if (reason.size() < 5) throw "say why this is not audited";
    }
    AuditInfo info() const { return {.reason_not_audited = reason_}; }

private:
    std::string_view reason_;
};

}  // namespace portico::api
