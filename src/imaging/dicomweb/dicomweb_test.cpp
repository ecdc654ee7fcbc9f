#include "base/error.h"
#include "base/json.h"
#include "base/random.h"
#include "imaging/dicom/transfer_syntax.h"
#include "imaging/dicomweb/accept.h"
#include "imaging/dicomweb/pixels.h"
#include "imaging/dicomweb/query.h"

#include <array>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace medal::imaging::dicomweb {
namespace {

namespace vr = dicom::vr;
using dicom::Element;
using dicom::Tag;

// A data set of one level, made value by value over bytes that it owns.
struct Made {
    std::string bytes;
    dicom::DataSet data;

    void add(std::uint32_t tag, dicom::Vr kind, const std::string& value) {
        Element element{.tag = Tag{tag}, .vr = kind};
        element.value_offset = bytes.size();
        element.length = value.size();
        element.end = static_cast<std::uint32_t>(data.elements.size() + 1);
        bytes += value;
        data.elements.push_back(element);
    }

    const dicom::DataSet& view() {
        data.bytes = std::as_bytes(std::span{bytes.data(), bytes.size()});
        return data;
    }
};

std::string json_of_one(std::uint32_t tag, dicom::Vr kind, const std::string& value) {
    Made made;
    made.add(tag, kind, value);
    return json_of(record_of(made.view(), "/bulk/"));
}

Record record_with(std::uint32_t tag, dicom::Vr kind, const std::string& value) {
    return {{Tag{tag}, text_attribute(kind, {value})}};
}

bool finds(const Record& record, const std::string& key, const std::string& value) {
    return matches(record, parse_query({{key, value}}).filters);
}

TEST(DicomJson, writes_text_numbers_names_and_tags_as_the_standard_does) {
    EXPECT_EQ(json_of_one(0x00080060, vr::CS, "CT"), R"({"00080060":{"vr":"CS","Value":["CT"]}})");
    EXPECT_EQ(json_of_one(0x00100010, vr::PN, "A^B=C^D"),
              R"({"00100010":{"vr":"PN","Value":[{"Alphabetic":"A^B","Ideographic":"C^D"}]}})");
    EXPECT_EQ(json_of_one(0x00280030, vr::DS, "0.5\\+2 "), R"({"00280030":{"vr":"DS","Value":[0.5,2]}})");
    EXPECT_EQ(json_of_one(0x00280010, vr::US, std::string{"\x00\x02", 2}),
              R"({"00280010":{"vr":"US","Value":[512]}})");
    EXPECT_EQ(json_of_one(0x00280009, vr::AT, std::string{"\x18\x00\x63\x10", 4}),
              R"({"00280009":{"vr":"AT","Value":["00181063"]}})");
}

TEST(DicomJson, leaves_value_out_where_there_is_none_and_null_between_values) {
    EXPECT_EQ(json_of_one(0x00100020, vr::LO, ""), R"({"00100020":{"vr":"LO"}})");
    EXPECT_EQ(json_of_one(0x00080008, vr::CS, "A\\\\B"),
              R"({"00080008":{"vr":"CS","Value":["A",null,"B"]}})");
}

TEST(DicomJson, says_utf_8_whatever_the_file_says) {
    Made made;
    made.add(0x00080005, vr::CS, "ISO_IR 100");
    made.add(0x0008103E, vr::LO,
             "Sch\xe4"
             "del");
    EXPECT_EQ(json_of(record_of(made.view(), "/")),
              "{\"00080005\":{\"vr\":\"CS\",\"Value\":[\"ISO_IR 192\"]},"
              "\"0008103E\":{\"vr\":\"LO\",\"Value\":[\"Sch\xc3\xa4"
              "del\"]}}");
}

TEST(DicomJson, gives_long_binaries_and_pixels_an_address_and_short_ones_in_place) {
    EXPECT_EQ(json_of_one(0x7FE00010, vr::OB, "xy"), R"({"7FE00010":{"vr":"OB","BulkDataURI":"/bulk/0"}})");
    EXPECT_EQ(json_of_one(0x00281201, vr::OW, std::string(300, 'x')),
              R"({"00281201":{"vr":"OW","BulkDataURI":"/bulk/0"}})");
    EXPECT_EQ(json_of_one(0x00281201, vr::OW, "abcd"),
              R"({"00281201":{"vr":"OW","InlineBinary":"YWJjZA=="}})");
}

TEST(DicomJson, keeps_the_file_meta_group_and_group_lengths_to_itself) {
    EXPECT_EQ(json_of_one(0x00020010, vr::UI, "1.2"), "{}");
    EXPECT_EQ(json_of_one(0x00080000, vr::UL, std::string{"\4\0\0\0", 4}), "{}");
}

TEST(DicomJson, is_json_for_any_bytes_in_any_value_representation) {
    base::SeededRandom random{20261124};
    const std::array kinds{vr::LO, vr::PN, vr::DS, vr::IS, vr::UT, vr::FD, vr::FL, vr::AT,
                           vr::US, vr::OW, vr::UN, vr::UI, vr::SV, vr::DA, vr::UR};
    for (int turn = 0; turn < 600; ++turn) {
        std::array<std::byte, 48> noise{};
        random.fill(noise);
        const auto length = std::to_integer<std::size_t>(noise[0]) % noise.size();
        const std::string value{reinterpret_cast<const char*>(noise.data()), length};
        const auto json =
            json_of_one(0x00181000, kinds[static_cast<std::size_t>(turn) % kinds.size()], value);
        EXPECT_TRUE(base::is_json(json)) << "turn " << turn << ": " << json;
    }
}

TEST(Qido, matches_single_values_wildcards_and_lists_of_uids) {
    const auto name = record_with(0x00100010, vr::PN, "MEDAL^Phantom");
    EXPECT_TRUE(finds(name, "PatientName", "medal*"));
    EXPECT_TRUE(finds(name, "00100010", "*PHAN?om"));
    EXPECT_FALSE(finds(name, "PatientName", "medal"));
    const auto study = record_with(0x0020000D, vr::UI, "2.25.7");
    EXPECT_TRUE(finds(study, "StudyInstanceUID", "2.25.6,2.25.7"));
    EXPECT_TRUE(finds(study, "StudyInstanceUID", "2.25.6\\2.25.7"));
    EXPECT_FALSE(finds(study, "StudyInstanceUID", "2.25.*"));
}

TEST(Qido, matches_ranges_of_dates_open_at_either_end) {
    const auto record = record_with(0x00080020, vr::DA, "20240215");
    EXPECT_TRUE(finds(record, "StudyDate", "20240101-20240301"));
    EXPECT_TRUE(finds(record, "StudyDate", "20240215-"));
    EXPECT_TRUE(finds(record, "StudyDate", "-20240215"));
    EXPECT_FALSE(finds(record, "StudyDate", "20240216-"));
    EXPECT_FALSE(finds(record, "StudyDate", "20240214"));
}

TEST(Qido, finds_everything_by_an_empty_key_and_nothing_by_an_attribute_that_is_absent) {
    const auto record = record_with(0x00080020, vr::DA, "20240215");
    EXPECT_TRUE(finds(record, "PatientID", ""));
    EXPECT_TRUE(finds(record, "PatientID", "*"));
    EXPECT_FALSE(finds(record, "PatientID", "7"));
}

TEST(Qido, finds_parts_of_words_by_stars_at_both_ends) {
    const auto record = record_with(0x00081030, vr::LO, "CT Abdomen with contrast");
    EXPECT_TRUE(finds(record, "StudyDescription", "*abdomen*"));
    EXPECT_TRUE(finds(record, "StudyDescription", "*CT*"));
    EXPECT_TRUE(finds(record, "StudyDescription", "*contrast*"));
    EXPECT_FALSE(finds(record, "StudyDescription", "*abdominal*"));
}

TEST(Qido, matches_ranges_of_times_with_prefixes_for_bounds) {
    const auto record = record_with(0x00080030, vr::TM, "101530.25");
    EXPECT_TRUE(finds(record, "StudyTime", "10-11"));
    EXPECT_TRUE(finds(record, "StudyTime", "1015-1015"));
    EXPECT_TRUE(finds(record, "StudyTime", "-10"));
    EXPECT_FALSE(finds(record, "StudyTime", "1016-"));
}

TEST(Qido, reads_which_page_is_wanted_and_whether_likeness_was_asked_for) {
    const auto query = parse_query({{"limit", "25"}, {"offset", "50"}, {"fuzzymatching", "true"}});
    EXPECT_EQ(query.limit, 25U);
    EXPECT_EQ(query.offset, 50U);
    EXPECT_TRUE(query.wants_fuzzy);
    EXPECT_TRUE(query.filters.empty());
    EXPECT_FALSE(parse_query({{"fuzzymatching", "false"}}).wants_fuzzy);
    EXPECT_EQ(parse_query({}).limit, 100U);
}

TEST(Qido, refuses_keys_and_counts_that_mean_nothing) {
    EXPECT_THROW(parse_query({{"NoSuchKey", "1"}}), base::Error);
    EXPECT_THROW(parse_query({{"limit", "-1"}}), base::Error);
    EXPECT_THROW(parse_query({{"offset", "1e3"}}), base::Error);
    EXPECT_THROW(parse_query({{"PatientID", std::string(5000, 'x')}}), base::Error);
    const std::vector<std::pair<std::string, std::string>> many(kMaxFilters + 1, {"PatientID", "1"});
    EXPECT_THROW(parse_query(many), base::Error);
    EXPECT_EQ(parse_query({{"limit", "100000"}}).limit, kMaxResults);
}

TEST(Qido, answers_many_stars_in_time_that_does_not_explode) {
    std::string pattern;
    for (int i = 0; i < 1000; ++i) pattern += "*a";
    EXPECT_FALSE(matches_wildcard(pattern + "b", std::string(4000, 'a')));
}

TEST(Qido, shows_what_was_asked_for_and_fetched_values_never) {
    Record record = record_with(0x00181030, vr::LO, "Protocol");
    record[Tag{0x7FE00010}] = {vr::OW, {}, R"({"vr":"OW","BulkDataURI":"/b"})"};
    EXPECT_TRUE(shown(record, parse_query({}), Level::study).empty());
    EXPECT_EQ(shown(record, parse_query({{"includefield", "ProtocolName"}}), Level::study).size(), 1U);
    EXPECT_EQ(shown(record, parse_query({{"includefield", "all"}}), Level::study).size(), 1U);
}

TEST(Accept, reads_types_quoted_and_unquoted) {
    for (const auto* text :
         {"multipart/related; type=application/dicom; transfer-syntax=*",
          "Multipart/Related;type=\"application/dicom\"", "*/*", "", "text/html, multipart/*"}) {
        EXPECT_EQ(packing_for(parse_accept(text), "application/dicom", "1.2.3"), Packing::multipart) << text;
    }
    EXPECT_EQ(packing_for(parse_accept("application/dicom"), "application/dicom", "1.2"), Packing::single);
    EXPECT_EQ(packing_for(parse_accept("text/html"), "application/dicom", "1.2"), Packing::refused);
    EXPECT_EQ(packing_for(parse_accept("application/dicom; transfer-syntax=1.9"), "application/dicom", "1.2"),
              Packing::refused);
}

TEST(Frames, lie_one_behind_the_other_where_they_are_not_compressed) {
    Made made;
    made.add(0x00280008, vr::IS, "2 ");
    made.add(0x00280010, vr::US, std::string{"\2\0", 2});
    made.add(0x00280011, vr::US, std::string{"\2\0", 2});
    made.add(0x00280100, vr::US, std::string{"\x08\0", 2});
    made.add(0x7FE00010, vr::OB, "abcdefgh");
    const auto& data = made.view();
    EXPECT_EQ(text_of(frame_bytes(data, 0).front()), "abcd");
    EXPECT_EQ(text_of(frame_bytes(data, 1).front()), "efgh");
    EXPECT_THROW(frame_bytes(data, 2), base::Error);
}

TEST(Frames, are_not_there_where_the_header_claims_more_than_the_bytes) {
    Made made;
    made.add(0x00280008, vr::IS, "900000000000");
    made.add(0x00280010, vr::US, "\xff\xff");
    made.add(0x00280011, vr::US, "\xff\xff");
    made.add(0x00280100, vr::US, std::string{"\x10\0", 2});
    made.add(0x7FE00010, vr::OW, "abcdefgh");
    EXPECT_THROW(frame_bytes(made.view(), 0), base::Error);
    EXPECT_THROW(frame_bytes(made.view(), 899999999999), base::Error);
}

TEST(Frames, are_listed_from_one) {
    EXPECT_EQ(parse_frame_list("3,1"), (std::vector<std::uint64_t>{2, 0}));
    for (const auto* text : {"", "0", "1,", "-1", "a", "1-3", "99999999999999999999999"})
        EXPECT_THROW(parse_frame_list(text), base::Error) << text;
}

}  // namespace
}  // namespace medal::imaging::dicomweb
