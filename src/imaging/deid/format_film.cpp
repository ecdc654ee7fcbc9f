// Text burned into films: found, painted over on the pictures that show it, and the film encoded anew as MP4
// with so little loss that nobody sees it. Films without such text keep their pictures as they are.
#include "base/error.h"
#include "imaging/burned_in/film_scan.h"
#include "imaging/deid/formats.h"
#include "imaging/deid/painting.h"

#include <algorithm>

namespace medal::imaging::deid {
namespace {

using burned_in::TextClass;
using burned_in::TextRegion;

/// False where nothing decodes it.
bool search(FormatContext& context) {
    try {
        context.burned_in.regions =
            burned_in::scan_film(context.file, context.subject.identifiers, *context.scanner);
        context.burned_in.is_searched = true;
        return true;
    } catch (const base::Error& error) {
        if (error.code() == "imaging.ocr") throw;
        context.findings.push_back(warning("pixels.not_searched",
                                           "The film could not be decoded and was not searched for text; a "
                                           "person has to look at it."));
        return false;
    }
}

}  // namespace

bool paint_film(FileKind kind, FormatContext& context) {
    if (context.scanner == nullptr || (kind != FileKind::mp4 && kind != FileKind::matroska)) return false;
    if (!search(context)) return false;
    auto boxes = context.burned_in.regions;
    std::erase_if(boxes, [](const TextRegion& region) { return region.text_class != TextClass::identifier; });
    if (boxes.empty()) return false;
    try {
        context.film = std::make_shared<const MappedFile>(
            std::move(painted_film(context.file, context.output_stem, boxes).file));
    } catch (const base::Error& error) {
        if (error.kind() == base::ErrorKind::unavailable) throw;
        context.findings.push_back(refusal(
            "pixels.cannot_blank",
            "Text in the film seems to identify the patient and cannot be painted over: " + error.message()));
        return false;
    }
    context.plan.add(context.film->bytes());
    context.new_kind = FileKind::mp4;
    context.burned_in.painted = boxes.size();
    context.log.add_part("picture", "C", "text in the film that may identify was painted over");
    context.log.add_part("metadata, sound", "X", "the film was encoded anew without any");
    return true;
}

}  // namespace medal::imaging::deid
