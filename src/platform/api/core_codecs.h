// The words of core in DTOs: permissions by their keys, study rights, kinds of account.
#pragma once

#include <algorithm>
#include <string_view>
#include <vector>

#include "core/authorized.h"
#include "core/caller.h"
#include "core/permission.h"
#include "platform/api/dto.h"

namespace portico::api {

// The catalogue of core is known at run time only, so these cannot be EnumNames.
template <class P>
struct PermissionCodec {
    static const std::vector<PermissionInfo<P>>& catalogue() {
        static const std::vector<PermissionInfo<P>> all = [] {
            if constexpr (std::is_same_v<P, Permission>) {
                return std::vector(tenant_permissions().begin(), tenant_permissions().end());
            } else {
                return std::vector(clinician_permissions().begin(), clinician_permissions().end());
            }
        }();
        return all;
    }
    static std::vector<std::string_view> keys() {
        std::vector<std::string_view> all;
        for (const auto& info : catalogue()) all.push_back(info.key);
        return all;
    }
    static P read(const JsonReader& at, const Limits&) {
        auto index = at.choice(keys());
        return catalogue()[index.value_or(0)].permission;
    }
    static void write(JsonWriter& out, P permission) { out.text(key_of(permission)); }
    static Schema schema(const Limits& limits) {
        return {.kind = Schema::Kind::choice, .limits = limits, .choices = keys()};
    }
};
template <>
struct Codec<Permission> : PermissionCodec<Permission> {};
template <>
struct Codec<ClinicianPermission> : PermissionCodec<ClinicianPermission> {};

template <>
struct EnumNames<StudyRight> {
    static constexpr EnumName<StudyRight> table[] = {{StudyRight::view_images, "view_images"},
                                                     {StudyRight::view_report, "view_report"},
                                                     {StudyRight::write_report, "write_report"},
                                                     {StudyRight::download, "download"},
                                                     {StudyRight::share, "share"}};
};

template <>
struct EnumNames<AccountKind> {
    static constexpr EnumName<AccountKind> table[] = {{AccountKind::tenant, "tenant"},
                                                      {AccountKind::organisation, "organisation"},
                                                      {AccountKind::individual, "individual"}};
};

}  // namespace portico::api
