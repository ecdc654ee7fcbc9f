#include "imaging/film/play_copy.h"

#include "imaging/film/libav.h"
#include "imaging/film/testing_film.h"
#include "imaging/mapped_file.h"

#include <unistd.h>

#include <gtest/gtest.h>

namespace medal::imaging::film {
namespace {

namespace fs = std::filesystem;

class PlayCopy : public testing::Test {
  protected:
    PlayCopy() { fs::create_directories(folder_); }
    ~PlayCopy() override { fs::remove_all(folder_); }

    fs::path folder_ = fs::temp_directory_path() / ("medal-play-copy-" + std::to_string(::getpid()));
};

struct Stay {
    std::int64_t begin_ms = 0;
    std::int64_t length_ms = 0;
};

std::vector<Stay> stays_of(const fs::path& path) {
    const MappedFile file{path};
    const Source source{{file.bytes()}};
    const auto packet = new_packet();
    std::vector<Stay> stays;
    const auto in_ms = [&](std::int64_t time) {
        return av_rescale_q(time, source.video()->time_base, {1, 1000});
    };
    while (source.next(*packet)) stays.push_back({in_ms(packet->pts), in_ms(packet->duration)});
    std::sort(stays.begin(), stays.end(),
              [](const Stay& one, const Stay& other) { return one.begin_ms < other.begin_ms; });
    return stays;
}

TEST_F(PlayCopy, keeps_the_time_of_each_picture_and_shows_the_last_one_as_long_as_the_one_before) {
    const MappedFile film{make_film({}, folder_ / "film.mp4")};
    const auto times_us = encode_film({film.bytes()}, folder_ / "copy.mp4", std::nullopt);
    const auto& wanted_ms = TestFilm{}.times_ms;
    ASSERT_EQ(times_us.size(), wanted_ms.size());
    const auto stays = stays_of(folder_ / "copy.mp4");
    ASSERT_EQ(stays.size(), wanted_ms.size());
    for (std::size_t i = 0; i < stays.size(); ++i) EXPECT_EQ(stays[i].begin_ms, wanted_ms[i]) << i;
    EXPECT_EQ(stays.back().length_ms, 40);
}

}  // namespace
}  // namespace medal::imaging::film
