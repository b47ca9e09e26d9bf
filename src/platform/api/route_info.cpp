#include "platform/api/route_info.h"

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
    }
    return "";
}

std::string_view key_of(StudyRight right) {
    switch (right) {
        case StudyRight::view_images:
            return "view_images";
        case StudyRight::view_report:
            return "view_report";
        case StudyRight::write_report:
            return "write_report";
        case StudyRight::download:
            return "download";
        case StudyRight::share:
            return "share";
    }
    return "";
}

}  // namespace portico::api
