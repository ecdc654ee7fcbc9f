#include "campaign/store.h"

#include "base/random.h"
#include "campaign/rules.h"
#include "support/engines.h"

#include <gtest/gtest.h>

namespace medal::campaign {
namespace {

class Problems : public testing::EachEngine {
  protected:
    void SetUp() override {
        EachEngine::SetUp();
        if (IsSkipped()) return;
        db::migrate(database(), migrations());
        campaign_.id.uuid.bytes[0] = 7;
        campaign_.slug = "medal";
        write([&](db::Session& session) { store::insert(session, campaign_); });
    }

    void write(const auto& act) { db::transact(database(), db::Access::write, act); }

    void propose(std::uint8_t number, const std::string& title) {
        ProblemRow row;
        row.id.uuid.bytes[0] = number;
        row.campaign_id = campaign_.id;
        row.state = ProblemState::submitted;
        row.title = title;
        ProblemDraft draft;
        draft.title = title;
        row.search_text = rules::search_text_of(draft);
        row.terms = {{"modality", {number % 2 == 0 ? "ct" : "mr"}}};
        write([&](db::Session& session) { store::insert(session, row); });
    }

    std::vector<std::string> found(store::ProblemFilter filter) {
        filter.campaign_id = campaign_.id;
        std::vector<std::string> titles;
        for (const auto& row : db::transact(database(), db::Access::read, [&](db::Session& session) {
                 return store::list_problems(session, filter);
             })) {
            titles.push_back(row.title);
        }
        return titles;
    }

    CampaignRow campaign_;
};

TEST_P(Problems, are_found_by_every_word_also_the_fourth_and_later_ones) {
    propose(1, "Which lesions of the liver need a biopsy today");
    propose(2, "Which lesions of the liver need a resection today");
    store::ProblemFilter filter;
    filter.words = {"which", "lesions", "liver", "need", "biopsy"};
    EXPECT_EQ(found(filter), std::vector<std::string>{"Which lesions of the liver need a biopsy today"});
    filter.words = {"which", "lesions", "liver", "need", "transplant"};
    EXPECT_TRUE(found(filter).empty());
}

TEST_P(Problems, are_filtered_by_term_and_state_and_paged_newest_first) {
    for (std::uint8_t i = 1; i <= 4; ++i) propose(i, "Problem number " + std::to_string(i));
    store::ProblemFilter filter;
    filter.term = "modality:ct";
    EXPECT_EQ(found(filter), (std::vector<std::string>{"Problem number 4", "Problem number 2"}));
    filter.limit = 1;
    ProblemId last;
    last.uuid.bytes[0] = 4;
    filter.before = last.text();
    EXPECT_EQ(found(filter), std::vector<std::string>{"Problem number 2"});
    filter.state = "draft";
    EXPECT_TRUE(found(filter).empty());
}

MEDAL_ON_EACH_ENGINE(Problems);

}  // namespace
}  // namespace medal::campaign
