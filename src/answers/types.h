// The closed families: what is asked, what is answered, what is right. In JSON the field `type` tells which.
// A Reference travels inside base::Sealed wherever it is not its author's own.
#pragma once

#include "answers/box/box.h"
#include "answers/number/number.h"
#include "answers/short_text/short_text.h"
#include "answers/single_choice/single_choice.h"

#include <string>
#include <variant>

#include <boost/describe.hpp>

namespace medal::answers {

using AnswerSpec = std::variant<SingleChoiceSpec, NumberSpec, ShortTextSpec, BoxSpec>;
using Answer = std::variant<SingleChoiceAnswer, NumberAnswer, ShortTextAnswer, BoxAnswer>;
using Reference = std::variant<SingleChoiceReference, NumberReference, ShortTextReference, BoxReference>;

enum class AnswerType { single_choice, number, short_text, box };
BOOST_DESCRIBE_ENUM(AnswerType, single_choice, number, short_text, box)

}  // namespace medal::answers
