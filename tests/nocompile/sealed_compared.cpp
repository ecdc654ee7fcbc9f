// Comparing with plain text would tell right from wrong without opening the seal by name.
// expect: no match for ‘operator==’
#include "base/sealed.h"

#include <string>

bool same(const medal::base::Sealed<std::string>& answer, const std::string& given) {
#ifdef MUST_NOT_COMPILE
    return answer == given;
#else
    return answer.open_seal() == given;
#endif
}
