#include "imaging/redact/redact.h"

#include "base/error.h"
#include "imaging/burned_in/paint.h"
#include "imaging/dicom/decode.h"
#include "imaging/dicom/file_reader.h"
#include "imaging/dicom/image_checks.h"
#include "imaging/dicom/packed_samples.h"
#include "imaging/dicom/transfer_syntax.h"
#include "imaging/mapped_file.h"
#include "imaging/phantom/phantom.h"
#include "imaging/picture/load.h"
#include "imaging/redact/testing_redact.h"
#include "imaging/testing_data.h"
#include "support/temporary_folder.h"

#include <set>

#include <gtest/gtest.h>

namespace medal::imaging::redact {
namespace {

namespace fs = std::filesystem;
namespace tags = dicom::tags;

constexpr dicom::Tag kImageType{0x00080008}, kDerivation{0x00082111}, kBurnedIn{0x00280301},
    kRecognizable{0x00280302}, kLossy{0x00282110};

class RedactFile : public ::testing::Test {
  protected:
    fs::path phantom(phantom::Kind kind, std::size_t slices) {
        phantom::Request request;
        request.kind = kind;
        request.slices = slices;
        request.size = 64;
        return folder_ / phantom::make_phantom(request, folder_.path()).files.front();
    }
    Request request_for(const fs::path& path) const {
        Request request;
        request.path = path.string();
        request.output = (folder_ / "out").string();
        return request;
    }
    fs::path output() const { return folder_ / "out"; }

    testing::TemporaryFolder folder_;
};

bool is_in(const Region& region, std::uint64_t frame, std::size_t pixel, std::size_t columns) {
    const auto x = pixel % columns;
    const auto y = pixel / columns;
    return frame >= region.frame_from && frame <= region.frame_to && x >= region.x &&
           x < region.x + region.width && y >= region.y && y < region.y + region.height;
}

struct Opened {
    explicit Opened(const fs::path& path) : file(path), scan(dicom::scan_file(file.bytes())) {}
    const dicom::DataSet& data() const { return *scan.data; }
    dicom::DecodedFrame frame(std::uint64_t number) const { return dicom::decode_frame(data(), number); }

