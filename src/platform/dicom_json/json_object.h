// From the DICOM JSON Model (PS3.18 Annex F) to Part 10 objects: what arrives as metadata with its bulk data apart
// (STOW-RS, PS3.18 10.5), and documents that people upload. The text comes from outside and is not believed; what comes
// out still has to pass read_instance().
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "platform/dicom/element_walker.h"

namespace portico::dicom {

// A value that stands elsewhere.
struct BulkValue {
    std::string uri;
    Tag tag;
    bool is_pixel_data = false;  // (7FE0,0010) at the top of the data set
};

// The media type under which a bulk value came, as far as it says how pixels are encoded.
enum class BulkEncoding { native, encapsulated };

// Takes an object as it is written. All functions may fail, and their error ends the writing.
struct ObjectSink {
    std::function<Result<void>(std::string_view bytes)> text;
    // The `part`-th piece of a bulk value (frames of encapsulated pixel data are pieces; all else has one).
    std::function<Result<void>(std::size_t bulk, std::size_t part)> bulk;
};

class JsonObject {
public:
    const std::string& sop_class() const { return sop_class_; }
    const std::string& sop_instance() const { return sop_instance_; }
    const std::string& study_uid() const { return study_uid_; }
    const std::string& transfer_syntax() const { return transfer_syntax_; }  // (0002,0010); may be empty
    std::uint64_t frames() const { return frames_; }
    const std::vector<BulkValue>& bulks() const { return bulks_; }
    std::size_t size() const;  // bytes in memory of what write() writes beside bulk values

    // Writes preamble, file meta information and data set, explicit VR little endian. `sizes` holds the lengths of the
    // pieces of each bulk value. `transfer_syntax` is an encapsulated one exactly if `encoding` is.
    // Errors: malformed (a native value that has not one piece, or one that is too long), those of the sink.
    Result<void> write(std::string_view transfer_syntax, BulkEncoding encoding,
                       const std::vector<std::vector<std::uint64_t>>& sizes, const ObjectSink& sink) const;

private:
    friend class JsonEncoder;
    struct Piece {
        std::string text;  // before the bulk value
        int bulk = -1;     // none: the last piece
        std::string vr;
    };
    std::string sop_class_, sop_instance_, study_uid_, transfer_syntax_;
    std::uint64_t frames_ = 1;
    std::vector<Piece> pieces_;
    std::vector<BulkValue> bulks_;
};

// One element of the array. The outer error: it is no JSON (malformed). The inner ones: malformed with the tag,
// missing_uid, invalid_uid, too_deep. Specific Character Set and group lengths of the input are left out: texts become
// UTF-8.
Result<Result<JsonObject>> read_json_object(std::string_view text);
// All of a whole array, in order; also its errors: those of JsonArrayCutter.
Result<std::vector<Result<JsonObject>>> read_json_objects(std::string_view text);

}  // namespace portico::dicom
