#include "imaging/burned_in/text_scan.h"

#include "imaging/burned_in/blank.h"
#include "imaging/burned_in/file_scan.h"
#include "imaging/burned_in/stroke_watch.h"
#include "imaging/burned_in/testing_pictures.h"
#include "imaging/burned_in/text_class.h"
#include "imaging/dicom/file_reader.h"
#include "imaging/dicom/image_checks.h"
#include "imaging/mapped_file.h"
#include "imaging/phantom/dicom_object.h"
#include "imaging/phantom/drawing.h"
#include "imaging/phantom/phantom.h"
#include "imaging/testing_data.h"
#include "support/temporary_folder.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <fstream>
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

TEST(TextClass, sees_through_what_recognisers_take_for_each_other) {
    deid::Identifiers identifiers;
    identifiers.add_name("THORNBERRY^ELOISE");
    identifiers.add_phrase("77344118");
    EXPECT_EQ(classify("TH0RNBERRV", identifiers), TextClass::identifier);
    EXPECT_EQ(classify("xx EL0ISETHORNBERRY", identifiers), TextClass::identifier);
    EXPECT_EQ(classify("773441I8", identifiers), TextClass::identifier);
    EXPECT_EQ(classify("Pat1ent", {}), TextClass::identifier);
    EXPECT_EQ(classify("2O19-O3-2l", {}), TextClass::identifier);
    EXPECT_EQ(classify("10:15", {}), TextClass::identifier);
}

TEST(TextClass, leaves_settings_and_sides_alone) {
    for (const auto* setting :
         {"kV 120 mA 80", "TE 90 TR 4200", "SL 3.0mm", "TIS 0.4 MI 0.8", "W 400 L 40"}) {
        EXPECT_EQ(classify(setting, {}), TextClass::text) << setting;
        EXPECT_TRUE(is_technique(setting)) << setting;
    }
    EXPECT_EQ(classify("AP PORTABLE", {}), TextClass::marker);
    EXPECT_FALSE(is_technique("F"));
    EXPECT_FALSE(is_technique("63"));
    EXPECT_FALSE(is_technique("THORNBERRY"));
}

TEST(TextScanner, finds_white_letters_on_bright_tissue) {
    auto picture = tissue(512, 400, 170, 1, 1);
    write(picture, "THORNBERRY, ELOISE", {60, 200}, 0.7, 255);
    deid::Identifiers identifiers;
    identifiers.add_name("THORNBERRY^ELOISE");
    TextScanner scanner;
    EXPECT_TRUE(
        covers(scanner.scan(raster_of(picture), 0, identifiers), {60, 186, 230, 14}, TextClass::identifier));
}

TEST(FileScan, finds_letters_in_pixels_of_floating_point_numbers) {
    auto picture = tissue(512, 400, 60, 1, 2);
    write(picture, "DOB 12.03.1961", {60, 300}, 0.7, 255);
    const auto raster = raster_of(picture);
    std::string numbers;
    for (const auto grey : raster.samples) {
        const auto word = std::bit_cast<std::uint32_t>(static_cast<float>(grey) / 1000);
        for (unsigned shift = 0; shift < 32; shift += 8) numbers += static_cast<char>((word >> shift) & 0xFF);
    }
    namespace vr = dicom::vr;
    phantom::DicomObject object;
    object.set(0x00080016, vr::UI, "1.2.840.10008.5.1.4.1.1.30");
    object.set(0x00080018, vr::UI, "2.25.1");
    object.set_u16(0x00280002, 1);
    object.set(0x00280004, vr::CS, "MONOCHROME2");
    object.set_u16(0x00280010, 400);
    object.set_u16(0x00280011, 512);
    object.set_u16(0x00280100, 32);
    object.set(0x7FE00008, vr::OF, numbers);
    const testing::TemporaryFolder folder;
    object.write(folder / "map.dcm");
    TextScanner scanner;
    EXPECT_TRUE(covers(scan_file(folder / "map.dcm", scanner), {60, 286, 180, 14}, TextClass::identifier));
}

TEST(TextScanner, finds_dark_letters) {
    auto picture = tissue(512, 400, 200, 1, 2);
    write(picture, "DOB 12.03.1961", {60, 300}, 0.7, 0);
    TextScanner scanner;
    EXPECT_TRUE(covers(scanner.scan(raster_of(picture), 0, {}), {60, 286, 180, 14}, TextClass::identifier));
}

