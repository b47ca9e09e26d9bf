// Any bytes as a command set; what is understood is answered, and the answer is well-formed.
#include <cstdlib>

#include "platform/dimse/command_set.h"

using namespace portico::dimse;

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

bool is_padded(const std::string& uid) { return uid.ends_with('\0') || uid.ends_with(' '); }

unsigned number(std::span<const std::byte> bytes, std::size_t at) {
    return std::to_integer<unsigned>(bytes[at]) | std::to_integer<unsigned>(bytes[at + 1]) << 8U;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto bytes = std::as_bytes(std::span(data, size));
    const auto command = parse_command_set(bytes);
    const std::string text(data, data + size);
    if (!command) return 0;
    require(!is_padded(command->affected_sop_class) && !is_padded(command->affected_sop_instance));

    const auto answer = encode({.to_command = command->command_field,
                                .to_message = command->message_id,
                                .affected_sop_class = command->affected_sop_class.substr(0, 64),
                                .affected_sop_instance = command->affected_sop_instance.substr(0, 64),
                                .error_comment = text});
    require(answer.size() % 2 == 0 && number(answer, 8) + 12 == answer.size());
    const auto answered = parse_command_set(answer);
    require(answered && answered->is_response() && answered->message_id == command->message_id);
    if (is_uid(text)) require(text.size() <= 64 && text.find("..") == std::string::npos);
    return 0;
}
