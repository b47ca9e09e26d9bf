#include "features/studies/content_parts.h"

#include "platform/dicom/errors.h"

namespace portico::studies {

void add_part(Content& content, ContentPart part) {
    if (part.length == 0) return;
    content.size += part.length;
    content.parts.push_back(std::move(part));
}

void add_bytes(Content& content, std::string bytes) {
    const auto length = bytes.size();
    add_part(content, {std::move(bytes), nullptr, 0, length});
}

Result<std::shared_ptr<const storage::OpenFile>> whole_blob(storage::BlobStore& blobs, const InstanceRecord& instance) {
    if (instance.damaged) return fail(errors::content_damaged);
    PORTICO_TRY(auto object, blobs.open(instance.blob));
    if (object->size() != instance.size) return fail(errors::content_damaged, "another size than when it arrived");
    return object;
}

// Our heads begin with a group length (0002,0000), which says where their data set begins (PS3.10 7.1).
Result<std::uint64_t> data_set_of_head(std::string_view begin) {
    constexpr std::size_t first_element = 132;
    if (begin.size() < begin_of_head) return fail(dicom::errors::unreadable, "a head that is too short");
    const auto bytes = begin.substr(first_element, begin_of_head - first_element);
    if (bytes.substr(0, 8) != std::string_view("\x02\0\0\0UL\x04\0", 8))
        return fail(dicom::errors::unreadable, "a head without group length");
    std::uint64_t length = 0;
    for (std::size_t n = 12; n > 8; --n) length = length << 8U | static_cast<unsigned char>(bytes[n - 1]);
    return begin_of_head + length;
}

}  // namespace portico::studies