TEST(TextScanner, finds_letters_of_nine_pixels) {
    auto picture = tissue(512, 400, 60, 1, 3);
    write(picture, "MRN 77344118", {200, 90}, 0.42, 255);
    TextScanner scanner;
    EXPECT_TRUE(covers(scanner.scan(raster_of(picture), 0, {}), {202, 82, 88, 8}, TextClass::identifier));
}

TEST(TextScanner, finds_letters_that_only_their_colour_parts_from_what_they_stand_on) {
    auto picture = tissue(512, 400, {215, 70, 50}, 3, 4);
    write(picture, "MRN 77344118", {60, 200}, 0.7, {40, 235, 235});
    TextScanner scanner;
    EXPECT_TRUE(covers(scanner.scan(raster_of(picture), 0, {}), {60, 186, 150, 14}, TextClass::identifier));
}

TEST(TextScanner, finds_every_turned_line_of_a_block_whose_letters_stand_below_each_other) {
    auto picture = tissue(400, 512, 40, 1, 13);
    const std::vector<std::string> lines{"MRN: 92052518", "DOB 1949-07-26", "SEEN 2021-02-16"};
    for (std::size_t i = 0; i < lines.size(); ++i) {
        write(picture, lines[i], {20, 100 + 26 * static_cast<int>(i)}, 0.7, 255);
    }
    cv::rotate(picture, picture, cv::ROTATE_90_COUNTERCLOCKWISE);
    TextScanner scanner;
    const auto regions = scanner.scan(raster_of(picture), 0, {});
    for (int i = 0; i < 3; ++i) {
        EXPECT_TRUE(covers(regions, {86 + 26 * i, 400 - 170, 14, 140}, TextClass::identifier)) << i;
    }
}

TEST(TextScanner, finds_lines_read_from_below_and_from_above) {
    auto picture = tissue(400, 512, 40, 1, 5);
    write(picture, "THORNBERRY, ELOISE 12.03.1961", {20, 100}, 0.7, 255);
    TextScanner scanner;
    for (const auto turn : {cv::ROTATE_90_CLOCKWISE, cv::ROTATE_90_COUNTERCLOCKWISE}) {
        cv::Mat turned;
        cv::rotate(picture, turned, turn);
        const cv::Rect box = turn == cv::ROTATE_90_CLOCKWISE ? cv::Rect{512 - 100, 22, 14, 340}
                                                             : cv::Rect{86, 400 - 362, 14, 340};
        EXPECT_TRUE(covers(scanner.scan(raster_of(turned), 0, {}), box, TextClass::identifier)) << turn;
    }
}

TEST(TextScanner, takes_unnamed_lines_of_a_block_for_identifiers_and_leaves_settings) {
    auto picture = tissue(512, 400, 30, 1, 6);
    write(picture, "DOB 12.03.1961", {60, 100}, 0.7, 255);
    write(picture, "Walter Quince", {60, 126}, 0.7, 255);
    write(picture, "SL 3.0mm", {380, 380}, 0.7, 255);
    TextScanner scanner;
    const auto regions = scanner.scan(raster_of(picture), 0, {});
    EXPECT_TRUE(covers(regions, {60, 112, 140, 14}, TextClass::identifier));
    EXPECT_TRUE(covers(regions, {382, 368, 90, 12}, TextClass::text));
}

TEST(TextScanner, stays_inside_the_picture) {
    TextScanner scanner;
    for (std::uint64_t seed = 1; seed <= 8; ++seed) {
        const auto place = [&](std::int64_t axis, int size) {
            return static_cast<int>((phantom::noise(seed, axis, 0, 9) + 1) / 2 * size);
        };
        auto picture = tissue(120 + place(1, 400), 100 + place(2, 300), 90, seed % 2 == 0 ? 1 : 3, seed);
        const cv::Point corner{place(3, picture.cols) - 60, place(4, picture.rows + 10)};
        write(picture, "THORNBERRY 1961-03-12", corner, 0.4 + 0.1 * place(5, 12), cv::Scalar::all(255));
        for (const auto& region : scanner.scan(raster_of(picture), 0, {})) {
            EXPECT_GT(region.width * region.height, 0U) << "seed " << seed;
            EXPECT_LE(region.x + region.width, static_cast<std::uint64_t>(picture.cols)) << "seed " << seed;
            EXPECT_LE(region.y + region.height, static_cast<std::uint64_t>(picture.rows)) << "seed " << seed;
        }
    }
}

