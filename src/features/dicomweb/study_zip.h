// A study as a ZIP that is a DICOM file-set (PS3.10 clause 8): DICOMDIR and IMAGES/S001/I000001 …, made of headers that
// are computed and of ranges of stored files (CLA-24). No name in it comes from outside. Private to this room.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "features/studies/api/study_contents.h"
#include "platform/dicom/file_set.h"
#include "platform/http/ranges.h"
#include "platform/zip/zip_layout.h"

namespace portico::dicomweb {

// Immutable, thread-safe. What is damaged in the archive is left out, and INCOMPLETE.TXT names it.
class StudyZip {
public:
    // Reads those objects whose directory records need it. Errors: content_damaged when nothing is whole.
    static Result<std::shared_ptr<const StudyZip>> make(studies::StudyContents, const studies::Archive&);

    std::uint64_t size() const { return layout_->size(); }
    const std::string& version() const { return version_; }  // the same for the same bytes only

    // Which bytes: a text, or a part of a whole object.
    struct ObjectRange {
        studies::InstanceRecord record;
        std::uint64_t offset = 0, length = 0;
    };
    using Piece = std::variant<std::string, ObjectRange>;
    class Reader {
    public:
        Reader(std::shared_ptr<const StudyZip> zip, http::ByteRange range)
            : zip_(std::move(zip)), cursor_(*zip_->layout_, range.offset, range.length) {}
        // Nothing after the last piece.
        std::optional<Piece> next();

    private:
        std::shared_ptr<const StudyZip> zip_;
        zip::Cursor cursor_;
        zip::EntryRange made_;  // what is left of an entry that is made here
    };

private:
    struct Object {
        std::uint32_t instance = 0, series = 0, position = 0;  // from 0; the position in its series
    };
    explicit StudyZip(studies::StudyContents contents) : contents_(std::move(contents)) {}
    void list_objects();
    void read_keys(const studies::Archive&);
    void lay_out();
    std::string file_name(const Object&, char separator) const;
    zip::Entry entry(std::size_t index) const;
    std::string made_entry(std::size_t index, std::uint64_t offset) const;
    dicom::DirectoryRecord record(std::size_t number) const;
    dicom::DirectoryRecord series_record(std::size_t series) const;
    dicom::DirectoryRecord object_record(const Object&) const;

    studies::StudyContents contents_;
    std::vector<Object> objects_;
    std::vector<std::size_t> first_of_series_;   // in objects_, and one behind the last
    std::map<std::uint32_t, std::string> keys_;  // by instance, of records that have more than a number
    std::string incomplete_;                     // the text of INCOMPLETE.TXT; empty: nothing is missing
    std::unique_ptr<const dicom::Directory> directory_;
    std::unique_ptr<const zip::Layout> layout_;
    std::string version_;
};

}  // namespace portico::dicomweb
