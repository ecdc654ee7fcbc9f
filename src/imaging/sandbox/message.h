// Messages between the program and its sandboxed workers over one socket: a length, then so many bytes.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace medal::imaging::sandbox {

using Deadline = std::chrono::steady_clock::time_point;

enum class Transfer { done, closed, late, too_long };

/// Never raises SIGPIPE.
Transfer send_message(int socket, std::string_view message, Deadline deadline);
Transfer receive_message(int socket, std::string& message, std::uint64_t most_bytes, Deadline deadline);

/// Several texts as one, of any bytes.
std::string packed(const std::vector<std::string>& fields);
/// Empty where `text` is not what `packed` makes.
std::vector<std::string> unpacked(std::string_view text);

}  // namespace medal::imaging::sandbox
