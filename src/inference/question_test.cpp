#include "inference/question.h"

#include "base/error.h"
#include "inference/openai.h"

#include <gtest/gtest.h>

namespace medal::inference {
namespace {

using answers::Answer;

Question choice() {
    Question question;
    question.stem = "What is it?";
    question.answer_spec = answers::SingleChoiceSpec{{{"a", "Cyst"}, {"b", "Haemangioma"}}};
    return question;
}

Question box_on_second_of_two() {
    Question question;
    question.answer_spec = answers::BoxSpec{"asset", ""};
    question.images.push_back({.bytes = std::make_shared<std::string>("x"), .caption = {}, .frame = 10});
    question.images.push_back({.bytes = std::make_shared<std::string>("y"),
                               .caption = {},
                               .frame = 20,
                               .scale_x = 2,
                               .scale_y = 4});
    return question;
}

TEST(ReadReply, takes_the_last_object_after_the_reasoning) {
    const auto read = read_reply(
        choice(), "I first thought {\"answer\":\"a\"} but no.\n{\"answer\": \"b\", \"confidence\": 80}");
    EXPECT_EQ(read.answer, Answer{answers::SingleChoiceAnswer{"b"}});
    EXPECT_EQ(read.confidence, 80);
}

TEST(ReadReply, takes_the_text_form_as_well) {
    const auto read = read_reply(choice(), "Reasoning...\n**Answer:** Haemangioma\nConfidence: 65%");
    EXPECT_EQ(read.answer, Answer{answers::SingleChoiceAnswer{"b"}});
    EXPECT_EQ(read.confidence, 65);
}

TEST(ReadReply, what_cannot_be_read_is_no_answer) {
    EXPECT_EQ(read_reply(choice(), "It is probably benign.").answer, std::nullopt);
    EXPECT_EQ(read_reply(choice(), "{\"answer\": \"q\"}").answer, std::nullopt);
    EXPECT_EQ(read_reply(choice(), "").answer, std::nullopt);
    EXPECT_EQ(read_reply(choice(), "{\"answer\": \"a\", \"confidence\": 400}").confidence, std::nullopt);
}

TEST(ReadReply, a_number_may_be_bare_json) {
    Question question;
    question.answer_spec = answers::NumberSpec{"mm"};
    EXPECT_EQ(read_reply(question, "{\"answer\": 12.5}").answer, (Answer{answers::NumberAnswer{12.5, "mm"}}));
}

TEST(ReadReply, a_box_is_mapped_to_the_original_frame_and_pixels) {
    const auto read = read_reply(box_on_second_of_two(), R"({"answer": [1, 10, 10, 5, 5]})");
    EXPECT_EQ(read.answer, (Answer{answers::BoxAnswer{{{20, 20, 40, 10, 20}}}}));
    EXPECT_EQ(read_reply(box_on_second_of_two(), R"({"answer": [7, 10, 10, 5, 5]})").answer, std::nullopt);
}

TEST(OpenAi, pictures_come_first_and_the_question_last) {
    auto question = choice();
    question.images.push_back({.bytes = std::make_shared<std::string>("PNG"), .caption = "slice 1/1"});
    const auto body = openai_request("model-x", question, {});
    const auto image = body.find("data:image/png;base64,UE5H");
    ASSERT_NE(image, std::string::npos);
    EXPECT_LT(image, body.find("slice 1/1"));
    EXPECT_LT(body.find("slice 1/1"), body.find("What is it?"));
}

TEST(OpenAi, reads_a_completion_and_refuses_a_web_page) {
    const auto reply = openai_reply(
        R"({"id":"1","model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"hi"}}],"usage":{"prompt_tokens":5,"completion_tokens":1,"total_tokens":6}})");
    EXPECT_EQ(reply.text, "hi");
    EXPECT_EQ(reply.usage.prompt_tokens, 5);
    EXPECT_THROW(openai_reply("<html>"), base::Error);
}

}  // namespace
}  // namespace medal::inference
