// The test program serves as the sandboxed worker (crew_test.cpp).
#include "imaging/worker/drawing_desk.h"

#include "base/encoding.h"
#include "base/error.h"
#include "imaging/dicom/file_reader.h"
#include "imaging/file_kind.h"
#include "imaging/mapped_file.h"
#include "imaging/phantom/phantom.h"
#include "imaging/testing_data.h"
#include "support/temporary_folder.h"

#include <fstream>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

namespace medal::imaging::worker {
namespace {

namespace fs = std::filesystem;

class DrawingDeskTest : public ::testing::Test {
  protected:
    DrawingDeskTest() {
        const auto made = phantom::make_phantom({.slices = 1, .size = 64}, folder_ / "phantom");
        file_ = made.files.front();
    }

    DeskOptions options() const { return {.folder = folder_ / "drawing", .workers = 1}; }

    picture::Rendition rendition() const {
        picture::Rendition asked;
        asked.path = file_.string();
        asked.format = picture::PictureFormat::png;
        return asked;
    }

    static FileKind kind_of(const DrawingDesk::Picture& picture) {
        return detect_kind(base::bytes_of(*picture));
    }

    /// Empty where it is drawn.
    static std::string code_of(DrawingDesk& desk, const std::string& content,
                               const picture::Rendition& asked) {
        try {
            desk.draw(content, asked);
            return {};
        } catch (const base::Error& error) {
            return error.code();
        }
    }

    testing::TemporaryFolder folder_;
    fs::path file_;
};

TEST_F(DrawingDeskTest, draws_in_the_sandbox_and_leaves_nothing_behind) {
    DrawingDesk desk{options()};
    EXPECT_EQ(kind_of(desk.draw("a", rendition())), FileKind::png);
    EXPECT_TRUE(fs::is_empty(folder_ / "drawing"));
    EXPECT_TRUE(fs::exists(file_));
}

TEST_F(DrawingDeskTest, draws_the_same_once) {
    DrawingDesk desk{options()};
    const auto first = desk.draw("a", rendition());
    EXPECT_EQ(desk.draw("a", rendition()), first);
    auto smaller = rendition();
    smaller.viewport = picture::DisplayArea{8, 8};
    EXPECT_NE(desk.draw("a", smaller), first);
    EXPECT_NE(desk.draw("b", rendition()), first);
}

TEST_F(DrawingDeskTest, keeps_no_more_than_it_may) {
    auto limited = options();
    DrawingDesk open{limited};
    limited.cache_bytes = open.draw("a", rendition())->size() * 8;
    DrawingDesk desk{limited};
    const auto first = desk.draw("0", rendition());
    for (int i = 1; i <= 8; ++i) desk.draw(std::to_string(i), rendition());
    EXPECT_NE(desk.draw("0", rendition()), first);
    limited.cache_bytes = 8;
    DrawingDesk forgetful{limited};
    EXPECT_NE(forgetful.draw("a", rendition()), forgetful.draw("a", rendition()));
}

TEST_F(DrawingDeskTest, survives_files_that_crash_or_are_none) {
    auto crashing = options();
    crashing.worker_arguments = {"--crash-on=DIES"};
    DrawingDesk desk{crashing};
    std::ofstream{folder_ / "bad"} << "DIES";
    auto bad = rendition();
    bad.path = (folder_ / "bad").string();
    EXPECT_EQ(code_of(desk, "bad", bad), "imaging.crashed");
    std::ofstream{folder_ / "bad", std::ios::trunc} << "none";
    EXPECT_EQ(code_of(desk, "bad", bad), "imaging.refused");
    EXPECT_EQ(kind_of(desk.draw("good", rendition())), FileKind::png);
}

TEST_F(DrawingDeskTest, tells_whoever_would_wait_too_long) {
    auto busy = options();
    busy.worker_arguments = {"--hang-on=NEVER"};
    busy.patience = std::chrono::milliseconds{50};
    busy.most_waiting = 1;
    DrawingDesk desk{busy};
    std::ofstream{folder_ / "slow"} << "NEVER ends";
    auto slow = rendition();
    slow.path = (folder_ / "slow").string();
    desk.draw("first", rendition());
    // The slow one, once it has its turn, is stopped for the time that it takes.
    std::jthread drawing{[&] {
        while (code_of(desk, "slow", slow) == "http.overloaded") continue;
    }};
    // Until then pictures are drawn; then they wait in vain.
    std::string code;
    for (int i = 0; code.empty() && i < 10'000; ++i) code = code_of(desk, std::to_string(i), rendition());
    EXPECT_EQ(code, "http.overloaded");
}

TEST_F(DrawingDeskTest, reads_which_instance_a_file_is_from_its_first_bytes) {
    DrawingDesk desk{options()};
    const MappedFile whole{file_};
    const auto text = text_of(whole.bytes());
    const auto head = desk.read_head(text.substr(0, 3000));
    ASSERT_TRUE(head);
    EXPECT_TRUE(dicom::is_uid(head->sop_instance_uid));
    EXPECT_TRUE(dicom::is_uid(head->study_uid));
    EXPECT_FALSE(desk.read_head("no DICOM file"));
    EXPECT_FALSE(desk.read_head(text.substr(0, 140)));
}

TEST(InstanceHead, is_read_from_every_sample_as_from_the_whole_file) {
    MEDAL_NEEDS_SAMPLES();
    std::size_t read = 0;
    for (const auto& path : sample_files("dicom")) {
        const MappedFile file{path};
        const auto scan = dicom::scan_file(file.bytes());
        const auto head = dicom::read_instance_head(file.bytes());
        if (!scan.data || !head) continue;
        EXPECT_EQ(head->sop_instance_uid, scan.data->text(dicom::tags::kSopInstance)) << path;
        if (!head->study_uid.empty()) {
            EXPECT_EQ(head->study_uid, scan.data->text(dicom::tags::kStudyInstance)) << path;
            ++read;
        }
    }
    EXPECT_GT(read, 200U);
}

TEST(InstanceHead, takes_uids_of_the_standard_only) {
    for (const auto* uid : {"1.2.840.10008.1.1", "2.25.0"}) EXPECT_TRUE(dicom::is_uid(uid)) << uid;
    for (const auto* text : {"", ".1", "1.", "1..2", "1.2a", "1 2", "no-such-thing"})
        EXPECT_FALSE(dicom::is_uid(text)) << text;
    EXPECT_FALSE(dicom::is_uid(std::string(65, '1')));
}

}  // namespace
}  // namespace medal::imaging::worker
