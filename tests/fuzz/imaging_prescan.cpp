// Any file of any kind: the pre-scan says what it is and refuses with a finding, or accepts; it never throws.
// What is accepted as DICOM can be walked to its last byte.
// uses: base imaging
#include "imaging/dicom/file_reader.h"
#include "imaging/gzip_image.h"
#include "imaging/prescan.h"
#include "target.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    namespace imaging = medal::imaging;
    const imaging::Bytes bytes{reinterpret_cast<const std::byte*>(data), size};
    const auto scan = imaging::prescan(bytes);
    for (const auto& finding : scan.findings) medal::fuzz::require(!finding.message.empty());
    const auto dicom = imaging::dicom::scan_file(bytes);
    if (!dicom.data) return 0;
    std::size_t longest = 0;
    for (const auto& element : dicom.data->elements) {
        medal::fuzz::require(element.end > 0 && element.end <= dicom.data->elements.size());
        if (element.kind != imaging::dicom::Kind::value) continue;
        for (const auto byte : dicom.data->value(element)) longest += static_cast<std::size_t>(byte);
    }
    medal::fuzz::require(longest < ~std::size_t{0});
    return 0;
}
