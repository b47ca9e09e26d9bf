#include "platform/dicom/rejection_note.h"

#include <algorithm>
#include <array>

#include "platform/dicom/header_data.h"
#include "platform/dicom/uid.h"

namespace portico::dicom {
namespace {

constexpr std::array<std::string_view, 4> titles{"113001", "113037", "113038", "113039"};
constexpr Tag document_title{0x0040, 0xA043}, evidence{0x0040, 0xA375}, of_series{0x0008, 0x1115},
    of_instances{0x0008, 0x1199}, referenced_sop_instance{0x0008, 0x1155}, code_value{0x0008, 0x0100},
    coding_scheme{0x0008, 0x0102};

std::string text_of(DcmItem& item, Tag tag) {
    OFString text;
    if (item.findAndGetOFString(key_of(tag), text).bad()) return {};
    while (!text.empty() && (text.back() == ' ' || text.back() == '\0')) text.pop_back();
    return {text.c_str(), text.size()};
}

template <class Visit>
void each_item(DcmItem& item, Tag tag, Visit visit) {
    DcmSequenceOfItems* sequence = nullptr;
    if (item.findAndGetSequence(key_of(tag), sequence).bad() || sequence == nullptr) return;
    // Item by item, since DCMTK looks for the i-th one from the beginning.
    for (DcmObject* one = sequence->nextInContainer(nullptr); one != nullptr; one = sequence->nextInContainer(one))
        visit(static_cast<DcmItem&>(*one));
}

std::string title_of(DcmItem& document) {
    std::string title;
    each_item(document, document_title, [&](DcmItem& code) {
        if (title.empty() && text_of(code, coding_scheme) == "DCM") title = text_of(code, code_value);
    });
    return std::ranges::find(titles, title) == titles.end() ? std::string() : title;
}

}  // namespace

Result<std::optional<RejectionNote>> rejection_note(InstanceFile& file) {
    if (file.sop_class() != key_object_selection) return std::optional<RejectionNote>();
    auto& document = file.header().before;
    RejectionNote note{.code = title_of(document), .sop_instance_uids = {}};
    if (note.code.empty()) return std::optional<RejectionNote>();
    auto& uids = note.sop_instance_uids;
    each_item(document, evidence, [&](DcmItem& study) {
        if (text_of(study, tags::study_instance_uid) != file.study_uid()) return;
        each_item(study, of_series, [&](DcmItem& series) {
            each_item(series, of_instances, [&](DcmItem& instance) {
                auto uid = text_of(instance, referenced_sop_instance);
                if (uids.size() <= most_rejected && is_acceptable_uid(uid)) uids.push_back(std::move(uid));
            });
        });
    });
    if (uids.size() > most_rejected) return fail(errors::too_complex, "a rejection note of too many instances");
    std::ranges::sort(uids);
    uids.erase(std::unique(uids.begin(), uids.end()), uids.end());
    return std::optional(std::move(note));
}

}  // namespace portico::dicom
