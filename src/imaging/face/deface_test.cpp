#include "imaging/face/deface.h"

#include "base/error.h"
#include "imaging/deid/output_plan.h"
#include "imaging/dicom/decode.h"
#include "imaging/dicom/file_reader.h"
#include "imaging/dicom/inflate.h"
#include "imaging/face/nifti_volume.h"
#include "imaging/gzip_image.h"
#include "imaging/mapped_file.h"
#include "imaging/phantom/body.h"
#include "imaging/testing_data.h"
#include "support/temporary_folder.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>

#include <gtest/gtest.h>

namespace medal::imaging::face {
namespace {

namespace fs = std::filesystem;

class Deface : public ::testing::Test {
  protected:
    void SetUp() override { fs::create_directories(folder_ / "out"); }

    VolumeFiles phantom(phantom::Kind kind, std::size_t slices, std::uint64_t seed = 3) const {
        const auto made =
            phantom::make_phantom({.kind = kind, .seed = seed, .slices = slices}, folder_ / "in");
        VolumeFiles files{made.files, {}};
        for (std::size_t i = 0; i < made.files.size(); ++i) {
            files.outputs.push_back((folder_ / "out" / (std::to_string(i) + ".dcm")).string());
        }
        return files;
    }

    testing::TemporaryFolder folder_;
};

struct Plane {
    std::vector<double> position, spacing;
    dicom::DecodedFrame frame;
};

Plane plane_of(const std::string& path) {
    const MappedFile file{path};
    const auto data = *dicom::scan_file(file.bytes()).data;
    return {data.decimals(dicom::Tag{0x00200032}), data.decimals(dicom::Tag{0x00280030}),
            dicom::decode_frame(data, 0)};
}

bool is_brain(double x, double y, double z) {
    const auto parts = phantom::brain_of_face();
    return std::any_of(parts.begin(), parts.end(), [&](const auto& part) {
        const double a = (x - part.x) / part.radius_x;
        const double b = (y - part.y) / part.radius_y;
        const double c = (z - part.z) / part.radius_z;
        return a * a + b * b + c * c <= 1;
    });
}

/// The front of the face: what lies before the eyes' middle, from the brows to the chin, and is not air.
bool is_face(double x, double y, double z, std::int64_t value, std::int64_t air) {
    return std::abs(x) < 60 && y < -88 && z < -30 && z > -128 && value > air;
}

struct Kept {
    std::size_t brain = 0, brain_changed = 0, face = 0, face_left = 0;
};

Kept compare(const VolumeFiles& files, std::int64_t air) {
    Kept kept;
    for (std::size_t n = 0; n < files.inputs.size(); ++n) {
        const auto before = plane_of(files.inputs[n]);
        const auto after = plane_of(files.outputs[n]);
        for (std::size_t i = 0; i < before.frame.value_count(); ++i) {
            const std::size_t row = i / before.frame.columns;
            const double x =
                before.position[0] + before.spacing[1] * static_cast<double>(i % before.frame.columns);
            const double y = before.position[1] + before.spacing[0] * static_cast<double>(row);
            const bool brain = is_brain(x, y, before.position[2]);
            const bool face = is_face(x, y, before.position[2], before.frame.value(i), air);
            kept.brain += brain;
            kept.brain_changed += brain && before.frame.value(i) != after.frame.value(i);
            kept.face += face;
            kept.face_left += face && after.frame.value(i) > air;
        }
    }
    return kept;
}

void expect_defaced(const VolumeFiles& files, std::int64_t air) {
    const auto result = deface_volume(files);
    ASSERT_EQ(result.verdict, Verdict::face) << result.reason;
    EXPECT_GT(result.voxels_removed, 0U);
    const auto kept = compare(files, air);
    ::testing::Test::RecordProperty("brain_voxels", static_cast<int>(kept.brain));
    ::testing::Test::RecordProperty("face_voxels", static_cast<int>(kept.face));
    EXPECT_GT(kept.brain, 100'000U);
    EXPECT_EQ(kept.brain_changed, 0U);
    EXPECT_GT(kept.face, 1'000U);
    EXPECT_EQ(kept.face_left, 0U);
}

TEST_F(Deface, removes_the_whole_face_of_a_ct_head_and_not_one_voxel_of_brain) {
    expect_defaced(phantom(phantom::Kind::ct_face, 140), -300);
}

TEST_F(Deface, removes_the_whole_face_of_an_mr_head_and_not_one_voxel_of_brain) {
    for (const std::uint64_t seed : {1U, 2U, 3U}) {
        SCOPED_TRACE(seed);
        expect_defaced(phantom(phantom::Kind::mr_face, 140, seed), 100);
    }
}

TEST_F(Deface, removes_the_whole_face_of_a_pet_head_and_not_one_voxel_of_brain) {
    for (const std::uint64_t seed : {1U, 2U}) {
        SCOPED_TRACE(seed);
        expect_defaced(phantom(phantom::Kind::pet_head, 140, seed), 80);
    }
}

TEST_F(Deface, is_less_sure_of_a_face_in_pet) {
    const auto result = deface_volume(phantom(phantom::Kind::pet_head, 140));
    EXPECT_GE(result.confidence, 0.5);
    EXPECT_LE(result.confidence, 0.7);
}

TEST_F(Deface, leaves_part_of_a_head_in_pet_to_a_person) {
    for (const std::size_t slices : {30U, 60U}) {
        EXPECT_EQ(deface_volume(phantom(phantom::Kind::pet_head, slices)).verdict, Verdict::undecided);
    }
}

TEST_F(Deface, says_in_the_slice_that_no_face_is_left_and_keeps_every_other_element) {
    const auto files = phantom(phantom::Kind::mr_face, 140);
    ASSERT_EQ(deface_volume(files).verdict, Verdict::face);
    const MappedFile before_file{files.inputs[40]};
    const MappedFile after_file{files.outputs[40]};
    const auto before = *dicom::scan_file(before_file.bytes()).data;
    const auto after = *dicom::scan_file(after_file.bytes()).data;
    EXPECT_EQ(after.text(dicom::Tag{0x00280302}), "NO");
    EXPECT_EQ(after.elements.size(), before.elements.size() + 1);
    for (const auto& element : before.elements) {
        if (element.tag == dicom::tags::kPixelData) continue;
        ASSERT_NE(after.find(element.tag), nullptr) << dicom::to_text(element.tag);
        EXPECT_EQ(after.text(element.tag), before.text(element.tag));
    }
}

TEST_F(Deface, finds_no_face_in_an_abdomen_or_a_chest_and_writes_nothing) {
    for (const auto kind : {phantom::Kind::ct_abdomen, phantom::Kind::ct_chest}) {
        const auto files = phantom(kind, 60);
        const auto result = deface_volume(files);
        EXPECT_EQ(result.verdict, Verdict::no_face) << result.reason;
        EXPECT_LT(result.confidence, 0.1);
        EXPECT_FALSE(fs::exists(files.outputs.front()));
    }
}

TEST_F(Deface, leaves_a_slab_of_a_head_to_a_person) {
    const auto files = phantom(phantom::Kind::ct_face, 30);
    const auto result = deface_volume(files);
    EXPECT_EQ(result.verdict, Verdict::undecided) << result.reason;
    EXPECT_FALSE(fs::exists(files.outputs.front()));
}

TEST_F(Deface, leaves_too_few_slices_to_a_person) {
    EXPECT_EQ(deface_volume(phantom(phantom::Kind::ct_face, 5)).verdict, Verdict::undecided);
}

TEST_F(Deface, refuses_what_is_no_volume_with_one_sentence) {
    const auto text = folder_ / "notes.txt";
    deid::write_file(text, std::as_bytes(std::span{"This is no image.", 17}));
    try {
        deface_volume({{text.string()}, {}});
        FAIL() << "text was taken for a volume";
    } catch (const base::Error& error) {
        EXPECT_EQ(error.code(), "imaging.refused");
        EXPECT_EQ(error.message().find('\n'), std::string::npos);
    }
}

fs::path template_head(const char* name) {
    return fs::path{"/usr/share/mricron/templates"} / name;
}

std::vector<std::byte> voxels_of(const fs::path& path) {
    const MappedFile file{path};
    Findings findings;
    const auto bytes = *inflate_image(file.bytes(), findings);
    const auto header = *check_nifti(bytes, findings);
    const auto voxels = Bytes{bytes}.subspan(header.data_offset, header.data_bytes());
    return {voxels.begin(), voxels.end()};
}

#define NEEDS_TEMPLATES() \
    if (!fs::exists(template_head("ch2.nii.gz"))) GTEST_SKIP() << "no real head: install mricron-data"

TEST_F(Deface, keeps_every_brain_voxel_of_a_real_mr_head) {
    NEEDS_TEMPLATES();
    const auto output = folder_ / "out" / "head.nii.gz";
    const auto result = deface_volume({{template_head("ch2.nii.gz").string()}, {output.string()}});
    ASSERT_EQ(result.verdict, Verdict::face) << result.reason;
    const auto before = voxels_of(template_head("ch2.nii.gz"));
    const auto brain = voxels_of(template_head("ch2bet.nii.gz"));
    const auto after = voxels_of(output);
    ASSERT_EQ(before.size(), after.size());
    std::size_t changed = 0;
    std::size_t brain_changed = 0;
    for (std::size_t i = 0; i < before.size(); ++i) {
        if (before[i] == after[i]) continue;
        ++changed;
        brain_changed += brain[i] != std::byte{0};
    }
    EXPECT_EQ(brain_changed, 0U);
    EXPECT_GT(changed, 100'000U);
}

TEST_F(Deface, finds_no_second_face_in_a_real_head_that_was_defaced) {
    NEEDS_TEMPLATES();
    const auto output = folder_ / "out" / "head.nii.gz";
    deface_volume({{template_head("ch2.nii.gz").string()}, {output.string()}});
    EXPECT_NE(deface_volume({{output.string()}, {}}).verdict, Verdict::face);
}

TEST_F(Deface, finds_no_face_in_a_real_brain_without_skull) {
    NEEDS_TEMPLATES();
    for (const char* name : {"ch2bet.nii.gz", "ch2better.nii.gz", "inia19-t1-brain.nii.gz"}) {
        EXPECT_EQ(deface_volume({{template_head(name).string()}, {}}).verdict, Verdict::no_face) << name;
    }
}

TEST_F(Deface, leaves_a_nifti_head_without_orientation_to_a_person) {
    NEEDS_TEMPLATES();
    const MappedFile file{template_head("ch2.nii.gz")};
    Findings findings;
    auto bytes = *inflate_image(file.bytes(), findings);
    std::memset(bytes.data() + 252, 0, 4);
    const auto input = folder_ / "nowhere.nii";
    deid::write_file(input, bytes);
    const auto result = deface_volume({{input.string()}, {}});
    EXPECT_EQ(result.verdict, Verdict::undecided);
    EXPECT_NE(result.reason.find("does not say how"), std::string::npos);
}

TEST_F(Deface, finds_no_face_in_the_real_volumes_of_other_parts) {
    MEDAL_NEEDS_SAMPLES();
    for (const auto* folder : {"dicom/ct_urogram_phi", "dicom/mr_prostate_phi"}) {
        VolumeFiles files;
        for (const auto& path : sample_files(folder)) files.inputs.push_back(path.string());
        const auto result = deface_volume(files);
        EXPECT_NE(result.verdict, Verdict::face) << folder << ": " << result.reason;
        EXPECT_LT(result.confidence, 0.1) << folder;
    }
}

TEST(Placement, is_plausible_only_with_numbers_that_a_body_can_have) {
    const Placement good{{10, -20, 30}, {Point{0.7, 0, 0}, Point{0, 0.7, 0}, Point{0, 0, 2}}};
    EXPECT_TRUE(good.is_plausible());
    for (const double bad : {std::nan(""), std::numeric_limits<double>::infinity(), 1e9}) {
        auto place = good;
        place.origin.y = bad;
        EXPECT_FALSE(place.is_plausible());
        place = good;
        place.step[1].y = bad;
        EXPECT_FALSE(place.is_plausible());
    }
    auto flat = good;
    flat.step[2] = Point{0, 0, 0};
    EXPECT_FALSE(flat.is_plausible());
}

}  // namespace
}  // namespace medal::imaging::face
