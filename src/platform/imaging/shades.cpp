#include "platform/imaging/shades.h"

#include <cmath>
#include <cstring>

namespace portico::imaging {
namespace {

constexpr double white = 255;

std::uint8_t to_byte(double value) { return static_cast<std::uint8_t>(std::lround(std::clamp(value, 0.0, white))); }

// Values of stored samples: bits cut out of their container, sign extended (PS3.5 8.1.1).
class SampleReader {
public:
    explicit SampleReader(const Samples& samples)
        : image_(samples.image),
          bytes_(samples.bytes.data()),
          width_(samples.image.bits_allocated / 8),
          shift_(samples.image.high_bit + 1 - samples.image.bits_stored),
          pixels_(std::size_t{samples.image.rows} * samples.image.columns) {}

    std::int64_t integer(std::size_t pixel, std::uint32_t sample) const {
        std::uint32_t raw = 0;
        std::memcpy(&raw, bytes_ + place(pixel, sample) * width_, width_);
        const auto bits = image_.bits_stored;
        const std::uint64_t value = raw >> shift_ & ((std::uint64_t{1} << bits) - 1);
        if (image_.is_signed && (value >> (bits - 1) & 1) != 0)
            return static_cast<std::int64_t>(value) - (std::int64_t{1} << bits);
        return static_cast<std::int64_t>(value);
    }
    double number(std::size_t pixel) const {
        if (image_.kind == dicom::SampleKind::integer) return static_cast<double>(integer(pixel, 0));
        double wide = 0;
        float narrow = 0;
        if (image_.kind == dicom::SampleKind::float64)
            std::memcpy(&wide, bytes_ + pixel * width_, sizeof wide);
        else
            std::memcpy(&narrow, bytes_ + pixel * width_, sizeof narrow);
        const double value = image_.kind == dicom::SampleKind::float64 ? wide : double{narrow};
        return std::isfinite(value) ? std::clamp(value, -1e30, 1e30) : 0;
    }
    std::size_t pixels() const { return pixels_; }

private:
    std::size_t place(std::size_t pixel, std::uint32_t sample) const {
        return image_.by_plane ? sample * pixels_ + pixel : pixel * image_.samples + sample;
    }
    const dicom::ImageHeader& image_;
    const std::uint8_t* bytes_;
    std::size_t width_;
    std::uint32_t shift_;
    std::size_t pixels_;
};

std::uint16_t look_up(const dicom::LookupTable& table, double value) {
    const auto at = std::clamp(std::floor(value) - table.first, 0.0, static_cast<double>(table.values.size() - 1));
    return table.values[static_cast<std::size_t>(at)];
}

double largest_of(const dicom::LookupTable& table) { return static_cast<double>((1U << table.bits) - 1); }

double modality(const dicom::ImageHeader& image, double stored) {
    if (image.modality_lut && !image.modality_lut->values.empty()) return look_up(*image.modality_lut, stored);
    return stored * image.slope + image.intercept;
}

// What turns a stored value into a shade of grey.
class GreyCurve {
public:
    GreyCurve(const dicom::ImageHeader& image, const std::optional<dicom::Window>& asked, const SampleReader& reader)
        : image_(image), window_(asked ? asked : image.window) {
        if (!window_ && image.voi_lut && !image.voi_lut->values.empty())
            table_ = &*image.voi_lut;
        else if (!window_)
            span_values(reader);
    }
    std::uint8_t operator()(double stored) const {
        const auto value = modality(image_, stored);
        const auto shade = window_  ? voi(*window_, value)
                           : table_ ? look_up(*table_, value) * white / largest_of(*table_)
                                    : (value - low_) / (high_ - low_) * white;
        return to_byte(image_.photometric == "MONOCHROME1" ? white - shade : shade);
    }

private:
    // Without any VOI the darkest value is black and the brightest white.
    void span_values(const SampleReader& reader) {
        low_ = 1e300;
        high_ = -1e300;
        for (std::size_t i = 0; i < reader.pixels(); ++i) {
            const auto value = modality(image_, reader.number(i));
            low_ = std::min(low_, value);
            high_ = std::max(high_, value);
        }
        if (high_ <= low_) high_ = low_ + 1;
    }
    const dicom::ImageHeader& image_;
    std::optional<dicom::Window> window_;
    const dicom::LookupTable* table_ = nullptr;
    double low_ = 0, high_ = 1;
};

Shades canvas(const dicom::ImageHeader& image, std::uint32_t channels) {
    return {image.columns, image.rows, channels,
            std::vector<std::uint8_t>(std::size_t{image.rows} * image.columns * channels)};
}

Shades grey(const Samples& samples, const std::optional<dicom::Window>& window) {
    const SampleReader reader(samples);
    const GreyCurve curve(samples.image, window, reader);
    auto shades = canvas(samples.image, 1);
    if (samples.image.kind != dicom::SampleKind::integer || samples.image.bits_stored > 16) {
        for (std::size_t i = 0; i < reader.pixels(); ++i) shades.bytes[i] = curve(reader.number(i));
        return shades;
    }
    // One look-up a pixel: there are at most 65536 different ones.
    const auto bits = samples.image.bits_stored;
    const std::int64_t first = samples.image.is_signed ? -(std::int64_t{1} << (bits - 1)) : 0;
    std::vector<std::uint8_t> table(std::size_t{1} << bits);
    for (std::size_t i = 0; i < table.size(); ++i)
        table[i] = curve(static_cast<double>(first + static_cast<std::int64_t>(i)));
    for (std::size_t i = 0; i < reader.pixels(); ++i)
        shades.bytes[i] = table[static_cast<std::size_t>(reader.integer(i, 0) - first)];
    return shades;
}

Result<Shades> palette(const Samples& samples) {
    for (const auto& plane : samples.image.palette)
        if (plane.values.empty()) return fail(errors::cannot_be_shown, "no palette");
    const SampleReader reader(samples);
    auto shades = canvas(samples.image, 3);
    for (std::size_t i = 0; i < reader.pixels(); ++i) {
        const auto value = reader.number(i);
        for (std::size_t c = 0; c < 3; ++c) {
            const auto& plane = samples.image.palette[c];
            shades.bytes[i * 3 + c] = to_byte(look_up(plane, value) * white / largest_of(plane));
        }
    }
    return shades;
}

enum class ColourSpace { rgb, ybr_full, ybr_partial };

// PS3.3 C.7.6.3.1.2, for values from 0 to 255.
std::array<double, 3> to_rgb(ColourSpace space, double y, double cb, double cr) {
    if (space == ColourSpace::rgb) return {y, cb, cr};
    cb -= 128;
    cr -= 128;
    if (space == ColourSpace::ybr_partial) {
        y = (y - 16) * 255 / 219;
        cb *= 255.0 / 224;
        cr *= 255.0 / 224;
    }
    return {y + 1.402 * cr, y - 0.344136 * cb - 0.714136 * cr, y + 1.772 * cb};
}

Shades colour(const Samples& samples, ColourSpace space) {
    const SampleReader reader(samples);
    auto shades = canvas(samples.image, 3);
    const auto bits = samples.image.bits_stored;
    const double scale = white / static_cast<double>((std::uint64_t{1} << bits) - 1);
    const std::int64_t sign = samples.image.is_signed ? std::int64_t{1} << (bits - 1) : 0;
    for (std::size_t i = 0; i < reader.pixels(); ++i) {
        std::array<double, 3> in{};
        for (std::uint32_t c = 0; c < 3; ++c) in[c] = static_cast<double>(reader.integer(i, c) + sign) * scale;
        const auto out = to_rgb(space, in[0], in[1], in[2]);
        for (std::size_t c = 0; c < 3; ++c) shades.bytes[i * 3 + c] = to_byte(out[c]);
    }
    return shades;
}

// A side of the part that is shown, and which places of the image stand in each place of the picture.
struct Axis {
    double from = 0, length = 0;  // of the part, length without its sign
    bool mirrored = false;
    std::uint32_t size = 0;  // of the picture
    std::uint32_t limit = 0;

