// CT of a head with a bleeding in the left basal ganglia. Patient coordinates around the middle of the brain: x to the
// left, y to the back, z upwards.
#include "features/demonstration/ct_series.h"

namespace portico::demonstration {
namespace {

constexpr float air = -1000, fat = -85, muscle = 52, fluid = 9, grey_matter = 38, white_matter = 26, blood_clot = 70;

class Head {
public:
    float hounsfield(Point p) const {
        const float depth = depth_below_skin(p);
        if (depth < -1) return headrest(p);
        float value = soft_tissue(p, depth);
        const float floor = skull_base(p);
        const float table = 7 + 0.8F * coarse_.at(p, 0.06F) + (p.y > 55 ? 1.5F : 0);  // how deep the skull begins
        const float thickness = 6.5F + 1.3F * coarse_.at(p + Point{9, 0, 0}, 0.05F) + (p.y > 70 ? 2.0F : 0);
        const float brain = std::min(depth - table - thickness, p.z - floor);  // how deep below the skull's inside
        if (p.z > floor - 4) {
            const float in_skull = std::max(depth - table, -30.0F);
            if (brain < 1.5F && in_skull > -1.5F)
                value = mix(value, bone(p, in_skull, thickness), inside(-in_skull, 1.2F));
            if (brain > -1) value = mix(value, inside_skull(p, brain), inside(-brain, 1.0F));
        }
        if (p.z < floor + 12) value = face_and_base(p, depth, value);
        if (depth < 0.5F) value = mix(air, value, inside(-depth, 1.0F));
        return value;
    }

private:
    // Millimetres below the skin: an egg, wider behind, hardly tapering downwards.
    static float depth_below_skin(Point p) {
        const float widen = 1 + 0.07F * std::clamp(p.y / 95, -1.0F, 1.0F);
        const float up = p.z > 0 ? p.z / 97 : p.z / 240;
        const float level = std::sqrt(std::max(0.02F, 1 - up * up));
        const float across = p.x / (77 * widen);
        const float along = p.y / 97;
        // The face is squarer than the rest.
        const float face = clamp01((-p.z - 14) / 14) * clamp01((-p.y - 20) / 40);
        const float radius = std::sqrt(across * across + along * along) * (1 - 0.10F * face);
        const float from_axis = std::sqrt(p.x * p.x + p.y * p.y);
        const float side = radius < 1e-3F ? 77 * level : from_axis * (level / radius - 1);
        return p.z > 30 ? std::min(side, (97 - p.z) * 0.9F + 25 * (1 - radius / level)) : side;
    }

    // Height of the inside of the skull's floor: three steps, front, middle and back.
    static float skull_base(Point p) {
        const float front = -27 + 0.0016F * p.x * p.x;
        const float middle = -50 + 9 * std::exp(-p.x * p.x / 250);
        const float back = -72 + 0.004F * p.x * p.x;
        // The temporal poles bulge forward on both sides of the middle.
        const float pole = (std::fabs(p.x) - 38) / 17;
        const float first = clamp01((p.y + 26 + 16 * std::exp(-pole * pole)) / 10);
        const float second = clamp01((p.y - 12) / 12);
        return mix(mix(front, middle, first), back, second);
    }

    float soft_tissue(Point p, float depth) const {
        if (depth < 1.8F) return 35;
        const float fatty = 4.5F + 1.5F * coarse_.at(p, 0.04F);
        return mix(fat, muscle, clamp01((depth - fatty) / 1.2F));
    }

    float bone(Point p, float in_skull, float thickness) const {
        const float tables = std::min(in_skull, thickness - in_skull);
        const float marrow = 620 + 260 * fine_.at(p, 0.9F);
        return mix(1480, marrow, clamp01((tables - 1.4F) / 1.2F));
    }

    static float ventricle_distance(Point p) {
        // The left one is pressed together by the bleeding.
        const bool left = p.x > 0;
        Point q{std::fabs(p.x), p.y, p.z};
        if (left) q.x += 1.5F;
        const float narrow = left ? 0.62F : 1.0F;
        // Frontal horn, body, trigone with the occipital horn, temporal horn.
        float d = capsule(q, {5, -30, 10}, {9, -12, 20}, 4.3F * narrow);
        d = join(d, capsule(q, {9, -12, 20}, {13, 22, 24}, 4.2F * narrow), 4);
        d = join(d, capsule(q, {13, 22, 24}, {24, 36, 10}, 5.4F * narrow), 5);
        d = join(d, capsule(q, {24, 36, 10}, {20, 58, 6}, 3.1F * narrow), 4);
        d = join(d, capsule(q, {24, 36, 10}, {34, 8, -16}, 2.0F * narrow), 3);
        d = std::min(d, ellipsoid(p, {left ? -0.6F : -0.6F, 2, 4}, {2.3F, 14, 10}));  // third
        return std::min(d, ellipsoid(p, {0, 42, -34}, {7, 5, 9}));                    // fourth
    }

