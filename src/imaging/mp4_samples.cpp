#include "imaging/mp4_samples.h"

#include <algorithm>
#include <bit>
#include <map>

namespace medal::imaging {
namespace {

// Flags of "tfhd" and "trun": which of the optional fields are there.
constexpr std::uint64_t kBaseOffset = 0x1, kDescription = 0x2, kDefaultDuration = 0x8, kDefaultSize = 0x10,
                        kBaseIsFragment = 0x20000;
constexpr std::uint64_t kDataOffset = 0x1, kFirstFlags = 0x4, kDuration = 0x100, kSize = 0x200,
                        kSampleFlags = 0x400, kTimeOffset = 0x800;

/// Of the first sample entry of a track; films with several use one codec.
NalFormat format_of(Bytes file, const Mp4Box& track) {
    const auto table = find_mp4_box(file, track, {"mdia", "minf", "stbl", "stsd"});
    if (!table || table->end - table->payload < 8) return {};
    const auto entries = mp4_boxes_in(file, table->payload + 8, table->end);
    const auto found = entries.empty() ? std::nullopt : find_nal_configuration(file, entries.front());
    if (!found) return {};
    return nal_format_of(nal_codec_of(*found), file.subspan(found->payload, found->end - found->payload));
}

class Finder {
  public:
    explicit Finder(Bytes file) : file_(file) {}

    Mp4Pictures run(const std::vector<Mp4Box>& top) {
        for (const auto& box : top) {
            if (box.type == "moov") read_movie(box);
        }
        for (const auto& box : top) {
            if (box.type == "moof") read_fragment(box);
        }
        std::sort(ranges_.begin(), ranges_.end(),
                  [](const Mp4Range& a, const Mp4Range& b) { return a.begin < b.begin; });
        return {std::move(tracks_), std::move(ranges_)};
    }

  private:
    std::uint64_t word(const Mp4Box& box, std::uint64_t offset) const { return mp4_word(file_, box, offset); }

    void read_movie(const Mp4Box& movie) {
        for (const auto& box : mp4_boxes_in(file_, movie.payload, movie.end)) {
            if (box.type == "trak" && is_mp4_video(file_, box)) {
                const auto head = find_mp4_box(file_, box, {"tkhd"});
                // Behind version and flags: two times of 32 or 64 bits, then the number.
                const auto format = format_of(file_, box);
                if (head) {
                    const auto number = word(*head, word(*head, 0) >> 24U == 1 ? 20 : 12);
                    tracks_.insert(number);
                    formats_[number] = format;
                }
                collect_track(box, format);
            }
            if (box.type == "mvex") read_defaults(box);
        }
    }

    void read_defaults(const Mp4Box& extends) {
        for (const auto& box : mp4_boxes_in(file_, extends.payload, extends.end)) {
            if (box.type == "trex") default_bytes_[word(box, 4)] = word(box, 16);
        }
    }

    void read_fragment(const Mp4Box& movie_fragment) {
        // Where a fragment names no place, its data follow those of the one before it.
        auto follows = movie_fragment.begin;
        for (const auto& box : mp4_boxes_in(file_, movie_fragment.payload, movie_fragment.end)) {
            if (box.type == "traf") follows = read_track_fragment(box, movie_fragment.begin, follows);
        }
    }

    std::uint64_t read_track_fragment(const Mp4Box& fragment, std::uint64_t movie_fragment,
                                      std::uint64_t follows) {
        const auto head = find_mp4_box(file_, fragment, {"tfhd"});
        if (!head) return follows;
        const auto flags = word(*head, 0);
        const auto track = word(*head, 4);
        std::uint64_t at = 8;
        auto base = (flags & kBaseIsFragment) != 0 ? movie_fragment : follows;
        if ((flags & kBaseOffset) != 0) {
            base = word(*head, at) << 32U | word(*head, at + 4);
            at += 8;
        }
        at += (flags & kDescription) != 0 ? 4 : 0;
        at += (flags & kDefaultDuration) != 0 ? 4 : 0;
        const auto sample_bytes = (flags & kDefaultSize) != 0 ? word(*head, at) : default_bytes_[track];
        auto end = base;
        for (const auto& box : mp4_boxes_in(file_, fragment.payload, fragment.end)) {
            if (box.type == "trun") end = read_run(box, {base, end, sample_bytes, track});
        }
        return end;
    }

    struct Around {
        std::uint64_t base;
        std::uint64_t follows;
        std::uint64_t sample_bytes;
        std::uint64_t track;
    };

    /// The end of the run's data.
    std::uint64_t read_run(const Mp4Box& run, const Around& around) {
        const auto flags = word(run, 0);
        std::uint64_t at = 8;
        auto begin = around.follows;
        if ((flags & kDataOffset) != 0) {
            const auto offset = std::bit_cast<std::int32_t>(static_cast<std::uint32_t>(word(run, at)));
            begin = around.base + static_cast<std::uint64_t>(static_cast<std::int64_t>(offset));
            at += 4;
        }
        at += (flags & kFirstFlags) != 0 ? 4 : 0;
        const auto bytes = run_bytes(run, flags, at, around.sample_bytes);
        if (begin > file_.size() || bytes > file_.size() - begin) return around.follows;
        if (tracks_.contains(around.track)) ranges_.push_back({begin, begin + bytes, formats_[around.track]});
        return begin + bytes;
    }

