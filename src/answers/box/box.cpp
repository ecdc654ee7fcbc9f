#include "answers/box/box.h"

#include "base/error.h"
#include "base/text.h"

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

struct Pair {
    double iou;
    std::size_t reference;
    std::size_t answer;
};

std::vector<Pair> candidate_pairs(const BoxReference& reference, const BoxAnswer& answer) {
    std::vector<Pair> pairs;
    for (std::size_t r = 0; r < reference.boxes.size(); ++r) {
        for (std::size_t a = 0; a < answer.boxes.size(); ++a) {
            const double iou = intersection_over_union(reference.boxes[r], answer.boxes[a]);
            if (iou >= reference.iou_threshold) pairs.push_back({iou, r, a});
        }
    }
    std::stable_sort(pairs.begin(), pairs.end(), [](const Pair& a, const Pair& b) { return a.iou > b.iou; });
    return pairs;
}

std::size_t count_matches(const BoxReference& reference, const BoxAnswer& answer) {
    std::vector<bool> reference_taken(reference.boxes.size());
    std::vector<bool> answer_taken(answer.boxes.size());
    std::size_t matches = 0;
    for (const auto& pair : candidate_pairs(reference, answer)) {
        if (reference_taken[pair.reference] || answer_taken[pair.answer]) continue;
        reference_taken[pair.reference] = answer_taken[pair.answer] = true;
        ++matches;
    }
    return matches;
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

double intersection_over_union(const Box& a, const Box& b) noexcept {
    if (a.frame != b.frame) return 0;
    const double width = std::min(a.x + a.width, b.x + b.width) - std::max(a.x, b.x);
    const double height = std::min(a.y + a.height, b.y + b.height) - std::max(a.y, b.y);
    if (width <= 0 || height <= 0) return 0;
    const double intersection = width * height;
    return intersection / (a.width * a.height + b.width * b.height - intersection);
}

Grade grade(const BoxSpec&, const BoxReference& reference, const BoxAnswer& answer) {
    const auto matches = count_matches(reference, answer);
    const auto total = reference.boxes.size() + answer.boxes.size();
    if (total == 0) return {};
    return {GradeStatus::graded, 2 * matches == total,
            2.0 * static_cast<double>(matches) / static_cast<double>(total)};
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
