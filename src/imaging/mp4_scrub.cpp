#include "imaging/mp4_scrub.h"

#include <algorithm>
#include <array>
#include <optional>

namespace medal::imaging {
namespace {

using std::string_view_literals::operator""sv;

constexpr std::size_t kMaxBoxes = 1'000'000;
constexpr int kMaxBoxDepth = 12;

struct Box {
    std::uint64_t begin = 0;
    std::uint64_t payload = 0;
    std::uint64_t end = 0;
    std::string_view type;
};

struct Range {
    std::uint64_t begin;
    std::uint64_t end;
};

std::optional<Box> box_at(Bytes file, std::uint64_t at, std::uint64_t limit) {
    if (limit - at < 8) return std::nullopt;
    Box box{at, at + 8, 0, text_of(file.subspan(at + 4, 4))};
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

std::vector<Box> boxes_in(Bytes file, std::uint64_t begin, std::uint64_t end) {
    std::vector<Box> boxes;
    while (begin < end && boxes.size() < kMaxBoxes) {
        const auto box = box_at(file, begin, end);
        if (!box) break;
        boxes.push_back(*box);
        begin = box->end;
    }
    return boxes;
}

std::optional<Box> find_box(Bytes file, const Box& parent, std::initializer_list<std::string_view> path) {
    Box at = parent;
    for (const auto type : path) {
        const auto boxes = boxes_in(file, at.payload, at.end);
        const auto found =
            std::find_if(boxes.begin(), boxes.end(), [&](const Box& box) { return box.type == type; });
        if (found == boxes.end()) return std::nullopt;
        at = *found;
    }
    return at;
}

template <std::size_t N>
bool is_one_of(const std::array<std::string_view, N>& list, std::string_view type) {
    return std::find(list.begin(), list.end(), type) != list.end();
}

class Scrubber {
  public:
    explicit Scrubber(Bytes file) : file_(file) {}

    std::vector<Patch> run() {
        const auto top = boxes_in(file_, 0, file_.size());
        const auto is_movie = [](const Box& box) { return box.type == "moov"; };
        const auto movie = std::find_if(top.begin(), top.end(), is_movie);
        if (top.empty() || movie == top.end()) return {};
        collect_samples(*movie);
        for (const auto& box : top) scrub_box(box, 0);
        if (!top.empty() && top.back().end < file_.size()) zero(top.back().end, file_.size());
        return std::move(patches_);
    }

  private:
    void zero(std::uint64_t begin, std::uint64_t end) {
        if (begin >= end) return;
        const auto piece = file_.subspan(begin, end - begin);
        if (std::any_of(piece.begin(), piece.end(), [](std::byte b) { return b != std::byte{0}; })) {
            patches_.push_back({begin, end - begin, {}});
        }
    }
    void free_box(const Box& box) {
        patches_.push_back({box.begin + 4, 4, "free"});
        zero(box.payload, box.end);
    }

    bool is_video(const Box& track) const {
        const auto handler = find_box(file_, track, {"mdia", "hdlr"});
        return handler && handler->end - handler->payload >= 12 &&
               has_text_at(file_, handler->payload + 8, "vide");
    }

    void scrub_box(const Box& box, int depth) {
        constexpr std::array kContainers{"moov"sv, "mdia"sv, "minf"sv, "stbl"sv,
                                         "moof"sv, "traf"sv, "edts"sv, "dinf"sv};
        constexpr std::array kNeeded{"ftyp"sv, "dref"sv, "vmhd"sv, "stsd"sv, "stts"sv, "stsc"sv,
                                     "stsz"sv, "stco"sv, "co64"sv, "stss"sv, "ctts"sv, "elst"sv,
                                     "sdtp"sv, "sbgp"sv, "sgpd"sv, "mfhd"sv, "tfhd"sv, "trun"sv,
                                     "tfdt"sv, "mvex"sv, "sidx"sv, "cslg"sv};
        if (box.type == "trak") return is_video(box) ? scrub_children(box, depth) : free_box(box);
        if (is_one_of(kContainers, box.type)) return scrub_children(box, depth);
        if (box.type == "mvhd" || box.type == "tkhd" || box.type == "mdhd") return scrub_times(box);
        if (box.type == "hdlr") return zero(std::min(box.payload + 24, box.end), box.end);
        if (box.type == "mdat") return scrub_media(box);
        if (box.type == "stsd") return scrub_description(box);
        if (!is_one_of(kNeeded, box.type)) free_box(box);
    }

    void scrub_children(const Box& box, int depth) {
        if (depth >= kMaxBoxDepth) return free_box(box);
        for (const auto& child : boxes_in(file_, box.payload, box.end)) scrub_box(child, depth + 1);
    }

    /// Creation and modification time follow version and flags; 32 or 64 bits each by version.
    void scrub_times(const Box& box) {
        const auto bytes = box.end > box.payload && file_[box.payload] == std::byte{1} ? 16U : 8U;
        zero(std::min(box.payload + 4, box.end), std::min(box.payload + 4 + bytes, box.end));
    }

    /// The compressor's name stands at byte 42 of a visual sample entry.
    void scrub_description(const Box& box) {
        for (const auto& entry : boxes_in(file_, box.payload + 8, box.end)) {
            zero(std::min(entry.payload + 42, entry.end), std::min(entry.payload + 74, entry.end));
        }
    }

    void scrub_media(const Box& box) {
        if (fragmented_) return;
        auto at = box.payload;
        for (const auto& sample : samples_) {
            if (sample.end <= box.payload || sample.begin >= box.end) continue;
            if (sample.begin > at) zero(at, sample.begin);
            at = std::max(at, std::min(sample.end, box.end));
        }
        zero(at, box.end);
    }

    void collect_samples(const Box& movie) {
        fragmented_ = find_box(file_, movie, {"mvex"}).has_value();
        for (const auto& box : boxes_in(file_, movie.payload, movie.end)) {
            if (box.type == "trak" && is_video(box)) collect_track(box);
        }
        std::sort(samples_.begin(), samples_.end(), [](Range a, Range b) { return a.begin < b.begin; });
    }

    std::uint64_t word(const Box& box, std::uint64_t offset) const {
        return box.payload + offset + 4 <= box.end ? u32(file_, box.payload + offset, Endian::big) : 0;
    }

    /// The rows of a table: what it claims, and never more than it has bytes for.
    std::uint64_t rows_of(const Box& table, std::uint64_t head_bytes, std::uint64_t row_bytes) const {
        const auto size = table.end - table.payload;
        if (size < head_bytes) return 0;
        return std::min<std::uint64_t>(word(table, head_bytes - 4), (size - head_bytes) / row_bytes);
    }

    void collect_track(const Box& track) {
        const auto sizes = find_box(file_, track, {"mdia", "minf", "stbl", "stsz"});
        const auto runs = find_box(file_, track, {"mdia", "minf", "stbl", "stsc"});
        const auto narrow = find_box(file_, track, {"mdia", "minf", "stbl", "stco"});
        const auto wide = find_box(file_, track, {"mdia", "minf", "stbl", "co64"});
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
            samples_.push_back({begin, begin + bytes});
        }
    }

    /// Of the next `count` samples, or of those that are left; moves `sample` behind them.
    std::uint64_t bytes_of(const Box& sizes, std::uint64_t& sample, std::uint64_t count) const {
        const std::uint64_t fixed = word(sizes, 4);
        const std::uint64_t all = fixed != 0 ? word(sizes, 8) : rows_of(sizes, 12, 4);
        const auto end = std::min(all, sample + count);
        std::uint64_t bytes = fixed * (end - sample);
        for (; fixed == 0 && sample < end; ++sample) bytes += word(sizes, 12 + 4 * sample);
        sample = end;
        return bytes;
    }

    Bytes file_;
    bool fragmented_ = false;
    std::vector<Range> samples_;
    std::vector<Patch> patches_;
};

}  // namespace

std::vector<Patch> scrub_mp4(Bytes file) {
    return Scrubber{file}.run();
}

}  // namespace medal::imaging
