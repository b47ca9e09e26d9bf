// Any text as the configuration file: it loads or gives its problems, and what it gives as TOML reads the same again.
// Its entries are tried as flags too.
#include <sys/mman.h>
#include <unistd.h>

#include <cstdlib>

#include "platform/config/settings.h"
#include "platform/config/toml_file.h"

using namespace portico::config;

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

std::filesystem::path file_of(std::string_view text) {
    static const int fd = ::memfd_create("fuzz", MFD_CLOEXEC);
    if (::ftruncate(fd, 0) != 0 || ::pwrite(fd, text.data(), text.size(), 0) != static_cast<ssize_t>(text.size()))
        std::abort();
    return "/proc/self/fd/" + std::to_string(fd);
}

void load(const Inputs& inputs) {
    Loader loader;
    Settings settings;
    register_settings(loader, settings);
    const auto loaded = loader.load(inputs);
    require(loaded || !describe(loaded.error()).empty());
    for (const auto& value : loader.effective()) require(parse_toml("a = " + value.value).has_value());
    if (loaded && resolve(settings)) require(!public_url_of(settings, 80).empty());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    load({.file = file_of(text), .environment = {}, .flags = {}});
    Inputs inputs;
    const auto entries = parse_toml(text);
    if (entries) {
        for (const auto& entry : *entries) {
            const auto* value = std::get_if<std::string>(&entry.value);
            if (value == nullptr) continue;
            const auto again = parse_toml("a = " + toml_string(*value));
            require(again && again->size() == 1 && std::get<std::string>(again->front().value) == *value);
            inputs.flags.emplace_back(entry.name, *value);
            inputs.environment.emplace(environment_name(entry.name), *value);
            if (const auto address = parse_host_port(*value)) require(!address->host.empty());
            (void)base_domain_of(*value);
            (void)is_address_or_network(*value);
        }
        load(inputs);
    }
    return 0;
}
