#include "imaging/picture/float_pixels.h"

#include "base/error.h"
#include "imaging/dicom/file_reader.h"
#include "imaging/mapped_file.h"
#include "imaging/phantom/dicom_object.h"
#include "imaging/picture/load.h"
#include "imaging/testing_data.h"
#include "support/temporary_folder.h"

#include <bit>
#include <cmath>
#include <filesystem>
#include <limits>
#include <unistd.h>

#include <gtest/gtest.h>

namespace medal::imaging::picture {
namespace {

using Grey = std::vector<std::uint8_t>;

template <class Number, class Word>
std::string bytes_of(const std::vector<Number>& numbers) {
    std::string bytes;
    for (const auto number : numbers) {
        const auto word = std::bit_cast<Word>(number);
        for (unsigned shift = 0; shift < sizeof(Word) * 8; shift += 8)
            bytes += static_cast<char>((word >> shift) & 0xFF);
    }
    return bytes;
}

struct Pixels {
    std::uint32_t tag = 0;
    dicom::Vr vr{};
    std::string bytes;
};

/// A row of two numbers a frame.
class ParametricMap {
  public:
    explicit ParametricMap(const Pixels& pixels, int frames = 1, const char* window = "") {
        phantom::DicomObject object;
        namespace vr = dicom::vr;
        object.set(0x00080016, vr::UI, "1.2.840.10008.5.1.4.1.1.30");
        object.set(0x00080018, vr::UI, "2.25.1");
        object.set(0x0020000D, vr::UI, "2.25.2");
        object.set(0x0020000E, vr::UI, "2.25.3");
        object.set_u16(0x00280002, 1);
        object.set(0x00280004, vr::CS, "MONOCHROME2");
        object.set(0x00280008, vr::IS, std::to_string(frames));
        object.set_u16(0x00280010, 1);
        object.set_u16(0x00280011, 2);
        object.set_u16(0x00280100, pixels.vr == vr::OF ? 32 : 64);
        if (*window != '\0') {
            object.set(0x00281050, vr::DS, window);
            object.set(0x00281051, vr::DS, "1");
        }
        object.set(pixels.tag, pixels.vr, pixels.bytes);
        object.write(path());
    }

    Grey shown(std::uint64_t frame, std::optional<Window> window = {}) const {
        const MappedFile file{path()};
        return load_any(file.bytes(), {frame, window}).samples;
    }

  private:
    std::filesystem::path path() const { return folder_ / "map.dcm"; }

    testing::TemporaryFolder folder_;
};

Pixels floats(const std::vector<float>& numbers) {
    return {0x7FE00008, dicom::vr::OF, bytes_of<float, std::uint32_t>(numbers)};
}
Pixels doubles(const std::vector<double>& numbers) {
    return {0x7FE00009, dicom::vr::OD, bytes_of<double, std::uint64_t>(numbers)};
}

TEST(FloatPixels, reach_from_the_least_to_the_greatest_number_of_their_frame) {
    const ParametricMap map{floats({-0.5F, 0.25F, 1e-6F, 3e-6F}), 2};
    EXPECT_EQ(map.shown(0), (Grey{0, 255}));
    EXPECT_EQ(map.shown(1), (Grey{0, 255}));
}

TEST(FloatPixels, are_windowed_as_asked_or_as_the_header_says) {
    const ParametricMap asked{doubles({0.25, 0.5})};
    EXPECT_EQ(asked.shown(0, Window{0.5, 1}), (Grey{64, 128}));
    const ParametricMap said{doubles({0.25, 0.5}), 1, "0.5"};
    EXPECT_EQ(said.shown(0), (Grey{64, 128}));
}

TEST(FloatPixels, are_black_where_they_are_no_numbers) {
    const ParametricMap map{floats({std::nanf(""), 2.0F})};
    EXPECT_EQ(map.shown(0, Window{1, 2}), (Grey{0, 255}));
    const ParametricMap endless{floats({-std::numeric_limits<float>::infinity(), 2.0F})};
    EXPECT_EQ(endless.shown(0)[0], 0);
}

TEST(FloatPixels, that_were_cut_off_or_that_are_not_there_are_refused) {
    const ParametricMap map{floats({1.0F, 2.0F, 3.0F}), 2};
    EXPECT_EQ(map.shown(0), (Grey{0, 255}));
    EXPECT_THROW(map.shown(1), base::Error);
    EXPECT_THROW(map.shown(2), base::Error);
}

TEST(FloatPixels, of_the_samples_look_the_same_in_single_and_double_precision) {
    MEDAL_NEEDS_SAMPLES();
    const auto folder = sample_folder() / "dicom/pydicom_data";
    const MappedFile singles{folder / "parametric_map_float.dcm"};
    const MappedFile twice{folder / "parametric_map_double_float.dcm"};
    const auto one = load_any(singles.bytes(), {}), other = load_any(twice.bytes(), {});
    ASSERT_EQ(one.samples.size(), 128U * 128U);
    ASSERT_EQ(one.samples.size(), other.samples.size());
    std::size_t different = 0, bright = 0;
    for (std::size_t i = 0; i < one.samples.size(); ++i) {
        different += std::abs(one.samples[i] - other.samples[i]) > 1 ? 1U : 0U;
        bright += one.samples[i] > 0 ? 1U : 0U;
    }
    EXPECT_EQ(different, 0U);
    EXPECT_GT(bright, 1000U);
}

}  // namespace
}  // namespace medal::imaging::picture
