#include "imaging/burned_in/text_scan.h"

#include "imaging/burned_in/blank.h"
#include "imaging/burned_in/file_scan.h"
#include "imaging/burned_in/text_class.h"
#include "imaging/dicom/file_reader.h"
#include "imaging/mapped_file.h"
#include "imaging/phantom/drawing.h"
#include "imaging/phantom/phantom.h"
#include "imaging/testing_data.h"

#include <unistd.h>

#include <gtest/gtest.h>

namespace medal::imaging::burned_in {
namespace {

TEST(TextClass, tells_identifiers_from_markers_and_measurements) {
    deid::Identifiers identifiers;
    identifiers.add_name("QUILLFEATHER^ORSOLYA");
    EXPECT_EQ(classify("QUILLFEATHER, ORSOLYA", identifiers), TextClass::identifier);
    EXPECT_EQ(classify("QU1LLFEATHER", identifiers), TextClass::identifier);
    EXPECT_EQ(classify("DOB 1953", {}), TextClass::identifier);
    EXPECT_EQ(classify("21-Mar-2019", {}), TextClass::identifier);
    EXPECT_EQ(classify("L", {}), TextClass::marker);
    EXPECT_EQ(classify("Depth 12cm", {}), TextClass::text);
}

TEST(TextScanner, finds_every_image_with_planted_text_on_ultrasound_and_screens) {
    MEDAL_NEEDS_SAMPLES();
    TextScanner scanner;
    for (const auto* name : {"us_0.dcm", "us_1.dcm", "us_2.dcm", "sc_dose_screen.dcm"}) {
        const auto regions = scan_file(sample_folder() / "burned_in" / name, scanner);
        EXPECT_TRUE(std::any_of(regions.begin(), regions.end(), [](const TextRegion& region) {
            return region.text_class == TextClass::identifier;
        })) << name;
    }
}

TEST(TextScanner, raises_no_alarm_over_a_side_marker) {
    MEDAL_NEEDS_SAMPLES();
    TextScanner scanner;
    for (const auto& region : scan_file(sample_folder() / "burned_in/dx_marker_only.dcm", scanner)) {
        EXPECT_NE(region.text_class, TextClass::identifier);
    }
}

TEST(Blanking, paints_all_frames_and_leaves_nothing_to_find) {
    std::string pattern = (std::filesystem::temp_directory_path() / "medal-blank-XXXXXX").string();
    const std::filesystem::path folder{mkdtemp(pattern.data())};
    const auto made = phantom::make_phantom(
        {.kind = phantom::Kind::us, .seed = 4, .slices = 3, .size = 480, .plant_identifiers = true}, folder);
    TextScanner scanner;
    const auto before = scan_file(made.files.at(0), scanner);
    EXPECT_FALSE(before.empty());
    blank_regions(made.files.at(0), folder / "blank.dcm", before);
    for (const auto& region : scan_file(folder / "blank.dcm", scanner)) {
        EXPECT_NE(region.text_class, TextClass::identifier);
    }
    std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace medal::imaging::burned_in
