// The test program itself serves as the sandboxed worker, as `medal imaging-worker` does.
#include "imaging/worker/crew.h"

#include "base/error.h"
#include "base/random.h"
#include "imaging/deid/batch.h"
#include "imaging/phantom/phantom.h"
#include "imaging/testing_data.h"
#include "imaging/testing_dicom_slide.h"
#include "imaging/worker/tasks.h"
#include "support/temporary_folder.h"

#include <cstdlib>
#include <fstream>
#include <memory>
#include <set>
#include <sstream>

#include <gtest/gtest.h>

namespace medal::imaging::worker {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> own_arguments() {
    std::ifstream file{"/proc/self/cmdline"};
    std::vector<std::string> arguments;
    for (std::string argument; std::getline(file, argument, '\0');) arguments.push_back(argument);
    return arguments;
}

class ServesAsWorker : public ::testing::Environment {
  public:
    void SetUp() override {
        const auto arguments = own_arguments();
        if (arguments.size() < 2 || arguments[1] != "imaging-worker") return;
        Faults faults;
        for (const auto& argument : arguments) {
            if (argument.starts_with("--crash-on=")) faults.crash_on = argument.substr(11);
            if (argument.starts_with("--hang-on=")) faults.hang_on = argument.substr(10);
        }
        std::_Exit(serve(faults));
    }
};
const auto* const kServesAsWorker =
    ::testing::AddGlobalTestEnvironment(std::make_unique<ServesAsWorker>().release());

class CrewTest : public ::testing::Test {
  protected:
    CrewTest() {
        fs::create_directories(folder_ / "in");
        fs::create_directories(folder_ / "out");
    }

    CrewOptions options(unsigned workers, std::vector<std::string> arguments = {}) const {
        CrewOptions chosen{.readable = {folder_ / "in"}, .writable = {folder_ / "out"}, .workers = workers};
        chosen.worker_arguments = std::move(arguments);
        return chosen;
    }
    void put(const std::string& name, const std::string& text) const {
        std::ofstream{folder_ / "in" / name} << text;
    }
    deid::BatchReport deidentify(deid::FileWork& work, const fs::path& output, unsigned jobs) const {
        deid::BatchOptions batch;
        batch.jobs = jobs;
        batch.quarantine = output / "quarantine";
        batch.work = &work;
        const std::vector<std::byte> key(32, std::byte{7});
        return deid::deidentify_batch({folder_ / "in"}, output, batch, deid::StudySecrets::from_bytes(key),
                                      {});
    }

