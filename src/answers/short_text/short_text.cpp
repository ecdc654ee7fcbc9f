#include "answers/short_text/short_text.h"

#include "base/error.h"
#include "base/text.h"

#include <algorithm>
#include <array>

namespace medal::answers {
namespace {

constexpr std::size_t kMaxSynonyms = 50;
constexpr std::array<std::string_view, 8> kArticles = {"a ",   "an ",  "the ", "der ",
                                                       "die ", "das ", "ein ", "eine "};

std::string normalised(std::string_view text) {
    const auto plain = base::folded(text);
    for (const auto article : kArticles) {
        if (plain.starts_with(article)) return plain.substr(article.size());
    }
    return plain;
}

base::TextLimits limits_of(const ShortTextSpec& spec) {
    return {.min_characters = 1, .max_characters = static_cast<std::size_t>(spec.max_characters)};
}

}  // namespace

void check(const ShortTextSpec& spec) {
    if (spec.max_characters >= 1 && spec.max_characters <= kMaxShortText_characters) return;
    throw base::Error{base::ErrorKind::invalid,
                      "answer.text_limit",
                      "The limit lies between 1 and 300 characters.",
                      {.field = "/answer_spec/max_characters"}};
}

void check(const ShortTextSpec& spec, const ShortTextReference& reference) {
    base::require_text(reference.canonical, limits_of(spec), "/reference/canonical");
    if (reference.synonyms.size() > kMaxSynonyms) {
        throw base::Error{base::ErrorKind::invalid,
                          "answer.too_many_synonyms",
                          "Give at most 50 synonyms.",
                          {.field = "/reference/synonyms"}};
    }
    for (std::size_t i = 0; i < reference.synonyms.size(); ++i) {
        base::require_text(reference.synonyms[i], limits_of(spec),
                           "/reference/synonyms/" + std::to_string(i));
    }
}

void check(const ShortTextSpec& spec, const ShortTextAnswer& answer) {
    base::require_text(answer.text, limits_of(spec), "/answer/text");
}

Grade grade(const ShortTextSpec&, const ShortTextReference& reference, const ShortTextAnswer& answer) {
    const auto given = normalised(answer.text);
    const bool matches =
        given == normalised(reference.canonical) ||
        std::any_of(reference.synonyms.begin(), reference.synonyms.end(),
                    [&](const std::string& synonym) { return given == normalised(synonym); });
    return matches ? verdict(true) : Grade{GradeStatus::unmatched, false, 0};
}

std::optional<ShortTextAnswer> read_text(const ShortTextSpec& spec, std::string_view text) {
    const auto plain = base::trimmed(text);
    if (plain.empty() || base::length_in_characters(plain) > limits_of(spec).max_characters)
        return std::nullopt;
    return ShortTextAnswer{std::string{plain}};
}

}  // namespace medal::answers
