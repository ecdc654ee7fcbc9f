// Three honest baselines that see only the text of a question, never the images: what a score is worth is
// seen against them. Deterministic: the same question and seed give the same reply.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <boost/describe.hpp>

namespace medal::inference {

/// `uniform_guess`: a guess by lot. `most_frequent`: always the first option, the middle, "normal".
/// `text_heuristic`: the option that shares most words with the context, a number named in the text.
enum class Baseline { uniform_guess, most_frequent, text_heuristic };
BOOST_DESCRIBE_ENUM(Baseline, uniform_guess, most_frequent, text_heuristic)

/// `question` is what question_text() wrote; the reply has the JSON form that it asks for.
std::string baseline_reply(Baseline baseline, std::string_view question, std::uint64_t seed);

/// The chat completion that a server of this baseline answers `request_body` with: reads the text parts of
/// the last message. Throws base::Error{invalid} when the body is not a chat request.
std::string baseline_completion(Baseline baseline, std::string_view request_body, std::uint64_t seed);

}  // namespace medal::inference
