// One option of 2 to 10; graded by exact match of the option's key.
#pragma once

#include "answers/grade.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/describe.hpp>

namespace medal::answers {

constexpr std::size_t kMinOptions = 2;
constexpr std::size_t kMaxOptions = 10;

/// `key` is short and stable ("a", "b", …); `text` is what is shown.
struct Option {
    std::string key;
    std::string text;
    bool operator==(const Option&) const = default;
};
BOOST_DESCRIBE_STRUCT(Option, (), (key, text))

struct SingleChoiceSpec {
    static constexpr std::string_view kType = "single_choice";
    std::vector<Option> options;
    bool operator==(const SingleChoiceSpec&) const = default;
};
BOOST_DESCRIBE_STRUCT(SingleChoiceSpec, (), (options))

struct SingleChoiceAnswer {
    static constexpr std::string_view kType = "single_choice";
    std::string option;
    bool operator==(const SingleChoiceAnswer&) const = default;
};
BOOST_DESCRIBE_STRUCT(SingleChoiceAnswer, (), (option))

struct SingleChoiceReference {
    static constexpr std::string_view kType = "single_choice";
    std::string option;
    bool operator==(const SingleChoiceReference&) const = default;
};
BOOST_DESCRIBE_STRUCT(SingleChoiceReference, (), (option))

/// Throw base::Error{invalid} naming the field below `/answer_spec`, `/reference` or `/answer`.
void check(const SingleChoiceSpec& spec);
void check(const SingleChoiceSpec& spec, const SingleChoiceReference& reference);
void check(const SingleChoiceSpec& spec, const SingleChoiceAnswer& answer);

Grade grade(const SingleChoiceSpec& spec, const SingleChoiceReference& reference,
            const SingleChoiceAnswer& answer);

/// Reads "b", "B)", "(b)" or an option's full text; nullopt when none or more than one fits.
std::optional<SingleChoiceAnswer> read_text(const SingleChoiceSpec& spec, std::string_view text);

}  // namespace medal::answers
