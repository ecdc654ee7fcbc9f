// Text burned into photographs: found, painted over, and the picture written anew as PNG, which loses
// nothing. Pictures without such text keep their own encoding.
#include "base/error.h"
#include "imaging/burned_in/blank.h"
#include "imaging/deid/formats.h"
#include "imaging/picture/load.h"
#include "imaging/picture/png.h"

#include <algorithm>

namespace medal::imaging::deid {
namespace {

using burned_in::TextClass;
using burned_in::TextRegion;

bool is_searchable(FileKind kind) {
    return kind == FileKind::png || kind == FileKind::jpeg || kind == FileKind::tiff ||
           kind == FileKind::webp;
}

}  // namespace

bool paint_raster(FileKind kind, FormatContext& context) {
    if (context.scanner == nullptr || !is_searchable(kind)) return false;
    auto raster = picture::load_raster(context.file);
    auto& report = context.burned_in;
    report.regions = context.scanner->scan(raster, 0, context.subject.identifiers);
    report.is_searched = true;
    auto boxes = report.regions;
    std::erase_if(boxes, [](const TextRegion& region) { return region.text_class != TextClass::identifier; });
    if (boxes.empty()) return false;
    if (!picture::is_plain(context.file)) {
        context.findings.push_back(refusal(
            "pixels.cannot_blank",
            "Text in the picture seems to identify the patient and cannot be painted over in an image "
            "of several pages or of more than 8 bits; store it as plain PNG."));
        return false;
    }
    burned_in::paint(raster, boxes);
    context.inflated = std::make_shared<const std::vector<std::byte>>(picture::encode_png(raster));
    context.plan.add(Bytes{*context.inflated});
    context.new_kind = FileKind::png;
    report.painted = boxes.size();
    context.log.add_part("picture", "C", "text in the picture that may identify was painted over");
    context.log.add_part("metadata", "X", "the picture was written anew without any");
    return true;
}

}  // namespace medal::imaging::deid