    static float deep_grey_distance(Point p) {
        const Point q{std::fabs(p.x), p.y, p.z};
        float d = ellipsoid(q, {13, -16, 14}, {4.5F, 11, 9});           // head of the caudate nucleus
        d = std::min(d, ellipsoid(q, {12, 12, 9}, {8.5F, 14, 9}));      // thalamus
        return std::min(d, ellipsoid(q, {26, -2, 7}, {6.5F, 17, 10}));  // lentiform nucleus
    }

    float bleeding_distance(Point p) const {
        const Point rough = p + Point{coarse_.at(p, 0.09F), coarse_.at(p + Point{31, 0, 0}, 0.09F), 0} * 5.0F;
        return join(ellipsoid(rough, {29, 3, 12}, {12, 19, 13}), ellipsoid(rough, {33, 19, 17}, {8, 9, 8}), 5);
    }

    float inside_skull(Point p, float brain) const {
        if (p.z < -8 && is_behind_tentorium(p)) return cerebellum(p, brain);
        // Folds: where a warped noise crosses zero runs a sulcus.
        const Point warped = p + Point{coarse_.at(p, 0.035F), coarse_.at(p + Point{17, 3, 0}, 0.035F),
                                       coarse_.at(p + Point{0, 0, 29}, 0.035F)} *
                                     9.0F;
        const float fold = std::fabs(fine_.at(warped, 0.088F)) * 13.0F;
        const float sulcus_width = 1.25F * clamp01(1.15F - brain / 19);
        const float ribbon =
            std::min(brain - 1.2F, brain < 24 ? fold - sulcus_width * 0.5F + std::max(0.0F, brain - 15) * 0.5F : 9.0F);
        float value = mix(grey_matter, white_matter, clamp01((ribbon - 2.6F) / 1.6F));
        value = mix(value, grey_matter - 1, inside(deep_grey_distance(p), 2));
        value += 1.2F * coarse_.at(p, 0.25F);
        // Cerebrospinal fluid: below the skull, in the folds, between the halves, in the lateral fissures.
        float water = inside(brain - 1.1F, 1.2F);
        if (sulcus_width > 0.1F) water = std::max(water, 0.85F * inside(fold - sulcus_width, 1.2F));
        const float half = std::fabs(p.x - 0.8F * coarse_.at(0, p.y * 0.05F, p.z * 0.05F));
        const float callosum = ellipsoid(p, {0, 2, 12}, {60, 38, 20});
        if (callosum > 0) water = std::max(water, 0.8F * inside(half - 1.0F, 1.0F));
        const float lateral = std::fabs(p.z + 1 + 0.18F * (p.y + 10) - 3 * coarse_.at(p, 0.05F));
        if (std::fabs(p.x) > 34 && p.y < 22 && p.y > -34 && brain < 26)
            water = std::max(water, 0.9F * inside(lateral - 2.2F * clamp01((std::fabs(p.x) - 34) / 12), 1.5F));
        water = std::max(water, inside(ventricle_distance(p), 1.4F));
        water = std::max(water, inside(cistern_distance(p), 2.0F));
        value = mix(value, fluid, water);
        if (callosum > 4 && half < 0.9F) value = mix(value, 48, 0.7F);  // falx
        return lesions(p, value);
    }

    static float cistern_distance(Point p) {
        float d = ellipsoid(p, {0, -8, -22}, {13, 9, 6});                                // suprasellar
        return std::min(d, std::fabs(ellipsoid(p, {0, 22, -16}, {16, 13, 12})) - 1.5F);  // around the midbrain
    }

    float lesions(Point p, float value) const {
        const float clot = bleeding_distance(p);
        if (clot < 9) value = mix(value, 17, 0.75F * inside(clot - 5, 6) * (1 - inside(ventricle_distance(p), 1)));
        if (clot < 3) value = mix(value, blood_clot + 5 * coarse_.at(p, 0.2F), inside(clot, 2.2F));
        const Point q{std::fabs(p.x), p.y, p.z};
        value = mix(value, 190, inside(length(q - Point{21, 32, 15}) - 2.1F, 1.5F));  // choroid plexus
        return mix(value, 210, inside(length(p - Point{0, 24, 3}) - 2.0F, 1.5F));     // pineal gland
    }

    static bool is_behind_tentorium(Point p) {
        return p.y > 6 + std::fabs(p.x) * 0.35F && p.z < -4 - 0.30F * (58 - p.y);
    }

    float cerebellum(Point p, float brain) const {
        const float stem = ellipsoid(p, {0, 20, -38}, {14, 13, 40});
        // Its leaves lie close and across.
        const float leaves = fine_.at(p.x * 0.05F, p.y * 0.30F + 0.004F * p.x * p.x, p.z * 0.30F);
        float value = 35 + 6 * leaves * (stem > 0 ? 1.0F : 0.1F);
        value =
            mix(value, white_matter + 2, inside(ellipsoid({std::fabs(p.x), p.y, p.z}, {20, 48, -38}, {13, 11, 9}), 6));
        value = mix(value, 29, inside(stem, 2));
        float water = std::max(inside(brain - 1.3F, 1.5F), 0.8F * inside(std::fabs(stem) - 1.2F, 1.5F));
        water = std::max(water, inside(ventricle_distance(p), 1.5F));
        return mix(value, fluid, water);
    }

