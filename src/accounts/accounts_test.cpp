// Use cases of accounts on a real database: what a stranger can learn, and what ends when.
#include "accounts/registration.h"
#include "accounts/rules.h"
#include "accounts/sign_in.h"
#include "accounts/store.h"
#include "base/hash.h"
#include "db/bind.h"
#include "db/faults.h"
#include "support/error_of.h"
#include "support/temporary_folder.h"

#include <gtest/gtest.h>

namespace medal::accounts {
namespace {

using testing::error_of;

const std::string kPassword = "copper lantern drifts";

class Accounts : public ::testing::Test {
  protected:
    void SetUp() override {
        std::vector<db::Migration> all;
        for (const auto& part : {audit::migrations(), blob::migrations(), mail::migrations(),
                                 jobs::migrations(), accounts::migrations()}) {
            all.insert(all.end(), part.begin(), part.end());
        }
        db::migrate(*database_, all);
        ann_ = make("ann@clinic.org", "Ann Müller", "North_Clinic");
    }

    template <class UseCase>
    auto in_unit(const base::Actor& actor, UseCase&& use_case) {
        return work::run(shop_, actor, db::Access::write, use_case);
    }
    PersonRow make(const std::string& email, const std::string& name, const std::string& institution) {
        const NewAccount account{email, kPassword, name, institution, "DE", "en"};
        const auto hash = hash_password(kPassword);
        return in_unit(base::system_actor(),
                       [&](work::Unit& unit) { return create_person(unit, account, hash); });
    }
    SignInResult attempt(const std::string& email, const std::string& password) {
        return sign_in(shop_, {}, {email, password, "test"});
    }
    base::Actor actor_of(const PersonRow& person) {
        base::Actor actor;
        actor.kind = base::ActorKind::person;
        actor.person_id = person.id;
        return actor;
    }
    http::Request request_with(const std::string& token) {
        http::Request request;
        request.headers.add("Authorization", "Bearer " + token);
        return request;
    }
    std::int64_t count(std::string_view sql) {
        return db::transact(*database_, db::Access::read, [&](db::Session& session) {
            return db::column<std::int64_t>(session, sql).at(0);
        });
    }
    void send_mails() {
        const auto job = in_unit(base::system_actor(), [&](work::Unit& unit) {
            return jobs::claim(unit.db(), unit.now(), "worker");
        });
        ASSERT_TRUE(job);
        const std::atomic<bool> stopping{false};
        jobs::JobContext context{*database_, clock_, *job, stopping};
        send_asked_mails(shop_, context);
    }
    std::vector<PersonRow> search(const store::PeopleFilter& filter) {
        return db::transact(*database_, db::Access::read,
                            [&](db::Session& session) { return store::search_people(session, filter); });
    }

