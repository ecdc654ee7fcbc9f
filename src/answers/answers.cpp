#include "answers/answers.h"

#include "base/error.h"

#include <type_traits>
#include <utility>

namespace medal::answers {
namespace {

// The n-th alternatives of the three families belong together; std::get_if by index keeps them so.
template <class Visit>
auto with_family(const AnswerSpec& spec, Visit&& visit) {
    switch (spec.index()) {
        case 0:
            return visit(std::integral_constant<std::size_t, 0>{});
        case 1:
            return visit(std::integral_constant<std::size_t, 1>{});
        case 2:
            return visit(std::integral_constant<std::size_t, 2>{});
        default:
            return visit(std::integral_constant<std::size_t, 3>{});
    }
}

static_assert(std::variant_size_v<AnswerSpec> == 4 && std::variant_size_v<Answer> == 4 &&
              std::variant_size_v<Reference> == 4);

[[noreturn]] void throw_other_type(std::string field) {
    throw base::Error{base::ErrorKind::invalid,
                      "answer.other_type",
                      "This is not of the type that the item asks for.",
                      {.field = std::move(field), .hint = "Use the type of answer_spec."}};
}

}  // namespace

AnswerType type_of(const AnswerSpec& spec) {
    return static_cast<AnswerType>(spec.index());
}

void check_spec(const AnswerSpec& spec) {
    std::visit([](const auto& one) { check(one); }, spec);
}

void check_reference(const AnswerSpec& spec, const Reference& reference) {
    with_family(spec, [&](auto index) {
        const auto* right = std::get_if<index.value>(&reference);
        if (right == nullptr) throw_other_type("/reference/type");
        check(std::get<index.value>(spec), *right);
    });
}

void check_answer(const AnswerSpec& spec, const Answer& answer) {
    with_family(spec, [&](auto index) {
        const auto* given = std::get_if<index.value>(&answer);
        if (given == nullptr) throw_other_type("/answer/type");
        check(std::get<index.value>(spec), *given);
    });
}

Grade grade(const AnswerSpec& spec, const Reference& reference, const Answer& answer) {
    return with_family(spec, [&](auto index) {
        const auto* right = std::get_if<index.value>(&reference);
        const auto* given = std::get_if<index.value>(&answer);
        if (right == nullptr || given == nullptr) return Grade{};
        return grade(std::get<index.value>(spec), *right, *given);
    });
}

std::optional<Answer> read_text(const AnswerSpec& spec, std::string_view text) {
    return with_family(spec, [&](auto index) -> std::optional<Answer> {
        auto read = read_text(std::get<index.value>(spec), text);
        if (!read) return std::nullopt;
        return Answer{std::move(*read)};
    });
}

std::string form_of_answer(const AnswerSpec& spec) {
    struct Form {
        std::string operator()(const SingleChoiceSpec&) const { return "the letter of one option"; }
        std::string operator()(const NumberSpec& number) const { return "one number in " + number.unit; }
        std::string operator()(const ShortTextSpec&) const { return "a word or a short phrase"; }
        std::string operator()(const BoxSpec&) const {
            return "frame, x, y, width, height of the box in pixels of the image as shown (frame counts from "
                   "0)";
        }
    };
    return std::visit(Form{}, spec);
}

}  // namespace medal::answers
