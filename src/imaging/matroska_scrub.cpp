#include "imaging/matroska_scrub.h"

#include "imaging/limits.h"
#include "imaging/nal_scrub.h"

#include <algorithm>
#include <array>
#include <bit>

namespace medal::imaging {
namespace {

using Id = std::uint32_t;

// Identifiers of RFC 9559, section 5, and of EBML itself (RFC 8794, section 11), with their length marker.
constexpr Id kHead = 0x1A45DFA3, kSegment = 0x18538067, kSeekHead = 0x114D9B74, kSeek = 0x4DBB,
             kSeekId = 0x53AB, kInfo = 0x1549A966, kMuxingApp = 0x4D80, kWritingApp = 0x5741,
             kTracks = 0x1654AE6B, kTrack = 0xAE, kTrackNumber = 0xD7, kTrackUid = 0x73C5, kTrackType = 0x83,
             kEncryption = 0x5035, kCluster = 0x1F43B675, kSimpleBlock = 0xA3, kBlockGroup = 0xA0,
             kBlock = 0xA1, kCodecId = 0x86, kCodecPrivate = 0x63A2, kEncodings = 0x6D80, kCues = 0x1C53BB6B,
             kVoid = 0xEC;
constexpr std::byte kVideo{1};
/// Segment, Tracks, Track, Video, Colour, MasteringMetadata: the deepest place of a picture's number.
constexpr std::size_t kMaxNesting = 8;

/// Parts of a Segment; a Cluster of unknown size ends where the next of these begins.
constexpr std::array<Id, 8> kTopLevel{kSeekHead, kInfo,      kTracks,    kCluster,
                                      kCues,     0x1941A469, 0x1043A770, 0x1254C367};

/// Elements whose children are looked at one by one.
constexpr std::array<Id, 19> kContainers{
    kHead,  kSegment, kSeekHead,   kSeek, kInfo, kTracks,
    kTrack, kCluster, kBlockGroup, kCues, 0xBB,  0xB7,  // CuePoint, positions
    0xE0,   0x55B0,   0x55D0,                           // Video, Colour, MasteringMetadata
    0x6D80, 0x6240,   0x5034,      0x7670};             // ContentEncodings, Projection

/// Numbers that decoding and seeking need, and the codec's own set-up; none of them holds free text.
constexpr std::array<Id, 80> kNeeded{
    0x4286,       0x42F7,     0x42F2,   0x42F3,   0x4282, 0x4287, 0x4285,                    // EBML head
    kSeekId,      0x53AC,     0x2AD7B1, 0x4489,                                              // Seek, Info
    kTrackNumber, kTrackType, 0xB9,     0x88,     0x55AA, 0x9C,   0x6DE7, 0x6DF8, 0x23E383,  // Track
    0x234E7A,     0x23314F,   0x55EE,   0x86,     0x63A2, 0x56AA, 0x56BB, 0x9A,   0x9D,
    0x53B8,       0x53C0,     0xB0,     0xBA,     0x54AA, 0x54BB, 0x54CC, 0x54DD, 0x54B0,
    0x54BA,       0x54B2,     0x54B3,   0x2EB524,  // Video
    0x55B1,       0x55B2,     0x55B3,   0x55B4,   0x55B5, 0x55B6, 0x55B7, 0x55B8, 0x55B9,
    0x55BA,       0x55BB,     0x55BC,   0x55BD,   0x55D1, 0x55D2, 0x55D3, 0x55D4, 0x55D5,
    0x55D6,       0x55D7,     0x55D8,   0x55D9,   0x55DA,           // Colour
    0x7671,       0x7673,     0x7674,   0x7675,                     // Projection
    0x5031,       0x5032,     0x5033,   0x4254,   0x4255,           // ContentEncoding
    0xE7,         0xA7,       0xAB,     0x9B,     0xFB,   0x75A2};  // Cluster
/// Of cues, beside the containers.
constexpr std::array<Id, 6> kCueNumbers{0xB3, 0xF7, 0xF1, 0xF0, 0xB2, 0x5378};

template <std::size_t N>
bool is_in(const std::array<Id, N>& list, Id id) {
    return std::find(list.begin(), list.end(), id) != list.end();
}

struct Element {
    Id id = 0;
    std::uint64_t begin = 0;
    std::uint64_t payload = 0;
    std::uint64_t end = 0;
};

/// Length of a variable-size number by its first byte; 9 where that byte is zero.
std::size_t width_of(std::byte first) {
    return static_cast<std::size_t>(std::countl_zero(static_cast<std::uint8_t>(first))) + 1;
}

std::uint64_t big_endian(Bytes bytes) {
    std::uint64_t value = 0;
    for (const auto byte : bytes) value = value << 8U | static_cast<std::uint8_t>(byte);
    return value;
}

class Scrubber {
  public:
    explicit Scrubber(Bytes file) : file_(file) {}

