#include "imaging/worker/clean_faces.h"

#include "base/error.h"
#include "imaging/deid/batch.h"
#include "imaging/dicom/file_reader.h"
#include "imaging/face/file_faces.h"
#include "imaging/face/picture_faces.h"
#include "imaging/face/testing_portrait.h"
#include "imaging/mapped_file.h"
#include "imaging/phantom/phantom.h"
#include "support/temporary_folder.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace medal::imaging::worker {
namespace {

namespace fs = std::filesystem;
using deid::FileStatus;

constexpr dicom::Tag kMethodCodes{0x00120064}, kCodeValue{0x00080100}, kRecognizable{0x00280302},
    kImageType{0x00080008};

std::size_t files_in(const fs::path& output) {
    std::size_t count = 0;
    for (auto at = fs::recursive_directory_iterator{output}; at != fs::recursive_directory_iterator{}; ++at) {
        if (at->path().filename() == ".quarantine") at.disable_recursion_pending();
        count += at->is_regular_file() ? 1 : 0;
    }
    return count;
}

/// Counts what lies in the output while faces are still searched for.
class Watched final : public deid::FaceWork {
  public:
    Watched(deid::FaceWork& work, fs::path output) : work_(work), output_(std::move(output)) {}
    std::vector<deid::FeaturesResult> clean(const std::vector<fs::path>& files,
                                            const fs::path& folder) override {
        seen = files_in(output_);
        return work_.clean(files, folder);
    }
    std::size_t seen = 0;

  private:
    deid::FaceWork& work_;
    fs::path output_;
};

class CleanFaces : public ::testing::Test {
  protected:
    CleanFaces() {
        fs::create_directories(in());
        fs::create_directories(out());
    }

    fs::path in() const { return folder_ / "in"; }
    fs::path out() const { return folder_ / "out"; }

    void volume(phantom::Kind kind, std::size_t slices, const std::string& name) const {
        phantom::make_phantom({.kind = kind, .slices = slices, .size = 96, .plant_identifiers = true},
                              in() / name);
    }

    deid::BatchReport run(bool with_option = true) const {
        Crew crew{{.readable = {in()}, .writable = {out()}}};
        FaceCleaner cleaner{crew};
        Watched faces{cleaner, out()};
        deid::BatchOptions options;
        options.profile.clean_recognizable_visual_features = with_option;
        options.quarantine = out() / ".quarantine";
        options.work = &crew;
        options.faces = &faces;
        base::SeededRandom random{7};
        const auto before = files_in(out());
        auto report = deid::deidentify_batch({in()}, out(), options, deid::StudySecrets::random(random), {});
        EXPECT_EQ(faces.seen, with_option ? before : 0) << "files that were not searched for faces yet";
        return report;
    }

