#include "imaging/deid/deidentify.h"

#include "base/json.h"
#include "imaging/burned_in/file_scan.h"
#include "imaging/burned_in/testing_pictures.h"
#include "imaging/deid/batch.h"
#include "imaging/dicom/file_reader.h"
#include "imaging/dicom/frames.h"
#include "imaging/dicom/image_checks.h"
#include "imaging/film/reader.h"
#include "imaging/film/testing_film.h"
#include "imaging/gzip_image.h"
#include "imaging/mapped_file.h"
#include "imaging/phantom/phantom.h"
#include "imaging/testing_data.h"
#include "support/temporary_folder.h"

#include <fstream>
#include <map>
#include <set>
#include <unistd.h>

#include <gtest/gtest.h>

namespace medal::imaging::deid {
namespace {

namespace fs = std::filesystem;

StudySecrets test_secrets() {
    base::SeededRandom random{7};
    return StudySecrets::random(random);
}

BatchReport run(const std::vector<fs::path>& inputs, const testing::TemporaryFolder& work,
                const Profile& profile = {}) {
    const BatchOptions options{profile, 2, false, work / "quarantine"};
    return deidentify_batch(inputs, work / "out", options, test_secrets(), {});
}

std::string lower_case(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::tolower(c); });
    return text;
}

std::string utf16(const std::string& text) {
    std::string wide;
    for (const char c : text) wide += std::string{c} + '\0';
    return wide;
}

/// The bytes of an output in every form in which a text could hide.
bool holds(const fs::path& path, const std::string& token) {
    const MappedFile file{path};
    Findings ignored;
    const auto inflated =
        detect_kind(file.bytes()) == FileKind::gzip ? inflate_image(file.bytes(), ignored) : std::nullopt;
    const auto bytes = lower_case(std::string{text_of(inflated ? Bytes{*inflated} : file.bytes())});
    const auto wanted = lower_case(token);
    return bytes.find(wanted) != std::string::npos || bytes.find(utf16(wanted)) != std::string::npos;
}

/// Attributes of PHI_TOKENS.tsv whose value is a description of the examination, not of the person: Clean
/// Descriptors keeps what does not identify.
const std::set<std::string> kDescriptors{"StudyDescription",         "SeriesDescription", "ProtocolName",
                                         "AdditionalPatientHistory", "EthnicGroup",       "Occupation"};

TEST(Deidentify, leaves_no_planted_token_in_any_output) {
    MEDAL_NEEDS_SAMPLES();
    std::map<std::string, std::vector<std::pair<std::string, std::string>>> tokens;
    for (const auto& row : sample_rows("PHI_TOKENS.tsv")) tokens[row[0]].emplace_back(row[1], row[2]);
    std::size_t written = 0;
    for (const auto& [file, planted] : tokens) {
        const testing::TemporaryFolder work;
        const auto report = run({sample_folder() / file}, work);
        for (const auto& result : report.files) {
            EXPECT_EQ(result.verification.leaks, 0U) << file << ": " << result.reason;
            if (!result.output_name) {
                std::printf("refused %s: %s\n", file.c_str(), result.reason.c_str());
                continue;
            }
            ++written;
            for (const auto& [attribute, token] : planted) {
                if (kDescriptors.contains(attribute) || token.starts_with("<pixels>")) continue;
                EXPECT_FALSE(holds(work / "out" / *result.output_name, token)) << file << " " << attribute;
            }
        }
    }
    EXPECT_GT(written, 40U);
}

std::string pixels_of(const fs::path& path) {
    const MappedFile file{path};
    const auto scan = dicom::scan_file(file.bytes());
    if (!scan.data) return "unreadable";
    const auto* pixels = scan.data->find(dicom::tags::kPixelData);
    if (pixels == nullptr) return {};
    if (pixels->kind == dicom::Kind::value) {
        auto text = std::string{text_of(scan.data->value(*pixels))};
        return text.size() % 2 == 0 ? text : text + '\0';
    }
    std::string all;
    const auto first = static_cast<std::size_t>(pixels - scan.data->elements.data()) + 1;
    for (auto i = first; i < pixels->end; ++i) {
        all += text_of(scan.data->value(scan.data->elements[i]));
        if (all.size() % 2 != 0) all += '\0';
    }
    return all;
}