TEST(TextScanner, finds_no_identifier_where_nobody_wrote_one) {
    const testing::TemporaryFolder folder;
    TextScanner scanner;
    using phantom::Kind;
    for (const auto kind :
         {Kind::ct_abdomen, Kind::ct_chest, Kind::ct_head, Kind::mr, Kind::xray, Kind::photo}) {
        const auto made = phantom::make_phantom({.kind = kind, .seed = 3, .slices = 1}, folder.path());
        for (const auto& region : scan_file(made.files.at(0), scanner)) {
            EXPECT_NE(region.text_class, TextClass::identifier) << static_cast<int>(kind);
        }
    }
}

TEST(TextScanner, reads_only_what_other_frames_do_not_have) {
    auto picture = tissue(400, 300, 40, 1, 8);
    write(picture, "DOB 12.03.1961", {40, 60}, 0.7, 255);
    TextScanner scanner;
    const auto first = scanner.scan(raster_of(picture), 0, {});
    write(picture, "MRN 77344118", {40, 200}, 0.7, 255);
    const auto second = scanner.scan(raster_of(picture), 1, {}, first);
    EXPECT_FALSE(covers(second, {40, 46, 180, 14}, TextClass::identifier));
    EXPECT_TRUE(covers(second, {40, 186, 150, 14}, TextClass::identifier));
}

TEST(StrokeWatch, tells_frames_with_letters_in_new_places) {
    StrokeWatch watch;
    auto picture = tissue(400, 300, 40, 1, 9);
    write(picture, "DOB 12.03.1961", {40, 60}, 0.7, 255);
    EXPECT_FALSE(watch.shows_new(raster_of(picture)));
    EXPECT_FALSE(watch.shows_new(raster_of(picture)));
    write(picture, "MRN 77344118", {40, 200}, 0.7, 255);
    EXPECT_TRUE(watch.shows_new(raster_of(picture)));
    EXPECT_FALSE(watch.shows_new(raster_of(picture)));
}

/// Writes a name into one frame of a native file, where its brightest value is.
void write_into_frame(const std::filesystem::path& path, std::uint64_t frame) {
    std::uint64_t at = 0;
    cv::Mat picture;
    {
        const MappedFile file{path};
        const auto scan = dicom::scan_file(file.bytes());
        const auto shape = *dicom::shape_of(*scan.data);
        const auto* pixels = scan.data->find(dicom::tags::kPixelData);
        const auto size = shape.frame_pixels() * shape.samples;
        ASSERT_EQ(shape.bits_allocated, 8U);
        at = pixels->value_offset + frame * size;
        picture.create(static_cast<int>(shape.rows), static_cast<int>(shape.columns),
                       CV_8UC(static_cast<int>(shape.samples)));
        const auto bytes = file.bytes().subspan(at, size);
        std::memcpy(picture.data, bytes.data(), bytes.size());
    }
    write(picture, "THORNBERRY 12.03.1961", {20, picture.rows / 2}, 0.8, cv::Scalar::all(255));
    std::fstream out{path, std::ios::binary | std::ios::in | std::ios::out};
    out.seekp(static_cast<std::streamoff>(at));
    out.write(reinterpret_cast<const char*>(picture.data),
              static_cast<std::streamsize>(picture.total() * picture.elemSize()));
}

TEST(TextScanner, finds_text_that_one_frame_of_a_clip_alone_shows) {
    const testing::TemporaryFolder folder;
    const auto made = phantom::make_phantom({.kind = phantom::Kind::us, .seed = 6, .slices = 9, .size = 400},
                                            folder.path());
    write_into_frame(made.files.at(0), 6);
    TextScanner scanner;
    const auto regions = scan_file(made.files.at(0), scanner);
    EXPECT_TRUE(std::any_of(regions.begin(), regions.end(), [](const TextRegion& region) {
        return region.frame == 6 && region.text_class == TextClass::identifier;
    }));
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
    const testing::TemporaryFolder folder;
    const auto made = phantom::make_phantom(
        {.kind = phantom::Kind::us, .seed = 4, .slices = 3, .size = 480, .plant_identifiers = true},
        folder.path());
    TextScanner scanner;
    const auto before = scan_file(made.files.at(0), scanner);
    EXPECT_FALSE(before.empty());
    blank_regions(made.files.at(0), folder / "blank.dcm", before);
    for (const auto& region : scan_file(folder / "blank.dcm", scanner)) {
        EXPECT_NE(region.text_class, TextClass::identifier);
    }
}

}  // namespace
}  // namespace medal::imaging::burned_in
