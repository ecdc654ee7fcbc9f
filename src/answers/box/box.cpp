#include "answers/box/box.h"

#include "base/error.h"
#include "base/text.h"
#include "metrics/detection/matching.h"
#include "metrics/segmentation/counts.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace medal::answers {
namespace {

constexpr double kMaxCoordinate_px = 1e6;
constexpr base::TextLimits kInstructionLimits{.min_characters = 0, .max_characters = 300};

bool is_valid(const Box& box) {
    const auto inside = [](double value) {
        return std::isfinite(value) && std::abs(value) <= kMaxCoordinate_px;
    };
    return box.frame >= 0 && inside(box.x) && inside(box.y) && inside(box.width) && inside(box.height) &&
           box.width > 0 && box.height > 0;
}

void check_boxes(const std::vector<Box>& boxes, const std::string& field) {
    if (boxes.empty() || boxes.size() > kMaxBoxes) {
        throw base::Error{
            base::ErrorKind::invalid, "answer.box_count", "Draw between 1 and 100 boxes.", {.field = field}};
    }
    for (std::size_t i = 0; i < boxes.size(); ++i) {
        if (is_valid(boxes[i])) continue;
        throw base::Error{base::ErrorKind::invalid,
                          "answer.bad_box",
                          "A box needs a frame from 0, finite corners, and a width and height above 0.",
                          {.field = field + "/" + std::to_string(i)}};
    }
}

// Frames are slices one deep, so boxes of different frames share nothing.
metrics::Box3 in_space(const Box& box) {
    return {{box.x, box.y, static_cast<double>(box.frame)}, {box.width, box.height, 1}};
}

metrics::Counts count_matches(const BoxReference& reference, const BoxAnswer& answer) {
    std::vector<metrics::Box3> targets;
    for (const Box& box : reference.boxes) targets.push_back(in_space(box));
    std::vector<metrics::ScoredBox> found;
    for (const Box& box : answer.boxes) found.push_back({in_space(box), 1});
    metrics::DetectionMatching plan;
    plan.overlap = {reference.iou_threshold, metrics::MatchRule::at_least};
    metrics::Counts counts;
    for (const auto& verdict : metrics::match_boxes(targets, found, plan).verdicts) {
        const bool is_said = verdict.score > 0;
        ++(verdict.is_lesion ? (is_said ? counts.tp : counts.fn) : counts.fp);
    }
    return counts;
}

// Numbers separated by anything that is not part of a number.
std::vector<double> numbers_in(std::string_view text) {
    std::vector<double> numbers;
    const char* at = text.data();
    const char* end = text.data() + text.size();
    while (at < end) {
        double value = 0;
        const auto parsed = std::from_chars(at, end, value);
        if (parsed.ec == std::errc{}) {
            numbers.push_back(value);
            at = parsed.ptr;
        } else {
            ++at;
        }
    }
    return numbers;
}

}  // namespace

void check(const BoxSpec& spec) {
    base::require_text(spec.instruction, kInstructionLimits, "/answer_spec/instruction");
}

void check(const BoxSpec&, const BoxReference& reference) {
    check_boxes(reference.boxes, "/reference/boxes");
    if (reference.iou_threshold > 0 && reference.iou_threshold <= 1) return;
    throw base::Error{base::ErrorKind::invalid,
                      "answer.iou_threshold",
                      "The IoU threshold lies above 0 and up to 1.",
                      {.field = "/reference/iou_threshold"}};
}

void check(const BoxSpec&, const BoxAnswer& answer) {
    check_boxes(answer.boxes, "/answer/boxes");
}

Grade grade(const BoxSpec&, const BoxReference& reference, const BoxAnswer& answer) {
    const auto counts = count_matches(reference, answer);
    if (counts.tp + counts.fp + counts.fn == 0) return {};
    return {GradeStatus::graded, counts.fp + counts.fn == 0, metrics::f_beta(counts, 1)};
}

std::optional<BoxAnswer> read_text(const BoxSpec&, std::string_view text) {
    const auto numbers = numbers_in(text);
    if (numbers.size() != 4 && numbers.size() != 5) return std::nullopt;
    const std::size_t first = numbers.size() - 4;
    const double frame = first == 1 ? numbers[0] : 0;
    if (frame < 0 || frame > 1e6 || frame != std::floor(frame)) return std::nullopt;
    const Box box{static_cast<int>(frame), numbers[first], numbers[first + 1], numbers[first + 2],
                  numbers[first + 3]};
    return is_valid(box) ? std::optional{BoxAnswer{{box}}} : std::nullopt;
}

}  // namespace medal::answers
