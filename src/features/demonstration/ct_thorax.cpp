// CT of a chest with contrast: lungs with their vessels, heart, great vessels, ribs, spine, liver, table. x to the
// left, y to the back, z upwards; z = 0 at the carina.
#include "features/demonstration/ct_series.h"

namespace portico::demonstration {
namespace {

constexpr float air = -1000, fat = -100, muscle = 55, blood = 175, lung_tissue = -865;

// A piece of a vessel in the lung.
struct Branch {
    Point from, to;
    float radius = 1;
};

// Grows vessels from each hilum outwards; each generation is shorter and thinner.
class VesselTree {
public:
    VesselTree() {
        for (const float side : {-1.0F, 1.0F})
            for (int i = 0; i < 14; ++i) {
                const float angle = 0.449F * static_cast<float>(i);
                const Point towards{side * 0.9F, 1.1F * std::cos(angle), 1.3F * std::sin(angle)};
                grow({side * 34, 8, -12}, towards, 5.2F, 34, 0,
                     static_cast<std::uint32_t>(i * 2 + (side > 0 ? 1 : 0) + 1));
            }
    }
    const std::vector<Branch>& branches() const { return branches_; }

private:
    void grow(Point from, Point towards, float radius, float reach, int generation, std::uint32_t seed) {
        const Point to = from + towards * (reach / std::max(length(towards), 0.01F));
        branches_.push_back({from, to, radius});
        if (generation == 7) return;
        for (std::uint32_t child = 0; child < (generation < 1 ? 3U : 2U); ++child) {
            const std::uint32_t next = hash(seed * 7 + child + 1);
            const Point turn{unit_random(next) - 0.5F, unit_random(next + 1) - 0.5F, unit_random(next + 2) - 0.5F};
            const Point direction = towards * (1 / length(towards)) + turn * 1.9F;
            grow(to, direction, radius * (0.68F + 0.1F * unit_random(next + 3)),
                 reach * (0.66F + 0.25F * unit_random(next + 4)), generation + 1, next);
        }
    }
    std::vector<Branch> branches_;
};

class Thorax {
public:
    // What the vessels add at each pixel of a slice, 0 … 1.
    std::vector<float> vessels_in(const CtScan& scan, float z) const {
        std::vector<float> strength(static_cast<std::size_t>(scan.size) * static_cast<std::size_t>(scan.size), 0.0F);
        for (const auto& branch : tree_.branches()) {
            const float reach = branch.radius + 2;
            if (z < std::min(branch.from.z, branch.to.z) - reach || z > std::max(branch.from.z, branch.to.z) + reach)
                continue;
            const auto pixel = [&](float mm) {
                return static_cast<int>(mm / scan.spacing + static_cast<float>(scan.size) / 2);
            };
            const int left = std::max(0, pixel(std::min(branch.from.x, branch.to.x) - reach));
            const int right = std::min(scan.size - 1, pixel(std::max(branch.from.x, branch.to.x) + reach) + 1);
            const int top = std::max(0, pixel(std::min(branch.from.y, branch.to.y) - reach));
            const int bottom = std::min(scan.size - 1, pixel(std::max(branch.from.y, branch.to.y) + reach) + 1);
            for (int row = top; row <= bottom; ++row)
                for (int column = left; column <= right; ++column) {
                    const auto near = to_segment(pixel_position(scan, column, row, z), branch.from, branch.to);
                    auto& value = strength[static_cast<std::size_t>(row * scan.size + column)];
                    value = std::max(value, inside(near.distance - branch.radius, 1.6F) *
                                                std::min(1.0F, 0.3F + branch.radius * 0.45F));
                }
        }
        return strength;
    }

    float hounsfield(Point p, float vessel) const {
        const float depth = depth_below_skin(p);
        if (depth < -1) return table(p);
        const float wall = chest_wall(p);
        float value = soft_wall(p, depth, wall);
        value = bones_of_wall(p, depth, wall, value);
        if (depth > wall - 2) value = mix(value, inner(p, depth - wall, vessel), inside(wall - depth, 1.5F));
        if (p.y > 40 && std::fabs(p.x) < 42) value = spine(p, value);
        return depth < 0.7F ? mix(air, value, inside(-depth, 1.4F)) : value;
    }

private:
    static float depth_below_skin(Point p) {
        const float shoulder = clamp01((p.z - 70) / 60);
        const float a = 168 + 14 * shoulder;
        const float b = 112 - 12 * shoulder;
        // Far outside, roughly will do.
        const float clear = std::max(std::fabs(p.x) / a, std::fabs(p.y - 4) / b);
        if (clear > 1.03F) return (1 - clear) * b;
        const float n = 2.5F;
        const float radius = std::pow(std::pow(std::fabs(p.x) / a, n) + std::pow(std::fabs(p.y - 4) / b, n), 1 / n);
        const float from_axis = std::sqrt(p.x * p.x + (p.y - 4) * (p.y - 4));
        // The groove over the spine.
        const float groove = p.y > 60 ? 6 * std::exp(-p.x * p.x / 300) : 0;
        return (radius < 1e-3F ? b : from_axis * (1 / radius - 1)) - groove;
    }

