// Objects on their way out.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "core/result.h"

namespace portico::dimse {

struct OutgoingHeader {
    std::string sop_class;
    std::string sop_instance;
    std::string transfer_syntax;
    std::string other_syntax = {};  // one that it can be sent in as well, where the first is not taken; empty: none
};

// The data set of one object, without preamble and file meta information, read from its beginning to its end.
class ObjectSource {
public:
    virtual ~ObjectSource() = default;
    virtual std::uint64_t size() const = 0;
    // Fills `into` as far as there are bytes; 0 at the end only.
    virtual Result<std::size_t> read(std::span<std::byte> into) = 0;
};

}  // namespace portico::dimse
