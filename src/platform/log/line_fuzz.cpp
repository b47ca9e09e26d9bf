// Any bytes in a log line: it stays one line, and one JSON object that holds every member once.
#include <boost/json/src.hpp>
#include <cstdlib>

#include "platform/log/line.h"

using namespace portico::log;

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

bool is_plain(std::string_view text) {
    return std::none_of(text.begin(), text.end(),
                        [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view all(reinterpret_cast<const char*>(data), size);
    // Message, a field's name and value, and the request's id, parted by line feeds; the last takes the rest.
    std::string_view parts[4];
    auto rest = all;
    for (auto& part : parts) {
        part = &part == &parts[3] ? rest : rest.substr(0, rest.find('\n'));
        rest.remove_prefix(std::min(rest.size(), part.size() + 1));
    }
    const Fields fields = {{parts[1], parts[2]}, {"bytes", all}, {"count", static_cast<std::int64_t>(size)}};
    const Line line{"2026-11-21T14:05:00.123Z", "info", parts[0], fields, parts[3]};
    const auto written = to_json(line);
    require(is_plain(written));
    const auto read = boost::json::parse(written).as_object();
    require(read.contains("message") && read.at("count").to_number<std::size_t>() == size);
    require(read.contains("request_id") == !parts[3].empty());
    require(is_plain(to_text(line)));
    return 0;
}
