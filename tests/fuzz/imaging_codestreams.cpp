// What lies beside the picture in compressed streams is found without reading past their end, and patches
// stay inside.
// uses: base imaging
#include "imaging/codestream_scrub.h"
#include "imaging/mp4_scrub.h"
#include "imaging/nal_scrub.h"
#include "imaging/nifti_checks.h"
#include "imaging/slide.h"
#include "imaging/tiff_structure.h"
#include "target.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace medal::imaging;
    const Bytes bytes{reinterpret_cast<const std::byte*>(data), size};
    std::vector<Patch> units;
    scrub_nal_units(bytes, {0, size}, {NalCodec::avc, 4}, units);
    scrub_nal_units(bytes, {0, size}, {NalCodec::hevc, 2}, units);
    scrub_nal_configuration(bytes, {0, size}, NalCodec::hevc, units);
    for (const auto& patches :
         {scrub_jpeg(bytes), scrub_jpeg_2000(bytes), scrub_mp4(bytes), scrub_nal_stream(bytes), units}) {
        for (const auto& patch : patches) {
            medal::fuzz::require(patch.offset <= size && patch.size <= size - patch.offset);
        }
    }
    Findings findings;
    check_nifti(bytes, findings);
    if (const auto structure = read_tiff(bytes)) {
        const auto plan = plan_slide(bytes, *structure, detect_vendor(bytes, *structure));
        medal::fuzz::require(!plan || plan->fates.size() == structure->directories.size());
    }
    return 0;
}
