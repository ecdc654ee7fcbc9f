// A log field takes no text from a foreign image (DOMAIN.md, rule 1).
// expect: no matching function for call to ‘medal::base::LogField
#include "base/log.h"
#include "base/sealed.h"

#include <string>

#ifdef MUST_NOT_COMPILE
using Name = medal::base::Identifying<std::string>;
#else
using Name = std::string;
#endif

void note(const Name& name) {
    const medal::base::LogField field{"name", name};
    medal::base::log_info("read", {field});
}
