#include "imaging/mp4_scrub.h"

#include "imaging/mp4_samples.h"

#include <algorithm>
#include <array>

namespace medal::imaging {
namespace {

using std::string_view_literals::operator""sv;

constexpr int kMaxBoxDepth = 12;

template <std::size_t N>
bool is_one_of(const std::array<std::string_view, N>& list, std::string_view type) {
    return std::find(list.begin(), list.end(), type) != list.end();
}

class Scrubber {
  public:
    explicit Scrubber(Bytes file) : file_(file) {}

    std::vector<Patch> run() {
        const auto top = mp4_boxes_in(file_, 0, file_.size());
        const auto is_movie = [](const Mp4Box& box) { return box.type == "moov"; };
        const auto movie = std::find_if(top.begin(), top.end(), is_movie);
        if (top.empty() || movie == top.end()) return {};
        pictures_ = find_mp4_pictures(file_, top);
        for (const auto& box : top) scrub_box(box, 0);
        if (!top.empty() && top.back().end < file_.size()) zero(top.back().end, file_.size());
        return std::move(patches_);
    }

  private:
    void zero(std::uint64_t begin, std::uint64_t end) {
        if (begin < end) blank(patches_, file_, begin, end);
    }
    void free_box(const Mp4Box& box) {
        patches_.push_back({box.begin + 4, 4, "free"});
        zero(box.payload, box.end);
    }

    void scrub_box(const Mp4Box& box, int depth) {
        constexpr std::array kContainers{"moov"sv, "mdia"sv, "minf"sv, "stbl"sv, "moof"sv,
                                         "traf"sv, "edts"sv, "dinf"sv, "mvex"sv};
        constexpr std::array kNeeded{"ftyp"sv, "dref"sv, "vmhd"sv, "stsd"sv, "stts"sv, "stsc"sv,
                                     "stsz"sv, "stco"sv, "co64"sv, "stss"sv, "ctts"sv, "elst"sv,
                                     "sdtp"sv, "sbgp"sv, "sgpd"sv, "mfhd"sv, "tfhd"sv, "trun"sv,
                                     "tfdt"sv, "trex"sv, "mehd"sv, "sidx"sv, "cslg"sv};
        if (box.type == "trak") return is_mp4_video(file_, box) ? scrub_children(box, depth) : free_box(box);
        if (box.type == "traf" && !pictures_.tracks.contains(track_of_mp4_fragment(file_, box))) {
            return free_box(box);
        }
        if (is_one_of(kContainers, box.type)) return scrub_children(box, depth);
        if (box.type == "mvhd" || box.type == "tkhd" || box.type == "mdhd") return scrub_times(box);
        if (box.type == "hdlr") return zero(std::min(box.payload + 24, box.end), box.end);
        if (box.type == "mdat") return scrub_media(box);
        if (box.type == "stsd") return scrub_description(box);
        if (!is_one_of(kNeeded, box.type)) free_box(box);
    }

    void scrub_children(const Mp4Box& box, int depth) {
        if (depth >= kMaxBoxDepth) return free_box(box);
        for (const auto& child : mp4_boxes_in(file_, box.payload, box.end)) scrub_box(child, depth + 1);
    }

    /// Creation and modification time follow version and flags; 32 or 64 bits each by version.
    void scrub_times(const Mp4Box& box) {
        const auto bytes = box.end > box.payload && file_[box.payload] == std::byte{1} ? 16U : 8U;
        zero(std::min(box.payload + 4, box.end), std::min(box.payload + 4 + bytes, box.end));
    }

    /// The compressor's name stands at byte 42 of a visual sample entry.
    void scrub_description(const Mp4Box& box) {
        for (const auto& entry : mp4_boxes_in(file_, std::min(box.payload + 8, box.end), box.end)) {
            zero(std::min(entry.payload + 42, entry.end), std::min(entry.payload + 74, entry.end));
            if (entry.end - entry.payload < kVisualEntry_bytes) continue;
            for (const auto& inner : mp4_boxes_in(file_, entry.payload + kVisualEntry_bytes, entry.end)) {
                scrub_in_description(inner);
            }
        }
    }

    void scrub_in_description(const Mp4Box& box) {
        constexpr std::array kNeeded{"avcC"sv, "hvcC"sv, "dvcC"sv, "dvvC"sv, "vpcC"sv, "av1C"sv,
                                     "esds"sv, "d263"sv, "pasp"sv, "clap"sv, "colr"sv, "fiel"sv,
                                     "btrt"sv, "mdcv"sv, "clli"sv, "SmDm"sv, "CoLL"sv};
        const bool holds_profile = box.type == "colr" && !has_text_at(file_, box.payload, "ncl");
        if (!is_one_of(kNeeded, box.type) || holds_profile) return free_box(box);
        scrub_nal_configuration(file_, {box.payload, box.end}, nal_codec_of(box), patches_);
    }

    void scrub_media(const Mp4Box& box) {
        auto at = box.payload;
        for (const auto& sample : pictures_.ranges) {
            if (sample.end <= box.payload || sample.begin >= box.end) continue;
            if (sample.begin > at) zero(at, sample.begin);
            const auto begin = std::max(sample.begin, box.payload);
            if (begin >= at) {
                scrub_nal_units(file_, {begin, std::min(sample.end, box.end)}, sample.nal, patches_);
            }
            at = std::max(at, std::min(sample.end, box.end));
        }
        zero(at, box.end);
    }

    Bytes file_;
    Mp4Pictures pictures_;
    std::vector<Patch> patches_;
};

}  // namespace

std::vector<Patch> scrub_mp4(Bytes file) {
    return Scrubber{file}.run();
}

}  // namespace medal::imaging
