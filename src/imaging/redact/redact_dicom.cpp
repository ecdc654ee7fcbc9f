#include "base/error.h"
#include "imaging/burned_in/file_scan.h"
#include "imaging/burned_in/paint.h"
#include "imaging/deid/derived.h"
#include "imaging/dicom/decode.h"
#include "imaging/dicom/file_reader.h"
#include "imaging/dicom/frames.h"
#include "imaging/dicom/image_checks.h"
#include "imaging/dicom/packed_samples.h"
#include "imaging/dicom/transfer_syntax.h"
#include "imaging/redact/dicom_copy.h"
#include "imaging/redact/painted_film.h"
#include "imaging/redact/painted_tiles.h"
#include "imaging/redact/redact.h"
#include "imaging/redact/samples.h"

#include <algorithm>
#include <map>
#include <optional>

namespace medal::imaging::redact {
namespace {

using dicom::Tag;
namespace tags = dicom::tags;
namespace vr = dicom::vr;

constexpr Tag kImageType{0x00080008}, kDerivation{0x00082111}, kBurnedIn{0x00280301},
    kRecognizable{0x00280302}, kLossy{0x00282110}, kPlanar{0x00280006}, kPixelRepresentation{0x00280103};
/// Decoded frames are held until the file is written.
constexpr std::uint64_t kMostDecoded_bytes = 384ULL << 20;
constexpr std::string_view kPainted =
    "Places in the picture were painted over and made unreadable to protect the patient";
constexpr std::string_view kDefaced = "The face was removed from the volume to protect the patient";

/// Zero is black; in YBR it is green and in MONOCHROME1 white, so those get the middle.
std::int64_t dark_of(std::string_view photometric, unsigned bits_stored) {
    const bool is_middle = photometric == "MONOCHROME1" || photometric.starts_with("YBR");
    return is_middle ? std::int64_t{1} << (bits_stored - 1) : 0;
}

class Painter {
  public:
    Painter(const Request& request, const dicom::DataSet& data)
        : request_(request), data_(data), shape_(shape_or_refuse(data)) {
        if (request.slide) tiles_ = regions_by_tile(data, request.regions, *request.slide);
        if (tiles_ && has_jpeg_tiles(data)) return;
        is_packed_ = dicom::has_packed_samples(data);
        is_decoded_ = data.is_encapsulated() || data.text(tags::kPhotometric) == "YBR_FULL_422";
        if (is_packed_) {
            if (is_decoded_) photometric_ = dicom::decode_frame(data_, 0).photometric;
            require_small(shape_.frame_bits() / 8 * shape_.frames);
        } else if (is_decoded_) {
            look_at_decoded();
        } else if (!burned_in::layout_of(data)) {
            fail_unsupported("The samples of this image do not fill whole bytes; boxes cannot be painted.");
        }
    }

    bool is_decoded() const { return is_decoded_; }
    const std::string& photometric() const { return photometric_; }
    std::uint64_t frames_changed() const { return frames_changed_; }

    void write(const dicom::Element& pixels, deid::ElementWriter& writer, deid::OutputPlan& plan) {
        if (tiles_ && has_jpeg_tiles(data_)) {
            frames_changed_ = tiles_->size();
            return write_jpeg_tiles(data_, pixels, *tiles_, writer);
        }
        if (is_packed_) return write_packed(pixels, writer, plan);
        return is_decoded_ ? write_decoded(pixels, writer, plan) : write_native(pixels, writer, plan);
    }

  private:
    static dicom::ImageShape shape_or_refuse(const dicom::DataSet& data) {
        const auto shape = dicom::shape_of(data);
        if (shape && data.find(tags::kPixelData) != nullptr) return *shape;
        throw base::Error{base::ErrorKind::invalid, "imaging.no_frame", "This file holds no picture."};
    }

    void look_at_decoded() {
        const auto frame = dicom::decode_frame(data_, 0);
        photometric_ = frame.photometric;
        if (frame.bits_allocated != shape_.bits_allocated) {
            fail_unsupported("The frames of this image decode to another depth than the file says.");
        }
        require_small(frame.bytes.size() * shape_.frames);
    }

    static void require_small(std::uint64_t bytes) {
        if (bytes <= kMostDecoded_bytes) return;
        throw base::Error{base::ErrorKind::too_large,
                          "redact.too_large",
                          "The decoded frames of this image are too large to be painted.",
                          {.hint = "Upload it again in shorter parts."}};
    }

