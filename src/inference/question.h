// One question as a model is asked it: text, pictures in shown order, and how a place in a shown picture maps
// back to the original. Provider-neutral.
#pragma once

#include "answers/types.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace medal::inference {

/// Version of the wording below; part of the protocol and of every sample. Change the words, raise the
/// version.
constexpr std::string_view kPromptVersion = "medal-prompt-1";

struct ShownImage {
    std::string media_type = "image/png";
    std::shared_ptr<const std::string> bytes;
    /// Said after the picture ("slice 3/16, z -42.5 mm"); may be empty.
    std::string caption;
    /// Index of the frame in the asset, and original pixels per shown pixel.
    int frame = 0;
    double scale_x = 1;
    double scale_y = 1;
};

struct Question {
    std::string stem;
    std::string clinical_context;
    std::string language;
    answers::AnswerSpec answer_spec;
    std::vector<ShownImage> images;
};

/// What a reply means. `answer` is in original pixels and frames.
struct ReadReply {
    std::optional<answers::Answer> answer;
    /// 0..100 as the model said; absent if it did not.
    std::optional<double> confidence;
};

std::string system_prompt();
/// Everything but the pictures; the question comes last.
std::string question_text(const Question& question);

/// Finds {"answer": …, "confidence": …} or the lines "Answer: …" and "Confidence: …". Never guesses.
ReadReply read_reply(const Question& question, std::string_view reply);

}  // namespace medal::inference
