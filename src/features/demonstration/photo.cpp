#include "features/demonstration/photo.h"

#include <gd.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <stdexcept>

namespace portico::demonstration {
namespace {

constexpr int side = 1024;
constexpr int horizon = 560;  // rows, from the top
constexpr int shore = 740;    // below it lies the water

struct Colour {
    double red, green, blue;
};
Colour mix(Colour a, Colour b, double share) {
    auto between = [share](double from, double to) { return from + (to - from) * share; };
    return {between(a.red, b.red), between(a.green, b.green), between(a.blue, b.blue)};
}
int packed(Colour colour) {
    auto byte = [](double value) { return static_cast<int>(std::clamp(value, 0.0, 255.0)); };
    return byte(colour.red) << 16 | byte(colour.green) << 8 | byte(colour.blue);
}
// gd counts from 0, opaque, to 127.
int see_through(Colour colour, int transparency) { return transparency << 24 | packed(colour); }
Colour unpacked(int pixel) {
    return {static_cast<double>(pixel >> 16 & 255), static_cast<double>(pixel >> 8 & 255),
            static_cast<double>(pixel & 255)};
}

struct Palette {
    Colour sky_high, sky_low, sun, far_hills, near_hills, meadow, wall, shade, roof, glass, tree, water;
    double hill_height;
};
constexpr Palette riverside_palette{.sky_high = {118, 170, 214},
                                    .sky_low = {238, 234, 219},
                                    .sun = {255, 248, 225},
                                    .far_hills = {157, 182, 193},
                                    .near_hills = {126, 160, 137},
                                    .meadow = {140, 172, 106},
                                    .wall = {241, 238, 230},
                                    .shade = {214, 211, 204},
                                    .roof = {93, 110, 122},
                                    .glass = {104, 150, 178},
                                    .tree = {72, 122, 84},
                                    .water = {88, 138, 168},
                                    .hill_height = 70};
constexpr Palette lakeside_palette{.sky_high = {132, 160, 205},
                                   .sky_low = {250, 224, 196},
                                   .sun = {255, 238, 204},
                                   .far_hills = {150, 160, 188},
                                   .near_hills = {104, 135, 134},
                                   .meadow = {128, 158, 104},
                                   .wall = {201, 160, 118},
                                   .shade = {170, 130, 94},
                                   .roof = {110, 72, 62},
                                   .glass = {247, 221, 158},
                                   .tree = {58, 100, 82},
                                   .water = {84, 122, 156},
                                   .hill_height = 190};

struct Box {
    int left, top, right, bottom;
};

// One picture. Drawn at twice the size at which it is shown, which makes its edges soft.
class Picture {
public:
    explicit Picture(const Palette& palette) : palette_(palette), image_(gdImageCreateTrueColor(side, side)) {
        if (!image_) throw std::runtime_error("no memory for a picture");
        gdImageAlphaBlending(image_.get(), 1);
    }

    void sky() {
        for (int y = 0; y < shore; ++y)
            row(y, mix(palette_.sky_high, palette_.sky_low, std::min(1.0, y / static_cast<double>(horizon))));
        constexpr int sun_x = 760, sun_y = 250;
        for (int size = 420; size >= 120; size -= 20) disc(sun_x, sun_y, size, see_through(palette_.sun, 122));
        disc(sun_x, sun_y, 96, packed(palette_.sun));
        cloud(230, 170, 1.0);
        cloud(560, 110, 0.7);
    }

    void hills() {
        ridge(palette_.far_hills, horizon - 20, palette_.hill_height, {0.0051, 0.0137, 0.9});
        ridge(palette_.near_hills, horizon + 30, 0.4 * palette_.hill_height + 20, {0.0079, 0.0211, 2.6});
        for (int y = horizon + 50; y < shore; ++y) {
            auto share = (y - horizon - 50) / static_cast<double>(shore - horizon - 50);
            row(y, mix(mix(palette_.meadow, palette_.near_hills, 0.5), palette_.meadow, share));
        }
    }

