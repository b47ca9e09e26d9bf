// Ultrasound of a beating heart, apical four-chamber view: a loop of two beats in a sector with speckle. Pixels; the
// probe at the top, the apex of the heart below it, the left ventricle on the right of the picture.
#include "features/demonstration/composer.h"

namespace portico::demonstration {
namespace {

constexpr int width = 640, height = 480, frames = 48, frames_a_beat = 24;
constexpr float frame_milliseconds = 40, pi = 3.14159265F;
constexpr Point probe{320, 26, 0};
constexpr float reach = 425, half_angle = 0.70F;

// What moves, at one moment of the beat.
struct Moment {
    float squeeze;  // of the ventricles: 0 filled, 1 empty
    float filling;  // of the atria: 0 empty, 1 filled
    float inflow;   // mitral and tricuspid valves: 0 shut, 1 open
};

float bump(float phase, float middle, float half) {
    const float t = std::fabs(phase - middle) / half;
    return t >= 1 ? 0 : 0.5F * (1 + std::cos(pi * t));
}

Moment moment_of(int frame) {
    const float phase = static_cast<float>(frame % frames_a_beat) / frames_a_beat;
    return {bump(phase, 0.30F, 0.28F), 0.35F + 0.65F * bump(phase, 0.45F, 0.35F),
            std::max({bump(phase, 0.64F, 0.13F), 0.75F * bump(phase, 0.92F, 0.09F), 0.25F * bump(phase, 0.78F, 0.2F)})};
}

// Signed distance to a chamber: an egg with its tip turned by `turn`, wider towards its base.
float egg(Point p, Point centre, Point radii, float turn, float widen) {
    const Point q = p - centre;
    const float c = std::cos(turn);
    const float s = std::sin(turn);
    const Point local{c * q.x + s * q.y, -s * q.x + c * q.y, 0};
    const float across = radii.x * (1 + widen * std::clamp(local.y / radii.y, -1.0F, 1.0F));
    return ellipsoid(local, {}, {across, radii.y, 100});
}

class HeartLoop {
public:
    HeartLoop() : polar_(static_cast<std::size_t>(width) * height) {
        for (int y = 0; y < height; ++y)
            for (int x = 0; x < width; ++x) {
                const float dx = static_cast<float>(x) - probe.x;
                const float dy = static_cast<float>(y) - probe.y;
                polar_[static_cast<std::size_t>(y * width + x)] = {std::sqrt(dx * dx + dy * dy), std::atan2(dx, dy)};
            }
    }

    void paint(int frame, std::uint8_t* rgb) const {
        const Moment now = moment_of(frame);
        for (int y = 0; y < height; ++y)
            for (int x = 0; x < width; ++x) {
                const auto polar = polar_[static_cast<std::size_t>(y * width + x)];
                std::uint8_t grey = 6;
                if (polar.range > 10 && polar.range < reach && std::fabs(polar.angle) < half_angle)
                    grey = echo({static_cast<float>(x), static_cast<float>(y), 0}, polar, now, frame);
                auto* pixel = rgb + static_cast<std::size_t>(y * width + x) * 3;
                pixel[0] = pixel[1] = pixel[2] = grey;
            }
        furniture(frame, rgb);
    }

private:
    struct Polar {
        float range, angle;
    };

    std::uint8_t echo(Point p, Polar polar, const Moment& now, int frame) const {
        // The wall moves with the beat, and its speckle with it.
        const Point towards_middle = Point{330, 210, 0} - p;
        const Point moved = p - towards_middle * (0.07F * now.squeeze);
        const float dx = moved.x - probe.x;
        const float dy = moved.y - probe.y;
        const float range = std::sqrt(dx * dx + dy * dy);
        const float angle = std::atan2(dx, dy);
        const float speckle = amplitude(range, angle);
        const float tissue = strength(p, now) * (0.35F + 1.25F * speckle);
        const float flicker = amplitude(polar.range + 173.0F * static_cast<float>(frame % 7 + 1), polar.angle + 3);
        const float haze = 0.05F * flicker + 0.22F * std::exp(-polar.range / 38) * (0.5F + speckle);
        const float fading = (0.55F + 0.45F * std::min(1.0F, polar.range / 150)) * (1 - 0.35F * polar.range / reach) *
                             (1 - 0.35F * std::pow(std::fabs(polar.angle) / half_angle, 3.0F));
        const float linear = std::max(0.0F, (tissue + haze) * fading);
        // Logarithmic compression.
        const float shown = std::log1p(linear * 14) / std::log(15.0F);
        return static_cast<std::uint8_t>(std::clamp(shown * 225 + 4, 0.0F, 255.0F));
    }

