#include "accounts/rules.h"

#include "support/error_of.h"

#include <gtest/gtest.h>

namespace medal::accounts::rules {
namespace {

using testing::error_of;

TEST(Password, must_be_long_uncommon_and_not_ones_own_name) {
    EXPECT_EQ(error_of([] { check_password("short", "a@b.org", "Ann"); }), "text.too_short /password");
    EXPECT_EQ(error_of([] { check_password("Password1234", "a@b.org", "Ann"); }),
              "account.common_password /password");
    EXPECT_EQ(error_of([] { check_password("aaaaaaaaaaaaaaa", "a@b.org", "Ann"); }),
              "account.common_password /password");
    EXPECT_EQ(error_of([] { check_password("miller-likes-tea", "x@b.org", "Ann Miller"); }),
              "account.own_password /password");
    EXPECT_EQ(error_of([] { check_password("radiologist77!!!", "radiologist@b.org", "Ann"); }),
              "account.own_password /password");
    EXPECT_EQ(error_of([] { check_password("copper lantern drifts", "a@b.org", "Ann Miller"); }), "none");
}

TEST(Email, one_address_has_one_key) {
    EXPECT_EQ(email_key("  Ann@Clinic.ORG "), "ann@clinic.org");
    for (const auto* bad : {"", "ann", "ann@", "@clinic.org", "a@b", "a b@c.org", "a@b.org,c@d.org",
                            "a@@b.org", "a@b.org\r\nBcc: x@y.z", "jörg@b.org"}) {
        EXPECT_EQ(error_of([&] { email_key(bad); }), "account.bad_email /email") << bad;
    }
}

TEST(Throttle, the_lock_doubles_and_has_an_end) {
    EXPECT_EQ(lock_us(kFreeFailures), 0);
    EXPECT_EQ(lock_us(kFreeFailures + 1), kFirstLock_us);
    EXPECT_EQ(lock_us(kFreeFailures + 2), 2 * kFirstLock_us);
    EXPECT_EQ(lock_us(1000), kLongestLock_us);
}

TEST(Roles, an_organizer_gives_roles_in_the_own_campaign_but_never_admin) {
    base::CampaignId own;
    own.uuid.bytes[0] = 1;
    base::Actor organizer;
    organizer.kind = base::ActorKind::person;
    organizer.roles = {{base::Role::organizer, own}};
    EXPECT_TRUE(may_grant(organizer, {base::Role::panellist, own}));
    EXPECT_FALSE(may_grant(organizer, {base::Role::panellist, base::CampaignId{}}));
    EXPECT_FALSE(may_grant(organizer, {base::Role::admin, own}));
    EXPECT_FALSE(may_grant(organizer, {base::Role::panellist, {}}));
}

TEST(Session, slides_but_ends_after_ninety_days) {
    const base::Instant start{0};
    EXPECT_EQ(session_end(start, start), start + kSessionSliding_us);
    EXPECT_EQ(session_end(start, start + 85 * base::kDay_us), start + kSessionAbsolute_us);
}

}  // namespace
}  // namespace medal::accounts::rules
