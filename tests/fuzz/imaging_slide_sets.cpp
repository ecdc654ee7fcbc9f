// The list of a slide of several files: read within its bounds or refused. No name of it is more than a name,
// and none goes into the list that OpenSlide sees, where only ours stand.
// uses: base imaging
#include "base/error.h"
#include "imaging/slide_set/listing.h"
#include "target.h"

#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace medal::imaging;
    const Bytes bytes{reinterpret_cast<const std::byte*>(data), size};
    if (!slide_set::is_set_file(bytes)) return 0;
    try {
        const auto listing = slide_set::read_listing(bytes);
        medal::fuzz::require(listing.parts.size() <= slide_set::kMaxParts);
        for (const auto& part : listing.parts) {
            medal::fuzz::require(!part.name.empty() && part.name != "..");
            medal::fuzz::require(part.name.find_first_of("/\\") == std::string::npos);
        }
        // What is written is read again, and names what we named.
        auto again = listing.neutral;
        const Bytes neutral{reinterpret_cast<const std::byte*>(again.data()), again.size()};
        for (const auto& part : slide_set::read_listing(neutral).parts)
            medal::fuzz::require(part.name.starts_with("part-"));
    } catch (const medal::base::Error& error) {
        medal::fuzz::require(!error.message().empty());
    }
    return 0;
}
