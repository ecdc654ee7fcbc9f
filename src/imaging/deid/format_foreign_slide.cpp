// Slides that are not TIFF: written anew as one, pixel by pixel through OpenSlide. Nothing else of the files
// is taken over: no photograph of the label or the glass, no text, no date.
#include "base/error.h"
#include "imaging/deid/formats.h"
#include "imaging/deid/unfinished_file.h"
#include "imaging/slide_set/tiff_copy.h"
#include "imaging/slide_set/view.h"

#include <optional>
#include <system_error>

namespace medal::imaging::deid {
namespace {

void write_anew(const slide_set::ForeignSlide::Source& source, FormatContext& context) {
    const UnfinishedFile made{context.output_stem, "slide"};
    slide_set::write_tiff(slide_set::ForeignSlide{source}, made.path());
    context.film = std::make_shared<const MappedFile>(made.path());
    context.plan.add(context.film->bytes());
    paint_slide(context, made.path());
}

void report(FormatContext& context) {
    context.new_kind = detect_kind(context.film->bytes());
    context.ending = ".tif";
    context.log.add_part("label, macro image, thumbnail", "X", "photographs of the slide's label and glass");
    context.log.add_part("description of the scan", "X",
                         "the slide was written anew as TIFF: pixels and their size, nothing else");
    context.log.add_part("picture", "C", "compressed anew as JPEG of quality 95, which loses a little");
    context.findings.push_back(
        note("slide.rewritten",
             "The slide was written anew as one TIFF file, without label and macro image; its pixels were "
             "compressed anew as JPEG, with little loss."));
}

}  // namespace

void deidentify_foreign_slide(FileKind kind, FormatContext& context) {
    try {
        if (kind == FileKind::slide_database) {
            write_anew({context.input, slide_set::kSakura, context.file.size()}, context);
        } else {
            const auto listing = slide_set::read_listing(context.file);
            const UnfinishedFile beside{context.output_stem, "view"};
            const slide_set::View view{listing, context.parts, beside.path()};
            write_anew(view.source(), context);
        }
        report(context);
    } catch (const base::Error& error) {
        if (error.kind() == base::ErrorKind::unavailable) throw;
        context.findings.push_back(refusal(error.code(), error.message()));
    }
}

}  // namespace medal::imaging::deid
