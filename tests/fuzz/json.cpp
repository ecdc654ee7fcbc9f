// A request body from anyone: it is refused with an error of ours, or reads back as what was written.
// uses: base
#include "base/json.h"

#include "base/error.h"
#include "target.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include <boost/describe.hpp>

namespace {

struct Circle {
    static constexpr std::string_view kType = "circle";
    double radius_mm = 0;
};
BOOST_DESCRIBE_STRUCT(Circle, (), (radius_mm))

struct Square {
    static constexpr std::string_view kType = "square";
    std::int32_t side_px = 0;
};
BOOST_DESCRIBE_STRUCT(Square, (), (side_px))

struct Body {
    std::string title;
    std::optional<std::uint8_t> count;
    std::vector<std::string> labels;
    std::map<std::string, std::int64_t> numbers;
    std::vector<std::variant<Circle, Square>> shapes;
};
BOOST_DESCRIBE_STRUCT(Body, (), (title, count, labels, numbers, shapes))

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    try {
        const auto body = medal::base::from_json<Body>(medal::fuzz::as_text(data, size));
        const auto text = medal::base::to_json(body);
        medal::fuzz::require(medal::base::to_json(medal::base::from_json<Body>(text)) == text);
    } catch (const medal::base::Error& error) {
        medal::fuzz::require(error.kind() == medal::base::ErrorKind::invalid ||
                             error.kind() == medal::base::ErrorKind::too_large);
    }
    return 0;
}
