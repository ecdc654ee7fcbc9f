#include "inference/baseline.h"

#include "base/error.h"
#include "inference/openai.h"
#include "inference/question.h"

#include <gtest/gtest.h>

namespace medal::inference {
namespace {

Question question_of(answers::AnswerSpec spec, std::string stem = "What is the lesion?") {
    Question question;
    question.stem = std::move(stem);
    question.clinical_context = "Incidental haemangioma suspected.";
    question.answer_spec = std::move(spec);
    return question;
}

const std::vector<answers::AnswerSpec> kSpecs = {
    answers::SingleChoiceSpec{{{"a", "Simple cyst"}, {"b", "Haemangioma"}, {"c", "Metastasis"}}},
    answers::NumberSpec{"mm"}, answers::ShortTextSpec{60}, answers::BoxSpec{"x", ""}};

TEST(Baseline, gives_a_readable_answer_to_every_type_through_the_wire_form) {
    for (const auto baseline : {Baseline::uniform_guess, Baseline::most_frequent, Baseline::text_heuristic}) {
        for (const auto& spec : kSpecs) {
            auto question = question_of(spec);
            question.images.push_back({.bytes = std::make_shared<std::string>("x"), .caption = "slice 1/1"});
            const auto completion = baseline_completion(baseline, openai_request("m", question, {}), 1);
            EXPECT_TRUE(read_reply(question, openai_reply(completion).text).answer) << completion;
        }
    }
}

TEST(Baseline, the_same_question_and_seed_give_the_same_reply) {
    const auto text = question_text(question_of(kSpecs[0]));
    EXPECT_EQ(baseline_reply(Baseline::uniform_guess, text, 1),
              baseline_reply(Baseline::uniform_guess, text, 1));
}

TEST(Baseline, a_uniform_guess_spreads_over_the_options) {
    const auto text = question_text(question_of(kSpecs[0]));
    int hits_a = 0;
    for (std::uint64_t seed = 0; seed < 300; ++seed) {
        hits_a +=
            baseline_reply(Baseline::uniform_guess, text, seed).find("\"a\"") != std::string::npos ? 1 : 0;
    }
    EXPECT_GT(hits_a, 70);
    EXPECT_LT(hits_a, 130);
}

TEST(Baseline, the_heuristic_follows_the_words_of_the_context) {
    const auto reply = baseline_reply(Baseline::text_heuristic, question_text(question_of(kSpecs[0])), 0);
    EXPECT_NE(reply.find("\"b\""), std::string::npos);
}

TEST(Baseline, refuses_what_is_not_a_chat_request) {
    EXPECT_THROW(baseline_completion(Baseline::uniform_guess, "{}", 0), base::Error);
}

}  // namespace
}  // namespace medal::inference
