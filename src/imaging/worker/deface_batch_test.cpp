#include "imaging/worker/deface_batch.h"

#include "imaging/dicom/decode.h"
#include "imaging/dicom/file_reader.h"
#include "imaging/face/picture_faces.h"
#include "imaging/face/testing_portrait.h"
#include "imaging/mapped_file.h"
#include "imaging/phantom/phantom.h"
#include "support/temporary_folder.h"

#include <fstream>
#include <unistd.h>

#include <gtest/gtest.h>

namespace medal::imaging::worker {
namespace {

namespace fs = std::filesystem;

class DefaceFiles : public ::testing::Test {
  protected:
    void SetUp() override {
        fs::create_directories(folder_ / "in");
        fs::create_directories(folder_ / "out");
        phantom::make_phantom({.kind = phantom::Kind::ct_face, .slices = 140, .size = 96},
                              folder_ / "in/head");
        phantom::make_phantom({.kind = phantom::Kind::ct_abdomen, .slices = 20, .size = 96},
                              folder_ / "in/belly");
        std::ofstream{folder_ / "in/notes.txt"} << "This is no image.";
    }

    DefaceReport run(const fs::path& output) const {
        CrewOptions options;
        options.readable = {folder_ / "in"};
        options.writable = {folder_ / "out"};
        Crew crew{options};
        return deface_files({.inputs = {folder_ / "in"}, .output = output}, crew);
    }

    std::size_t written() const {
        return static_cast<std::size_t>(
            std::distance(fs::directory_iterator{folder_ / "out"}, fs::directory_iterator{}));
    }

