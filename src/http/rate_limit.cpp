#include "http/rate_limit.h"

#include <algorithm>
#include <cmath>
#include <functional>

#include <boost/asio/ip/address.hpp>

namespace medal::http {
namespace {

double seconds_between(RateLimiter::Clock::time_point from, RateLimiter::Clock::time_point to) {
    return std::max(0.0, std::chrono::duration<double>(to - from).count());
}

std::string key_of(RateClass rate_class, std::string_view caller) {
    std::string key(1, static_cast<char>('a' + static_cast<int>(rate_class)));
    key += caller;
    return key;
}

}  // namespace

RateLimiter::RateLimiter(RateLimits limits) : limits_(limits) {}

std::optional<int> RateLimiter::seconds_to_wait(RateClass rate_class, std::string_view caller,
                                                Clock::time_point now) {
    const Rate rate = limits_.by_class[static_cast<std::size_t>(rate_class)];
    if (rate.per_second <= 0) return std::nullopt;
    auto key = key_of(rate_class, caller);
    Shard& shard = shards_[std::hash<std::string>{}(key) % kShards];
    const std::lock_guard lock{shard.mutex};
    auto found = shard.buckets.find(key);
    if (found == shard.buckets.end()) {
        if (shard.buckets.size() >= limits_.max_callers / kShards + 1) make_room(shard, now);
        found = shard.buckets.emplace(std::move(key), Bucket{rate.burst, now}).first;
    }
    Bucket& bucket = found->second;
    bucket.tokens =
        std::min(rate.burst, bucket.tokens + seconds_between(bucket.filled_at, now) * rate.per_second);
    bucket.filled_at = now;
    if (bucket.tokens >= 1) {
        bucket.tokens -= 1;
        return std::nullopt;
    }
    return std::max(1, static_cast<int>(std::ceil((1 - bucket.tokens) / rate.per_second)));
}

void RateLimiter::make_room(Shard& shard, Clock::time_point now) const {
    auto oldest = shard.buckets.begin();
    for (auto at = shard.buckets.begin(); at != shard.buckets.end();) {
        const Rate rate = limits_.by_class[static_cast<std::size_t>(at->first.front() - 'a')];
        const auto& bucket = at->second;
        if (bucket.tokens + seconds_between(bucket.filled_at, now) * rate.per_second >= rate.burst) {
            if (oldest == at) oldest = shard.buckets.end();
            at = shard.buckets.erase(at);
            continue;
        }
        if (oldest == shard.buckets.end() || bucket.filled_at < oldest->second.filled_at) oldest = at;
        ++at;
    }
    if (shard.buckets.size() >= limits_.max_callers / kShards + 1) shard.buckets.erase(oldest);
}

std::string caller_of_address(std::string_view address) {
    boost::system::error_code error;
    const auto parsed = boost::asio::ip::make_address(std::string{address}, error);
    if (error || !parsed.is_v6() || parsed.to_v6().is_v4_mapped()) return std::string{address};
    auto bytes = parsed.to_v6().to_bytes();
    std::fill(bytes.begin() + 8, bytes.end(), static_cast<unsigned char>(0));
    return boost::asio::ip::make_address_v6(bytes).to_string();
}

}  // namespace medal::http