    // Speckle: two independent fields with grains that widen with depth.
    float amplitude(float range, float angle) const {
        const float a = field_.at(range * 0.42F, angle * 62, 1.5F) + 0.6F * field_.at(range * 0.85F, angle * 118, 9.5F);
        const float b =
            field_.at(range * 0.42F, angle * 62, 31.5F) + 0.6F * field_.at(range * 0.85F, angle * 118, 47.5F);
        return 0.75F * std::sqrt(a * a + b * b);
    }

    static float strength(Point p, const Moment& now) {
        const float s = now.squeeze;
        const float ring = 292 - 16 * s;  // the valve plane moves towards the apex
        const float left = egg(p, {366, 196 - 4 * s, 0}, {47 - 15 * s, ring - 208 + 4 * s, 0}, 0.10F, 0.12F);
        const float right = egg(p, {268, 220 - 4 * s, 0}, {35 - 9 * s, ring - 226 + 4 * s, 0}, -0.20F, 0.30F);
        const float left_atrium = egg(p, {369, ring + 44, 0}, {41 + 6 * now.filling, 38 + 7 * now.filling, 0}, 0, 0);
        const float right_atrium = egg(p, {273, ring + 42, 0}, {38 + 5 * now.filling, 36 + 6 * now.filling, 0}, 0, 0);
        const float chambers = std::min({left, right, left_atrium, right_atrium});
        const float heart = ellipsoid(p, {322, 232, 0}, {128, 168, 100});
        float value = 0.23F + 0.10F * inside(heart - 14, 30);                           // lung and fat around
        value = mix(value, 0.40F, inside(std::min(left - 25 - 5 * s, right - 13), 6));  // muscle
        value = mix(value, 0.34F, inside(std::min(left_atrium, right_atrium) - 8, 5));
        const float septum = std::fabs(to_segment(p, {318, 96, 0}, {322, ring, 0}).distance) - 10 - 3 * s;
        value = mix(value, 0.50F, inside(septum, 6));
        value = std::max(value, 0.85F * inside(std::fabs(heart) - 2.2F, 3.5F));  // pericardium
        value = mix(value, 0.022F, inside(chambers, 6));
        value = std::max(value, 0.42F * inside(std::fabs(chambers) - 1.2F, 3.5F));  // inner lining
        return valves(p, now, ring, value);
    }

    static float valves(Point p, const Moment& now, float ring, float value) {
        // Two leaflets each, hinged at the ring; open they hang into the ventricle.
        const auto leaflets = [&](float from, float to, float bright) {
            const float reach_across = (to - from) / 2;
            const float angle = 0.16F + 1.05F * now.inflow;
            const float tip_x = reach_across * std::cos(angle);
            const float tip_y = reach_across * std::sin(angle) * 1.15F;
            const float a = capsule(p, {from, ring, 0}, {from + tip_x, ring - tip_y, 0}, 1.3F);
            const float b = capsule(p, {to, ring, 0}, {to - tip_x, ring - tip_y, 0}, 1.3F);
            value = std::max(value, bright * inside(std::min(a, b), 2.6F));
            const float hinges = std::min(length(p - Point{from, ring, 0}), length(p - Point{to, ring, 0})) - 4;
            value = std::max(value, 0.8F * bright * inside(hinges, 3));
        };
        leaflets(329, 404, 0.95F);
        leaflets(238, 313, 0.85F);
        return value;
    }