    void block(Box box) {
        fill(box, palette_.wall);
        fill({box.right - (box.right - box.left) / 6, box.top, box.right, box.bottom}, palette_.shade);
    }
    void flat_roof(Box over) { fill({over.left - 12, over.top - 18, over.right + 12, over.top}, palette_.roof); }
    void gable(Box over, int height) {
        std::array<gdPoint, 3> corners{gdPoint{over.left - 26, over.top}, gdPoint{over.right + 26, over.top},
                                       gdPoint{(over.left + over.right) / 2, over.top - height}};
        gdImageFilledPolygon(image_.get(), corners.data(), static_cast<int>(corners.size()), packed(palette_.roof));
    }
    // Windows in rows, each with a lighter upper half.
    void windows(Box area, int columns, int rows) {
        int wide = (area.right - area.left) / columns, high = (area.bottom - area.top) / rows;
        for (int i = 0; i < columns * rows; ++i) {
            int left = area.left + i % columns * wide + wide / 6, top = area.top + i / columns * high + high / 6;
            window({left, top, left + wide * 2 / 3, top + high * 2 / 3});
        }
    }
    void window(Box box) {
        fill(box, palette_.glass);
        fill({box.left, box.top, box.right, (box.top + box.bottom) / 2}, mix(palette_.glass, {255, 255, 255}, 0.25));
        gdImageSetThickness(image_.get(), 3);
        gdImageRectangle(image_.get(), box.left, box.top, box.right, box.bottom, packed(palette_.shade));
    }
    void band(Box box) { fill(box, palette_.roof); }

    void tree(int x, int foot, int height) {
        Colour trunk{104, 82, 66};
        fill({x - height / 24, foot - height / 3, x + height / 24, foot}, trunk);
        constexpr std::array<std::array<double, 3>, 5> leaves{
            {{-0.18, 0.42, 0.42}, {0.18, 0.42, 0.42}, {0.0, 0.5, 0.56}, {-0.1, 0.72, 0.4}, {0.1, 0.78, 0.34}}};
        double light = 0;
        for (const auto& [across, up, size] : leaves) {
            disc(x + static_cast<int>(across * height), foot - static_cast<int>(up * height),
                 static_cast<int>(size * height), packed(mix(palette_.tree, {190, 210, 140}, light)));
            light += 0.07;
        }
    }

    // What stands above the shore, upside down, bluer and wavier the farther it is from the shore.
    void water() {
        for (int y = shore; y < side; ++y) {
            double depth = (y - shore) / static_cast<double>(side - shore);
            int mirrored = std::max(0, shore - 1 - static_cast<int>((y - shore) * 1.6));
            double sway = std::sin(y * 0.55) * (1 + 9 * depth) + std::sin(y * 0.13) * 6 * depth;
            for (int x = 0; x < side; ++x) {
                int from = std::clamp(x + static_cast<int>(sway), 0, side - 1);
                auto seen = unpacked(gdImageGetTrueColorPixel(image_.get(), from, mirrored));
                gdImageSetPixel(image_.get(), x, y, packed(mix(seen, palette_.water, 0.45 + 0.35 * depth)));
            }
        }
        gdImageSetThickness(image_.get(), 2);
        for (int i = 0; i < 26; ++i) {
            int y = shore + 8 + i * i * 2 / 5, x = i * 397 % 900, length = 30 + i * 53 % 90;
            gdImageLine(image_.get(), x, y, x + length, y, see_through({255, 255, 255}, 92));
        }
    }

    std::string png() const {
        int length = 0;
        std::unique_ptr<void, void (*)(void*)> bytes(gdImagePngPtr(image_.get(), &length), gdFree);
        if (!bytes) throw std::runtime_error("a picture could not be encoded");
        return {static_cast<const char*>(bytes.get()), static_cast<std::size_t>(length)};
    }

private:
    struct Waves {
        double slow, quick, phase;
    };

