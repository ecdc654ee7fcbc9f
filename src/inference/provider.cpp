#include "inference/provider.h"

#include "base/error.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <thread>

namespace medal::inference {
namespace {

using base::Error;
using base::ErrorKind;
using std::chrono::milliseconds;

constexpr milliseconds kFirstPause{500};
constexpr milliseconds kLongestPause{30'000};

bool is_worth_a_retry(int status) {
    return status == 408 || status == 429 || status >= 500;
}

milliseconds pause_after(const net::Response& response, int attempt) {
    const auto asked = response.header("Retry-After");
    int seconds = 0;
    const auto parsed = std::from_chars(asked.data(), asked.data() + asked.size(), seconds);
    if (parsed.ec == std::errc{} && seconds > 0)
        return std::min(kLongestPause, milliseconds{1000LL * seconds});
    return std::min(kLongestPause, kFirstPause * (1 << std::min(attempt, 6)));
}

[[noreturn]] void throw_for(int status) {
    if (status == 413 || status == 415) {
        throw Error{ErrorKind::unsupported, "provider.unsupported_input",
                    "The endpoint cannot take this input."};
    }
    if (status == 401 || status == 403) {
        throw Error{ErrorKind::forbidden,
                    "provider.key",
                    "The endpoint refuses the key.",
                    {.field = {}, .hint = "Set MEDAL_API_KEY.", .detail = {}}};
    }
    throw Error{ErrorKind::invalid, "provider.refused",
                "The endpoint refused the request with status " + std::to_string(status) + "."};
}

}  // namespace

OpenAiProvider::OpenAiProvider(ProviderOptions options) : options_(std::move(options)) {}

ProviderReply OpenAiProvider::ask(const Question& question) const {
    net::Request request;
    request.method = "POST";
    request.url = options_.base_url + "/chat/completions";
    request.headers.push_back({"Content-Type", "application/json"});
    if (!options_.api_key.empty()) request.headers.push_back({"Authorization", "Bearer " + options_.api_key});
    request.total_timeout = milliseconds{1000LL * options_.timeout_s};
    const auto body = openai_request(options_.model, question, options_.sampling);
    const auto hash = base::sha256(body);
    request.body = body;
    for (int attempt = 0;; ++attempt) {
        const bool is_last = attempt + 1 >= options_.max_tries;
        net::Response response;
        try {
            response = client_.send(request);
        } catch (const Error& error) {
            if (error.kind() != ErrorKind::unavailable || is_last) throw;
            std::this_thread::sleep_for(kFirstPause * (1 << std::min(attempt, 6)));
            continue;
        }
        if (response.status < 300) return {openai_reply(response.body), hash};
        if (!is_worth_a_retry(response.status)) throw_for(response.status);
        if (is_last)
            throw Error{ErrorKind::unavailable, "provider.gave_up",
                        "The endpoint did not answer after several tries."};
        std::this_thread::sleep_for(pause_after(response, attempt));
    }
}

}  // namespace medal::inference
