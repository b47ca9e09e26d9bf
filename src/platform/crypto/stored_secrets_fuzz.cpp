// Any text as a password whose strength is asked, and as a sealed secret or a keyed hash of the database: nothing opens
// that was not sealed here.
#include <cstdlib>

#include "platform/crypto/key_ring.h"
#include "platform/crypto/password.h"

using namespace portico::crypto;

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const auto& ring = *new KeyRing(KeyRing::ephemeral());
    const std::string text(data, data + size);
    const auto line = std::min(text.find('\n'), size);
    const auto strength = password_strength(text.substr(0, line), {text.substr(std::min(line + 1, size)), "portico"});
    require(strength >= 0 && strength <= 4);
    require(!ring.open("fuzz", text) && !ring.keyed_hash_matches(text, "fuzz", "code"));
    (void)ring.needs_resealing(text);
    const auto sealed = ring.seal("fuzz", text);
    const auto opened = ring.open("fuzz", sealed);
    require(opened && *opened == text && !ring.open("other", sealed));
    return 0;
}