    Samples samples_of(std::span<std::byte> bytes, std::string_view photometric) const {
        Samples samples;
        samples.bytes = bytes;
        samples.columns = shape_.columns;
        samples.rows = shape_.rows;
        samples.channels = shape_.samples;
        samples.bits_allocated = static_cast<unsigned>(shape_.bits_allocated);
        samples.bits_stored = static_cast<unsigned>(std::clamp<std::int64_t>(
            data_.integer(tags::kBitsStored).value_or(samples.bits_allocated), 1, samples.bits_allocated));
        samples.is_signed = data_.integer(kPixelRepresentation).value_or(0) == 1;
        samples.is_palette = photometric == "PALETTE COLOR";
        samples.dark = dark_of(photometric, samples.bits_stored);
        return samples;
    }

    std::vector<Region> met_on(std::uint64_t frame) const {
        if (!tiles_) return regions_on(request_.regions, frame);
        const auto found = tiles_->find(frame);
        return found == tiles_->end() ? std::vector<Region>{} : found->second;
    }

    void paint_frame(std::uint64_t number, const Samples& samples) {
        const auto met = met_on(number);
        paint(samples, met);
        frames_changed_ += met.empty() ? 0 : 1;
    }

    /// Frames without a region are referenced, not copied: a long clip needs no more memory than it must.
    void write_native(const dicom::Element& pixels, deid::ElementWriter& writer, deid::OutputPlan& plan) {
        const auto raw = data_.value(pixels);
        const auto size = shape_.frame_bits() / 8;
        writer.begin_value(pixels.tag, pixels.vr, raw.size() + raw.size() % 2);
        std::uint64_t at = 0;
        for (std::uint64_t number = 0; number < shape_.frames && at + size <= raw.size(); ++number) {
            const auto frame = raw.subspan(at, size);
            at += size;
            if (met_on(number).empty()) {
                plan.add(frame);
                continue;
            }
            std::vector<std::byte> copy(frame.begin(), frame.end());
            auto samples = samples_of(copy, data_.text(tags::kPhotometric));
            samples.is_big_endian = data_.encoding.endian == Endian::big;
            samples.is_planar = shape_.samples > 1 && data_.integer(kPlanar).value_or(0) == 1;
            paint_frame(number, samples);
            plan.add_copied(copy);
        }
        plan.add(raw.subspan(at));
        if (raw.size() % 2 != 0) plan.add(std::string_view{"\0", 1});
    }

    /// Frames of one bit or twelve do not begin with a byte, so those beside a painted one share bytes with
    /// it.
    void write_packed(const dicom::Element& pixels, deid::ElementWriter& writer, deid::OutputPlan& plan) {
        const auto paint_one = [&](std::uint64_t number, dicom::DecodedFrame& frame) {
            auto samples = samples_of(frame.bytes, frame.photometric);
            samples.bits_allocated = frame.bits_allocated;
            samples.bits_stored = frame.bits_stored;
            samples.is_planar = shape_.samples > 1 && data_.integer(kPlanar).value_or(0) == 1;
            samples.dark = dark_of(frame.photometric, frame.bits_stored);
            paint_frame(number, samples);
        };
        const auto bytes = dicom::edited_packed(
            data_,
            {.wants = [&](std::uint64_t number) { return !met_on(number).empty(); }, .change = paint_one});
        const auto stored_as = is_decoded_ ? (shape_.bits_allocated > 8 ? vr::OW : vr::OB) : pixels.vr;
        writer.begin_value(pixels.tag, stored_as, bytes.size());
        plan.add_copied(bytes);
    }

    void write_decoded(const dicom::Element& pixels, deid::ElementWriter& writer, deid::OutputPlan& plan) {
        const auto size = shape_.frame_bits() / 8 * shape_.frames;
        writer.begin_value(pixels.tag, shape_.bits_allocated > 8 ? vr::OW : vr::OB, size + size % 2);
        const dicom::FrameDecoder decoder{data_};
        for (std::uint64_t number = 0; number < shape_.frames; ++number) {
            auto frame = decoder.decode(number);
            if (frame.bytes.size() * shape_.frames != size) {
                throw base::Error{base::ErrorKind::invalid, "imaging.decode",
                                  "A frame of this image decodes to another size than the first."};
            }
            paint_frame(number, samples_of(frame.bytes, frame.photometric));
            plan.add_copied(frame.bytes);
        }
        if (size % 2 != 0) plan.add(std::string_view{"\0", 1});
    }