    void row(int y, Colour colour) { gdImageLine(image_.get(), 0, y, side - 1, y, packed(colour)); }
    void fill(Box box, Colour colour) {
        gdImageFilledRectangle(image_.get(), box.left, box.top, box.right, box.bottom, packed(colour));
    }
    void disc(int x, int y, int size, int colour) { gdImageFilledEllipse(image_.get(), x, y, size, size, colour); }
    void cloud(int x, int y, double scale) {
        constexpr std::array<std::array<int, 4>, 4> puffs{
            {{0, 0, 230, 44}, {-50, -18, 110, 56}, {30, -28, 130, 76}, {80, -6, 100, 40}}};
        for (const auto& [across, down, wide, high] : puffs) {
            auto scaled = [scale](int length) { return static_cast<int>(length * scale); };
            gdImageFilledEllipse(image_.get(), x + scaled(across), y + scaled(down), scaled(wide), scaled(high),
                                 see_through({255, 255, 255}, 78));
        }
    }
    void ridge(Colour colour, int foot, double height, Waves waves) {
        for (int x = 0; x < side; ++x) {
            double wave =
                0.6 + 0.3 * std::sin(x * waves.slow + waves.phase) + 0.1 * std::sin(x * waves.quick + 2 * waves.phase);
            int top = foot - static_cast<int>(height * wave);
            for (int y = top; y < shore; ++y)
                gdImageSetPixel(image_.get(), x, y,
                                packed(mix(colour, palette_.sky_low, 0.35 * (y - top) / (shore - top))));
        }
    }

    struct Destroy {
        void operator()(gdImagePtr image) const { gdImageDestroy(image); }
    };
    const Palette& palette_;
    std::unique_ptr<gdImage, Destroy> image_;
};

void riverside_house(Picture& picture) {
    constexpr Box low{150, 540, 350, 715}, main{330, 360, 730, 715}, wing{715, 470, 880, 715};
    picture.block(low);
    picture.flat_roof(low);
    picture.windows({165, 560, 330, 690}, 4, 2);
    picture.block(wing);
    picture.flat_roof(wing);
    picture.windows({738, 490, 850, 690}, 3, 3);
    picture.block(main);
    picture.flat_roof(main);
    picture.windows({350, 380, 660, 610}, 6, 4);
    picture.window({470, 630, 520, 714});
    picture.window({524, 630, 574, 714});
    picture.band({440, 612, 604, 626});
    picture.tree(110, 722, 190);
    picture.tree(905, 724, 230);
    picture.tree(965, 728, 170);
    picture.tree(290, 728, 110);
}

void lakeside_house(Picture& picture) {
    constexpr Box left{250, 520, 480, 715}, right{470, 470, 760, 715};
    picture.block(left);
    picture.gable(left, 130);
    picture.windows({275, 545, 435, 690}, 3, 2);
    picture.block(right);
    picture.gable(right, 170);
    picture.windows({495, 495, 705, 615}, 4, 1);
    picture.window({495, 630, 560, 700});
    picture.window({650, 630, 705, 700});
    picture.window({585, 625, 632, 714});
    picture.band({575, 610, 642, 620});
    picture.tree(180, 724, 260);
    picture.tree(90, 728, 200);
    picture.tree(820, 726, 240);
    picture.tree(900, 724, 180);
    picture.tree(975, 730, 220);
}

}  // namespace

std::string draw_photo(PhotoScene scene) {
    bool by_river = scene == PhotoScene::riverside;
    Picture picture(by_river ? riverside_palette : lakeside_palette);
    picture.sky();
    picture.hills();
    if (by_river)
        riverside_house(picture);
    else
        lakeside_house(picture);
    picture.water();
    return picture.png();
}

}  // namespace portico::demonstration
