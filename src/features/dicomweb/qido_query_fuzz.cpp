// Any text as a QIDO-RS query: "name=value" a line; the first byte chooses the level.
#include <cstdint>
#include <cstdlib>

#include "features/dicomweb/answers.h"
#include "features/dicomweb/qido_query.h"

using namespace portico::dicomweb;

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

std::vector<std::pair<std::string, std::string>> parameters_of(std::string_view text) {
    std::vector<std::pair<std::string, std::string>> parameters;
    while (!text.empty() && parameters.size() < 64) {
        const auto line = text.substr(0, text.find('\n'));
        const auto equals = std::min(line.find('='), line.size());
        parameters.emplace_back(line.substr(0, equals), line.substr(std::min(equals + 1, line.size())));
        text.remove_prefix(std::min(line.size() + 1, text.size()));
    }
    return parameters;
}

// What was understood can be searched for: nothing that later steps take for granted is missing.
void check(const Condition& condition, Level level) {
    require(condition.attribute != nullptr && condition.attribute->level <= level && !condition.value.empty());
    switch (condition.attribute->matching) {
        case Matching::date:
            require(parse_date_range(condition.value).has_value());
            break;
        case Matching::time:
            require(parse_time_range(condition.value).has_value());
            break;
        case Matching::number:
            (void)std::stoll(condition.value);
            break;
        case Matching::uid:
            for (const auto& uid : split_uids(condition.value)) require(!uid.empty());
            break;
        default:
            require(like_pattern(condition.value).size() >= condition.value.size());
            break;
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
    const auto level = static_cast<Level>(data[0] % 3U);
    if (const auto query = parse_qido(level, parameters_of(text))) {
        require(query->limit >= 0 && query->offset >= 0);
        for (const auto& condition : query->conditions) check(condition, level);
    }
    if (const auto frames = parse_frame_list(text)) require(!frames->empty() && (*frames)[0] > 0);
    const StoredSyntax native{"1.2.840.10008.1.2.1", false}, compressed{"1.2.840.10008.1.2.4.90", true};
    (void)negotiate_frames(text, native, 1);
    (void)negotiate_frames(text, compressed, 2);
    (void)negotiate_instances(text, {native, compressed}, true);
    return 0;
}
