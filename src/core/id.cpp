#include "core/id.h"

namespace portico {

bool is_id_text(std::string_view text) {
    // 26 base32 digits hold 130 bits: the first digit carries three of the 128.
    if (text.size() != 26 || text.front() < '0' || text.front() > '7') return false;
    constexpr std::string_view digits = "0123456789abcdefghjkmnpqrstvwxyz";
    return text.find_first_not_of(digits) == std::string_view::npos;
}

}  // namespace portico
