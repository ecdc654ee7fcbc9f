// Any DICOM file as a segmentation: refused with an error of ours, or a volume of the size that it says.
// uses: base imaging
#include "base/error.h"
#include "imaging/segmentation/segmentation.h"
#include "target.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    namespace segmentation = medal::imaging::segmentation;
    constexpr std::uint64_t kMaxVoxels = std::uint64_t{1} << 20U;
    const medal::imaging::Bytes bytes{reinterpret_cast<const std::byte*>(data), size};
    try {
        const auto volume = segmentation::read_volume(bytes, "fuzz.dcm", {}, kMaxVoxels);
        medal::fuzz::require(volume.labels.size() == volume.size[0] * volume.size[1] * volume.size[2]);
        medal::fuzz::require(volume.labels.size() <= kMaxVoxels);
    } catch (const medal::base::Error& error) {
        medal::fuzz::require(!error.message().empty());
    }
    return 0;
}