    // How thick the wall is in front of the lungs; the apex closes at the top.
    static float chest_wall(Point p) {
        const float behind = clamp01((p.y - 10) / 60);
        const float apex = std::max(0.0F, p.z - 62) * 0.95F;
        return 27 + 9 * behind + apex + 3 * clamp01(-p.y / 90);
    }

    float soft_wall(Point p, float depth, float wall) const {
        if (depth < 2) return 25;
        const float fatty = 11 + 3 * coarse_.at(p, 0.02F) + 4 * clamp01(-p.z / 100);
        float value = mix(fat, muscle, clamp01((depth - fatty) / 1.5F));
        // Fat planes between the muscles.
        if (depth > fatty && depth < wall) {
            const float plane = std::fabs(coarse_.at(p.x * 0.03F, p.y * 0.03F, p.z * 0.012F + 5));
            value = mix(fat, value, clamp01(plane * 12));
        }
        return value;
    }

    float bones_of_wall(Point p, float depth, float wall, float value) const {
        // Ribs run down and forward, so that a slice cuts many of them.
        const float slope = p.z + 0.62F * p.y + 10 * std::fabs(p.x) / 160;
        const float phase = slope / 27 - std::floor(slope / 27) - 0.5F;
        const float across = depth - (wall - 5.5F);
        const float rib = std::sqrt(phase * phase * 27 * 27 * 0.55F + across * across) - 5.2F;
        const bool cartilage = p.y < -66 && std::fabs(p.x) < 84;
        if (std::fabs(p.x) > 22 && rib < 1.5F && p.z < 100) {
            const float bone = cartilage ? 105 : mix(780, 260 + 90 * fine_.at(p, 0.7F), inside(rib + 1.9F, 1.2F));
            value = mix(value, bone, inside(rib, 1.3F));
        }
        const float sternum = ellipsoid(p, {0, -84 - 0.02F * p.z, 0}, {17 + 4 * clamp01(p.z / 60), 6.5F, 130});
        if (p.z > -110 && p.z < 60)
            value =
                mix(value, mix(560, 190 + 70 * fine_.at(p, 0.6F), inside(sternum + 2, 1.2F)), inside(sternum, 1.3F));
        return p.z > -40 ? shoulder_bones(p, value) : value;
    }

    float shoulder_bones(Point p, float value) const {
        const Point q{std::fabs(p.x), p.y, p.z};
        // Shoulder blade: a thin plate; collar bone; head of the upper arm is outside the field.
        const float plate = std::fabs((q.x - 112) * 0.55F + (q.y - 62) * 0.83F) - 2.4F;
        const float extent = ellipsoid(q, {112, 62, 40}, {38, 38, 75});
        if (extent < 0) value = mix(value, 620 + 120 * fine_.at(p, 0.5F), inside(plate, 1.4F));
        const float collar = capsule(q, {14, -68, 92}, {120, -20, 118}, 6.5F);
        return mix(value, mix(800, 300, inside(collar + 2, 1)), inside(collar, 1.4F));
    }

    float spine(Point p, float value) const {
        const float level = p.z / 27 - std::floor(p.z / 27) - 0.5F;
        const bool disc = std::fabs(level) > 0.41F;
        const Point q{p.x, p.y, 0};
        const float body = join(ellipsoid(q, {0, 62, 0}, {18, 14.5F, 60}), ellipsoid(q, {0, 72, 0}, {14, 8, 60}), 3);
        const float canal = ellipsoid(q, {0, 85, 0}, {9.5F, 8, 60});
        if (body < 2) {
            const float cancellous = 210 + 75 * fine_.at(p, 0.55F) - 25 * coarse_.at(p, 0.1F);
            value = mix(value, disc ? 85 : mix(620, cancellous, inside(body + 1.6F, 1.2F)), inside(body, 1.4F));
        }
        float arch = std::fabs(canal - 2.2F) - 2.1F;
        if (!disc) arch = std::min(arch, capsule({std::fabs(p.x), p.y, 0}, {10, 88, 0}, {34, 98, 0}, 4.6F));
        arch = std::min(arch, capsule(q, {0, 94, 0}, {0, 108, 0}, 3.4F));
        if (!disc || arch < -1)
            value = mix(value, mix(700, 330 + 80 * fine_.at(p, 0.6F), inside(arch + 1.6F, 1)), inside(arch, 1.4F));
        value = mix(value, 25, inside(canal, 1.4F));
        return mix(value, 42, inside(ellipsoid(q, {0, 85, 0}, {5.5F, 4.5F, 60}), 1.4F));  // the cord
    }

