// Fuzzes the multipart reader: the same body torn in two ways must give the same parts and the same end.
#include <cstdlib>
#include <cstring>

#include "platform/http/multipart.h"

using namespace portico::http;

namespace {

class Pieces final : public BodyReader {
public:
    Pieces(std::string_view text, std::size_t piece) : text_(text), piece_(piece) {}
    portico::Result<std::size_t> read(std::span<std::byte> into) override {
        const auto count = std::min({into.size(), piece_, text_.size()});
        if (count != 0) std::memcpy(into.data(), text_.data(), count);
        text_.remove_prefix(count);
        return count;
    }
    std::optional<std::uint64_t> declared_length() const override { return std::nullopt; }

private:
    std::string_view text_;
    std::size_t piece_;
};

std::string read_all(std::string_view text, std::size_t piece) {
    Pieces body(text, piece);
    auto reader = MultipartReader::create("multipart/related; boundary=b", body, {.parts = 100});
    std::string all;
    while (true) {
        auto part = reader->next_part();
        if (!part) return all + "!" + std::string(part.error().kind().code);
        if (!*part) return all + "end";
        for (const auto& [name, value] : **part) all.append(name).append(":").append(value).append(";");
        form_part(**part);
        std::array<std::byte, 50> into{};
        while (true) {
            const auto got = reader->read(into);
            if (!got) return all + "!" + std::string(got.error().kind().code);
            if (*got == 0) break;
            all.append(reinterpret_cast<const char*>(into.data()), *got);
        }
        all += "|";
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    if (read_all(text, 1) != read_all(text, 1'000'000)) std::abort();
    return 0;
}
