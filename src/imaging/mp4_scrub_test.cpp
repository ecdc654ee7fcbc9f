#include "imaging/mp4_scrub.h"

#include <string>

#include <gtest/gtest.h>

namespace medal::imaging {
namespace {

using std::string_literals::operator""s;

std::string number(std::uint64_t value, int bytes = 4) {
    std::string text;
    for (int i = bytes; i-- > 0;) text.push_back(static_cast<char>(value >> (8 * i)));
    return text;
}
std::string box(const std::string& type, const std::string& payload) {
    return number(payload.size() + 8) + type + payload;
}

/// A track without samples of its own: they come in fragments.
std::string track(std::uint64_t id, const std::string& handler) {
    return box("trak", box("tkhd", number(0) + number(1) + number(2) + number(id)) +
                           box("mdia", box("hdlr", number(0) + number(0) + handler + std::string(12, '\0') +
                                                       "camera of Anna\0"s)));
}
std::string movie(std::uint64_t default_bytes = 0) {
    const auto defaults = [&](std::uint64_t id) {
        return box("trex",
                   number(0) + number(id) + number(1) + number(0) + number(default_bytes) + number(0));
    };
    return box("ftyp", "iso5") +
           box("moov", track(1, "vide") + track(2, "soun") + box("mvex", defaults(1) + defaults(2)));
}

constexpr std::uint64_t kBaseIsFragment = 0x20000, kOffsetAndSize = 0x201, kOffset = 0x1, kSize = 0x200;

std::string fragment(std::uint64_t track, std::uint64_t flags, const std::string& run) {
    return box("traf", box("tfhd", number(flags) + number(track)) + box("trun", run));
}

std::string scrubbed(std::string text) {
    const auto patches = scrub_mp4({reinterpret_cast<const std::byte*>(text.data()), text.size()});
    for (const auto& patch : patches) {
        auto replacement = patch.replacement;
        replacement.resize(patch.size, '\0');
        text.replace(patch.offset, patch.size, replacement);
    }
    return text;
}
bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

// Sizes of every box are fixed, so that the offsets of the runs can be told before they are written.
std::string film_in_fragments() {
    const auto moof = [](std::uint64_t picture_at, std::uint64_t voice_at) {
        return box("moof", box("mfhd", number(0) + number(1)) +
                               fragment(1, kBaseIsFragment,
                                        number(kOffsetAndSize) + number(2) + number(picture_at) + number(4) +
                                            number(6)) +
                               fragment(2, kBaseIsFragment,
                                        number(kOffsetAndSize) + number(1) + number(voice_at) + number(13)));
    };
    const auto data = moof(0, 0).size() + 8;
    return movie() + moof(data, data + 10) + box("mdat", "PIC1PICT-2VOICE OF ANNAletter");
}

TEST(Mp4Scrub, keeps_the_pictures_of_fragments_and_drops_sound_and_what_lies_between) {
    const auto clean = scrubbed(film_in_fragments());
    EXPECT_TRUE(has(clean, "PIC1PICT-2"));
    for (const auto* gone : {"VOICE", "ANNA", "letter", "Anna", "soun"})
        EXPECT_FALSE(has(clean, gone)) << gone;
    EXPECT_EQ(clean.size(), film_in_fragments().size());
}

TEST(Mp4Scrub, takes_sizes_from_the_defaults_and_places_from_what_came_before) {
    // No offset: the run begins where the data before it end, first at the fragment itself.
    const auto head = box("mfhd", number(0) + number(1));
    const auto moof = [&](std::uint64_t picture_at) {
        return box("moof",
                   head + fragment(1, kBaseIsFragment, number(kOffset) + number(2) + number(picture_at)) +
                       fragment(2, 0, number(kSize) + number(1) + number(5)));
    };
    const auto clean = scrubbed(movie(3) + moof(moof(0).size() + 8) + box("mdat", "ONETWOVOICE"));
    EXPECT_TRUE(has(clean, "ONETWO"));
    EXPECT_FALSE(has(clean, "VOICE"));
}

TEST(Mp4Scrub, drops_the_data_of_runs_that_point_outside_of_the_file) {
    const auto moof = box(
        "moof",
        fragment(1, kBaseIsFragment, number(kOffsetAndSize) + number(1) + number(0x7fffffff) + number(4)));
    EXPECT_FALSE(has(scrubbed(movie() + moof + box("mdat", "SECRET")), "SECRET"));
    const auto huge =
        box("moof", fragment(1, kBaseIsFragment, number(kOffset) + number(0xffffffff) + number(0)));
    EXPECT_FALSE(has(scrubbed(movie(0xffffffff) + huge + box("mdat", "SECRET")), "SECRET"));
}

TEST(Mp4Scrub, has_nothing_more_to_drop_the_second_time) {
    const auto once = scrubbed(film_in_fragments());
    EXPECT_EQ(scrubbed(once), once);
}

}  // namespace
}  // namespace medal::imaging
