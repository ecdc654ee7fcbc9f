#include "inference/openai.h"

#include "base/encoding.h"
#include "base/error.h"
#include "base/json.h"

#include <optional>
#include <utility>
#include <variant>
#include <vector>

namespace medal::inference {
namespace {

struct ImageUrl {
    std::string url;
};
BOOST_DESCRIBE_STRUCT(ImageUrl, (), (url))

struct TextPart {
    static constexpr std::string_view kType = "text";
    std::string text;
};
BOOST_DESCRIBE_STRUCT(TextPart, (), (text))

struct ImagePart {
    static constexpr std::string_view kType = "image_url";
    ImageUrl image_url;
};
BOOST_DESCRIBE_STRUCT(ImagePart, (), (image_url))

using Part = std::variant<TextPart, ImagePart>;

struct Message {
    std::string role;
    std::vector<Part> content;
};
BOOST_DESCRIBE_STRUCT(Message, (), (role, content))

struct ChatRequest {
    std::string model;
    std::vector<Message> messages;
    double temperature = 0;
    std::int64_t max_tokens = 0;
    std::int64_t seed = 0;
};
BOOST_DESCRIBE_STRUCT(ChatRequest, (), (model, messages, temperature, max_tokens, seed))

struct ReplyMessage {
    std::optional<std::string> content;
};
BOOST_DESCRIBE_STRUCT(ReplyMessage, (), (content))

struct Choice {
    ReplyMessage message;
};
BOOST_DESCRIBE_STRUCT(Choice, (), (message))

struct ChatReply {
    std::vector<Choice> choices;
    std::optional<std::string> model;
    std::optional<Usage> usage;
};
BOOST_DESCRIBE_STRUCT(ChatReply, (), (choices, model, usage))

std::string data_url(const ShownImage& image) {
    return "data:" + image.media_type + ";base64," + base::base64(base::bytes_of(*image.bytes));
}

std::vector<Part> content_of(const Question& question) {
    std::vector<Part> parts;
    for (const auto& image : question.images) {
        parts.emplace_back(ImagePart{{data_url(image)}});
        if (!image.caption.empty()) parts.emplace_back(TextPart{image.caption});
    }
    parts.emplace_back(TextPart{question_text(question)});
    return parts;
}

}  // namespace

std::string openai_request(const std::string& model, const Question& question, const Sampling& sampling) {
    ChatRequest request;
    request.model = model;
    request.messages.push_back({"system", {TextPart{system_prompt()}}});
    request.messages.push_back({"user", content_of(question)});
    request.temperature = sampling.temperature;
    request.max_tokens = sampling.max_tokens;
    request.seed = sampling.seed;
    return base::to_json(request);
}

Reply openai_reply(std::string_view body) {
    ChatReply reply;
    try {
        reply = base::from_foreign_json<ChatReply>(body);
    } catch (const base::Error& error) {
        throw base::Error{
            base::ErrorKind::unavailable,
            "provider.bad_reply",
            "The endpoint did not answer with a chat completion.",
            {.field = error.field(), .hint = "Check --base-url; it usually ends in /v1.", .detail = {}}};
    }
    if (reply.choices.empty()) {
        throw base::Error{base::ErrorKind::unavailable, "provider.bad_reply",
                          "The endpoint answered without a choice."};
    }
    return {reply.choices.front().message.content.value_or(""), reply.model.value_or(""),
            reply.usage.value_or(Usage{})};
}

}  // namespace medal::inference
