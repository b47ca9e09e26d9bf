// Mammography in the four usual views. Millimetres from the chest wall (x, towards the nipple) and from the nipple's
// height (y, downwards). A spiculated mass and a cluster of calcifications in the left breast.
#include "features/demonstration/composer.h"

namespace portico::demonstration {
namespace {

constexpr int columns = 1500, rows = 1950;
constexpr float spacing = 0.12F;

enum class Direction { cranio_caudal, oblique };

struct View {
    std::string_view side;  // "R" or "L"
    Direction direction;
    bool left() const { return side == "L"; }
    bool oblique() const { return direction == Direction::oblique; }
};

class Breast {
public:
    Breast(const View& view, std::uint32_t seed) : view_(view), clouds_(seed), fine_(seed + 1) {}

    // How much is in the way of the beam, 0 (air) to about 1.
    float density(Point p) const {
        const float depth = depth_below_skin(p);
        if (depth < -0.5F) return 0;
        // Compressed flat, rounded off towards the skin.
        const float flat = std::sqrt(1 - std::pow(1 - clamp01((depth + 0.3F) / 26), 2.4F));
        float value = 0.30F + 0.03F * clouds_.clouds(p, 0.02F, 3);
        value = std::max(value, 0.0F) * flat + gland(p, depth) * flat;
        value += 0.16F * inside(std::fabs(depth - 0.9F) - 0.7F, 0.7F);  // skin seen from the side
        value += 0.22F * inside(ellipsoid(p, nipple(), {5.5F, 5, 5}), 2);
        if (view_.oblique()) value = muscle(p, value);
        if (view_.left()) value += findings(p);
        return value * inside(-depth, 0.9F);
    }

private:
    Point nipple() const { return {view_.oblique() ? 99.0F : 96.0F, view_.oblique() ? 16.0F : 0.0F, 0}; }

    float depth_below_skin(Point p) const {
        const float reach = nipple().x - 1;
        const float half = view_.oblique() ? (p.y < nipple().y ? 128.0F : 74.0F) : 84.0F;
        const float along = std::fabs(p.y - nipple().y) / half;
        const float across = std::max(p.x, 0.0F) / reach;
        const float power = view_.oblique() ? 1.9F : 2.15F;
        const float radius = std::pow(std::pow(across, power) + std::pow(along, power), 1 / power);
        const float from_middle = std::sqrt(p.x * p.x + (p.y - nipple().y) * (p.y - nipple().y));
        float depth = radius < 1e-3F ? reach : from_middle * (1 / radius - 1);
        // The fold below.
        if (view_.oblique() && p.y > 40)
            depth -= 4 * std::exp(-(p.y - 84) * (p.y - 84) / 90) * clamp01((30 - p.x) / 20);
        return depth;
    }

    // Glandular tissue: a cone from the nipple backwards, streaked towards it.
    float gland(Point p, float depth) const {
        const Point n = nipple();
        const float back = n.x - p.x;
        const float off = p.y - n.y + (view_.oblique() ? 0.22F * back : -0.08F * back);
        const float spread = 14 + 0.62F * back;
        const float cone = off / spread;
        const float extent =
            std::exp(-cone * cone * 1.6F) * clamp01(back / 14) * clamp01((p.x - 6) / 26) * clamp01((depth - 5) / 10);
        const float angle = std::atan2(off, back + 8) * 9;
        const float streaks = std::fabs(clouds_.at(angle * 1.3F, back * 0.045F, 5)) +
                              0.7F * std::fabs(fine_.at(angle * 3.1F, back * 0.11F, 9));
        const float lumps = clouds_.clouds({p.x, p.y, 3}, 0.042F, 4);
        const float strands = std::pow(1 - std::min(1.0F, std::fabs(fine_.clouds(p, 0.055F, 3)) * 3.2F), 2.0F);
        const float body = std::max(0.0F, 0.22F + 0.62F * lumps + 0.20F * (0.6F - streaks));
        const float far_strands = 0.055F * strands * clamp01((depth - 3) / 8);
        return 0.74F * extent * body + far_strands + 0.10F * extent * strands;
    }

    float muscle(Point p, float value) const {
        // A triangle at the top of the chest wall.
        const float edge = p.x - (44 - 0.44F * (p.y + 100)) - 2.5F * clouds_.at(p.y * 0.03F, 2, 8);
        const float texture = 0.02F * fine_.at(p.x * 0.10F + p.y * 0.22F, p.y * 0.02F);
        return mix(value, std::max(value, 0.0F) * 0.35F + 0.60F + texture, inside(edge, 3.5F));
    }

    float findings(Point p) const {
        const Point mass = view_.oblique() ? Point{52, -18, 0} : Point{50, -22, 0};
        const Point q = p - mass;
        const float distance = length(q);
        const float angle = std::atan2(q.y, q.x);
        const float edge = 7.2F + 1.3F * clouds_.at(angle * 1.6F, 3, 3);
        float value = 0.21F * inside(distance - edge, 4.5F);
        const float spikes = std::pow(std::max(0.0F, fine_.at(angle * 4.3F, 6, 6)), 1.3F);
        value +=
            0.12F * spikes * std::exp(-std::max(distance - edge, 0.0F) / 7) * (distance > edge * 0.6F ? 1.0F : 0.0F);
        const Point cluster = view_.oblique() ? Point{66, 20, 0} : Point{64, 14, 0};
        for (std::uint32_t i = 0; i < 14; ++i) {
            const Point grain =
                cluster + Point{(unit_random(i * 5 + 900) - 0.5F) * 11, (unit_random(i * 5 + 901) - 0.5F) * 9, 0};
            value += 0.34F * inside(length(p - grain) - (0.16F + 0.22F * unit_random(i * 5 + 902)), 0.2F);
        }
        return value;
    }

