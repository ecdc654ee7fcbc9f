#include "imaging/nal_scrub.h"

#include "imaging/film/stills.h"
#include "imaging/mapped_file.h"
#include "imaging/matroska_scrub.h"
#include "imaging/mp4_scrub.h"
#include "imaging/testing_data.h"

#include <string>

#include <gtest/gtest.h>

namespace medal::imaging {
namespace {

using std::string_literals::operator""s;

constexpr const char* kSecret = "Mueller^Anna 1956";

Bytes bytes_of(const std::string& text) {
    return {reinterpret_cast<const std::byte*>(text.data()), text.size()};
}

std::string big(std::size_t value, int bytes) {
    std::string text;
    for (int i = bytes; i-- > 0;) text.push_back(static_cast<char>(value >> (8 * i)));
    return text;
}

std::string message(char type, const std::string& payload) {
    std::string size;
    auto left = payload.size();
    for (; left >= 255; left -= 255) size += '\xff';
    return std::string(1, type) + size + static_cast<char>(left) + payload;
}

const std::string kUuid = "0123456789abcdef";
const std::string kTiming = message(1, "\x12\x34\x01"s);
const std::string kText = message(5, kUuid + kSecret);
const std::string kSlice = "\x65\x88\x80picture"s;

std::string sei(const std::string& messages) {
    return "\x06" + messages + "\x80";
}

std::string with_lengths(const std::vector<std::string>& units) {
    std::string stream;
    for (const auto& unit : units) stream += big(unit.size(), 4) + unit;
    return stream;
}

std::string patched(std::string text, const std::vector<Patch>& patches) {
    for (const auto& patch : patches) {
        auto replacement = patch.replacement;
        replacement.resize(patch.size, '\0');
        text.replace(patch.offset, patch.size, replacement);
    }
    return text;
}

std::string scrubbed(const std::string& stream, NalFormat format = {NalCodec::avc, 4}) {
    std::vector<Patch> patches;
    scrub_nal_units(bytes_of(stream), {0, stream.size()}, format, patches);
    return patched(stream, patches);
}

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

TEST(NalScrub, drops_text_of_a_stream_and_touches_no_slice) {
    const auto stream = with_lengths({"\x67parameters", sei(kText), kSlice});
    const auto clean = scrubbed(stream);
    EXPECT_FALSE(has(clean, "Mueller"));
    EXPECT_FALSE(has(clean, kUuid));
    ASSERT_EQ(clean.size(), stream.size());
    EXPECT_EQ(clean.find(kSlice), stream.find(kSlice));
    EXPECT_TRUE(has(clean, "\x67parameters"));
}

TEST(NalScrub, keeps_messages_of_numbers_that_stand_beside_the_text) {
    const auto clean = scrubbed(with_lengths({sei(kTiming + kText + kTiming), kSlice}));
    EXPECT_FALSE(has(clean, "Mueller"));
    EXPECT_TRUE(has(clean, kTiming + kTiming + "\x80"));
    EXPECT_EQ(scrubbed(with_lengths({sei(kTiming), kSlice})), with_lengths({sei(kTiming), kSlice}));
}

TEST(NalScrub, fills_every_length_with_whole_filler_messages) {
    for (std::size_t size = 0; size < 1200; ++size) {
        const auto stream = with_lengths({sei(message(5, std::string(size, 'A'))), kSlice});
        const auto clean = scrubbed(stream);
        ASSERT_EQ(clean.size(), stream.size()) << size;
        EXPECT_FALSE(has(clean, "AAA")) << size;
        // What was filled has nothing more to drop, so it is read as filler and nothing else.
        EXPECT_EQ(scrubbed(clean), clean) << size;
        EXPECT_TRUE(clean.ends_with(kSlice)) << size;
    }
}

TEST(NalScrub, sees_text_behind_escaped_zeros) {
    const auto escaped = "\x06\x05\x08"s + "\0\0\3\1Anna1"s + "\x80";
    EXPECT_FALSE(has(scrubbed(with_lengths({escaped, kSlice})), "Anna"));
    const auto kept = "\x06"s + message(1, "\0\0"s) + message(5, kUuid + kSecret) + "\x80";
    EXPECT_FALSE(has(scrubbed(with_lengths({kept, kSlice})), "Mueller"));
}

TEST(NalScrub, drops_units_that_no_decoder_needs) {
    const auto clean = scrubbed(with_lengths({"\x1f"s + kSecret, "\x0c"s + kSecret, kSlice}));
    EXPECT_FALSE(has(clean, "Mueller"));
    EXPECT_TRUE(has(clean, kSlice));
}

TEST(NalScrub, knows_the_units_of_h_265) {
    const auto prefix = "\x4e\x01"s + kText + "\x80";
    const auto suffix = "\x50\x01"s + kText + "\x80";
    const auto unknown = "\x7c\x01"s + kSecret;
    const auto slice = "\x26\x01\xafpicture"s;
    const auto clean = scrubbed(with_lengths({prefix, slice, suffix, unknown}), {NalCodec::hevc, 4});
    EXPECT_FALSE(has(clean, "Mueller"));
    EXPECT_TRUE(has(clean, slice));
}

TEST(NalScrub, finds_text_in_the_configuration_of_h_265) {
    const auto unit = "\x4e\x01"s + kText + "\x80";
    const auto configuration =
        std::string(22, '\x01') + "\x01"s + "\x27"s + big(1, 2) + big(unit.size(), 2) + unit;
    std::vector<Patch> patches;
    scrub_nal_configuration(bytes_of(configuration), {0, configuration.size()}, NalCodec::hevc, patches);
    EXPECT_FALSE(has(patched(configuration, patches), "Mueller"));
}

TEST(NalScrub, ends_where_lengths_do_not_fit) {
    const auto stream = with_lengths({sei(kText)}) + big(0xffffff, 4) + "rest";
    EXPECT_FALSE(has(scrubbed(stream), "Mueller"));
    EXPECT_TRUE(has(scrubbed(stream), "rest"));
}

TEST(NalScrub, finds_text_between_start_codes) {
    const auto start = "\0\0\0\1"s;
    const auto stream = start + "\x67parameters" + start + sei(kText) + start + kSlice;
    const auto clean = patched(stream, scrub_nal_stream(bytes_of(stream)));
    EXPECT_FALSE(has(clean, "Mueller"));
    EXPECT_TRUE(has(clean, kSlice));
    EXPECT_TRUE(scrub_nal_stream(bytes_of("no stream")).empty());
}

std::string box(const std::string& type, const std::string& payload) {
    return big(payload.size() + 8, 4) + type + payload;
}

TEST(NalScrub, is_what_happens_to_the_samples_of_an_mp4_file) {
    const auto samples = with_lengths({sei(kText), kSlice});
    const auto avcc = box("avcC", "\x01\x64\x00\x1f\xff\xe0\x00"s);
    const auto entry = box("avc1", std::string(78, '\0') + avcc + box("uuid", kSecret));
    const auto film = [&](std::size_t at) {
        const auto table =
            box("stbl", box("stsd", big(0, 4) + big(1, 4) + entry) +
                            box("stsz", big(0, 4) + big(0, 4) + big(1, 4) + big(samples.size(), 4)) +
                            box("stsc", big(0, 4) + big(1, 4) + big(1, 4) + big(1, 4) + big(1, 4)) +
                            box("stco", big(0, 4) + big(1, 4) + big(at, 4)));
        const auto handler = box("hdlr", std::string(8, '\0') + "vide" + std::string(12, '\0'));
        return box("ftyp", "isom") + box("moov", box("trak", box("mdia", handler + box("minf", table)))) +
               box("mdat", samples);
    };
    const auto text = film(film(0).size() - samples.size());
    const auto clean = patched(text, scrub_mp4(bytes_of(text)));
    EXPECT_FALSE(has(clean, "Mueller"));
    EXPECT_TRUE(has(clean, kSlice));
    EXPECT_TRUE(has(clean, "avcC"));
}

TEST(NalScrub, is_what_happens_to_the_blocks_of_a_matroska_file) {
    const auto element = [](const std::string& id, const std::string& payload) {
        return id + "\x01" + big(payload.size(), 7) + payload;
    };
    const auto film = [&](const std::string& encodings, const std::string& flags) {
        const auto track = element(
            "\xae", element("\xd7", "\x01") + element("\x83", "\x01") + element("\x86", "V_MPEG4/ISO/AVC") +
                        element("\x63\xa2", "\x01\x64\x00\x1f\xff\xe0\x00"s) + encodings);
        const auto cluster = element("\xe7", "\x00"s) +
                             element("\xa3", "\x81\x00\x00"s + flags + with_lengths({sei(kText), kSlice}));
        return element("\x1a\x45\xdf\xa3", element("\x42\x82", "matroska")) +
               element("\x18\x53\x80\x67",
                       element("\x16\x54\xae\x6b", track) + element("\x1f\x43\xb6\x75", cluster));
    };
    const auto text = film("", "\x80");
    const auto patches = scrub_matroska(bytes_of(text));
    ASSERT_TRUE(patches);
    EXPECT_FALSE(has(patched(text, *patches), "Mueller"));
    EXPECT_TRUE(has(patched(text, *patches), kSlice));
    // Packed or laced streams cannot be searched, so they are refused.
    EXPECT_FALSE(scrub_matroska(bytes_of(film(element("\x6d\x80", element("\x62\x40", "")), "\x80"))));
    EXPECT_FALSE(scrub_matroska(bytes_of(film("", "\x82"))));
}

TEST(NalScrub, leaves_every_picture_of_a_real_film_as_it_was) {
    MEDAL_NEEDS_SAMPLES();
    const MappedFile file{sample_folder() / "video/angio_burned_meta.mp4"};
    const auto original = std::string{text_of(file.bytes())};
    ASSERT_TRUE(has(original, "x264"));
    const auto clean = patched(original, scrub_mp4(file.bytes()));
    EXPECT_FALSE(has(clean, "x264"));
    const auto frames = film::shape_of(file.bytes()).pictures;
    ASSERT_GT(frames, 10U);
    for (std::uint64_t i = 0; i < frames; i += 7) {
        EXPECT_TRUE(film::still_of(bytes_of(clean), i).samples == film::still_of(file.bytes(), i).samples)
            << i;
    }
}

}  // namespace
}  // namespace medal::imaging
