#include "platform/imaging/frame_task.h"

#include <cmath>
#include <cstring>

namespace portico::imaging {
namespace {

constexpr std::size_t most_lines = 32;
constexpr std::size_t longest_text = 256;
constexpr std::size_t most_entries = 65'536;
constexpr double largest_number = 1e30;
constexpr double largest_coordinate = 1e6;

class Writer {
public:
    template <class T>
    void put(T value) {
        const auto at = bytes_.size();
        bytes_.resize(at + sizeof value);
        std::memcpy(bytes_.data() + at, &value, sizeof value);
    }
    void put_text(const std::string& text) {
        put(static_cast<std::uint32_t>(text.size()));
        bytes_ += text;
    }
    void put_table(const dicom::LookupTable& table) {
        put(table.first);
        put(table.bits);
        put(static_cast<std::uint32_t>(table.values.size()));
        for (auto value : table.values) put(value);
    }
    template <class T, class F>
    void put_optional(const std::optional<T>& value, F write) {
        put<std::uint8_t>(value ? 1 : 0);
        if (value) write(*value);
    }
    std::string take() { return std::move(bytes_); }

private:
    std::string bytes_;
};

// After the first thing that is not there everything reads as nothing, and ok() is false.
class Reader {
public:
    explicit Reader(std::span<const std::uint8_t> bytes) : bytes_(bytes) {}