    View view_;
    Noise clouds_;
    Noise fine_;
};

GreyImage exposure(const View& view, std::uint32_t seed) {
    const Breast breast(view, seed);
    GreyImage image(columns, rows);
    in_parallel(static_cast<std::size_t>(rows), [&](std::size_t row_index) {
        const int row = static_cast<int>(row_index);
        Grain grain(static_cast<std::uint32_t>(row) + seed * 4001);
        for (int column = 0; column < columns; ++column) {
            // The chest wall is at the left edge for the left breast, at the right edge for the right one.
            const int from_wall = view.left() ? column : columns - 1 - column;
            const float middle = view.oblique() ? 0.56F : 0.5F;
            const Point p{static_cast<float>(from_wall) * spacing, (static_cast<float>(row) - rows * middle) * spacing,
                          0};
            const float density = breast.density(p);
            const float value = density <= 0 ? 30 : 320 + 2900 * density + grain.next() * 34;
            image.at(column, row) = static_cast<std::int16_t>(std::clamp(value, 0.0F, 4095.0F));
        }
    });
    return image;
}

void add_projection(dicom::DataSet& data, const View& view) {
    auto projection =
        view.oblique() ? code("399368009", "SCT", "medio-lateral oblique") : code("399162004", "SCT", "cranio-caudal");
    projection.put("ViewModifierCodeSequence", std::vector<dicom::DataSet>{});
    data.put("ViewCodeSequence", std::vector<dicom::DataSet>{projection})
        .put("ViewPosition", view.oblique() ? "MLO" : "CC")
        .put("ImageLaterality", view.side)
        .put("PositionerType", "MAMMOGRAPHIC")
        .put("PositionerPrimaryAngle", view.oblique() ? (view.left() ? "-45" : "45") : "0")
        .put("OrganExposed", "BREAST")
        .put("PartialView", "NO")
        .put("BreastImplantPresent", "NO")
        .put("CompressionForce", 90)
        .put("BodyPartThickness", 52)
        .put("AnatomicRegionSequence", std::vector<dicom::DataSet>{code("76752008", "SCT", "Breast")})
        .put("AcquisitionContextSequence", std::vector<dicom::DataSet>{})
        .put("PatientOrientation",
             view.oblique() ? (view.left() ? "A\\FR" : "P\\FL") : (view.left() ? "A\\R" : "P\\L"));
}

void add_detector(dicom::DataSet& data) {
    data.put("ImageType", "ORIGINAL\\PRIMARY\\")
        .put("PresentationIntentType", "FOR PRESENTATION")
        .put("PixelIntensityRelationship", "LOG")
        .put("PixelIntensityRelationshipSign", -1)
        .put("RescaleIntercept", 0)
        .put("RescaleSlope", 1)
        .put("RescaleType", "US")
        .put("PresentationLUTShape", "IDENTITY")
        .put("LossyImageCompression", "00")
        .put("BurnedInAnnotation", "NO")
        .put("ImagerPixelSpacing", decimals({spacing, spacing}))
        .put("PixelSpacing", decimals({spacing, spacing}))
        .put("DetectorType", "DIRECT")
        .put("DetectorConfiguration", "AREA")
        .put("DetectorID", "DEMO")
        .put("FieldOfViewShape", "RECTANGLE")
        .put("FieldOfViewDimensions", decimals({std::floor(columns * static_cast<double>(spacing)),
                                                std::floor(rows * static_cast<double>(spacing))}))
        .put("FieldOfViewOrigin", "0\\0")
        .put("FieldOfViewRotation", "0")
        .put("FieldOfViewHorizontalFlip", "NO")
        .put("KVP", 29)
        .put("Exposure", 62)
        .put("AnodeTargetMaterial", "TUNGSTEN")
        .put("FilterType", "FLAT")
        .put("FilterMaterial", "RHODIUM")
        .put("WindowCenter", 1800)
        .put("WindowWidth", 3000);
}

}  // namespace

void compose_mammogram(Composer& composer) {
    constexpr View views[] = {{"R", Direction::cranio_caudal},
                              {"L", Direction::cranio_caudal},
                              {"R", Direction::oblique},
                              {"L", Direction::oblique}};
    int number = 0;
    for (const auto& view : views) {
        ++number;
        const std::string name = std::string(view.side) + (view.oblique() ? " MLO" : " CC");
        auto data = composer.make(
            {"MG", "1.2.840.10008.5.1.4.1.1.1.2", number, name, "Mammography screening", "BREAST", "Phantom MG"}, 1);
        add_detector(data);
        add_projection(data, view);
        const auto image = exposure(view, static_cast<std::uint32_t>(200 + (view.left() ? 10 : 0)));
        composer.save_grey(data, image, {12, false, "MONOCHROME2"});
    }
}

}  // namespace portico::demonstration
