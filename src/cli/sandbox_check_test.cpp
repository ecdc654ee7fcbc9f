#include "cli/sandbox_check.h"

#include "base/error.h"

#include <gtest/gtest.h>

namespace medal::cli {
namespace {

using imaging::sandbox::Isolation;

ImagingSettings settings(bool require_sandbox) {
    ImagingSettings made;
    made.require_sandbox = require_sandbox;
    return made;
}

TEST(SandboxCheck, lets_a_server_start_under_bubblewrap_whatever_the_settings_demand) {
    EXPECT_NO_THROW(check_sandbox(settings(false), Isolation::bubblewrap));
    EXPECT_NO_THROW(check_sandbox(settings(true), Isolation::bubblewrap));
}

TEST(SandboxCheck, lets_a_server_start_without_bubblewrap_only_where_the_settings_do_not_demand_it) {
    EXPECT_NO_THROW(check_sandbox(settings(false), Isolation::limits_only));
    try {
        check_sandbox(settings(true), Isolation::limits_only);
        FAIL();
    } catch (const base::Error& error) {
        EXPECT_EQ(error.code(), "imaging.no_sandbox");
        EXPECT_FALSE(error.hint().empty());
    }
}

}  // namespace
}  // namespace medal::cli
