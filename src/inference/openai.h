// The chat-completions form of OpenAI's API, which most servers of models speak. Only its text: who sends it
// is provider.h. Source: platform.openai.com/docs/api-reference/chat.
#pragma once

#include "inference/question.h"

#include <cstdint>
#include <string>
#include <string_view>

#include <boost/describe.hpp>

namespace medal::inference {

struct Sampling {
    double temperature = 0;
    std::int64_t max_tokens = 2048;
    std::int64_t seed = 0;
};

struct Usage {
    std::int64_t prompt_tokens = 0;
    std::int64_t completion_tokens = 0;
};
BOOST_DESCRIBE_STRUCT(Usage, (), (prompt_tokens, completion_tokens))

struct Reply {
    std::string text;
    std::string model;
    Usage usage;
};

/// The request's body. Pictures are data URLs; captions follow them; the question comes last.
std::string openai_request(const std::string& model, const Question& question, const Sampling& sampling);

/// Throws base::Error{unavailable, "provider.bad_reply"} when the body is not a chat completion.
Reply openai_reply(std::string_view body);

}  // namespace medal::inference
