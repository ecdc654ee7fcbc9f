#include "imaging/deid/file_groups.h"

#include <algorithm>

namespace medal::imaging::deid {
namespace {

constexpr std::size_t kMostFiles = 16;
/// So many groups for each job, so that none waits long for the last of another.
constexpr std::size_t kGroupsPerJob = 6;

}  // namespace

std::vector<std::vector<std::size_t>> file_groups(std::size_t count, unsigned jobs,
                                                  const std::function<std::uint64_t(std::size_t)>& bytes_of) {
    const auto most = std::clamp<std::size_t>(count / (std::max(jobs, 1U) * kGroupsPerJob), 1, kMostFiles);
    std::vector<std::vector<std::size_t>> groups;
    std::uint64_t bytes = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const auto more = std::min(bytes_of(i), kGroup_bytes);
        if (groups.empty() || groups.back().size() >= most || bytes + more > kGroup_bytes) {
            groups.emplace_back();
            bytes = 0;
        }
        groups.back().push_back(i);
        bytes += more;
    }
    return groups;
}

}  // namespace medal::imaging::deid