    const Request& request_;
    const dicom::DataSet& data_;
    dicom::ImageShape shape_;
    /// Of a slide.
    std::optional<std::map<std::uint64_t, std::vector<Region>>> tiles_;
    bool is_decoded_ = false;
    bool is_packed_ = false;
    std::string photometric_;
    std::uint64_t frames_changed_ = 0;
};

bool hides(const Request& request, Subject subject) {
    return std::any_of(request.regions.begin(), request.regions.end(),
                       [&](const Region& region) { return region.subject == subject; });
}

void say_what_was_done(const Request& request, const dicom::DataSet& data, CopyChanges& changes) {
    changes.is_derived = true;
    if (data.find(kImageType) == nullptr) changes.values[kImageType] = {vr::CS, "DERIVED\\PRIMARY"};
    const auto what = request.regions.empty() ? kDefaced : kPainted;
    changes.values[kDerivation] = {vr::ST, deid::derivation_after(data.text(kDerivation), what)};
    if (hides(request, Subject::text)) changes.values[kBurnedIn] = {vr::CS, "NO"};
    if (request.is_defaced || hides(request, Subject::face)) changes.values[kRecognizable] = {vr::CS, "NO"};
}

PaintedFilm painted_film_of(const Request& request, const dicom::DataSet& data) {
    // A video is one stream however many frames it has (PS3.5, A.4.8).
    const auto frames = dicom::frame_fragments(data, 1);
    if (frames.empty()) {
        throw base::Error{base::ErrorKind::invalid, "imaging.decode", "The video is damaged."};
    }
    std::vector<std::byte> storage;
    return painted_film(frames.front().joined(storage), request.output + ".film", request.regions);
}

/// H.264 or H.265 in MP4 (PS3.5, 8.2.7 and 8.2.10).
void describe_film(const dicom::DataSet& data, const film::Rewritten& film, CopyChanges& changes) {
    const auto syntax = deid::film_syntax(data, film);
    if (!syntax) fail_unsupported("The pictures of this film have a form that DICOM has no name for.");
    changes.transfer_syntax = *syntax;
    changes.values[tags::kPhotometric] = {vr::CS, "YBR_PARTIAL_420"};
    changes.values[kLossy] = {vr::CS, "01"};
}

/// What was compressed with loss stays so when it is stored decoded (PS3.3, C.7.6.1.1.5).
void describe_decoded(const Painter& painter, const dicom::DataSet& data, CopyChanges& changes) {
    changes.transfer_syntax = dicom::kExplicitLittle;
    changes.values[tags::kPhotometric] = {vr::CS, painter.photometric()};
    if (data.find(kPlanar) != nullptr) changes.values[kPlanar] = {vr::US, std::string(2, '\0')};
    const auto* syntax = dicom::find_transfer_syntax(data.transfer_syntax);
    if (syntax != nullptr && syntax->lossy) changes.values[kLossy] = {vr::CS, "01"};
}

}  // namespace

Result redact_dicom(const Request& request, Bytes file) {
    const auto scan = dicom::scan_file(file);
    if (!scan.data) throw_refused(scan.findings);
    const auto& data = *scan.data;
    const bool is_changed = !request.regions.empty() || request.is_defaced;
    if (!is_changed && !request.is_searched_for_faces && !names_one_of(data, request.uids)) return {};
    CopyChanges changes;
    changes.uids = request.uids;
    changes.transfer_syntax = copied_syntax(data);
    if (is_changed) say_what_was_done(request, data, changes);
    if (request.is_searched_for_faces) {
        changes.values[kRecognizable] = {vr::CS, "NO"};
        changes.method = {"113102", "Clean Recognizable Visual Features Option"};
    }
    std::optional<Painter> painter;
    std::optional<PaintedFilm> film;
    if (!request.regions.empty() && burned_in::is_film(data)) {
        film.emplace(painted_film_of(request, data));
        describe_film(data, film->done, changes);
        changes.pixels = [&](const auto& pixels, auto& writer, auto&) {
            writer.film(pixels.tag, film->file.bytes());
        };
    } else if (!request.regions.empty()) {
        painter.emplace(request, data);
        if (painter->is_decoded()) describe_decoded(*painter, data, changes);
        changes.pixels = [&](const auto& pixels, auto& writer, auto& plan) {
            painter->write(pixels, writer, plan);
        };
    }
    deid::OutputPlan plan;
    copy_with(data, changes, plan);
    plan.write_to(request.output);
    const auto changed = film ? film->done.changed : painter ? painter->frames_changed() : 0;
    return {true, "application/dicom", changed};
}

}  // namespace medal::imaging::redact
