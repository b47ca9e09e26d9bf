// Marks as JSON, in requests, answers and rows. Private to this room.
#pragma once

#include "features/annotations/marks.h"
#include "platform/api/dto.h"

namespace portico::api {

template <>
struct EnumNames<annotations::Tool> {
    using T = annotations::Tool;
    static constexpr EnumName<T> table[] = {{T::length, "length"},       {T::angle, "angle"},     {T::cobb, "cobb"},
                                            {T::rectangle, "rectangle"}, {T::ellipse, "ellipse"}, {T::probe, "probe"},
                                            {T::arrow, "arrow"}};
};
template <>
struct EnumNames<annotations::Measure> {
    using T = annotations::Measure;
    static constexpr EnumName<T> table[] = {
        {T::length, "length"},       {T::angle, "angle"},     {T::area, "area"},       {T::mean, "mean"},
        {T::deviation, "deviation"}, {T::minimum, "minimum"}, {T::maximum, "maximum"}, {T::value, "value"}};
};
template <>
struct EnumNames<annotations::Unit> {
    using T = annotations::Unit;
    static constexpr EnumName<T> table[] = {{T::none, "none"},   {T::mm, "mm"},         {T::mm2, "mm2"},
                                            {T::degrees, "deg"}, {T::hounsfield, "HU"}, {T::pixels, "px"}};
};

namespace annotation_limits {
inline constexpr Limits uid{.min_length = 1, .max_length = 64, .pattern = "[0-9.]+"};
inline constexpr Limits frame{.minimum = 1, .maximum = 1'000'000, .text = "From 1."};
}  // namespace annotation_limits

template <>
struct Dto<annotations::MeasuredValue> {
    using T = annotations::MeasuredValue;
    static constexpr std::string_view name = "MeasuredValue";
    static constexpr auto fields =
        std::tuple{field("measure", &T::measure), field("value", &T::value), field("unit", &T::unit)};
};
template <>
struct Dto<annotations::Annotation> {
    using T = annotations::Annotation;
    static constexpr std::string_view name = "Annotation";
    static constexpr auto fields =
        std::tuple{field("id", &T::id, {.min_length = 1, .max_length = 64, .pattern = "[A-Za-z0-9_-]+"}),
                   field("tool", &T::tool),
                   field("seriesInstanceUid", &T::series_uid, annotation_limits::uid),
                   field("sopInstanceUid", &T::sop_instance_uid, annotation_limits::uid),
                   field("frame", &T::frame, annotation_limits::frame),
                   field("points", &T::points,
                         {.min_items = 2,
                          .max_items = 8,
                          .minimum = -100'000,
                          .maximum = 100'000,
                          .text = "Columns and rows by turns, in pixels of the stored image."}),
                   field("text", &T::text, {.max_length = 200}),
                   field("values", &T::values, {.max_items = 8, .text = "As they were measured; for exports."})};
};
template <>
struct Dto<annotations::KeyImage> {
    using T = annotations::KeyImage;
    static constexpr std::string_view name = "KeyImage";
    static constexpr auto fields = std::tuple{field("seriesInstanceUid", &T::series_uid, annotation_limits::uid),
                                              field("sopInstanceUid", &T::sop_instance_uid, annotation_limits::uid),
                                              field("frame", &T::frame, annotation_limits::frame)};
};
template <>
struct Dto<annotations::Marks> {
    using T = annotations::Marks;
    static constexpr std::string_view name = "StudyMarks";
    static constexpr auto fields =
        std::tuple{field("annotations", &T::annotations, {.max_items = annotations::most_annotations}),
                   field("keyImages", &T::key_images, {.max_items = annotations::most_key_images})};
};

}  // namespace portico::api