    std::optional<std::vector<Patch>> run() {
        std::uint64_t at = 0;
        while (sound_ && at < file_.size()) {
            const auto element = read(at, file_.size());
            if (!element || (at == 0) != (element->id == kHead)) break;
            visit(*element);
            at = element->end;
        }
        if (!sound_ || !has_picture_) return std::nullopt;
        if (at < file_.size()) patches_.push_back({at, file_.size() - at, {}});
        return std::move(patches_);
    }

  private:
    /// nullopt, and the file is unsound, where no element fits between `at` and `limit`.
    std::optional<Element> read(std::uint64_t at, std::uint64_t limit) {
        if (++count_ > kMaxElements) sound_ = false;
        const auto id_width = width_of(file_[at]);
        if (id_width > 4 || limit - at <= id_width) return unsound();
        Element element{static_cast<Id>(big_endian(file_.subspan(at, id_width))), at, at + id_width, limit};
        const auto size_width = width_of(file_[element.payload]);
        if (size_width > 8 || limit - element.payload < size_width) return unsound();
        const auto marked = big_endian(file_.subspan(element.payload, size_width));
        const auto unknown = (1ULL << (7 * size_width)) - 1;
        const auto size = marked & unknown;
        element.payload += size_width;
        if (size == unknown) return unknown_size(element, limit);
        if (size > limit - element.payload) return unsound();
        element.end = element.payload + size;
        return element;
    }

    /// A stream that was written as it came does not say how long its Segment and Clusters are.
    std::optional<Element> unknown_size(Element element, std::uint64_t limit) {
        if (element.id != kSegment && element.id != kCluster) return unsound();
        element.end = limit;
        if (element.id == kSegment) return element;
        auto at = element.payload;
        while (at < limit && !is_top_level(at, limit)) {
            const auto child = read(at, limit);
            if (!child) return std::nullopt;
            at = child->end;
        }
        element.end = at;
        return element;
    }

    bool is_top_level(std::uint64_t at, std::uint64_t limit) const {
        return limit - at >= 4 && is_in(kTopLevel, static_cast<Id>(big_endian(file_.subspan(at, 4))));
    }

    std::optional<Element> unsound() {
        sound_ = false;
        return std::nullopt;
    }

    void visit(const Element& element) {
        if (element.id == kTrack && !is_video(element)) return drop(element);
        if (element.id == kSimpleBlock || element.id == kBlock) {
            if (const auto* track = track_of(element)) return scrub_block(element, *track);
        }
        if (element.id == kBlockGroup && !holds_picture(element)) return drop(element);
        if (element.id == kSeek && !leads_to_kept(element)) return drop(element);
        if (element.id == kMuxingApp || element.id == kWritingApp) return blank(element);
        if (element.id == kTrackUid) return number_anew(element);
        if (element.id == kEncryption) sound_ = false;
        if (element.id == kCodecPrivate && !pictures_.empty()) {
            const auto codec = pictures_.back().nal.codec;
            return scrub_nal_configuration(file_, {element.payload, element.end}, codec, patches_);
        }
        if (is_in(kContainers, element.id)) return visit_children(element);
        if (!is_in(kNeeded, element.id) && !is_in(kCueNumbers, element.id)) drop(element);
    }

    void visit_children(const Element& parent) {
        if (++depth_ > kMaxNesting) sound_ = false;
        for (auto at = parent.payload; sound_ && at < parent.end;) {
            const auto child = read(at, parent.end);
            if (!child) break;
            visit(*child);
            at = child->end;
        }
        --depth_;
    }

    /// The first child with this identifier.
    std::optional<Element> child(const Element& parent, Id id) {
        for (auto at = parent.payload; sound_ && at < parent.end;) {
            const auto element = read(at, parent.end);
            if (!element || element->id == id) return element;
            at = element->end;
        }
        return std::nullopt;
    }

