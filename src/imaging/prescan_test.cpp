#include "imaging/prescan.h"

#include "imaging/mapped_file.h"
#include "imaging/mp4_scrub.h"
#include "imaging/testing_data.h"

#include <set>

#include <gtest/gtest.h>

namespace medal::imaging {
namespace {

// Harmless one by one: a TIFF preamble is a legitimate use (PS3.10, 7.1), and two files that share a UID are
// only a conflict when they meet, which deidentify_files finds.
const std::set<std::string> kHarmlessAlone{"benign_tiff_preamble.dcm", "dup_uid_a.dcm", "dup_uid_b.dcm"};

TEST(Prescan, refuses_every_hostile_file_with_a_finding) {
    MEDAL_NEEDS_SAMPLES();
    for (const auto& path : sample_files("hostile")) {
        const MappedFile file{path};
        const auto scan = prescan(file.bytes());
        const bool harmless = kHarmlessAlone.contains(path.filename().string());
        EXPECT_EQ(refuses(scan.findings), !harmless) << path.filename();
        if (refuses(scan.findings)) {
            const auto& message = scan.findings.back().message;
            EXPECT_FALSE(message.empty()) << path.filename();
            std::printf("%-32s %s\n", path.filename().c_str(), message.c_str());
        }
    }
}

TEST(Prescan, reads_what_fuzzing_found_without_passing_the_end_of_a_list_or_a_file) {
    const std::filesystem::path seeds{MEDAL_SOURCE_DIR "/tests/fuzz/corpus/imaging_formats"};
    const MappedFile sizes_as_float{seeds / "sizes_as_float.tif"};
    const auto scan = prescan(sizes_as_float.bytes());
    ASSERT_TRUE(refuses(scan.findings));
    EXPECT_EQ(scan.findings.back().code, "raster.damaged");
    const MappedFile claimed_samples{seeds / "claimed_samples.mp4"};
    for (const auto& patch : scrub_mp4(claimed_samples.bytes())) {
        EXPECT_LE(patch.offset + patch.size, claimed_samples.bytes().size());
    }
}

TEST(Prescan, accepts_the_dicom_files_of_daily_life) {
    MEDAL_NEEDS_SAMPLES();
    // Cut off, or with pixel data that contradicts the header: refusing them is right.
    const std::set<std::string> broken{"MR_truncated.dcm",
                                       "rtplan_truncated.dcm",
                                       "nested_priv_SQ.dcm",
                                       "meta_missing_tsyntax.dcm",
                                       "DICOMDIR-nooffset",
                                       "JPEG2000-embedded-sequence-delimiter.dcm",
                                       "emri_small_jpeg_2k_lossless_too_short.dcm"};
    for (const auto& path : sample_files("dicom")) {
        const MappedFile file{path};
        const auto scan = prescan(file.bytes());
        if (scan.kind == FileKind::unknown || broken.contains(path.filename().string())) continue;
        for (const auto& finding : scan.findings) {
            EXPECT_NE(finding.severity, Severity::error)
                << path << ": " << finding.code << " " << finding.message;
        }
    }
}

TEST(Prescan, accepts_sound_files_of_other_kinds_and_refuses_truncated_ones) {
    MEDAL_NEEDS_SAMPLES();
    for (const auto* folder : {"photos", "nifti", "video", "wsi", "archives"}) {
        for (const auto& path : sample_files(folder)) {
            const MappedFile file{path};
            const auto name = path.filename().string();
            const bool broken = name.find("truncated") != std::string::npos || name == "nifti1.hdr";
            EXPECT_EQ(refuses(prescan(file.bytes()).findings), broken) << path;
        }
    }
}

}  // namespace
}  // namespace medal::imaging