    testing::TemporaryFolder folder_;
};

/// What a written DICOM file says of the option.
struct Said {
    std::size_t codes = 0;
    std::string recognizable;
    std::string image_type;
};

Said said_in(const fs::path& path) {
    const MappedFile file{path};
    const auto scan = dicom::scan_file(file.bytes());
    const auto& data = scan.data.value();
    Said said{0, std::string{data.text(kRecognizable)}, std::string{data.text(kImageType)}};
    const auto* sequence = data.find(kMethodCodes);
    const auto first = static_cast<std::size_t>(sequence - data.elements.data());
    for (auto i = first; i < sequence->end; ++i) {
        said.codes += data.elements[i].tag == kCodeValue && data.text(data.elements[i]) == "113102" ? 1 : 0;
    }
    return said;
}

bool has_feature_action(const deid::FileReport& file, const std::string& letter) {
    return std::any_of(file.actions.begin(), file.actions.end(), [&](const auto& action) {
        return action.option == "recognizable_visual_features" && action.action == letter;
    });
}

TEST_F(CleanFaces, cuts_the_face_out_of_a_head_and_says_so_in_every_slice) {
    volume(phantom::Kind::ct_face, 140, "head");
    const auto report = run();
    ASSERT_EQ(report.summary.written, 140U);
    EXPECT_EQ(report.summary.leaks, 0U);
    for (const auto& file : report.files) {
        const auto said = said_in(out() / *file.output_name);
        EXPECT_EQ(said.codes, 1U);
        EXPECT_EQ(said.recognizable, "NO");
        EXPECT_EQ(said.image_type, "DERIVED");
        EXPECT_TRUE(has_feature_action(file, "C"));
    }
    std::vector<std::string> written;
    for (const auto& file : report.files) written.push_back((out() / *file.output_name).string());
    Crew crew{{.readable = {out()}, .writable = {}}};
    EXPECT_EQ(crew.deface({written, {}}).verdict, face::Verdict::no_face);
}

TEST_F(CleanFaces, says_of_a_volume_without_a_face_that_it_was_searched) {
    volume(phantom::Kind::ct_abdomen, 20, "belly");
    const auto report = run();
    ASSERT_EQ(report.summary.written, 20U);
    const auto said = said_in(out() / *report.files[0].output_name);
    EXPECT_EQ(said.codes, 1U);
    EXPECT_EQ(said.recognizable, "NO");
    EXPECT_EQ(said.image_type, "ORIGINAL");
    EXPECT_TRUE(has_feature_action(report.files[0], "K"));
}

TEST_F(CleanFaces, holds_a_volume_that_it_cannot_judge_and_leaves_nothing_of_it) {
    volume(phantom::Kind::ct_face, 3, "scout");
    const auto report = run();
    EXPECT_EQ(report.summary.quarantined, 3U);
    for (const auto& file : report.files) {
        EXPECT_EQ(file.status, FileStatus::quarantined);
        EXPECT_EQ(file.findings.back().code, "faces.undecided");
        EXPECT_FALSE(file.output_name);
        EXPECT_EQ(file.output.text, "null");
    }
    for (const auto& left : fs::recursive_directory_iterator{out()}) EXPECT_TRUE(left.is_directory());
}

TEST_F(CleanFaces, leaves_nothing_of_an_earlier_run_where_a_volume_is_held) {
    volume(phantom::Kind::ct_face, 3, "scout");
    run(false);
    ASSERT_EQ(files_in(out()), 3U);
    EXPECT_EQ(run().summary.quarantined, 3U);
    EXPECT_EQ(files_in(out()), 0U);
}

TEST_F(CleanFaces, says_nothing_in_a_file_that_shows_nobody_by_its_kind) {
    volume(phantom::Kind::us, 3, "clip");
    const auto report = run();
    ASSERT_EQ(report.summary.written, 1U);
    const auto said = said_in(out() / *report.files[0].output_name);
    EXPECT_EQ(said.codes, 0U);
    EXPECT_EQ(said.recognizable, "");
}

TEST_F(CleanFaces, hides_faces_in_photographs_and_dicom_photographs) {
    phantom::make_phantom({.kind = phantom::Kind::portrait}, in());
    face::write_dicom_portrait(in() / "z.dcm");
    const auto report = run();
    ASSERT_EQ(report.summary.written, 2U);
    for (const auto& file : report.files) {
        EXPECT_TRUE(has_feature_action(file, "C"));
        for (const auto& left : face::find_faces_in_file(out() / *file.output_name).faces) {
            EXPECT_LT(left.confidence, face::kSureOfFace);
        }
    }
    EXPECT_EQ(said_in(out() / *report.files[1].output_name).codes, 1U);
}

TEST_F(CleanFaces, is_done_only_where_it_was_asked) {
    volume(phantom::Kind::ct_abdomen, 3, "belly");
    const auto report = run(false);
    ASSERT_EQ(report.summary.written, 3U);
    EXPECT_EQ(said_in(out() / *report.files[0].output_name).codes, 0U);
}

TEST_F(CleanFaces, is_refused_where_nobody_can_do_it) {
    deid::BatchOptions options;
    options.profile.clean_recognizable_visual_features = true;
    base::SeededRandom random{7};
    EXPECT_THROW(deid::deidentify_batch({in()}, out(), options, deid::StudySecrets::random(random), {}),
                 base::Error);
}

}  // namespace
}  // namespace medal::imaging::worker