    // Everything inside the chest wall.
    float inner(Point p, float deep, float vessel) const {
        const float between = mediastinum_half_width(p);
        const float side = std::fabs(p.x - 6) - between;
        const float heart = heart_distance(p);
        const float domes = std::max(dome(p, -78, -97), dome(p, 76, -110));
        float value = lung_tissue + 45 * clamp01(p.y / 90) + 22 * coarse_.at(p, 0.05F) + 28 * fine_.at(p, 0.5F);
        value = mix(value, 60, vessel);
        value = mix(value, 20, 0.35F * fissure(p));
        if (side < 1.3F) value = mix(value, mediastinal_fat(p), inside(side, 2.5F));
        value = mix(value, fat + 15, inside(heart - 5, 3));
        if (heart < 1.2F) value = mix(value, heart_muscle(p, heart), inside(heart, 2.2F));
        if (std::fabs(p.x - 4) < 56) value = airways(p, great_vessels(p, value));
        if (domes > -2) value = mix(value, below_diaphragm(p), inside(-domes, 2));
        return deep < 1.2F ? mix(muscle, value, clamp01(deep / 1.2F)) : value;
    }

    static float mediastinum_half_width(Point p) {
        const float upper = 24 + 8 * clamp01((p.z - 20) / 60);
        const float front = p.y < -40 ? -10 * clamp01((-40 - p.y) / 30) : 0;
        return upper + front + 6 * clamp01((p.y - 40) / 20);
    }

    // Millimetres below the dome of a half of the diaphragm.
    static float dome(Point p, float centre, float height) {
        if ((p.x < 8) != (centre < 0)) return -20;
        const float u = (p.x - centre) / 88;
        const float v = (p.y - 5) / 102;
        return height - 62 * (u * u + v * v) - p.z;
    }

    float mediastinal_fat(Point p) const { return fat + 40 + 45 * coarse_.at(p, 0.08F); }

    static float heart_distance(Point p) {
        // Its axis points down, forward and to the left.
        const Point q = p - Point{24, -28, -72};
        const float turned_x = q.x * 0.82F - q.y * 0.40F - q.z * 0.40F;
        const float turned_y = q.x * 0.44F + q.y * 0.90F;
        const float turned_z = q.x * 0.36F - q.y * 0.17F + q.z * 0.92F;
        return ellipsoid({turned_x, turned_y, turned_z}, {}, {64, 44, 50});
    }

    float heart_muscle(Point p, float heart) const {
        const Point q = p - Point{24, -28, -72};
        float chambers = ellipsoid(q, {24, 2, -12}, {24, 21, 30});                   // left ventricle
        chambers = std::min(chambers, ellipsoid(q, {-16, -14, -12}, {26, 17, 30}));  // right ventricle
        chambers = std::min(chambers, ellipsoid(q, {-32, 12, 16}, {19, 21, 24}));    // right atrium
        chambers = std::min(chambers, ellipsoid(q, {2, 36, 24}, {29, 15, 19}));      // left atrium
        return mix(105 + 6 * coarse_.at(p, 0.1F), blood + 8 * coarse_.at(p, 0.04F),
                   inside(std::max(chambers, heart + 4), 3));
    }

