// DCMTK's JPEG and JPEG-LS decoders, handed one frame in a data set that we build ourselves: its parser never
// sees the file.
#include "imaging/dicom/codecs.h"

#include <algorithm>
#include <memory>
#include <mutex>

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dcpixel.h>
#include <dcmtk/dcmdata/dcpixseq.h>
#include <dcmtk/dcmdata/dcpxitem.h>
#include <dcmtk/dcmdata/dctk.h>
#include <dcmtk/dcmjpeg/djdecode.h>
#include <dcmtk/dcmjpls/djdecode.h>
#include <dcmtk/oflog/oflog.h>

namespace medal::imaging::dicom {
namespace {

/// Decoders register in a global table; never undone, because other threads may be decoding.
void register_decoders() {
    static std::once_flag once;
    std::call_once(once, [] {
        OFLog::configure(OFLogger::OFF_LOG_LEVEL);
        DJDecoderRegistration::registerCodecs();
        DJLSDecoderRegistration::registerCodecs();
    });
}

void put_shape(const DataSet& data, const DecodedFrame& frame, DcmDataset& set) {
    const auto number = [&](std::uint32_t tag, std::int64_t otherwise) {
        return static_cast<Uint16>(data.integer(Tag{tag}).value_or(otherwise));
    };
    set.putAndInsertUint16(DCM_SamplesPerPixel, static_cast<Uint16>(frame.samples));
    set.putAndInsertString(DCM_PhotometricInterpretation, frame.photometric.c_str());
    if (frame.samples > 1) set.putAndInsertUint16(DCM_PlanarConfiguration, number(0x00280006, 0));
    set.putAndInsertString(DCM_NumberOfFrames, "1");
    set.putAndInsertUint16(DCM_Rows, static_cast<Uint16>(frame.rows));
    set.putAndInsertUint16(DCM_Columns, static_cast<Uint16>(frame.columns));
    set.putAndInsertUint16(DCM_BitsAllocated, static_cast<Uint16>(frame.bits_allocated));
    set.putAndInsertUint16(DCM_BitsStored, static_cast<Uint16>(frame.bits_stored));
    set.putAndInsertUint16(DCM_HighBit, number(0x00280102, frame.bits_stored - 1));
    set.putAndInsertUint16(DCM_PixelRepresentation, frame.is_signed ? 1 : 0);
}

// DCMTK's containers take what is inserted over: release() hands each object on.
void put_frame(Bytes stream, E_TransferSyntax syntax, DcmDataset& set) {
    auto sequence = std::make_unique<DcmPixelSequence>(DcmTag(DCM_PixelData, EVR_OB));
    sequence->insert(std::make_unique<DcmPixelItem>(DcmTag(DCM_Item, EVR_OB)).release());
    auto item = std::make_unique<DcmPixelItem>(DcmTag(DCM_Item, EVR_OB));
    std::vector<Uint8> even(stream.size() + stream.size() % 2, 0);
    std::copy_n(reinterpret_cast<const Uint8*>(stream.data()), stream.size(), even.data());
    item->putUint8Array(even.data(), static_cast<unsigned long>(even.size()));
    sequence->insert(item.release());
    auto pixels = std::make_unique<DcmPixelData>(DCM_PixelData);
    pixels->putOriginalRepresentation(syntax, nullptr, sequence.release());
    set.insert(pixels.release(), OFTrue);
}

void take_result(DcmDataset& set, DecodedFrame& frame) {
    const Uint8* bytes8 = nullptr;
    const Uint16* words = nullptr;
    unsigned long count = 0;
    const auto wanted = frame.value_count() * frame.bits_allocated / 8;
    DcmElement* element = nullptr;
    if (set.findAndGetElement(DCM_PixelData, element).bad() || element == nullptr) fail_decoding();
    Uint16* raw16 = nullptr;
    Uint8* raw8 = nullptr;
    if (element->getUint16Array(raw16).good() && raw16 != nullptr) words = raw16;
    if (words == nullptr && element->getUint8Array(raw8).good()) bytes8 = raw8;
    const auto* raw = words != nullptr ? reinterpret_cast<const std::byte*>(words)
                                       : reinterpret_cast<const std::byte*>(bytes8);
    count = element->getLength();
    if (raw == nullptr || count < wanted) fail_decoding();
    frame.bytes.assign(raw, raw + wanted);
}

}  // namespace

void decode_jpeg_family(const DataSet& data, Bytes stream, DecodedFrame& frame) {
    register_decoders();
    const DcmXfer syntax{data.transfer_syntax.c_str()};
    DcmDataset set;
    put_shape(data, frame, set);
    put_frame(stream, syntax.getXfer(), set);
    if (set.chooseRepresentation(EXS_LittleEndianExplicit, nullptr).bad()) fail_decoding();
    OFString photometric;
    Uint16 planar = 0;
    set.findAndGetOFString(DCM_PhotometricInterpretation, photometric);
    if (!photometric.empty()) frame.photometric = std::string{photometric.c_str()};
    Uint16 bits = 0;
    if (set.findAndGetUint16(DCM_BitsAllocated, bits).good()) frame.bits_allocated = bits;
    take_result(set, frame);
    if (frame.samples == 1 || set.findAndGetUint16(DCM_PlanarConfiguration, planar).bad() || planar == 0)
        return;
    const auto plane = frame.bytes;
    const auto unit = frame.bits_allocated / 8;
    const auto pixels = frame.columns * frame.rows;
    for (std::size_t i = 0; i < pixels * frame.samples; ++i) {
        const auto to = (i % pixels * frame.samples + i / pixels) * unit;
        std::copy_n(plane.data() + i * unit, unit, frame.bytes.data() + to);
    }
}

}  // namespace medal::imaging::dicom
