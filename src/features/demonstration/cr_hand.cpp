// X-ray of a left hand from the front: a projection. Millimetres on the detector from the middle of the wrist, x to the
// right of the picture, y upwards to the fingers.
#include "features/demonstration/composer.h"

namespace portico::demonstration {
namespace {

constexpr int columns = 1760, rows = 2140;
constexpr float spacing = 0.115F;

struct BoneShape {
    Point from, to;
    float end_radius = 1, waist_radius = 1, tip_radius = 1;  // at the base, in the middle, at the far end
};

struct Ray {
    std::vector<Point> joints;  // from the knuckle's base to the tip
    std::vector<float> radii;   // of the flesh at each of them
};

// How thick a round body is at this distance from its middle.
float chord(float distance, float radius) {
    return distance >= radius ? 0 : 2 * std::sqrt(radius * radius - distance * distance);
}

class Hand {
public:
    Hand() {
        // Metacarpal and phalanges of each finger: base, direction in degrees from straight up, lengths, thickness.
        add_finger({-19, 30, 0}, 15, {50, 32, 19, 16}, 0.86F, 10.0F);
        add_finger({-8, 33, 0}, 6, {54, 39, 25, 17}, 0.95F, 11.2F);
        add_finger({3.5F, 35, 0}, -2, {60, 43, 28, 18}, 1.02F, 12.0F);
        add_finger({15, 34, 0}, -10, {63, 39, 23, 17}, 1.05F, 11.8F);
        add_finger({25, 22, 0}, -42, {43, 31, 24}, 1.10F, 12.5F);
        add_carpals();
        bones_.push_back({{8, -80, 0}, {9, -5, 0}, 8.5F, 8.0F, 14.5F});     // radius
        bones_.push_back({{-14, -80, 0}, {-16, -3, 0}, 6.5F, 6.0F, 8.5F});  // ulna
    }

    // Attenuation along the beam, in millimetres of water or so.
    float thickness(Point p) const {
        float flesh = palm(p);
        for (const auto& finger : fingers_) flesh = smooth_most(flesh, flesh_of(finger, p));
        if (flesh <= 0.01F) return 0;
        float total = flesh * (0.97F + 0.05F * noise_.clouds(p, 0.06F, 3));
        float bone = 0;
        for (const auto& shape : bones_) bone += bone_of(shape, p);
        for (const auto& blob : carpals_) bone += carpal(blob, p);
        return total + 1.55F * bone;
    }

private:
    struct Blob {
        Point centre, radii;
        float turn = 0;
    };

    void add_finger(Point base, float degrees, const std::vector<float>& lengths, float bone_scale, float flesh) {
        Ray ray;
        Point at = base;
        float angle = degrees;
        for (std::size_t i = 0; i < lengths.size(); ++i) {
            const float turn = angle * 3.14159265F / 180;
            const Point direction{-std::sin(turn), std::cos(turn), 0};
            const Point end = at + direction * lengths[i];
            const float shrink = 1 - 0.16F * static_cast<float>(i);
            const float base_radius = (i == 0 ? 7.4F : 7.6F) * shrink * bone_scale;
            const bool last = i + 1 == lengths.size();
            // A gap of cartilage at each end.
            bones_.push_back({at + direction * (i == 0 ? 1.0F : 1.4F), end - direction * (last ? 0 : 1.0F), base_radius,
                              base_radius * (last ? 0.42F : 0.60F),
                              last ? base_radius * 0.62F : base_radius * (i == 0 ? 0.98F : 0.82F)});
            if (i > 0) {
                ray.joints.push_back(at);
                ray.radii.push_back(flesh * (1 - 0.09F * static_cast<float>(i - 1)));
            }
            at = end;
            angle *= 0.86F;
            if (last) {
                ray.joints.push_back(end + direction * 1.0F);
                ray.radii.push_back(flesh * 0.68F);
            }
        }
        if (!ray.joints.empty()) fingers_.push_back(std::move(ray));
    }

