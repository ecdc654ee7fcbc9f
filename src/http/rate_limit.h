// Token buckets per caller and class of route: a burst is allowed, the mean is not exceeded.
// Bounded: a full shard forgets the callers that have waited long enough to be full again, then the oldest.
#pragma once

#include "http/route.h"

#include <array>
#include <chrono>
#include <cstddef>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace medal::http {

struct Rate {
    double per_second = 0;
    double burst = 0;
};

/// By RateClass. A rate of 0 means no limit.
struct RateLimits {
    std::array<Rate, kRateClassCount> by_class = {{
        {0, 0},      // unlimited
        {50, 400},   // read
        {10, 100},   // write
        {0.2, 20},   // sign_in: also counts failed credentials
        {50, 1000},  // upload
        {0.5, 20},   // costly
    }};
    std::size_t max_callers = 100'000;
};

class RateLimiter {
  public:
    using Clock = std::chrono::steady_clock;

    explicit RateLimiter(RateLimits limits);

    /// Takes one token, or says after how many seconds there will be one.
    std::optional<int> seconds_to_wait(RateClass rate_class, std::string_view caller, Clock::time_point now);

  private:
    struct Bucket {
        double tokens;
        Clock::time_point filled_at;
    };
    struct Shard {
        std::mutex mutex;
        std::unordered_map<std::string, Bucket> buckets;
    };
    static constexpr std::size_t kShards = 16;

    void make_room(Shard& shard, Clock::time_point now) const;

    RateLimits limits_;
    std::array<Shard, kShards> shards_;
};

/// The caller that an address stands for: an IPv4 address, the /64 of an IPv6 address.
std::string caller_of_address(std::string_view address);

}  // namespace medal::http
