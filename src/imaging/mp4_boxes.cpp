#include "imaging/mp4_boxes.h"

#include <algorithm>

namespace medal::imaging {
namespace {

constexpr std::size_t kMaxBoxes = 1'000'000;

std::optional<Mp4Box> box_at(Bytes file, std::uint64_t at, std::uint64_t limit) {
    if (limit - at < 8) return std::nullopt;
    Mp4Box box{at, at + 8, 0, text_of(file.subspan(at + 4, 4))};
    std::uint64_t size = u32(file, at, Endian::big);
    if (size == 1 && limit - at >= 16) {
        size = u64(file, at + 8, Endian::big);
        box.payload = at + 16;
    }
    if (size == 0) size = limit - at;
    if (size < box.payload - at || size > limit - at) return std::nullopt;
    box.end = at + size;
    return box;
}

}  // namespace

std::vector<Mp4Box> mp4_boxes_in(Bytes file, std::uint64_t begin, std::uint64_t end) {
    std::vector<Mp4Box> boxes;
    while (begin < end && boxes.size() < kMaxBoxes) {
        const auto box = box_at(file, begin, end);
        if (!box) break;
        boxes.push_back(*box);
        begin = box->end;
    }
    return boxes;
}

std::optional<Mp4Box> find_mp4_box(Bytes file, const Mp4Box& parent,
                                   std::initializer_list<std::string_view> path) {
    Mp4Box at = parent;
    for (const auto type : path) {
        const auto boxes = mp4_boxes_in(file, at.payload, at.end);
        const auto found =
            std::find_if(boxes.begin(), boxes.end(), [&](const Mp4Box& box) { return box.type == type; });
        if (found == boxes.end()) return std::nullopt;
        at = *found;
    }
    return at;
}

std::uint64_t mp4_word(Bytes file, const Mp4Box& box, std::uint64_t offset) {
    return box.payload + offset + 4 <= box.end ? u32(file, box.payload + offset, Endian::big) : 0;
}

bool is_mp4_video(Bytes file, const Mp4Box& track) {
    const auto handler = find_mp4_box(file, track, {"mdia", "hdlr"});
    return handler && handler->end - handler->payload >= 12 &&
           has_text_at(file, handler->payload + 8, "vide");
}

}  // namespace medal::imaging
