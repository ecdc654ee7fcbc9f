// A struct that holds a sealed answer has no JSON form (DOMAIN.md, rule 3).
// expect: this type has no JSON form
#include "base/json_write.h"
#include "base/sealed.h"

#include <string>

#include <boost/describe.hpp>

namespace {

struct ItemView {
    std::string stem;
#ifdef MUST_NOT_COMPILE
    medal::base::Sealed<std::string> reference;
#else
    std::string reference;
#endif
};
BOOST_DESCRIBE_STRUCT(ItemView, (), (stem, reference))

}  // namespace

std::string answer() {
    return medal::base::to_json(ItemView{});
}