    std::pair<double, double> span(std::uint32_t at) const {
        const auto place = mirrored ? size - 1 - at : at;
        const double step = length / size;
        return {from + place * step, from + (place + 1) * step};
    }
};

// The weights of the image's places in one place of the picture: the mean when it shrinks, linear when it grows.
struct Taps {
    std::uint32_t first = 0;
    std::vector<float> weights;
};

Taps taps_of(const Axis& axis, std::uint32_t at) {
    auto [low, high] = axis.span(at);
    Taps taps;
    if (high - low <= 1) {
        const double middle = std::clamp((low + high) / 2 - 0.5, 0.0, static_cast<double>(axis.limit - 1));
        taps.first = static_cast<std::uint32_t>(middle);
        const auto rest = static_cast<float>(middle - taps.first);
        taps.weights = taps.first + 1 < axis.limit ? std::vector<float>{1 - rest, rest} : std::vector<float>{1};
        return taps;
    }
    low = std::clamp(low, 0.0, static_cast<double>(axis.limit));
    high = std::clamp(high, low, static_cast<double>(axis.limit));
    taps.first = std::min(static_cast<std::uint32_t>(low), axis.limit - 1);
    const auto last = std::clamp(static_cast<std::uint32_t>(std::ceil(high)), taps.first + 1, axis.limit);
    float sum = 0;
    for (auto i = taps.first; i < last; ++i) {
        const auto weight = std::max(std::min(high, i + 1.0) - std::max(low, static_cast<double>(i)), 1e-6);
        taps.weights.push_back(static_cast<float>(weight));
        sum += taps.weights.back();
    }
    for (auto& weight : taps.weights) weight /= sum;
    return taps;
}

std::vector<Taps> all_taps(const Axis& axis) {
    std::vector<Taps> taps(axis.size);
    for (std::uint32_t i = 0; i < axis.size; ++i) taps[i] = taps_of(axis, i);
    return taps;
}

std::optional<Axis> axis_of(double from, const std::optional<double>& part, std::uint32_t limit) {
    const double whole = static_cast<double>(limit) - from;
    const double length = part ? std::abs(*part) : whole;
    if (from < 0 || length <= 0 || from + length > limit + 1e-6 || from >= limit) return std::nullopt;
    return Axis{from, length, part && *part < 0, 0, limit};
}

}  // namespace

double voi(const dicom::Window& window, double x) {
    const auto [c, w, function] = window;
    switch (function) {
        case dicom::VoiFunction::linear:
            if (x <= c - 0.5 - (w - 1) / 2) return 0;
            if (x > c - 0.5 + (w - 1) / 2) return white;
            return ((x - (c - 0.5)) / (w - 1) + 0.5) * white;
        case dicom::VoiFunction::linear_exact:
            if (x <= c - w / 2) return 0;
            if (x > c + w / 2) return white;
            return ((x - c) / w + 0.5) * white;
        case dicom::VoiFunction::sigmoid:
            return white / (1 + std::exp(-4 * (x - c) / w));
    }
    return 0;
}

Result<Shades> shades_of(const Samples& samples, const std::optional<dicom::Window>& window) {
    const auto& image = samples.image;
    const auto needed = std::size_t{image.rows} * image.columns * image.samples * (image.bits_allocated / 8);
    if (samples.bytes.size() < needed) return fail(errors::cannot_be_shown, "fewer pixels than declared");
    const auto& kind = image.photometric;
    if (image.samples == 1) {
        if (kind == "PALETTE COLOR") return palette(samples);
        return grey(samples, window);
    }
    if (image.samples < 3 || image.kind != dicom::SampleKind::integer)
        return fail(errors::cannot_be_shown, "colours that are not known");
    if (kind == "RGB" || kind == "YBR_RCT" || kind == "YBR_ICT") return colour(samples, ColourSpace::rgb);
    if (kind.starts_with("YBR_PARTIAL")) return colour(samples, ColourSpace::ybr_partial);
    if (kind.starts_with("YBR")) return colour(samples, ColourSpace::ybr_full);
    return fail(errors::cannot_be_shown, "colours that are not known");
}

Result<Shades> scaled(const Shades& shades, const Viewport& viewport) {
    auto across = axis_of(viewport.x, viewport.part_width, shades.width);
    auto down = axis_of(viewport.y, viewport.part_height, shades.height);
    if (!across || !down) return fail(errors::cannot_be_shown, "a part outside of the image");
    const double scale = std::min(viewport.width / across->length, viewport.height / down->length);
    const auto side = [](double length, std::uint32_t most) {
        return static_cast<std::uint32_t>(std::clamp(std::round(length), 1.0, static_cast<double>(most)));
    };
    across->size = side(across->length * scale, viewport.width);
    down->size = side(down->length * scale, viewport.height);

    const auto columns = all_taps(*across), rows = all_taps(*down);
    Shades out{across->size, down->size, shades.channels,
               std::vector<std::uint8_t>(std::size_t{across->size} * down->size * shades.channels)};
    std::vector<float> line(std::size_t{shades.width} * shades.channels);
    for (std::uint32_t y = 0; y < out.height; ++y) {
        std::ranges::fill(line, 0.0F);
        for (std::size_t t = 0; t < rows[y].weights.size(); ++t) {
            const auto* from = shades.bytes.data() + (rows[y].first + t) * line.size();
            for (std::size_t i = 0; i < line.size(); ++i) line[i] += rows[y].weights[t] * static_cast<float>(from[i]);
        }
        for (std::uint32_t x = 0; x < out.width; ++x)
            for (std::uint32_t c = 0; c < out.channels; ++c) {
                float value = 0;
                for (std::size_t t = 0; t < columns[x].weights.size(); ++t)
                    value += columns[x].weights[t] * line[(columns[x].first + t) * out.channels + c];
                out.bytes[(std::size_t{y} * out.width + x) * out.channels + c] = to_byte(double{value});
            }
    }
    return out;
}

}  // namespace portico::imaging
