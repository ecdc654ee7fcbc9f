// Any bytes as a ZIP, a TAR or a gzipped TAR: refused with a finding, or every member is handed out with a
// path that stays inside; and as one gzipped image, which never grows beyond what its own header says.
// uses: base imaging
#include "imaging/archive.h"
#include "imaging/gzip_image.h"
#include "imaging/limits.h"
#include "target.h"

namespace {

using medal::fuzz::require;
namespace imaging = medal::imaging;

void check_listing(imaging::Bytes bytes) {
    imaging::Findings findings;
    const auto members = imaging::check_archive(bytes, findings);
    for (const auto& finding : findings) require(!finding.message.empty());
    require(members.size() <= imaging::kMaxArchiveEntries);
    std::uint64_t total = 0;
    for (const auto& member : members) {
        require(!member.name.empty() && member.name.front() != '/');
        require(member.name != ".." && !member.name.starts_with("../"));
        total += member.bytes;
    }
    require(total <= imaging::kMaxArchiveBytes);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const imaging::Bytes bytes{reinterpret_cast<const std::byte*>(data), size};
    check_listing(bytes);
    imaging::Findings findings;
    const auto inflated = imaging::inflate_image(bytes, findings);
    require(inflated.has_value() || !findings.empty());
    return 0;
}
