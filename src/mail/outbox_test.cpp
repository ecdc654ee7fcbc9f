#include "mail/outbox.h"

#include "base/error.h"
#include "db/bind.h"
#include "support/engines.h"

#include <atomic>
#include <fstream>
#include <thread>

#include <gtest/gtest.h>

namespace medal::mail {
namespace {

TEST(Compose, a_subject_beyond_ascii_becomes_encoded_words_that_never_cut_a_character) {
    const auto text =
        compose({"a@b.org", "Größe der Läsion in der Übersichtsaufnahme, zweite Lesung", "Hallo"}, "m@b.org",
                "id@medal", {0});
    EXPECT_NE(text.find("Subject: =?UTF-8?B?"), std::string::npos);
    EXPECT_NE(text.find("\r\n\r\nSGFsbG8=\r\n"), std::string::npos);
    EXPECT_NE(text.find("Date: Thu, 01 Jan 1970 00:00:00 +0000"), std::string::npos);
}

TEST(Compose, a_long_subject_is_folded_and_one_that_looks_encoded_is_encoded) {
    const auto text = compose({"a@b.org", std::string(2'000, 'x'), ""}, "m@b.org", "id@medal", {0});
    std::size_t longest = 0;
    for (std::size_t start = 0, end = 0; (end = text.find("\r\n", start)) != std::string::npos;
         start = end + 2) {
        longest = std::max(longest, end - start);
    }
    EXPECT_LE(longest, 76U + std::string{"Subject: "}.size());
    EXPECT_NE(
        compose({"a@b.org", "=?UTF-8?Q?a?=", ""}, "m@b.org", "id@medal", {0}).find("Subject: =?UTF-8?B?"),
        std::string::npos);
}

class Outbox : public testing::EachEngine {
  protected:
    void SetUp() override {
        EachEngine::SetUp();
        make_tables(migrations());
    }
    std::size_t files() const {
        const auto all = std::filesystem::directory_iterator{options_.folder};
        return static_cast<std::size_t>(std::distance(begin(all), end(all)));
    }
    void add(const Message& message) {
        db::transact(database(), db::Access::write,
                     [&](db::Session& session) { enqueue(session, clock_.now(), random_, message); });
    }
    base::ManualClock clock_{{1'000'000'000}};
    base::SeededRandom random_{1};
    DeliveryOptions options_{"medal@example.org", folder_.path() / "mail", {}};
};

TEST_P(Outbox, each_message_goes_out_once) {
    add({"a@b.org", "one", "first"});
    add({"a@b.org", "two", "second"});
    const auto first = deliver(database(), clock_, options_);
    EXPECT_EQ(first.sent, 2);
    EXPECT_FALSE(first.next_try);
    EXPECT_EQ(deliver(database(), clock_, options_).sent, 0);
    EXPECT_EQ(files(), 2U);
}

TEST_P(Outbox, counts_what_waits) {
    const auto waiting = [this] {
        return db::transact(database(), db::Access::read,
                            [](db::Session& session) { return outstanding(session).waiting; });
    };
    add({"a@b.org", "one", "first"});
    EXPECT_EQ(waiting(), 1);
    deliver(database(), clock_, options_);
    EXPECT_EQ(waiting(), 0);
}

TEST_P(Outbox, a_line_break_cannot_smuggle_a_header) {
    EXPECT_THROW(add({"a@b.org", "hello\r\nBcc: all@b.org", ""}), base::Error);
    EXPECT_THROW(add({"a@b.org,c@d.org", "hello", ""}), base::Error);
}

TEST_P(Outbox, several_that_deliver_at_once_send_each_message_once) {
    constexpr int kMessages = 30;
    for (int i = 0; i < kMessages; ++i) add({"a@b.org", "message " + std::to_string(i), "text"});
    const auto other = another_database();
    std::atomic<int> sent{0};
    std::vector<std::thread> senders;
    for (auto* mine : {&database(), other.get(), &database(), other.get()}) {
        senders.emplace_back([&, mine] { sent += deliver(*mine, clock_, options_).sent; });
    }
    for (auto& sender : senders) sender.join();
    EXPECT_EQ(sent, kMessages);
    EXPECT_EQ(files(), static_cast<std::size_t>(kMessages));
}

TEST_P(Outbox, what_cannot_be_sent_now_is_tried_later_and_given_up_after_days) {
    std::ofstream{options_.folder} << "a file where the folder should be";
    add({"a@b.org", "hello", "text"});
    const auto first = deliver(database(), clock_, options_);
    EXPECT_EQ(first.sent, 0);
    ASSERT_TRUE(first.next_try);
    EXPECT_GT(*first.next_try, clock_.now());
    EXPECT_EQ(deliver(database(), clock_, options_).sent, 0) << "not due";

    clock_.advance_us(kGiveUpAfter_us + 1);
    const auto last = deliver(database(), clock_, options_);
    EXPECT_EQ(last.refused, 1);
    EXPECT_FALSE(last.next_try);
}

TEST_P(Outbox, what_waited_for_the_server_goes_out_when_it_is_back) {
    std::ofstream{options_.folder} << "a file where the folder should be";
    for (int i = 0; i < 5; ++i) add({"a@b.org", "message", "text"});
    const auto first = deliver(database(), clock_, options_);
    std::filesystem::remove(options_.folder);
    clock_.advance_us(first.next_try->microseconds - clock_.now().microseconds);
    EXPECT_EQ(deliver(database(), clock_, options_).sent, 5);
}

TEST_P(Outbox, the_body_is_forgotten_once_it_is_sent) {
    add({"a@b.org", "hello", "a link with a secret"});
    deliver(database(), clock_, options_);
    EXPECT_EQ(db::transact(database(), db::Access::read,
                           [](db::Session& session) {
                               return db::column<std::string>(session, "SELECT body FROM outbox");
                           }),
              std::vector<std::string>{""});
}

MEDAL_ON_EACH_ENGINE(Outbox);

}  // namespace
}  // namespace medal::mail
