#include "imaging/film/reader.h"

#include "base/error.h"
#include "imaging/film/index.h"
#include "imaging/film/stills.h"
#include "imaging/film/testing_film.h"
#include "imaging/mapped_file.h"
#include "support/temporary_folder.h"

#include <gtest/gtest.h>

namespace medal::imaging::film {
namespace {

namespace fs = std::filesystem;

class FilmReader : public ::testing::Test {
  protected:
    fs::path made(const TestFilm& film) const { return make_film(film, folder_ / "film"); }

  private:
    testing::TemporaryFolder folder_;
};

std::uint64_t count(Reader& reader) {
    std::uint64_t pictures = 0;
    while (reader.next()) ++pictures;
    return pictures;
}

std::vector<TestFilm> containers_and_streams() {
    std::vector<TestFilm> films;
    const std::vector<std::pair<const char*, const char*>> kinds{
        {"libx264", "mp4"},    {"libx264", "mov"},  {"libx264", "matroska"}, {"libvpx-vp9", "webm"},
        {"libx264", "mpegts"}, {"libx264", "h264"}, {"libx265", "hevc"},     {"mpeg4", "m4v"}};
    for (const auto& [codec, format] : kinds) {
        auto& film = films.emplace_back();
        film.codec = codec;
        film.format = format;
    }
    return films;
}

TEST_F(FilmReader, tells_containers_and_bare_streams_by_their_first_bytes) {
    for (const auto& film : containers_and_streams()) {
        SCOPED_TRACE(film.format);
        const MappedFile file{made(film)};
        Reader reader{file.bytes()};
        EXPECT_EQ(reader.width(), 192U);
        EXPECT_EQ(reader.height(), 128U);
        EXPECT_EQ(count(reader), film.times_ms.size());
    }
}

TEST_F(FilmReader, reads_parts_as_one_file_wherever_they_are_cut) {
    const MappedFile file{made({})};
    const auto all = file.bytes();
    for (const std::size_t cut : {std::size_t{1}, std::size_t{7}, all.size() / 2, all.size() - 1}) {
        Reader reader{std::vector{all.first(cut), all.subspan(cut)}};
        EXPECT_EQ(count(reader), TestFilm{}.times_ms.size()) << cut;
        EXPECT_EQ(index_of(std::vector{all.first(cut), all.subspan(cut)}).times_us(),
                  index_of(all).times_us());
    }
}

TEST_F(FilmReader, tells_the_times_of_pictures_in_microseconds) {
    const MappedFile file{made({})};
    std::vector<std::int64_t> wanted_us;
    for (const auto time_ms : TestFilm{}.times_ms) wanted_us.push_back(1000 * time_ms);
    EXPECT_EQ(index_of(file.bytes()).times_us(), wanted_us);
}

TEST_F(FilmReader, shows_stills_turned_as_players_show_them) {
    TestFilm film;
    film.quarter_turns = 1;
    const MappedFile file{made(film)};
    const auto shape = shape_of(file.bytes());
    EXPECT_EQ(shape.columns, 128U);
    EXPECT_EQ(shape.rows, 192U);
    const auto still = still_of(file.bytes(), 0);
    EXPECT_EQ(still.width, 128U);
    EXPECT_EQ(still.height, 192U);
}

TEST_F(FilmReader, refuses_what_is_no_film) {
    const std::vector<std::byte> noise(4096, std::byte{0x55});
    EXPECT_THROW(Reader{Bytes{noise}}, base::Error);
    EXPECT_THROW(index_of(Bytes{}), base::Error);
}

}  // namespace
}  // namespace medal::imaging::film