    std::uint64_t run_bytes(const Mp4Box& run, std::uint64_t flags, std::uint64_t at,
                            std::uint64_t sample_bytes) const {
        const auto count = word(run, 4);
        if ((flags & kSize) == 0) return count * sample_bytes;
        const std::uint64_t before = (flags & kDuration) != 0 ? 4 : 0;
        const std::uint64_t row =
            before + 4 + ((flags & kSampleFlags) != 0 ? 4 : 0) + ((flags & kTimeOffset) != 0 ? 4 : 0);
        std::uint64_t bytes = 0;
        for (std::uint64_t i = 0; i < count && run.payload + at + row <= run.end; ++i, at += row) {
            bytes += word(run, at + before);
        }
        return bytes;
    }

    /// The rows of a table: what it claims, and never more than it has bytes for.
    std::uint64_t rows_of(const Mp4Box& table, std::uint64_t head_bytes, std::uint64_t row_bytes) const {
        const auto size = table.end - table.payload;
        if (size < head_bytes) return 0;
        return std::min<std::uint64_t>(word(table, head_bytes - 4), (size - head_bytes) / row_bytes);
    }

    void collect_track(const Mp4Box& track, NalFormat format) {
        const auto sizes = find_mp4_box(file_, track, {"mdia", "minf", "stbl", "stsz"});
        const auto runs = find_mp4_box(file_, track, {"mdia", "minf", "stbl", "stsc"});
        const auto narrow = find_mp4_box(file_, track, {"mdia", "minf", "stbl", "stco"});
        const auto wide = find_mp4_box(file_, track, {"mdia", "minf", "stbl", "co64"});
        if (!sizes || !runs || (!narrow && !wide)) return;
        const auto& chunks = narrow ? *narrow : *wide;
        const std::uint64_t place_bytes = narrow ? 4 : 8;
        const auto chunk_count = rows_of(chunks, 8, place_bytes);
        const auto run_count = rows_of(*runs, 8, 12);
        std::uint64_t sample = 0;
        std::uint64_t run = 0;
        for (std::uint64_t chunk = 0; chunk < chunk_count; ++chunk) {
            const auto place = chunks.payload + 8 + chunk * place_bytes;
            while (run + 1 < run_count && word(*runs, 8 + 12 * (run + 1)) <= chunk + 1) ++run;
            const auto begin = narrow ? u32(file_, place, Endian::big) : u64(file_, place, Endian::big);
            const auto bytes = bytes_of(*sizes, sample, word(*runs, 8 + 12 * run + 4));
            ranges_.push_back({begin, begin + bytes, format});
        }
    }

    /// Of the next `count` samples, or of those that are left; moves `sample` behind them.
    std::uint64_t bytes_of(const Mp4Box& sizes, std::uint64_t& sample, std::uint64_t count) const {
        const std::uint64_t fixed = word(sizes, 4);
        const std::uint64_t all = fixed != 0 ? word(sizes, 8) : rows_of(sizes, 12, 4);
        const auto end = std::min(all, sample + count);
        std::uint64_t bytes = fixed * (end - sample);
        for (; fixed == 0 && sample < end; ++sample) bytes += word(sizes, 12 + 4 * sample);
        sample = end;
        return bytes;
    }

    Bytes file_;
    std::set<std::uint64_t> tracks_;
    std::map<std::uint64_t, NalFormat> formats_;
    std::map<std::uint64_t, std::uint64_t> default_bytes_;
    std::vector<Mp4Range> ranges_;
};

}  // namespace

Mp4Pictures find_mp4_pictures(Bytes file, const std::vector<Mp4Box>& top) {
    return Finder{file}.run(top);
}

std::optional<Mp4Box> find_nal_configuration(Bytes file, const Mp4Box& entry) {
    if (entry.end - entry.payload < kVisualEntry_bytes) return std::nullopt;
    for (const auto& box : mp4_boxes_in(file, entry.payload + kVisualEntry_bytes, entry.end)) {
        if (nal_codec_of(box) != NalCodec::none) return box;
    }
    return std::nullopt;
}

NalCodec nal_codec_of(const Mp4Box& configuration) {
    if (configuration.type == "avcC") return NalCodec::avc;
    return configuration.type == "hvcC" ? NalCodec::hevc : NalCodec::none;
}

std::uint64_t track_of_mp4_fragment(Bytes file, const Mp4Box& fragment) {
    const auto head = find_mp4_box(file, fragment, {"tfhd"});
    return head ? mp4_word(file, *head, 4) : 0;
}

}  // namespace medal::imaging
