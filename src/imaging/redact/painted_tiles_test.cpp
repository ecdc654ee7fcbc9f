#include "imaging/redact/painted_tiles.h"

#include "base/error.h"
#include "imaging/dicom/decode.h"
#include "imaging/dicom/file_reader.h"
#include "imaging/mapped_file.h"
#include "imaging/picture/encode.h"
#include "imaging/picture/tiled_picture.h"
#include "imaging/redact/dicom_copy.h"
#include "imaging/redact/redact.h"
#include "imaging/testing_dicom_slide.h"
#include "support/temporary_folder.h"

#include <gtest/gtest.h>

namespace medal::imaging::redact {
namespace {

namespace fs = std::filesystem;

constexpr SlideSize kSlide{400, 300};

class PaintedTiles : public ::testing::Test {
  protected:
    fs::path written(const TestSlide& slide) const { return write_slide(folder_ / "slide.dcm", slide); }
    fs::path output() const { return folder_ / "out.dcm"; }

    Result paint(const fs::path& path, const Region& region) const {
        return redact_file({path.string(), output().string(), {region}, {}, false, false, kSlide});
    }

  private:
    testing::TemporaryFolder folder_;
};

TestSlide finest() {
    TestSlide slide;
    slide.columns = 400;
    slide.rows = 300;
    slide.tile = 128;
    return slide;
}

TestSlide coarser() {
    TestSlide slide = finest();
    slide.columns = 100;
    slide.rows = 75;
    slide.tile = 64;
    slide.downsample = 4;
    return slide;
}

picture::Raster whole(const fs::path& path) {
    const MappedFile file{path};
    const auto scan = dicom::scan_file(file.bytes());
    return picture::whole_of_slide(*scan.data, std::nullopt).value();
}

Region region(std::uint64_t x, std::uint64_t y, std::uint64_t width, std::uint64_t height) {
    Region one;
    one.x = x;
    one.y = y;
    one.width = width;
    one.height = height;
    return one;
}

bool is_black(const std::uint8_t* pixel) {
    return pixel[0] == 0 && pixel[1] == 0 && pixel[2] == 0;
}

/// Every pixel of the box is black, every other one as before but for `seam` pixels around the box.
void expect_painted(const picture::Raster& before, const picture::Raster& after, const Region& box,
                    std::uint64_t seam) {
    ASSERT_EQ(after.width, before.width);
    for (std::uint64_t y = 0; y < before.height; ++y) {
        for (std::uint64_t x = 0; x < before.width; ++x) {
            const bool is_in = x >= box.x && x < box.x + box.width && y >= box.y && y < box.y + box.height;
            const bool is_near = x + seam >= box.x && x < box.x + box.width + seam && y + seam >= box.y &&
                                 y < box.y + box.height + seam;
            if (is_in) {
                ASSERT_TRUE(is_black(after.pixel(x, y))) << x << " " << y;
            }
            if (!is_near) {
                ASSERT_TRUE(std::equal(after.pixel(x, y), after.pixel(x, y) + 3, before.pixel(x, y)))
                    << x << " " << y;
            }
        }
    }
}

TEST_F(PaintedTiles, cover_a_box_that_lies_on_four_of_them) {
    for (const auto tiling : {Tiling::full, Tiling::sparse}) {
        auto slide = finest();
        slide.tiling = tiling;
        const auto path = written(slide);
        const auto box = region(100, 110, 60, 40);
        EXPECT_EQ(paint(path, box).frames_changed, 4U);
        expect_painted(whole(path), whole(output()), box, 0);
    }
}

TEST_F(PaintedTiles, cover_the_same_place_on_a_coarser_resolution_and_what_mixes_with_it) {
    const auto path = written(coarser());
    paint(path, region(100, 110, 60, 40));
    expect_painted(whole(path), whole(output()), region(25, 27, 15, 11), 2);
}

TEST_F(PaintedTiles, are_met_on_every_focal_plane) {
    auto slide = finest();
    // Twelve tiles, taken as two planes of six: the second half is what nobody is shown.
    slide.rows = 128;
    slide.columns = 128;
    slide.change = [](phantom::DicomObject& object) {
        object.set(0x00480006, dicom::vr::UL, slide_word(128));
        object.set(0x00480303, dicom::vr::UL, slide_word(2));
        object.set(0x00280008, dicom::vr::IS, "2");
        object.set_pixels(dicom::vr::OB, std::string(std::size_t{2} * 128 * 128 * 3, '\x70'));
    };
    const auto path = written(slide);
    const auto result = redact_file(
        {path.string(), output().string(), {region(10, 20, 30, 30)}, {}, false, false, SlideSize{128, 128}});
    EXPECT_EQ(result.frames_changed, 2U);
    const MappedFile file{output()};
    const auto scan = dicom::scan_file(file.bytes());
    for (const std::uint64_t frame : {0U, 1U}) {
        const auto decoded = dicom::decode_frame(*scan.data, frame);
        EXPECT_EQ(decoded.value((25 * 128 + 15) * 3), 0) << frame;
        EXPECT_EQ(decoded.value((5 * 128 + 5) * 3), 0x70) << frame;
    }
}

/// The same slide with tiles of JPEG.
fs::path as_jpeg(const fs::path& path) {
    const auto packed = fs::path{path}.concat(".jpg.dcm");
    const MappedFile file{path};
    const auto scan = dicom::scan_file(file.bytes());
    const auto frames = static_cast<std::uint64_t>(scan.data->integer(dicom::Tag{0x00280008}).value());
    CopyChanges changes;
    changes.transfer_syntax = "1.2.840.10008.1.2.4.50";
    changes.values[dicom::tags::kPhotometric] = {dicom::vr::CS, "YBR_FULL_422"};
    changes.pixels = [&](const dicom::Element& pixels, deid::ElementWriter& writer, deid::OutputPlan&) {
        writer.begin_fragments(pixels.tag, dicom::vr::OB);
        writer.fragment({});
        for (std::uint64_t frame = 0; frame < frames; ++frame) {
            const auto tile = picture::display_frame(*scan.data, frame, std::nullopt);
            writer.fragment_copied(picture::encode(tile, picture::Encoding::jpeg));
        }
        writer.end_fragments();
    };
    deid::OutputPlan plan;
    copy_with(*scan.data, changes, plan);
    plan.write_to(packed);
    return packed;
}

TEST_F(PaintedTiles, of_jpeg_change_only_in_the_blocks_under_the_box_and_stay_jpeg) {
    const auto path = as_jpeg(written(finest()));
    const auto box = region(100, 110, 60, 40);
    EXPECT_EQ(paint(path, box).frames_changed, 4U);
    constexpr std::uint64_t kBlock_px = 17;
    expect_painted(whole(path), whole(output()), box, kBlock_px);
    const MappedFile file{output()};
    EXPECT_EQ(dicom::scan_file(file.bytes()).data->transfer_syntax, "1.2.840.10008.1.2.4.50");
}

TEST_F(PaintedTiles, refuse_a_file_that_is_no_slide) {
    auto slide = finest();
    slide.change = [](phantom::DicomObject& object) {
        object.set(0x00080016, dicom::vr::UI, "1.2.840.10008.5.1.4.1.1.77.1.4");
    };
    EXPECT_THROW(paint(written(slide), region(1, 1, 5, 5)), base::Error);
}

}  // namespace
}  // namespace medal::imaging::redact