    db::FaultPlan plan_;
    std::unique_ptr<db::Database> database_ = db::with_faults(db::Database::open({}), plan_);
    testing::TemporaryFolder folder_;
    std::unique_ptr<blob::Store> blobs_ = blob::open_local_store(folder_.path());
    base::ManualClock clock_{{1'000'000'000'000}};
    base::SeededRandom random_{3};
    work::Workshop shop_{*database_, *blobs_, clock_, random_, {}, {}};
    http::SessionCookies cookies_{{false, "key"}};
    PersonRow ann_;
};

TEST_F(Accounts, an_unknown_address_is_locked_after_as_many_failures_as_a_known_one) {
    for (int i = 0; i <= kFreeFailures; ++i) {
        EXPECT_FALSE(attempt("ann@clinic.org", "wrong").locked_until);
        EXPECT_FALSE(attempt("nobody@clinic.org", "wrong").locked_until);
    }
    const auto known = attempt("ann@clinic.org", "wrong");
    const auto unknown = attempt("Nobody@clinic.org ", "wrong");
    ASSERT_TRUE(known.locked_until);
    EXPECT_EQ(known.locked_until, unknown.locked_until);
    EXPECT_EQ(count("SELECT count(*) FROM sign_in_failures WHERE address_hash LIKE '%@%'"), 0);
}

TEST_F(Accounts, a_lock_opens_and_the_right_password_forgets_the_failures) {
    for (int i = 0; i <= kFreeFailures; ++i) attempt("ann@clinic.org", "wrong");
    EXPECT_TRUE(attempt("ann@clinic.org", kPassword).locked_until);
    clock_.advance_us(kFirstLock_us + 1);
    EXPECT_TRUE(attempt("ann@clinic.org", kPassword).signed_in);
    EXPECT_EQ(count("SELECT count(*) FROM sign_in_failures"), 0);
}

TEST_F(Accounts, failures_are_forgotten_after_a_day) {
    for (int i = 0; i < kFreeFailures; ++i) attempt("nobody@clinic.org", "wrong");
    clock_.advance_us(kFailuresKept_us + 1);
    attempt("somebody@clinic.org", "wrong");
    EXPECT_EQ(count("SELECT count(*) FROM sign_in_failures"), 1);
}

TEST_F(Accounts, a_reset_link_is_asked_for_with_the_same_calls_for_every_address) {
    const auto calls_for = [&](const std::string& email) {
        const auto before = plan_.calls();
        in_unit({}, [&](work::Unit& unit) { request_reset(unit, email); });
        return plan_.calls() - before;
    };
    calls_for("first@clinic.org");  // The job is there from now on.
    EXPECT_EQ(calls_for("ann@clinic.org"), calls_for("nobody@clinic.org"));
    EXPECT_EQ(count("SELECT count(*) FROM outbox"), 0);
    send_mails();
    EXPECT_EQ(count("SELECT count(*) FROM outbox"), 1);
    EXPECT_EQ(count("SELECT count(*) FROM asked_mails"), 0);
}

TEST_F(Accounts, an_address_in_use_is_told_by_mail_only) {
    sign_up(shop_, {}, {"Ann@Clinic.org", "violet anchor hums", "Mallory", "Elsewhere", "DE", "en"});
    sign_up(shop_, {}, {"new@clinic.org", "violet anchor hums", "Nora", "Elsewhere", "DE", "en"});
    send_mails();
    EXPECT_EQ(count("SELECT count(*) FROM outbox WHERE recipient = 'ann@clinic.org'"), 1);
    EXPECT_EQ(count("SELECT count(*) FROM outbox WHERE recipient = 'new@clinic.org'"), 1);
    EXPECT_EQ(count("SELECT count(*) FROM people"), 2);
}

TEST_F(Accounts, a_reset_ends_sessions_and_tokens_and_is_used_once) {
    const auto token = in_unit(actor_of(ann_), [](work::Unit& unit) {
        return make_token(unit, {"script", {base::Scope::read}, {}});
    });
    attempt("ann@clinic.org", kPassword);
    const std::string secret = "mailed";
    in_unit({}, [&](work::Unit& unit) {
        store::insert_mail_token(unit.db(), base::sha256(secret).text(), ann_.id, MailPurpose::reset_password,
                                 unit.now() + kResetLife_us);
    });
    EXPECT_EQ(error_of([&] { reset_password(shop_, {}, secret, "short"); }), "text.too_short /password");
    reset_password(shop_, {}, secret, "harbour lights at dawn");
    EXPECT_EQ(count("SELECT count(*) FROM sessions"), 0);
    EXPECT_EQ(count("SELECT count(*) FROM tokens"), 0);
    EXPECT_EQ(error_of([&] { reset_password(shop_, {}, secret, "harbour lights at noon"); }),
              "account.bad_token /token");
    EXPECT_TRUE(attempt("ann@clinic.org", "harbour lights at dawn").signed_in);
}

TEST_F(Accounts, a_token_that_has_ended_already_is_not_made) {
    EXPECT_EQ(error_of([&] {
                  in_unit(actor_of(ann_), [&](work::Unit& unit) {
                      return make_token(unit, {"late", {base::Scope::read}, unit.now()});
                  });
              }),
              "token.expired /expires_at");
}

TEST_F(Accounts, signing_out_with_a_token_removes_it) {
    const auto made = in_unit(actor_of(ann_), [](work::Unit& unit) {
        return make_token(unit, {"script", {base::Scope::read}, {}});
    });
    Authenticator authenticator{shop_, cookies_};
    const auto actor = authenticator.authenticate(request_with(made.token));
    in_unit(actor, [](work::Unit& unit) { sign_out(unit); });
    EXPECT_EQ(error_of([&] { authenticator.authenticate(request_with(made.token)); }), "session.ended ");
}

TEST_F(Accounts, a_request_is_authenticated_by_one_query) {
    const auto made = in_unit(actor_of(ann_), [](work::Unit& unit) {
        return make_token(unit, {"script", {base::Scope::read}, {}});
    });
    in_unit(base::system_actor(), [&](work::Unit& unit) {
        grant_role(unit, ann_.id, {base::Role::admin, {}});
        grant_role(unit, ann_.id, {base::Role::reader, base::CampaignId{}});
    });
    Authenticator authenticator{shop_, cookies_};
    authenticator.authenticate(request_with(made.token));
    const auto before = plan_.calls();
    const auto actor = authenticator.authenticate(request_with(made.token));
    constexpr std::int64_t kBeginQueryCommit = 3;
    EXPECT_EQ(plan_.calls() - before, kBeginQueryCommit);
    EXPECT_EQ(actor.person_id, ann_.id);
    EXPECT_EQ(actor.roles.size(), 2U);
    EXPECT_TRUE(actor.is_admin());
    EXPECT_EQ(actor.scopes, std::vector{base::Scope::read});
}

TEST_F(Accounts, the_last_admin_stays_and_the_last_but_one_may_go) {
    const auto bob = make("bob@clinic.org", "Bob", "Clinic");
    const base::RoleGrant admin{base::Role::admin, {}};
    in_unit(base::system_actor(), [&](work::Unit& unit) {
        grant_role(unit, ann_.id, admin);
        grant_role(unit, bob.id, admin);
        revoke_role(unit, bob.id, admin);
    });
    EXPECT_EQ(error_of([&] {
                  in_unit(base::system_actor(), [&](work::Unit& unit) { revoke_role(unit, ann_.id, admin); });
              }),
              "role.last_admin ");
}

TEST_F(Accounts, people_are_found_without_accents_wildcards_or_hidden_addresses) {
    EXPECT_EQ(search({.words = {"muller"}, .email_part = {}, .before = {}}).size(), 1U);
    EXPECT_EQ(search({.words = {"north", "ann"}, .email_part = {}, .before = {}}).size(), 1U);
    EXPECT_EQ(search({.words = {"clinic org"}, .email_part = {}, .before = {}}).size(), 0U);
    EXPECT_EQ(search({.words = {"\x7F"}, .email_part = "ann@cl", .before = {}}).size(), 1U);
    EXPECT_EQ(search({.words = {"\x7F"}, .email_part = "%", .before = {}}).size(), 0U);
    EXPECT_EQ(search({.words = {"\x7F"}, .email_part = "a_n@", .before = {}}).size(), 0U);
}

TEST_F(Accounts, a_wrong_present_password_costs_one_read_and_changes_nothing) {
    const auto before = plan_.calls();
    EXPECT_EQ(error_of([&] {
                  change_password(shop_, actor_of(ann_), {"not the present one", "harbour lights at dawn"});
              }),
              "account.wrong_password /current");
    constexpr std::int64_t kBeginQueryCommit = 3;
    EXPECT_EQ(plan_.calls() - before, kBeginQueryCommit);
    change_password(shop_, actor_of(ann_), {kPassword, "harbour lights at dawn"});
    EXPECT_TRUE(attempt("ann@clinic.org", "harbour lights at dawn").signed_in);
}

}  // namespace
}  // namespace medal::accounts