    void add_carpals() {
        carpals_ = {
            {{16, 8, 0}, {10.0F, 6.2F, 0}, 0.75F},     // scaphoid
            {{1, 7, 0}, {7.6F, 7.0F, 0}, 0.1F},        // lunate
            {{-11, 10, 0}, {7.2F, 6.4F, 0}, -0.5F},    // triquetrum
            {{-14, 13, 0}, {4.2F, 4.6F, 0}, 0},        // pisiform
            {{22, 19, 0}, {6.8F, 6.0F, 0}, 0.3F},      // trapezium
            {{13.5F, 24, 0}, {5.2F, 6.6F, 0}, 0.1F},   // trapezoid
            {{3.0F, 22, 0}, {7.0F, 10.5F, 0}, 0.05F},  // capitate
            {{-10, 23, 0}, {8.0F, 8.0F, 0}, -0.4F},    // hamate
            {{44, 58, 0}, {2.6F, 2.1F, 0}, 0.4F},      // sesamoid
        };
    }

    // Round where two bodies meet, as webs between fingers are.
    static float smooth_most(float a, float b) {
        if (a <= 0 || b <= 0) return std::max(a, b);
        return std::sqrt(a * a + b * b - 0.62F * a * b);
    }

    float palm(Point p) const {
        // The palm as a rounded shield, the ball of the thumb, the wrist.
        const float wave = 1.2F * noise_.at(p, 0.03F);
        float across = (p.x + 1 + 0.05F * (p.y - 50)) / (43 + wave);
        float along = (p.y - 50) / 52;
        float radius = std::sqrt(std::sqrt(across * across * across * across + along * along * along * along));
        float most = 27 * std::sqrt(clamp01((1 - radius) * 4.2F)) * (radius < 1 ? 1.0F : 0.0F);
        across = (p.x - 29 - 0.35F * (p.y - 34)) / 20;
        along = (p.y - 34) / 38;
        radius = std::sqrt(across * across + along * along);
        most = smooth_most(most, radius < 1 ? 29 * std::sqrt(clamp01((1 - radius) * 2.2F)) : 0);
        const float arm = std::fabs(p.x + 2) / (29 + 0.06F * std::fabs(p.y + 6));
        if (p.y < 22)
            most = smooth_most(most, arm < 1 ? 40 * std::sqrt(clamp01((1 - arm * arm))) * clamp01((22 - p.y) / 18) : 0);
        return most;
    }

    static float flesh_of(const Ray& ray, Point p) {
        float most = 0;
        for (std::size_t i = 0; i + 1 < ray.joints.size(); ++i) {
            const auto near = to_segment(p, ray.joints[i], ray.joints[i + 1]);
            most = std::max(most, chord(near.distance, mix(ray.radii[i], ray.radii[i + 1], near.along)));
        }
        return most * 0.92F;
    }

    // A tube of dense bone around marrow, with flared, spongy ends.
    float bone_of(const BoneShape& shape, Point p) const {
        const float reach = std::max({shape.end_radius, shape.tip_radius}) + 1;
        const auto near = to_segment(p, shape.from, shape.to);
        if (near.distance > reach) return 0;
        const float centred = 2 * near.along - 1;
        const float flare = centred * centred * std::fabs(centred);
        const float outer = mix(shape.waist_radius, centred < 0 ? shape.end_radius : shape.tip_radius, flare);
        if (near.distance > outer) return 0;
        // The far ends are cut nearly flat.
        const Point axis = (shape.to - shape.from) * (1 / std::max(length(shape.to - shape.from), 1.0F));
        const float beyond = std::max(dot(p - shape.to, axis), dot(shape.from - p, axis));
        const float cut = inside(beyond - outer * 0.16F, 1.2F);
        const float wall = mix(shape.waist_radius * 0.42F, 0.75F, clamp01(flare * 1.7F));
        const float spongy = 0.36F + 0.16F * clamp01(flare * 1.5F) + 0.13F * fine_.at(p.x * 1.3F, p.y * 1.3F) +
                             0.07F * fine_.at(p.x * 0.5F, p.y * 0.5F, 7);
        const float whole = chord(near.distance, outer);
        const float hollow = chord(near.distance, std::max(outer - wall, 0.1F));
        return cut * (1.55F * (whole - hollow) + spongy * hollow) * (0.85F + 0.02F * outer);
    }

