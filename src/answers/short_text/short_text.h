// A word or a short phrase; graded by normalised match with the canonical answer and its accepted synonyms.
// What does not match is `unmatched`: wrong until a judge or a person accepts it.
#pragma once

#include "answers/grade.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/describe.hpp>

namespace medal::answers {

constexpr int kMaxShortText_characters = 300;

struct ShortTextSpec {
    static constexpr std::string_view kType = "short_text";
    int max_characters = kMaxShortText_characters;
    bool operator==(const ShortTextSpec&) const = default;
};
BOOST_DESCRIBE_STRUCT(ShortTextSpec, (), (max_characters))

struct ShortTextAnswer {
    static constexpr std::string_view kType = "short_text";
    std::string text;
    bool operator==(const ShortTextAnswer&) const = default;
};
BOOST_DESCRIBE_STRUCT(ShortTextAnswer, (), (text))

/// A code of a terminology, for example {"SCT", "93870000"}.
struct Code {
    std::string system;
    std::string code;
    bool operator==(const Code&) const = default;
};
BOOST_DESCRIBE_STRUCT(Code, (), (system, code))

struct ShortTextReference {
    static constexpr std::string_view kType = "short_text";
    std::string canonical;
    std::vector<std::string> synonyms;
    std::vector<Code> codes;
    bool operator==(const ShortTextReference&) const = default;
};
BOOST_DESCRIBE_STRUCT(ShortTextReference, (), (canonical, synonyms, codes))

void check(const ShortTextSpec& spec);
void check(const ShortTextSpec& spec, const ShortTextReference& reference);
void check(const ShortTextSpec& spec, const ShortTextAnswer& answer);

/// Equal after folding case, marks, punctuation and a leading article.
Grade grade(const ShortTextSpec& spec, const ShortTextReference& reference, const ShortTextAnswer& answer);

std::optional<ShortTextAnswer> read_text(const ShortTextSpec& spec, std::string_view text);

}  // namespace medal::answers