TEST(Deidentify, writes_every_sound_dicom_file_with_identical_pixels) {
    MEDAL_NEEDS_SAMPLES();
    std::size_t written = 0;
    for (const auto& path : sample_files("dicom")) {
        const testing::TemporaryFolder work;
        const auto report = run({path}, work);
        const auto& file = report.files.at(0);
        if (file.status != FileStatus::written) {
            std::printf("%s %s: %s\n", std::string{base::enum_text(file.status)}.c_str(), path.c_str(),
                        file.reason.c_str());
            EXPECT_EQ(file.status, FileStatus::refused) << path;
            continue;
        }
        ++written;
        const auto before = pixels_of(path);
        const bool blanked =
            std::any_of(file.actions.begin(), file.actions.end(),
                        [](const ReportAction& action) { return action.option == "pixel_data"; });
        if (before == "unreadable" || blanked) continue;
        EXPECT_EQ(before == pixels_of(work / "out" / *file.output_name), true) << path;
    }
    EXPECT_GT(written, 200U);
}

TEST(Deidentify, paints_over_what_identifies_in_a_film_and_leaves_another_film_as_it_is) {
    MEDAL_NEEDS_SAMPLES();
    const testing::TemporaryFolder work;
    fs::create_directories(work / "in");
    film::make_film({}, work / "in/plain.mp4");
    fs::copy_file(sample_folder() / "video/angio_burned_meta.mp4", work / "in/titled.mp4");
    const auto report = run({work / "in/plain.mp4", work / "in/titled.mp4"}, work);
    ASSERT_EQ(report.summary.written, 2U);
    const auto& plain = report.files[0].burned_in;
    const auto& titled = report.files[1].burned_in;
    EXPECT_TRUE(plain.is_searched && titled.is_searched);
    EXPECT_EQ(plain.painted, 0U);
    EXPECT_GE(titled.painted, 3U);
    EXPECT_EQ(titled.regions[0].last_frame, 29U);
    const auto name = *report.files[1].output_name;
    EXPECT_TRUE(name.ends_with(".mp4"));
    burned_in::TextScanner scanner;
    EXPECT_TRUE(burned_in::scan_file(work / "out" / name, scanner).empty());
    const MappedFile before{work / "in/plain.mp4"};
    const MappedFile after{work / ("out/" + *report.files[0].output_name)};
    EXPECT_EQ(before.bytes().size(), after.bytes().size()) << "not encoded anew";
    const auto count = std::distance(fs::directory_iterator{work / "out"}, fs::directory_iterator{});
    EXPECT_EQ(count, 2) << "nothing is left beside the results";
}

film::TestFilm named_film() {
    cv::Mat picture = burned_in::tissue(321, 200, cv::Scalar::all(40), 1, 1);
    burned_in::write(picture, "Name: MEYER ANNA", {14, 30}, 0.6, cv::Scalar::all(235));
    film::TestFilm film;
    film.codec = "libvpx-vp9";
    film.format = "webm";
    film.width = 321;
    film.height = 200;
    film.draw = [picture](int plane, int x, int y, std::size_t) {
        return plane == 0 ? picture.at<std::uint8_t>(y, x) : std::uint8_t{128};
    };
    return film;
}

TEST(Deidentify, paints_over_text_in_a_film_of_an_odd_size) {
    const testing::TemporaryFolder work;
    fs::create_directories(work / "in");
    const auto report = run({film::make_film(named_film(), work / "in/odd.webm")}, work);
    ASSERT_EQ(report.files[0].status, FileStatus::written);
    EXPECT_GT(report.files[0].burned_in.painted, 0U);
    burned_in::TextScanner scanner;
    for (const auto& left : burned_in::scan_file(work / ("out/" + *report.files[0].output_name), scanner)) {
        EXPECT_NE(left.text_class, burned_in::TextClass::identifier)
            << left.x << " " << left.y << " " << left.width << " " << left.height << " " << left.frame;
    }
}

TEST(Deidentify, paints_over_what_identifies_where_colours_have_half_of_the_rows) {
    const testing::TemporaryFolder work;
    fs::create_directories(work / "in");
    auto film = named_film();
    film.pixels = AV_PIX_FMT_YUV440P;
    const auto report = run({film::make_film(film, work / "in/odd.webm")}, work);
    EXPECT_EQ(report.files[0].status, FileStatus::written) << report.files[0].reason;
    EXPECT_GE(report.files[0].burned_in.painted, 1U);
}

/// Of the file that came out: what it says of its picture.
std::map<std::string, std::string> said_of_picture(const fs::path& path) {
    const MappedFile file{path};
    const auto scan = dicom::scan_file(file.bytes());
    std::map<std::string, std::string> said;
    for (const auto& [name, tag] : std::map<std::string, std::uint32_t>{{"type", 0x00080008},
                                                                        {"derivation", 0x00082111},
                                                                        {"burned in", 0x00280301},
                                                                        {"lossy", 0x00282110}}) {
        said[name] = scan.data->text(dicom::Tag{tag});
    }
    return said;
}