    template <class T>
    T get() {
        T value{};
        if (!take(sizeof value)) return value;
        std::memcpy(&value, taken_, sizeof value);
        return value;
    }
    bool get_bool() {
        const auto value = get<std::uint8_t>();
        if (value > 1) ok_ = false;
        return value == 1;
    }
    template <class E>
    E get_enum(E last) {
        const auto value = get<std::uint8_t>();
        if (value > static_cast<std::uint8_t>(last)) ok_ = false;
        return ok_ ? static_cast<E>(value) : E{};
    }
    std::string get_text() {
        const auto length = get<std::uint32_t>();
        if (length > longest_text || !take(length)) {
            ok_ = false;
            return {};
        }
        return {reinterpret_cast<const char*>(taken_), length};
    }
    dicom::LookupTable get_table() {
        dicom::LookupTable table;
        table.first = get<std::int32_t>();
        table.bits = get<std::uint16_t>();
        const auto count = get<std::uint32_t>();
        if (count > most_entries || !take(count * sizeof(std::uint16_t))) {
            ok_ = false;
            return {};
        }
        table.values.resize(count);
        if (count > 0) std::memcpy(table.values.data(), taken_, count * sizeof(std::uint16_t));
        return table;
    }
    template <class F>
    auto get_optional(F read) -> std::optional<decltype(read())> {
        if (!get_bool()) return std::nullopt;
        return read();
    }
    bool ok() const { return ok_; }
    bool at_end() const { return ok_ && bytes_.empty(); }

private:
    bool take(std::size_t length) {
        if (!ok_ || length > bytes_.size()) return ok_ = false;
        taken_ = bytes_.data();
        bytes_ = bytes_.subspan(length);
        return true;
    }
    std::span<const std::uint8_t> bytes_;
    const std::uint8_t* taken_ = nullptr;
    bool ok_ = true;
};

void write_window(Writer& out, const dicom::Window& window) {
    out.put(window.center);
    out.put(window.width);
    out.put(window.function);
}

dicom::Window read_window(Reader& in) {
    dicom::Window window;
    window.center = in.get<double>();
    window.width = in.get<double>();
    window.function = in.get_enum(dicom::VoiFunction::sigmoid);
    return window;
}

void write_image(Writer& out, const dicom::ImageHeader& image) {
    out.put_text(image.transfer_syntax);
    out.put_text(image.photometric);
    for (auto number :
         {image.rows, image.columns, image.samples, image.bits_allocated, image.bits_stored, image.high_bit})
        out.put(number);
    for (bool flag : {image.is_signed, image.by_plane, image.big_endian, image.words_of_16})
        out.put<std::uint8_t>(flag ? 1 : 0);
    out.put(image.kind);
    out.put(image.slope);
    out.put(image.intercept);
    const auto table = [&](const dicom::LookupTable& value) { out.put_table(value); };
    out.put_optional(image.modality_lut, table);
    out.put_optional(image.voi_lut, table);
    out.put_optional(image.window, [&](const dicom::Window& window) { write_window(out, window); });
    for (const auto& plane : image.palette) out.put_table(plane);
}

dicom::ImageHeader read_image(Reader& in) {
    dicom::ImageHeader image;
    image.transfer_syntax = in.get_text();
    image.photometric = in.get_text();
    for (auto* number :
         {&image.rows, &image.columns, &image.samples, &image.bits_allocated, &image.bits_stored, &image.high_bit})
        *number = in.get<std::uint32_t>();
    for (auto* flag : {&image.is_signed, &image.by_plane, &image.big_endian, &image.words_of_16}) *flag = in.get_bool();
    image.kind = in.get_enum(dicom::SampleKind::float64);
    image.slope = in.get<double>();
    image.intercept = in.get<double>();
    const auto table = [&] { return in.get_table(); };
    image.modality_lut = in.get_optional(table);
    image.voi_lut = in.get_optional(table);
    image.window = in.get_optional([&] { return read_window(in); });
    for (auto& plane : image.palette) plane = in.get_table();
    return image;
}

void write_rendering(Writer& out, const Rendering& rendering) {
    out.put(rendering.format);
    out.put(rendering.quality);
    out.put_optional(rendering.window, [&](const dicom::Window& window) { write_window(out, window); });
    out.put_optional(rendering.viewport, [&](const Viewport& viewport) {
        out.put(viewport.width);
        out.put(viewport.height);
        out.put(viewport.x);
        out.put(viewport.y);
        const auto number = [&](double value) { out.put(value); };
        out.put_optional(viewport.part_width, number);
        out.put_optional(viewport.part_height, number);
    });
    out.put(static_cast<std::uint8_t>(rendering.annotation.size()));
    for (const auto& line : rendering.annotation) out.put_text(line);
}

Rendering read_rendering(Reader& in) {
    Rendering rendering;
    rendering.format = in.get_enum(PictureFormat::gif);
    rendering.quality = in.get<std::uint8_t>();
    rendering.window = in.get_optional([&] { return read_window(in); });
    rendering.viewport = in.get_optional([&] {
        Viewport viewport;
        viewport.width = in.get<std::uint32_t>();
        viewport.height = in.get<std::uint32_t>();
        viewport.x = in.get<double>();
        viewport.y = in.get<double>();
        const auto number = [&] { return in.get<double>(); };
        viewport.part_width = in.get_optional(number);
        viewport.part_height = in.get_optional(number);
        return viewport;
    });
    const auto lines = in.get<std::uint8_t>();
    for (std::size_t i = 0; i < lines && in.ok(); ++i) rendering.annotation.push_back(in.get_text());
    return rendering;
}

bool is_number(double value) { return std::isfinite(value) && std::abs(value) <= largest_number; }

bool is_window(const dicom::Window& window) {
    const double least = window.function == dicom::VoiFunction::linear ? 1 : 0;
    return is_number(window.center) && is_number(window.width) && window.width >= least && window.width > 0;
}

bool is_table(const dicom::LookupTable& table) {
    return table.values.size() <= most_entries && table.bits >= 1 && table.bits <= 16;
}

bool is_image(const dicom::ImageHeader& image) {
    const bool integer = image.bits_allocated == 1 || image.bits_allocated == 8 || image.bits_allocated == 16 ||
                         image.bits_allocated == 32;
    const bool depth = image.kind == dicom::SampleKind::integer   ? integer
                       : image.kind == dicom::SampleKind::float32 ? image.bits_allocated == 32
                                                                  : image.bits_allocated == 64;
    const bool bits = image.bits_stored >= 1 && image.bits_stored <= image.bits_allocated &&
                      image.high_bit < image.bits_allocated && image.high_bit + 1 >= image.bits_stored;
    const bool sides = image.rows >= 1 && image.rows <= 65'535 && image.columns >= 1 && image.columns <= 65'535;
    return depth && bits && sides && image.samples >= 1 && image.samples <= 4 && is_number(image.slope) &&
           is_number(image.intercept) && (!image.window || is_window(*image.window)) &&
           (!image.modality_lut || is_table(*image.modality_lut)) && (!image.voi_lut || is_table(*image.voi_lut)) &&
           std::ranges::all_of(image.palette, is_table) && image.transfer_syntax.size() <= 64 &&
           image.photometric.size() <= 64;
}

bool is_viewport(const Viewport& viewport) {
    const auto coordinate = [](double value) { return std::isfinite(value) && std::abs(value) <= largest_coordinate; };
    const auto size = [&](const std::optional<double>& value) { return !value || (coordinate(*value) && *value != 0); };
    return viewport.width >= 1 && viewport.width <= longest_picture_side && viewport.height >= 1 &&
           viewport.height <= longest_picture_side && coordinate(viewport.x) && coordinate(viewport.y) &&
           size(viewport.part_width) && size(viewport.part_height);
}

bool is_rendering(const Rendering& rendering) {
    return rendering.quality >= 1 && rendering.quality <= 100 && (!rendering.window || is_window(*rendering.window)) &&
           (!rendering.viewport || is_viewport(*rendering.viewport)) && rendering.annotation.size() <= most_lines &&
           std::ranges::all_of(rendering.annotation,
                               [](const std::string& line) { return line.size() <= longest_text; });
}

std::uint64_t picture_pixels(const FrameTask& task, const Rendering& rendering) {
    if (rendering.viewport) return std::uint64_t{rendering.viewport->width} * rendering.viewport->height;
    return std::uint64_t{task.image.rows} * task.image.columns;
}

}  // namespace

std::uint64_t decoded_bytes(const dicom::ImageHeader& image) {
    return std::uint64_t{image.rows} * image.columns * image.samples * ((image.bits_allocated + 7) / 8);
}

Result<void> check(const FrameTask& task) {
    if (!is_image(task.image) || task.first_bit > 7) return fail(errors::cannot_be_shown, "no sensible image");
    if (decoded_bytes(task.image) > most_decoded_bytes) return fail(errors::image_too_large);
    if (const auto* rendering = std::get_if<Rendering>(&task.wish)) {
        if (!is_rendering(*rendering)) return fail(errors::cannot_be_shown, "no sensible picture");
        if (picture_pixels(task, *rendering) > most_picture_pixels) return fail(errors::image_too_large);
    }
    return {};
}

std::uint64_t answer_limit(const FrameTask& task) {
    constexpr std::uint64_t frame_of_a_picture = 64 * 1024;
    if (const auto* rendering = std::get_if<Rendering>(&task.wish))
        return std::min(picture_pixels(task, *rendering) * 4 + frame_of_a_picture, most_decoded_bytes);
    return decoded_bytes(task.image);
}

std::string encode_task(const FrameTask& task) {
    Writer out;
    write_image(out, task.image);
    out.put(task.first_bit);
    out.put(static_cast<std::uint8_t>(task.wish.index()));
    if (const auto* rendering = std::get_if<Rendering>(&task.wish)) write_rendering(out, *rendering);
    return out.take();
}

Result<FrameTask> decode_task(std::span<const std::uint8_t> bytes) {
    Reader in(bytes);
    FrameTask task;
    task.image = read_image(in);
    task.first_bit = in.get<std::uint8_t>();
    if (in.get_bool()) task.wish = read_rendering(in);
    if (!in.at_end()) return fail(errors::cannot_be_shown, "not a task");
    PORTICO_CHECK(check(task));
    return task;
}

}  // namespace portico::imaging
