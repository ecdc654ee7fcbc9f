// A log field takes no sealed value (DOMAIN.md, rules 1 and 3).
// expect: no matching function for call to ‘medal::base::LogField
#include "base/log.h"
#include "base/sealed.h"

#include <string>

#ifdef MUST_NOT_COMPILE
using Answer = medal::base::Sealed<std::string>;
#else
using Answer = std::string;
#endif

void note(const Answer& answer) {
    const medal::base::LogField field{"answer", answer};
    medal::base::log_info("graded", {field});
}
