// Parameters of pictures (PS3.18 8.3.5, 9).
#include "features/dicomweb/rendered_query.h"

#include <gtest/gtest.h>

namespace portico::dicomweb {
namespace {

// STU-31
TEST(RenderedQuery, reads_window_viewport_quality_and_annotation) {
    auto query = parse_rendered({{"window", "-40.5,400,linear-exact"},
                                 {"viewport", "200,100,1,2,,-50"},
                                 {"quality", "50"},
                                 {"annotation", "patient,technique"},
                                 {"iccprofile", "no"},
                                 {"something", "else"}});
    ASSERT_TRUE(query);
    EXPECT_EQ(query->rendering.window, (dicom::Window{-40.5, 400, dicom::VoiFunction::linear_exact}));
    EXPECT_EQ(query->rendering.viewport, (imaging::Viewport{200, 100, 1, 2, std::nullopt, -50.0}));
    EXPECT_EQ(query->rendering.quality, 50);
    EXPECT_TRUE(query->patient && query->technique);
}

TEST(RenderedQuery, refuses_what_is_not_valid_and_names_it) {
    for (const auto& [name, value] : QueryParameters{{"window", "40,400"},
                                                     {"window", "40,400,cubic"},
                                                     {"window", "40,0,linear"},
                                                     {"window", "nan,400,linear"},
                                                     {"window", "40,inf,sigmoid"},
                                                     {"window", "40,-1,linear-exact"},
                                                     {"viewport", "100"},
                                                     {"viewport", "0,100"},
                                                     {"viewport", "100,99999"},
                                                     {"viewport", "1,1,1,1,0,1"},
                                                     {"viewport", "1,1,-1"},
                                                     {"viewport", "1,1,1,1,1,1,1"},
                                                     {"viewport", "1.5,1"},
                                                     {"quality", "0"},
                                                     {"quality", "101"},
                                                     {"quality", ""},
                                                     {"annotation", "everything"},
                                                     {"annotation", ""},
                                                     {"iccprofile", "srgb"}}) {
        auto query = parse_rendered({{name, value}});
        ASSERT_FALSE(query) << name << "=" << value;
        EXPECT_EQ(query.error().kind().http_status, 400);
        EXPECT_EQ(query.error().fields().front().path, name);
    }
    EXPECT_FALSE(parse_rendered({{"x", std::string(1000, 'x')}}));
}

TEST(ThumbnailQuery, knows_its_size_only) {
    auto query = parse_thumbnail({{"viewport", "64,32"}, {"window", "nonsense"}});
    ASSERT_TRUE(query);
    EXPECT_EQ(query->rendering.viewport->width, 64U);
    EXPECT_FALSE(parse_thumbnail({{"viewport", "64,32,1,1,1,1"}}));
}

QueryParameters uri(QueryParameters more) {
    QueryParameters all{{"requestType", "WADO"}, {"studyUID", "1.2"}, {"seriesUID", "1.3"}, {"objectUID", "1.4"}};
    all.insert(all.end(), more.begin(), more.end());
    return all;
}

TEST(WadoUri, reads_its_parameters) {
    auto query = parse_wado_uri(uri({{"contentType", "image/png,image/jpeg;q=1"},
                                     {"frameNumber", "3"},
                                     {"rows", "100"},
                                     {"windowCenter", "10"},
                                     {"windowWidth", "20"},
                                     {"region", "0.25,0.5,0.75,1"},
                                     {"imageQuality", "70"}}));
    ASSERT_TRUE(query);
    EXPECT_EQ(query->content_types, (std::vector<std::string>{"image/png", "image/jpeg"}));
    EXPECT_EQ(query->frame, 3U);
    EXPECT_EQ(query->rendered.rendering.window, (dicom::Window{10, 20, dicom::VoiFunction::linear}));
    auto viewport = viewport_of(*query, 400, 200);
    ASSERT_TRUE(viewport);
    EXPECT_EQ(viewport->x, 50);
    EXPECT_EQ(viewport->y, 200);
    EXPECT_EQ(viewport->part_width, 100);
    EXPECT_EQ(viewport->part_height, 200);
    EXPECT_EQ(viewport->height, 100U);
    EXPECT_FALSE(viewport_of(*parse_wado_uri(uri({})), 400, 200));
}

TEST(WadoUri, refuses_what_is_missing_or_not_valid) {
    EXPECT_FALSE(parse_wado_uri({}));
    EXPECT_FALSE(parse_wado_uri({{"requestType", "WADO"}, {"studyUID", "1.2"}, {"seriesUID", "1.3"}}));
    EXPECT_FALSE(parse_wado_uri({{"studyUID", "1.2"}, {"seriesUID", "1.3"}, {"objectUID", "1.4"}}));
    for (const auto& wrong : QueryParameters{{"requestType", "OTHER"},
                                             {"windowCenter", "10"},
                                             {"frameNumber", "0"},
                                             {"rows", "-1"},
                                             {"region", "0,0,0,1"},
                                             {"region", "0,0,2,1"},
                                             {"imageQuality", "x"}})
        EXPECT_FALSE(parse_wado_uri(uri({wrong}))) << wrong.first;
}

}  // namespace
}  // namespace portico::dicomweb
