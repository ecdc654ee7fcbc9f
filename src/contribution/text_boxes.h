// Burned-in text as a check of a case: where it stands on which shown frame, never what it says.
#pragma once

#include "contribution/build_assets.h"
#include "imaging/deid/batch.h"

#include <optional>
#include <string>
#include <vector>

#include <boost/describe.hpp>

namespace medal::contribution {

/// In pixels of the frame, from its upper left corner.
struct TextBox {
    AssetId asset_id;
    std::int64_t frame = 0;
    std::uint64_t x = 0;
    std::uint64_t y = 0;
    std::uint64_t width = 0;
    std::uint64_t height = 0;
    imaging::burned_in::TextClass text_class = imaging::burned_in::TextClass::text;
    double confidence = 0;
    bool is_painted_over = false;
    /// In films: the last frame on which it may be seen.
    std::optional<std::int64_t> last_frame{};
};
BOOST_DESCRIBE_STRUCT(TextBox, (),
                      (asset_id, frame, x, y, width, height, text_class, confidence, is_painted_over,
                       last_frame))
/// What was found in a file whose first frame is shown as `first_frame`.
TextBox box_of(AssetId asset, std::int64_t first_frame, const imaging::burned_in::TextRegion& region);

struct TextEvidence {
    std::vector<TextBox> boxes;
    /// Boxes beyond the most that are stored.
    std::int64_t more = 0;
    std::int64_t pictures_not_searched = 0;
};
BOOST_DESCRIBE_STRUCT(TextEvidence, (), (boxes, more, pictures_not_searched))

struct TextVerdict {
    Verdict verdict = Verdict::pass;
    std::string code;
    std::string message;
    TextEvidence evidence;
};

/// nullopt where no picture had to be searched.
std::optional<TextVerdict> judge_burned_in_text(const imaging::deid::BatchReport& report,
                                                const BuiltAssets& built);

}  // namespace medal::contribution
