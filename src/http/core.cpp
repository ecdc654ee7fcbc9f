#include "http/core.h"

#include "base/encoding.h"
#include "base/random.h"

#include <array>
#include <utility>

namespace medal::http {
namespace {

constexpr std::size_t kPrefix_bytes = 8;

std::shared_ptr<const SessionCookies> or_made_of(std::shared_ptr<const SessionCookies> given,
                                                 const ServerOptions& options) {
    if (given) return given;
    return std::make_shared<const SessionCookies>(CookieOptions{options.is_behind_tls, options.csrf_key});
}

}  // namespace

std::size_t OpenCount::add(std::ptrdiff_t change) {
    const std::lock_guard lock{mutex_};
    count_ = static_cast<std::size_t>(static_cast<std::ptrdiff_t>(count_) + change);
    if (count_ == 0) changed_.notify_all();
    return count_;
}

bool OpenCount::wait_for_none(std::chrono::steady_clock::time_point until) {
    std::unique_lock lock{mutex_};
    return changed_.wait_until(lock, until, [&] { return count_ == 0; });
}

RequestIds::RequestIds() {
    base::SecureRandom random;
    std::array<std::byte, kPrefix_bytes> bytes{};
    random.fill(bytes);
    prefix_ = base::hex(bytes);
}

std::string RequestIds::next() {
    constexpr std::string_view kDigits = "0123456789abcdef";
    const std::uint32_t number = counter_.fetch_add(1, std::memory_order_relaxed);
    std::string id = prefix_;
    for (int shift = 28; shift >= 0; shift -= 4)
        id += kDigits[(number >> static_cast<unsigned>(shift)) & 15U];
    return id;
}

Core::Core(ServerOptions server_options, Router table, Authenticator& authenticator,
           std::shared_ptr<const SessionCookies> session_cookies,
           std::shared_ptr<prometheus::Registry> registry)
    : options(std::move(server_options)),
      router(std::move(table)),
      cookies(or_made_of(std::move(session_cookies), options)),
      limiter(options.rates),
      pipeline({router, authenticator, *cookies, limiter}),
      metrics(std::move(registry)),
      security(options),
      proxies(options.trusted_proxies),
      workers(options.worker_threads, options.limits.max_queued_requests),
      // One task at most per connection, so this bound is never the one that refuses.
      disk(options.disk_threads, options.limits.max_connections * 2) {
    metrics.name_routes(router);
}

}  // namespace medal::http
