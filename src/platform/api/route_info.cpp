#include "platform/api/route_info.h"

#include "platform/api/core_codecs.h"

namespace portico::api {

std::string_view key_of(GuardKind kind) {
    switch (kind) {
        case GuardKind::public_:
            return "public";
        case GuardKind::any_caller:
            return "any_caller";
        case GuardKind::signed_in:
            return "signed_in";
        case GuardKind::staff:
            return "staff";
        case GuardKind::clinician_account:
            return "clinician_account";
        case GuardKind::needs_all:
            return "needs_all";
        case GuardKind::needs_any:
            return "needs_any";
        case GuardKind::on_study:
            return "on_study";
        case GuardKind::may_upload:
            return "may_upload";
    }
    return "";
}

std::string_view key_of(StudyRight right) {
    for (const auto& entry : EnumNames<StudyRight>::table) {
        if (entry.value == right) return entry.name;
    }
    return "";
}

}  // namespace portico::api
