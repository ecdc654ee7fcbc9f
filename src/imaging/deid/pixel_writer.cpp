#include "imaging/deid/pixel_writer.h"

#include "imaging/codestream_scrub.h"
#include "imaging/dicom/frames.h"
#include "imaging/dicom/transfer_syntax.h"
#include "imaging/mp4_scrub.h"
#include "imaging/nal_scrub.h"

#include <algorithm>
#include <cstring>

namespace medal::imaging::deid {
namespace {

using dicom::Codec;

std::vector<Patch> scrub(Codec codec, Bytes stream) {
    switch (codec) {
        case Codec::jpeg:
        case Codec::jpeg_ls:
            return scrub_jpeg(stream);
        case Codec::jpeg_2000:
        case Codec::htj2k:
            return scrub_jpeg_2000(stream);
        case Codec::mpeg: {
            auto patches = scrub_mp4(stream);
            return patches.empty() ? scrub_nal_stream(stream) : patches;
        }
        default:
            return {};
    }
}

/// One frame's fragments as one stream; patches are found there and applied to a copy of what they touch.
class FrameScrubber {
  public:
    FrameScrubber(Codec codec, dicom::Frame frame) : frame_(std::move(frame)) {
        std::vector<std::byte> storage;
        patches_ = scrub(codec, frame_.joined(storage));
    }
    std::size_t patch_count() const { return patches_.size(); }

    void write(ElementWriter& writer) const {
        std::uint64_t begin = 0;
        for (const auto& fragment : frame_.fragments) {
            write_fragment(fragment, begin, writer);
            begin += fragment.size();
        }
    }

  private:
    void write_fragment(Bytes fragment, std::uint64_t begin, ElementWriter& writer) const {
        const auto end = begin + fragment.size();
        const bool touched = std::any_of(patches_.begin(), patches_.end(), [&](const Patch& patch) {
            return patch.offset < end && patch.offset + patch.size > begin;
        });
        if (!touched) return writer.fragment(fragment);
        std::vector<std::byte> copy(fragment.begin(), fragment.end());
        for (const auto& patch : patches_) apply(patch, begin, copy);
        writer.fragment_copied(copy);
    }

    static void apply(const Patch& patch, std::uint64_t begin, std::vector<std::byte>& copy) {
        for (std::uint64_t i = 0; i < patch.size; ++i) {
            const auto at = patch.offset + i;
            if (at < begin || at - begin >= copy.size()) continue;
            copy[at - begin] =
                i < patch.replacement.size() ? static_cast<std::byte>(patch.replacement[i]) : std::byte{0};
        }
    }

    dicom::Frame frame_;
    std::vector<Patch> patches_;
};

}  // namespace

std::size_t write_encapsulated(const dicom::DataSet& data, const dicom::Element& pixels,
                               ElementWriter& writer) {
    const auto* syntax = dicom::find_transfer_syntax(data.transfer_syntax);
    const auto codec = syntax != nullptr ? syntax->codec : Codec::native;
    const auto first = static_cast<std::size_t>(&pixels - data.elements.data()) + 1;
    writer.begin_fragments(pixels.tag, pixels.vr == dicom::vr::OW ? dicom::vr::OB : pixels.vr);
    if (first < pixels.end) writer.fragment(data.value(data.elements[first]));
    const auto shape = dicom::shape_of(data);
    // A video is one stream however many frames it has (PS3.5, A.4.8).
    const auto frame_count = codec == Codec::mpeg || !shape ? 1 : shape->frames;
    std::size_t blanked = 0;
    for (auto& frame : dicom::frame_fragments(data, frame_count)) {
        const FrameScrubber scrubber{codec, std::move(frame)};
        blanked += scrubber.patch_count();
        scrubber.write(writer);
    }
    writer.end_fragments();
    return blanked;
}

}  // namespace medal::imaging::deid
