// MR of a right knee in three series. x to the left (here: the inner side), y to the back, z upwards; the joint space
// is at z = 0.
#include "features/demonstration/composer.h"

namespace portico::demonstration {
namespace {

enum class Weighting { proton_density, t2_fat_suppressed, proton_density_fat_suppressed };

// Brightness of a tissue in each weighting, 0 … 1.
struct Tissue {
    float proton_density, t2_fat_suppressed, proton_density_fat_suppressed;
    float in(Weighting weighting) const {
        switch (weighting) {
            case Weighting::proton_density:
                return proton_density;
            case Weighting::t2_fat_suppressed:
                return t2_fat_suppressed;
            case Weighting::proton_density_fat_suppressed:
                return proton_density_fat_suppressed;
        }
        return 0;
    }
};
constexpr Tissue fat_tissue{0.88F, 0.15F, 0.20F};
constexpr Tissue marrow{0.74F, 0.11F, 0.15F};
constexpr Tissue muscle{0.36F, 0.24F, 0.38F};
constexpr Tissue cartilage{0.60F, 0.42F, 0.68F};
constexpr Tissue joint_fluid{0.66F, 1.00F, 0.95F};
constexpr Tissue dark{0.07F, 0.05F, 0.06F};  // cortical bone, tendons, menisci
constexpr Tissue cruciate{0.17F, 0.13F, 0.18F};
constexpr Tissue vessel{0.10F, 0.55F, 0.20F};
constexpr Tissue skin{0.45F, 0.22F, 0.35F};

class Knee {
public:
    float signal(Point p, Weighting weighting) const {
        const float depth = depth_below_skin(p);
        if (depth < -0.6F) return 0;
        const auto blend = [&](float value, const Tissue& tissue, float amount) {
            return mix(value, tissue.in(weighting), amount);
        };
        float value = blend(0, skin, 1);
        value = blend(value, fat_tissue, clamp01((depth - 1.4F) / 0.7F));
        value *= 1 - 0.13F * septa(p) + 0.05F * noise_.at(p, 0.12F);
        value = muscles(p, depth, value, blend);
        const Bones bones = distances(p);
        value = soft_joint(p, bones, value, blend);
        value = all_bones(p, bones, value, blend);
        return value * inside(-depth, 0.8F);
    }

private:
    struct Bones {
        float femur, tibia, fibula, patella;
        float nearest() const { return std::min({femur, tibia, fibula, patella}); }
    };

    static float depth_below_skin(Point p) {
        const float thigh = clamp01((p.z + 10) / 70);
        const float a = 53 + 9 * thigh;
        const float b = 57 + 6 * thigh;
        const float forward = p.y < 0 ? 5 * std::exp(-(p.z - 20) * (p.z - 20) / 1400) : 0;  // over the patella
        const float radius = std::sqrt(p.x * p.x / (a * a) + (p.y - 8) * (p.y - 8) / ((b + forward) * (b + forward)));
        const float from_axis = std::sqrt(p.x * p.x + (p.y - 8) * (p.y - 8));
        return radius < 1e-3F ? a : from_axis * (1 / radius - 1);
    }

    // Bones as rounded sums of simple bodies; z is shifted so that femur and tibia leave room for cartilage and
    // menisci.
    Bones distances(Point p) const {
        const Point rough = p + Point{noise_.at(p, 0.09F), noise_.at(p + Point{20, 0, 0}, 0.09F), 0} * 0.8F;
        Bones bones{};
        const float shaft = capsule(rough, {0, -4, 44}, {0, -6, 140}, 14.5F);
        float condyles = ellipsoid(rough, {23, 7, 22}, {17, 29, 18.5F});
        condyles = std::min(condyles, ellipsoid(rough, {-23, 7, 22}, {18, 28, 18}));
        const float block = ellipsoid(rough, {0, -7, 30}, {35, 17, 20});
        bones.femur =
            join(join(join(condyles, block, 5), shaft, 22), capsule(rough, {-18, -4, 36}, {18, -4, 36}, 15), 10);
        const float notch = ellipsoid(p, {0, 24, 14}, {8.5F, 19, 19});
        bones.femur = std::max(bones.femur, -notch);
        bones.femur = std::max(bones.femur, -ellipsoid(p, {0, -34, 26}, {14, 9, 34}));  // groove for the patella
        const float plateau = ellipsoid(rough, {0, 7, -13}, {39, 27, 13});
        const float flat = std::max(plateau, rough.z + 3.2F);
        const float spine =
            std::min(capsule(p, {4, 6, -6}, {3, 6, 1}, 2.6F), capsule(p, {-4, 6, -6}, {-3, 6, 1}, 2.6F));
        bones.tibia = join(join(flat, capsule(rough, {0, 4, -32}, {2, 2, -140}, 15), 24), spine, 3);
        bones.tibia = join(bones.tibia, ellipsoid(rough, {0, -14, -34}, {9, 9, 13}), 8);
        bones.fibula =
            join(ellipsoid(rough, {-32, 24, -26}, {9, 9, 10}), capsule(rough, {-32, 24, -32}, {-30, 24, -140}, 6), 5);
        bones.patella =
            std::max(ellipsoid(rough, {0, -42, 26}, {21, 10.5F, 19.5F}), rough.y + 33.5F + 0.25F * std::fabs(p.x));
        return bones;
    }

