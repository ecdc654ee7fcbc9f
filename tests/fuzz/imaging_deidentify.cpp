// Any data set that the pre-scan accepts can be rewritten; the result is a data set again, without the
// patient's name.
// uses: base imaging
#include "base/error.h"
#include "imaging/deid/leak_search.h"
#include "imaging/deid/rewriter.h"
#include "imaging/dicom/file_reader.h"
#include "target.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace medal::imaging;
    const Bytes bytes{reinterpret_cast<const std::byte*>(data), size};
    const auto scan = dicom::scan_file(bytes);
    if (!scan.data) return 0;
    try {
        deid::Identifiers identifiers;
        identifiers.collect(*scan.data);
        const deid::Profile profile;
        const deid::StudySecrets secrets{deid::StudySecrets::Key{}};
        deid::OutputPlan plan;
        deid::ActionLog log;
        deid::Rewriter{{*scan.data, profile, secrets, identifiers, "key"}, plan, log}.run();
        const auto written = plan.joined();
        medal::fuzz::require(written.size() == plan.size());
        const auto again = dicom::scan_file(written);
        for (const auto& finding : again.findings) medal::fuzz::require(finding.code != "dicom.vr");
        deid::LeakSearch{identifiers, profile}.count(written);
    } catch (const medal::base::Error&) {
        return 0;
    }
    return 0;
}
