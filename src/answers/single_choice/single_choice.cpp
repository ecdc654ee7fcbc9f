#include "answers/single_choice/single_choice.h"

#include "base/error.h"
#include "base/text.h"

#include <algorithm>
#include <set>

namespace medal::answers {
namespace {

constexpr base::TextLimits kKeyLimits{.min_characters = 1, .max_characters = 8};
constexpr base::TextLimits kTextLimits{.min_characters = 1, .max_characters = 500};

bool has_key(const SingleChoiceSpec& spec, std::string_view key) {
    return std::any_of(spec.options.begin(), spec.options.end(),
                       [&](const Option& option) { return option.key == key; });
}

void require_key(const SingleChoiceSpec& spec, std::string_view key, std::string field) {
    if (has_key(spec, key)) return;
    throw base::Error{base::ErrorKind::invalid,
                      "answer.unknown_option",
                      "This is not one of the options.",
                      {.field = std::move(field), .hint = "Choose one of the keys in answer_spec.options."}};
}

void require_distinct(const std::set<std::string>& seen, std::size_t count, std::string field) {
    if (seen.size() == count) return;
    throw base::Error{base::ErrorKind::invalid,
                      "answer.option_twice",
                      "Two options are the same.",
                      {.field = std::move(field), .hint = "Give each option its own key and text."}};
}

}  // namespace

void check(const SingleChoiceSpec& spec) {
    if (spec.options.size() < kMinOptions || spec.options.size() > kMaxOptions) {
        throw base::Error{base::ErrorKind::invalid,
                          "answer.option_count",
                          "Give between 2 and 10 options.",
                          {.field = "/answer_spec/options"}};
    }
    std::set<std::string> keys;
    std::set<std::string> texts;
    for (std::size_t i = 0; i < spec.options.size(); ++i) {
        const auto at = "/answer_spec/options/" + std::to_string(i);
        base::require_text(spec.options[i].key, kKeyLimits, at + "/key");
        base::require_text(spec.options[i].text, kTextLimits, at + "/text");
        keys.insert(base::lower_ascii(spec.options[i].key));
        texts.insert(base::lower_ascii(base::trimmed(spec.options[i].text)));
    }
    require_distinct(keys, spec.options.size(), "/answer_spec/options");
    require_distinct(texts, spec.options.size(), "/answer_spec/options");
}

void check(const SingleChoiceSpec& spec, const SingleChoiceReference& reference) {
    require_key(spec, reference.option, "/reference/option");
}

void check(const SingleChoiceSpec& spec, const SingleChoiceAnswer& answer) {
    require_key(spec, answer.option, "/answer/option");
}

Grade grade(const SingleChoiceSpec&, const SingleChoiceReference& reference,
            const SingleChoiceAnswer& answer) {
    return verdict(answer.option == reference.option);
}

std::optional<SingleChoiceAnswer> read_text(const SingleChoiceSpec& spec, std::string_view text) {
    const auto plain = base::folded(text);
    std::optional<SingleChoiceAnswer> found;
    for (const auto& option : spec.options) {
        const auto key = base::folded(option.key);
        const auto shown = base::folded(option.text);
        if (plain != key && plain != shown && plain != key + " " + shown) continue;
        if (found) return std::nullopt;
        found = SingleChoiceAnswer{option.key};
    }
    return found;
}

}  // namespace medal::answers
