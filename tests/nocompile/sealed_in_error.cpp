// The message of an error takes no sealed value.
// expect: medal::base::Sealed<std::
#include "base/error.h"
#include "base/sealed.h"

#include <string>

#ifdef MUST_NOT_COMPILE
using Answer = medal::base::Sealed<std::string>;
#else
using Answer = std::string;
#endif

medal::base::Error wrong(const Answer& answer) {
    return medal::base::Error{medal::base::ErrorKind::invalid, "answer.wrong", answer};
}