    testing::TemporaryFolder folder_;
};

std::string bytes_of(const fs::path& path) {
    std::ifstream file{path, std::ios::binary};
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

TEST_F(CrewTest, writes_what_the_same_work_without_a_sandbox_writes) {
    phantom::make_phantom(
        {.kind = phantom::Kind::ct_chest, .seed = 3, .slices = 6, .size = 64, .plant_identifiers = true},
        folder_ / "in");
    fs::create_directories(folder_ / "plain");
    Crew crew{options(2)};
    deid::LocalFileWork here;
    const auto boxed = deidentify(crew, folder_ / "out", 2);
    const auto plain = deidentify(here, folder_ / "plain", 1);
    ASSERT_EQ(boxed.summary.written, 6U);
    ASSERT_EQ(plain.summary.written, 6U);
    for (std::size_t i = 0; i < boxed.files.size(); ++i) {
        EXPECT_EQ(bytes_of(folder_ / "out" / *boxed.files[i].output_name),
                  bytes_of(folder_ / "plain" / *plain.files[i].output_name));
    }
}

TEST_F(CrewTest, loses_only_the_file_that_crashes_its_worker_and_the_one_that_hangs_it) {
    // So many that they are handed over in groups.
    phantom::make_phantom({.kind = phantom::Kind::mr, .seed = 3, .slices = 48, .size = 64}, folder_ / "in");
    put("a-crash.dcm", std::string(128, '\0') + "DICM BOOM");
    put("z-hang.dcm", std::string(128, '\0') + "DICM FOREVER");
    Crew crew{options(2, {"--crash-on=BOOM", "--hang-on=FOREVER"})};
    const auto report = deidentify(crew, folder_ / "out", 2);
    EXPECT_EQ(report.summary.written, 48U);
    EXPECT_EQ(report.summary.refused, 2U);
    std::set<std::string> codes;
    for (const auto& file : report.files) {
        for (const auto& finding : file.findings) codes.insert(finding.code);
        EXPECT_EQ(file.reason.empty(), file.status == deid::FileStatus::written);
    }
    EXPECT_EQ(codes, (std::set<std::string>{"imaging.crashed", "imaging.time"}));
}

TEST_F(CrewTest, leaves_nothing_half_written_of_a_file_that_crashed_its_worker) {
    put("a-crash.dcm", std::string(128, '\0') + "DICM BOOM");
    std::ofstream{folder_ / "out" / "000001.dcm.part"} << "half";
    std::ofstream{folder_ / "out" / "000001.note"} << "not ours";
    Crew crew{options(1, {"--crash-on=BOOM"})};
    const std::vector<std::byte> key(32, std::byte{7});
    const auto secrets = deid::StudySecrets::from_bytes(key);
    const deid::Profile profile;
    const deid::Identifiers nobody;
    const deid::RewriteTask task{folder_ / "in" / "a-crash.dcm",
                                 folder_ / "out" / "000001",
                                 profile,
                                 secrets,
                                 {nobody, base::Identifying<std::string>{"key"}}};
    const auto results = crew.rewrite({&task, 1});
    ASSERT_EQ(results.size(), 1U);
    EXPECT_EQ(results.front().findings.front().code, "imaging.crashed");
    EXPECT_FALSE(fs::exists(folder_ / "out" / "000001.dcm.part"));
    EXPECT_TRUE(fs::exists(folder_ / "out" / "000001.note"));
}

TEST_F(CrewTest, answers_for_every_file_of_several_patients_in_their_order) {
    for (unsigned seed = 1; seed <= 3; ++seed) {
        phantom::make_phantom(
            {.kind = phantom::Kind::mr, .seed = seed, .slices = 9, .size = 64, .plant_identifiers = true},
            folder_ / "in" / std::to_string(seed));
    }
    fs::create_directories(folder_ / "plain");
    Crew crew{options(1)};
    deid::LocalFileWork here;
    const auto boxed = deidentify(crew, folder_ / "out", 1);
    const auto plain = deidentify(here, folder_ / "plain", 1);
    ASSERT_EQ(boxed.summary.written, 27U);
    for (std::size_t i = 0; i < boxed.files.size(); ++i) {
        EXPECT_EQ(boxed.files[i].input, plain.files[i].input);
        EXPECT_EQ(boxed.files[i].actions, plain.files[i].actions);
        EXPECT_EQ(bytes_of(folder_ / "out" / *boxed.files[i].output_name),
                  bytes_of(folder_ / "plain" / *plain.files[i].output_name));
    }
}

TEST_F(CrewTest, answers_on_after_a_crash) {
    put("crash", "BOOM");
    put("text", "only text");
    Crew crew{options(1, {"--crash-on=BOOM"})};
    EXPECT_EQ(crew.inspect(folder_ / "in/crash").findings.at(0).code, "imaging.crashed");
    EXPECT_EQ(crew.inspect(folder_ / "in/text").findings.at(0).code, "file.kind");
}

TEST_F(CrewTest, prepares_a_slide_in_several_dicom_files_and_cuts_its_tiles) {
    const TestSlide fine{.columns = 1200, .rows = 800, .tile = 200};
    const TestSlide coarse{.columns = 300, .rows = 200, .tile = 100, .downsample = 4, .instance = "2.25.12"};
    const std::vector<fs::path> files{write_slide(folder_ / "in/fine", fine),
                                      write_slide(folder_ / "in/coarse", coarse)};
    Crew crew{options(1)};
    const auto prepared = crew.prepare_slide(files, 64);
    EXPECT_EQ(prepared.media.columns, 1200);
    EXPECT_EQ(prepared.media.pyramid->levels.size(), 3U);
    const auto jpeg = crew.tile(files, {2, 0, 0});
    EXPECT_TRUE(jpeg.starts_with("\xFF\xD8"));
    EXPECT_THROW(crew.tile(files, {3, 0, 0}), base::Error);
    EXPECT_EQ(crew.tile(files, {2, 0, 0}), jpeg) << "after a refusal the slide is still open";
    EXPECT_THROW(crew.tile({files[0], folder_ / "in/missing"}, {0, 0, 0}), base::Error);
}

TEST_F(CrewTest, lets_a_worker_read_nothing_but_what_it_was_given) {
    if (sandbox::available_isolation() != sandbox::Isolation::bubblewrap) {
        GTEST_SKIP() << "bubblewrap is not permitted here";
    }
    std::ofstream{folder_ / "outside"} << "DICM";
    Crew crew{options(1)};
    EXPECT_EQ(crew.inspect(folder_ / "outside").findings.at(0).code, "imaging.unreadable");
}

TEST_F(CrewTest, says_when_no_worker_can_be_started) {
    auto broken = options(1);
    broken.program = "/bin/false";
    Crew crew{broken};
    put("text", "only text");
    EXPECT_EQ(crew.inspect(folder_ / "in/text").findings.at(0).code, "imaging.sandbox");
}

TEST(CrewOnHostileFiles, refuses_each_in_the_sandbox_and_loses_no_worker_to_its_own_reader) {
    MEDAL_NEEDS_SAMPLES();
    Crew crew{
        {.readable = {sample_folder() / "hostile"}, .writable = {}, .memory_bytes = kInspectMemory_bytes}};
    for (const auto& file : sample_files("hostile")) {
        for (const auto& finding : crew.inspect(file).findings) {
            EXPECT_NE(finding.code, "imaging.crashed") << file;
            EXPECT_NE(finding.code, "imaging.time") << file;
            EXPECT_NE(finding.code, "imaging.memory") << file;
        }
    }
}

}  // namespace
}  // namespace medal::imaging::worker
