#include "mail/outbox.h"

#include "base/error.h"

#include <fstream>
#include <sstream>

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

class Outbox : public ::testing::Test {
  protected:
    void SetUp() override {
        db::migrate(*database_, migrations());
        std::filesystem::remove_all(options_.folder);
    }
    void add(const Message& message) {
        db::transact(*database_, db::Access::write,
                     [&](db::Session& session) { enqueue(session, clock_.now(), random_, message); });
    }
    std::unique_ptr<db::Database> database_ = db::Database::open({});
    base::ManualClock clock_{{1'000'000'000}};
    base::SeededRandom random_{1};
    DeliveryOptions options_{
        "medal@example.org",
        std::filesystem::path{::testing::TempDir()} /
            (std::string{"medal_outbox_"} + ::testing::UnitTest::GetInstance()->current_test_info()->name()),
        {}};
};

TEST_F(Outbox, each_message_goes_out_once) {
    add({"a@b.org", "one", "first"});
    add({"a@b.org", "two", "second"});
    EXPECT_EQ(deliver(*database_, clock_, options_), 2);
    EXPECT_EQ(deliver(*database_, clock_, options_), 0);
    const auto files = std::filesystem::directory_iterator{options_.folder};
    EXPECT_EQ(std::distance(begin(files), end(files)), 2);
}

TEST_F(Outbox, a_line_break_cannot_smuggle_a_header) {
    EXPECT_THROW(add({"a@b.org", "hello\r\nBcc: all@b.org", ""}), base::Error);
    EXPECT_THROW(add({"a@b.org,c@d.org", "hello", ""}), base::Error);
}

}  // namespace
}  // namespace medal::mail
