// The sandboxed side: takes requests from standard input, which is a socket, and answers them one by one.
#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace medal::imaging::sandbox {

struct Handlers {
    /// Something that later requests refer to; no answer.
    std::function<void(const std::string& key, std::string text)> keep;
    std::function<std::string(const std::string& request)> answer;
};

/// Returns when the other side closes. The work of each request is bounded in processor time by a timer
/// whose signal ends the process.
int run_worker(const Handlers& handlers);

}  // namespace medal::imaging::sandbox
