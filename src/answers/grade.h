// What a deterministic grader says of one answer. Graders are pure: same input, same grade, everywhere.
#pragma once

#include <boost/describe.hpp>

namespace medal::answers {

/// `graded`: the verdict stands. `unmatched`: no accepted text matched; a judge may still accept it,
/// until then it counts as wrong. `unreadable`: the answer could not be read; it is wrong and counted as
/// invalid.
enum class GradeStatus { graded, unmatched, unreadable };
BOOST_DESCRIBE_ENUM(GradeStatus, graded, unmatched, unreadable)

struct Grade {
    GradeStatus status = GradeStatus::unreadable;
    bool correct = false;
    /// 0..1; the primary score of the answer type (DOMAIN.md, "Answer types").
    double score = 0;

    bool operator==(const Grade&) const = default;
};
BOOST_DESCRIBE_STRUCT(Grade, (), (status, correct, score))

constexpr Grade verdict(bool correct) {
    return {GradeStatus::graded, correct, correct ? 1.0 : 0.0};
}

}  // namespace medal::answers
