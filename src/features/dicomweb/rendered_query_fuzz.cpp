// Any text as the parameters of a picture, "name=value&name=value"; what is accepted must pass the limits of a worker.
#include "features/dicomweb/rendered_query.h"

using namespace portico;

namespace {

void hold(imaging::Rendering rendering) {
    imaging::FrameTask task;
    task.image.rows = task.image.columns = 16;
    task.image.bits_allocated = task.image.bits_stored = 8;
    task.image.high_bit = 7;
    // How large a picture may be all in all is for the worker's check to say.
    if (rendering.viewport) rendering.viewport->width = rendering.viewport->height = 1;
    task.wish = std::move(rendering);
    if (!imaging::check(task)) __builtin_trap();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string_view text(reinterpret_cast<const char*>(data), size);
    dicomweb::QueryParameters parameters;
    while (!text.empty()) {
        const auto end = std::min(text.find('&'), text.size());
        const auto pair = text.substr(0, end);
        const auto equals = std::min(pair.find('='), pair.size());
        parameters.emplace_back(pair.substr(0, equals), pair.substr(std::min(equals + 1, pair.size())));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    if (const auto query = dicomweb::parse_rendered(parameters)) hold(query->rendering);
    if (const auto query = dicomweb::parse_thumbnail(parameters)) hold(query->rendering);
    if (const auto query = dicomweb::parse_wado_uri(parameters)) {
        auto rendering = query->rendered.rendering;
        rendering.viewport = dicomweb::viewport_of(*query, 300, 200);
        hold(rendering);
    }
    return 0;
}
