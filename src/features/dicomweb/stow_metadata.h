// STOW-RS of metadata with bulk data apart (PS3.18 10.5.1.1.2, STU-2): objects are put together as soon as all their
// bulk data are there. Private to this room.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "features/dicomweb/stow_intake.h"
#include "platform/dicom_json/json_object.h"
#include "platform/http/headers.h"
#include "platform/http/multipart.h"

namespace portico::dicomweb {

inline constexpr std::size_t longest_metadata = 48 * 1024 * 1024;

// The transfer syntax in which pixels came: from the part's media type, the metadata's own word for it, or the code
// stream's first bytes; empty: native. Pure.
std::string pixel_syntax(std::string_view content_type, const std::string& metadata_syntax,
                         std::string_view first_bytes);

// One request's; not thread-safe. Bulk data wait in staged files, which are gone with this object.
class MetadataIntake {
public:
    // Reads the part that stands first, object by object. Errors: malformed, too_large (over longest_metadata, or more
    // in memory than is taken). Objects without bulk data are taken at once. Intake and reader must outlive it.
    static Result<MetadataIntake> read(StowIntake& intake, http::MultipartReader& reader);

    // A part after the first. Errors: malformed when nothing refers to it (400), too_large when too much waits or is
    // shared, those of the store.
    Result<void> take_bulk(const http::Headers& headers, storage::Staged bytes);
    // Refuses the objects whose bulk data did not come.
    void finish();

private:
    struct Part {
        std::size_t object = 0, bulk = 0;
    };
    // Its pieces one behind the other.
    struct Bulk {
        std::optional<storage::Staged> file;
        std::vector<std::uint64_t> sizes;
    };
    struct Waiting {
        dicom::JsonObject object;
        std::vector<Bulk> bulks;
        std::string syntax;  // of the pixels; empty: native
        bool done = false;
    };
    explicit MetadataIntake(StowIntake& intake) : intake_(&intake) {}
    Result<void> take_object(std::string_view text);
    Result<void> add_copy(const storage::Staged& bytes, Bulk& bulk, bool last);
    Result<void> put_together(Waiting& waiting);
    bool is_complete(const Waiting& waiting) const;

    StowIntake* intake_;
    std::vector<Waiting> objects_;
    std::multimap<std::string, Part, std::less<>> wanted_;  // by BulkDataURI
    std::size_t held_ = 0, files_ = 0;
    std::uint64_t copied_ = 0;
};

}  // namespace portico::dicomweb
