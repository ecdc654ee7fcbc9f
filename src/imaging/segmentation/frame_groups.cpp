#include "imaging/segmentation/frame_groups.h"

#include <algorithm>
#include <functional>

namespace medal::imaging::segmentation {
namespace {

using dicom::DataSet;
using dicom::Element;
using dicom::Kind;
using dicom::Tag;

constexpr Tag kShared{0x52009229}, kPerFrame{0x52009230}, kPixelMeasures{0x00289110},
    kPlaneOrientation{0x00209116}, kPlanePosition{0x00209113}, kSegmentIdentification{0x0062000A},
    kPixelSpacing{0x00280030}, kSliceSpacing{0x00180088}, kSliceThickness{0x00180050}, kPosition{0x00200032},
    kOrientation{0x00200037}, kReferencedSegment{0x0062000B};

using Visit = std::function<void(const Element&, std::size_t index)>;

/// The elements directly below the one at `parent`.
void for_each_child(const DataSet& data, std::size_t parent, const Visit& visit) {
    for (std::size_t i = parent + 1; i < data.elements[parent].end; i = data.elements[i].end)
        visit(data.elements[i], i);
}

template <std::size_t N>
std::optional<std::array<double, N>> numbers(const DataSet& data, const Element& element) {
    const auto values = data.decimals(element);
    if (values.size() != N) return std::nullopt;
    std::array<double, N> fixed{};
    std::copy(values.begin(), values.end(), fixed.begin());
    return fixed;
}

std::optional<double> positive(const DataSet& data, const Element& element) {
    const auto values = data.decimals(element);
    return values.size() == 1 && values[0] > 0 ? std::optional{values[0]} : std::nullopt;
}

/// One attribute of a macro, into the group.
void take(const DataSet& data, Tag macro, const Element& element, FrameGroup& group) {
    if (macro == kPlanePosition && element.tag == kPosition) {
        group.position_mm = numbers<3>(data, element);
    } else if (macro == kPlaneOrientation && element.tag == kOrientation) {
        group.orientation = numbers<6>(data, element);
    } else if (macro == kPixelMeasures && element.tag == kPixelSpacing) {
        group.pixel_spacing_mm = numbers<2>(data, element);
    } else if (macro == kPixelMeasures && element.tag == kSliceSpacing) {
        group.slice_spacing_mm = positive(data, element);
    } else if (macro == kPixelMeasures && element.tag == kSliceThickness) {
        group.slice_thickness_mm = positive(data, element);
    } else if (macro == kSegmentIdentification && element.tag == kReferencedSegment) {
        const auto raw = data.value(element);
        if (raw.size() >= 2) group.segment = u16(raw, 0, data.encoding.endian);
    }
}

void read_group(const DataSet& data, std::size_t item, FrameGroup& group) {
    for_each_child(data, item, [&](const Element& macro, std::size_t at) {
        // A macro has one item.
        if (macro.kind != Kind::sequence || at + 1 >= macro.end) return;
        for_each_child(data, at + 1,
                       [&](const Element& element, std::size_t) { take(data, macro.tag, element, group); });
    });
}

void for_each_item(const DataSet& data, Tag sequence, const Visit& visit) {
    for (std::size_t i = 0; i < data.elements.size(); i = data.elements[i].end) {
        if (data.elements[i].tag == sequence && data.elements[i].kind == Kind::sequence)
            for_each_child(data, i, visit);
    }
}

}  // namespace

std::vector<FrameGroup> frame_groups(const DataSet& data) {
    FrameGroup shared;
    for_each_item(data, kShared, [&](const Element&, std::size_t item) { read_group(data, item, shared); });
    std::vector<FrameGroup> groups;
    for_each_item(data, kPerFrame, [&](const Element&, std::size_t item) {
        read_group(data, item, groups.emplace_back(shared));
    });
    return groups;
}

}  // namespace medal::imaging::segmentation
