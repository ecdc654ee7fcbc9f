// A sealed value cannot be streamed.
// expect: no match for ‘operator<<’
#include "base/sealed.h"

#include <ostream>
#include <string>

#ifdef MUST_NOT_COMPILE
using Answer = medal::base::Sealed<std::string>;
#else
using Answer = std::string;
#endif

void print(std::ostream& out, const Answer& answer) {
    out << answer;
}
