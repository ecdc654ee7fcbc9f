// Folders of slides that are de-identified together, for tests.
#pragma once

#include "base/random.h"
#include "imaging/deid/batch.h"
#include "imaging/mapped_file.h"
#include "support/temporary_folder.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <numeric>
#include <stdexcept>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace medal::imaging::deid {

class SlideFolder {
  public:
    SlideFolder() { std::filesystem::create_directories(folder_ / "in"); }
    std::filesystem::path operator/(const std::string& name) const { return folder_ / name; }

    BatchReport run(const std::filesystem::path& input, FileWork* work = nullptr) const {
        base::SeededRandom random{7};
        BatchOptions options{Profile{}, 2, false, folder_ / "out" / "quarantine"};
        options.work = work;
        return deidentify_batch({input}, folder_ / "out", options, StudySecrets::random(random), {});
    }
    BatchReport run() const { return run(folder_ / "in"); }

    std::size_t count_outputs() const {
        std::size_t count = 0;
        for (const auto& entry : std::filesystem::recursive_directory_iterator{folder_ / "out"}) {
            count += entry.is_regular_file() ? 1 : 0;
        }
        return count;
    }

    void expect_clean(const std::vector<std::string>& words) const {
        for (const auto& entry : std::filesystem::recursive_directory_iterator{folder_ / "out"}) {
            for (const auto& word : words) EXPECT_EQ(entry.path().string().find(word), std::string::npos);
            if (!entry.is_regular_file()) continue;
            const MappedFile file{entry.path()};
            for (const auto& word : words) {
                EXPECT_EQ(text_of(file.bytes()).find(word), std::string_view::npos) << word;
            }
        }
    }

  private:
    testing::TemporaryFolder folder_;
};

inline const FileReport& report_of(const BatchReport& report, const std::string& ending) {
    const auto found = std::find_if(report.files.begin(), report.files.end(),
                                    [&](const FileReport& file) { return file.input.ends_with(ending); });
    if (found == report.files.end()) throw std::runtime_error{"no report of " + ending};
    return *found;
}

/// POSIX.1, ustar: every file below a folder.
inline void write_tar(const std::filesystem::path& folder, const std::filesystem::path& archive) {
    constexpr std::size_t kBlock = 512;
    std::ofstream out{archive, std::ios::binary};
    for (const auto& entry : std::filesystem::recursive_directory_iterator{folder}) {
        if (!entry.is_regular_file()) continue;
        const MappedFile file{entry.path()};
        std::string head(kBlock, '\0');
        const auto put = [&](std::size_t at, const std::string& text) {
            head.replace(at, text.size(), text);
        };
        put(0, entry.path().lexically_relative(folder).string());
        put(100, "0000600");
        put(124, fmt::format("{:011o}", file.bytes().size()));
        put(148, std::string(8, ' '));
        put(156, "0");
        put(257, std::string{"ustar\0"
                             "00",
                             8});
        const auto sum = std::accumulate(head.begin(), head.end(), 0U, [](unsigned all, char c) {
            return all + static_cast<unsigned char>(c);
        });
        put(148, fmt::format("{:06o}", sum) + std::string{"\0 ", 2});
        out << head << text_of(file.bytes())
            << std::string((kBlock - file.bytes().size() % kBlock) % kBlock, '\0');
    }
    out << std::string(2 * kBlock, '\0');
}

}  // namespace medal::imaging::deid
