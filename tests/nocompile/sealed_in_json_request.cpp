// A request cannot fill a sealed field: a reference enters through its own decoder only.
// expect: no JSON form
#include "base/json.h"
#include "base/sealed.h"

#include <string>
#include <string_view>

#include <boost/describe.hpp>

namespace {

struct Command {
#ifdef MUST_NOT_COMPILE
    medal::base::Sealed<std::string> reference;
#else
    std::string reference;
#endif
};
BOOST_DESCRIBE_STRUCT(Command, (), (reference))

}  // namespace

Command decode(std::string_view body) {
    return medal::base::from_json<Command>(body);
}