TEST(Deidentify, says_in_a_picture_that_it_painted_over_that_it_is_derived) {
    MEDAL_NEEDS_SAMPLES();
    const testing::TemporaryFolder work;
    fs::create_directories(work / "in");
    phantom::make_phantom({.kind = phantom::Kind::us, .slices = 3, .plant_identifiers = true}, work / "in");
    const auto report = run({work / "in"}, work);
    ASSERT_EQ(report.summary.written, 1U);
    ASSERT_GT(report.files[0].burned_in.painted, 0U);
    auto said = said_of_picture(work / ("out/" + *report.files[0].output_name));
    EXPECT_EQ(said["type"], "DERIVED");
    EXPECT_NE(said["derivation"].find("painted over"), std::string::npos);
    EXPECT_EQ(said["burned in"], "NO");
    EXPECT_EQ(said["lossy"], "") << "nothing was ever lost here";
}

TEST(Deidentify, says_nothing_in_a_picture_that_it_left_as_it_is) {
    const testing::TemporaryFolder work;
    phantom::make_phantom({.kind = phantom::Kind::ct_abdomen, .slices = 1}, work / "in");
    const auto report = run({work / "in"}, work);
    auto said = said_of_picture(work / ("out/" + *report.files.at(0).output_name));
    EXPECT_EQ(said["type"], "ORIGINAL");
    EXPECT_EQ(said["derivation"], "");
    EXPECT_EQ(said["burned in"], "");
}

TEST(Deidentify, paints_over_what_identifies_in_a_film_inside_of_a_dicom_file) {
    MEDAL_NEEDS_SAMPLES();
    const testing::TemporaryFolder work;
    const auto report = run({sample_folder() / "video/endoscopy_mpeg4.dcm"}, work);
    ASSERT_EQ(report.files[0].status, FileStatus::written) << report.files[0].reason;
    EXPECT_GE(report.files[0].burned_in.painted, 3U);
    const auto path = work / ("out/" + *report.files[0].output_name);
    burned_in::TextScanner scanner;
    EXPECT_TRUE(burned_in::scan_file(path, scanner).empty());
    auto said = said_of_picture(path);
    EXPECT_EQ(said["type"], "DERIVED");
    EXPECT_EQ(said["lossy"], "01");
    const MappedFile file{path};
    const auto scan = dicom::scan_file(file.bytes());
    EXPECT_EQ(scan.data->transfer_syntax, "1.2.840.10008.1.2.4.102");
    std::vector<std::byte> storage;
    film::Reader reader{dicom::frame_fragments(*scan.data, 1).at(0).joined(storage)};
    std::uint64_t pictures = 0;
    while (reader.next()) ++pictures;
    EXPECT_EQ(pictures, dicom::shape_of(*scan.data)->frames);
}

TEST(Deidentify, gives_the_same_new_study_uid_to_all_files_of_a_study) {
    MEDAL_NEEDS_SAMPLES();
    const testing::TemporaryFolder work;
    const auto report = run({sample_folder() / "dicom/dcmqi"}, work);
    std::set<std::string> studies;
    std::set<std::string> instances;
    for (const auto& result : report.files) {
        ASSERT_TRUE(result.output_name) << result.reason;
        const MappedFile file{work / "out" / *result.output_name};
        const auto scan = dicom::scan_file(file.bytes());
        ASSERT_TRUE(scan.data);
        if (scan.data->text(dicom::tags::kModality) == "CT") {
            studies.emplace(scan.data->text(dicom::tags::kStudyInstance));
            instances.emplace(scan.data->text(dicom::tags::kSopInstance));
        }
    }
    EXPECT_EQ(studies.size(), 1U);
    EXPECT_EQ(instances.size(), 3U);
}

TEST(Deidentify, refuses_the_second_of_two_files_that_share_a_uid) {
    MEDAL_NEEDS_SAMPLES();
    const testing::TemporaryFolder work;
    const auto report =
        run({sample_folder() / "hostile/dup_uid_a.dcm", sample_folder() / "hostile/dup_uid_b.dcm"}, work);
    EXPECT_EQ(report.summary.written, 1U);
    EXPECT_EQ(report.files.at(1).findings.at(0).code, "dicom.conflict");
}

