#include "cli/series_view.h"

#include <gtest/gtest.h>

namespace medal::cli {
namespace {

SeriesFile slice(const std::string& path, double z_mm) {
    SeriesFile file{path, {}};
    auto& instance = file.instance;
    instance.modality = "CT";
    instance.series_uid = "1.2.840.99.1";
    instance.description = "Abdomen Mueller";
    instance.rows = 512;
    instance.columns = 256;
    instance.position_mm = {0, 0, z_mm};
    instance.orientation = {1, 0, 0, 0, 1, 0};
    instance.pixel_spacing_mm = {0.7, 0.7};
    return file;
}

TEST(SeriesView, lists_files_in_the_order_in_which_they_lie_in_the_body) {
    const auto json = series_json({slice("b.dcm", 5), slice("c.dcm", 10), slice("a.dcm", 0)});
    EXPECT_NE(json.find(R"("files":["a.dcm","b.dcm","c.dcm"])"), std::string::npos) << json;
    EXPECT_NE(json.find(R"("slice_spacing_mm":5)"), std::string::npos) << json;
    EXPECT_NE(json.find(R"("plane":"axial")"), std::string::npos) << json;
}

TEST(SeriesView, says_where_a_slice_is_missing) {
    std::vector<SeriesFile> files;
    for (const auto z_mm : {0.0, 5.0, 10.0, 20.0, 25.0}) files.push_back(slice("x.dcm", z_mm));
    const auto lines = series_lines(files);
    EXPECT_NE(lines.find("series 1: CT, axial, 256 x 512, 5 frames in 5 files"), std::string::npos) << lines;
    EXPECT_NE(lines.find("  warning "), std::string::npos) << lines;
}

TEST(SeriesView, repeats_neither_uid_nor_text_of_a_file) {
    auto file = slice("a.dcm", 0);
    file.instance.modality = "Mueller";
    for (const auto& text : {series_json({file}), series_lines({file})}) {
        EXPECT_EQ(text.find("Mueller"), std::string::npos) << text;
        EXPECT_EQ(text.find("1.2.840"), std::string::npos) << text;
    }
}

TEST(SeriesView, is_empty_where_nothing_is_an_image) {
    EXPECT_EQ(series_json({}), R"({"series":[]})");
    EXPECT_EQ(series_lines({}), "");
}

}  // namespace
}  // namespace medal::cli
