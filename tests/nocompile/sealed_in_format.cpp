// fmt has no formatter for a sealed value: no message, error or log line is built from one.
// expect: Cannot format an argument
#include "base/sealed.h"

#include <fmt/format.h>
#include <string>

#ifdef MUST_NOT_COMPILE
using Answer = medal::base::Sealed<std::string>;
#else
using Answer = std::string;
#endif

std::string message(const Answer& answer) {
    return fmt::format("the answer is {}", answer);
}
