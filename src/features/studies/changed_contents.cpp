#include "features/studies/api/changed_contents.h"

#include "features/studies/content_parts.h"
#include "features/studies/correction_rounds.h"
#include "platform/db/database.h"

namespace portico::studies {
namespace {

struct Header {
    std::shared_ptr<const storage::OpenFile> file;
    dicom::InstanceFile instance;
};

// With the corrections of the study, then with this one.
Result<Header> changed_header(db::UnitsOfWork& units, storage::BlobStore& blobs, const StudyAccess& access,
                              const InstanceRecord& record, const dicom::Corrections& change) {
    std::vector<dicom::Corrections> rounds;
    if (record.head) {
        auto session = units.database().read();
        rounds = load_corrections(session, access.scope(), access.study()).rounds;
    }
    rounds.push_back(change);
    PORTICO_TRY(auto file, whole_blob(blobs, record));
    PORTICO_TRY(auto instance, dicom::read_instance(fmt::format("/proc/self/fd/{}", file->fd())));
    for (const auto& round : rounds) PORTICO_CHECK(dicom::correct(instance, round));
    return Header{std::move(file), std::move(instance)};
}

}  // namespace

Result<Content> ChangedContents::content(const StudyAccess& access, const InstanceRecord& record,
                                         const dicom::Corrections& change) const {
    PORTICO_TRY(auto header, changed_header(units_, blobs_, access, record, change));
    PORTICO_TRY(auto head, dicom::head_of(header.instance));
    Content content;
    content.transfer_syntax_uid = record.transfer_syntax_uid;
    add_bytes(content, std::move(head.bytes));
    add_part(content, {"", std::move(header.file), head.tail_offset, record.size - head.tail_offset});
    return content;
}

Result<Content> ChangedContents::data_set(const StudyAccess& access, const InstanceRecord& record,
                                          std::string_view transfer_syntax, const dicom::Corrections& change) const {
    if (transfer_syntax == record.transfer_syntax_uid) {
        PORTICO_TRY(auto object, content(access, record, change));
        auto& head = object.parts.front();
        PORTICO_TRY(const auto skip, data_set_of_head(head.bytes));
        head.bytes.erase(0, static_cast<std::size_t>(skip));
        head.length = head.bytes.size();
        object.size -= skip;
        return object;
    }
    if (transfer_syntax != other_native_syntax(record.transfer_syntax_uid))
        return fail(portico::errors::not_found, "not kept in this transfer syntax");
    PORTICO_TRY(auto header, changed_header(units_, blobs_, access, record, change));
    PORTICO_TRY(auto other, dicom::recode(header.instance));
    Content recoded;
    recoded.transfer_syntax_uid = transfer_syntax;
    add_bytes(recoded, std::move(other.before));
    add_part(recoded, {"", std::move(header.file), other.pixels.offset, other.pixels.length});
    add_bytes(recoded, std::move(other.after));
    return recoded;
}

}  // namespace portico::studies
