#include "imaging/deid/text_evidence.h"

#include "imaging/phantom/phantom.h"
#include "support/temporary_folder.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <random>
#include <string_view>

#include <gtest/gtest.h>

namespace medal::imaging::deid {
namespace {

constexpr std::size_t kSide = 200;
constexpr unsigned kSeed = 20261126;

/// Strokes of five letters, a dot a pixel.
constexpr std::array<std::string_view, 7> kWord{
    "#   # ##### ####  #####  #### ", "#   # #     #   # #     #     ", "#   # #     #   # #     #     ",
    "##### ####  ####  ####   ###  ", "#   # #     #  #  #         # ", "#   # #     #   # #         # ",
    "#   # ##### #   # ##### ####  "};

void put(dicom::DecodedFrame& frame, std::size_t x, std::size_t y, std::int16_t value) {
    std::memcpy(frame.bytes.data() + 2 * (y * frame.columns + x), &value, sizeof value);
}

/// A noisy disc that moves on from slice to slice, in noisy air.
dicom::DecodedFrame tissue(int number) {
    dicom::DecodedFrame frame;
    frame.columns = frame.rows = kSide;
    frame.bits_allocated = frame.bits_stored = 16;
    frame.is_signed = true;
    frame.bytes.resize(kSide * kSide * 2);
    std::mt19937 random{kSeed + static_cast<unsigned>(number)};
    std::normal_distribution<double> noise{0, 12};
    for (std::size_t y = 0; y < kSide; ++y) {
        for (std::size_t x = 0; x < kSide; ++x) {
            const auto dx = static_cast<double>(x) - 90 - 10 * number;
            const auto dy = static_cast<double>(y) - 100;
            const double base = dx * dx + dy * dy < 60 * 60 ? 60 : -1000;
            put(frame, x, y, static_cast<std::int16_t>(base + noise(random)));
        }
    }
    return frame;
}

/// `wobble` is how far the values within a stroke differ.
void write_word(dicom::DecodedFrame& frame, int value, int wobble) {
    std::mt19937 random{kSeed};
    for (std::size_t y = 0; y < kWord.size(); ++y) {
        for (std::size_t x = 0; x < kWord[y].size(); ++x) {
            if (kWord[y][x] != '#') continue;
            const auto drawn =
                value - (wobble > 0 ? static_cast<int>(random() % static_cast<unsigned>(wobble)) : 0);
            put(frame, 20 + x, 20 + y, static_cast<std::int16_t>(drawn));
        }
    }
}

std::array<dicom::DecodedFrame, 3> slices() {
    return {tissue(0), tissue(1), tissue(2)};
}

TEST(TextEvidence, is_none_in_tissue_that_moves_on) {
    EXPECT_FALSE(may_hold_text(slices()));
}

TEST(TextEvidence, is_crisp_text_in_a_single_slice_in_any_colour) {
    for (const int value : {3000, 40, -1024}) {
        auto frames = slices();
        write_word(frames[1], value, 0);
        EXPECT_TRUE(may_hold_text(frames)) << value;
    }
}

TEST(TextEvidence, is_soft_text_that_stands_in_all_slices) {
    for (const int value : {3000, 800}) {
        auto frames = slices();
        for (auto& frame : frames) write_word(frame, value, 200);
        EXPECT_TRUE(may_hold_text(frames)) << value;
    }
}

TEST(TextEvidence, is_assumed_where_frames_cannot_be_compared) {
    auto frames = slices();
    EXPECT_TRUE(may_hold_text(std::span{frames}.first(2)));
    frames[2].rows /= 2;
    EXPECT_TRUE(may_hold_text(frames));
    EXPECT_TRUE(files_may_hold_text({"/nowhere/a", "/nowhere/b", "/nowhere/c"}));
}

bool series_may_hold_text(phantom::Kind kind) {
    const testing::TemporaryFolder folder;
    const auto made = phantom::make_phantom({.kind = kind, .slices = 3}, folder.path());
    return files_may_hold_text({made.files.begin(), made.files.end()});
}

TEST(TextEvidence, is_none_in_phantoms_of_computed_tomography) {
    EXPECT_FALSE(series_may_hold_text(phantom::Kind::ct_abdomen));
    EXPECT_FALSE(series_may_hold_text(phantom::Kind::ct_chest));
}

}  // namespace
}  // namespace medal::imaging::deid
