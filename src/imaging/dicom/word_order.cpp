#include "imaging/dicom/word_order.h"

#include <utility>

namespace medal::imaging::dicom {

bool has_big_words(const DataSet& data) {
    const auto* pixels = data.find(tags::kPixelData);
    return pixels != nullptr && pixels->kind == Kind::value && pixels->vr == vr::OW &&
           data.encoding.endian == Endian::big;
}

std::vector<std::byte> with_bytes_turned(Bytes words) {
    std::vector<std::byte> turned(words.begin(), words.end());
    for (std::size_t at = 0; at + 2 <= turned.size(); at += 2) std::swap(turned[at], turned[at + 1]);
    return turned;
}

}  // namespace medal::imaging::dicom