    static float great_vessels(Point p, float value) {
        // Aorta: up in front, over the arch, down beside the spine; then the others.
        float aorta = capsule(p, {-2, -24, -48}, {-10, -24, 30}, 15.5F);
        aorta = join(aorta, capsule(p, {-10, -24, 30}, {10, 10, 46}, 13.5F), 6);
        aorta = join(aorta, capsule(p, {10, 10, 46}, {24, 42, 26}, 12.5F), 6);
        aorta = join(aorta, capsule(p, {24, 42, 26}, {20, 48, -160}, 11.5F), 5);
        float lung_artery = capsule(p, {20, -38, -40}, {20, -14, -2}, 14);
        lung_artery = join(lung_artery, capsule(p, {20, -14, -2}, {-34, 2, -6}, 9.5F), 6);
        lung_artery = join(lung_artery, capsule(p, {20, -14, -2}, {38, 16, -4}, 9.5F), 6);
        const float cava = capsule(p, {-27, -14, -50}, {-24, -18, 110}, 8.5F);
        const float left_vein = capsule(p, {-22, -22, 74}, {48, -30, 96}, 6);
        const float arteries =
            std::min({capsule(p, {-8, -14, 48}, {-16, -6, 120}, 5.5F), capsule(p, {2, -4, 50}, {10, 2, 120}, 3.8F),
                      capsule(p, {12, 10, 50}, {26, 16, 120}, 4.6F)});
        value = mix(value, 60, inside(std::min({aorta, lung_artery, cava}) - 1.2F, 1.2F));
        value = mix(value, blood + 15, inside(lung_artery, 1.6F));
        value = mix(value, blood, inside(std::min(aorta, arteries), 1.6F));
        return mix(value, blood + 110, inside(std::min(cava, left_vein), 1.6F));
    }

    static float airways(Point p, float value) {
        float tube = capsule(p, {0, 16, 4}, {0, 10, 140}, 9);
        tube = join(tube, capsule(p, {0, 16, 4}, {-38, 16, -24}, 6.6F), 4);
        tube = join(tube, capsule(p, {0, 16, 4}, {44, 22, -26}, 6.2F), 4);
        value = mix(value, 30, inside(tube - 1.8F, 1.2F));
        value = mix(value, -985, inside(tube, 1.4F));
        const float gullet = capsule(p, {4, 34, 140}, {10, 36, -160}, 7);
        value = mix(value, 48, inside(gullet, 1.6F));
        return mix(value, -300, inside(gullet + 5.6F, 1.6F));
    }

    float below_diaphragm(Point p) const {
        const float liver_texture = 112 + 5 * coarse_.at(p, 0.12F);
        float value = fat + 8 * coarse_.at(p, 0.1F);
        const float liver =
            std::min(ellipsoid(p, {-70, -4, -150}, {92, 92, 72}), ellipsoid(p, {10, -40, -140}, {52, 34, 30}));
        value = mix(value, liver_texture, inside(liver, 2));
        value =
            mix(value, 165, 0.7F * inside(std::fabs(coarse_.at(p, 0.045F)) * 25 - 1.6F, 1.5F) * inside(liver + 10, 3));
        value = mix(value, 128, inside(ellipsoid(p, {104, 40, -150}, {28, 38, 42}), 2));  // spleen
        const float stomach = ellipsoid(p, {58, -20, -148}, {38, 36, 34});
        value = mix(value, 45, inside(stomach, 2));
        return mix(value, p.y < -24 ? -990 : 15, inside(stomach + 4, 2));
    }

    // The oblique fissures: 1 on the thin sheet between two lobes.
    static float fissure(Point p) {
        const float sheet = p.z - 0.9F * p.y + 18;
        return std::fabs(p.x) > 40 ? inside(std::fabs(sheet) - 0.6F, 2.2F) : 0;
    }

    static float table(Point p) {
        const float sag = 126 - p.x * p.x / 6500;
        const float d = std::fabs(p.y - sag);
        if (std::fabs(p.x) > 178 || p.y < 116) return air;
        if (d < 1.6F || std::fabs(p.y - sag - 20) < 1.6F) return -280;
        return p.y > sag && p.y < sag + 20 ? -940 : air;
    }

    Noise coarse_{41};
    Noise fine_{53};
    VesselTree tree_;
};

}  // namespace

void compose_ct_thorax(Composer& composer) {
    CtScan scan;
    scan.series = {"CT", "1.2.840.10008.5.1.4.1.1.2", 2, "Thorax 4 mm", "Thorax with contrast", "CHEST", "Phantom CT"};
    scan.slices = 80;
    scan.spacing = 0.74F;
    scan.thickness = 3.2F;
    scan.lowest = -150;
    scan.grain = 11;
    scan.window_centre = "40\\-600\\400";
    scan.window_width = "400\\1500\\2000";
    scan.window_names = "MEDIASTINUM\\LUNG\\BONE";
    scan.kernel = "STANDARD";
    scan.contrast = true;
    const Thorax thorax;
    compose_ct(composer, scan, [&](float z, GreyImage& slice) {
        const auto vessels = thorax.vessels_in(scan, z);
        for (int row = 0; row < slice.rows; ++row)
            for (int column = 0; column < slice.columns; ++column)
                slice.at(column, row) = static_cast<std::int16_t>(thorax.hounsfield(
                    pixel_position(scan, column, row, z), vessels[static_cast<std::size_t>(row * scan.size + column)]));
    });
}

}  // namespace portico::demonstration
