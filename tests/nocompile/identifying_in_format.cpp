// fmt has no formatter for text from a foreign image: no message or log line is built from one.
// expect: Cannot format an argument
#include "base/sealed.h"

#include <fmt/format.h>
#include <string>

#ifdef MUST_NOT_COMPILE
using Name = medal::base::Identifying<std::string>;
#else
using Name = std::string;
#endif

std::string message(const Name& name) {
    return fmt::format("the name is {}", name);
}