TEST(Deidentify, refuses_a_webp_file_whose_picture_is_cut_off) {
    const testing::TemporaryFolder work;
    using namespace std::string_literals;
    const auto webp = "RIFF\x2A\0\0\0WEBPVP8 \x30\0\0\0"s + std::string(30, '\x01');
    fs::create_directories(work / "in");
    std::ofstream{work / "in/a.webp", std::ios::binary} << webp;
    Profile profile;
    profile.clean_pixel_data = false;
    const auto report = run({work / "in/a.webp"}, work, profile);
    ASSERT_EQ(report.files.size(), 1U);
    EXPECT_EQ(report.files[0].status, FileStatus::refused);
    EXPECT_EQ(report.files[0].findings.at(0).code, "webp.damaged");
    EXPECT_FALSE(fs::exists(work / "out/000001.webp"));
}

TEST(Deidentify, refuses_a_picture_that_is_none_without_what_was_beside_it) {
    const testing::TemporaryFolder work;
    using namespace std::string_literals;
    // 4096 by 4096 pixels and a scan of four bytes; the comment makes the file as long as such a picture is.
    const auto head = "\xFF\xD8\xFF\xC0\x00\x0B\x08\x10\x00\x10\x00\x01\x01\x11\x00"s;
    const auto comment = "\xFF\xFE\x40\x00"s + std::string(0x3FFE, 'x');
    const auto scan = "\xFF\xDA\x00\x08\x01\x01\x00\x00\x3F\x00 abc\xFF\xD9"s;
    fs::create_directories(work / "in");
    std::ofstream{work / "in/a.jpg", std::ios::binary} << head << comment << scan;
    Profile profile;
    profile.clean_pixel_data = false;
    const auto report = run({work / "in/a.jpg"}, work, profile);
    ASSERT_EQ(report.files.size(), 1U);
    EXPECT_EQ(report.files[0].status, FileStatus::refused);
    EXPECT_EQ(report.files[0].findings.back().code, "deid.damaged");
    EXPECT_TRUE(!fs::exists(work / "out") || fs::is_empty(work / "out"));
}

/// A NIfTI volume of bytes, its header blank but for its shape.
std::string nifti_of(const std::string& voxels) {
    std::string file(352, '\0');
    const auto put = [&](std::size_t at, unsigned value) { file[at] = static_cast<char>(value); };
    file[0] = '\x5C';
    put(1, 1);
    put(40, 3);
    put(42, static_cast<unsigned>(voxels.size()));
    put(44, 1);
    put(46, 1);
    put(70, 2);
    put(72, 8);
    put(110, 0xB0);
    put(111, 0x43);
    file.replace(344, 3, "n+1");
    return file + voxels;
}

TEST(Deidentify, finds_an_identifier_inside_a_packed_result) {
    const testing::TemporaryFolder work;
    fs::create_directories(work / "in");
    fs::create_directories(work / "out");
    std::ofstream{work / "in/a.nii", std::ios::binary} << nifti_of("the voxels say Quzoquzox, in clear");
    Identifiers::Values values;
    values.name_parts.insert("quzoquzox");
    const Identifiers identifiers{values};
    const Profile profile;
    const auto secrets = test_secrets();
    burned_in::TextScanner scanner;
    const auto result = deidentify_file(
        {work / "in/a.nii", work / "out/a", profile, secrets, {identifiers, {}}, false, nullptr}, scanner);
    EXPECT_EQ(result.status, FileStatus::quarantined);
    EXPECT_EQ(result.leaks, 1U);
    EXPECT_TRUE(fs::is_empty(work / "out"));
}

TEST(Deidentify, copies_nothing_of_a_hostile_folder_that_it_refuses) {
    MEDAL_NEEDS_SAMPLES();
    const testing::TemporaryFolder work;
    const auto report = run({sample_folder() / "hostile"}, work);
    EXPECT_EQ(report.summary.written, 2U);
    for (const auto& file : report.files) {
        EXPECT_TRUE(file.status == FileStatus::written || !file.reason.empty());
    }
    EXPECT_FALSE(fs::exists(work / "quarantine"));
}

TEST(Deidentify, reports_elements_and_reasons_but_never_a_value) {
    MEDAL_NEEDS_SAMPLES();
    const testing::TemporaryFolder work;
    BatchOptions options{{}, 1, true, work / "quarantine"};
    const auto report =
        deidentify_batch({sample_folder() / "phi_places"}, work / "out", options, test_secrets(), {});
    const auto json = lower_case(base::to_json(report));
    for (const auto* token : {"quillfeather", "brackenridge", "7734411", "thornquist", "vexworth"}) {
        EXPECT_EQ(json.find(token), std::string::npos);
    }
    EXPECT_NE(json.find("\"keyword\":\"patientname\""), std::string::npos);
}

}  // namespace
}  // namespace medal::imaging::deid
