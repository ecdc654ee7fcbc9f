#include "cli/assembly_input.h"

#include "base/error.h"
#include "support/temporary_folder.h"

#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

namespace medal::cli {
namespace {

class AssemblyFiles : public ::testing::Test {
  protected:
    AssemblyInput read(const std::string& candidates, const std::string& quotas) {
        std::ofstream(folder_ / "candidates.csv", std::ios::binary) << candidates;
        std::ofstream(folder_ / "quotas.toml", std::ios::binary) << quotas;
        return read_assembly(folder_ / "candidates.csv", folder_ / "quotas.toml");
    }
    std::string message_of(const std::string& candidates, const std::string& quotas) {
        try {
            read(candidates, quotas);
        } catch (const base::Error& error) {
            return error.message();
        }
        return "no error";
    }

    testing::TemporaryFolder folder_;
};

constexpr const char* kCandidates =
    "id,weight,patient,modality,region\na,1,p1,CT,Africa\nb,2,p1,CT; PET,Asia\nc,3,p2,MR,Africa\n";

TEST_F(AssemblyFiles, become_quotas_over_sets_of_candidates) {
    const AssemblyInput input =
        read(kCandidates,
             "size = 2\n[limits]\npatient = 1\n[[quota]]\nterms = {modality = \"CT\"}\nmin = 1\n"
             "[[quota]]\nterms = {modality = \"CT\", region = \"Africa\"}\nmax = 1\n");
    EXPECT_EQ(input.problem.quotas.at(0).members, (std::vector<std::size_t>{0, 1}));
    EXPECT_EQ(input.problem.quotas.at(1).members, (std::vector<std::size_t>{0}));
    EXPECT_EQ(input.problem.quotas.at(1).name, "modality = CT and region = Africa");
    EXPECT_EQ(input.problem.limits.at(0).group_of, (std::vector<long>{0, 0, 1}));
    EXPECT_EQ(statistics::assemble(input.problem).chosen, (std::vector<std::size_t>{1, 2}));
}

TEST_F(AssemblyFiles, name_file_and_line_of_what_is_wrong) {
    EXPECT_EQ(message_of(kCandidates, "size = 2\nquotas = 1\n"), "quotas.toml line 2: this key is unknown.");
    EXPECT_EQ(message_of(kCandidates, "size = 2\n[[quota]]\nterms = {modalty = \"CT\"}\nmin = 1\n"),
              "quotas.toml line 3: candidates.csv has no column of this name.");
    EXPECT_EQ(message_of(kCandidates, "size = -2\n"), "quotas.toml line 1: a whole number from 0 is needed.");
    EXPECT_EQ(message_of("id\na\na\n", "size = 1\n"),
              "candidates.csv row 3 column id: this candidate was listed before.");
    EXPECT_EQ(message_of(kCandidates, "size = 2\n[limits]\nmodality = 1\n"),
              "candidates.csv row 3 column modality: a limited column holds one value a candidate.");
}

}  // namespace
}  // namespace medal::cli