    float septa(Point p) const {
        const float wall = std::fabs(noise_.clouds({p.x, p.y, p.z * 0.8F + 40}, 0.14F, 2));
        return clamp01(1 - wall * 11);
    }

    template <class Blend>
    float muscles(Point p, float depth, float value, const Blend& blend) const {
        const float texture = 1 + 0.12F * fine_.at(p.x * 0.5F, p.y * 0.5F, p.z * 0.08F);
        float belly = ellipsoid(p, {19, 42, -45}, {17, 13, 62});  // gastrocnemius, two heads
        belly = std::min(belly, ellipsoid(p, {-18, 42, -48}, {16, 13, 62}));
        belly = std::min(belly, ellipsoid(p, {4, 30, -62}, {30, 13, 44}));     // popliteus, soleus
        belly = std::min(belly, ellipsoid(p, {32, 38, 62}, {12, 14, 58}));     // semimembranosus
        belly = std::min(belly, ellipsoid(p, {-30, 38, 66}, {12, 14, 56}));    // biceps
        belly = std::min(belly, ellipsoid(p, {34, -8, 82}, {17, 27, 48}));     // vastus medialis
        belly = std::min(belly, ellipsoid(p, {-36, -6, 92}, {16, 28, 52}));    // vastus lateralis
        belly = std::min(belly, ellipsoid(p, {-26, -10, -66}, {16, 17, 50}));  // tibialis anterior
        belly += 2.4F * noise_.at(p, 0.06F);
        value = blend(value, muscle, inside(std::max(belly, 4 - depth), 1.2F)) * (belly < 0 ? texture : 1.0F);
        const float streak = std::fabs(noise_.at(p.x * 0.09F, p.y * 0.09F, p.z * 0.02F + 30));
        if (belly < -1) value = blend(value, fat_tissue, 0.5F * clamp01(1 - streak * 14));
        return value;
    }

    template <class Blend>
    float soft_joint(Point p, const Bones& bones, float value, const Blend& blend) const {
        // The capsule's fluid, in the space between the bones and above the patella.
        const float joint = ellipsoid(p, {0, 6, 2}, {38, 31, 9});
        const float between = std::max({joint, bones.femur - 5.5F, bones.tibia - 6.5F});
        value = blend(value, cartilage, 0.8F * inside(between, 1.5F));
        value = blend(value, joint_fluid, 0.85F * inside(ellipsoid(p, {3, -28, 54}, {19, 3.2F, 17}), 1.3F));
        value = blend(value, joint_fluid, 0.8F * inside(ellipsoid(p, {26, 37, 8}, {7, 4, 11}), 1.5F));
        value = cartilages(p, bones, value, blend);
        value = menisci(p, bones, value, blend);
        value = ligaments(p, value, blend);
        // Vessels behind the joint.
        value = blend(value, vessel, inside(capsule(p, {3, 40, -80}, {4, 41, 110}, 3.1F), 1));
        value = blend(value, vessel, 0.8F * inside(capsule(p, {-3, 45, -80}, {-2, 47, 110}, 3.4F), 1));
        return blend(value, muscle, 0.8F * inside(capsule(p, {-8, 51, -80}, {-5, 53, 110}, 3.0F), 1));  // nerve
    }

