#include "imaging/face/slice_file.h"

#include "base/error.h"
#include "imaging/dicom/decode.h"
#include "imaging/dicom/file_reader.h"
#include "imaging/dicom/image_checks.h"
#include "imaging/file_kind.h"
#include "imaging/mapped_file.h"
#include "imaging/testing_data.h"
#include "support/temporary_folder.h"

#include <unistd.h>

#include <gtest/gtest.h>

namespace medal::imaging::face {
namespace {

std::optional<dicom::DecodedFrame> decoded(const std::filesystem::path& path) {
    const MappedFile file{path};
    const auto scan = dicom::scan_file(file.bytes());
    const auto shape = scan.data ? dicom::shape_of(*scan.data) : std::nullopt;
    if (!shape || shape->frames != 1 || shape->samples != 1 || shape->bits_allocated % 8 != 0 ||
        shape->bits_allocated > 16 || scan.data->find(dicom::tags::kPixelData) == nullptr) {
        return std::nullopt;
    }
    try {
        return dicom::decode_frame(*scan.data, 0);
    } catch (const base::Error&) {
        return std::nullopt;
    }
}

std::size_t differences(const dicom::DecodedFrame& before, const dicom::DecodedFrame& after) {
    std::size_t count = 0;
    for (std::size_t i = 0; i < before.value_count(); ++i) count += before.value(i) != after.value(i);
    return count;
}

TEST(CutSlice, changes_the_pixels_asked_for_and_no_other_in_every_transfer_syntax) {
    MEDAL_NEEDS_SAMPLES();
    const testing::TemporaryFolder folder;
    const auto output = folder / "cut.dcm";
    const std::vector<std::size_t> pixels{0, 5};
    std::size_t files = 0;
    for (const auto& path : sample_files("dicom")) {
        const auto before = decoded(path);
        if (!before || before->value_count() < 6) continue;
        SCOPED_TRACE(path.filename().string());
        const MappedFile file{path};
        const auto value = before->value(0) == 1 ? 2 : 1;
        write_cut_slice({file.bytes(), *dicom::scan_file(file.bytes()).data, pixels, value}, output);
        const auto after = decoded(output);
        ASSERT_TRUE(after);
        EXPECT_EQ(after->value(0), value);
        EXPECT_EQ(after->value(5), value);
        EXPECT_LE(differences(*before, *after), 2U);
        ++files;
    }
    EXPECT_GT(files, 20U);
}

}  // namespace
}  // namespace medal::imaging::face
