// Any bytes as the name of a person: what is stored and compared is valid text, within its limits.
#include <cstdlib>
#include <set>

#include "platform/text/fold.h"

using namespace portico::text;

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const auto valid = valid_utf8(bytes);
    require(valid_utf8(valid) == valid);
    const auto folded = fold(bytes);
    require(valid_utf8(folded) == folded && fold(valid) == folded);

    const auto words = tokens(bytes);
    require(std::set<std::string>(words.begin(), words.end()).size() == words.size());
    for (const auto& word : words) require(!word.empty() && valid_utf8(word) == word);

    const auto key = sort_key(bytes);
    require(key.size() <= 200 && valid_utf8(key) == key);
    const auto identifier = normalise_identifier(bytes);
    require(valid_utf8(identifier) == identifier && identifier.find_first_of(" .-") == std::string::npos);
    require(normalise_identifier(identifier) == identifier);
    return 0;
}
