#include "base/error.h"
#include "imaging/film/reader.h"
#include "imaging/film/testing_film.h"
#include "imaging/mapped_file.h"
#include "imaging/mp4_scrub.h"
#include "imaging/redact/redact.h"
#include "support/temporary_folder.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>

#include <gtest/gtest.h>

namespace medal::imaging::redact {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kFirst = 3, kLast = 7;
constexpr std::string_view kTitle = "QUILLFEATHER ANNA";

struct Decoded {
    std::vector<picture::Raster> pictures;
    std::vector<std::int64_t> times_ms;
};

Decoded decoded(const fs::path& path) {
    const MappedFile file{path};
    film::Reader reader{file.bytes()};
    Decoded film;
    while (reader.next()) {
        film.pictures.push_back(reader.picture(10'000));
        film.times_ms.push_back(
            av_rescale_q(reader.frame()->best_effort_timestamp, reader.stream()->time_base, {1, 1000}));
    }
    return film;
}

struct Difference {
    double inside = 0, outside = 0;
};

/// Means over the samples of one picture; a seam of two pixels around the region counts for neither.
Difference difference(const picture::Raster& a, const picture::Raster& b, const Region& region) {
    Difference sums;
    double inside = 0, outside = 0;
    for (std::size_t y = 0; y < a.height; ++y) {
        for (std::size_t x = 0; x < a.width; ++x) {
            const double apart = std::abs(a.pixel(x, y)[0] - b.pixel(x, y)[0]);
            const bool is_in = x >= region.x + 2 && x + 2 < region.x + region.width && y >= region.y + 2 &&
                               y + 2 < region.y + region.height;
            const bool is_out = x + 4 < region.x || x > region.x + region.width + 4 || y + 4 < region.y ||
                                y > region.y + region.height + 4;
            sums.inside += is_in ? apart : 0;
            sums.outside += is_out ? apart : 0;
            inside += is_in ? 1 : 0;
            outside += is_out ? 1 : 0;
        }
    }
    return {sums.inside / inside, sums.outside / outside};
}

int brightest(const picture::Raster& raster, const Region& region) {
    int most = 0;
    for (auto y = region.y + 2; y + 2 < region.y + region.height; ++y) {
        for (auto x = region.x + 2; x + 2 < region.x + region.width; ++x) {
            most = std::max<int>(most, *std::max_element(raster.pixel(x, y), raster.pixel(x, y) + 3));
        }
    }
    return most;
}

class RedactFilm : public ::testing::Test {
  protected:
    Request request_for(const film::TestFilm& film) {
        Request request;
        request.path = make_film(film, folder_ / ("film." + film.format)).string();
        request.output = (folder_ / "out").string();
        Region region;
        region.frame_from = kFirst;
        region.frame_to = kLast;
        region.x = 41;
        region.y = 21;
        region.width = 70;
        region.height = 50;
        request.regions = {region};
        return request;
    }

    testing::TemporaryFolder folder_;
};

void expect_painted(const Request& request) {
    const auto before = decoded(request.path);
    const auto after = decoded(request.output);
    ASSERT_EQ(before.pictures.size(), film::TestFilm{}.times_ms.size());
    ASSERT_EQ(after.pictures.size(), before.pictures.size());
    EXPECT_EQ(after.times_ms, before.times_ms);
    for (std::size_t number = 0; number < before.pictures.size(); ++number) {
        SCOPED_TRACE(number);
        const auto& region = request.regions[0];
        const bool is_painted = number >= region.frame_from && number <= region.frame_to;
        const auto apart = difference(before.pictures[number], after.pictures[number], region);
        EXPECT_LT(apart.outside, 3) << "nobody sees such a difference";
        if (is_painted) {
            EXPECT_LT(brightest(after.pictures[number], region), 12);
        } else {
            EXPECT_LT(apart.inside, 3);
        }
    }
}

TEST_F(RedactFilm, paints_the_box_on_its_pictures_only_and_keeps_every_picture_at_its_time) {
    for (const auto& [codec, format] :
         std::vector<std::pair<std::string, std::string>>{{"libx264", "mp4"},
                                                          {"libx264", "mov"},
                                                          {"libx264", "matroska"},
                                                          {"libvpx-vp9", "webm"},
                                                          {"mpeg4", "mp4"}}) {
        SCOPED_TRACE(codec + " " + format);
        film::TestFilm film;
        film.codec = codec;
        film.format = format;
        const auto request = request_for(film);
        const auto result = redact_file(request);
        EXPECT_TRUE(result.is_written);
        EXPECT_EQ(result.media_type, "video/mp4");
        EXPECT_EQ(result.frames_changed, kLast - kFirst + 1);
        expect_painted(request);
    }
}

TEST_F(RedactFilm, paints_films_with_full_colour) {
    film::TestFilm film;
    film.pixels = AV_PIX_FMT_YUV444P;
    const auto request = request_for(film);
    redact_file(request);
    expect_painted(request);
}

TEST_F(RedactFilm, paints_what_is_shown_there_in_a_film_that_lies_on_its_side) {
    for (const int turns : {1, 2, 3}) {
        SCOPED_TRACE(turns);
        film::TestFilm film;
        film.quarter_turns = turns;
        const auto request = request_for(film);
        redact_file(request);
        const auto shown = decoded(request.path).pictures.at(0);
        EXPECT_EQ(shown.width, turns == 2 ? 192U : 128U);
        expect_painted(request);
    }
}

TEST_F(RedactFilm, paints_what_is_shown_there_where_pixels_are_not_square) {
    film::TestFilm film;
    film.aspect = {4, 3};
    const auto request = request_for(film);
    redact_file(request);
    EXPECT_EQ(decoded(request.output).pictures.at(0).width, 256U);
    expect_painted(request);
}

TEST_F(RedactFilm, leaves_the_means_of_coarse_cells_where_that_was_asked) {
    film::TestFilm film;
    film.draw = [](int plane, int x, int y, std::size_t) {
        return static_cast<std::uint8_t>(plane != 0 ? 128 : (x + y) % 2 == 0 ? 40 : 200);
    };
    for (const auto style : {Style::block, Style::blur}) {
        auto request = request_for(film);
        request.regions[0].style = style;
        redact_file(request);
        const auto picture = decoded(request.output).pictures.at(kFirst);
        for (std::uint64_t y = 26; y < 66; ++y) {
            for (std::uint64_t x = 46; x < 106; ++x) ASSERT_NEAR(picture.pixel(x, y)[1], 121, 12);
        }
    }
}

TEST_F(RedactFilm, writes_nothing_that_identifies_nor_who_wrote_it) {
    film::TestFilm film;
    film.title = kTitle;
    const auto request = request_for(film);
    redact_file(request);
    const MappedFile file{request.output};
    for (const auto text : {kTitle, std::string_view{"Lavf"}, std::string_view{"x264"}}) {
        EXPECT_EQ(text_of(file.bytes()).find(text), std::string_view::npos) << text;
    }
    for (const auto& patch : scrub_mp4(file.bytes())) {
        const auto there = text_of(file.bytes().subspan(patch.offset, patch.size));
        EXPECT_EQ(there, patch.replacement) << patch.offset << " " << patch.size << there;
    }
}

TEST_F(RedactFilm, is_the_same_bytes_when_it_is_done_again) {
    auto request = request_for({});
    redact_file(request);
    const MappedFile first{request.output};
    request.output = (folder_ / "again").string();
    redact_file(request);
    EXPECT_TRUE(std::ranges::equal(first.bytes(), MappedFile{request.output}.bytes()));
}

/// Samples of each plane of each picture, as they are decoded, and in which form.
struct Planes {
    std::string codec;
    AVPixelFormat pixels = AV_PIX_FMT_NONE;
    int width = 0;
    int height = 0;
    /// By picture and plane, all with a sample for each pixel.
    std::vector<std::array<std::vector<std::uint16_t>, 3>> pictures;
};

Planes planes_of(const fs::path& path) {
    const MappedFile file{path};
    film::Reader reader{file.bytes()};
    Planes film;
    film.codec = avcodec_get_name(reader.stream()->codecpar->codec_id);
    while (reader.next()) {
        const auto& frame = *reader.frame();
        film.pixels = static_cast<AVPixelFormat>(frame.format);
        film.width = frame.width;
        film.height = frame.height;
        const auto* form = av_pix_fmt_desc_get(film.pixels);
        auto& planes = film.pictures.emplace_back();
        for (int plane = 0; plane < av_pix_fmt_count_planes(film.pixels); ++plane) {
            const int across = plane == 0 ? 0 : form->log2_chroma_w,
                      down = plane == 0 ? 0 : form->log2_chroma_h;
            for (int y = 0; y < frame.height; ++y) {
                const auto* row = frame.data[plane] + (y >> down) * frame.linesize[plane];
                for (int x = 0; x < frame.width; ++x) {
                    const bool is_deep = form->comp[0].depth > 8;
                    const auto value =
                        is_deep ? reinterpret_cast<const std::uint16_t*>(row)[x >> across] : row[x >> across];
                    planes[static_cast<std::size_t>(plane)].push_back(static_cast<std::uint16_t>(value));
                }
            }
        }
    }
    return film;
}

/// In every plane: dark or without colour inside, and within `most` of what was there outside, on the mean.
void expect_planes(const Planes& before, const Planes& after, const Region& region, unsigned bits,
                   double most) {
    const auto* form = av_pix_fmt_desc_get(before.pixels);
    const bool is_rgb = (form->flags & AV_PIX_FMT_FLAG_RGB) != 0;
    ASSERT_EQ(after.pictures.size(), before.pictures.size());
    ASSERT_EQ(after.width, before.width);
    ASSERT_EQ(after.height, before.height);
    const double scale = 1U << (bits - 8);
    for (std::size_t plane = 0; plane < form->nb_components; ++plane) {
        const auto& was = before.pictures[kFirst][plane];
        const auto& is = after.pictures[kFirst][plane];
        double apart = 0, count = 0;
        for (std::size_t i = 0; i < was.size(); ++i) {
            const auto x = i % static_cast<std::size_t>(before.width),
                       y = i / static_cast<std::size_t>(before.width);
            const bool is_in = x >= region.x + 4 && x + 4 < region.x + region.width && y >= region.y + 4 &&
                               y + 4 < region.y + region.height;
            const bool is_out = x + 8 < region.x || x > region.x + region.width + 8 || y + 8 < region.y ||
                                y > region.y + region.height + 8;
            if (is_in) {
                ASSERT_NEAR(is[i], plane == 0 || is_rgb ? 0 : 128 * scale, 6 * scale);
            }
            if (!is_out) continue;
            apart += std::abs(is[i] - was[i]);
            ++count;
        }
        EXPECT_LT(apart / count, most * scale) << plane;
    }
}

TEST_F(RedactFilm, keeps_ten_and_twelve_bits_a_sample) {
    struct Case {
        AVPixelFormat pixels;
        unsigned bits;
        std::string codec;
    };
    for (const auto& [pixels, bits, codec] :
         {Case{AV_PIX_FMT_YUV420P10, 10, "libx265"}, Case{AV_PIX_FMT_YUV422P10, 10, "libx264"},
          Case{AV_PIX_FMT_YUV420P10, 10, "libvpx-vp9"}, Case{AV_PIX_FMT_YUV444P12, 12, "libx265"}}) {
        SCOPED_TRACE(av_get_pix_fmt_name(pixels));
        film::TestFilm film;
        film.pixels = pixels;
        film.codec = codec;
        if (codec == "libvpx-vp9") film.format = "matroska";
        const auto request = request_for(film);
        EXPECT_EQ(redact_file(request).frames_changed, kLast - kFirst + 1);
        const auto before = planes_of(request.path), after = planes_of(request.output);
        EXPECT_EQ(after.codec, "hevc");
        EXPECT_EQ(after.pixels, pixels);
        expect_planes(before, after, request.regions[0], bits, 1.5);
        EXPECT_EQ(decoded(request.output).times_ms, decoded(request.path).times_ms);
        const MappedFile file{request.output};
        for (const auto* text : {"Lavf", "x265", "x264"}) {
            EXPECT_EQ(text_of(file.bytes()).find(text), std::string_view::npos) << text;
        }
        EXPECT_NE(text_of(file.bytes()).find("hvc1"), std::string_view::npos);
    }
}

TEST_F(RedactFilm, keeps_odd_sides_and_every_colour) {
    struct Case {
        int width, height;
        AVPixelFormat pixels, expected;
    };
    for (const auto& [width, height, pixels, expected] :
         {Case{191, 128, AV_PIX_FMT_YUV420P, AV_PIX_FMT_YUV444P},
          Case{192, 127, AV_PIX_FMT_YUV420P, AV_PIX_FMT_YUV444P},
          Case{191, 127, AV_PIX_FMT_YUV420P10, AV_PIX_FMT_YUV444P10}}) {
        SCOPED_TRACE(width * 1000 + height);
        film::TestFilm film;
        film.codec = "libvpx-vp9";
        film.format = "matroska";
        film.width = width;
        film.height = height;
        film.pixels = pixels;
        const auto request = request_for(film);
        redact_file(request);
        const auto before = planes_of(request.path), after = planes_of(request.output);
        EXPECT_EQ(after.pixels, expected);
        expect_planes(before, after, request.regions[0], expected == AV_PIX_FMT_YUV444P10 ? 10 : 8, 1.5);
        EXPECT_EQ(decoded(request.output).times_ms, decoded(request.path).times_ms);
    }
}

TEST_F(RedactFilm, of_ten_bits_is_the_same_bytes_when_it_is_done_again) {
    film::TestFilm film;
    film.codec = "libx265";
    film.pixels = AV_PIX_FMT_YUV420P10;
    auto request = request_for(film);
    redact_file(request);
    const MappedFile first{request.output};
    request.output = (folder_ / "again").string();
    redact_file(request);
    EXPECT_TRUE(std::ranges::equal(first.bytes(), MappedFile{request.output}.bytes()));
}

TEST_F(RedactFilm, keeps_red_green_and_blue_and_grey_alone) {
    struct Case {
        AVPixelFormat pixels, expected;
        const char* codec;
        const char* format;
        unsigned bits;
    };
    for (const auto& [pixels, expected, codec, format, bits] :
         {Case{AV_PIX_FMT_GBRP, AV_PIX_FMT_GBRP, "libvpx-vp9", "matroska", 8},
          Case{AV_PIX_FMT_GBRP10, AV_PIX_FMT_GBRP10, "libx265", "mp4", 10},
          Case{AV_PIX_FMT_GRAY8, AV_PIX_FMT_YUV420P, "libx265", "mp4", 8},
          Case{AV_PIX_FMT_GRAY10, AV_PIX_FMT_YUV420P10, "libx265", "mp4", 10}}) {
        SCOPED_TRACE(av_get_pix_fmt_name(pixels));
        film::TestFilm film;
        film.codec = codec;
        film.format = format;
        film.pixels = pixels;
        const auto request = request_for(film);
        EXPECT_EQ(redact_file(request).frames_changed, kLast - kFirst + 1);
        const auto before = planes_of(request.path), after = planes_of(request.output);
        ASSERT_EQ(before.pixels, pixels);
        EXPECT_EQ(after.pixels, expected);
        expect_planes(before, after, request.regions[0], bits, 2.5);
        EXPECT_EQ(decoded(request.output).times_ms, decoded(request.path).times_ms);
    }
}

TEST_F(RedactFilm, refuses_a_film_of_which_a_picture_is_lost) {
    film::TestFilm film;
    film.codec = "mpeg4";
    auto request = request_for(film);
    {
        const MappedFile file{request.path};
        film::Reader reader{file.bytes()};
        ASSERT_TRUE(reader.next());
        const auto at = static_cast<std::streamoff>(avformat_index_get_entry(reader.stream(), 5)->pos);
        std::fstream damaged{request.path, std::ios::binary | std::ios::in | std::ios::out};
        damaged.seekp(at);
        damaged << std::string(400, '\xEE');
    }
    EXPECT_THROW(redact_file(request), base::Error);
    EXPECT_FALSE(fs::exists(request.output));
}

}  // namespace
}  // namespace medal::imaging::redact
