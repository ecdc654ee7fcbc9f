#include "imaging/deid/media_index.h"

#include "base/random.h"
#include "imaging/deid/batch.h"
#include "imaging/dicom/directory.h"
#include "imaging/dicom/file_reader.h"
#include "imaging/mapped_file.h"
#include "imaging/testing_data.h"
#include "support/temporary_folder.h"

#include <algorithm>
#include <map>
#include <set>

#include <gtest/gtest.h>

namespace medal::imaging::deid {
namespace {

namespace fs = std::filesystem;

TEST(FileKey, compares_places_as_media_do) {
    EXPECT_EQ(dicom::file_key("98892001\\CT5N\\2062"), "98892001/CT5N/2062");
    EXPECT_EQ(dicom::file_key("a/b/image.;1"), "A/B/IMAGE");
    EXPECT_EQ(dicom::file_key("./A//B "), "A/B");
    EXPECT_EQ(dicom::file_key("A\\..\\..\\etc"), "");
    EXPECT_EQ(dicom::file_key(""), "");
}

class Media : public ::testing::Test {
  protected:
    BatchReport run(const std::vector<fs::path>& inputs) const {
        base::SeededRandom random{7};
        return deidentify_batch(inputs, folder_ / "out", {Profile{}, 2, false, folder_ / "quarantine"},
                                StudySecrets::random(random), {});
    }
    fs::path output(const FileReport& file) const { return folder_ / "out" / file.output_name.value(); }

    testing::TemporaryFolder folder_;
};

const FileReport& report_of(const BatchReport& report, const std::string& ending) {
    return *std::find_if(report.files.begin(), report.files.end(),
                         [&](const FileReport& file) { return file.input.ends_with(ending); });
}

/// Reads a DICOMDIR by its offsets alone, as readers do: first record of the root, next, and lower.
class OffsetWalk {
  public:
    explicit OffsetWalk(const fs::path& path) : file_(path), scan_(dicom::scan_file(file_.bytes())) {
        walk(static_cast<std::uint64_t>(scan_.data->integer(dicom::Tag{0x00041200}).value_or(0)), 0);
    }
    std::map<std::string, std::size_t> types;
    std::set<std::string> files;

  private:
    void walk(std::uint64_t offset, int depth) {
        while (offset != 0 && depth < 5) {
            const auto& elements = scan_.data->elements;
            const auto item =
                std::find_if(elements.begin(), elements.end(), [&](const dicom::Element& element) {
                    return element.kind == dicom::Kind::item && element.value_offset == offset + 8;
                });
            ASSERT_NE(item, elements.end()) << "no record at " << offset;
            std::uint64_t next = 0;
            std::uint64_t lower = 0;
            for (auto at = item + 1; at != elements.begin() + item->end; ++at) {
                const auto raw = scan_.data->value(*at);
                if (at->tag.number == 0x00041400) next = u32(raw, 0);
                if (at->tag.number == 0x00041420) lower = u32(raw, 0);
                if (at->tag.number == 0x00041430) ++types[std::string{scan_.data->text(*at)}];
                if (at->tag.number == 0x00041500) files.insert(std::string{dicom::trimmed(text_of(raw))});
            }
            walk(lower, depth + 1);
            offset = next;
        }
    }
    MappedFile file_;
    dicom::FileScan scan_;
};

TEST_F(Media, get_a_new_index_over_what_came_out) {
    MEDAL_NEEDS_SAMPLES();
    const auto report = run({sample_folder() / "dicom/dicomdir/TINY_ALPHA"});
    // One of its files is a text that no index lists.
    EXPECT_EQ(report.summary.written, 51U);
    const auto& index = report_of(report, "DICOMDIR");
    ASSERT_EQ(index.status, FileStatus::written) << index.reason;
    EXPECT_EQ(*index.output_name, "DICOMDIR");
    OffsetWalk walk{output(index)};
    EXPECT_EQ(walk.types["PATIENT"], 1U);
    EXPECT_EQ(walk.types["IMAGE"], 50U);
    EXPECT_EQ(walk.files.size(), 50U);
    for (auto name : walk.files) {
        std::replace(name.begin(), name.end(), '\\', '/');
        EXPECT_TRUE(fs::is_regular_file(folder_ / "out" / name)) << name;
    }
}

TEST_F(Media, are_taken_whatever_the_form_of_their_index) {
    MEDAL_NEEDS_SAMPLES();
    const auto folder = sample_folder() / "dicom/dicomdir";
    for (const auto* name : {"DICOMDIR", "DICOMDIR-bigEnd", "DICOMDIR-implicit", "DICOMDIR-nooffset",
                             "DICOMDIR-nopatient", "DICOMDIR-reordered"}) {
        fs::remove_all(folder_ / "out");
        // Given alone, an index brings the images of its folder that it lists.
        const auto report = run({folder / name});
        EXPECT_EQ(report.summary.files, 32U) << name;
        EXPECT_EQ(report.summary.written, 32U) << name;
        OffsetWalk walk{output(report_of(report, name))};
        EXPECT_EQ(walk.types["PATIENT"], 2U) << name;
        EXPECT_EQ(walk.types["IMAGE"], 31U) << name;
    }
}

TEST_F(Media, hold_no_name_of_the_old_index) {
    MEDAL_NEEDS_SAMPLES();
    const auto report = run({sample_folder() / "dicom/dicomdir"});
    for (const auto& file : report.files) {
        if (file.input.find("DICOMDIR") == std::string::npos || !file.output_name) continue;
        const MappedFile written{output(file)};
        const auto text = text_of(written.bytes());
        for (const auto* gone :
             {"Archibald", "Doe^", "77654033", "98892001", "PYDICOM_TEST", "1.3.6.1.4.1.5962"}) {
            EXPECT_EQ(text.find(gone), std::string_view::npos) << file.input << " " << gone;
        }
    }
}

TEST_F(Media, without_the_files_of_their_index_are_refused) {
    MEDAL_NEEDS_SAMPLES();
    fs::create_directories(folder_ / "lonely");
    fs::copy_file(sample_folder() / "dicom/dicomdir/DICOMDIR", folder_ / "lonely/DICOMDIR");
    const auto report = run({folder_ / "lonely"});
    ASSERT_EQ(report.files.size(), 1U);
    EXPECT_EQ(report.files[0].status, FileStatus::refused);
    EXPECT_NE(report.files[0].reason.find("DICOMDIR"), std::string::npos);
    EXPECT_FALSE(fs::exists(folder_ / "out/DICOMDIR"));
}

}  // namespace
}  // namespace medal::imaging::deid
