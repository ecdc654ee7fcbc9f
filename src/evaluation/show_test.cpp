#include "evaluation/show.h"

#include "base/error.h"
#include "imaging/picture/load.h"
#include "imaging/testing_dicom_slide.h"
#include "support/temporary_folder.h"

#include <filesystem>

#include <gtest/gtest.h>

namespace medal::evaluation {
namespace {

class Show : public ::testing::Test {
  protected:
    testing::TemporaryFolder folder_;
};

TEST_F(Show, a_slide_in_dicom_as_one_picture_with_the_scale_of_its_finest_resolution) {
    imaging::write_slide(folder_ / "0.dcm", {.columns = 2400, .rows = 1600, .tile = 400});
    imaging::write_slide(folder_ / "1.dcm",
                         {.columns = 600, .rows = 400, .tile = 200, .downsample = 4, .instance = "2.25.12"});
    release::PackageAsset slide;
    slide.kind = "slide";
    slide.columns = 2400;
    slide.rows = 1600;
    slide.files = {"0.dcm", "1.dcm"};
    release::PackageItem item;
    item.assets = {slide};
    const auto images = show_from(folder_.path(), kDefaultProfile)(item);
    ASSERT_EQ(images.size(), 1U);
    const auto& png = *images[0].bytes;
    const auto shown =
        imaging::picture::load_raster({reinterpret_cast<const std::byte*>(png.data()), png.size()});
    EXPECT_EQ(shown.width, kLongEdge_px);
    EXPECT_NEAR(static_cast<double>(shown.width) * images[0].scale_x, 2400, 1);
    EXPECT_NEAR(static_cast<double>(shown.height) * images[0].scale_y, 1600, 1);
    const auto* middle = shown.pixel(shown.width / 2, shown.height / 2);
    EXPECT_NEAR(middle[0], 75, 1);
    EXPECT_NEAR(middle[1], 50, 1);
}

TEST_F(Show, no_profile_that_is_unknown) {
    EXPECT_THROW(show_from(folder_.path(), "medal-3d-v9"), base::Error);
}

}  // namespace
}  // namespace medal::evaluation
