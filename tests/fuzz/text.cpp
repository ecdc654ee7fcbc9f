// Text from anyone: UTF-8 stays UTF-8, and folding what is folded changes nothing.
// uses: base
#include "base/text.h"

#include "target.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto text = medal::fuzz::as_text(data, size);
    medal::fuzz::require(medal::base::trimmed(text).size() <= size);
    if (!medal::base::is_utf8(text)) return 0;
    medal::fuzz::require(medal::base::length_in_characters(text) <= size);
    const auto folded = medal::base::folded(text);
    medal::fuzz::require(medal::base::is_utf8(folded));
    medal::fuzz::require(medal::base::folded(folded) == folded);
    return 0;
}
