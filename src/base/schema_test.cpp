#include "base/schema.h"

#include "base/error.h"

#include <gtest/gtest.h>

namespace medal::base::one {
struct Command {
    std::string action;
};
BOOST_DESCRIBE_STRUCT(Command, (), (action))
}  // namespace medal::base::one

namespace medal::base {
namespace {

namespace one {
struct Command {
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(Command, (), (reason))
}  // namespace one

TEST(Schema, of_one_type_is_kept_once) {
    SchemaSet components;
    json_schema<medal::base::one::Command>(components);
    json_schema<medal::base::one::Command>(components);
    EXPECT_EQ(components.size(), 1U);
}

TEST(Schema, of_two_types_with_one_name_is_refused) {
    SchemaSet components;
    json_schema<one::Command>(components);
    EXPECT_THROW(json_schema<medal::base::one::Command>(components), Error);
}

}  // namespace
}  // namespace medal::base
