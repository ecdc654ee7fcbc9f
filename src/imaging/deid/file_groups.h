// Which files are handed over together to whoever works on them: a question to another process costs as much
// as a tenth of the work on a slice.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

namespace medal::imaging::deid {

constexpr std::uint64_t kGroup_bytes = 32ULL << 20;

/// The numbers below `count` in order, neighbours together: at most 16, so few that all jobs have work to the
/// end, and not more than kGroup_bytes. What has as much by itself stands alone.
std::vector<std::vector<std::size_t>> file_groups(std::size_t count, unsigned jobs,
                                                  const std::function<std::uint64_t(std::size_t)>& bytes_of);

}  // namespace medal::imaging::deid
