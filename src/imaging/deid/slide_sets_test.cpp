// Slides that are not one TIFF file, from the given files to the one that comes out: read by OpenSlide before
// and after.
#include "imaging/deid/slide_sets.h"

#include "imaging/deid/testing_slide_folder.h"
#include "imaging/inspect.h"
#include "imaging/phantom/drawing.h"
#include "imaging/prescan.h"
#include "imaging/redact/redact.h"
#include "imaging/similar/fingerprint.h"
#include "imaging/testing_openslide.h"
#include "imaging/testing_sakura.h"
#include "imaging/testing_vms.h"
#include "imaging/viewing/slide.h"
#include "imaging/worker/crew.h"

#include <memory>
#include <tiffio.h>

#include <gtest/gtest.h>

namespace medal::imaging::deid {
namespace {

namespace fs = std::filesystem;

struct Format {
    const char* name;
    const char* vendor;
    /// What OpenSlide opens.
    const char* ending;
    void (*write)(const fs::path& folder);
    std::uint32_t background;
    double microns;
};

std::ostream& operator<<(std::ostream& out, const Format& format) {
    return out << format.name;
}

const Format kFormats[] = {
    {"sakura", "sakura", ".svslide",
     [](const fs::path& folder) { TestSakura{}.write(folder / (std::string{kSetSecret} + ".svslide")); },
     0xFFFFFF, 0.25},
    {"mirax", "mirax", ".mrxs", [](const fs::path& folder) { write_files(TestMirax{}.files(), folder); },
     0xE6E6E6, 0.25},
    {"vms", "hamamatsu", ".vms", [](const fs::path& folder) { write_files(vms_slide(), folder); }, 0xFFFFFF,
     0.5},
    {"vmu", "hamamatsu", ".vmu", [](const fs::path& folder) { write_files(vmu_slide(), folder); }, 0xFFFFFF,
     0.5},
};

fs::path opened_by_openslide(const SlideFolder& folder, const Format& format) {
    return folder / "in" / (std::string{kSetSecret} + format.ending);
}

/// Over white or the slide's own colour.
int channel(std::uint32_t pixel, unsigned shift, std::uint32_t background) {
    const auto rest = 255U - (pixel >> 24U);
    return static_cast<int>(((pixel >> shift) & 255U) + ((background >> shift) & 255U) * rest / 255U);
}

int greatest_difference(const ShownLevel& before, const ShownLevel& after, std::uint32_t background) {
    int greatest = 0;
    for (std::size_t i = 0; i < before.pixels.size(); ++i) {
        for (const auto shift : {0U, 8U, 16U}) {
            const auto difference =
                channel(before.pixels[i], shift, background) - channel(after.pixels[i], shift, background);
            greatest = std::max(greatest, std::abs(difference));
        }
    }
    return greatest;
}

class ForeignSlides : public ::testing::TestWithParam<Format> {};

TEST_P(ForeignSlides, become_one_tiff_that_shows_the_same_and_says_nothing) {
    const SlideFolder folder;
    GetParam().write(folder / "in");
    const auto before = show_slide(opened_by_openslide(folder, GetParam()));
    ASSERT_EQ(before.error, "");
    ASSERT_EQ(before.vendor, GetParam().vendor);

    const auto report = folder.run();
    ASSERT_FALSE(report.files.empty());
    const auto output = report.files.front().output_name.value_or("");
    for (const auto& file : report.files) {
        ASSERT_EQ(file.status, FileStatus::written) << file.input << ": " << file.reason;
        EXPECT_EQ(file.output_name, output) << file.input;
    }
    EXPECT_EQ(report.summary.written, report.summary.files);
    EXPECT_TRUE(output.ends_with(".tif")) << output;

    const auto after = show_slide(folder / "out" / output);
    ASSERT_EQ(after.error, "");
    EXPECT_EQ(after.vendor, "generic-tiff");
    ASSERT_EQ(after.levels.size(), before.levels.size());
    for (std::size_t i = 0; i < before.levels.size(); ++i) {
        ASSERT_EQ(after.levels[i].width, before.levels[i].width) << i;
        ASSERT_EQ(after.levels[i].height, before.levels[i].height) << i;
        EXPECT_LE(greatest_difference(before.levels[i], after.levels[i], GetParam().background), 20) << i;
    }
    folder.expect_clean({kSetSecret, "Mueller", "77344", "2011", "0123456789ABCDEF", "scan ", "code "});
    const MappedFile written{folder / "out" / output};
    EXPECT_FALSE(refuses(prescan(written.bytes()).findings));
    EXPECT_EQ(detect_kind(written.bytes()), FileKind::slide);
}

TEST_P(ForeignSlides, are_written_alone_and_their_report_says_what_was_left_out) {
    const SlideFolder folder;
    GetParam().write(folder / "in");
    const auto report = folder.run();
    std::size_t lists = 0;
    for (const auto& file : report.files) {
        const auto has = [&](std::string_view code) {
            return std::any_of(file.findings.begin(), file.findings.end(),
                               [&](const Finding& finding) { return finding.code == code; });
        };
        EXPECT_NE(has("slide.rewritten"), has("slide.part")) << file.input;
        if (!has("slide.rewritten")) continue;
        ++lists;
        const auto label = std::find_if(file.actions.begin(), file.actions.end(), [](const auto& action) {
            return action.keyword.find("label") != std::string::npos ||
                   action.tag.find("label") != std::string::npos;
        });
        EXPECT_NE(label, file.actions.end());
    }
    EXPECT_EQ(lists, 1U);
    EXPECT_EQ(folder.count_outputs(), 1U);
}

TEST_P(ForeignSlides, can_be_viewed_and_deidentified_again) {
    const SlideFolder folder;
    GetParam().write(folder / "in");
    const auto output = folder / "out" / folder.run().files.front().output_name.value();
    viewing::Slide slide{{output}};
    EXPECT_GE(slide.pyramid().levels.size(), 1U);
    EXPECT_GT(slide.tile({0, 0, 0}).width, 0U);
    EXPECT_NEAR(slide.column_mm().value_or(0), GetParam().microns / 1000, 1e-6);
    EXPECT_NEAR(slide.row_mm().value_or(0), GetParam().microns / 1000, 1e-6);
    const auto inspected = inspect_file(output);
    EXPECT_FALSE(refuses(inspected.findings));
    EXPECT_EQ(static_cast<std::int64_t>(inspected.geometry.value().columns),
              slide.pyramid().levels.front().width);
    EXPECT_FALSE(similar::fingerprint_file(output).sha256_pixels.empty());
    const SlideFolder again;
    EXPECT_EQ(again.run(output).files.front().status, FileStatus::written);
}

TEST_P(ForeignSlides, have_places_made_unreadable_as_any_tiff_slide) {
    const SlideFolder folder;
    GetParam().write(folder / "in");
    const auto output = folder / "out" / folder.run().files.front().output_name.value();
    redact::Request request;
    request.path = output.string();
    request.output = (folder / "filled.tif").string();
    request.regions.push_back({.x = 32, .y = 32, .width = 64, .height = 48});
    redact::redact_file(request);
    const auto before = show_slide(output);
    const auto after = show_slide(folder / "filled.tif");
    ASSERT_EQ(after.error, "");
    ASSERT_EQ(after.levels.size(), before.levels.size());
    EXPECT_LT(channel(after.levels[0].at(60, 60), 8, 0), 10);
    EXPECT_EQ(after.levels[0].at(200, 10), before.levels[0].at(200, 10));
}

TEST_P(ForeignSlides, keep_the_size_of_a_pixel) {
    const SlideFolder folder;
    GetParam().write(folder / "in");
    const auto output = folder / "out" / folder.run().files.front().output_name.value();
    const std::unique_ptr<TIFF, decltype(&TIFFClose)> file{TIFFOpen(output.c_str(), "r"), &TIFFClose};
    ASSERT_NE(file, nullptr);
    float across = 0;
    float down = 0;
    std::uint16_t unit = 0;
    ASSERT_EQ(TIFFGetField(file.get(), TIFFTAG_XRESOLUTION, &across), 1);
    ASSERT_EQ(TIFFGetField(file.get(), TIFFTAG_YRESOLUTION, &down), 1);
    ASSERT_EQ(TIFFGetField(file.get(), TIFFTAG_RESOLUTIONUNIT, &unit), 1);
    EXPECT_EQ(unit, RESUNIT_CENTIMETER);
    EXPECT_NEAR(across, 10'000 / GetParam().microns, 1);
    EXPECT_NEAR(down, 10'000 / GetParam().microns, 1);
}

TEST_P(ForeignSlides, come_out_of_the_sandbox_as_well) {
    const SlideFolder folder;
    GetParam().write(folder / "in");
    fs::create_directories(folder / "out");
    worker::Crew crew{{.readable = {folder / "in"}, .writable = {folder / "out"}, .workers = 1}};
    const auto report = folder.run(folder / "in", &crew);
    for (const auto& file : report.files) {
        EXPECT_EQ(file.status, FileStatus::written) << file.input << ": " << file.reason;
    }
    EXPECT_EQ(folder.count_outputs(), 1U);
}

TEST_P(ForeignSlides, come_out_of_an_archive) {
    const SlideFolder folder;
    GetParam().write(folder / "in");
    const auto archive = folder / "0";
    write_tar(folder / "in", archive);
    const auto report = folder.run(archive);
    for (const auto& file : report.files) {
        EXPECT_EQ(file.status, FileStatus::written) << file.input << ": " << file.reason;
    }
    folder.expect_clean({kSetSecret});
}

INSTANTIATE_TEST_SUITE_P(Formats, ForeignSlides, ::testing::ValuesIn(kFormats),
                         [](const auto& chosen) { return std::string{chosen.param.name}; });

/// Glass, and on it what a person wrote, so many times smaller.
picture::Raster written_glass(std::size_t downsample) {
    constexpr std::size_t kSide = 1024;
    auto grey = picture::Raster::blank(kSide / downsample, kSide / downsample, 1);
    std::fill(grey.samples.begin(), grey.samples.end(), std::uint8_t{230});
    phantom::draw_text(grey, 200 / downsample, 480 / downsample, "BORN 12.03.1961", 4 / downsample, 0);
    auto raster = picture::Raster::blank(grey.width, grey.height, 3);
    for (std::size_t i = 0; i < grey.samples.size(); ++i)
        std::fill_n(&raster.samples[3 * i], 3, grey.samples[i]);
    return raster;
}

TEST(ForeignSlide, has_text_painted_over_that_is_burned_into_it) {
    const SlideFolder folder;
    write_files(vmu_slide(written_glass(1), written_glass(4)), folder / "in");
    const auto report = folder.run();
    const auto& list = report_of(report, ".vmu");
    ASSERT_EQ(list.status, FileStatus::written) << list.reason;
    EXPECT_TRUE(list.burned_in.is_searched);
    EXPECT_GE(list.burned_in.painted, 1U);
    const auto shown = show_slide(folder / "out" / list.output_name.value());
    ASSERT_EQ(shown.error, "");
    for (const auto& level : shown.levels) {
        const auto scale = 1024 / level.width;
        // Black all over, between the letters too.
        for (std::int64_t x = 210; x < 520; x += 8) {
            EXPECT_LT(channel(level.at(x / scale, 492 / scale), 8, 0), 40) << level.width << " " << x;
        }
    }
    EXPECT_EQ(folder.count_outputs(), 1U);
}

}  // namespace
}  // namespace medal::imaging::deid
