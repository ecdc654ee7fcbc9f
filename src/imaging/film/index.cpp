#include "imaging/film/index.h"

#include "base/error.h"
#include "imaging/film/libav.h"

#include <algorithm>
#include <cmath>

namespace medal::imaging::film {

std::vector<std::int64_t> Index::times_us() const {
    std::vector<std::int64_t> us;
    us.reserve(times.size());
    for (const auto time : times) us.push_back(std::llround(static_cast<double>(time) * tick_s * 1e6));
    return us;
}

std::uint64_t Index::number_at(std::int64_t time) const {
    return static_cast<std::uint64_t>(std::lower_bound(times.begin(), times.end(), time) - times.begin());
}

Index index_of(Bytes film) {
    return index_of(std::vector{film});
}

Index index_of(const std::vector<Bytes>& parts) {
    const Source source{parts};
    const auto packet = new_packet();
    Index index;
    index.tick_s = av_q2d(source.video()->time_base);
    bool are_all_known = true;
    while (source.next(*packet)) {
        if ((packet->flags & AV_PKT_FLAG_DISCARD) != 0) continue;
        if (++index.pictures > kMaxPictures) {
            throw base::Error{base::ErrorKind::too_large, "imaging.video_long",
                              "The video has more than 1 080 000 frames."};
        }
        index.key_pictures += (packet->flags & AV_PKT_FLAG_KEY) != 0 ? 1 : 0;
        are_all_known = are_all_known && packet->pts != AV_NOPTS_VALUE;
        index.times.push_back(packet->pts);
    }
    if (!are_all_known) index.times.clear();
    std::sort(index.times.begin(), index.times.end());
    return index;
}

}  // namespace medal::imaging::film
