#include "imaging/matroska_scrub.h"

#include "base/random.h"
#include "imaging/deid/batch.h"
#include "imaging/mapped_file.h"
#include "imaging/prescan.h"
#include "support/temporary_folder.h"

#include <algorithm>
#include <fstream>
#include <string>
#include <unistd.h>

#include <gtest/gtest.h>

namespace medal::imaging {
namespace {

using std::string_literals::operator""s;

/// An element of EBML; `id` with its marker, the size in eight bytes.
std::string element(const std::string& id, const std::string& payload) {
    std::string size{'\x01'};
    for (int i = 6; i >= 0; --i) size.push_back(static_cast<char>(payload.size() >> (8 * i)));
    return id + size + payload;
}

/// A stream says "unknown" where it does not know its size yet.
std::string endless(const std::string& id, const std::string& payload) {
    return id + "\xff" + payload;
}

const std::string kHead = element("\x1a\x45\xdf\xa3", element("\x42\x82", "webm"));
const std::string kInfo =
    element("\x15\x49\xa9\x66",
            element("\x2a\xd7\xb1", "\x0f\x42\x40") + element("\x7b\xa9", "Film of Mueller^Anna") +
                element("\x44\x61", "DATEDATE") + element("\x57\x41", "Recorder of Dr. Weber"));
const std::string kVideoTrack =
    element("\xae", element("\xd7", "\x01") + element("\x73\xc5", "SERIALNR") + element("\x83", "\x01") +
                        element("\x53\x6e", "OR 5, Weber") + element("\x86", "V_VP9") +
                        element("\xe0", element("\xb0", "\x40") + element("\xba", "\x40")));
const std::string kSoundTrack =
    element("\xae", element("\xd7", "\x02") + element("\x83", "\x02") + element("\x86", "A_OPUS"));
const std::string kTracks = element("\x16\x54\xae\x6b", kVideoTrack + kSoundTrack);
const std::string kPictures = element("\xe7", "\x00"s) + element("\xa3", "\x81\x00\x00\x80PICTURE ONE"s) +
                              element("\xa3", "\x82\x00\x00\x80VOICE OF ANNA"s) +
                              element("\xa0", element("\xa1", "\x81\x00\x01\x00PICTURE TWO"s)) +
                              element("\xa0", element("\xa1", "\x82\x00\x01\x00VOICE AGAIN"s));
const std::string kTags = element("\x12\x54\xc3\x67", element("\x73\x73", "PATIENT=Mueller"));
const std::string kFiles = element("\x19\x41\xa4\x69", element("\x61\xa7", "letter.pdf"));
const std::string kUnknown = element("\xbb\xbb"s.substr(0, 1), "") + element("\x42\xff", "whatever Anna");

std::string segment_of(const std::string& parts) {
    return element("\x18\x53\x80\x67", parts);
}
std::string film() {
    return kHead +
           segment_of(kInfo + kTracks + kTags + kUnknown + element("\x1f\x43\xb6\x75", kPictures) + kFiles);
}

Bytes bytes_of(const std::string& text) {
    return {reinterpret_cast<const std::byte*>(text.data()), text.size()};
}

std::string scrubbed(std::string text) {
    const auto patches = scrub_matroska(bytes_of(text));
    if (!patches) return "refused";
    for (const auto& patch : *patches) {
        auto replacement = patch.replacement;
        replacement.resize(patch.size, '\0');
        text.replace(patch.offset, patch.size, replacement);
    }
    return text;
}

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

TEST(MatroskaScrub, keeps_the_picture_and_drops_every_other_word) {
    const auto clean = scrubbed(film());
    for (const auto* kept : {"webm", "V_VP9", "PICTURE ONE", "PICTURE TWO"})
        EXPECT_TRUE(has(clean, kept)) << kept;
    for (const auto* gone : {"Anna", "ANNA", "Mueller", "DATEDATE", "Weber", "SERIALNR", "A_OPUS", "VOICE",
                             "letter", "whatever"}) {
        EXPECT_FALSE(has(clean, gone)) << gone;
    }
}

TEST(MatroskaScrub, moves_no_byte_of_the_picture) {
    const auto before = film();
    const auto clean = scrubbed(before);
    ASSERT_EQ(clean.size(), before.size());
    for (const auto* picture : {"PICTURE ONE", "PICTURE TWO"})
        EXPECT_EQ(clean.find(picture), before.find(picture));
}

TEST(MatroskaScrub, has_nothing_more_to_drop_the_second_time) {
    const auto once = scrubbed(film());
    EXPECT_EQ(scrubbed(once), once);
}

TEST(MatroskaScrub, reads_a_stream_whose_parts_do_not_say_how_long_they_are) {
    const auto live =
        kHead + endless("\x18\x53\x80\x67", kInfo + kTracks + endless("\x1f\x43\xb6\x75", kPictures) +
                                                endless("\x1f\x43\xb6\x75", kPictures) + kTags);
    const auto clean = scrubbed(live);
    EXPECT_TRUE(has(clean, "PICTURE TWO"));
    EXPECT_FALSE(has(clean, "VOICE"));
    EXPECT_FALSE(has(clean, "Mueller"));
}

TEST(MatroskaScrub, drops_what_stands_behind_the_film) {
    EXPECT_FALSE(has(scrubbed(film() + element("\xec", "Mueller")), "Mueller"));
}

TEST(MatroskaScrub, refuses_a_film_that_is_cut_off_anywhere) {
    const auto whole = film();
    for (std::size_t size = 0; size < whole.size(); ++size) {
        EXPECT_EQ(scrubbed(whole.substr(0, size)), "refused") << size;
    }
}

TEST(MatroskaScrub, refuses_sound_alone_and_encrypted_pictures) {
    EXPECT_EQ(scrubbed(kHead + segment_of(element("\x16\x54\xae\x6b", kSoundTrack) +
                                          element("\x1f\x43\xb6\x75", kPictures))),
              "refused");
    const auto encrypted =
        element("\xae", element("\xd7", "\x01") + element("\x83", "\x01") +
                            element("\x6d\x80", element("\x62\x40", element("\x50\x35", "\x05"))));
    EXPECT_EQ(scrubbed(kHead + segment_of(element("\x16\x54\xae\x6b", encrypted) +
                                          element("\x1f\x43\xb6\x75", kPictures))),
              "refused");
}

TEST(MatroskaScrub, refuses_parts_inside_of_themselves_without_end) {
    std::string deep = kPictures;
    for (int i = 0; i < 20'000; ++i) deep = endless("\x1f\x43\xb6\x75", deep);
    EXPECT_NE(scrubbed(kHead + segment_of(kTracks + deep)), "");  // flat: each ends where the next begins
    deep = kPictures;
    for (int i = 0; i < 2'000; ++i) deep = element("\x1f\x43\xb6\x75", deep);
    EXPECT_EQ(scrubbed(kHead + segment_of(kTracks + deep)), "refused");
}

TEST(MatroskaScrub, is_what_the_de_identifier_does_to_a_film) {
    const testing::TemporaryFolder folder;
    folder.write("in.mkv", film());
    base::SeededRandom random{7};
    const auto report = deid::deidentify_batch({folder / "in.mkv"}, folder / "out",
                                               {deid::Profile{}, 1, false, folder / "quarantine"},
                                               deid::StudySecrets::random(random), {});
    ASSERT_EQ(report.files.size(), 1U);
    ASSERT_EQ(report.files[0].status, deid::FileStatus::written) << report.files[0].reason;
    const MappedFile written{folder / "out" / *report.files[0].output_name};
    EXPECT_EQ(text_of(written.bytes()), scrubbed(film()));
    EXPECT_FALSE(refuses(prescan(written.bytes()).findings));
}

}  // namespace
}  // namespace medal::imaging
