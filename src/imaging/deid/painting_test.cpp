// What is painted over while a file is de-identified, and what stays: pictures of one bit.
#include "imaging/deid/painting.h"

#include "imaging/dicom/decode.h"
#include "imaging/dicom/file_reader.h"
#include "imaging/mapped_file.h"
#include "imaging/phantom/dicom_object.h"
#include "imaging/phantom/drawing.h"
#include "support/temporary_folder.h"

#include <filesystem>
#include <unistd.h>

#include <gtest/gtest.h>

namespace medal::imaging::deid {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kName = "MEYER ANNA";

class PaintedText : public ::testing::Test {
  protected:
    Painting planned(const dicom::DataSet& data) {
        Identifiers identifiers;
        identifiers.add_name("Meyer^Anna");
        burned_in::TextScanner scanner;
        Findings findings;
        const auto painting = plan_painting({data, identifiers, scanner, folder_ / "out"}, report_, findings);
        EXPECT_FALSE(refuses(findings));
        return painting;
    }

    static std::string written(const dicom::DataSet& data, const Painting& painting) {
        OutputPlan plan;
        ElementWriter writer{plan, data.encoding};
        write_painted(data, *data.find(dicom::tags::kPixelData), painting, writer, plan);
        // Behind the head of the element: tag, VR, reserved, length.
        const auto bytes = plan.joined();
        return std::string{text_of(bytes)}.substr(12);
    }

    testing::TemporaryFolder folder_;
    TextReport report_;
};

/// A capture of one bit a pixel, of a width that no byte ends with.
fs::path write_one_bit(const fs::path& path, std::size_t columns, std::size_t rows) {
    auto raster = picture::Raster::blank(columns, rows, 1);
    phantom::draw_text(raster, 12, 30, kName, 3, 1);
    for (std::size_t y = 100; y < 140; ++y) std::fill_n(raster.pixel(180, y), 50, std::uint8_t{1});
    std::string packed((raster.samples.size() + 7) / 8, '\0');
    for (std::size_t i = 0; i < raster.samples.size(); ++i) {
        if (raster.samples[i] != 0) packed[i / 8] = static_cast<char>(packed[i / 8] | 1 << i % 8);
    }
    phantom::DicomObject object;
    object.set(0x00080016, dicom::vr::UI, "1.2.840.10008.5.1.4.1.1.7.1");
    object.set(0x00080018, dicom::vr::UI, "2.25.7");
    object.set(0x00080060, dicom::vr::CS, "OT");
    object.set_u16(0x00280002, 1);
    object.set(0x00280004, dicom::vr::CS, "MONOCHROME2");
    object.set_u16(0x00280010, static_cast<std::uint16_t>(rows));
    object.set_u16(0x00280011, static_cast<std::uint16_t>(columns));
    object.set_u16(0x00280100, 1);
    object.set_u16(0x00280101, 1);
    object.set_u16(0x00280102, 0);
    object.set_u16(0x00280103, 0);
    object.set_pixels(dicom::vr::OB, packed);
    object.write(path);
    return path;
}

TEST_F(PaintedText, goes_from_a_picture_of_one_bit) {
    const MappedFile file{write_one_bit(folder_ / "capture.dcm", 253, 150)};
    const auto scan = dicom::scan_file(file.bytes());
    ASSERT_TRUE(scan.data);
    const auto painting = planned(*scan.data);
    ASSERT_FALSE(painting.boxes.empty());
    const auto is = written(*scan.data, painting);
    const auto was = text_of(scan.data->value(*scan.data->find(dicom::tags::kPixelData)));
    ASSERT_EQ(is.size(), was.size());
    const auto bit = [](std::string_view bytes, std::size_t at) {
        return (static_cast<unsigned char>(bytes[at / 8]) >> at % 8 & 1) != 0;
    };
    std::size_t left = 0, kept = 0;
    for (std::size_t at = 0; at < std::size_t{253} * 150; ++at) {
        const auto x = at % 253, y = at / 253;
        const bool is_inside = std::ranges::any_of(painting.boxes, [&](const auto& box) {
            return x >= box.x && x < box.x + box.width && y >= box.y && y < box.y + box.height;
        });
        ASSERT_EQ(bit(is, at), !is_inside && bit(was, at)) << x << ", " << y;
        left += y < 60 && bit(is, at) ? 1 : 0;
        kept += y > 80 && bit(is, at) ? 1 : 0;
    }
    EXPECT_EQ(left, 0U);
    EXPECT_GT(kept, 0U);
}

}  // namespace
}  // namespace medal::imaging::deid
