// A seal is opened by name only: nothing converts to the value inside.
// expect: could not convert
#include "base/sealed.h"

#include <string>

std::string open(const medal::base::Sealed<std::string>& answer) {
#ifdef MUST_NOT_COMPILE
    return answer;
#else
    return answer.open_seal();
#endif
}
