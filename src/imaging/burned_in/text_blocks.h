// Found lines as blocks: what lies on each other is one line, and what stands in a block with an identifier
// belongs to it unless it is plainly something else.
#pragma once

#include "imaging/burned_in/text_lines.h"
#include "imaging/burned_in/text_region.h"

#include <vector>

namespace medal::imaging::burned_in {

struct FoundLine {
    TextRegion region;
    /// Somebody could read it, or it is print beyond doubt.
    bool is_sure = false;
    /// Settings of the machine, measurements, sides: stays what it is beside a name.
    bool is_technique = false;
    /// Of an unread line: straight enough to be print if it stands in a block of text.
    bool is_even = false;
    /// The picture's border goes through it or is near.
    bool is_cut = false;
    /// It looks like print before anybody reads it.
    bool is_clear = false;
    StrokeColour colour{};
};

/// Joins the line with those that it lies on; lines come with the likeliest first.
void add_line(std::vector<FoundLine>& lines, FoundLine line);

/// `same` is clear print that lies on one of the lines: what it has beyond their ends belongs to them.
void lengthen_line(std::vector<FoundLine>& lines, const FoundLine& same);

struct Cover {
    /// Of the region.
    double share = 0;
    /// Lines that identify nobody count from this confidence on: a better read may tell more.
    double least_confidence = 0;
};

/// Whether lines that are there cover the region.
bool is_covered(const std::vector<FoundLine>& lines, const TextRegion& region, const Cover& cover);

/// The lines to report, from above: sure lines, and doubtful ones in a block with sure ones. In a block with
/// an identifier, what is not plainly technique is one too: a name left visible is worse than a lost number.
std::vector<FoundLine> settle_blocks(std::vector<FoundLine> sure, std::vector<FoundLine> doubtful);

}  // namespace medal::imaging::burned_in
