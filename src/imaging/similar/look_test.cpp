#include "imaging/dicom/file_reader.h"
#include "imaging/file_kind.h"
#include "imaging/mapped_file.h"
#include "imaging/picture/display.h"
#include "imaging/picture/load.h"
#include "imaging/picture/png.h"
#include "imaging/similar/fingerprint.h"
#include "imaging/similar/list.h"
#include "imaging/similar/look_index.h"
#include "imaging/similar/look_text.h"
#include "imaging/testing_data.h"
#include "support/temporary_folder.h"

#include <cmath>
#include <fstream>
#include <unistd.h>

#include <gtest/gtest.h>

namespace medal::imaging::similar {
namespace {

namespace fs = std::filesystem;
using picture::Raster;

/// Different from one place to the next, to the rim.
Raster pattern(std::size_t width, std::size_t height, double phase = 0) {
    auto raster = Raster::blank(width, height, 1);
    for (std::size_t y = 0; y < height; ++y) {
        for (std::size_t x = 0; x < width; ++x) {
            const auto a = static_cast<double>(x) / static_cast<double>(width);
            const auto b = static_cast<double>(y) / static_cast<double>(height);
            *raster.pixel(x, y) = static_cast<std::uint8_t>(128 + 50 * std::sin(9 * a + 5 * b * b + phase) +
                                                            40 * std::cos(13 * b - 4 * a * b + 2 * phase) +
                                                            30 * std::sin(21 * a * b + 3 * phase));
        }
    }
    return raster;
}

struct Margin {
    double left = 0, right = 0, top = 0, bottom = 0;
};

Raster cropped(const Raster& raster, const Margin& cut) {
    const auto pixels = [](std::size_t length, double share) {
        return static_cast<std::size_t>(std::lround(static_cast<double>(length) * share));
    };
    const auto left = pixels(raster.width, cut.left);
    const auto top = pixels(raster.height, cut.top);
    auto out = Raster::blank(raster.width - left - pixels(raster.width, cut.right),
                             raster.height - top - pixels(raster.height, cut.bottom), raster.channels);
    for (std::size_t y = 0; y < out.height; ++y) {
        std::copy_n(raster.pixel(left, top + y), out.width * raster.channels, out.pixel(0, y));
    }
    return out;
}

Raster cropped(const Raster& raster, double everywhere) {
    return cropped(raster, {everywhere, everywhere, everywhere, everywhere});
}

Raster transposed(const Raster& raster) {
    auto out = Raster::blank(raster.height, raster.width, raster.channels);
    for (std::size_t y = 0; y < raster.height; ++y) {
        for (std::size_t x = 0; x < raster.width; ++x)
            std::copy_n(raster.pixel(x, y), raster.channels, out.pixel(y, x));
    }
    return out;
}

bool is_found(const Raster& original, const Raster& copy) {
    LookIndex index;
    index.add(looks_of(original), 7);
    const auto hits = index.find(looks_of(copy));
    return hits.size() == 1 && hits[0].id == 7;
}

TEST(Looks, find_a_picture_again_whose_margins_were_cut_off) {
    const auto picture = pattern(320, 240);
    for (const double cut : {0.02, 0.03, 0.05, 0.07, 0.1, 0.12}) {
        EXPECT_TRUE(is_found(picture, cropped(picture, cut))) << cut;
    }
}

TEST(Looks, find_the_whole_of_which_a_cut_copy_was_given_first) {
    const auto picture = pattern(320, 240);
    EXPECT_TRUE(is_found(cropped(picture, 0.05), picture));
    EXPECT_TRUE(is_found(cropped(picture, 0.1), cropped(picture, 0.02)));
}

TEST(Looks, find_a_picture_again_that_lacks_a_tenth_at_one_side_or_two) {
    const auto picture = pattern(320, 240);
    EXPECT_TRUE(is_found(picture, cropped(picture, {.left = 0.1})));
    EXPECT_TRUE(is_found(picture, cropped(picture, {.bottom = 0.1})));
    EXPECT_TRUE(is_found(picture, cropped(picture, {.right = 0.1, .top = 0.1})));
}

TEST(Looks, find_a_cut_copy_that_was_turned_and_mirrored) {
    const auto picture = pattern(320, 240);
    EXPECT_TRUE(is_found(picture, transposed(cropped(picture, 0.1))));
    EXPECT_TRUE(is_found(picture, transposed(cropped(picture, {.left = 0.1}))));
}

TEST(Looks, find_a_picture_again_over_whose_rim_something_was_painted) {
    const auto picture = pattern(320, 240);
    auto painted = picture;
    for (std::size_t y = 0; y < 24; ++y) {
        for (std::size_t x = 0; x < painted.width; ++x) *painted.pixel(x, y) = x % 9 < 4 ? 255 : 0;
    }
    EXPECT_TRUE(is_found(picture, painted));
}

TEST(Looks, are_others_for_another_picture) {
    for (const double phase : {1.0, 2.0, 3.0}) {
        EXPECT_FALSE(is_found(pattern(320, 240), pattern(320, 240, phase))) << phase;
    }
}

TEST(Looks, leave_out_what_is_plain) {
    EXPECT_TRUE(looks_of(Raster::blank(100, 100, 1)).empty());
    EXPECT_TRUE(looks_of(Raster{}).empty());
    EXPECT_EQ(looks_of(pattern(100, 100)).size(), 13U);
    auto ramp = Raster::blank(100, 100, 1);
    for (std::size_t y = 0; y < 100; ++y) {
        for (std::size_t x = 0; x < 100; ++x) *ramp.pixel(x, y) = static_cast<std::uint8_t>(2 * x + 5);
    }
    EXPECT_TRUE(looks_of(ramp).empty());
    EXPECT_TRUE(frame_as(Part::ct_bone, Raster::blank(100, 100, 1)).empty());
}

TEST(Looks, meet_only_where_it_helps) {
    EXPECT_TRUE(may_meet(Part::frame, Part::without_left_top));
    EXPECT_TRUE(may_meet(Part::centre_955, Part::centre_760));
    EXPECT_TRUE(may_meet(Part::ct_bone, Part::ct_bone));
    EXPECT_TRUE(may_meet(Part::content, Part::ct_bone));
    EXPECT_FALSE(may_meet(Part::ct_bone, Part::ct_soft));
    EXPECT_FALSE(may_meet(Part::without_left, Part::without_left));
    EXPECT_FALSE(may_meet(Part::content, Part::without_top));
    EXPECT_FALSE(may_meet(Part::without_top, Part::ct_lung));
}

TEST(Looks, agree_where_either_hash_and_both_together_differ_in_few_bits) {
    LookIndex index;
    index.add({{Part::frame, 0x123456789ABCDEF0, {0x0F0F0F0F0F0F0F0F, 0x0F0F}}}, 1);
    const auto finds = [&](std::uint64_t phash_bits, std::uint64_t step_bits) {
        const Look look{
            Part::frame, 0x123456789ABCDEF0 ^ phash_bits, {0x0F0F0F0F0F0F0F0F ^ step_bits, 0x0F0F}};
        return index.find({look}).size() == 1;
    };
    EXPECT_TRUE(finds(0, 0));
    EXPECT_TRUE(finds(0b111111, 0b111111));
    EXPECT_TRUE(finds(0b11, 0b1111111111));
    EXPECT_FALSE(finds(0b1111111, 0));
    EXPECT_FALSE(finds(0, 0b11111111111));
    EXPECT_FALSE(finds(0b111, 0b1111111111));
}

TEST(Looks, of_several_pictures_are_those_that_half_of_them_have) {
    const Look a{Part::frame, 0b1100, {0b1, 0b10}};
    const Look b{Part::frame, 0b1010, {0b1, 0b11}};
    const Look c{Part::frame, 0b1001, {0b0, 0b01}};
    const Look rare{Part::centre_955, 5, {}};
    const std::vector<Look> expected{{Part::frame, 0b1000, {0b1, 0b11}}};
    EXPECT_EQ(median_of({{a, rare}, {b}, {c}}), expected);
    EXPECT_TRUE(median_of({}).empty());
}

TEST(Looks, are_read_from_a_list_as_they_were_written) {
    const auto looks = looks_of(pattern(100, 80));
    const auto text = text_of(looks);
    EXPECT_EQ(text.size(), 13U * 45);
    EXPECT_EQ(looks_in(text), looks);
    EXPECT_EQ(looks_in(""), std::vector<Look>{});
}

TEST(Looks, are_refused_from_a_list_that_was_not_written_so) {
    const auto text = text_of(looks_of(pattern(100, 80)));
    EXPECT_FALSE(looks_in(text.substr(1)));
    EXPECT_FALSE(looks_in(text + text)) << "parts twice";
    auto damaged = text;
    damaged[20] = 'x';
    EXPECT_FALSE(looks_in(damaged));
    damaged[20] = '-';
    EXPECT_FALSE(looks_in(damaged));
    EXPECT_FALSE(looks_in(std::string(17 * 45, '0')));
}

TEST(FingerprintList, has_lines_that_are_read_as_they_were_written) {
    const auto looks = looks_of(pattern(100, 80));
    const Fingerprint print{std::string(64, 'a'), "00000000000000ff", "0f0f0f0f0f0f0f0f", text_of(looks)};
    const auto line = line_in(line_of(print, "patient 7/slice.dcm"));
    ASSERT_TRUE(line);
    EXPECT_EQ(line->pixels.text(), print.sha256_pixels);
    EXPECT_EQ(line->phash, 0xFFU);
    EXPECT_EQ(line->dhash, 0x0F0F0F0F0F0F0F0FU);
    EXPECT_EQ(line->path, "patient 7/slice.dcm");
    EXPECT_EQ(line->looks, looks);
}

TEST(FingerprintList, has_lines_that_are_read_whatever_a_file_is_called) {
    const Fingerprint print{std::string(64, 'a'), "00000000000000ff", "0f0f0f0f0f0f0f0f", ""};
    const auto text = line_of(print, "a\tb\r\nc.png");
    EXPECT_EQ(text.find('\n'), std::string::npos);
    const auto line = line_in(text);
    ASSERT_TRUE(line);
    EXPECT_EQ(line->path, "a b  c.png");
}

TEST(FingerprintList, has_lines_without_looks_where_it_is_of_an_earlier_version) {
    const auto line = line_in(std::string(64, 'a') + "\t00000000000000ff\t0f0f0f0f0f0f0f0f\tslice.dcm");
    ASSERT_TRUE(line);
    EXPECT_EQ(line->path, "slice.dcm");
    EXPECT_TRUE(line->looks.empty());
    EXPECT_FALSE(line_in("slice.dcm"));
    EXPECT_FALSE(line_in(std::string(64, 'a') + "\tff\t0f0f0f0f0f0f0f0f\tslice.dcm"));
}

TEST(Steps, of_a_turned_picture_are_those_of_the_picture_turned) {
    const auto picture = pattern(64, 64);
    const auto steps_in = [](const Raster& raster) {
        const auto sheet = sheet_of(raster);
        return steps_of(grid_of(sheet, {{0, 64}, {0, 64}}));
    };
    auto across = picture;
    for (std::size_t y = 0; y < 64; ++y) {
        for (std::size_t x = 0; x < 64; ++x) *across.pixel(x, y) = *picture.pixel(63 - x, y);
    }
    const auto ways = turned(steps_in(picture));
    EXPECT_EQ(ways[0], steps_in(picture));
    EXPECT_LE(bits_apart(ways[2], steps_in(across)), 2U);
    EXPECT_EQ(ways[4], steps_in(transposed(picture)));
    EXPECT_LE(bits_apart(ways[5], steps_in(transposed(across))), 2U);
}

class LooksOfSamples : public ::testing::Test {
  protected:
    static std::vector<Look> looks_at(const fs::path& path) {
        return *looks_in(fingerprint_file(path).looks);
    }
    /// Through a file, as a copy comes.
    std::vector<Look> looks_of_copy(const Raster& raster) const {
        const auto bytes = picture::encode_png(raster);
        const auto path = folder_ / "copy.png";
        std::ofstream{path, std::ios::binary}.write(reinterpret_cast<const char*>(bytes.data()),
                                                    static_cast<std::streamsize>(bytes.size()));
        return looks_at(path);
    }
    static Raster shown(const fs::path& path, std::optional<picture::Window> window = std::nullopt) {
        const MappedFile file{path};
        if (detect_kind(file.bytes()) != FileKind::dicom) return picture::load_raster(file.bytes());
        return picture::display_frame(*dicom::scan_file(file.bytes()).data, 0, window);
    }

