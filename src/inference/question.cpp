#include "inference/question.h"

#include "answers/answers.h"
#include "base/error.h"
#include "base/json.h"
#include "base/text.h"

#include <algorithm>
#include <charconv>

#include <boost/describe.hpp>

namespace medal::inference {
namespace {

struct ReplyObject {
    base::JsonText answer;
    std::optional<base::JsonText> confidence;
};
BOOST_DESCRIBE_STRUCT(ReplyObject, (), (answer, confidence))

// The text of a JSON scalar: a string without its quotes, a number or list as written.
std::string plain_text(const base::JsonText& json) {
    if (json.text.starts_with('"')) return base::from_json<std::string>(json.text);
    return json.text;
}

std::optional<ReplyObject> as_reply_object(std::string_view text) {
    try {
        return base::from_foreign_json<ReplyObject>(text);
    } catch (const base::Error&) {
        return std::nullopt;
    }
}

// The last object of the reply that has an "answer": models like to reason first.
std::optional<ReplyObject> find_object(std::string_view reply) {
    constexpr int kMaxTries = 64;
    auto end = reply.rfind('}');
    auto begin = reply.rfind('{', end);
    for (int tries = 0; tries < kMaxTries && begin != std::string_view::npos && end != std::string_view::npos;
         ++tries) {
        if (auto found = as_reply_object(reply.substr(begin, end - begin + 1))) return found;
        if (begin == 0) break;
        begin = reply.rfind('{', begin - 1);
    }
    return std::nullopt;
}

// The text after the last line that starts with `label` (in any case, with or without asterisks).
std::optional<std::string> find_line(std::string_view reply, std::string_view label) {
    std::optional<std::string> found;
    for (const auto& line : base::split(reply, '\n')) {
        std::string plain{base::trimmed(line)};
        plain.erase(std::remove(plain.begin(), plain.end(), '*'), plain.end());
        if (base::lower_ascii(plain).starts_with(label))
            found = std::string{base::trimmed(plain.substr(label.size()))};
    }
    return found;
}

std::optional<double> read_confidence(std::string_view text) {
    auto plain = base::trimmed(text);
    if (plain.ends_with('%')) plain.remove_suffix(1);
    double value = 0;
    const auto parsed = std::from_chars(plain.data(), plain.data() + plain.size(), value);
    const bool whole = parsed.ec == std::errc{} && parsed.ptr == plain.data() + plain.size();
    return whole && value >= 0 && value <= 100 ? std::optional{value} : std::nullopt;
}

// A box is given on the picture as shown; the item counts frames and pixels of the original.
std::optional<answers::Answer> to_original(const Question& question, answers::Answer answer) {
    auto* boxes = std::get_if<answers::BoxAnswer>(&answer);
    if (boxes == nullptr) return answer;
    for (auto& box : boxes->boxes) {
        if (box.frame < 0 || static_cast<std::size_t>(box.frame) >= question.images.size())
            return std::nullopt;
        const auto& image = question.images[static_cast<std::size_t>(box.frame)];
        box = {image.frame, box.x * image.scale_x, box.y * image.scale_y, box.width * image.scale_x,
               box.height * image.scale_y};
    }
    return answer;
}

std::string options_text(const answers::AnswerSpec& spec) {
    const auto* choice = std::get_if<answers::SingleChoiceSpec>(&spec);
    std::string text;
    if (choice == nullptr) return text;
    for (const auto& option : choice->options) text += option.key + ") " + option.text + "\n";
    return "\nOptions:\n" + text;
}

}  // namespace

std::string system_prompt() {
    return "You are sitting an exam in medical imaging. Look at the images and answer the question that "
           "follows "
           "them. Reply with one JSON object and nothing after it: "
           "{\"answer\": <your answer>, \"confidence\": <0 to 100, how sure you are>}. "
           "Always give your best answer; this is a test, not advice for a patient.";
}

std::string question_text(const Question& question) {
    std::string text;
    if (!question.clinical_context.empty()) text += "Clinical context: " + question.clinical_context + "\n\n";
    text += "Question: " + question.stem + "\n" + options_text(question.answer_spec);
    return text + "\nGive as \"answer\": " + answers::form_of_answer(question.answer_spec) + ".";
}

ReadReply read_reply(const Question& question, std::string_view reply) {
    std::optional<std::string> answer;
    std::optional<std::string> confidence;
    if (const auto object = find_object(reply)) {
        answer = plain_text(object->answer);
        if (object->confidence) confidence = plain_text(*object->confidence);
    } else {
        answer = find_line(reply, "answer:");
        confidence = find_line(reply, "confidence:");
    }
    ReadReply result;
    if (confidence) result.confidence = read_confidence(*confidence);
    if (!answer) return result;
    if (const auto read = answers::read_text(question.answer_spec, *answer)) {
        result.answer = to_original(question, *read);
    }
    return result;
}

}  // namespace medal::inference