    testing::TemporaryFolder folder_;
};

TEST_F(DefaceFiles, gathers_slices_to_series_and_one_bad_file_stops_nothing) {
    const auto report = run(folder_ / "out");
    EXPECT_EQ(report.summary.volumes, 3U);
    EXPECT_EQ(report.summary.defaced, 1U);
    EXPECT_EQ(report.summary.unchanged, 1U);
    EXPECT_EQ(report.summary.refused, 1U);
    EXPECT_GT(report.summary.voxels_removed, 1'000U);
    EXPECT_EQ(written(), 160U);
}

TEST_F(DefaceFiles, only_looks_where_no_output_is_given) {
    const auto report = run({});
    EXPECT_EQ(report.summary.judged, 2U);
    EXPECT_EQ(report.summary.with_face, 1U);
    EXPECT_EQ(report.summary.without_face, 1U);
    EXPECT_EQ(report.summary.voxels_removed, 0U);
    EXPECT_EQ(written(), 0U);
}

class DefacePictures : public DefaceFiles {
  protected:
    void SetUp() override {
        fs::create_directories(folder_ / "out");
        phantom::make_phantom({.kind = phantom::Kind::portrait, .seed = 1}, folder_ / "in");
        phantom::make_phantom({.kind = phantom::Kind::photo, .seed = 2}, folder_ / "in");
    }

    DefaceReport run(const DefaceRequest& request) const {
        Crew crew{{.readable = {folder_ / "in"}, .writable = {folder_ / "out"}}};
        return deface_files(request, crew);
    }
    DefaceReport look() const { return run({.inputs = {folder_ / "in"}}); }
    DefaceReport write(const std::vector<PictureReport>& decided) const {
        return run({.inputs = {folder_ / "in"}, .output = folder_ / "out", .decided = decided});
    }

    face::PictureFaces faces_in(const std::string& output) const {
        return face::find_faces_in_file(folder_ / "out" / output);
    }
};

TEST_F(DefacePictures, hides_the_face_on_one_photograph_and_copies_the_other) {
    const auto report = write({});
    EXPECT_EQ(report.summary.pictures, 2U);
    EXPECT_EQ(report.summary.volumes, 0U);
    ASSERT_EQ(report.summary.defaced, 1U);
    ASSERT_EQ(report.summary.unchanged, 1U);
    ASSERT_EQ(report.pictures[0].status, FaceStatus::defaced);
    EXPECT_EQ(report.pictures[0].frames_changed, 1U);
    // Coarse blocks may still look like somebody, but like nobody in particular.
    for (const auto& left : faces_in(report.pictures[0].output).faces) {
        EXPECT_LT(left.confidence, face::kSureOfFace);
    }
    EXPECT_EQ(fs::file_size(folder_ / "out" / report.pictures[1].output),
              fs::file_size(report.pictures[1].input));
}

TEST_F(DefacePictures, only_tells_boxes_where_no_output_is_given) {
    const auto report = look();
    EXPECT_EQ(report.summary.judged, 2U);
    EXPECT_EQ(report.summary.with_face, 1U);
    EXPECT_EQ(report.pictures[0].found.faces.size(), 1U);
    EXPECT_EQ(written(), 0U);
}

TEST_F(DefacePictures, leaves_a_doubtful_face_to_a_person_and_does_what_the_person_says) {
    auto decided = look().pictures;
    decided[0].found.faces.clear();
    decided[1].found.faces = {{0, 0, 100, 100, 200, 200, 1}};
    const auto report = write(decided);
    EXPECT_EQ(report.pictures[0].status, FaceStatus::unchanged);
    EXPECT_EQ(faces_in(report.pictures[0].output).faces.size(), 1U);
    EXPECT_EQ(report.pictures[1].status, FaceStatus::defaced);
}

class DefaceDicomPhotograph : public DefacePictures {
  protected:
    void SetUp() override {
        fs::create_directories(folder_ / "in");
        fs::create_directories(folder_ / "out");
        face::write_dicom_portrait(input());
    }
    fs::path input() const { return folder_ / "in/portrait.dcm"; }
};

TEST_F(DefaceDicomPhotograph, hides_the_face_on_the_frame_that_shows_it_and_says_so) {
    const auto report = write({});
    ASSERT_EQ(report.summary.defaced, 1U);
    EXPECT_EQ(report.pictures[0].frames_changed, 1U);
    EXPECT_EQ(report.pictures[0].output, "000001.dcm");
    for (const auto& left : faces_in(report.pictures[0].output).faces) {
        EXPECT_LT(left.confidence, face::kSureOfFace);
    }
    const MappedFile before{input()};
    const MappedFile after{folder_ / "out/000001.dcm"};
    const auto was = dicom::scan_file(before.bytes());
    const auto is = dicom::scan_file(after.bytes());
    EXPECT_EQ(is.data->text(dicom::Tag{0x00280302}), "NO");
    EXPECT_EQ(is.data->text(dicom::Tag{0x00080008}), "DERIVED");
    EXPECT_EQ(is.data->find(dicom::Tag{0x00280301}), nullptr) << "nobody looked for text";
    EXPECT_NE(is.data->text(dicom::Tag{0x00082111}), "");
    EXPECT_EQ(dicom::decode_frame(*was.data, 0).bytes, dicom::decode_frame(*is.data, 0).bytes);
    EXPECT_NE(dicom::decode_frame(*was.data, 2).bytes, dicom::decode_frame(*is.data, 2).bytes);
}

TEST_F(DefaceDicomPhotograph, fills_the_boxes_of_a_person) {
    auto decided = look().pictures;
    decided[0].found.faces = {{1, 1, 80, 80, 40, 40, 1}};
    Crew crew{{.readable = {folder_ / "in"}, .writable = {folder_ / "out"}}};
    const auto report = deface_files({.inputs = {folder_ / "in"},
                                      .output = folder_ / "out",
                                      .style = face::Style::fill,
                                      .decided = decided},
                                     crew);
    ASSERT_EQ(report.summary.defaced, 1U);
    const MappedFile after{folder_ / "out/000001.dcm"};
    const auto is = dicom::scan_file(after.bytes());
    const auto frame = dicom::decode_frame(*is.data, 1);
    EXPECT_EQ(frame.value((100 * 256 + 100) * 3), 0);
    EXPECT_EQ(frame.value((10 * 256 + 10) * 3), 0x50);
}

}  // namespace
}  // namespace medal::imaging::worker
