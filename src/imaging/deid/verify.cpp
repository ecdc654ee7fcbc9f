#include "imaging/deid/verify.h"

#include "imaging/deid/deidentify.h"
#include "imaging/deid/leak_search.h"
#include "imaging/dicom/file_reader.h"
#include "imaging/gzip_image.h"
#include "imaging/mapped_file.h"

#include <algorithm>

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
    for (const auto& path : files_of(originals)) {
        identifiers.merge(collect_identifiers(MappedFile{path}).identifiers);
        ++report.originals;
    }
    const LeakSearch search{identifiers, Profile{}};
    for (const auto& path : files_of(results)) {
        report.files.push_back({path.string(), leaks_in(path, search)});
        report.leaks += report.files.back().leaks;
    }
    return report;
}

}  // namespace medal::imaging::deid