    Bytes value(const Element& element) const {
        return file_.subspan(element.payload, element.end - element.payload);
    }

    bool is_video(const Element& track) {
        const auto type = child(track, kTrackType);
        const auto number = child(track, kTrackNumber);
        if (!type || !number || value(*type).empty() || value(*number).size() > 8) return false;
        if (value(*type).back() != kVideo) return false;
        pictures_.push_back({big_endian(value(*number)), nal_format(track)});
        return true;
    }

    /// Text in packed streams cannot be seen, so those are not taken.
    NalFormat nal_format(const Element& track) {
        const auto codec = child(track, kCodecId);
        const auto set_up = child(track, kCodecPrivate);
        if (!codec || !set_up) return {};
        const auto name = text_of(value(*codec));
        const auto kind = name.starts_with("V_MPEG4/ISO/AVC")    ? NalCodec::avc
                          : name.starts_with("V_MPEGH/ISO/HEVC") ? NalCodec::hevc
                                                                 : NalCodec::none;
        if (kind != NalCodec::none && child(track, kEncodings)) sound_ = false;
        return nal_format_of(kind, value(*set_up));
    }

    struct PictureTrack {
        std::uint64_t number = 0;
        NalFormat nal{};
    };

    /// A block begins with the number of its track, in the form of a size. nullptr: no track of pictures.
    const PictureTrack* track_of(const Element& block) const {
        const auto bytes = value(block);
        if (bytes.empty()) return nullptr;
        const auto width = width_of(bytes[0]);
        if (width > 8 || bytes.size() < width) return nullptr;
        const auto number = big_endian(bytes.first(width)) & ((1ULL << (7 * width)) - 1);
        const auto found = std::find_if(pictures_.begin(), pictures_.end(),
                                        [&](const PictureTrack& track) { return track.number == number; });
        return found != pictures_.end() ? &*found : nullptr;
    }

    /// Behind the number: 16 bits of time, then flags, two of which say that several frames are laced
    /// together (RFC 9559, 10.1), which no muxer does with pictures.
    void scrub_block(const Element& block, const PictureTrack& track) {
        has_picture_ = true;
        if (track.nal.codec == NalCodec::none) return;
        const auto frame = block.payload + width_of(file_[block.payload]) + 3;
        if (frame > block.end || (file_[frame - 1] & std::byte{0x06}) != std::byte{0}) {
            sound_ = false;
            return;
        }
        scrub_nal_units(file_, {frame, block.end}, track.nal, patches_);
    }

    bool holds_picture(const Element& group) {
        const auto block = child(group, kBlock);
        return block && track_of(*block) != nullptr;
    }

    bool leads_to_kept(const Element& seek) {
        constexpr std::array kKept{kInfo, kTracks, kCues, kSeekHead, kCluster};
        const auto id = child(seek, kSeekId);
        return id && value(*id).size() == 4 && is_in(kKept, static_cast<Id>(big_endian(value(*id))));
    }

    void blank(const Element& element) {
        if (element.payload < element.end) {
            patches_.push_back({element.payload, element.end - element.payload, {}});
        }
    }

    /// Track UIDs are random and the same in every copy of a film; a track must have one that is not zero.
    void number_anew(const Element& element) {
        if (element.payload == element.end) return;
        std::string number(element.end - element.payload, '\0');
        number.back() = static_cast<char>(++tracks_);
        patches_.push_back({element.payload, number.size(), std::move(number)});
    }

    void drop(const Element& element) {
        const auto size = element.end - element.begin;
        const auto width = std::min<std::uint64_t>(8, element.payload - element.begin - 1);
        std::string head{static_cast<char>(kVoid)};
        const auto marked = (size - 1 - width) | 1ULL << (7 * width);
        for (auto i = width; i-- > 0;) head.push_back(static_cast<char>(marked >> (8 * i)));
        patches_.push_back({element.begin, size, std::move(head)});
    }

    Bytes file_;
    std::vector<Patch> patches_;
    std::vector<PictureTrack> pictures_;
    std::size_t count_ = 0;
    std::size_t depth_ = 0;
    unsigned tracks_ = 0;
    bool sound_ = true;
    bool has_picture_ = false;
};

}  // namespace

std::optional<std::vector<Patch>> scrub_matroska(Bytes file) {
    if (file.empty()) return std::nullopt;
    return Scrubber{file}.run();
}

}  // namespace medal::imaging