    MappedFile file;
    dicom::FileScan scan;
};

/// Samples outside of the region are equal, those inside are all one value (a channel).
void expect_painted(const Opened& before, const Opened& after, const Region& region) {
    const auto shape = *dicom::shape_of(before.data());
    ASSERT_EQ(dicom::shape_of(after.data())->frames, shape.frames);
    for (const auto number : std::set<std::uint64_t>{0, shape.frames / 2, shape.frames - 1}) {
        const auto was = before.frame(number);
        const auto is = after.frame(number);
        ASSERT_EQ(was.bytes.size(), is.bytes.size());
        std::vector<std::set<std::int64_t>> left(was.samples);
        for (std::size_t i = 0; i < was.value_count(); ++i) {
            if (is_in(region, number, i / was.samples, was.columns)) {
                left[i % was.samples].insert(is.value(i));
            } else {
                ASSERT_EQ(was.value(i), is.value(i)) << "frame " << number << " sample " << i;
            }
        }
        for (const auto& values : left) EXPECT_LE(values.size(), 1U);
    }
}

TEST_F(RedactFile, paints_one_frame_of_a_clip_and_says_that_it_is_a_new_derived_instance) {
    const auto path = phantom(phantom::Kind::us, 5);
    auto request = request_for(path);
    request.regions = {region_at(4, 6, 30, 10)};
    request.regions[0].frame_from = request.regions[0].frame_to = 2;
    const Opened before{path};
    const std::string uid{before.data().text(tags::kSopInstance)};
    request.uids = {{uid, "2.25.42"}};
    const auto result = redact_file(request);
    EXPECT_TRUE(result.is_written);
    EXPECT_EQ(result.frames_changed, 1U);
    const Opened after{output()};
    expect_painted(before, after, request.regions[0]);
    EXPECT_EQ(after.data().text(tags::kSopInstance), "2.25.42");
    EXPECT_TRUE(text_of(after.file.bytes()).substr(0, 400).find("2.25.42") != std::string_view::npos)
        << "the head of the file names the new instance too";
    EXPECT_EQ(after.data().text(kImageType), "DERIVED");
    EXPECT_EQ(after.data().text(kBurnedIn), "NO");
    EXPECT_EQ(after.data().find(kRecognizable), nullptr);
    EXPECT_NE(after.data().text(kDerivation).find("made unreadable"), std::string_view::npos);
    EXPECT_EQ(after.data().text(tags::kStudyInstance), before.data().text(tags::kStudyInstance));
    EXPECT_EQ(after.data().transfer_syntax, before.data().transfer_syntax);
}

TEST_F(RedactFile, a_hidden_face_is_no_longer_announced) {
    auto request = request_for(phantom(phantom::Kind::xray, 1));
    request.regions = {region_at(4, 6, 30, 10)};
    request.regions[0].subject = Subject::face;
    redact_file(request);
    const Opened after{output()};
    EXPECT_EQ(after.data().text(kRecognizable), "NO");
}

TEST_F(RedactFile, is_the_same_bytes_when_it_is_done_again) {
    auto request = request_for(phantom(phantom::Kind::us, 3));
    request.regions = {region_at(0, 0, 64, 12)};
    request.regions[0].frame_to = 2;
    redact_file(request);
    const MappedFile first{output()};
    request.output = (folder_ / "again").string();
    redact_file(request);
    const MappedFile second{request.output};
    EXPECT_TRUE(std::ranges::equal(first.bytes(), second.bytes()));
}

TEST_F(RedactFile, rewrites_what_refers_to_a_changed_instance_and_leaves_the_rest) {
    const auto path = phantom(phantom::Kind::ct_abdomen, 1);
    auto request = request_for(path);
    request.uids = {{"1.2.3", "2.25.1"}};
    EXPECT_FALSE(redact_file(request).is_written);
    EXPECT_FALSE(fs::exists(output()));
    const Opened before{path};
    request.uids = {{std::string{before.data().text(tags::kSeriesInstance)}, "2.25.1"}};
    EXPECT_TRUE(redact_file(request).is_written);
    const Opened after{output()};
    EXPECT_EQ(after.data().text(tags::kSeriesInstance), "2.25.1");
    EXPECT_EQ(after.data().text(kImageType), before.data().text(kImageType));
    EXPECT_EQ(after.frame(0).bytes, before.frame(0).bytes);
}

TEST_F(RedactFile, a_volume_whose_face_was_removed_says_so) {
    auto request = request_for(phantom(phantom::Kind::ct_abdomen, 1));
    request.is_defaced = true;
    EXPECT_TRUE(redact_file(request).is_written);
    const Opened after{output()};
    EXPECT_EQ(after.data().text(kRecognizable), "NO");
    EXPECT_EQ(after.data().text(kImageType), "DERIVED");
    EXPECT_EQ(after.data().find(kBurnedIn), nullptr);
}

TEST_F(RedactFile, paints_a_photograph_in_its_own_colours) {
    const auto path = phantom(phantom::Kind::photo, 1);
    auto request = request_for(path);
    request.regions = {region_at(10, 10, 20, 20)};
    const auto result = redact_file(request);
    EXPECT_EQ(result.media_type, "image/png");
    const MappedFile was{path};
    const MappedFile is{output()};
    const auto before = picture::load_raster(was.bytes());
    const auto after = picture::load_raster(is.bytes());
    ASSERT_EQ(before.samples.size(), after.samples.size());
    for (std::size_t i = 0; i < before.samples.size(); ++i) {
        const bool inside = is_in(request.regions[0], 0, i / before.channels, before.width);
        ASSERT_EQ(after.samples[i], inside ? 0 : before.samples[i]);
    }
}

TEST_F(RedactFile, paints_every_volume_and_slide_or_refuses_it_with_a_reason) {
    MEDAL_NEEDS_SAMPLES();
    for (const auto& folder : {"nifti", "wsi"}) {
        for (const auto& path : sample_files(folder)) {
            auto request = request_for(path);
            request.regions = {region_at(0, 0, 5, 5)};
            try {
                const auto result = redact_file(request);
                EXPECT_TRUE(result.is_written && fs::exists(output())) << path;
            } catch (const base::Error& error) {
                EXPECT_FALSE(error.message().empty());
            }
        }
    }
}

bool can_be_painted(const Opened& file) {
    const auto shape = file.scan.data ? dicom::shape_of(file.data()) : std::nullopt;
    if (!shape || file.data().find(tags::kPixelData) == nullptr) return false;
    try {
        return file.frame(0).bits_allocated == shape->bits_allocated ||
               dicom::has_packed_samples(file.data());
    } catch (const base::Error&) {
        return false;
    }
}

TEST_F(RedactFile, every_transfer_syntax_that_decodes_is_painted_inside_and_equal_outside) {
    MEDAL_NEEDS_SAMPLES();
    std::set<std::string> syntaxes;
    for (const auto& path : sample_files("dicom")) {
        const Opened before{path};
        if (!can_be_painted(before)) continue;
        SCOPED_TRACE(path.filename().string());
        auto request = request_for(path);
        const auto shape = *dicom::shape_of(before.data());
        request.regions = {region_at(shape.columns / 4, shape.rows / 4, shape.columns / 2, shape.rows / 2)};
        request.regions[0].frame_to = shape.frames - 1;
        ASSERT_NO_THROW(redact_file(request));
        const Opened after{output()};
        ASSERT_TRUE(after.scan.data);
        ASSERT_NO_FATAL_FAILURE(expect_painted(before, after, request.regions[0]));
        const auto* syntax = dicom::find_transfer_syntax(before.data().transfer_syntax);
        EXPECT_TRUE(!syntax->lossy || after.data().text(kLossy) == "01");
        syntaxes.insert(before.data().transfer_syntax);
    }
    EXPECT_GE(syntaxes.size(), 8U);
}

/// By the book (PS3.5, 8.1.1), without our decoder.
bool bit_at(Bytes pixels, std::uint64_t bit) {
    return (std::to_integer<unsigned>(pixels[bit / 8]) >> bit % 8 & 1U) != 0;
}

TEST_F(RedactFile, bits_that_share_a_byte_with_a_painted_frame_stay) {
    MEDAL_NEEDS_SAMPLES();
    const auto path = sample_folder() / "dicom/pydicom_data/liver_nonbyte_aligned.dcm";
    const Opened before{path};
    auto request = request_for(path);
    request.regions = {region_at(0, 0, 400, 510)};
    request.regions[0].frame_from = request.regions[0].frame_to = 1;
    EXPECT_EQ(redact_file(request).frames_changed, 1U);
    const Opened after{output()};
    const auto was = before.data().value(*before.data().find(tags::kPixelData));
    const auto is = after.data().value(*after.data().find(tags::kPixelData));
    ASSERT_EQ(was.size(), is.size());
    constexpr std::uint64_t kSide = 510, kFrames = 3;
    std::size_t hidden = 0;
    for (std::uint64_t bit = 0; bit < kSide * kSide * kFrames; ++bit) {
        const bool inside = bit / (kSide * kSide) == 1 && bit % kSide < 400;
        ASSERT_EQ(bit_at(is, bit), inside ? false : bit_at(was, bit)) << bit;
        hidden += inside && bit_at(was, bit) ? 1 : 0;
    }
    EXPECT_GT(hidden, 0U);
}

TEST_F(RedactFile, one_bit_frames_are_the_same_once_painted_however_they_were_packed) {
    MEDAL_NEEDS_SAMPLES();
    std::vector<std::byte> first;
    for (const auto* name : {"liver_nonbyte_aligned.dcm", "liver_nonbyte_aligned_rle.dcm",
                             "liver_nonbyte_aligned_j2k.dcm", "liver_nonbyte_aligned_deflate.dcm"}) {
        auto request = request_for(sample_folder() / "dicom/pydicom_data" / name);
        request.regions = {region_at(100, 120, 200, 210)};
        request.regions[0].frame_to = 2;
        redact_file(request);
        const Opened after{output()};
        EXPECT_EQ(after.data().integer(tags::kBitsAllocated), 1);
        EXPECT_EQ(after.data().transfer_syntax, dicom::kExplicitLittle);
        const auto pixels = after.data().value(*after.data().find(tags::kPixelData));
        if (first.empty()) first.assign(pixels.begin(), pixels.end());
        EXPECT_TRUE(std::ranges::equal(first, pixels)) << name;
    }
}

TEST_F(RedactFile, every_photograph_keeps_what_lies_outside) {
    MEDAL_NEEDS_SAMPLES();
    std::size_t painted = 0;
    for (const auto& path : sample_files("photos")) {
        auto request = request_for(path);
        request.regions = {region_at(3, 3, 20, 20)};
        Result result;
        try {
            result = redact_file(request);
        } catch (const base::Error&) {
            continue;
        }
        SCOPED_TRACE(path.filename().string());
        const MappedFile was{path};
        const MappedFile is{output()};
        const auto before = picture::load_raster(was.bytes());
        const auto after = picture::load_raster(is.bytes());
        ASSERT_EQ(before.samples.size(), after.samples.size());
        for (std::size_t i = 0; i < before.samples.size(); ++i) {
            if (is_in(request.regions[0], 0, i / before.channels, before.width)) continue;
            ASSERT_EQ(after.samples[i], before.samples[i]);
        }
        ++painted;
    }
    EXPECT_GT(painted, 3U);
}

}  // namespace
}  // namespace medal::imaging::redact
