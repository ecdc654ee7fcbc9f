#include "imaging/slide.h"

#include "base/random.h"
#include "imaging/deid/batch.h"
#include "imaging/file_kind.h"
#include "imaging/mapped_file.h"
#include "imaging/picture/load.h"
#include "imaging/prescan.h"
#include "imaging/slide_text.h"
#include "imaging/testing_data.h"
#include "imaging/testing_image.h"
#include "imaging/testing_openslide.h"
#include "imaging/testing_slides.h"
#include "support/temporary_folder.h"

#include <gtest/gtest.h>

namespace medal::imaging {
namespace {

namespace fs = std::filesystem;

deid::FileReport deidentified(const fs::path& input, const testing::TemporaryFolder& folder) {
    base::SeededRandom random{7};
    const auto report =
        deid::deidentify_batch({input}, folder / "out", {deid::Profile{}, 1, false, folder / "quarantine"},
                               deid::StudySecrets::random(random), {});
    return report.files.at(0);
}

struct Scanner {
    const char* name;
    std::string (*make)();
    const char* ending;
};

class Slides : public ::testing::TestWithParam<Scanner> {};

TEST_P(Slides, keep_every_pixel_and_lose_names_dates_serial_numbers_and_label) {
    const testing::TemporaryFolder folder;
    const auto bytes = GetParam().make();
    const auto input = folder.write("in", bytes);
    ASSERT_NE(bytes.find(kSlideSecret), std::string::npos);
    const auto before = show_slide(input);
    ASSERT_EQ(before.error, "");
    ASSERT_EQ(before.vendor, GetParam().name);
    ASSERT_GE(before.levels.size(), 2U);

    const auto report = deidentified(input, folder);
    ASSERT_EQ(report.status, deid::FileStatus::written) << report.reason;
    EXPECT_TRUE(report.output_name->ends_with(GetParam().ending)) << *report.output_name;
    const auto output = folder / "out" / *report.output_name;
    const auto after = show_slide(output);
    EXPECT_EQ(after.error, "");
    EXPECT_EQ(after.vendor, before.vendor);
    EXPECT_TRUE(after.levels == before.levels);
    EXPECT_EQ(after.associated, 0U);

    const MappedFile written{output};
    const auto text = text_of(written.bytes());
    for (const auto* gone : {"Mueller", "2011", "serial", "0815", "BI10N", "b414", "12/29", "barcode"}) {
        EXPECT_EQ(text.find(gone), std::string_view::npos) << gone;
    }
    EXPECT_EQ(text.size(), bytes.size());
    EXPECT_FALSE(refuses(prescan(written.bytes()).findings));
    EXPECT_EQ(detect_kind(written.bytes()), FileKind::slide);
}

TEST_P(Slides, have_nothing_more_to_lose_the_second_time) {
    const testing::TemporaryFolder folder;
    const auto once = deidentified(folder.write("in", GetParam().make()), folder);
    ASSERT_TRUE(once.output_name);
    const auto first = folder / "out" / *once.output_name;
    const testing::TemporaryFolder again;
    const auto twice = deidentified(first, again);
    ASSERT_EQ(twice.status, deid::FileStatus::written) << twice.reason;
    const auto second = again / "out" / *twice.output_name;
    EXPECT_TRUE(text_of(MappedFile{first}.bytes()) == text_of(MappedFile{second}.bytes()));
}

TEST_P(Slides, have_an_overview) {
    const auto bytes = GetParam().make();
    const Bytes file{reinterpret_cast<const std::byte*>(bytes.data()), bytes.size()};
    const auto raster = picture::load_any(file, {});
    EXPECT_GE(raster.width, 128U);
    EXPECT_EQ(raster.channels, 3U);
}

TEST_P(Slides, are_refused_or_sound_wherever_they_are_cut_off) {
    const auto whole = GetParam().make();
    for (std::size_t size = 16; size < whole.size(); size += 997) {
        const Bytes part{reinterpret_cast<const std::byte*>(whole.data()), size};
        EXPECT_TRUE(refuses(prescan(part).findings)) << size;
    }
}

INSTANTIATE_TEST_SUITE_P(
    Scanners, Slides,
    ::testing::Values(Scanner{"generic-tiff", generic_slide, ".tiff"},
                      Scanner{"aperio", aperio_slide, ".svs"}, Scanner{"leica", leica_slide, ".scn"},
                      Scanner{"philips", philips_slide, ".tiff"}, Scanner{"trestle", trestle_slide, ".tiff"},
                      Scanner{"ventana", ventana_slide, ".bif"}, Scanner{"hamamatsu", ndpi_slide, ".ndpi"}),
    [](const auto& scanner) {
        const std::string name = scanner.param.name;
        return name.substr(0, name.find('-'));
    });

TEST(Slide, keeps_the_pixels_of_real_files_in_openslide) {
    MEDAL_NEEDS_SAMPLES();
    for (const auto* name : {"CMU-1-Small-Region.svs", "synthetic_label.svs"}) {
        const auto input = sample_folder() / "wsi" / name;
        const testing::TemporaryFolder folder;
        const auto report = deidentified(input, folder);
        ASSERT_EQ(report.status, deid::FileStatus::written) << name << report.reason;
        const auto after = show_slide(folder / "out" / *report.output_name);
        EXPECT_EQ(after.error, "") << name;
        EXPECT_EQ(after.vendor, "aperio") << name;
        EXPECT_TRUE(after.levels == show_slide(input).levels) << name;
        EXPECT_EQ(after.associated, 0U) << name;
    }
}

TEST(Slide, in_dicom_is_taken_and_the_photograph_of_its_label_refused) {
    const auto status_of = [](const char* type, const char* in_image) {
        const TestImage image{{1, 2, 3, 4}, [&](phantom::DicomObject& object) {
                                  object.set(0x00080016, dicom::vr::UI, "1.2.840.10008.5.1.4.1.1.77.1.6");
                                  object.set(0x00080008, dicom::vr::CS, type);
                                  object.set(0x00480010, dicom::vr::CS, in_image);
                              }};
        const testing::TemporaryFolder folder;
        return deidentified(image.path(), folder);
    };
    EXPECT_EQ(status_of("ORIGINAL\\PRIMARY\\VOLUME\\NONE", "NO").status, deid::FileStatus::written);
    EXPECT_EQ(status_of("ORIGINAL\\PRIMARY\\LABEL\\NONE", "NO").status, deid::FileStatus::refused);
    EXPECT_EQ(status_of("ORIGINAL\\PRIMARY\\OVERVIEW\\NONE", "NO").status, deid::FileStatus::refused);
    const auto shown = status_of("ORIGINAL\\PRIMARY\\VOLUME\\NONE", "YES");
    EXPECT_EQ(shown.status, deid::FileStatus::refused);
    EXPECT_NE(shown.reason.find("label"), std::string::npos);
}

TEST(Slide, label_is_refused_in_other_storage_classes_and_places_of_its_type_too) {
    const auto status_of = [](const char* modality, const char* type) {
        const TestImage image{{1, 2, 3, 4}, [&](phantom::DicomObject& object) {
                                  object.set(0x00080016, dicom::vr::UI, "1.2.840.10008.5.1.4.1.1.77.1.3");
                                  object.set(0x00080060, dicom::vr::CS, modality);
                                  object.set(0x00080008, dicom::vr::CS, type);
                              }};
        const testing::TemporaryFolder folder;
        return deidentified(image.path(), folder).status;
    };
    EXPECT_EQ(status_of("SM", "DERIVED\\PRIMARY\\LABEL"), deid::FileStatus::refused);
    EXPECT_EQ(status_of("SM", "ORIGINAL\\PRIMARY\\\\OVERVIEW"), deid::FileStatus::refused);
    EXPECT_EQ(status_of("SM", "ORIGINAL\\PRIMARY\\VOLUME\\NONE"), deid::FileStatus::written);
    EXPECT_EQ(status_of("XC", "ORIGINAL\\PRIMARY\\LABEL"), deid::FileStatus::written);
}

TEST(Slide, refuses_a_list_of_parts_that_names_none) {
    const std::string part = "[Virtual Microscope Specimen]\r\nNoLayers=1\r\n";
    const auto scan = prescan({reinterpret_cast<const std::byte*>(part.data()), part.size()});
    ASSERT_TRUE(refuses(scan.findings));
    EXPECT_EQ(scan.findings[0].code, "slide.set_damaged");
}

TEST(Slide, refuses_a_scanner_s_description_that_is_no_xml) {
    EXPECT_FALSE(read_leica("<scn><collection><image></collection></scn>"));
    EXPECT_FALSE(cleaned_ventana("<EncodeInfo Ver=\"2\""));
    EXPECT_FALSE(cleaned_philips("no xml"));
    std::string deep;
    for (int i = 0; i < 100; ++i) deep += "<Array>";
    EXPECT_FALSE(cleaned_philips(deep));
}

TEST(Slide, keeps_numbers_and_known_words_of_a_description_only) {
    EXPECT_EQ(cleaned_ventana("<iScan Magnification=\"20\" UserName=\"Anna\" ScanRes=\"Anna\"/>"),
              "<iScan Magnification=\"20\"/>");
    EXPECT_EQ(ventana_level("level=0 mag=20 quality=90 user=Anna"), "level=0 mag=20 quality=90");
    EXPECT_EQ(cleaned_trestle("Objective Power=20;Image Description=Anna;OverlapsXY= 1 2"),
              "Objective Power=20;OverlapsXY= 1 2;");
}

}  // namespace
}  // namespace medal::imaging
