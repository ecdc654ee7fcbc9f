#include "imaging/phantom/phantom.h"

#include "base/enum_text.h"
#include "imaging/deid/batch.h"
#include "imaging/inspect.h"
#include "imaging/mapped_file.h"
#include "support/temporary_folder.h"

#include <gtest/gtest.h>

namespace medal::imaging::phantom {
namespace {

namespace fs = std::filesystem;

class Phantom : public ::testing::TestWithParam<Kind> {
  protected:
    Request request() const {
        return {.kind = GetParam(), .seed = 5, .slices = 3, .size = 96, .plant_identifiers = true};
    }
    testing::TemporaryFolder folder_;
};

std::string bytes_of(const fs::path& path) {
    return std::string{text_of(MappedFile{path}.bytes())};
}

TEST_P(Phantom, is_the_same_bytes_for_the_same_seed) {
    const auto first = make_phantom(request(), folder_ / "a");
    const auto second = make_phantom(request(), folder_ / "b");
    ASSERT_EQ(first.files.size(), second.files.size());
    for (std::size_t i = 0; i < first.files.size(); ++i) {
        EXPECT_EQ(bytes_of(first.files[i]), bytes_of(second.files[i]));
    }
}

TEST_P(Phantom, is_accepted_and_loses_every_planted_text) {
    const auto made = make_phantom(request(), folder_ / "in");
    for (const auto& file : made.files) EXPECT_FALSE(refuses(inspect_file(file).findings));
    base::SeededRandom random{1};
    const deid::BatchOptions options{{}, 1, false, folder_ / "quarantine"};
    const auto report = deid::deidentify_batch({folder_ / "in"}, folder_ / "out", options,
                                               deid::StudySecrets::random(random), {});
    EXPECT_EQ(report.summary.written, made.files.size());
    for (const auto& file : report.files) {
        const auto bytes = bytes_of(folder_ / "out" / *file.output_name);
        for (const auto& token : made.planted) EXPECT_EQ(bytes.find(token), std::string::npos) << token;
    }
}

INSTANTIATE_TEST_SUITE_P(Kinds, Phantom,
                         ::testing::Values(Kind::ct_abdomen, Kind::ct_chest, Kind::ct_head, Kind::mr,
                                           Kind::xray, Kind::us, Kind::photo, Kind::pet_head, Kind::portrait),
                         [](const auto& kind) { return std::string{base::enum_text(kind.param)}; });

}  // namespace
}  // namespace medal::imaging::phantom