  private:
    testing::TemporaryFolder folder_;
};

TEST_F(LooksOfSamples, find_images_again_that_were_cropped_by_5_and_by_10_percent) {
    MEDAL_NEEDS_SAMPLES();
    const fs::path names[] = {"dicom/wg04/CT1_UNC", "dicom/wg04/MR3_UNC",
                              "dicom/cr_chest_phi/cr_chest_phi_001.dcm", "photos/retina_fundus.jpg",
                              "photos/ihc_histology.png"};
    LookIndex index;
    for (std::uint32_t i = 0; i < std::size(names); ++i) index.add(looks_at(sample_folder() / names[i]), i);
    for (std::uint32_t i = 0; i < std::size(names); ++i) {
        for (const double cut : {0.05, 0.1}) {
            const auto hits = index.find(looks_of_copy(cropped(shown(sample_folder() / names[i]), cut)));
            ASSERT_EQ(hits.size(), 1U) << names[i] << " cut by " << cut;
            EXPECT_EQ(hits[0].id, i);
        }
    }
}

TEST_F(LooksOfSamples, find_ct_again_that_was_published_through_another_window) {
    MEDAL_NEEDS_SAMPLES();
    const auto original = sample_folder() / "dicom/wg04/CT1_UNC";
    LookIndex index;
    index.add(looks_at(original), 1);
    for (const auto* window : {"soft", "bone", "lung"}) {
        const auto copy = shown(original, picture::preset_window(window));
        EXPECT_EQ(index.find(looks_of_copy(copy)).size(), 1U) << window;
    }
}

TEST_F(LooksOfSamples, do_not_take_the_slice_of_another_patient_for_a_copy) {
    MEDAL_NEEDS_SAMPLES();
    LookIndex index;
    index.add(looks_at(sample_folder() / "dicom/ct_urogram_phi/ct_urogram_phi_001.dcm"), 1);
    index.add(looks_at(sample_folder() / "dicom/mr_prostate_phi/mr_prostate_phi_001.dcm"), 2);
    for (const auto* other :
         {"dicom/pydicom/693_J2KI.dcm", "dicom/wg04/CT1_UNC", "dicom/pydicom/CT_small.dcm",
          "dicom/wg04/MR3_UNC", "dicom/pydicom/MR_small.dcm"}) {
        EXPECT_TRUE(index.find(looks_at(sample_folder() / other)).empty()) << other;
    }
}

}  // namespace
}  // namespace medal::imaging::similar