    template <class Blend>
    float cartilages(Point p, const Bones& bones, float value, const Blend& blend) const {
        const bool femur_side = p.z < 30 && (p.z < 14 || p.y < -4);
        if (femur_side) value = blend(value, cartilage, inside(bones.femur - 2.4F, 0.9F));
        if (p.z > -14 && std::fabs(p.x) > 6) value = blend(value, cartilage, inside(bones.tibia - 2.1F, 0.9F));
        if (p.y > -36) value = blend(value, cartilage, inside(bones.patella - 3.2F, 0.9F));
        // A film of fluid where the surfaces meet.
        const float film = std::fabs(bones.femur - bones.tibia);
        if (std::max(bones.femur, bones.tibia) < 5 && std::fabs(p.x) > 6)
            value = blend(value, joint_fluid, 0.8F * inside(film - 0.45F, 0.9F));
        return value;
    }

    template <class Blend>
    float menisci(Point p, const Bones& bones, float value, const Blend& blend) const {
        for (const float side : {-1.0F, 1.0F}) {
            const float across = (p.x - side * 22) / (side > 0 ? 17.0F : 16.0F);
            const float along = (p.y - 7) / (side > 0 ? 24.0F : 21.0F);
            const float ring = std::sqrt(across * across + along * along);
            // Open towards the middle, a wedge that is thick outside; the inner one is torn at its back horn.
            const bool open = p.x * side < 10;
            if (open || ring < 0.52F || ring > 1.13F) continue;
            const float height = 0.5F + 6.2F * (ring - 0.52F);
            const float wedge =
                std::max({std::fabs(p.z - 0.4F) - height, 1.3F - bones.femur, 1.3F - bones.tibia, (ring - 1.08F) * 20});
            value = blend(value, dark, inside(wedge, 0.9F));
            const bool tear = side > 0 && p.y > 22 && std::fabs(p.z + 0.4F - (p.y - 27) * 0.35F) < 0.7F;
            if (tear && wedge < 0) value = blend(value, joint_fluid, 0.75F);
        }
        return value;
    }

    template <class Blend>
    float ligaments(Point p, float value, const Blend& blend) const {
        const float fibres = 0.82F + 0.18F * fine_.at(p, 0.8F);
        // The front one runs from far behind and above to the front of the tibia, the back one curves the other way.
        value = blend(value, cruciate, fibres * inside(capsule(p, {-5, 19, 19}, {3, -7, -7}, 3.4F), 1));
        float back = capsule(p, {5, 2, 15}, {3, 17, 13}, 3.6F);
        back = join(back, capsule(p, {3, 17, 13}, {1, 29, -14}, 3.6F), 4);
        value = blend(value, dark, fibres * inside(back, 1));
        // Patellar and quadriceps tendons, collateral ligaments, the iliotibial band.
        value = blend(value, dark, inside(flat_band(p, {0, -44, 12}, {0, -25, -38}, 13, 2.3F), 1));
        value = blend(value, dark, inside(flat_band(p, {0, -46, 42}, {0, -34, 130}, 15, 3.0F), 1));
        value = blend(value, dark, inside(capsule(p, {41.5F, 4, 26}, {35, 0, -44}, 1.6F), 1));
        value = blend(value, dark, inside(capsule(p, {-42, 8, 24}, {-37, 22, -20}, 1.8F), 1));
        return blend(value, dark, inside(capsule(p, {-46, -8, 80}, {-36, -16, -22}, 1.9F), 1));
    }

    static float flat_band(Point p, Point from, Point to, float half_width, float half_depth) {
        const Point squeezed{p.x * half_depth / half_width, p.y, p.z};
        return capsule(squeezed, from, to, half_depth);
    }

    template <class Blend>
    float all_bones(Point p, const Bones& bones, float value, const Blend& blend) const {
        const float nearest = bones.nearest();
        if (nearest > 2) return value;
        const float cortex = p.z > 45 || p.z < -40 ? 3.6F : 1.3F;
        const float trabeculae = 0.93F + 0.07F * fine_.at(p, 0.9F) + 0.06F * noise_.at(p, 0.16F);
        value = blend(value, dark, inside(nearest, 0.8F));
        float filled = blend(value, marrow, 1) * trabeculae;
        // A bruise in the outer condyle, bright where fat is suppressed, and the scar of the growth plate.
        const float bruise = ellipsoid(p, {-24, 2, 12}, {12, 13, 9}) + 4 * noise_.at(p, 0.15F);
        filled = blend(filled, joint_fluid, 0.30F * inside(bruise, 9));
        const float plate =
            bones.femur < 0 ? std::fabs(p.z - 37 - 3 * noise_.at(p.x * 0.06F, p.y * 0.06F)) : std::fabs(p.z + 24);
        if (nearest == bones.femur || nearest == bones.tibia)
            filled = blend(filled, dark, 0.35F * inside(plate - 0.4F, 1));
        return mix(value, filled, inside(nearest + cortex, 0.9F));
    }

