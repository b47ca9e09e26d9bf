// The small data sets of DIMSE requests and answers: identifiers of C-FIND, C-MOVE and C-GET, references of Storage
// Commitment. Read from memory with hard limits, without DCMTK, and written again; never for stored objects.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "platform/dicom/tag.h"

namespace portico::dicom {

// Elements by tag. Text is UTF-8 without padding, several values with '\' between; numbers of US, UL, SS and SL are
// decimal text; other binary values are read as empty.
class Identifier {
public:
    struct Element {
        Tag tag;
        std::string vr;
        std::string value;
        std::vector<Identifier> items;  // of SQ
    };

    const std::vector<Element>& elements() const { return elements_; }  // in the order of their tags
    const Element* find(Tag tag) const;
    std::string_view text(Tag tag) const;  // empty when it is not there
    bool has(Tag tag) const { return find(tag) != nullptr; }

    Identifier& put(Tag tag, std::string_view vr, std::string value);  // replaces
    Identifier& put(Tag tag, std::vector<Identifier> items);

private:
    Element& place(Tag tag);
    std::vector<Element> elements_;
};

struct IdentifierLimits {
    std::size_t bytes = 64 * 1024;
    std::uint32_t depth = 4;       // nested sequences
    std::size_t elements = 4'000;  // items included
};

// Implicit or explicit VR little endian. Errors: truncated, malformed (also an element twice), too_deep, too_complex.
Result<Identifier> parse_identifier(std::string_view bytes, bool explicit_vr, const IdentifierLimits& limits = {});

// With the elements of the top level in the order of their tags. Specific Character Set (0008,0005) is written as it is
// needed: not at all for ASCII, `wanted` where it is Latin-1 (ISO_IR 100) and that suffices, else UTF-8 (ISO_IR 192).
std::string encode_identifier(const Identifier& identifier, bool explicit_vr, std::string_view wanted = {});

}  // namespace portico::dicom
