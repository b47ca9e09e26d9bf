// What one person drew and marked in a study. Private to this room.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace portico::annotations {

enum class Tool : std::uint8_t { length, angle, cobb, rectangle, ellipse, probe, arrow };
enum class Measure : std::uint8_t { length, angle, area, mean, deviation, minimum, maximum, value };
enum class Unit : std::uint8_t { none, mm, mm2, degrees, hounsfield, pixels };

struct MeasuredValue {
    Measure measure = Measure::length;
    double value = 0;
    Unit unit = Unit::none;
};

// On one frame. Points are columns and rows by turns, in pixels of the stored image.
struct Annotation {
    std::string id;  // made up by the client, unique within the study's marks of this person
    Tool tool = Tool::length;
    std::string series_uid, sop_instance_uid;
    std::int64_t frame = 1;
    std::vector<double> points;
    std::string text;
    std::vector<MeasuredValue> values;  // as the client measured them; for exports
};

struct KeyImage {
    std::string series_uid, sop_instance_uid;
    std::int64_t frame = 1;
    bool operator==(const KeyImage&) const = default;
};

struct Marks {
    std::vector<Annotation> annotations;
    std::vector<KeyImage> key_images;
};

inline constexpr std::size_t most_annotations = 500, most_key_images = 500;

// How many points a tool's drawing has.
constexpr std::size_t points_of(Tool tool) {
    switch (tool) {
        case Tool::probe:
            return 1;
        case Tool::length:
        case Tool::arrow:
            return 2;
        case Tool::angle:
            return 3;
        case Tool::cobb:
        case Tool::rectangle:
        case Tool::ellipse:
            return 4;
    }
    return 0;
}

}  // namespace portico::annotations