    // Depth marks, grey bar, and the electrocardiogram that grows with the loop.
    static void furniture(int frame, std::uint8_t* rgb) {
        const auto dot = [rgb](int x, int y, int r, int g, int b) {
            if (x < 0 || y < 0 || x >= width || y >= height) return;
            auto* pixel = rgb + (static_cast<std::size_t>(y) * width + static_cast<std::size_t>(x)) * 3;
            pixel[0] = static_cast<std::uint8_t>(r);
            pixel[1] = static_cast<std::uint8_t>(g);
            pixel[2] = static_cast<std::uint8_t>(b);
        };
        for (int mark = 0; mark <= 16; ++mark)
            for (int x = 0; x < (mark % 5 == 0 ? 9 : 5); ++x) dot(612 - x, 26 + mark * 26, 190, 190, 190);
        for (int y = 0; y < 160; ++y)
            for (int x = 0; x < 10; ++x)
                dot(18 + x, 40 + y, 255 - y * 255 / 160, 255 - y * 255 / 160, 255 - y * 255 / 160);
        const int now = 60 + (frame + 1) * 520 / frames;
        int before = 462;
        for (int x = 60; x < now; ++x) {
            const float phase = std::fmod(static_cast<float>(x - 60) / 520 * frames / frames_a_beat, 1.0F);
            const float wave = 5 * bump(phase, 0.90F, 0.05F) + 26 * bump(phase, 0.03F, 0.018F) -
                               7 * bump(phase, 0.06F, 0.015F) + 8 * bump(phase, 0.30F, 0.08F);
            const int y = 462 - static_cast<int>(wave);
            for (int step = std::min(y, before); step <= std::max(y, before); ++step) dot(x, step, 60, 220, 90);
            before = y;
        }
    }

    std::vector<Polar> polar_;
    Noise field_{131};
};

// Where the sector lies in the picture and how large a pixel is (PS3.3 C.8.5.5).
dicom::DataSet sector_region() {
    constexpr double centimetres = 16.0 / 416;
    dicom::DataSet region;
    region.put("RegionSpatialFormat", 1)
        .put("RegionDataType", 1)
        .put("RegionFlags", 0)
        .put("RegionLocationMinX0", 46)
        .put("RegionLocationMinY0", 26)
        .put("RegionLocationMaxX1", 594)
        .put("RegionLocationMaxY1", 451)
        .put("ReferencePixelX0", 274)
        .put("ReferencePixelY0", 0)
        .put("PhysicalUnitsXDirection", 3)
        .put("PhysicalUnitsYDirection", 3)
        .put("PhysicalDeltaX", decimal(centimetres))
        .put("PhysicalDeltaY", decimal(centimetres))
        .put("TransducerFrequency", 2500);
    return region;
}

void add_us_modules(dicom::DataSet& data) {
    data.put("ImageType", "ORIGINAL\\PRIMARY")
        .put("PatientOrientation", "")
        .put("LossyImageCompression", "01")
        .put("BurnedInAnnotation", "NO")
        .put("TransducerType", "SECTOR_PHASED")
        .put("SequenceOfUltrasoundRegions", std::vector<dicom::DataSet>{sector_region()})
        .put("NumberOfFrames", frames)
        .put("FrameIncrementPointer", "(0018,1063)")
        .put("FrameTime", decimal(static_cast<double>(frame_milliseconds)))
        .put("CineRate", 25)
        .put("RecommendedDisplayFrameRate", 25)
        .put("StartTrim", 1)
        .put("StopTrim", frames)
        .put("HeartRate", 62)
        .put("SamplesPerPixel", 3)
        .put("PhotometricInterpretation", "RGB")
        .put("PlanarConfiguration", 0)
        .put("Rows", height)
        .put("Columns", width)
        .put("BitsAllocated", 8)
        .put("BitsStored", 8)
        .put("HighBit", 7)
        .put("PixelRepresentation", 0);
}

}  // namespace

void compose_us_heart(Composer& composer) {
    const HeartLoop heart;
    constexpr std::size_t frame_bytes = static_cast<std::size_t>(width) * height * 3;
    std::string loop(frame_bytes * frames, '\0');
    in_parallel(frames, [&](std::size_t frame) {
        heart.paint(static_cast<int>(frame), reinterpret_cast<std::uint8_t*>(loop.data()) + frame * frame_bytes);
    });
    auto data = composer.make(
        {"US", "1.2.840.10008.5.1.4.1.1.3.1", 1, "Apical four-chamber", "Echo adult", "HEART", "Phantom US"}, 1);
    add_us_modules(data);
    composer.save(data, {std::move(loop), 8}, {dicom::transfer_syntaxes::jpeg_baseline, 88});
}

}  // namespace portico::demonstration