    // Orbits, air cells, petrous bones, muscles: everything below the floor of the skull.
    float face_and_base(Point p, float depth, float value) const {
        const Point q{std::fabs(p.x), p.y, p.z};
        const float below = skull_base(p) - p.z;
        if (below > 0 && depth > 8) {
            const float planes = coarse_.at(p, 0.09F);
            value = mix(muscle + 8 * planes, fat, clamp01((planes - 0.2F) * 2.5F) * 0.8F);
        }
        // The floor itself.
        if (depth > 7) value = mix(value, 1050 + 350 * fine_.at(p, 0.5F), inside(std::fabs(below - 1.8F) - 1.8F, 1.4F));
        value = petrous_bone(q, value);
        value = orbit(q, depth, value);
        return sinuses(p, q, value);
    }

    float petrous_bone(Point q, float value) const {
        const auto ridge = to_segment(q, {14, 8, -46}, {58, 30, -50});
        const float d = ridge.distance - mix(6, 13, ridge.along);
        value = mix(value, 1350 + 500 * fine_.at(q, 0.35F), inside(d, 1.5F));
        const float cells = ellipsoid(q, {60, 34, -54}, {9, 14, 16});
        if (cells < 0) value = fine_.at(q, 0.42F) > -0.12F ? -820 : 900;
        value = mix(value, -900, inside(capsule(q, {50, 20, -50}, {74, 18, -52}, 3.2F), 1.5F));  // ear canal
        return value;
    }

    float orbit(Point q, float depth, float value) const {
        const Point eye{33, -72, -44};
        // A cone of fat from the eye to the back, with bony walls.
        const auto cone = to_segment(q, {33, -76, -44}, {13, -32, -42});
        const float d = cone.distance - mix(19, 5, cone.along);
        if (depth > 2)
            value = mix(value, 900, inside(std::fabs(d - 1.2F) - 1.0F, 1.2F) * clamp01((q.y + 84) / -6 + 1.6F));
        if (depth > 0) value = mix(value, -95, inside(d, 1.2F));
        value = mix(value, 45, inside(capsule(q, {31, -62, -44}, {14, -34, -42}, 2.3F), 1.2F));  // optic nerve
        value = mix(value, 50, inside(capsule(q, {45, -70, -44}, {16, -36, -42}, 2.0F), 1.2F));  // lateral muscle
        value = mix(value, 50, inside(capsule(q, {21, -70, -44}, {12, -36, -42}, 2.0F), 1.2F));  // medial muscle
        const float globe = length(q - eye) - 12.2F;
        value = mix(value, 60, inside(globe, 1.0F));
        value = mix(value, 12, inside(globe + 1.6F, 1.0F));
        return mix(value, 95, inside(ellipsoid(q, {33, -80.5F, -44}, {5, 2.6F, 5}), 1.0F));  // lens
    }

    float sinuses(Point p, Point q, float value) const {
        const float sphenoid = ellipsoid(p, {1, -26, -52}, {15, 13, 11});
        const float ethmoid = ellipsoid(q, {6.5F, -58, -46}, {6.5F, 22, 14});
        const float frontal = ellipsoid(q, {11, -87, -14}, {12, 4.5F, 11});
        const float walls = std::min({sphenoid, ethmoid, frontal});
        value = mix(value, 850, inside(walls - 1.4F, 1.2F));
        value = mix(value, air, inside(sphenoid, 1.2F) * (1 - inside(std::fabs(p.x - 2) - 0.7F, 0.8F)));
        value = mix(value, air, inside(frontal, 1.2F));
        const bool septum = std::fabs(std::fmod(p.y + 200, 9.0F) - 4.5F) < 0.6F || q.x < 0.9F;
        return mix(value, septum ? 150 : -960, inside(ethmoid, 1.2F));
    }

    static float headrest(Point p) {
        const float shell = std::fabs(std::sqrt(p.x * p.x + (p.y - 10) * (p.y - 10)) - 112);
        return p.y > 60 && shell < 2 ? -350 : air;
    }

    Noise coarse_{11};
    Noise fine_{23};
};

}  // namespace

void compose_ct_head(Composer& composer) {
    CtScan scan;
    scan.series = {"CT", "1.2.840.10008.5.1.4.1.1.2", 2, "Head 2.5 mm", "Head routine", "HEAD", "Phantom CT"};
    scan.slices = 64;
    scan.spacing = 0.46875F;
    scan.thickness = 2.5F;
    scan.lowest = -66;
    scan.grain = 4.2F;
    scan.window_centre = "40\\40\\500";
    scan.window_width = "80\\200\\2000";
    scan.window_names = "BRAIN\\SUBDURAL\\BONE";
    scan.kernel = "STANDARD";
    const Head head;
    compose_ct(composer, scan, [&](float z, GreyImage& slice) {
        for (int row = 0; row < slice.rows; ++row)
            for (int column = 0; column < slice.columns; ++column)
                slice.at(column, row) =
                    static_cast<std::int16_t>(head.hounsfield(pixel_position(scan, column, row, z)));
    });
}

}  // namespace portico::demonstration
