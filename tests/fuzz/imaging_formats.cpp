// Any bytes as a picture, a slide or a video that the pre-scan accepts: the de-identifier refuses it with a
// finding, or what it writes is accepted by the pre-scan again and is of the kind that it says.
// A TIFF whose texts made it a slide may be a plain one without them.
// uses: base imaging
#include "base/error.h"
#include "imaging/deid/formats.h"
#include "imaging/prescan.h"
#include "target.h"

namespace {

using medal::fuzz::require;
using namespace medal::imaging;

void run_format(FileKind kind, deid::FormatContext& context) {
    switch (kind) {
        case FileKind::png:
            return deid::deidentify_png(context);
        case FileKind::jpeg:
            return deid::deidentify_jpeg(context);
        case FileKind::webp:
            return deid::deidentify_webp(context);
        case FileKind::tiff:
        case FileKind::slide:
            return deid::deidentify_tiff(context);
        case FileKind::mp4:
            return deid::deidentify_mp4(context);
        default:
            return;
    }
}

void deidentify(Bytes file, FileKind kind) {
    deid::Identifiers identifiers;
    const deid::Profile profile;
    const deid::StudySecrets secrets{deid::StudySecrets::Key{}};
    deid::OutputPlan plan;
    deid::ActionLog log;
    Findings findings;
    const deid::Subject subject{identifiers, {}};
    deid::FormatContext context{file, profile, secrets, subject, plan, log, findings};
    run_format(kind, context);
    for (const auto& finding : findings) require(!finding.message.empty());
    if (refuses(findings) || plan.size() == 0) return;
    const auto written = plan.joined();
    require(written.size() == plan.size());
    const auto again = prescan(written);
    require(!refuses(again.findings));
    const auto said = context.new_kind.value_or(kind);
    require(again.kind == said || (said == FileKind::slide && again.kind == FileKind::tiff));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const Bytes bytes{reinterpret_cast<const std::byte*>(data), size};
    const auto scan = prescan(bytes);
    if (refuses(scan.findings)) return 0;
    try {
        deidentify(bytes, scan.kind);
    } catch (const medal::base::Error& error) {
        require(!error.message().empty());
    }
    return 0;
}
