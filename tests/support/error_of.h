// What a call is refused with, as one line that a test compares.
#pragma once

#include "base/error.h"

#include <string>

namespace medal::testing {

/// The code and the field of the base::Error that the call throws, with a space between; "none" if it
/// returns.
std::string error_of(const auto& act) {
    try {
        act();
    } catch (const base::Error& error) {
        return error.code() + " " + error.field();
    }
    return "none";
}

}  // namespace medal::testing
