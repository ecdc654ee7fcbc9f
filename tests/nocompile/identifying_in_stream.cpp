// Text from a foreign image cannot be streamed.
// expect: no match for ‘operator<<’
#include "base/sealed.h"

#include <ostream>
#include <string>

#ifdef MUST_NOT_COMPILE
using Name = medal::base::Identifying<std::string>;
#else
using Name = std::string;
#endif

void print(std::ostream& out, const Name& name) {
    out << name;
}
