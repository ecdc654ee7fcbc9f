// Looks for what may identify a patient in text that people write: dates, long numbers, addresses, names
// after a title. A finding names the kind, never the text.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace medal::contribution::rules {

/// "date", "long_number", "email", "phone", "name": each at most once, in this order.
std::vector<std::string> suspicious_parts(std::string_view text);

}  // namespace medal::contribution::rules
