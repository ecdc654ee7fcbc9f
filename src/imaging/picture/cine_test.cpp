#include "imaging/picture/cine.h"

#include "base/error.h"
#include "imaging/deid/output_plan.h"
#include "imaging/film/testing_film.h"
#include "imaging/mapped_file.h"
#include "imaging/phantom/phantom.h"
#include "imaging/picture/load.h"
#include "support/temporary_folder.h"

#include <algorithm>
#include <cstring>

#include <gtest/gtest.h>

namespace medal::imaging::picture {
namespace {

namespace fs = std::filesystem;

class Cine : public ::testing::Test {
  protected:
    RenderRequest request_for(std::vector<std::string> paths) const {
        RenderRequest request;
        request.paths = std::move(paths);
        request.output = (folder_ / "out.webp").string();
        request.longest_px = 48;
        request.cine = true;
        return request;
    }

    std::vector<std::string> phantom(phantom::Kind kind, std::size_t slices) const {
        auto files =
            phantom::make_phantom({.kind = kind, .slices = slices, .size = 64}, folder_ / "made").files;
        for (auto& file : files) file = (folder_ / "made" / file).string();
        return files;
    }

    testing::TemporaryFolder folder_;
};

/// How long each frame of an animated WebP file is shown (its container, ANMF chunks).
std::vector<std::uint32_t> durations_ms(const fs::path& path) {
    const MappedFile mapped{path};
    const auto file = mapped.bytes();
    std::vector<std::uint32_t> durations;
    for (std::size_t at = 12; at + 8 <= file.size();) {
        const auto size = u32(file, at + 4);
        if (text_of(file.subspan(at, 4)) == "ANMF") durations.push_back(u32(file, at + 8 + 12) & 0xFFFFFF);
        at += 8 + size + size % 2;
    }
    return durations;
}

/// Four volumes of three slices, each sample another value than that before.
fs::path volume_with_times(const fs::path& path) {
    std::string file(352, '\0');
    const auto put = [&](std::size_t at, std::int16_t value) { std::memcpy(&file[at], &value, 2); };
    file[0] = 0x5C;
    file[1] = 0x01;
    const std::int16_t dims[] = {4, 8, 8, 3, 4, 1, 1, 1};
    for (std::size_t i = 0; i < 8; ++i) put(40 + 2 * i, dims[i]);
    put(70, 2);
    put(72, 8);
    for (std::size_t i = 0; i < 8; ++i) {
        const float one = 1;
        std::memcpy(&file[76 + 4 * i], &one, 4);
    }
    const float offset = 352;
    std::memcpy(&file[108], &offset, 4);
    std::memcpy(&file[344], "n+1", 4);
    for (int i = 0; i < 8 * 8 * 3 * 4; ++i) file.push_back(static_cast<char>((i * i + 7 * i) % 251));
    deid::write_file(path, std::as_bytes(std::span{file}));
    return path;
}

TEST_F(Cine, shows_each_frame_of_a_clip_for_as_long_as_was_asked) {
    auto request = request_for(phantom(phantom::Kind::us, 5));
    request.rate = 5;
    render_file(request);
    EXPECT_EQ(durations_ms(request.output), std::vector<std::uint32_t>(5, 200));
    EXPECT_EQ(load_raster(MappedFile{request.output}.bytes()).width, 48U);
}

TEST_F(Cine, is_the_same_bytes_when_it_is_done_again) {
    auto request = request_for(phantom(phantom::Kind::us, 4));
    render_file(request);
    const MappedFile first{request.output};
    request.output = (folder_ / "again.webp").string();
    render_file(request);
    EXPECT_TRUE(std::ranges::equal(first.bytes(), MappedFile{request.output}.bytes()));
}

TEST_F(Cine, shows_the_slices_of_a_series_and_all_of_a_film_at_its_own_rate) {
    auto request = request_for(phantom(phantom::Kind::ct_abdomen, 6));
    render_file(request);
    EXPECT_EQ(durations_ms(request.output), std::vector<std::uint32_t>(6, 100));
    film::TestFilm film;
    film.times_ms = {0, 50, 100, 150, 200, 250, 300, 350};
    request.paths = {film::make_film(film, folder_ / "film.mkv").string()};
    render_file(request);
    EXPECT_EQ(durations_ms(request.output).size(), 8U);
}

TEST_F(Cine, shows_the_middle_slice_of_a_volume_with_times_over_time) {
    const auto request = request_for({volume_with_times(folder_ / "times.nii").string()});
    render_file(request);
    EXPECT_EQ(durations_ms(request.output).size(), 4U);
}

TEST_F(Cine, thins_out_a_long_film_and_keeps_its_length) {
    film::TestFilm film;
    film.width = film.height = 32;
    film.times_ms.clear();
    for (std::int64_t i = 0; i < 500; ++i) film.times_ms.push_back(40 * i);
    auto request = request_for({film::make_film(film, folder_ / "film.mp4").string()});
    request.rate = 25;
    render_file(request);
    const auto durations = durations_ms(request.output);
    EXPECT_EQ(durations.size(), 167U);
    EXPECT_EQ(durations.front(), 120U);
}

TEST_F(Cine, is_written_as_webp_only) {
    auto request = request_for(phantom(phantom::Kind::us, 2));
    request.output = (folder_ / "out.png").string();
    EXPECT_THROW(render_file(request), base::Error);
}

}  // namespace
}  // namespace medal::imaging::picture
