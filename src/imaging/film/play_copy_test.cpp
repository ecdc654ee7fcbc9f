#include "imaging/film/play_copy.h"

#include "imaging/film/index.h"
#include "imaging/film/testing_film.h"
#include "imaging/mapped_file.h"
#include "support/temporary_folder.h"

#include <gtest/gtest.h>

namespace medal::imaging::film {
namespace {

namespace fs = std::filesystem;

class PlayCopy : public ::testing::Test {
  protected:
    testing::TemporaryFolder folder_;
};

std::vector<std::int64_t> begins_ms(const fs::path& path) {
    const MappedFile file{path};
    std::vector<std::int64_t> begins;
    for (const auto time_us : index_of(file.bytes()).times_us()) begins.push_back(time_us / 1000);
    return begins;
}

/// Of the film's own file: readers guess. In a fragment's last box of samples each has its duration and its
/// size (ISO 14496-12, 8.8.8).
std::uint64_t length_of_last_ms(const fs::path& path) {
    constexpr std::uint64_t kClock_per_ms = 90, kSample_bytes = 8;
    const MappedFile file{path};
    const auto text = text_of(file.bytes());
    const auto name = text.rfind("trun");
    const auto box = name - 4;
    const auto end = box + u32(file.bytes(), box, Endian::big);
    return u32(file.bytes(), end - kSample_bytes, Endian::big) / kClock_per_ms;
}

TEST_F(PlayCopy, keeps_the_time_of_each_picture_and_shows_the_last_one_as_long_as_the_one_before) {
    TestFilm slow;
    for (auto& time_ms : slow.times_ms) time_ms *= 3;
    const MappedFile film{make_film(slow, folder_ / "film.mp4")};
    const auto times_us = encode_film({film.bytes()}, folder_ / "copy.mp4", std::nullopt);
    const auto& wanted_ms = slow.times_ms;
    ASSERT_EQ(times_us.size(), wanted_ms.size());
    EXPECT_EQ(begins_ms(folder_ / "copy.mp4"), wanted_ms);
    EXPECT_EQ(length_of_last_ms(folder_ / "copy.mp4"), 120U);
}

}  // namespace
}  // namespace medal::imaging::film
