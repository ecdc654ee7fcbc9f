// A sealed field cannot be promised in the OpenAPI document either.
// expect: no JSON form
#include "base/schema.h"
#include "base/sealed.h"

#include <string>

#include <boost/describe.hpp>

namespace {

struct ItemView {
#ifdef MUST_NOT_COMPILE
    medal::base::Sealed<std::string> reference;
#else
    std::string reference;
#endif
};
BOOST_DESCRIBE_STRUCT(ItemView, (), (reference))

}  // namespace

std::string schema() {
    medal::base::SchemaSet components;
    return medal::base::json_schema<ItemView>(components);
}
