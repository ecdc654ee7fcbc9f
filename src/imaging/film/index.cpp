#include "imaging/film/index.h"

#include "base/error.h"
#include "imaging/film/libav.h"

#include <algorithm>

namespace medal::imaging::film {

std::uint64_t Index::number_at(std::int64_t time) const {
    return static_cast<std::uint64_t>(std::lower_bound(times.begin(), times.end(), time) - times.begin());
}

Index index_of(Bytes film) {
    const Source source{film};
    const PacketPtr packet{av_packet_alloc()};
    if (packet == nullptr) base::fail_internal("libav has no memory");
    Index index;
    bool are_all_known = true;
    while (av_read_frame(source.format(), packet.get()) >= 0) {
        const bool is_shown =
            packet->stream_index == source.video()->index && (packet->flags & AV_PKT_FLAG_DISCARD) == 0;
        if (is_shown) {
            ++index.pictures;
            index.key_pictures += (packet->flags & AV_PKT_FLAG_KEY) != 0 ? 1 : 0;
            are_all_known = are_all_known && packet->pts != AV_NOPTS_VALUE;
            index.times.push_back(packet->pts);
        }
        av_packet_unref(packet.get());
    }
    if (!are_all_known) index.times.clear();
    std::sort(index.times.begin(), index.times.end());
    return index;
}

}  // namespace medal::imaging::film
