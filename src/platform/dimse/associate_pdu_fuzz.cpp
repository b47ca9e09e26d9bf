// Any bytes as the body of an A-ASSOCIATE-RQ. What is accepted keeps what later steps take for granted, and its answer
// is a PDU whose items fill it exactly.
#include <cstdlib>
#include <set>

#include "platform/dimse/associate_pdu.h"

using namespace portico::dimse;

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

std::size_t number(std::span<const std::byte> bytes, std::size_t at, std::size_t count) {
    std::size_t value = 0;
    for (std::size_t i = 0; i < count; ++i) value = value << 8U | std::to_integer<std::size_t>(bytes[at + i]);
    return value;
}

bool is_filled(std::span<const std::byte> items) {
    while (!items.empty()) {
        if (items.size() < 4) return false;
        const auto length = number(items, 2, 2);
        if (length > items.size() - 4) return false;
        items = items.subspan(4 + length);
    }
    return true;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto request = parse_associate_rq(std::as_bytes(std::span(data, size)));
    if (!request) return 0;
    require(!request->contexts.empty() && request->calling_ae.size() <= 16 && request->called_ae.size() <= 16);
    std::set<std::uint8_t> ids;
    AssociateAnswer answer{.contexts = {},
                           .max_pdu = request->max_pdu,
                           .implementation_class_uid = "1.2.3",
                           .implementation_version = "FUZZ"};
    for (const auto& context : request->contexts) {
        require(context.id % 2 == 1 && ids.insert(context.id).second);
        require(!context.abstract_syntax.empty() && !context.transfer_syntaxes.empty());
        answer.contexts.push_back({context.id, ContextResult::acceptance, "1.2.840.10008.1.2"});
    }
    const auto encoded = encode_associate_ac(*request, answer);
    require(encoded.size() >= 74 && number(encoded, 2, 4) + 6 == encoded.size());
    require(is_filled(std::span(encoded).subspan(74)));
    return 0;
}
