// Slides of several files, and of one data base, that are damaged, hostile, not complete or given in parts.
#include "base/error.h"
#include "imaging/deid/testing_slide_folder.h"
#include "imaging/inspect.h"
#include "imaging/similar/fingerprint.h"
#include "imaging/testing_sakura.h"
#include "imaging/testing_vms.h"
#include "imaging/worker/crew.h"

#include <random>

#include <gtest/gtest.h>

namespace medal::imaging::deid {
namespace {

namespace fs = std::filesystem;

TEST(SakuraSlide, is_told_from_another_data_base) {
    const SlideFolder folder;
    TestSakura other;
    other.is_slide = false;
    other.write(folder / "in" / "other.svslide");
    const auto report = folder.run();
    EXPECT_EQ(report.files.front().status, FileStatus::refused);
    EXPECT_EQ(report.files.front().findings.front().code, "imaging.decode");
}

TEST(SakuraSlide, that_claims_enormous_tiles_or_sides_is_refused) {
    for (const auto& [tile, side] : {std::pair{0x7FFFFFFFU, 256U}, {128U, 0x7FFFFFFFU}, {0U, 256U}}) {
        const SlideFolder folder;
        TestSakura hostile;
        hostile.tile_px = tile;
        hostile.side_px = side;
        hostile.write(folder / "in" / "slide");
        const auto report = folder.run();
        EXPECT_EQ(report.files.front().status, FileStatus::refused) << tile << ' ' << side;
        EXPECT_FALSE(report.files.front().reason.empty());
    }
}

TEST(SakuraSlide, that_is_cut_off_is_refused) {
    const SlideFolder folder;
    const auto path = folder / "in" / "slide";
    TestSakura{}.write(path);
    fs::resize_file(path, fs::file_size(path) / 2);
    EXPECT_EQ(folder.run().files.front().status, FileStatus::refused);
}

TEST(SlideSet, without_a_part_that_it_needs_is_refused_with_all_its_files_and_says_which_kind) {
    const std::pair<const char*, const char*> kMissing[] = {{"Index.dat", "its index"},
                                                            {"Data0001.dat", "a file of its data"}};
    for (const auto& [name, words] : kMissing) {
        const SlideFolder folder;
        write_files(TestMirax{}.files(), folder / "in");
        fs::remove(folder / "in" / kSetSecret / name);
        const auto report = folder.run();
        EXPECT_EQ(report.summary.written, 0U);
        const auto& list = report_of(report, "Slidedat.ini");
        EXPECT_NE(list.reason.find(words), std::string::npos) << list.reason;
        EXPECT_NE(list.reason.find("into one ZIP"), std::string::npos) << list.reason;
        EXPECT_EQ(list.reason.find(kSetSecret), std::string::npos);
        EXPECT_EQ(report_of(report, ".mrxs").reason, list.reason);
        EXPECT_EQ(report_of(report, "Data0000.dat").reason, list.reason);
    }
}

TEST(SlideSet, of_hamamatsu_without_its_map_or_an_image_is_refused) {
    const std::string secret{kSetSecret};
    const std::pair<std::string, const char*> kMissing[] = {{"_map.jpg", "its map image"},
                                                            {"_10.jpg", "an image file"}};
    for (const auto& [name, words] : kMissing) {
        const SlideFolder folder;
        auto files = vms_slide();
        files.erase(secret + name);
        write_files(files, folder / "in");
        const auto report = folder.run();
        EXPECT_EQ(report.summary.written, 0U);
        EXPECT_NE(report_of(report, ".vms").reason.find(words), std::string::npos);
        EXPECT_EQ(report_of(report, "_macro.jpg").status, FileStatus::refused);
    }
}

TEST(SlideSet, needs_neither_its_photographs_nor_what_only_makes_it_faster) {
    const SlideFolder folder;
    auto files = vms_slide();
    for (const auto* name : {"_macro.jpg", "_deep.jpg", ".opt"}) files.erase(std::string{kSetSecret} + name);
    write_files(files, folder / "in");
    const auto report = folder.run();
    EXPECT_EQ(report.summary.written, 4U);
    EXPECT_EQ(report.summary.files, 4U);
}

TEST(SlideSet, whose_main_file_or_part_comes_alone_says_how_to_give_it) {
    const TestMirax mirax;
    const std::pair<std::string, const char*> kAlone[] = {
        {mirax.slidedat, "into one ZIP"},
        {mirax.index, "into one ZIP"},
        {mirax.data0, "into one ZIP"},
        {vmu_slide().at(std::string{kSetSecret} + "_p.ngr"), "into one ZIP"},
        {vms_slide().at(std::string{kSetSecret} + ".vms"), "into one ZIP"},
    };
    for (const auto& [bytes, words] : kAlone) {
        const SlideFolder folder;
        std::ofstream{folder / "in" / "0", std::ios::binary} << bytes;
        const auto& file = folder.run().files.front();
        EXPECT_EQ(file.status, FileStatus::refused);
        EXPECT_NE(file.reason.find(words), std::string::npos) << file.reason;
    }
}

TEST(SlideSet, does_not_follow_a_part_that_is_a_link) {
    const SlideFolder folder;
    write_files(TestMirax{}.files("slide"), folder / "in");
    const auto part = folder / "in" / "slide" / "Data0001.dat";
    fs::rename(part, folder / "elsewhere");
    fs::create_symlink(folder / "elsewhere", part);
    const auto report = folder.run();
    EXPECT_EQ(report.summary.written, 0U);
    EXPECT_EQ(report_of(report, "Slidedat.ini").findings.front().code, "slide.part_missing");
}

TEST(SlideSet, whose_files_have_names_in_other_capitals_is_found) {
    const SlideFolder folder;
    write_files(TestMirax{}.files("slide"), folder / "in");
    fs::rename(folder / "in" / "slide" / "Index.dat", folder / "in" / "slide" / "INDEX.DAT");
    const auto report = folder.run();
    EXPECT_EQ(report.summary.written, report.summary.files);
}

TEST(SlideSet, takes_no_other_image_with_it_that_its_list_names) {
    const SlideFolder folder;
    const std::string secret{kSetSecret};
    auto files = vms_slide();
    auto& list = files.at(secret + ".vms");
    const auto name = secret + "_macro.jpg";
    list.replace(list.find(name), name.size(), "other.tif");
    files["other.tif"] = generic_slide();
    write_files(files, folder / "in");
    const auto report = folder.run();
    const auto& other = report_of(report, "other.tif");
    EXPECT_EQ(other.status, FileStatus::written);
    EXPECT_NE(other.output_name, report_of(report, ".vms").output_name);
}

TEST(SlideSet, that_crashes_whoever_reads_it_costs_its_own_files_only) {
    const SlideFolder folder;
    TestMirax mirax;
    mirax.data0.replace(mirax.data0.find(kSetSecret), 4, "BOOM");
    write_files(mirax.files("slide"), folder / "in");
    std::ofstream{folder / "in" / "other.tif", std::ios::binary} << generic_slide();
    fs::create_directories(folder / "out");
    worker::Crew crew{{.readable = {folder / "in"},
                       .writable = {folder / "out"},
                       .workers = 1,
                       .worker_arguments = {"--crash-on=BOOM"}}};
    const auto report = folder.run(folder / "in", &crew);
    EXPECT_EQ(report.summary.written, 1U);
    EXPECT_EQ(report_of(report, "other.tif").status, FileStatus::written);
    EXPECT_FALSE(report_of(report, "Slidedat.ini").reason.empty());
    EXPECT_EQ(folder.count_outputs(), 1U);
}

TEST(SlideSet, of_bytes_changed_at_random_is_written_or_refused_with_a_reason) {
    const SlideFolder folder;
    std::mt19937 random{20240611};
    const TestMirax whole;
    for (int i = 0; i < 24; ++i) {
        auto mirax = whole;
        for (int k = 0; k < 4; ++k) {
            // Behind the version and the slide's number.
            const auto at = 37 + random() % (mirax.index.size() - 37);
            mirax.index[at] = static_cast<char>(random());
        }
        write_files(mirax.files("slide" + std::to_string(i)), folder / "in");
        const auto path = folder / "in" / ("sakura" + std::to_string(i));
        TestSakura{}.write(path);
        std::fstream database{path, std::ios::binary | std::ios::in | std::ios::out};
        for (int k = 0; k < 4; ++k) {
            database.seekp(static_cast<std::streamoff>(100 + random() % 60'000));
            database.put(static_cast<char>(random()));
        }
    }
    fs::create_directories(folder / "out");
    worker::Crew crew{{.readable = {folder / "in"}, .writable = {folder / "out"}, .workers = 2}};
    const auto report = folder.run(folder / "in", &crew);
    EXPECT_EQ(report.summary.files, 24U * 6);
    for (const auto& file : report.files) {
        EXPECT_EQ(file.status == FileStatus::written, file.reason.empty()) << file.input;
        EXPECT_EQ(file.status == FileStatus::written, file.output_name.has_value()) << file.input;
    }
    folder.expect_clean({kSetSecret, whole.id});
}

TEST(SlideSet, has_its_names_and_bar_codes_searched_for_in_what_comes_out) {
    const SlideFolder folder;
    write_files(TestMirax{}.files("slide"), folder / "in");
    TestSakura{}.write(folder / "in" / "sakura");
    LocalFileWork work;
    const std::vector<OpenTask> tasks{{folder / "in" / "slide" / "Slidedat.ini", folder / "unpacked"},
                                      {folder / "in" / "sakura", folder / "unpacked"}};
    for (const auto& opened : work.open(tasks)) {
        const auto& phrases = opened.collected.identifiers.reveal().phrases;
        EXPECT_TRUE(phrases.contains("mueller-anna-77344"));
    }
}

TEST(SlideSet, is_inspected_with_what_to_do_and_drawn_only_after_it_became_tiff) {
    const SlideFolder folder;
    write_files(TestMirax{}.files("slide"), folder / "in");
    TestSakura{}.write(folder / "in" / "sakura");
    const auto list = folder / "in" / "slide" / "Slidedat.ini";
    const auto set = inspect_file(list);
    EXPECT_EQ(set.kind, FileKind::slide_set);
    EXPECT_FALSE(refuses(set.findings));
    EXPECT_EQ(set.findings.size(), 1U);
    fs::remove(folder / "in" / "slide" / "Index.dat");
    EXPECT_EQ(inspect_file(list).findings.back().code, "slide.part_missing");
    const auto database = inspect_file(folder / "in" / "sakura");
    EXPECT_EQ(database.kind, FileKind::slide_database);
    EXPECT_EQ(database.geometry.value().columns, 256U);
    for (const auto& path : {list, folder / "in" / "sakura"}) {
        try {
            similar::fingerprint_file(path);
            ADD_FAILURE() << "a fingerprint was made";
        } catch (const base::Error& error) {
            EXPECT_EQ(error.code(), "slide.not_tiff");
        }
    }
}

}  // namespace
}  // namespace medal::imaging::deid