    float carpal(const Blob& blob, Point p) const {
        const Point q = p - blob.centre;
        const float c = std::cos(blob.turn);
        const float s = std::sin(blob.turn);
        const float u = (c * q.x + s * q.y) / blob.radii.x;
        const float v = (-s * q.x + c * q.y) / blob.radii.y;
        const float radius =
            std::sqrt(std::sqrt(u * u * u * u + v * v * v * v + 0.9F * u * u * v * v)) + 0.03F * noise_.at(p, 0.3F);
        if (radius >= 1) return 0;
        const float size = std::min(blob.radii.x, blob.radii.y);
        const float rim = inside(std::fabs(radius - 0.93F) * size - 0.45F, 0.6F);
        const float spongy = 0.62F + 0.16F * fine_.at(p.x * 1.2F, p.y * 1.2F, 3);
        return 2 * size * std::sqrt(1 - radius * radius) * spongy * 0.85F +
               2.6F * rim * inside(radius * size - size, 0.5F);
    }

    std::vector<Ray> fingers_;
    std::vector<BoneShape> bones_;
    std::vector<Blob> carpals_;
    Noise noise_{101};
    Noise fine_{103};
};

// The letter L of lead at the edge of the cassette.
bool on_marker(Point p) {
    const Point q = p - Point{-72, 150, 0};
    return (q.x > 0 && q.x < 2 && q.y > 0 && q.y < 12) || (q.x > 0 && q.x < 7.5F && q.y > 0 && q.y < 2);
}

}  // namespace

void compose_cr_hand(Composer& composer) {
    const Hand hand;
    const Noise cloud(107);
    GreyImage image(columns, rows);
    in_parallel(static_cast<std::size_t>(rows), [&](std::size_t row_index) {
        const int row = static_cast<int>(row_index);
        Grain grain(static_cast<std::uint32_t>(row + 9000));
        for (int column = 0; column < columns; ++column) {
            const Point p{(static_cast<float>(column) - columns / 2.0F) * spacing + 4,
                          (rows * 0.80F - static_cast<float>(row)) * spacing, 0};
            const float thick = hand.thickness(p);
            // Collimated at the edges; logarithmic film: the more is in the way, the brighter.
            const float edge = std::min({static_cast<float>(column), static_cast<float>(columns - column),
                                         static_cast<float>(row), static_cast<float>(rows - row)});
            const float open = 0.25F + 0.75F * clamp01((edge - 40) / 14);
            float value = 230 + 45 * cloud.at(p, 0.012F) + 62 * thick * (1 - 0.0048F * thick);
            if (on_marker(p)) value = 3600;
            value = value * open + grain.next() * (16 + 0.006F * value);
            image.at(column, row) = static_cast<std::int16_t>(std::clamp(value, 0.0F, 4095.0F));
        }
    });
    auto data = composer.make({"CR", "1.2.840.10008.5.1.4.1.1.1", 1, "Hand AP", "Hand", "HAND", "Phantom CR"}, 1);
    data.put("ImageType", "ORIGINAL\\PRIMARY")
        .put("ViewPosition", "AP")
        .put("Laterality", "L")
        .put("PatientOrientation", "R\\F")
        .put("ImagerPixelSpacing", decimals({spacing, spacing}))
        .put("PixelSpacing", decimals({spacing, spacing}))
        .put("KVP", 52)
        .put("Exposure", 4)
        .put("PlateType", "")
        .put("WindowCenter", 1700)
        .put("WindowWidth", 3200);
    composer.save_grey(data, image, {12, false, "MONOCHROME2"});
}

}  // namespace portico::demonstration
