#include "imaging/picture/display.h"

#include "base/error.h"
#include "imaging/dicom/decode.h"
#include "imaging/dicom/file_reader.h"
#include "imaging/dicom/image_checks.h"
#include "imaging/dicom/transfer_syntax.h"
#include "imaging/mapped_file.h"
#include "imaging/picture/png.h"
#include "imaging/testing_data.h"

#include <cmath>

#include <gtest/gtest.h>

namespace medal::imaging::picture {
namespace {

struct Loaded {
    MappedFile file;
    dicom::FileScan scan;
    explicit Loaded(const std::filesystem::path& path) : file(path), scan(dicom::scan_file(file.bytes())) {}
    const dicom::DataSet& data() const { return *scan.data; }
};

std::int64_t largest_difference(const dicom::DecodedFrame& a, const dicom::DecodedFrame& b) {
    std::int64_t largest = 0;
    for (std::size_t i = 0; i < a.value_count(); ++i)
        largest = std::max(largest, std::abs(a.value(i) - b.value(i)));
    return largest;
}

class CompressedImages : public ::testing::TestWithParam<std::pair<const char*, std::int64_t>> {};

// NEMA WG04: the same image in every compression. Errors of the lossy ones are measured with the reference
// codecs.
TEST_P(CompressedImages, decode_to_their_uncompressed_reference_within_the_stated_error) {
    MEDAL_NEEDS_SAMPLES();
    const std::string name = GetParam().first;
    const auto folder = sample_folder() / "dicom/wg04";
    const Loaded compressed{folder / name};
    const Loaded reference{folder / (name.substr(0, 3) + "_UNC")};
    ASSERT_TRUE(compressed.scan.data && reference.scan.data);
    const auto decoded = dicom::decode_frame(compressed.data(), 0);
    const auto expected = dicom::decode_frame(reference.data(), 0);
    ASSERT_EQ(decoded.value_count(), expected.value_count());
    EXPECT_LE(largest_difference(decoded, expected), GetParam().second);
}

INSTANTIATE_TEST_SUITE_P(
    Wg04, CompressedImages,
    ::testing::Values(std::pair{"US1_RLE", 0}, std::pair{"US1_J2KR", 0}, std::pair{"NM1_RLE", 0},
                      std::pair{"NM1_J2KR", 0}, std::pair{"NM1_JPLL", 0}, std::pair{"NM1_JLSL", 0},
                      std::pair{"CT1_RLE", 0}, std::pair{"CT1_J2KR", 0}, std::pair{"CT1_JPLL", 0},
                      std::pair{"CT1_JLSL", 0}, std::pair{"MR3_RLE", 0}, std::pair{"MR3_J2KR", 0},
                      std::pair{"MR3_JPLL", 0}, std::pair{"MR3_JLSL", 0}, std::pair{"CT1_JLSN", 10},
                      std::pair{"MR3_JLSN", 10}, std::pair{"NM1_JLSN", 10}),
    [](const auto& image) { return std::string{image.param.first}; });

TEST(Display, shows_every_accepted_image_of_the_sample_folder) {
    MEDAL_NEEDS_SAMPLES();
    std::size_t shown = 0;
    std::size_t not_shown = 0;
    for (const auto& path : sample_files("dicom")) {
        const Loaded image{path};
        if (!image.scan.data || !dicom::shape_of(image.data()) ||
            image.data().find(dicom::tags::kPixelData) == nullptr) {
            continue;
        }
        try {
            const auto raster = display_frame(image.data(), 0, std::nullopt);
            EXPECT_EQ(raster.samples.size(), raster.width * raster.height * raster.channels);
            ++shown;
        } catch (const base::Error& error) {
            std::printf("not shown: %s: %s\n", path.c_str(), error.message().c_str());
            ++not_shown;
        }
    }
    EXPECT_GT(shown, 200U);
    EXPECT_LT(not_shown, 8U);
}

TEST(Display, gives_the_same_bytes_twice) {
    MEDAL_NEEDS_SAMPLES();
    const Loaded image{sample_folder() / "dicom/pydicom/CT_small.dcm"};
    const auto first = encode_png(display_frame(image.data(), 0, preset_window("soft")));
    const auto second = encode_png(display_frame(image.data(), 0, preset_window("soft")));
    EXPECT_EQ(first, second);
}

TEST(Display, fits_without_enlarging) {
    auto raster = Raster::blank(100, 50, 1);
    EXPECT_EQ(fitted(raster, 20).width, 20U);
    EXPECT_EQ(fitted(raster, 20).height, 10U);
    EXPECT_EQ(fitted(raster, 400).width, 100U);
}

}  // namespace
}  // namespace medal::imaging::picture
