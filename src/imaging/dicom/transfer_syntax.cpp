#include "imaging/dicom/transfer_syntax.h"

#include <algorithm>
#include <array>

namespace medal::imaging::dicom {
namespace {

constexpr std::array kSyntaxes{
    TransferSyntax{kImplicitLittle, "Implicit VR Little Endian", Codec::native, false},
    TransferSyntax{kExplicitLittle, "Explicit VR Little Endian", Codec::native, false},
    TransferSyntax{kDeflated, "Deflated Explicit VR Little Endian", Codec::deflated, false},
    TransferSyntax{kExplicitBig, "Explicit VR Big Endian", Codec::native, false},
    TransferSyntax{"1.2.840.10008.1.2.1.98", "Encapsulated Uncompressed Explicit VR Little Endian",
                   Codec::native, false},
    TransferSyntax{"1.2.840.10008.1.2.4.50", "JPEG Baseline", Codec::jpeg, true},
    TransferSyntax{"1.2.840.10008.1.2.4.51", "JPEG Extended", Codec::jpeg, true},
    TransferSyntax{"1.2.840.10008.1.2.4.57", "JPEG Lossless", Codec::jpeg, false},
    TransferSyntax{"1.2.840.10008.1.2.4.70", "JPEG Lossless SV1", Codec::jpeg, false},
    TransferSyntax{"1.2.840.10008.1.2.4.80", "JPEG-LS Lossless", Codec::jpeg_ls, false},
    TransferSyntax{"1.2.840.10008.1.2.4.81", "JPEG-LS Near-Lossless", Codec::jpeg_ls, true},
    TransferSyntax{"1.2.840.10008.1.2.4.90", "JPEG 2000 Lossless", Codec::jpeg_2000, false},
    TransferSyntax{"1.2.840.10008.1.2.4.91", "JPEG 2000", Codec::jpeg_2000, true},
    TransferSyntax{"1.2.840.10008.1.2.4.92", "JPEG 2000 Part 2 Lossless", Codec::jpeg_2000, false},
    TransferSyntax{"1.2.840.10008.1.2.4.93", "JPEG 2000 Part 2", Codec::jpeg_2000, true},
    TransferSyntax{"1.2.840.10008.1.2.4.100", "MPEG2 Main Profile, Main Level", Codec::mpeg, true},
    TransferSyntax{"1.2.840.10008.1.2.4.101", "MPEG2 Main Profile, High Level", Codec::mpeg, true},
    TransferSyntax{"1.2.840.10008.1.2.4.102", "MPEG-4 AVC High Profile 4.1", Codec::mpeg, true},
    TransferSyntax{"1.2.840.10008.1.2.4.103", "MPEG-4 AVC BD-compatible", Codec::mpeg, true},
    TransferSyntax{"1.2.840.10008.1.2.4.104", "MPEG-4 AVC 4.2 2D", Codec::mpeg, true},
    TransferSyntax{"1.2.840.10008.1.2.4.105", "MPEG-4 AVC 4.2 3D", Codec::mpeg, true},
    TransferSyntax{"1.2.840.10008.1.2.4.106", "MPEG-4 AVC Stereo", Codec::mpeg, true},
    TransferSyntax{"1.2.840.10008.1.2.4.107", "HEVC Main", Codec::mpeg, true},
    TransferSyntax{"1.2.840.10008.1.2.4.108", "HEVC Main 10", Codec::mpeg, true},
    TransferSyntax{"1.2.840.10008.1.2.4.201", "HTJ2K Lossless", Codec::htj2k, false},
    TransferSyntax{"1.2.840.10008.1.2.4.202", "HTJ2K Lossless RPCL", Codec::htj2k, false},
    TransferSyntax{"1.2.840.10008.1.2.4.203", "HTJ2K", Codec::htj2k, true},
    TransferSyntax{"1.2.840.10008.1.2.8.1", "Deflated Image Frame Compression", Codec::deflated_frames,
                   false},
    TransferSyntax{"1.2.840.10008.1.2.5", "RLE Lossless", Codec::rle, false},
};

}  // namespace

const TransferSyntax* find_transfer_syntax(std::string_view uid) {
    const auto* found = std::find_if(kSyntaxes.begin(), kSyntaxes.end(),
                                     [&](const TransferSyntax& syntax) { return syntax.uid == uid; });
    return found != kSyntaxes.end() ? found : nullptr;
}

Encoding encoding_of(std::string_view transfer_syntax) {
    return {.explicit_vr = transfer_syntax != kImplicitLittle,
            .endian = transfer_syntax == kExplicitBig ? Endian::big : Endian::little};
}

}  // namespace medal::imaging::dicom
