// What hides in files of pictures beside the picture: behind it, in palettes, inside of the frames of a cine.
#include "base/encoding.h"
#include "base/random.h"
#include "imaging/deid/batch.h"
#include "imaging/dicom/inflate.h"
#include "imaging/gzip_image.h"
#include "imaging/inspect.h"
#include "imaging/picture/encode.h"
#include "imaging/picture/load.h"
#include "support/temporary_folder.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <zlib.h>

#include <gtest/gtest.h>

namespace medal::imaging::deid {
namespace {

using picture::Raster;

constexpr std::string_view kSecret = "QUILLFEATHER ORSOLYA";

std::string text(const std::vector<std::byte>& bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::string little(std::uint32_t value) {
    std::string bytes;
    for (int i = 0; i < 4; ++i) bytes += static_cast<char>(value >> (8 * i));
    return bytes;
}

std::string riff(const std::string& chunks) {
    return "RIFF" + little(static_cast<std::uint32_t>(chunks.size() + 4)) + "WEBP" + chunks;
}

std::string chunk(const std::string& type, const std::string& data) {
    return type + little(static_cast<std::uint32_t>(data.size())) + data;
}

std::string png_chunk(const std::string& type, const std::string& data) {
    const auto body = type + data;
    const auto crc = crc32_z(0, reinterpret_cast<const Bytef*>(body.data()), body.size());
    const auto big = [](std::uint64_t value) {
        const auto bytes = little(static_cast<std::uint32_t>(value));
        return std::string{bytes.rbegin(), bytes.rend()};
    };
    return big(data.size()) + body + big(crc);
}

class DeidRaster : public ::testing::Test {
  protected:
    FileReport report_of(const std::string& bytes) {
        base::SeededRandom random{7};
        return deidentify_batch({folder_.write("in", bytes)}, folder_ / std::to_string(++runs_),
                                {Profile{}, 1, false, folder_ / "quarantine"}, StudySecrets::random(random),
                                {})
            .files.at(0);
    }

    std::string deidentified(const std::string& bytes) {
        const auto report = report_of(bytes);
        EXPECT_EQ(report.status, FileStatus::written) << report.reason;
        std::ifstream out{folder_ / std::to_string(runs_) / report.output_name.value_or(""),
                          std::ios::binary};
        return {std::istreambuf_iterator<char>{out}, {}};
    }

    int runs_ = 0;
    testing::TemporaryFolder folder_;
};

TEST_F(DeidRaster, drops_what_stands_behind_a_webp_file) {
    const auto picture = text(encode(Raster::blank(40, 30, 3), picture::Encoding::webp));
    EXPECT_EQ(deidentified(picture + std::string{kSecret}), deidentified(picture));
}

TEST_F(DeidRaster, drops_what_stands_beside_the_picture_in_a_frame_of_webp) {
    auto other = Raster::blank(40, 30, 3);
    other.samples.assign(other.samples.size(), 200);
    const std::vector<Raster> frames{Raster::blank(40, 30, 3), other};
    const auto picture = text(encode_animation(frames, 100));
    const auto frame = picture.find("ANMF");
    const auto size = static_cast<unsigned char>(picture[frame + 4]) +
                      256U * static_cast<unsigned char>(picture[frame + 5]);
    const auto grown = picture.substr(frame + 8, size) + chunk("NOTE", std::string{kSecret});
    const auto input =
        riff(picture.substr(12, frame - 12) + chunk("ANMF", grown) + picture.substr(frame + 8 + size));
    EXPECT_EQ(deidentified(input), deidentified(picture));
}

TEST_F(DeidRaster, refuses_webp_whose_frames_hold_frames_or_whose_length_holds_nothing) {
    const std::string place(16, '\0');
    std::string nested = text(encode(Raster::blank(40, 30, 3), picture::Encoding::webp)).substr(12);
    for (int i = 0; i < 20'000; ++i) nested = chunk("ANMF", place + nested);
    const auto animated = chunk("VP8X", std::string("\x02\0\0\0\x27\0\0\x1d\0\0", 10)) + nested;
    const auto picture = text(encode(Raster::blank(40, 30, 3), picture::Encoding::webp));
    for (const auto& bytes : {riff(animated), picture.substr(0, 4) + little(0) + picture.substr(8)})
        EXPECT_EQ(report_of(bytes).status, FileStatus::refused);
}

/// A picture of 40 by 30 pixels whose EXIF names somebody and says that it lies on its side.
std::string lying_webp(std::string_view mark) {
    using namespace std::string_literals;
    const auto picture = text(encode(Raster::blank(40, 30, 3), picture::Encoding::webp));
    const auto begin = picture.find("VP8L");
    const auto vp8 = picture.substr(begin, picture.find("EXIF", begin) - begin);
    const auto exif = std::string{mark} + "II*\0\x08\0\0\0\x02\0"s + "\x0e\x01\x02\0\x14\0\0\0\x26\0\0\0"s +
                      "\x12\x01\x03\0\x01\0\0\0\x06\0\0\0"s + "\0\0\0\0"s + std::string{kSecret};
    return riff(chunk("VP8X", "\x08\0\0\0\x27\0\0\x1d\0\0"s) + vp8 + chunk("EXIF", exif));
}

TEST_F(DeidRaster, keeps_how_a_webp_photograph_lies_and_nothing_else_of_its_exif) {
    using namespace std::string_view_literals;
    for (const auto mark : {""sv, "Exif\0\0"sv}) {
        const auto written = deidentified(lying_webp(mark));
        EXPECT_EQ(written.find(kSecret), std::string::npos);
        const auto raster = picture::load_raster(base::bytes_of(written));
        EXPECT_EQ(raster.width, 30U);
        EXPECT_EQ(raster.height, 40U);
        EXPECT_EQ(deidentified(written), written);
    }
}

TEST_F(DeidRaster, says_that_an_animated_png_becomes_its_first_picture) {
    using namespace std::string_literals;
    auto png = text(encode(Raster::blank(4, 4, 3), picture::Encoding::png));
    const auto end = png.size() - 12;
    png = png.substr(0, end) + png_chunk("fdAT", "\0\0\0\1abc"s) + png.substr(end);
    const auto findings = report_of(png).findings;
    EXPECT_TRUE(std::any_of(findings.begin(), findings.end(),
                            [](const Finding& finding) { return finding.code == "png.animated"; }));
    EXPECT_EQ(inspect_file(folder_ / "in").findings.at(0).code, "png.animated");
}

TEST_F(DeidRaster, drops_colours_of_a_png_palette_that_no_pixel_can_name) {
    using namespace std::string_literals;
    std::string rows;
    for (int y = 0; y < 16; ++y) rows += "\0\x12\x21\x12\x21\x12\x21\x12\x21"s;
    std::string packed(compressBound(static_cast<uLong>(rows.size())), '\0');
    auto size = static_cast<uLongf>(packed.size());
    compress(reinterpret_cast<Bytef*>(packed.data()), &size, reinterpret_cast<const Bytef*>(rows.data()),
             static_cast<uLong>(rows.size()));
    packed.resize(size);
    const std::string colours(48, 'c');
    const auto png = [&](const std::string& palette) {
        return "\x89PNG\r\n\x1a\n"s + png_chunk("IHDR", "\0\0\0\x10\0\0\0\x10\x04\x03\0\0\0"s) +
               png_chunk("PLTE", palette) + png_chunk("IDAT", packed) + png_chunk("IEND", "");
    };
    EXPECT_EQ(deidentified(png(colours + std::string{kSecret} + "s")), png(colours));
}

TEST(GzipImage, reads_all_members_of_a_file) {
    std::vector<std::byte> plain(348 + 4 + 16 * 16 * 16);
    plain[0] = std::byte{0x5C};
    plain[1] = std::byte{1};
    const auto put = [&](std::size_t at, int value) { plain[at] = static_cast<std::byte>(value); };
    put(40, 3);
    for (const std::size_t at : {42U, 44U, 46U}) put(at, 16);
    put(70, 2);
    put(72, 8);
    put(110, 0xB0);  // 352 as a float, 0x43B00000
    put(111, 0x43);
    const std::string_view magic{"n+1"};
    for (std::size_t i = 0; i < magic.size(); ++i) put(344 + i, magic[i]);
    const Bytes all{plain};
    auto packed = dicom::gzip(all.first(1000));
    const auto rest = dicom::gzip(all.subspan(1000));
    packed.insert(packed.end(), rest.begin(), rest.end());
    Findings findings;
    EXPECT_EQ(inflate_image(packed, findings), plain);
}

}  // namespace
}  // namespace medal::imaging::deid