    Noise noise_{71};
    Noise fine_{83};
};

struct KneeSeries {
    std::string_view description;
    Weighting weighting;
    int slices;
    float thickness;
    float echo_time, repetition_time;
    Point first, along_row, along_column, through;  // first: middle of the first slice
};

constexpr int size = 384;
constexpr float spacing = 0.42F;

constexpr KneeSeries knee_series[] = {
    {"PD sagittal", Weighting::proton_density, 24, 4, 32, 2600, {-46, 4, 2}, {0, 1, 0}, {0, 0, -1}, {1, 0, 0}},
    {"T2 FS coronal", Weighting::t2_fat_suppressed, 24, 4, 62, 3800, {0, -46, 2}, {1, 0, 0}, {0, 0, -1}, {0, 1, 0}},
    {"PD FS axial",
     Weighting::proton_density_fat_suppressed,
     20,
     4.5F,
     34,
     3100,
     {0, 6, -40},
     {1, 0, 0},
     {0, 1, 0},
     {0, 0, 1}},
};

// The coil sees near tissue brighter; noise of a magnitude image is never negative.
std::int16_t received(float signal, Point p, Grain& grain) {
    const float coil = 1.12F - 0.25F * clamp01(length(p) / 95) + 0.08F * std::sin(p.x * 0.03F + p.z * 0.02F);
    const float real = signal * 900 * coil + 15 * grain.next();
    const float imaginary = 15 * grain.next();
    return static_cast<std::int16_t>(std::min(4095.0F, std::sqrt(real * real + imaginary * imaginary)));
}

void add_mr_modules(dicom::DataSet& data, const KneeSeries& series) {
    const bool suppressed = series.weighting != Weighting::proton_density;
    data.put("ImageType", "ORIGINAL\\PRIMARY\\M\\SE")
        .put("ScanningSequence", "SE")
        .put("SequenceVariant", "SK")
        .put("ScanOptions", suppressed ? "FS" : "")
        .put("MRAcquisitionType", "2D")
        .put("RepetitionTime", decimal(static_cast<double>(series.repetition_time)))
        .put("EchoTime", decimal(static_cast<double>(series.echo_time)))
        .put("EchoTrainLength", 7)
        .put("MagneticFieldStrength", "1.5")
        .put("FlipAngle", 90)
        .put("SpacingBetweenSlices", decimal(static_cast<double>(series.thickness)))
        .put("PatientPosition", "FFS")
        .put("Laterality", "R")
        .put("WindowCenter", suppressed ? 380 : 480)
        .put("WindowWidth", suppressed ? 760 : 960);
}

}  // namespace

void compose_mr_knee(Composer& composer) {
    const Knee knee;
    for (int number = 1; number <= static_cast<int>(std::size(knee_series)); ++number) {
        const auto& series = knee_series[number - 1];
        const SeriesDetails details{
            "MR",        "1.2.840.10008.5.1.4.1.1.4", number, std::string(series.description), "Knee routine", "KNEE",
            "Phantom MR"};
        in_parallel(static_cast<std::size_t>(series.slices), [&](std::size_t index) {
            constexpr float half = static_cast<float>(size - 1) * spacing / 2;
            const Point corner = series.first + series.through * (static_cast<float>(index) * series.thickness) -
                                 series.along_row * half - series.along_column * half;
            GreyImage image(size, size);
            for (int row = 0; row < size; ++row) {
                Grain grain(static_cast<std::uint32_t>((number * 100 + static_cast<int>(index)) * 1000 + row));
                for (int column = 0; column < size; ++column) {
                    const Point p = corner + series.along_row * (static_cast<float>(column) * spacing) +
                                    series.along_column * (static_cast<float>(row) * spacing);
                    image.at(column, row) = received(knee.signal(p, series.weighting), p, grain);
                }
            }
            auto data = composer.make(details, static_cast<int>(index) + 1);
            composer.add_plane(data, {corner, series.along_row, series.along_column, spacing, series.thickness});
            add_mr_modules(data, series);
            composer.save_grey(data, image, {12, false, "MONOCHROME2"});
        });
    }
}

}  // namespace portico::demonstration
