#include "imaging/deid/verify.h"

#include "base/error.h"
#include "imaging/archive.h"
#include "imaging/deid/deidentify.h"
#include "imaging/deid/leak_search.h"
#include "imaging/dicom/file_reader.h"
#include "imaging/gzip_image.h"
#include "imaging/mapped_file.h"

#include <algorithm>
#include <cstdlib>

namespace medal::imaging::deid {
namespace {

namespace fs = std::filesystem;

std::vector<fs::path> files_of(const fs::path& given) {
    std::vector<fs::path> files;
    if (!fs::is_directory(given)) return {given};
    for (const auto& entry : fs::recursive_directory_iterator(given)) {
        if (entry.is_regular_file()) files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    return files;
}

/// Where the members of archives lie while they are searched.
class Unpacked {
  public:
    Unpacked() {
        std::string pattern = (fs::temp_directory_path() / "medal-verify-XXXXXX").string();
        if (mkdtemp(pattern.data()) == nullptr) base::fail_internal("mkdtemp failed");
        folder_ = pattern;
    }
    ~Unpacked() {
        std::error_code ignored;
        fs::remove_all(folder_, ignored);
    }
    Unpacked(const Unpacked&) = delete;
    Unpacked& operator=(const Unpacked&) = delete;

    /// Nothing where the file is no archive. Throws base::Error where it is one that cannot be unpacked.
    std::vector<fs::path> members_of(const fs::path& path) {
        const MappedFile file{path};
        if (!is_archive(file.bytes())) return {};
        const auto place = folder_ / std::to_string(++count_);
        fs::create_directories(place);
        unpack_archive(file.bytes(), place);
        return files_of(place);
    }

  private:
    fs::path folder_;
    std::size_t count_ = 0;
};

std::uint64_t leaks_in(const fs::path& path, const LeakSearch& search) {
    const MappedFile file{path};
    auto leaks = search.count(file.bytes(), [&](Bytes part) { file.release(part); });
    Findings ignored;
    if (detect_kind(file.bytes()) == FileKind::gzip) {
        const auto inflated = inflate_image(file.bytes(), ignored);
        if (inflated) leaks += search.count(*inflated);
    } else if (detect_kind(file.bytes()) == FileKind::dicom) {
        const auto scan = dicom::scan_file(file.bytes());
        if (scan.data && scan.data->inflated) leaks += search.count(*scan.data->inflated);
    }
    return leaks;
}

}  // namespace

VerifyReport verify_files(const fs::path& originals, const fs::path& results) {
    VerifyReport report;
    Identifiers identifiers;
    Unpacked unpacked;
    for (const auto& path : files_of(originals)) {
        identifiers.merge(collect_identifiers(MappedFile{path}).identifiers);
        for (const auto& member : unpacked.members_of(path)) {
            identifiers.merge(collect_identifiers(MappedFile{member}).identifiers);
        }
        ++report.originals;
    }
    const LeakSearch search{identifiers, Profile{}};
    for (const auto& path : files_of(results)) {
        auto leaks = leaks_in(path, search);
        for (const auto& member : unpacked.members_of(path)) leaks += leaks_in(member, search);
        report.files.push_back({path.string(), leaks});
        report.leaks += leaks;
    }
    return report;
}

}  // namespace medal::imaging::deid
